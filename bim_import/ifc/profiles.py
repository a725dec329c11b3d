"""Profiles of an IFC file as polygons in file units, in the plane of the profile."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Polygon

from bim_import.ifc.curves import CurveReader, NeedsKernelError, Points, UnsupportedShapeError
from bim_import.ifc.placement import axis2placement, finite, transformation
from geometry.overlay import OVERLAY_GRID_M, together, without
from geometry.region import Region, polygonal
from geometry.section import placed

MAX_DEPTH = 32
CROSSING_SHARE = 1e-6  # of the area: below it a crossing is rounding of a corner
XY = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ProfileReader:
    """Reads profiles; fillets and rounded edges of rolled shapes are left out (they change an area by under 1 %).

    ``crossings`` grows by the area in file units squared that each boundary crossing itself changed when taken apart.
    """

    curves: CurveReader
    crossings: list[float] = field(default_factory=list)

    @property
    def _grid(self) -> float:
        """The grid of overlays in file units: a hole may touch the outline, and parts of a profile share edges."""
        return OVERLAY_GRID_M / self.curves.length

    def region(self, profile: Any, depth: int = 0) -> Region:
        """Return the area a profile encloses; raises ``UnsupportedShapeError`` for one that is not known here."""
        kind = profile.is_a()
        if depth > MAX_DEPTH:
            raise UnsupportedShapeError("profiles nested too deeply")
        if kind == "IfcArbitraryClosedProfileDef":
            return enclosed(self.curves.points(profile.OuterCurve), self.crossings)
        if kind == "IfcArbitraryProfileDefWithVoids":
            outer = enclosed(self.curves.points(profile.OuterCurve), self.crossings)
            holes = [enclosed(self.curves.points(c)) for c in profile.InnerCurves]
            return without(outer, together(holes, grid_m=self._grid), grid_m=self._grid)
        if kind == "IfcCenterLineProfileDef":
            line = LineString([p[:2] for p in self.curves.points(profile.Curve)])
            return polygonal(line.buffer(_n(profile, "Thickness") / 2, cap_style="flat", join_style="mitre"))
        if kind == "IfcCompositeProfileDef":
            return together([self.region(p, depth + 1) for p in profile.Profiles], grid_m=self._grid)
        if kind in ("IfcDerivedProfileDef", "IfcMirroredProfileDef"):
            parent = self.region(profile.ParentProfile, depth + 1)
            if kind == "IfcMirroredProfileDef":
                mirrored: Region = shapely.transform(parent, lambda xy: xy * (-1.0, 1.0))
                return mirrored
            return placed(parent, transformation(profile.Operator))
        shape = self._parametric(kind, profile)
        position = getattr(profile, "Position", None)
        return shape if position is None else placed(shape, axis2placement(position))

    def _parametric(self, kind: str, profile: Any) -> Region:
        if kind in ("IfcCircleProfileDef", "IfcCircleHollowProfileDef"):
            radius = _n(profile, "Radius")
            disk = self._ellipse(radius, radius)
            if kind == "IfcCircleProfileDef":
                return disk
            inner = radius - _n(profile, "WallThickness")
            # No grid: the two rings keep apart by the thickness of the wall.
            return polygonal(shapely.difference(disk, self._ellipse(inner, inner))) if inner > 0 else disk
        if kind == "IfcEllipseProfileDef":
            return self._ellipse(_n(profile, "SemiAxis1"), _n(profile, "SemiAxis2"))
        if kind == "IfcRoundedRectangleProfileDef":
            radius = _n(profile, "RoundingRadius")
            core = Polygon(_rectangle(_n(profile, "XDim") - 2 * radius, _n(profile, "YDim") - 2 * radius))
            return polygonal(core.buffer(radius, quad_segs=32))
        if kind == "IfcRectangleHollowProfileDef":
            x, y, t = _n(profile, "XDim"), _n(profile, "YDim"), _n(profile, "WallThickness")
            return Polygon(_rectangle(x, y), [_rectangle(x - 2 * t, y - 2 * t)])
        build = OUTLINES.get(kind)
        if build is None:
            raise NeedsKernelError(kind) if profile.is_a("IfcProfileDef") else UnsupportedShapeError(kind)
        return Polygon(build(profile))

    def _ellipse(self, a: float, b: float) -> Polygon:
        angles, reach = self.curves.steps(max(a, b), 0.0, 2 * math.pi)
        return Polygon(np.column_stack([a * reach * np.cos(angles), b * reach * np.sin(angles)])[:-1])


def enclosed(points: Points, crossings: list[float] | None = None) -> Region:
    """Return the area that a closed curve runs around, as a valid region also where the curve touches itself."""
    ring = [p[:2] for p in points]
    if len(ring) > 1 and math.dist(ring[0], ring[-1]) < 1e-9 * (1 + math.hypot(*ring[0])):
        ring.pop()
    if len(ring) < 3:
        raise UnsupportedShapeError("a boundary of fewer than three points")
    polygon = Polygon(ring)
    if polygon.is_valid:
        return polygon
    region = polygonal(shapely.make_valid(polygon, method="structure", keep_collapsed=False))
    change = abs(region.area - polygon.area)
    # A ring that only touches itself keeps its area when it is taken apart; one that crosses itself does not.
    if crossings is not None and change > CROSSING_SHARE * region.area:
        crossings.append(change)
    return region


def _n(profile: Any, name: str) -> float:
    value = getattr(profile, name)
    if value is None:
        raise UnsupportedShapeError(f"{profile.is_a()} without {name}")
    return finite((value,))[0]


def _rectangle(x: float, y: float) -> XY:
    return [(-x / 2, -y / 2), (x / 2, -y / 2), (x / 2, y / 2), (-x / 2, y / 2)]


def _i_shape(p: Any) -> XY:
    w, d, tw, tf = (_n(p, n) for n in ("OverallWidth", "OverallDepth", "WebThickness", "FlangeThickness"))
    return _flanged(w, w, d, tw, tf, tf)


def _asymmetric_i(p: Any) -> XY:
    ifc4 = hasattr(p, "BottomFlangeWidth")
    lower = _n(p, "BottomFlangeWidth" if ifc4 else "OverallWidth")
    lower_t = _n(p, "BottomFlangeThickness" if ifc4 else "FlangeThickness")
    upper_t = lower_t if p.TopFlangeThickness is None else _n(p, "TopFlangeThickness")
    return _flanged(lower, _n(p, "TopFlangeWidth"), _n(p, "OverallDepth"), _n(p, "WebThickness"), lower_t, upper_t)


def _flanged(lower: float, upper: float, d: float, tw: float, lower_t: float, upper_t: float) -> XY:
    right = [
        (lower / 2, -d / 2),
        (lower / 2, -d / 2 + lower_t),
        (tw / 2, -d / 2 + lower_t),
        (tw / 2, d / 2 - upper_t),
        (upper / 2, d / 2 - upper_t),
        (upper / 2, d / 2),
    ]
    return right + [(-x, y) for x, y in reversed(right)]


def _l_shape(p: Any) -> XY:
    d, t = _n(p, "Depth"), _n(p, "Thickness")
    w = d if p.Width is None else _n(p, "Width")
    x, y = w / 2, d / 2
    return [(-x, -y), (x, -y), (x, -y + t), (-x + t, -y + t), (-x + t, y), (-x, y)]


def _t_shape(p: Any) -> XY:
    d, w, tw, tf = (_n(p, n) for n in ("Depth", "FlangeWidth", "WebThickness", "FlangeThickness"))
    right = [(tw / 2, -d / 2), (tw / 2, d / 2 - tf), (w / 2, d / 2 - tf), (w / 2, d / 2)]
    return right + [(-x, y) for x, y in reversed(right)]


def _u_shape(p: Any) -> XY:
    d, w, tw, tf = (_n(p, n) for n in ("Depth", "FlangeWidth", "WebThickness", "FlangeThickness"))
    x, y = w / 2, d / 2
    return [(-x, -y), (x, -y), (x, -y + tf), (-x + tw, -y + tf), (-x + tw, y - tf), (x, y - tf), (x, y), (-x, y)]


def _c_shape(p: Any) -> XY:
    d, w, t, girth = (_n(p, n) for n in ("Depth", "Width", "WallThickness", "Girth"))
    x, y = w / 2, d / 2
    lower = [(x, -y + girth), (x - t, -y + girth), (x - t, -y + t), (-x + t, -y + t)]
    return [(-x, -y), (x, -y), *lower, *[(a, -b) for a, b in reversed(lower)], (x, y), (-x, y)]


def _z_shape(p: Any) -> XY:
    d, w, tw, tf = (_n(p, n) for n in ("Depth", "FlangeWidth", "WebThickness", "FlangeThickness"))
    half = [(-tw / 2, -d / 2), (w - tw / 2, -d / 2), (w - tw / 2, -d / 2 + tf), (tw / 2, -d / 2 + tf)]
    return half + [(-x, -y) for x, y in half]


def _trapezium(p: Any) -> XY:
    bottom, top, y, offset = (_n(p, n) for n in ("BottomXDim", "TopXDim", "YDim", "TopXOffset"))
    left = -bottom / 2
    return [(left, -y / 2), (left + bottom, -y / 2), (left + offset + top, y / 2), (left + offset, y / 2)]


OUTLINES: dict[str, Callable[[Any], XY]] = {
    "IfcRectangleProfileDef": lambda p: _rectangle(_n(p, "XDim"), _n(p, "YDim")),
    "IfcIShapeProfileDef": _i_shape,
    "IfcAsymmetricIShapeProfileDef": _asymmetric_i,
    "IfcLShapeProfileDef": _l_shape,
    "IfcTShapeProfileDef": _t_shape,
    "IfcUShapeProfileDef": _u_shape,
    "IfcCShapeProfileDef": _c_shape,
    "IfcZShapeProfileDef": _z_shape,
    "IfcTrapeziumProfileDef": _trapezium,
}
