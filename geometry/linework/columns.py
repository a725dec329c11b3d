"""Wall faces carried on through the columns that interrupt them (plan metres).

Gross areas run to the wall's face, whether a column stands in it or not; what of a column stands inside is deducted
from the room like any other body. So each face that ends at a column goes on inside of it, as far as the column does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geometry.linework.gaps import lengthened
from geometry.linework.graph import Array, Graph, Ints
from geometry.region import Region
from geometry.tolerances import LINE_GAP_M

SHORTEST_M = 1e-6


def edges_of(regions: Sequence[Region]) -> Array:
    """Return the boundaries of regions as (n, 2, 2) segments."""
    if not len(regions):
        return np.empty((0, 2, 2))
    rings = shapely.get_rings(shapely.get_parts(np.array(regions, dtype=object)))
    parts = [shapely.get_coordinates(ring) for ring in rings]
    pieces = [np.stack([xy[:-1], xy[1:]], axis=1) for xy in parts]
    return np.concatenate(pieces) if pieces else np.empty((0, 2, 2))


def through_columns(graph: Graph, columns: Sequence[Region]) -> Array:
    """Return (n, 2, 2) pieces that carry wall faces of ``graph`` on through the columns they stop at.

    A face stops at a column where its end lies in or at the column and no other line goes on from it.
    """
    if not len(columns) or not len(graph.edges):
        return np.empty((0, 2, 2))
    bodies = np.array(columns, dtype=object)
    tree = STRtree(bodies)
    starts, directions = _ends(graph)
    dots = np.asarray(shapely.points(starts), dtype=object)
    end, column = tree.query(dots, predicate="dwithin", distance=LINE_GAP_M)
    if not len(end):
        return np.empty((0, 2, 2))
    reach = np.array([np.hypot(*np.subtract(b[2:], b[:2])) for b in shapely.bounds(bodies)]) + LINE_GAP_M
    origin, ahead = starts[end], directions[end]
    rays = shapely.linestrings(np.stack([origin, origin + ahead * reach[column][:, None]], axis=1))
    inside = shapely.intersection(rays, bodies[column])
    found = []
    for start, direction, part in zip(origin, ahead, inside, strict=True):
        xy = shapely.get_coordinates(part)
        if len(xy) < 2:
            continue
        along = (xy - start) @ direction
        if float(np.ptp(along)) > SHORTEST_M:
            found.append([start, start + direction * float(along.max())])
    return lengthened(np.array(found)) if found else np.empty((0, 2, 2))


def _ends(graph: Graph) -> tuple[Array, Array]:
    """Return where straight lines stop, with their direction onwards: loose ends and corners alike."""
    edge = np.repeat(np.arange(len(graph.edges)), 2)
    side = np.tile([0, 1], len(graph.edges))
    at, before = graph.edges[edge, side], graph.edges[edge, 1 - side]
    out = graph.points[at] - graph.points[before]
    out = out / np.maximum(np.hypot(*out.T), SHORTEST_M)[:, None]
    goes_on = _goes_on(graph, at, out)
    return graph.points[at][~goes_on], out[~goes_on]


def _goes_on(graph: Graph, at: Ints, out: Array) -> NDArray[np.bool_]:
    """Return whether another edge continues each edge end straight on."""
    order = np.argsort(at, kind="stable")
    result = np.zeros(len(at), dtype=bool)
    ranks = np.concatenate([[0], np.cumsum(np.bincount(at, minlength=len(graph.points)))])
    for n in range(len(graph.points)):
        group = order[ranks[n] : ranks[n + 1]]
        if len(group) > 1:
            cosines = out[group] @ out[group].T
            result[group] = (cosines < -1 + 1e-6).any(axis=1)
    return result
