"""Overlay of regions that share walls: common part, rest and union, in plan metres, safe where edges all but coincide.

Plain floating-point overlay (GEOS 3.14) returns an empty common part, in silence, for about one in a thousand pairs of
turned outlines that differ by the last digit, as a room and the slab under it do. On a grid it never does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import shapely
from shapely.errors import GEOSException

from geometry.region import Region, polygonal, valid

# A nanometre: areas keep nine digits, and coordinates of 10 km still have a thousand steps of rounding below it.
OVERLAY_GRID_M: Final = 1e-9


def common(a: Region, b: Region, *, grid_m: float = OVERLAY_GRID_M) -> Region:
    """Return what two regions share; empty where they only touch."""
    return _overlaid(shapely.intersection, a, b, grid_m)


def without(a: Region, b: Region, *, grid_m: float = OVERLAY_GRID_M) -> Region:
    """Return the part of ``a`` outside ``b``."""
    return _overlaid(shapely.difference, a, b, grid_m)


def together(regions: Iterable[Region], *, grid_m: float = OVERLAY_GRID_M) -> Region:
    """Return the union of regions; corners nearer than ``grid_m`` become one."""
    known = [valid(r) for r in regions]
    try:
        return polygonal(shapely.union_all(known, grid_size=grid_m))
    except GEOSException:  # lines where an earlier overlay found two regions to touch
        return polygonal(shapely.union_all([polygonal(r) for r in known], grid_size=grid_m))


def _overlaid(operation: Any, a: Region, b: Region, grid_m: float) -> Region:
    # Asked first, not left to an exception: GEOS overlays most rings that cross themselves without a word, and wrongly.
    a, b = valid(a), valid(b)
    try:
        return polygonal(operation(a, b, grid_size=grid_m))
    except GEOSException:  # lines where an earlier overlay found the two to touch
        return polygonal(operation(polygonal(a), polygonal(b), grid_size=grid_m))
