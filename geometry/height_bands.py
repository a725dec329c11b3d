"""Which regions may share plan and height with a room, in storey-local metres.

A search tree over plans alone returns, in a tower, the walls of every storey for each room: the cost grows with rooms
times storeys. One tree per band of height keeps it linear.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geometry.region import Region

BAND_M: Final = 3.0  # about a storey
# What passes through more bands than this is kept in a tree of its own: one endless column does not fill a thousand.
MOST_BANDS: Final = 8
_TALL: Final = "tall"

Regions = NDArray[np.object_]
Heights = NDArray[np.float64]
Numbers = NDArray[np.int64]


class HeightBands:
    """Regions with their height ranges in metres, found by place and height."""

    def __init__(self, regions: Regions, low_m: Heights, high_m: Heights) -> None:
        self._regions = regions
        self._boxes = shapely.bounds(regions)
        self._low_m, self._high_m = low_m, high_m
        self._members: defaultdict[int | str, list[int]] = defaultdict(list)
        self._trees: dict[int | str, tuple[Numbers, STRtree]] = {}
        for i, (first, last) in enumerate(zip(_bands(low_m), _bands(high_m), strict=True)):
            for band in range(first, last + 1) if last - first < MOST_BANDS else (_TALL,):
                self._members[band].append(i)

    def overlapping(
        self, region: Region, *, over_m2: float, low_m: float = -np.inf, high_m: float = np.inf, over_m: float = -np.inf
    ) -> Numbers:
        """Return, rising, the numbers of the regions that can share over ``over_m2`` of plan and ``over_m`` of height.

        Boxes decide first: the walls around a room that is parallel to the axes only touch it, and are done with here.
        """
        found = [self._in_band(band, region) for band in self._filled(low_m, high_m)]
        near = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
        near = near[np.minimum(self._high_m[near], high_m) - np.maximum(self._low_m[near], low_m) > over_m]
        near = near[shared_box_m2(self._boxes[near], region) > over_m2]
        if len(near):
            shapely.prepare(region)
            near = near[shapely.intersects(region, self._regions[near])]
        return near

    def _filled(self, low_m: float, high_m: float) -> list[int | str]:
        if not (np.isfinite(low_m) and np.isfinite(high_m)) or (high_m - low_m) / BAND_M > MOST_BANDS:
            return list(self._members)
        first, last = _bands(np.array([low_m, high_m]))
        return [band for band in (*range(first, last + 1), _TALL) if band in self._members]

    def _in_band(self, band: int | str, region: Region) -> Numbers:
        if band not in self._trees:
            members = np.array(self._members[band], dtype=np.int64)
            self._trees[band] = members, STRtree(self._regions[members])
        members, tree = self._trees[band]
        return members[tree.query(region)]


def shared_box_m2(boxes: NDArray[np.float64], region: Region) -> NDArray[np.float64]:
    """Return the m² each box (n, 4) shares with the box of ``region``: the bodies in them share no more."""
    x0, y0, x1, y1 = region.bounds
    width = np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)
    depth = np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0)
    area: NDArray[np.float64] = np.maximum(width, 0.0) * np.maximum(depth, 0.0)
    return area


def _bands(heights_m: Heights) -> list[int]:
    return [int(band) for band in np.floor(heights_m / BAND_M)]
