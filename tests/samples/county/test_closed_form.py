"""The formulas of the sample against numerical integration, so that the oracle itself is checked."""

from math import asin, pi, sqrt

import numpy as np
import pytest

from samples.county import closed_form


def integral(f, a, b, steps=20001):
    x = np.linspace(a, b, steps)
    return float(np.trapezoid([f(v) for v in x], x))


def test_sector_room_is_the_integral_of_its_arc_lengths():
    inner, outer, angle, a, b = 62.28, 67.08, 0.1035, 0.12, 0.14
    expected = integral(lambda r: r * (angle - asin(a / r) - asin(b / r)), inner, outer)
    assert closed_form.sector_room(inner, outer, angle, a, b) == pytest.approx(expected, abs=1e-8)


def test_sector_room_without_walls_is_half_r_squared_theta():
    assert closed_form.sector_room(3.0, 5.0, 0.7, 0.0, 0.0) == pytest.approx(0.5 * (25 - 9) * 0.7, abs=1e-12)


def test_below_circle_is_the_integral_of_the_height_under_it():
    expected = integral(lambda x: sqrt(76.38**2 - x * x), -0.3, 0.12)
    assert closed_form.below_circle(-0.3, 0.12, 76.38) == pytest.approx(expected, abs=1e-9)


def test_disc_is_half_a_circle_twice():
    assert closed_form.disc(0.35) == pytest.approx(
        2 * integral(lambda x: sqrt(max(0.0, 0.35**2 - x * x)), -0.35, 0.35), abs=1e-6
    )
    assert closed_form.disc(1.0) == pi
