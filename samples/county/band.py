"""Where things lie in a block: a band of rooms bent along a circle, or straight, in metres of the block's own frame.

A position is an *axis* (a structural axis or a fraction between two), a distance ``x`` along the band from that axis
and a distance ``v`` across it. On an arc v is the radius; x is measured square to the radial line of the axis, so that
a wall or column drawn with constant x keeps parallel faces, as built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import asin, cos, pi, sin, sqrt

from samples.county import closed_form

Point = tuple[float, float]


@dataclass(frozen=True)
class Vertex:
    """A corner of an outline; ``arc_mid`` is a point of the arc to the next corner, None where the side is straight."""

    point: Point
    arc_mid: Point | None = None


Path = tuple[Vertex, ...]


@dataclass(frozen=True)
class ArcBand:
    """A band about the origin: axis i lies at ``start_rad − i·step_rad``, so that axes count clockwise."""

    start_rad: float
    step_rad: float

    def heading_rad(self, axis: float) -> float:
        """Return the direction in which v grows at ``axis``."""
        return self.start_rad - axis * self.step_rad

    def at(self, axis: float, x: float, y: float) -> Point:
        """Return the point ``x`` along and ``y`` across, in the frame of ``axis``."""
        angle = self.heading_rad(axis)
        return (x * sin(angle) + y * cos(angle), -x * cos(angle) + y * sin(angle))

    def on(self, v: float, x: float) -> float:
        """Return the y at which a parallel to the axis at distance ``x`` meets the line of constant ``v``."""
        return sqrt(v * v - x * x)

    def mid(self, v: float, a: tuple[float, float], b: tuple[float, float]) -> Point | None:
        """Return the middle of the arc of radius ``v`` from (axis, x) ``a`` to (axis, x) ``b``."""
        angle_a, angle_b = (self.heading_rad(axis) - asin(x / v) for axis, x in (a, b))
        angle = (angle_a + angle_b) / 2
        return (v * cos(angle), v * sin(angle))

    def length(self, axes: float, v: float) -> float:
        """Return the length in metres of ``axes`` bays at ``v``."""
        return axes * self.step_rad * v

    def room(self, a: float, b: float, inset_a: float, inset_b: float, v1: float, v2: float) -> float:
        """Return the area in m² between two walls on axes ``a`` and ``b`` and the lines ``v1`` and ``v2``."""
        return closed_form.sector_room(v1, v2, (b - a) * self.step_rad, inset_a, inset_b)

    def below(self, x1: float, x2: float, v: float) -> float:
        """Return ∫y(x)dx of the line of constant ``v`` from ``x1`` to ``x2`` in the frame of one axis."""
        return closed_form.below_circle(x1, x2, v)


@dataclass(frozen=True)
class StraightBand:
    """A straight band: axis i lies at x = ``i·step_m``, v is y."""

    step_m: float

    def heading_rad(self, axis: float) -> float:
        """Return the direction in which v grows."""
        return pi / 2

    def at(self, axis: float, x: float, y: float) -> Point:
        """Return the point ``x`` along and ``y`` across, in the frame of ``axis``."""
        return (axis * self.step_m + x, y)

    def on(self, v: float, x: float) -> float:
        """Return y, which is v."""
        return v

    def mid(self, v: float, a: tuple[float, float], b: tuple[float, float]) -> Point | None:
        """Return None: the lines of constant v are straight."""
        return None

    def length(self, axes: float, v: float) -> float:
        """Return the length in metres of ``axes`` bays."""
        return axes * self.step_m

    def room(self, a: float, b: float, inset_a: float, inset_b: float, v1: float, v2: float) -> float:
        """Return the area in m² of the rectangle between two walls on axes ``a`` and ``b``."""
        return ((b - a) * self.step_m - inset_a - inset_b) * (v2 - v1)

    def below(self, x1: float, x2: float, v: float) -> float:
        """Return ∫y(x)dx of the line of constant ``v``."""
        return (x2 - x1) * v


Band = ArcBand | StraightBand


def sector_path(band: Band, a: tuple[float, float], b: tuple[float, float], v1: float, v2: float) -> Path:
    """Return the outline between (axis, x) ``a`` and ``b`` and the lines ``v1`` and ``v2``, counter-clockwise."""

    def corner(end: tuple[float, float], v: float) -> Point:
        return band.at(end[0], end[1], band.on(v, end[1]))

    return (
        Vertex(corner(a, v1), band.mid(v1, a, b)),
        Vertex(corner(b, v1)),
        Vertex(corner(b, v2), band.mid(v2, a, b)),
        Vertex(corner(a, v2)),
    )


def rectangle_path(band: Band, axis: float, x1: float, x2: float, y1: float, y2: float) -> Path:
    """Return a rectangle in the frame of one axis, counter-clockwise."""
    return tuple(Vertex(band.at(axis, x, y)) for x, y in ((x1, y1), (x2, y1), (x2, y2), (x1, y2)))


def moved(origin: Point, rotation_rad: float) -> Callable[[Point], Point]:
    """Return the function that takes a point of a block's frame to the site's frame."""
    c, s = cos(rotation_rad), sin(rotation_rad)
    return lambda p: (origin[0] + c * p[0] - s * p[1], origin[1] + s * p[0] + c * p[1])
