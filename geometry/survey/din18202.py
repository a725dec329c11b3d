"""How straight and how square buildings are: tolerances of DIN 18202:2019 as standard uncertainties.

A tolerance says what is allowed, not what is there. Taken as the limits of a rectangular distribution it gives the
standard uncertainties used here; an old building is worse, and a survey may say so with its own σ.
"""

from __future__ import annotations

from bisect import bisect_left
from math import sqrt
from typing import Final

# Table 2, limits for angular deviations: nominal length up to (m), offset from the right angle over that length (mm).
ANGLE_LIMITS: Final = (
    (0.5, 3.0),
    (1.0, 6.0),
    (3.0, 8.0),
    (6.0, 12.0),
    (15.0, 16.0),
    (30.0, 20.0),
    (float("inf"), 30.0),
)

# Table 3 row 6, flatness of finished walls: distance of the measuring points (m), limit (mm); between them on straight
# lines.
FLATNESS_M: Final = (0.1, 1.0, 4.0, 10.0, 15.0)
FLATNESS_LIMITS_MM: Final = (3.0, 5.0, 10.0, 20.0, 25.0)

# A corner is where plaster, skirting and the back of the instrument meet: as uncertain as the wall over 10 cm.
CORNER_OVER_M: Final = 0.1


def flatness_limit_m(length_m: float) -> float:
    """Return by how much a finished wall may leave its straight line over ``length_m``, metres (Table 3 row 6)."""
    if length_m <= FLATNESS_M[0]:
        return FLATNESS_LIMITS_MM[0] / 1000
    if length_m >= FLATNESS_M[-1]:
        return FLATNESS_LIMITS_MM[-1] / 1000
    above = bisect_left(FLATNESS_M, length_m)
    (x0, y0), (x1, y1) = ((FLATNESS_M[i], FLATNESS_LIMITS_MM[i]) for i in (above - 1, above))
    return (y0 + (y1 - y0) * (length_m - x0) / (x1 - x0)) / 1000


def flatness_u_m(length_m: float) -> float:
    """Return the standard uncertainty of the face of a wall of ``length_m``: limit / (2·√3), metres."""
    return flatness_limit_m(length_m) / (2 * sqrt(3))


def corner_u_m() -> float:
    """Return the standard uncertainty of a corner along any direction, metres."""
    return flatness_u_m(CORNER_OVER_M)


def angle_limit_m(length_m: float) -> float:
    """Return by how much a wall of ``length_m`` may leave the right angle at its end, metres (Table 2)."""
    return next(mm for upto_m, mm in ANGLE_LIMITS if length_m <= upto_m) / 1000


def angle_sigma_rad(length_m: float) -> float:
    """Return σβ = (limit/√3)/L of an angle whose shorter side is ``length_m``, radians: 8 mm at 3 m give 1.54 mrad."""
    return angle_limit_m(length_m) / sqrt(3) / length_m
