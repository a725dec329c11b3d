"""The rings around which a hatch is filled, in drawing units."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bim_import.dxf.curves import bulge_points
from geometry.arcs import arc_steps
from geometry.tolerances import ARC_SAGITTA_M

Array = NDArray[np.float64]


def rings_of(hatch: Any, metres: float) -> list[Array]:
    """Return the boundary rings (n, 3) of a hatch in the drawing's axes, without the text boxes left out of it."""
    rings = []
    for path in hatch.paths:
        if path.path_type_flags & 8:  # around a text
            continue
        xy = _polyline(path, metres) if hasattr(path, "vertices") else _edges(path, metres)
        if len(xy) >= 3:
            rings.append(_to_wcs(hatch, xy))
    return rings


def _polyline(path: Any, metres: float) -> Array:
    return bulge_points([(x, y, b) for x, y, b in path.vertices], closed=True, metres=metres)


def _edges(path: Any, metres: float) -> Array:
    """Return the points of a ring of edges, each turned so that it goes on where the one before ended."""
    parts = [p for p in (_edge(edge, metres) for edge in path.edges) if len(p) > 1]
    if not parts:
        return np.empty((0, 2))
    if len(parts) > 1 and _apart(parts[0][-1], parts[1]) > _apart(parts[0][0], parts[1]):
        parts[0] = parts[0][::-1]
    points = list(parts[0])
    for part in parts[1:]:
        forward = np.hypot(*(part[0] - points[-1])) <= np.hypot(*(part[-1] - points[-1]))
        points += list((part if forward else part[::-1])[1:])
    return np.array(points, dtype=np.float64)


def _apart(point: Array, part: Array) -> float:
    return min(float(np.hypot(*(part[0] - point))), float(np.hypot(*(part[-1] - point))))


def _edge(edge: Any, metres: float) -> Array:
    kind = type(edge).__name__
    if kind == "LineEdge":
        return np.array([[edge.start.x, edge.start.y], [edge.end.x, edge.end.y]])
    if kind == "ArcEdge":
        start, sweep = _turn(edge.start_angle, edge.end_angle)
        angles, reach = arc_steps(edge.radius * metres, start, sweep)
        centre = np.array([edge.center.x, edge.center.y])
        unit = np.column_stack([np.cos(angles), np.sin(angles)])
        return np.asarray(centre + edge.radius * reach[:, None] * unit, dtype=np.float64)
    if kind == "EllipseEdge":
        start, sweep = _turn(math.degrees(edge.start_param), math.degrees(edge.end_param))
        major = np.array([edge.major_axis.x, edge.major_axis.y])
        minor = np.array([-major[1], major[0]]) * edge.ratio
        angles, reach = arc_steps(float(np.hypot(*major)) * metres, start, sweep)
        arc = np.cos(angles)[:, None] * major + np.sin(angles)[:, None] * minor
        return np.asarray(np.array([edge.center.x, edge.center.y]) + reach[:, None] * arc, dtype=np.float64)
    points = [(p.x, p.y) for p in edge.construction_tool().flattening(max(ARC_SAGITTA_M / metres, 1e-12), segments=4)]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def _turn(start_deg: float, end_deg: float) -> tuple[float, float]:
    sweep = (end_deg - start_deg) % 360.0
    return math.radians(start_deg), math.radians(sweep) or 2 * math.pi


def _to_wcs(hatch: Any, xy: Array) -> Array:
    height = float(hatch.dxf.elevation.z) if hatch.dxf.hasattr("elevation") else 0.0
    points = np.column_stack([xy, np.full(len(xy), height)])
    extrusion = hatch.dxf.extrusion if hatch.dxf.hasattr("extrusion") else None
    if extrusion is None or extrusion.isclose((0.0, 0.0, 1.0)):
        return points
    matrix = np.array([hatch.ocs().to_wcs(axis).xyz for axis in ((1.0, 0, 0), (0, 1.0, 0), (0, 0, 1.0))])
    return np.asarray(points @ matrix, dtype=np.float64)
