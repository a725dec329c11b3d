from __future__ import annotations

from dataclasses import replace
from math import hypot, radians, sqrt

import pytest

from geometry.survey.observations import Angle, Distance
from geometry.survey.record import Closure
from geometry.survey.rectangle import rectangle
from geometry.survey.room import adjust_room
from tests.geometry.survey.rooms import L_ROOM, RECTANGLE, interior_deg, survey_of


def closure(record: object, kind: str) -> Closure:
    return next(c for c in record.closures if c.kind == kind)  # type: ignore[attr-defined]


def test_angles_close_against_the_root_of_n() -> None:
    survey = survey_of(L_ROOM, right_angles=False)
    angles = tuple(Angle(k, (interior_deg(L_ROOM, k) + 0.05,), sigma_deg=0.1) for k in range(6))
    record = adjust_room(replace(survey, observations=(*survey.observations, *angles))).record
    angular = closure(record, "angular")
    assert angular.value == pytest.approx(0.3)
    assert angular.u == pytest.approx(0.1 * sqrt(6))
    assert angular.passed


def test_a_loop_closes_in_millimetres_and_as_a_ratio_to_its_own_uncertainty() -> None:
    survey = survey_of(L_ROOM)
    first = survey.observations[0]
    assert isinstance(first, Distance)
    longer = replace(first, readings_m=(6.3,))
    room = adjust_room(replace(survey, observations=(longer, *survey.observations[1:])))
    vector = closure(room.record, "vector")
    assert vector.value == pytest.approx(300, abs=1e-6)
    # Along x: six lengths' σ where they run along it, and the angles times what they turn.
    sigma, turn = 0.0015, radians(0.3)
    after = [sum(dy for _, dy in steps()[k:]) for k in range(1, 6)]
    expected = sqrt(3 * sigma**2 + sum((turn * y) ** 2 for y in after))
    assert vector.u == pytest.approx(expected * 1000, rel=1e-6)
    assert vector.ratio == pytest.approx(300 / vector.u)
    assert vector.relative_length == pytest.approx((20.4 + 0.3) / 0.3)
    finding = next(f for f in room.findings if f.code == "misclosure")
    assert finding.evidence["misclosure_mm"] == pytest.approx(300, abs=1e-6)
    assert finding.evidence["ratio"] == pytest.approx(vector.ratio)


def steps() -> list[tuple[float, float]]:
    return [(b[0] - a[0], b[1] - a[1]) for a, b in zip(L_ROOM, L_ROOM[1:] + L_ROOM[:1], strict=True)]


def test_a_rectangle_is_checked_by_sides_and_diagonals() -> None:
    d = hypot(5, 4)
    survey = rectangle(
        id="r", number="1", length_m=(5.0, 5.004), width_m=(4.0, 4.0), diagonals_m=(d, d + 0.006), sigma_m=0.001,
        right_angle_sigma_deg=1e-6,
    )  # fmt: skip
    record = adjust_room(survey).record
    assert closure(record, "lengths").value == pytest.approx(-4.0)
    assert closure(record, "lengths").u == pytest.approx(sqrt(2), rel=1e-3)
    assert closure(record, "widths").value == pytest.approx(0.0)
    assert closure(record, "diagonals").value == pytest.approx(-6.0)
    assert not closure(record, "diagonals").passed
    sides = [c.value for c in record.closures if c.kind == "diagonal-of-sides"]  # type: ignore[union-attr]
    assert sides == pytest.approx([-0.002 * 5 / d * 1000, 6 - 0.002 * 5 / d * 1000], abs=1e-2)


def test_assumed_angles_do_not_prove_that_they_close() -> None:
    record = adjust_room(survey_of(RECTANGLE)).record
    assert record is not None
    assert "angular" not in {c.kind for c in record.closures}


def test_assumed_angles_that_cannot_be_are_reported() -> None:
    survey = survey_of(L_ROOM)
    convex = tuple(replace(o, interior_deg=90.0) if not isinstance(o, Distance) else o for o in survey.observations)
    room = adjust_room(replace(survey, observations=convex))
    angular = next(f for f in room.findings if f.evidence.get("closure") == "angular")
    assert angular.evidence["misclosure_deg"] == pytest.approx(-180)
