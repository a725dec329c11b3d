"""From what a station reads to a horizontal distance and a direction, both faces combined."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians, remainder, sin

from geometry.survey.observations import PolarShot


@dataclass(frozen=True, slots=True)
class Reduced:
    """A shot reduced to the plane: metres and radians, ``direction_rad`` counter-clockwise from the station's zero.

    ``collimation_deg`` is c = (II − I ∓ 180°)/2, None with one face: large means that a reading is wrong.
    """

    direction_rad: float
    distance_m: float | None
    zenith_rad: float
    collimation_deg: float | None


def reduce(shot: PolarShot) -> Reduced:
    """Return the plane reduction: Hz = (I + II ∓ 180°)/2, V = (I + 360° − II)/2, horizontal distance s·sin V."""
    horizontal_deg, zenith_deg, collimation_deg = shot.horizontal_deg, shot.zenith_deg, None
    if shot.second_face is not None:
        second_horizontal_deg, second_zenith_deg = shot.second_face
        collimation_deg = remainder(second_horizontal_deg - 180.0 - horizontal_deg, 360.0) / 2
        horizontal_deg += collimation_deg
        zenith_deg = (zenith_deg + 360.0 - second_zenith_deg) / 2
    zenith_rad = radians(zenith_deg)
    distance_m = None if shot.slope_m is None else shot.slope_m * sin(zenith_rad)
    return Reduced(-radians(horizontal_deg), distance_m, zenith_rad, collimation_deg)


def horizontal_sigma_m(slope_m: float, zenith_rad: float, sigma_m: float, sigma_rad: float) -> float:
    """Return the standard deviation of s·sin z from those of s and z, metres."""
    return hypot(sin(zenith_rad) * sigma_m, slope_m * cos(zenith_rad) * sigma_rad)
