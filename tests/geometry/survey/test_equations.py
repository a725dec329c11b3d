from __future__ import annotations

from math import cos, hypot, pi, remainder, sin

import numpy as np
import pytest

from geometry.survey.equations import Equation, EquationKind, points

UNKNOWNS: dict[EquationKind, int] = {
    "distance": 4, "azimuth": 4, "direction": 5, "angle": 6, "parallel": 8, "point-to-line": 6, "wall-to-wall": 8,
    "shot-to-wall": 7, "difference": 2, "unknown": 1,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "count"), UNKNOWNS.items())
def test_derivatives_are_those_of_the_computed_value(kind: EquationKind, count: int) -> None:
    rng = np.random.default_rng(1)
    step = 1e-6
    for _ in range(40):
        x = rng.normal(size=count) * 3
        equation = Equation(kind, tuple(range(count)), 0.0, 1.0, parameter=0.3)
        value, gradient = equation.evaluate(x.tolist())
        if abs(value) > 100:  # a beam nearly along its wall
            continue
        for i in range(count):
            shift = np.eye(count)[i] * step
            change = equation.evaluate((x + shift).tolist())[0] - equation.evaluate((x - shift).tolist())[0]
            expected = remainder(change, 2 * pi) / (2 * step)
            assert gradient[i] == pytest.approx(expected, rel=1e-4, abs=1e-5 * (1 + value**2))


def test_a_shot_perpendicular_from_one_face_to_a_parallel_one_reads_their_distance_wherever_it_is_taken() -> None:
    x = [0.0, 0.0, 4.0, 0.0, 5.0, 3.0, -1.0, 3.0]
    for place in (0.0, 0.25, 1.0):
        equation = Equation("wall-to-wall", points(0, 1, 2, 3), 3.0, 1.0, parameter=place)
        assert equation.evaluate(x)[0] == pytest.approx(3.0)


def test_a_shot_to_a_skew_face_depends_on_where_it_starts() -> None:
    x = [0.0, 0.0, 4.0, 0.0, 4.0, 3.4, 0.0, 3.0]
    read = [Equation("wall-to-wall", points(0, 1, 2, 3), 0, 1, parameter=t).evaluate(x)[0] for t in (0.0, 0.5, 1.0)]
    assert read == pytest.approx([3.0, 3.2, 3.4])


def test_a_shot_from_a_station_follows_the_formula_of_a_line_in_normal_form() -> None:
    theta, p, station, orientation, reading = 0.4, 5.0, np.array([1.0, -0.5]), 0.2, 0.35
    normal, along = np.array([cos(theta), sin(theta)]), np.array([-sin(theta), cos(theta)])
    ends = [p * normal + t * along for t in (-2.0, 3.0)]
    x = [*station, *ends[0], *ends[1], orientation]
    beam = np.array([cos(orientation + reading), sin(orientation + reading)])
    expected = (p - normal @ station) / (normal @ beam)
    assert Equation("shot-to-wall", tuple(range(7)), 0, 1, parameter=reading).evaluate(x)[0] == pytest.approx(expected)


def test_misclosures_of_angles_are_the_shorter_way_round() -> None:
    full = Equation("angle", (0, 1, 2, 3, 4, 5), 2 * pi - 0.001, 1.0, 2 * pi)
    assert full.misclosure(0.001) == pytest.approx(-0.002)
    assert Equation("parallel", tuple(range(8)), 0.0, 1.0, pi).misclosure(pi - 0.01) == pytest.approx(0.01)


def test_a_point_is_as_far_from_a_wall_on_either_side_of_it() -> None:
    for y in (2.0, -2.0):
        value, _ = Equation("point-to-line", points(0, 1, 2), 2.0, 1.0).evaluate([1.0, y, 0.0, 0.0, 7.0, 0.0])
        assert value == pytest.approx(2.0)
    assert hypot(3, 4) == Equation("distance", points(0, 1), 0, 1).evaluate([0, 0, 3, 4])[0]
