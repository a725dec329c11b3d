"""Observation equations of the plane: what an observation should read at given coordinates, and how that changes.

Unknowns are one vector: x and y of every point, then orientations (radians) and zero offsets (metres). Coordinates are
right-handed metres, angles radians counter-clockwise, azimuths counted from +x. Each function returns the computed
value and its partial derivatives with respect to the unknowns named in ``at``, in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, remainder, sin
from typing import Final, Literal

EquationKind = Literal[
    "distance",  # points 2
    "azimuth",  # points 2
    "direction",  # points 2, orientation
    "angle",  # at, backsight, foresight
    "parallel",  # wall of 2 points, wall of 2 points
    "point-to-line",  # point, line of 2 points
    "wall-to-wall",  # wall of 2 points, wall of 2 points
    "shot-to-wall",  # station, wall of 2 points, orientation
    "difference",  # of two coordinates along one axis
    "unknown",  # one coordinate, offset …, observed itself
]

Computed = tuple[float, tuple[float, ...]]
FULL_TURN: Final = 2 * pi


@dataclass(frozen=True, slots=True)
class Equation:
    """One observation: ``value`` and ``sigma`` in metres or radians, ``at`` the positions of its unknowns.

    ``turn`` is the period of an angular value (2π, π for parallels), 0 for lengths. ``parameter`` is the place along
    the first wall (wall-to-wall) or the direction read at the station (shot-to-wall). ``offset`` is the position of
    the zero offset added to a distance, −1 for none.
    """

    kind: EquationKind
    at: tuple[int, ...]
    value: float
    sigma: float
    turn: float = 0.0
    parameter: float = 0.5
    offset: int = -1

    def misclosure(self, computed: float) -> float:
        """Return observed − computed, angles as the shorter way round."""
        difference = self.value - computed
        return remainder(difference, self.turn) if self.turn else difference

    def evaluate(self, x: Sequence[float]) -> Computed:
        """Return the computed value at the unknowns ``x`` and its derivatives with respect to those in ``at``."""
        formula, unknowns = _FORMULA[self.kind], [x[i] for i in self.at]
        return formula(*unknowns, self.parameter) if self.kind in _WITH_PARAMETER else formula(*unknowns)


def points(*indices: int) -> tuple[int, ...]:
    """Return the positions of the coordinates of points, x before y."""
    return tuple(p for i in indices for p in (2 * i, 2 * i + 1))


def distance(x1: float, y1: float, x2: float, y2: float) -> Computed:
    """Return d = √(Δx² + Δy²)."""
    dx, dy = x2 - x1, y2 - y1
    d = hypot(dx, dy) or 1e-12
    return d, (-dx / d, -dy / d, dx / d, dy / d)


def azimuth(x1: float, y1: float, x2: float, y2: float) -> Computed:
    """Return α = atan2(Δy, Δx)."""
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy or 1e-24
    return atan2(dy, dx), (dy / square, -dx / square, -dy / square, dx / square)


def direction(x1: float, y1: float, x2: float, y2: float, orientation: float) -> Computed:
    """Return α − o: what a circle turned by the orientation o shows."""
    value, gradient = azimuth(x1, y1, x2, y2)
    return value - orientation, (*gradient, -1.0)


def angle(x0: float, y0: float, xb: float, yb: float, xf: float, yf: float) -> Computed:
    """Return the angle at 0 from the backsight to the foresight."""
    back, gb = azimuth(x0, y0, xb, yb)
    fore, gf = azimuth(x0, y0, xf, yf)
    return fore - back, (gf[0] - gb[0], gf[1] - gb[1], -gb[2], -gb[3], gf[2], gf[3])


def parallel(xa: float, ya: float, xb: float, yb: float, xc: float, yc: float, xd: float, yd: float) -> Computed:
    """Return the turn from wall ab to wall cd; 0 modulo π where they are parallel."""
    first, g1 = azimuth(xa, ya, xb, yb)
    second, g2 = azimuth(xc, yc, xd, yd)
    return second - first, (-g1[0], -g1[1], -g1[2], -g1[3], *g2)


def point_to_line(xp: float, yp: float, xa: float, ya: float, xb: float, yb: float) -> Computed:
    """Return |n·p − p0|: the perpendicular distance of a point from the line through a and b."""
    ex, ey = xb - xa, yb - ya
    length = hypot(ex, ey) or 1e-12
    nx, ny = -ey / length, ex / length
    height = nx * (xp - xa) + ny * (yp - ya)
    along = (ex * (xp - xa) + ey * (yp - ya)) / (length * length)
    sign = 1.0 if height >= 0 else -1.0
    a, b = -sign * (1 - along), -sign * along
    return abs(height), (sign * nx, sign * ny, a * nx, a * ny, b * nx, b * ny)


def wall_to_wall(
    xa: float, ya: float, xb: float, yb: float, xc: float, yc: float, xd: float, yd: float, place: float
) -> Computed:
    """Return the distance from the point at ``place`` on wall ab, perpendicular to ab, to the face of wall cd.

    For parallel walls that is |p_j − p_i| wherever it is taken.
    """
    wx, wy = xb - xa, yb - ya
    length = hypot(wx, wy) or 1e-12
    ux, uy = -wy / length, wx / length
    value, (sx, sy), (vx, vy), ends = _ray(xa + place * wx, ya + place * wy, ux, uy, xc, yc, xd, yd)
    # Turning wall ab by dθ turns the beam as well: du/dθ = −w/|w|, and dθ/db = u/|w|.
    turned = -(vx * wx + vy * wy) / (length * length)
    first = ((1 - place) * sx - turned * ux, (1 - place) * sy - turned * uy)
    second = (place * sx + turned * ux, place * sy + turned * uy)
    sign = 1.0 if value >= 0 else -1.0
    return abs(value), tuple(sign * g for g in (*first, *second, *ends))


def shot_to_wall(
    xs: float, ys: float, xc: float, yc: float, xd: float, yd: float, orientation: float, reading: float
) -> Computed:
    """Return d = (p − n·S) / (n·u), u = (cos α, sin α), α = o + reading: from a station to the face of wall cd."""
    ux, uy = cos(orientation + reading), sin(orientation + reading)
    value, station, (vx, vy), ends = _ray(xs, ys, ux, uy, xc, yc, xd, yd)
    return value, (*station, *ends, uy * -vx + ux * vy)


def difference(first: float, second: float) -> Computed:
    """Return the second coordinate less the first, both along one axis."""
    return second - first, (-1.0, 1.0)


def unknown(value: float) -> Computed:
    """Return the unknown itself: a coordinate or offset that was observed."""
    return value, (1.0,)


def _ray(
    sx: float, sy: float, ux: float, uy: float, xc: float, yc: float, xd: float, yd: float
) -> tuple[float, tuple[float, float], tuple[float, float], tuple[float, float, float, float]]:
    """Return how far the ray from s along u runs to line cd: t = (c−s)×e / u×e, e = d − c; with ∂t/∂s, ∂t/∂u, ∂t/∂(c,
    d).
    """
    ex, ey = xd - xc, yd - yc
    cx, cy = xc - sx, yc - sy
    across = ux * ey - uy * ex or 1e-12
    t = (cx * ey - cy * ex) / across
    hx, hy = cx - t * ux, cy - t * uy
    return (
        t,
        (-ey / across, ex / across),
        (-t * ey / across, t * ex / across),
        ((ey + hy) / across, (-ex - hx) / across, -hy / across, hx / across),
    )


_FORMULA: Final[dict[EquationKind, Callable[..., Computed]]] = {
    "distance": distance,
    "azimuth": azimuth,
    "direction": direction,
    "angle": angle,
    "parallel": parallel,
    "point-to-line": point_to_line,
    "wall-to-wall": wall_to_wall,
    "shot-to-wall": shot_to_wall,
    "difference": difference,
    "unknown": unknown,
}
_WITH_PARAMETER: Final = frozenset({"wall-to-wall", "shot-to-wall"})
