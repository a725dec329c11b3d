"""How far everyone walks to a door: shortest ways over aisles and chair zones, on a grid, in metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString

from geometry.layout.grid import Mask
from geometry.layout.profile import Profile
from geometry.layout.records import Site, Workstation
from geometry.region import Region

Floats = NDArray[np.float64]

STEP_M = 0.2
STEPS = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, 2**0.5), (1, -1, 2**0.5))


@dataclass(frozen=True, slots=True)
class Way:
    """The way from one workstation to its nearest door; None where the grid finds none."""

    length_m: float | None
    line: LineString | None


def ways_out(site: Site, workstations: Sequence[Workstation], aisles: Region, profile: Profile) -> tuple[Way, ...]:
    """Return the shortest way of every workstation to a door, to about a grid step (0.2 m)."""
    if not workstations:
        return ()
    chairs = [w.behind(profile.chair_zone_m) for w in workstations]
    walkable = shapely.union_all([aisles, *(d.clear for d in site.doors), *chairs])
    x0, y0, x1, y1 = walkable.bounds
    xs, ys = np.arange(x0, x1 + STEP_M, STEP_M), np.arange(y0, y1 + STEP_M, STEP_M)
    grid_x, grid_y = np.meshgrid(xs, ys)
    open_: Mask = np.asarray(shapely.contains_xy(walkable.buffer(STEP_M / 4), grid_x, grid_y), dtype=bool)
    points = np.column_stack([grid_x[open_], grid_y[open_]])
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
    graph = coo_array((np.concatenate(lengths), (np.concatenate(rows), np.concatenate(columns))), (len(points),) * 2)
    tree = shapely.STRtree(list(map(shapely.Point, points)))
    doors = np.unique(tree.nearest(shapely.points([d.middle for d in site.doors])))
    distance, before, _ = dijkstra(
        graph.tocsr(), directed=False, indices=doors, min_only=True, return_predecessors=True
    )
    seats = tree.nearest([c.centroid for c in chairs])
    return tuple(_way(int(i), points, distance, before) for i in seats)


def _way(i: int, points: Floats, distance: Floats, before: NDArray[np.int64]) -> Way:
    if not np.isfinite(distance[i]):
        return Way(None, None)
    line = [i]
    while before[line[-1]] >= 0:
        line.append(int(before[line[-1]]))
    path = points[line] if len(line) > 1 else points[[line[0], line[0]]]
    return Way(round(float(distance[i]), 2), LineString(shapely.get_coordinates(LineString(path).simplify(0.01))))
