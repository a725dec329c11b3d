"""Where in a room's plan the clear height reaches the cut heights of the measurement bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from shapely import Polygon
from shapely.affinity import translate

from geometry.overlay import common, together, without
from geometry.plan import HeadroomRegion, Space
from geometry.region import Region
from geometry.tolerances import RIM_TOUCH_M, RULE_M

# 1.0, 2.0 WoFlV § 4; 1.2, 2.1 GB 50096-2011 § 4.0.3; 1.5 RICS NIA and IPMS; 2.2 GB/T 17986.1 appendix B.
HEADROOM_CUTS_M: Final = (1.0, 1.2, 1.5, 2.0, 2.1, 2.2)


@dataclass(frozen=True, slots=True)
class CeilingPlane:
    """Clear height above the floor at (x, y): ``x_slope·x + y_slope·y + height_m``, all in storey-local metres.

    ``over`` limits the plane to a part of the plan; None means that it reaches over the whole room.
    """

    x_slope: float
    y_slope: float
    height_m: float
    over: Region | None = None


def headroom_regions(
    outline: Region, planes: Sequence[CeilingPlane], cuts: Iterable[float] = HEADROOM_CUTS_M
) -> tuple[HeadroomRegion, ...]:
    """Return, per cut height in metres, the part of ``outline`` with at least that clear height, storey-local metres.

    Where several planes reach over a point the lowest is the ceiling. A region without area is left out of no answer:
    it is returned empty, so that "nowhere that high" differs from "unknown".
    """
    if not planes:
        return ()
    # Half-planes far from the origin lose digits: 1e7 m · slope leaves 1e-9 m, and cut corners are quotients of that.
    x0, y0, x1, y1 = outline.bounds
    dx, dy = (x0 + x1) / 2, (y0 + y1) / 2
    near = translate(outline, -dx, -dy)
    local = [
        CeilingPlane(
            p.x_slope,
            p.y_slope,
            p.x_slope * dx + p.y_slope * dy + p.height_m,
            None if p.over is None else translate(p.over, -dx, -dy),
        )
        for p in planes
    ]
    regions = []
    for cut_m in cuts:
        low = [_below(plane, near, cut_m) for plane in local]
        high = without(near, together(low))
        regions.append(HeadroomRegion(cut_m, translate(high, dx, dy)))
    return tuple(regions)


def _below(plane: CeilingPlane, outline: Region, cut_m: float) -> Region:
    """Return the part of the outline's bounding box, widened by 1 m, where ``plane`` is lower than ``cut_m``."""
    x0, y0, x1, y1 = outline.bounds
    box = [(x0 - 1, y0 - 1), (x1 + 1, y0 - 1), (x1 + 1, y1 + 1), (x0 - 1, y1 + 1)]
    rise = [plane.x_slope * x + plane.y_slope * y + plane.height_m - cut_m for x, y in box]
    ring: list[tuple[float, float]] = []
    for i, ((xa, ya), a) in enumerate(zip(box, rise, strict=True)):
        (xb, yb), b = box[(i + 1) % 4], rise[(i + 1) % 4]
        if a < 0:
            ring.append((xa, ya))
        if (a < 0) != (b < 0):
            t = a / (a - b)
            ring.append((xa + t * (xb - xa), ya + t * (yb - ya)))
    if len(ring) < 3:
        return Polygon()
    half = Polygon(ring)
    return half if plane.over is None else common(half, plane.over)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a model says about the clear height over a room's plan; ``outline`` is its finished wall face.

    ``rim_m`` is how far, in metres, the measured region reaches behind that face (finish thickness): behind it the
    ceiling is as high as before it.
    """

    space: Space
    outline: Region
    rim_m: float | None = None

    def lower_than(self, region: Region, cut_m: float) -> Region | None:
        """Return the part of ``region`` with less than ``cut_m`` clear height; None where the model does not say."""
        for known in self.space.headroom:
            if abs(known.height_m - cut_m) <= RULE_M:
                return without(region, self._with_rim(known.region, region))
        if self.space.headroom or self.space.height_m is None:
            return None
        return Polygon() if self.space.height_m >= cut_m - RULE_M else region

    def _with_rim(self, high: Region, region: Region) -> Region:
        if self.rim_m is None:
            return high
        rim = without(region, self.outline)
        face = shapely.line_merge(shapely.intersection(self.outline.boundary, shapely.buffer(high, RIM_TOUCH_M)))
        behind = shapely.buffer(face, self.rim_m * 1.001, cap_style="flat", join_style="mitre")
        return together((high, common(behind, rim)))
