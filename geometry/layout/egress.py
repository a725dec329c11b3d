"""How far everyone walks to a door: shortest ways over all free floor, on a grid, in metres.

The floor is what neither desks nor obstacles take, as far from them as a body is wide. Ways follow the eight directions
of a grid of 0.1 m: a length is never too short, and at most 8 % longer than the way of a person who cuts corners.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString

from geometry.layout.profile import Profile
from geometry.layout.records import Site, Workstation
from geometry.region import polygonal

Floats = NDArray[np.float64]

STEP_M = 0.1
BODY_M = 0.15  # the middle of a person keeps this far from desks and walls
NEAR_M = 0.8  # from the middle of a chair zone or door to the first point of the grid
STEPS = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, 2**0.5), (1, -1, 2**0.5))


@dataclass(frozen=True, slots=True)
class Way:
    """The way from one workstation to its nearest door; None where there is none."""

    length_m: float | None
    line: LineString | None


def ways_out(site: Site, workstations: Sequence[Workstation], profile: Profile) -> tuple[Way, ...]:
    """Return the shortest way of every workstation, from the middle of its chair zone to the middle of a door."""
    if not workstations:
        return ()
    taken = shapely.union_all([*(o.footprint for o in site.obstacles), *(w.desk() for w in workstations)])
    open_floor = polygonal(shapely.difference(site.floor, taken)).buffer(-BODY_M)
    if open_floor.is_empty or not site.doors:
        return tuple(Way(None, None) for _ in workstations)
    shapely.prepare(open_floor)
    x0, y0, x1, y1 = open_floor.bounds
    grid_x, grid_y = np.meshgrid(np.arange(x0, x1 + STEP_M, STEP_M), np.arange(y0, y1 + STEP_M, STEP_M))
    open_ = np.asarray(shapely.contains_xy(open_floor, grid_x, grid_y), dtype=bool)
    points = np.column_stack([grid_x[open_], grid_y[open_]])
    if not len(points):
        return tuple(Way(None, None) for _ in workstations)
    number: NDArray[np.int64] = np.full(grid_x.shape, -1, dtype=np.int64)
    number[open_] = np.arange(len(points))
    rows, columns, lengths = [], [], []
    for dy, dx, length in STEPS:
        here = number[: number.shape[0] - dy, max(0, -dx) : number.shape[1] - max(0, dx)]
        there = number[dy:, max(0, dx) : number.shape[1] + min(0, dx)]
        both = (here >= 0) & (there >= 0)
        rows.append(here[both])
        columns.append(there[both])
        lengths.append(np.full(int(both.sum()), length * STEP_M))
    doors = [(*d.middle, i) for d in site.doors if (i := _nearest(points, d.middle)) is not None]
    # One more node stands for outside: each door leads to it over the last steps to its middle.
    outside = len(points)
    rows.append(np.full(len(doors), outside))
    columns.append(np.array([i for *_, i in doors], dtype=np.int64))
    lengths.append(np.array([float(np.hypot(*(points[i] - (x, y)))) + 1e-9 for x, y, i in doors]))
    size = outside + 1
    graph = coo_array((np.concatenate(lengths), (np.concatenate(rows), np.concatenate(columns))), (size, size))
    distance, before = dijkstra(graph.tocsr(), directed=False, indices=outside, return_predecessors=True)
    middle_of = {i: (x, y) for x, y, i in doors}
    found = []
    for w in workstations:
        chair = w.behind(profile.chair_zone_m).centroid
        start = _nearest(points, (chair.x, chair.y))
        if start is None or not np.isfinite(distance[start]):
            found.append(Way(None, None))
            continue
        line = [start]
        while before[line[-1]] != outside:
            line.append(int(before[line[-1]]))
        path = LineString([(chair.x, chair.y), *points[line], middle_of[line[-1]]])
        found.append(Way(round(float(path.length), 2), LineString(path.simplify(1e-6).coords)))
    return tuple(found)


def _nearest(points: Floats, to: tuple[float, float]) -> int | None:
    """Return the grid point nearest to a place, or None where none is near."""
    apart = np.hypot(points[:, 0] - to[0], points[:, 1] - to[1])
    i = int(np.argmin(apart))
    return i if apart[i] <= NEAR_M else None
