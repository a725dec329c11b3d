from __future__ import annotations

from math import cos, pi, radians, sin

import pytest

from geometry.survey.observations import Corner, PolarShot
from geometry.survey.polar import horizontal_sigma_m, reduce


def test_both_faces_are_averaged_and_tell_the_collimation() -> None:
    shot = PolarShot("S", Corner(0), 30.00, 4.0, 80.0, second_face=(210.04, 279.98))
    plane = reduce(shot)
    assert plane.collimation_deg == pytest.approx(0.02)
    assert plane.direction_rad == pytest.approx(-radians(30.02))
    assert plane.zenith_rad == pytest.approx(radians(80.01))
    assert plane.distance_m == pytest.approx(4.0 * sin(radians(80.01)))


def test_faces_either_side_of_zero_are_averaged_there() -> None:
    plane = reduce(PolarShot("S", Corner(0), 359.99, 4.0, 90.0, second_face=(180.01, 270.0)))
    assert plane.direction_rad % (2 * pi) == pytest.approx((-radians(360.0)) % (2 * pi), abs=1e-12)


def test_a_steep_shot_carries_the_error_of_its_zenith_angle() -> None:
    assert horizontal_sigma_m(5.0, pi / 2, 0.002, 0.01) == pytest.approx(0.002)
    steep = radians(30.0)
    assert horizontal_sigma_m(5.0, steep, 0.0, 0.01) == pytest.approx(5.0 * cos(steep) * 0.01)
