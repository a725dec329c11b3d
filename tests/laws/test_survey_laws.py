"""Laws of surveyed rooms: what must hold whatever the room and whatever the errors."""

from __future__ import annotations

from dataclasses import replace
from math import cos, hypot, pi, sin, tau

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geometry.survey.area import area_gradient, ring_area
from geometry.survey.least_squares import adjust
from geometry.survey.observations import AssumedAngle, Corner, Distance, RoomSurvey
from geometry.survey.record import SurveyRecord
from geometry.survey.room import adjust_room
from geometry.survey.room_equations import Approximate, room_equations
from tests.geometry.survey.rooms import ROOMS, Corners, area, survey_of

rooms = st.sampled_from(tuple(ROOMS.values()))
seeds = st.integers(0, 10_000)


@st.composite
def convex_rooms(draw: st.DrawFn) -> Corners:
    """Corners on an ellipse with gaps of at least 20° between them."""
    n = draw(st.integers(4, 8))
    gaps = [draw(st.floats(1.0, 2.0)) for _ in range(n)]
    angles = np.cumsum(gaps) / sum(gaps) * tau
    a, b = draw(st.floats(2, 8)), draw(st.floats(2, 8))
    return tuple((float(a * cos(t)), float(b * sin(t))) for t in angles)


def record(survey: RoomSurvey) -> SurveyRecord:
    found = adjust_room(survey).record
    assert found is not None
    return found


@settings(max_examples=25, deadline=None)
@given(convex_rooms())
def test_a_perfect_loop_has_no_residuals(corners: Corners) -> None:
    found = record(survey_of(corners))
    assert found.area_m2 == pytest.approx(area(corners), rel=1e-8)
    assert max(abs(row.residual_mm) for row in found.observations) < 1e-5
    assert found.vtpv < 1e-9


@settings(max_examples=15, deadline=None)
@given(rooms, seeds, st.floats(0, 2 * pi), st.floats(-500, 500), st.floats(-500, 500))
def test_area_and_uncertainty_do_not_depend_on_where_the_room_is_drawn(
    corners: Corners, seed: int, turn: float, dx: float, dy: float
) -> None:
    survey = survey_of(corners, rng=np.random.default_rng(seed))
    c, s = cos(turn), sin(turn)
    moved = tuple((c * x - s * y + dx, s * x + c * y + dy) for x, y in corners)
    a, b = (record(replace(survey, approximate_m=places)) for places in (corners, moved))
    assert a.area_m2 == pytest.approx(b.area_m2, rel=1e-8)
    assert a.standard_uncertainty_m2 == pytest.approx(b.standard_uncertainty_m2, rel=1e-6)
    assert [r.residual_mm for r in a.observations] == pytest.approx([r.residual_mm for r in b.observations], abs=1e-5)


@settings(max_examples=15, deadline=None)
@given(rooms, seeds, st.integers(0, 100))
def test_area_and_uncertainty_do_not_depend_on_the_datum(corners: Corners, seed: int, choice: int) -> None:
    survey = survey_of(corners, rng=np.random.default_rng(seed))
    problem = room_equations(survey, Approximate(corners, {}), instrument="laser").problem
    n = len(corners)
    i, j = choice % n, (choice % n + 1 + choice % (n - 1)) % n
    # Inner constraints over all corners, over two of them, and one corner fixed with one coordinate of another.
    across = 1 if abs(corners[i][0] - corners[j][0]) > abs(corners[i][1] - corners[j][1]) else 0
    variants = (
        problem,
        replace(problem, datum=(2 * i, 2 * i + 1, 2 * j, 2 * j + 1)),
        replace(problem, fixed=frozenset({2 * i, 2 * i + 1, 2 * j + across})),
    )
    found = []
    for variant in variants:
        adjusted = adjust(variant)
        gradient = area_gradient(adjusted.x, range(n))
        found.append((abs(ring_area(adjusted.x.reshape(-1, 2))), gradient @ adjusted.cofactors @ gradient))
    for other in found[1:]:
        assert other == pytest.approx(found[0], rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(rooms, seeds, st.floats(0.2, 5.0))
def test_scaling_by_k_scales_area_and_uncertainty_by_k_squared(corners: Corners, seed: int, k: float) -> None:
    survey = survey_of(corners, rng=np.random.default_rng(seed))
    larger = tuple(
        replace(o, readings_m=(o.readings_m[0] * k,), sigma_m=(o.sigma_m or 0) * k) if isinstance(o, Distance) else o
        for o in survey.observations
    )
    a, b = record(survey), record(replace(survey, observations=larger))
    assert b.area_m2 == pytest.approx(a.area_m2 * k**2, rel=1e-8)
    assert b.standard_uncertainty_m2 == pytest.approx(a.standard_uncertainty_m2 * k**2, rel=1e-6)
    assert b.vtpv == pytest.approx(a.vtpv, rel=1e-6, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(rooms, seeds, st.integers(1, 19))
def test_where_the_counting_begins_changes_nothing(corners: Corners, seed: int, by: int) -> None:
    survey = survey_of(corners, rng=np.random.default_rng(seed))
    n = len(corners)

    def moved(o: object) -> Distance | AssumedAngle:
        if isinstance(o, Distance):
            return replace(o, start=Corner((o.start.index + by) % n), end=Corner((o.end.index + by) % n))
        assert isinstance(o, AssumedAngle)
        return replace(o, corner=(o.corner + by) % n)

    other = replace(survey, observations=tuple(moved(o) for o in survey.observations))
    a, b = record(survey), record(other)
    assert b.area_m2 == pytest.approx(a.area_m2, rel=1e-8)
    assert b.standard_uncertainty_m2 == pytest.approx(a.standard_uncertainty_m2, rel=1e-5)


@settings(max_examples=15, deadline=None)
@given(rooms, seeds)
def test_redundancies_add_up_and_variance_shares_are_whole(corners: Corners, seed: int) -> None:
    found = record(survey_of(corners, rng=np.random.default_rng(seed)))
    kept = [row for row in found.observations if not row.excluded]
    assert sum(row.redundancy for row in kept) == pytest.approx(found.degrees_of_freedom, abs=1e-6)
    assert sum(row.variance_share for row in kept) == pytest.approx(1.0)


@settings(max_examples=15, deadline=None)
@given(rooms, seeds)
def test_one_more_measurement_never_makes_the_area_less_sure(corners: Corners, seed: int) -> None:
    survey = survey_of(corners, rng=np.random.default_rng(seed))
    rng = np.random.default_rng(seed + 1)
    i, j = sorted(int(k) for k in rng.choice(len(corners), 2, replace=False))
    d = hypot(corners[i][0] - corners[j][0], corners[i][1] - corners[j][1])
    more = replace(survey, observations=(*survey.observations, Distance(Corner(i), Corner(j), (d,), sigma_m=0.0015)))
    a, b = record(survey), record(more)
    if not (a.scaled or b.scaled or any(row.excluded for row in (*a.observations, *b.observations))):
        assert b.standard_uncertainty_m2 <= a.standard_uncertainty_m2 * (1 + 1e-3)
