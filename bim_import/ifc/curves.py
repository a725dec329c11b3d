"""Curves of an IFC file as point sequences in file units, arcs as chords that keep the area."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from bim_import.ifc.placement import axis2placement, finite
from geometry.arcs import arc_steps
from geometry.solid import Array

Points = list[tuple[float, float, float]]
MAX_DEPTH = 64


class UnsupportedShapeError(Exception):
    """A shape that is broken, or of a kind that has no body."""


class NeedsKernelError(UnsupportedShapeError):
    """A sound kind of shape that this reader does not work out itself, but the geometry kernel does.

    Told apart from broken shapes because the kernel crashes on those.
    """


@dataclass(frozen=True, slots=True)
class CurveReader:
    """Reads curves of one file: ``length`` and ``angle`` are the factors of its units to metres and radians."""

    length: float
    angle: float

    def points(self, curve: Any, depth: int = 0) -> Points:
        """Return the points along a bounded or closed curve, without repeating neighbours."""
        if depth > MAX_DEPTH:
            raise UnsupportedShapeError("curves nested too deeply")
        kind = curve.is_a()
        if kind == "IfcPolyline":
            return _distinct([_xyz(p.get_argument(0)) for p in curve[0]])
        if kind == "IfcIndexedPolyCurve":
            return self._indexed(curve)
        if kind in ("IfcCompositeCurve", "IfcCompositeCurveOnSurface", "IfcBoundaryCurve", "IfcOuterBoundaryCurve"):
            return self._composite(curve, depth)
        if kind == "IfcTrimmedCurve":
            return self._trimmed(curve)
        if kind in ("IfcCircle", "IfcEllipse"):
            return self._conic(curve, 0.0, 2 * math.pi)
        raise NeedsKernelError(kind) if curve.is_a("IfcCurve") else UnsupportedShapeError(kind)

    def _indexed(self, curve: Any) -> Points:
        table = [_xyz(c) for c in curve.Points[0]]
        if curve.Segments is None:
            return _distinct(table)
        found: Points = []
        for segment in curve.Segments:
            corners = [table[i - 1] for i in segment[0]]
            if segment.is_a("IfcArcIndex") and len(corners) == 3:
                corners = self.arc_through(*corners)
            found += corners
        return _distinct(found)

    def _composite(self, curve: Any, depth: int) -> Points:
        found: Points = []
        for segment in curve.Segments:
            if not segment.is_a("IfcCompositeCurveSegment"):
                raise UnsupportedShapeError(segment.is_a())
            part = self.points(segment.ParentCurve, depth + 1)
            found += part if segment.SameSense else part[::-1]
        return _distinct(found)

    def _trimmed(self, curve: Any) -> Points:
        basis = curve.BasisCurve
        kind = basis.is_a()
        by_point = curve.MasterRepresentation == "CARTESIAN"
        if kind == "IfcLine":
            ends = [self._line_trim(basis, trim, by_point) for trim in (curve.Trim1, curve.Trim2)]
            return _distinct(ends)
        if kind not in ("IfcCircle", "IfcEllipse"):
            raise NeedsKernelError("trimmed " + kind) if basis.is_a("IfcCurve") else UnsupportedShapeError(kind)
        start, end = (self._conic_trim(basis, trim, by_point) for trim in (curve.Trim1, curve.Trim2))
        turn = 2 * math.pi
        sweep = (end - start) % turn if curve.SenseAgreement else -((start - end) % turn)
        if abs(sweep) < 1e-12:
            sweep = turn if curve.SenseAgreement else -turn
        return self._conic(basis, start, sweep)

    def _line_trim(self, line: Any, trims: Any, by_point: bool) -> tuple[float, float, float]:
        point, parameter = _split(trims)
        if point is not None and (by_point or parameter is None):
            return _xyz(point[0])
        if parameter is None:
            raise UnsupportedShapeError("line without trims")
        p, vector = _xyz(line.Pnt[0]), line.Dir
        d = np.asarray(_xyz(vector.Orientation[0]))
        step = d / (np.linalg.norm(d) or 1.0) * finite((vector.Magnitude,))[0] * parameter
        return (p[0] + float(step[0]), p[1] + float(step[1]), p[2] + float(step[2]))

    def _conic_trim(self, conic: Any, trims: Any, by_point: bool) -> float:
        point, parameter = _split(trims)
        if parameter is not None and not (by_point and point is not None):
            return parameter * self.angle
        if point is None:
            raise UnsupportedShapeError("arc without trims")
        local = np.linalg.solve(axis2placement(conic.Position), np.array([*_xyz(point[0]), 1.0]))
        a, b = _radii(conic)
        return math.atan2(float(local[1]) / b, float(local[0]) / a)

    def _conic(self, conic: Any, start: float, sweep: float) -> Points:
        a, b = _radii(conic)
        matrix = axis2placement(conic.Position)
        angles, reach = self.steps(max(a, b), start, sweep)
        local = np.column_stack(
            [a * reach * np.cos(angles), b * reach * np.sin(angles), np.zeros(len(angles)), np.ones(len(angles))]
        )
        return [(float(x), float(y), float(z)) for x, y, z, _ in local @ matrix.T]

    def arc_through(
        self, a: tuple[float, float, float], b: tuple[float, float, float], c: tuple[float, float, float]
    ) -> Points:
        """Return the points of the circular arc from ``a`` through ``b`` to ``c``."""
        p, q, r = np.asarray(a), np.asarray(b), np.asarray(c)
        u, v = q - p, r - p
        normal = np.cross(u, v)
        square = float(normal @ normal)
        if square < 1e-16 * max(float(u @ u) * float(v @ v), 1e-300):
            return [a, b, c]
        centre = p + (np.cross(normal, u) * float(v @ v) + np.cross(v, normal) * float(u @ u)) / (2 * square)
        radius = float(np.linalg.norm(p - centre))
        x = (p - centre) / radius
        y = np.cross(normal / math.sqrt(square), x)
        sweep = math.atan2(float((r - centre) @ y), float((r - centre) @ x)) % (2 * math.pi)
        angles, reach = self.steps(radius, 0.0, sweep)
        inner = centre + radius * reach[:, None] * (np.cos(angles)[:, None] * x + np.sin(angles)[:, None] * y)
        return [a, *((float(i[0]), float(i[1]), float(i[2])) for i in inner[1:-1]), c]

    def steps(self, radius: float, start: float, sweep: float) -> tuple[Array, Array]:
        """Return the angles of the points of an arc, and the factors on the radius that keep its area."""
        return arc_steps(radius * self.length, start, sweep)


def _xyz(coordinates: Any) -> tuple[float, float, float]:
    c = finite(coordinates)
    if len(c) == 2:
        return (c[0], c[1], 0.0)
    if len(c) != 3:
        raise UnsupportedShapeError("a point with one coordinate")
    return (c[0], c[1], c[2])


def _split(trims: Any) -> tuple[Any, float | None]:
    """Return the point and the parameter among the selects of a trim."""
    point, parameter = None, None
    for trim in trims:
        if trim.is_a("IfcCartesianPoint"):
            point = trim
        else:
            parameter = finite((trim[0],))[0]
    return point, parameter


def _radii(conic: Any) -> tuple[float, float]:
    if conic.is_a("IfcCircle"):
        radius = finite((conic.Radius,))[0]
        return radius, radius
    return finite((conic.SemiAxis1,))[0], finite((conic.SemiAxis2,))[0]


def _distinct(points: Points) -> Points:
    kept: Points = []
    for p in points:
        if not kept or p != kept[-1]:
            kept.append(p)
    return kept
