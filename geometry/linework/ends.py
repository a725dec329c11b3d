"""Where walls end: the short side of a wall's two faces, or the loose end of a wall drawn as one line (metres)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree

from geometry.linework.graph import STRAIGHT_COSINE, Array, Graph, Ints
from geometry.linework.rules import LineworkRules

FACING_COSINE = 0.98  # 11°: two faces run alongside, two ends face each other
SQUARE_COSINE = 0.26  # 75° to 105°: the end of a wall is square to its faces
UNEVEN = 0.5  # of the thickness by which the faces of a wall may end unevenly
STOUT = 1.5  # thicknesses: a body no longer than this is a pier, which points nowhere


@dataclass(frozen=True, slots=True)
class WallEnds:
    """Ends of walls: corners ``left`` and ``right`` (n, 2) as seen looking out, unit direction ``out`` (n, 2).

    ``thickness_m`` is 0 where the wall is one line. ``slender`` says that the wall behind is long enough to point
    somewhere. ``cap`` numbers the runs of edges that form the end (−1: nothing is drawn there).
    """

    left: Array
    right: Array
    out: Array
    thickness_m: Array
    slender: Array

    @property
    def middle(self) -> Array:
        """Return the middle of each end."""
        return np.asarray((self.left + self.right) / 2, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.left)


def wall_ends(graph: Graph, rules: LineworkRules) -> WallEnds:
    """Return every wall end of a graph: drawn ones, ends of two faces without a side, single loose ends."""
    drawn = _drawn(graph, rules)
    at, _, out = graph.loose()
    point = graph.points[at]
    i, j = _pairs(point, out, rules)
    single = np.setdiff1d(np.arange(len(point)), np.concatenate([i, j]))
    direction = out[i] + out[j]
    direction = direction / np.maximum(np.hypot(*direction.T), 1e-12)[:, None]
    apart = point[j] - point[i]
    turned = direction[:, 0] * apart[:, 1] - direction[:, 1] * apart[:, 0] > 0  # j lies on the left of i
    left, right = np.where(turned[:, None], point[j], point[i]), np.where(turned[:, None], point[i], point[j])
    pair_thickness = np.abs(direction[:, 0] * apart[:, 1] - direction[:, 1] * apart[:, 0])
    return WallEnds(
        np.concatenate([drawn.left, left, point[single]]),
        np.concatenate([drawn.right, right, point[single]]),
        np.concatenate([drawn.out, direction, out[single]]),
        np.concatenate([drawn.thickness_m, pair_thickness, np.zeros(len(single))]),
        np.concatenate([drawn.slender, np.ones(len(i) + len(single), dtype=bool)]),
    )


def open_sides(ends: WallEnds) -> Array:
    """Return as segments the sides that close the ends, drawn or not."""
    thick = ends.thickness_m > 0
    return np.stack([ends.left[thick], ends.right[thick]], axis=1)


def _pairs(point: Array, out: Array, rules: LineworkRules) -> tuple[Ints, Ints]:
    """Return the loose ends that are the two faces of one wall, nearest ones first."""
    none = np.empty(0, dtype=np.int64)
    if len(point) < 2:
        return none, none
    dots = np.asarray(shapely.points(point), dtype=object)
    i, j = STRtree(dots).query(dots, predicate="dwithin", distance=rules.max_wall_m * (1 + UNEVEN))
    i, j = i[i < j], j[i < j]
    apart = point[j] - point[i]
    along = np.abs((apart * out[i]).sum(axis=1))
    across = np.abs(apart[:, 0] * out[i, 1] - apart[:, 1] * out[i, 0])
    fits = (
        ((out[i] * out[j]).sum(axis=1) > FACING_COSINE)
        & (across >= rules.min_wall_m)
        & (across <= rules.max_wall_m)
        & (along <= np.maximum(UNEVEN * across, rules.min_wall_m))
    )
    i, j, across = i[fits], j[fits], across[fits]
    order = np.lexsort((j, i, np.round(across, 9)))
    used: set[int] = set()
    kept = []
    for a, b in zip(i[order].tolist(), j[order].tolist(), strict=True):
        if a not in used and b not in used:
            used.update((a, b))
            kept.append((a, b))
    if not kept:
        return none, none
    pairs = np.array(kept, dtype=np.int64)
    return pairs[:, 0], pairs[:, 1]


# -- drawn ends --------------------------------------------------------------------------------------------------------


def _drawn(graph: Graph, rules: LineworkRules) -> WallEnds:
    """Return the ends whose short side is drawn: a side between two faces that run back from it."""
    sides: list[tuple[Array, Array, Array, float, bool]] = []
    neighbours = _neighbours(graph)
    for start, end in _runs(graph, neighbours):
        along = graph.points[end] - graph.points[start]
        thickness = float(np.hypot(*along))
        if not rules.min_wall_m <= thickness <= rules.max_wall_m:
            continue
        along = along / thickness
        for out in (np.array([along[1], -along[0]]), np.array([-along[1], along[0]])):
            faces = [_face_back(graph, neighbours, corner, along, out) for corner in (start, end)]
            if faces[0] is None or faces[1] is None:
                continue
            depth, far = zip(*(f for f in faces if f is not None), strict=True)
            closed = far[0] != far[1] and _joined(neighbours, far[0], far[1])
            slender = min(depth) >= STOUT * thickness
            if closed and not slender:
                continue  # a pier: four short sides and no direction
            p, q = graph.points[start], graph.points[end]
            left_first = out[0] * (p - q)[1] - out[1] * (p - q)[0] > 0
            sides.append((p, q, out, thickness, slender) if left_first else (q, p, out, thickness, slender))
    if not sides:
        empty = np.empty((0, 2))
        return WallEnds(empty, empty, empty, np.empty(0), np.empty(0, dtype=bool))
    left, right, out_, thick, slim = zip(*sides, strict=True)
    return WallEnds(np.array(left), np.array(right), np.array(out_), np.array(thick), np.array(slim, dtype=bool))


def _neighbours(graph: Graph) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(len(graph.points))]
    for a, b in graph.edges.tolist():
        found[a].append(b)
        found[b].append(a)
    return found


def _runs(graph: Graph, neighbours: list[list[int]]) -> list[tuple[int, int]]:
    """Return straight chains of edges as (first point, last point); corners and forks end a chain."""
    passes = _pass_points(graph, neighbours)
    runs = []
    seen: set[tuple[int, int]] = set()
    for a, b in graph.edges.tolist():
        if (a, b) in seen:
            continue
        ends = []
        for here, before in ((a, b), (b, a)):
            at, last = here, before
            seen.add((min(at, last), max(at, last)))
            while passes[at] and at != before:
                nxt = neighbours[at][0] if neighbours[at][1] == last else neighbours[at][1]
                seen.add((min(at, nxt), max(at, nxt)))
                at, last = nxt, at
            ends.append(at)
        runs.append((ends[1], ends[0]))
    return [r for r in runs if r[0] != r[1]]


def _pass_points(graph: Graph, neighbours: list[list[int]]) -> list[bool]:
    """Return for each point whether it only divides a straight line."""
    out = [False] * len(graph.points)
    for n in np.flatnonzero(graph.degree == 2).tolist():
        a, b = graph.points[neighbours[n]] - graph.points[n]
        size = float(np.hypot(*a) * np.hypot(*b))
        out[n] = size > 0 and float(a @ b) < -STRAIGHT_COSINE * size
    return out


def _face_back(
    graph: Graph, neighbours: list[list[int]], corner: int, along: Array, out: Array
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
            face = _follow(graph, neighbours, corner, n)
    return face


def _follow(graph: Graph, neighbours: list[list[int]], first: int, second: int) -> tuple[float, int]:
    """Return how far a face runs on straight, through forks too, and where it ends."""
    a, b = graph.points[first], graph.points[second]
    direction = (b - a) / max(float(np.hypot(*(b - a))), 1e-12)
    before, at = first, second
    for _ in range(1000):
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


def _joined(neighbours: list[list[int]], a: int, b: int) -> bool:
    return b in neighbours[a]
