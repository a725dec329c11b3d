"""Drawn entities as point sequences in drawing units; arcs become chords that keep the area.

Entities with an extrusion direction (drawn from below, mirrored) are turned into the drawing's own axes. Heights are
kept as a third coordinate, for whoever wants to know whether the plan is flat.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geometry.arcs import arc_steps
from geometry.tolerances import ARC_SAGITTA_M

Array = NDArray[np.float64]

MAX_POINTS = 20_000  # of one spline
DOOR_SWEEP_DEG = (40.0, 185.0)  # of the arc that a door leaf describes


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (n, 3) along an entity. ``leaf`` (3, 3) is centre, start and end of an arc that may be a door's swing.

    ``width`` is that of a wide polyline, in drawing units.
    """

    points: Array
    closed: bool = False
    leaf: Array | None = None
    width: float = 0.0


def curves_of(entity: Any, metres: float) -> list[Curve]:
    """Return the curves of an entity; none for a kind that is no curve. ``metres`` is the length of a drawing unit."""
    reader = _READERS.get(entity.dxftype())
    return [] if reader is None else reader(entity, metres)


def bulge_points(corners: Iterable[tuple[float, float, float]], *, closed: bool, metres: float) -> Array:
    """Return the points (n, 2) of a polyline of (x, y, bulge); a bulge is the tangent of a quarter of the arc's angle.

    A closed polyline does not repeat its first point.
    """
    given = list(corners)
    found: list[tuple[float, float]] = []
    pairs = zip(given, [*given[1:], given[0]] if closed else given[1:], strict=False)
    for (x1, y1, bulge), (x2, y2, _) in pairs:
        found.append((x1, y1))
        if abs(bulge) > 1e-9 and (x1, y1) != (x2, y2):
            found += _arc_between(x1, y1, x2, y2, bulge, metres)
    if not closed and given:
        found.append(given[-1][:2])
    return np.array(found, dtype=np.float64).reshape(-1, 2)


def _arc_between(x1: float, y1: float, x2: float, y2: float, bulge: float, metres: float) -> list[tuple[float, float]]:
    sweep = 4 * math.atan(bulge)
    chord = math.hypot(x2 - x1, y2 - y1)
    radius = chord / (2 * abs(math.sin(sweep / 2)))
    # From the middle of the chord to the centre, to its left where the arc turns left by less than half a circle.
    height = (1 - bulge * bulge) / (4 * bulge)
    cx, cy = (x1 + x2) / 2 - (y2 - y1) * height, (y1 + y2) / 2 + (x2 - x1) * height
    angles, reach = arc_steps(radius * metres, math.atan2(y1 - cy, x1 - cx), sweep)
    inner = slice(1, -1)
    xs = cx + radius * reach[inner] * np.cos(angles[inner])
    ys = cy + radius * reach[inner] * np.sin(angles[inner])
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


def _line(entity: Any, metres: float) -> list[Curve]:
    a, b = entity.dxf.start, entity.dxf.end
    return [Curve(np.array([[a.x, a.y, a.z], [b.x, b.y, b.z]]))]


def _arc(entity: Any, metres: float) -> list[Curve]:
    centre, radius = entity.dxf.center, float(entity.dxf.radius)
    start = math.radians(entity.dxf.start_angle)
    sweep = math.radians((entity.dxf.end_angle - entity.dxf.start_angle) % 360.0) or 2 * math.pi
    angles, reach = arc_steps(radius * metres, start, sweep)
    points = _on_circle(centre, radius * reach, angles)
    leaf = None
    if DOOR_SWEEP_DEG[0] <= math.degrees(sweep) <= DOOR_SWEEP_DEG[1]:
        leaf = np.array([[centre.x, centre.y, centre.z], points[0], points[-1]])
    return [Curve(_to_wcs(entity, points), leaf=None if leaf is None else _to_wcs(entity, leaf))]


def _circle(entity: Any, metres: float) -> list[Curve]:
    angles, reach = arc_steps(float(entity.dxf.radius) * metres, 0.0, 2 * math.pi)
    points = _on_circle(entity.dxf.center, float(entity.dxf.radius) * reach, angles)[:-1]
    return [Curve(_to_wcs(entity, points), closed=True)]


def _ellipse(entity: Any, metres: float) -> list[Curve]:
    centre, major = np.array(entity.dxf.center.xyz), np.array(entity.dxf.major_axis.xyz)
    minor = np.array(entity.minor_axis.xyz)
    start = float(entity.dxf.start_param)
    sweep = (float(entity.dxf.end_param) - start) % (2 * math.pi) or 2 * math.pi
    angles, reach = arc_steps(float(np.linalg.norm(major)) * metres, start, sweep)
    points = centre + reach[:, None] * (np.cos(angles)[:, None] * major + np.sin(angles)[:, None] * minor)
    whole = sweep > 2 * math.pi - 1e-9
    return [Curve(points[:-1] if whole else points, closed=whole)]


def _spline(entity: Any, metres: float) -> list[Curve]:
    tool = entity.construction_tool()
    distance = max(ARC_SAGITTA_M / metres, 1e-12)
    points: list[tuple[float, float, float]] = []
    for p in tool.flattening(distance, segments=4):
        points.append((p.x, p.y, p.z))
        if len(points) > MAX_POINTS:
            raise ValueError("a spline of too many points")
    xyz = np.array(points, dtype=np.float64).reshape(-1, 3)
    closed = len(xyz) > 3 and bool(np.allclose(xyz[0], xyz[-1]))
    return [Curve(xyz[:-1] if closed else xyz, closed=closed)]


def _lwpolyline(entity: Any, metres: float) -> list[Curve]:
    rows = entity.get_points("xyseb")
    corners = [(x, y, b) for x, y, _, _, b in rows]
    closed = bool(entity.closed)
    xy = bulge_points(corners, closed=closed, metres=metres)
    width = float(entity.dxf.const_width or 0.0) or max((max(s, e) for _, _, s, e, _ in rows), default=0.0)
    points = np.column_stack([xy, np.full(len(xy), float(entity.dxf.elevation))])
    return [_closed_if_it_returns(Curve(_to_wcs(entity, points), closed, width=width))]


def _polyline(entity: Any, metres: float) -> list[Curve]:
    if entity.is_poly_face_mesh or entity.is_polygon_mesh:
        return []
    closed = bool(entity.is_closed)
    vertices = [v for v in entity.vertices if not v.dxf.flags & 16]  # 16: a control point of a spline frame
    if entity.is_3d_polyline:
        points = np.array([v.dxf.location.xyz for v in vertices], dtype=np.float64).reshape(-1, 3)
        return [_closed_if_it_returns(Curve(points, closed))]
    corners = [(v.dxf.location.x, v.dxf.location.y, float(v.dxf.bulge)) for v in vertices]
    xy = bulge_points(corners, closed=closed, metres=metres)
    height = float(entity.dxf.elevation.z) if entity.dxf.hasattr("elevation") else 0.0
    width = float(entity.dxf.default_start_width or 0.0)
    points = np.column_stack([xy, np.full(len(xy), height)])
    return [_closed_if_it_returns(Curve(_to_wcs(entity, points), closed, width=width))]


def _solid(entity: Any, metres: float) -> list[Curve]:
    corners = [entity.dxf.vtx0, entity.dxf.vtx1, entity.dxf.vtx3, entity.dxf.vtx2]  # stored in the order of a bow-tie
    points = np.array([c.xyz for c in corners], dtype=np.float64)
    return [Curve(_to_wcs(entity, points), closed=True)]


def _closed_if_it_returns(curve: Curve) -> Curve:
    """Return the curve as closed where its last point is its first one."""
    if not curve.closed and len(curve.points) > 3 and np.array_equal(curve.points[0], curve.points[-1]):
        return Curve(curve.points[:-1], True, width=curve.width)
    return curve


def _on_circle(centre: Any, radii: Array, angles: Array) -> Array:
    return np.column_stack(
        [centre.x + radii * np.cos(angles), centre.y + radii * np.sin(angles), np.full(len(angles), centre.z)]
    )


def _to_wcs(entity: Any, points: Array) -> Array:
    extrusion = entity.dxf.extrusion if entity.dxf.hasattr("extrusion") else None
    if extrusion is None or extrusion.isclose((0.0, 0.0, 1.0)):
        return points
    matrix = np.array([entity.ocs().to_wcs(axis).xyz for axis in ((1.0, 0, 0), (0, 1.0, 0), (0, 0, 1.0))])
    return np.asarray(points @ matrix, dtype=np.float64)


_READERS: dict[str, Callable[[Any, float], list[Curve]]] = {
    "LINE": _line,
    "ARC": _arc,
    "CIRCLE": _circle,
    "ELLIPSE": _ellipse,
    "SPLINE": _spline,
    "LWPOLYLINE": _lwpolyline,
    "POLYLINE": _polyline,
    "SOLID": _solid,
    "TRACE": _solid,
}
