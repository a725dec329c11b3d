from __future__ import annotations

from math import degrees, sqrt

import pytest

from geometry.survey.din18202 import angle_limit_m, angle_sigma_rad, corner_u_m, flatness_limit_m, flatness_u_m


@pytest.mark.parametrize(
    ("length_m", "limit_mm"),
    [(0.05, 3), (0.1, 3), (1, 5), (2.5, 7.5), (4, 10), (10, 20), (12.5, 22.5), (15, 25), (40, 25)],
)
def test_flatness_of_finished_walls_table_3_row_6(length_m: float, limit_mm: float) -> None:
    assert flatness_limit_m(length_m) * 1000 == pytest.approx(limit_mm)
    assert flatness_u_m(length_m) == pytest.approx(limit_mm / 1000 / (2 * sqrt(3)))


@pytest.mark.parametrize(("length_m", "limit_mm"), [(0.5, 3), (1, 6), (3, 8), (6, 12), (15, 16), (30, 20), (31, 30)])
def test_angle_limits_table_2(length_m: float, limit_mm: float) -> None:
    assert angle_limit_m(length_m) * 1000 == pytest.approx(limit_mm)


def test_a_right_angle_beside_3_metres_is_known_to_a_tenth_of_a_degree() -> None:
    assert angle_sigma_rad(3.0) == pytest.approx(1.54e-3, abs=5e-6)
    assert degrees(angle_sigma_rad(3.0)) == pytest.approx(0.088, abs=5e-4)


def test_a_corner_is_known_to_nine_tenths_of_a_millimetre() -> None:
    assert corner_u_m() == pytest.approx(0.00087, abs=5e-6)
