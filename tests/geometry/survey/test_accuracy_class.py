from __future__ import annotations

import pytest

from geometry.survey.accuracy_class import RULES, class_reached, judged_by


def test_limits_of_21_square_metres() -> None:
    assert [rule.limit_m2(20.95) for rule in RULES] == pytest.approx([0.104, 0.225, 0.492], abs=5e-4)


def test_limit_of_100_square_metres_in_class_three() -> None:
    assert RULES[2].limit_m2(100.0) == pytest.approx(1.4)


@pytest.mark.parametrize(("u_m2", "name"), [(0.041, "I"), (0.2, "II"), (0.4, "III")])
def test_the_strictest_class_that_holds_the_uncertainty_is_reached(u_m2: float, name: str) -> None:
    rule = class_reached(20.95, u_m2)
    assert rule is not None
    assert rule.name == name


def test_where_no_class_is_reached_the_widest_rule_says_so() -> None:
    assert judged_by(20.95, 0.04) == ("I", RULES[0])
    assert judged_by(20.95, 0.6) == ("none", RULES[2])


def test_a_class_says_how_well_its_coefficients_are_known() -> None:
    assert [rule.confidence for rule in RULES] == ["unverified", "plausible", "confirmed"]
    assert class_reached(20.95, 0.6) is None
