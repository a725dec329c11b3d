from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from geometry.survey.area import area_gradient, areas_with_covariance, ring_area, ring_gradient
from tests.geometry.survey.rooms import L_ROOM


def test_the_gradient_is_that_of_the_area() -> None:
    xy = np.array(L_ROOM, dtype=float)
    gradient = ring_gradient(xy)
    for k in range(len(xy)):
        for axis in (0, 1):
            shift = np.zeros_like(xy)
            shift[k, axis] = 1e-6
            change = (ring_area(xy + shift) - ring_area(xy - shift)) / 2e-6
            assert gradient[k, axis] == pytest.approx(change, abs=1e-6)


def test_the_area_of_a_ring_is_positive_whichever_way_it_goes() -> None:
    x = np.array(L_ROOM, dtype=float).ravel()
    forwards, backwards = range(6), range(5, -1, -1)
    assert area_gradient(x, forwards) == pytest.approx(area_gradient(x, backwards))


def test_rooms_that_share_a_wall_are_correlated() -> None:
    # Two rooms of 3 × 2 m side by side; only the shared wall's corners are uncertain: one gains what the other loses.
    x = np.array([0, 0, 3, 0, 6, 0, 6, 2, 3, 2, 0, 2], dtype=float)
    cofactors = np.zeros((12, 12))
    for shared in (1, 4):
        cofactors[2 * shared, 2 * shared] = 0.01**2
    areas, covariance = areas_with_covariance(x, cofactors, [(0, 1, 4, 5), (1, 2, 3, 4)])
    assert areas == pytest.approx([6.0, 6.0])
    assert sqrt(covariance[0, 0]) == pytest.approx(0.01 * sqrt(2))
    assert covariance.sum() == pytest.approx(0.0, abs=1e-15)
    assert covariance[0, 1] == pytest.approx(-covariance[0, 0])
