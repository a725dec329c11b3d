"""The wings of a floor: an L, T or U cut where its walls turn inwards, in the ways that straight cuts allow."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString
from shapely.affinity import rotate
from shapely.ops import split

from geometry.layout.grid import Grid, Mask, touched
from geometry.layout.records import Site
from geometry.region import Region, polygonal

SMALL_M2 = 0.5
MOST_WINGS = 6
REFLEX = 0.05  # sine of the turn from which a corner points inwards


def partitions(floor: Region) -> list[tuple[Region, ...]]:
    """Return the whole floor as one wing, and the floor cut along x and along y at every corner that points inwards."""
    whole: list[tuple[Region, ...]] = [(floor,)]
    inward = _inward_corners(floor)
    if not len(inward):
        return whole
    x0, y0, x1, y1 = floor.bounds
    for axis in (0, 1):
        pieces: list[Region] = [floor]
        for value in sorted({round(float(p[axis]), 3) for p in inward}):
            line = LineString([(value, y0 - 1), (value, y1 + 1)] if axis == 0 else [(x0 - 1, value), (x1 + 1, value)])
            pieces = [polygonal(part) for piece in pieces for part in split(piece, line).geoms]
        wings = tuple(p for p in pieces if p.area > SMALL_M2)
        if 1 < len(wings) <= MOST_WINGS:
            whole.append(wings)
    return whole


def masks_of(site: Site, grid: Grid) -> tuple[tuple[Mask, ...], ...]:
    """Return the cells of the wings of a site, for each way to cut its floor."""
    cuts = partitions(polygonal(rotate(site.floor, -grid.angle_deg, origin=(0, 0))))
    shape = grid.floor.shape
    return tuple(
        tuple(
            np.ones(shape, dtype=bool) if len(cut) == 1 else touched(wing, grid.x0_m, grid.y0_m, grid.cell_m, shape)
            for wing in cut
        )
        for cut in cuts
    )


def _inward_corners(floor: Region) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the corners of the outer rings at which the inside is wider than straight, shape (n, 2)."""
    found = []
    for polygon in shapely.get_parts(floor):
        ring = shapely.get_coordinates(shapely.orient_polygons(polygon).exterior)[:-1]
        before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
        turn = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
        size = np.hypot(*before.T) * np.hypot(*after.T)
        found.append(ring[turn < -REFLEX * size])
    return np.concatenate(found) if found else np.zeros((0, 2))
