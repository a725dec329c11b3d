from __future__ import annotations

from dataclasses import replace
from math import hypot, pi

import numpy as np
import pytest

from geometry.survey.area import area_gradient
from geometry.survey.equations import Equation, points
from geometry.survey.least_squares import Problem, adjust
from tests.geometry.survey.rooms import L_ROOM, some_pairs


def network(rng: np.random.Generator | None = None) -> Problem:
    equations = []
    for i, j in some_pairs(L_ROOM):
        (x1, y1), (x2, y2) = L_ROOM[i], L_ROOM[j]
        error = 0.0 if rng is None else float(rng.normal(0, 0.0015))
        equations.append(Equation("distance", points(i, j), hypot(x2 - x1, y2 - y1) + error, 0.0015))
    return Problem(tuple(equations), np.array(L_ROOM, dtype=float).ravel(), len(L_ROOM))


def test_a_free_network_neither_moves_nor_turns_its_rough_places() -> None:
    adjusted = adjust(network(np.random.default_rng(5)))
    moved = (adjusted.x - adjusted.problem.x0).reshape(-1, 2)
    x, y = adjusted.problem.x0.reshape(-1, 2).T
    assert moved.sum(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert np.sum(x * moved[:, 1] - y * moved[:, 0]) == pytest.approx(0, abs=1e-12)
    assert adjusted.defect == 3


def test_redundancies_add_up_to_the_degrees_of_freedom() -> None:
    adjusted = adjust(network(np.random.default_rng(5)))
    assert adjusted.redundancy.sum() == pytest.approx(adjusted.degrees_of_freedom)
    assert adjusted.degrees_of_freedom == len(adjusted.problem.equations) - 12 + 3


def test_the_influence_is_how_a_function_follows_each_reading() -> None:
    start = network(np.random.default_rng(5))
    adjusted = adjust(start)
    gradient = area_gradient(adjusted.x, range(6))
    influence = adjusted.influence(gradient)
    for i, equation in enumerate(start.equations):
        changed = list(start.equations)
        changed[i] = replace(equation, value=equation.value + 1e-5)
        other = adjust(replace(start, equations=tuple(changed)))
        assert gradient @ (other.x - adjusted.x) / 1e-5 == pytest.approx(influence[i], abs=2e-3)


def test_observations_that_leave_something_open_say_how_it_moves() -> None:
    walls = network()
    walls = replace(walls, equations=walls.equations[:6])
    adjusted = adjust(walls)
    assert adjusted.open_motions.shape[1] == 3
    for motion in adjusted.open_motions.T:
        for equation in walls.equations:
            _, gradient = equation.evaluate(walls.x0.tolist())
            assert np.dot(gradient, motion[list(equation.at)]) == pytest.approx(0, abs=1e-9)


def test_scale_is_a_defect_too_where_only_angles_are_read() -> None:
    triangle = np.array([0.0, 0.0, 4.0, 0.0, 1.0, 3.0])
    equations = []
    for at, back, fore in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        turn = Equation("angle", points(at, back, fore), 0.0, 1e-4, 2 * pi)
        equations.append(replace(turn, value=turn.evaluate(triangle.tolist())[0]))
    adjusted = adjust(Problem(tuple(equations), triangle, 3))
    assert adjusted.defect == 4
    assert adjusted.degrees_of_freedom == 1


def test_fixed_coordinates_stay() -> None:
    fixed = replace(network(np.random.default_rng(2)), fixed=frozenset({0, 1, 3}))
    adjusted = adjust(fixed)
    assert adjusted.defect == 0
    assert adjusted.x[[0, 1, 3]] == pytest.approx(fixed.x0[[0, 1, 3]])
    assert not adjusted.cofactors[[0, 1, 3]].any()


def test_uncorrelated_observations_may_be_given_as_a_matrix() -> None:
    plain = network(np.random.default_rng(8))
    n = len(plain.equations)
    full = replace(plain, covariances=((tuple(range(n)), np.eye(n) * 0.0015**2),))
    a, b = adjust(plain), adjust(full)
    gradient = area_gradient(a.x, range(6))
    assert b.x == pytest.approx(a.x)
    assert b.redundancy == pytest.approx(a.redundancy)
    assert b.influence(gradient) == pytest.approx(a.influence(gradient))


def test_correlated_observations_are_weighted_by_the_inverse_of_their_covariance() -> None:
    # Two readings of one coordinate with covariance: the best linear estimate is known in closed form.
    covariance = np.array([[4.0, 1.8], [1.8, 1.0]]) * 1e-6
    equations = (
        Equation("unknown", (0,), 0.010, 0.002),
        Equation("unknown", (0,), 0.011, 0.001),
        Equation("unknown", (1,), 0.0, 0.001),
    )
    adjusted = adjust(Problem(equations, np.zeros(2), 1, covariances=(((0, 1), covariance),)))
    weight = np.linalg.inv(covariance)
    assert adjusted.x[0] == pytest.approx((weight @ [0.010, 0.011]).sum() / weight.sum())
    assert adjusted.cofactors[0, 0] == pytest.approx(1 / weight.sum())


def test_far_coordinates_lose_no_digit_once_they_are_centred() -> None:
    near = network(np.random.default_rng(5))
    a = adjust(near)
    assert a.vtpv == pytest.approx(adjust(replace(near, x0=near.x0 + 1000.0)).vtpv, rel=1e-6)
