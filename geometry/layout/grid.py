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

from geometry.layout.records import Door, Site
from geometry.region import Region, polygonal

Mask = NDArray[np.bool_]

FINE_M, COARSE_M = 0.05, 0.1
SHRINK_M = 1e-6  # a cell that ends on a wall is free, whatever the last digit of a turned coordinate says


@dataclass(frozen=True, slots=True)
class DoorCells:
    """One door on the grid: the cells of its zone, its middle (row, column) and the way in (rows, columns)."""

    zone: Mask
    middle: tuple[float, float]
    inward: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """``floor[y, x]``: walkable; ``free``: also for a workstation. Turned by ``-angle_deg`` about (0, 0)."""

    angle_deg: float
    x0_m: float
    y0_m: float
    cell_m: float
    floor: Mask
    free: Mask
    doors: tuple[DoorCells, ...]

    def cells(self, length_m: float) -> int:
        """Return how many cells cover a length."""
        return ceil(length_m / self.cell_m - 1e-6)

    def to_plan(self, region: Region) -> Region:
        """Return a region of the turned frame in plan coordinates."""
        return rotate(region, self.angle_deg, origin=(0, 0))


def make_grid(site: Site, angle_deg: float, *, cell_m: float) -> Grid:
    """Return the cells of a site for rows that run along ``angle_deg`` (or across it)."""
    cell = cell_m
    standing = shapely.union_all([o.footprint for o in site.obstacles])
    free_floor = polygonal(rotate(shapely.difference(site.floor, standing), -angle_deg, origin=(0, 0)))
    x0, y0, x1, y1 = rotate(site.floor, -angle_deg, origin=(0, 0)).bounds
    shape = (max(1, int((y1 - y0) / cell + 1e-6)), max(1, int((x1 - x0) / cell + 1e-6)))
    frame = (x0, y0, cell, shape)
    floor = _inside(free_floor, *frame)
    doors = tuple(_door(d, angle_deg, frame) for d in site.doors)
    taken = np.zeros(shape, dtype=bool)
    for door in doors:
        taken |= door.zone
    return Grid(angle_deg, x0, y0, cell, floor, floor & ~taken, doors)


def _inside(region: Region, x0: float, y0: float, cell: float, shape: tuple[int, int]) -> Mask:
    """Return the cells that lie wholly in a region."""
    xs, ys = x0 + cell * np.arange(shape[1]), y0 + cell * np.arange(shape[0])
    left, bottom = np.meshgrid(xs, ys)
    boxes = shapely.box(left + SHRINK_M, bottom + SHRINK_M, left + cell - SHRINK_M, bottom + cell - SHRINK_M)
    shapely.prepare(region)
    return np.asarray(shapely.covers(region, boxes), dtype=bool)


def _touched(region: Region, x0: float, y0: float, cell: float, shape: tuple[int, int]) -> Mask:
    """Return the cells of which any part lies in a region."""
    xs, ys = x0 + cell * np.arange(shape[1]), y0 + cell * np.arange(shape[0])
    left, bottom = np.meshgrid(xs, ys)
    boxes = shapely.box(left + SHRINK_M, bottom + SHRINK_M, left + cell - SHRINK_M, bottom + cell - SHRINK_M)
    shapely.prepare(region)
    return np.asarray(shapely.intersects(region, boxes), dtype=bool)


def _door(door: Door, angle_deg: float, frame: tuple[float, float, float, tuple[int, int]]) -> DoorCells:
    x0, y0, cell, _ = frame
    zone = _touched(polygonal(rotate(door.zone, -angle_deg, origin=(0, 0))), *frame)
    middle = rotate(shapely.Point(door.middle), -angle_deg, origin=(0, 0))
    way = rotate(shapely.Point(door.inward), -angle_deg, origin=(0, 0))
    inward = (round(way.y), 0) if abs(way.y) >= abs(way.x) else (0, round(way.x))
    return DoorCells(zone, ((middle.y - y0) / cell, (middle.x - x0) / cell), inward)
