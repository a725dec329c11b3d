from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geometry.survey.observations import Distance
from geometry.survey.remeasure import decided_by
from geometry.survey.room import adjust_room
from tests.geometry.survey.rooms import L_ROOM, T_ROOM, Corners, survey_of


@pytest.mark.parametrize("corners", [L_ROOM, T_ROOM])
def test_the_predicted_uncertainty_is_what_repeating_the_measurement_gives(corners: Corners) -> None:
    survey = survey_of(corners)
    record = adjust_room(survey).record
    assert record is not None
    repeated = survey.observations
    for step in record.remeasure:
        again = survey.observations[step.observation]
        alone = adjust_room(replace(survey, observations=(*survey.observations, again))).record
        repeated = (*repeated, again)
        together = adjust_room(replace(survey, observations=repeated)).record
        assert alone is not None
        assert together is not None
        assert step.u_alone_m2 == pytest.approx(alone.standard_uncertainty_m2, rel=1e-9)
        assert step.u_together_m2 == pytest.approx(together.standard_uncertainty_m2, rel=1e-9)


def test_the_list_begins_with_what_helps_most() -> None:
    record = adjust_room(survey_of(L_ROOM)).record
    assert record is not None
    best = min(step.u_alone_m2 for step in record.remeasure)
    assert record.remeasure[0].u_alone_m2 == best
    together = [step.u_together_m2 for step in record.remeasure]
    assert together == sorted(together, reverse=True)


def test_contributions_add_up_to_the_variance() -> None:
    record = adjust_room(survey_of(T_ROOM, rng=np.random.default_rng(3))).record
    assert record is not None
    assert sum(row.variance_share for row in record.observations) == pytest.approx(1.0)
    of_walls = sum(wall.share for wall in record.walls)
    of_diagonals = sum(row.variance_share for row in record.observations if not row.walls)
    assert of_walls + of_diagonals == pytest.approx(1.0)


def test_the_shortest_list_that_decides_is_proposed() -> None:
    record = adjust_room(survey_of(L_ROOM)).record
    assert record is not None
    u = record.standard_uncertainty_m2
    assert decided_by(record, record.area_m2, record.area_m2 - 1.7 * u) == ()
    steps = decided_by(record, record.area_m2, record.area_m2 - 1.55 * u)
    assert steps is not None
    assert 1 <= len(steps) < len(record.remeasure)
    assert 1.55 * u >= 1.645 * steps[-1].u_together_m2
    assert decided_by(record, record.area_m2, record.area_m2) is None


def test_what_obstacles_leave_uncertain_cannot_be_measured_away() -> None:
    record = adjust_room(survey_of(L_ROOM)).record
    assert record is not None
    limit = record.area_m2 - 1.55 * record.standard_uncertainty_m2
    assert decided_by(record, record.area_m2, limit, other_u_m2=0.02) is None


def test_assumed_angles_are_not_proposed_for_repeating() -> None:
    survey = survey_of(L_ROOM)
    record = adjust_room(survey).record
    assert record is not None
    assert all(isinstance(survey.observations[step.observation], Distance) for step in record.remeasure)
