"""The floor of a site as cells, turned so that rows of workstations run along the cells' axes.

A cell is free only if all of it is: what is found on the grid holds on the plan. Cells are small enough that every
clearance of the profiles is a whole number of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import rotate

from geometry.layout.records import Site
from geometry.region import Region, polygonal

Mask = NDArray[np.bool_]

FINE_M, COARSE_M = 0.05, 0.1
SHRINK_M = 1e-6  # a cell that ends on a wall is free, whatever the last digit of a turned coordinate says


@dataclass(frozen=True, slots=True)
class Grid:
    """``floor[y, x]``: walkable; ``free``: also for a workstation; ``zones``: kept clear for doors.

    Turned by ``-angle_deg`` about (0, 0). ``doors`` (n, 8): zone rows low/high, zone columns low/high, row and column
    of the middle, way in (rows, columns).
    """

    angle_deg: float
    x0_m: float
    y0_m: float
    cell_m: float
    floor: Mask
    free: Mask
    zones: Mask
    doors: NDArray[np.int64]

    def cells(self, length_m: float) -> int:
        """Return how many cells cover a length."""
        return ceil(length_m / self.cell_m - 1e-6)

    def to_plan(self, region: Region) -> Region:
        """Return a region of the turned frame in plan coordinates."""
        return rotate(region, self.angle_deg, origin=(0, 0))


def make_grid(site: Site, angle_deg: float, *, cell_m: float) -> Grid:
    """Return the cells of a site for rows that run along ``angle_deg`` (or across it)."""
    standing = shapely.union_all([o.footprint for o in site.obstacles])
    free_floor = polygonal(rotate(shapely.difference(site.floor, standing), -angle_deg, origin=(0, 0)))
    x0, y0, x1, y1 = rotate(site.floor, -angle_deg, origin=(0, 0)).bounds
    shape = (max(1, int((y1 - y0) / cell_m + 1e-6)), max(1, int((x1 - x0) / cell_m + 1e-6)))
    floor = inside(free_floor, x0, y0, cell_m, shape)
    taken = np.zeros(shape, dtype=bool)
    doors = np.zeros((len(site.doors), 8), dtype=np.int64)
    for number, door in enumerate(site.doors):
        zone = polygonal(rotate(door.zone, -angle_deg, origin=(0, 0)))
        left, bottom, right, top = zone.bounds
        x, y = max(0, int((left - x0) / cell_m) - 1), max(0, int((bottom - y0) / cell_m) - 1)
        window = min(shape[0], int((top - y0) / cell_m) + 2) - y, min(shape[1], int((right - x0) / cell_m) + 2) - x
        if min(window) <= 0:
            continue
        taken[y : y + window[0], x : x + window[1]] |= touched(zone, x0 + x * cell_m, y0 + y * cell_m, cell_m, window)
        middle = rotate(shapely.Point(door.middle), -angle_deg, origin=(0, 0))
        way = rotate(shapely.Point(door.inward), -angle_deg, origin=(0, 0))
        inward = (round(way.y), 0) if abs(way.y) >= abs(way.x) else (0, round(way.x))
        at = round((middle.y - y0) / cell_m), round((middle.x - x0) / cell_m)
        doors[number] = (y, y + window[0], x, x + window[1], *at, *inward)
    return Grid(angle_deg, x0, y0, cell_m, floor, floor & ~taken, floor & taken, doors)


def inside(region: Region, x0: float, y0: float, cell: float, shape: tuple[int, int]) -> Mask:
    """Return the cells that lie wholly in a region."""
    return _cells(region, x0, y0, cell, shape, whole=True)


def touched(region: Region, x0: float, y0: float, cell: float, shape: tuple[int, int]) -> Mask:
    """Return the cells of which any part lies in a region."""
    return _cells(region, x0, y0, cell, shape, whole=False)


def _cells(region: Region, x0: float, y0: float, cell: float, shape: tuple[int, int], *, whole: bool) -> Mask:
    """Judge cells away from the boundary by their middles; only those that the boundary meets are looked at exactly."""
    rows, columns = shape
    shapely.prepare(region)
    xs, ys = x0 + cell * np.arange(columns), y0 + cell * np.arange(rows)
    left, bottom = np.meshgrid(xs, ys)
    found = np.asarray(shapely.contains_xy(region, left + cell / 2, bottom + cell / 2), dtype=bool)
    edge = shapely.get_coordinates(shapely.segmentize(region.boundary, cell / 2))
    near = np.zeros((rows + 4, columns + 4), dtype=bool)
    at = np.floor((edge - (x0, y0)) / cell).astype(int) + 2
    at = at[(at[:, 0] > 0) & (at[:, 0] < columns + 3) & (at[:, 1] > 0) & (at[:, 1] < rows + 3)]
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            near[at[:, 1] + dy, at[:, 0] + dx] = True
    near = near[2:-2, 2:-2]
    low, high = (left[near], bottom[near]), (left[near] + cell, bottom[near] + cell)
    boxes = shapely.box(low[0] + SHRINK_M, low[1] + SHRINK_M, high[0] - SHRINK_M, high[1] - SHRINK_M)
    found[near] = shapely.covers(region, boxes) if whole else shapely.intersects(region, boxes)
    return found
