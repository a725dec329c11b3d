"""Wall ends that are drawn: the short side between two faces that run back from it (metres)."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geometry.linework.graph import STRAIGHT_COSINE, Array, Graph, Ints
from geometry.linework.rules import LineworkRules

SQUARE_COSINE = 0.26  # 75° to 105°: the end of a wall is square to its faces
STOUT = 1.5  # thicknesses: a body no longer than this is a pier, which points nowhere

Cap = tuple[Array, Array, Array, float, bool]


def caps(graph: Graph, rules: LineworkRules) -> list[Cap]:
    """Return left and right corner, direction outwards, thickness, and whether it is slender, of each drawn end."""
    found: list[Cap] = []
    neighbours = _neighbours(graph)
    for start, end in _short_runs(graph, rules).tolist():
        along = graph.points[end] - graph.points[start]
        thickness = float(np.hypot(*along))
        along = along / thickness
        for out in (np.array([along[1], -along[0]]), np.array([-along[1], along[0]])):
            faces = [_face_back(graph, neighbours, corner, along, out, STOUT * thickness) for corner in (start, end)]
            if faces[0] is None or faces[1] is None:
                continue
            depth, far = zip(*(f for f in faces if f is not None), strict=True)
            slender = min(depth) >= STOUT * thickness
            if not slender and far[0] != far[1] and far[1] in neighbours[far[0]]:
                continue  # a pier: four short sides and no direction
            p, q = graph.points[start], graph.points[end]
            left_first = out[0] * (p - q)[1] - out[1] * (p - q)[0] > 0
            found.append((p, q, out, thickness, slender) if left_first else (q, p, out, thickness, slender))
    return found


def _neighbours(graph: Graph) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(len(graph.points))]
    for a, b in graph.edges.tolist():
        found[a].append(b)
        found[b].append(a)
    return found


def _short_runs(graph: Graph, rules: LineworkRules) -> Ints:
    """Return straight chains of edges no longer than a wall is thick, as (first point, last point) rows.

    A point where two edges meet in one line only divides it; corners and forks end a chain.
    """
    if not len(graph.edges):
        return np.empty((0, 2), dtype=np.int64)
    half_point, half_edge = graph.edges.T.ravel(), np.tile(np.arange(len(graph.edges)), 2)
    order = np.argsort(half_point, kind="stable")
    half_point, half_edge = half_point[order], half_edge[order]
    first = np.searchsorted(half_point, np.arange(len(graph.points)))
    twos = np.flatnonzero(graph.degree == 2)
    one, two = half_edge[first[twos]], half_edge[first[twos] + 1]
    a = graph.points[graph.edges[one].sum(axis=1) - twos] - graph.points[twos]
    b = graph.points[graph.edges[two].sum(axis=1) - twos] - graph.points[twos]
    straight = (a * b).sum(axis=1) < -STRAIGHT_COSINE * np.hypot(*a.T) * np.hypot(*b.T)
    passes = np.zeros(len(graph.points), dtype=bool)
    passes[twos[straight]] = True
    links = coo_array((np.ones(straight.sum()), (one[straight], two[straight])), shape=(len(graph.edges),) * 2)
    _, run = connected_components(links, directed=False)
    ends = ~passes[half_point]
    by_run = np.argsort(run[half_edge[ends]], kind="stable")
    points, runs = half_point[ends][by_run], run[half_edge[ends]][by_run]
    pairs = np.flatnonzero(runs[:-1] == runs[1:])
    rows = np.column_stack([points[pairs], points[pairs + 1]])
    length = np.hypot(*(graph.points[rows[:, 1]] - graph.points[rows[:, 0]]).T)
    return np.asarray(rows[(length >= rules.min_wall_m) & (length <= rules.max_wall_m)], dtype=np.int64)


def _face_back(
    graph: Graph, neighbours: list[list[int]], corner: int, along: Array, out: Array, enough_m: float
) -> tuple[float, int] | None:
    """Return length and far point of the face that runs back from a corner; None if it is no corner of an end."""
    here = graph.points[corner]
    face: tuple[float, int] | None = None
    for n in neighbours[corner]:
        step = graph.points[n] - here
        length = float(np.hypot(*step))
        if length == 0.0:
            continue
        step = step / length
        if float(step @ out) > SQUARE_COSINE:
            return None  # something goes on outwards: the wall does not end here
        if float(step @ -out) > (1 - SQUARE_COSINE**2) ** 0.5 and abs(float(step @ along)) < SQUARE_COSINE:
            face = _follow(graph, neighbours, corner, n, enough_m)
    return face


def _follow(graph: Graph, neighbours: list[list[int]], first: int, second: int, enough_m: float) -> tuple[float, int]:
    """Return how far a face runs on straight, through forks too, and where it ends; it is not followed further than
    ``enough_m``.
    """
    a, b = graph.points[first], graph.points[second]
    direction = (b - a) / max(float(np.hypot(*(b - a))), 1e-12)
    before, at = first, second
    while float((graph.points[at] - a) @ direction) < enough_m:
        onward = None
        for n in neighbours[at]:
            if n == before:
                continue
            step = graph.points[n] - graph.points[at]
            if float(step @ direction) > STRAIGHT_COSINE * float(np.hypot(*step)):
                onward = n
        if onward is None:
            break
        before, at = at, onward
    return float((graph.points[at] - a) @ direction), at
