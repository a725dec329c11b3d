"""Simulated surveys with honest σ: does the 95 % interval hold the true area, are wrong readings found, is there false
alarm?

The true room is known and errors are drawn as stated, so every figure has a right answer. A sample runs by default,
2,000 rooms of each shape with ``make test-all``; limits are those of the issue, widened by three standard errors of
the sample.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from geometry.survey.observations import AssumedAngle, Distance, RoomSurvey
from geometry.survey.room import SurveyedRoom, adjust_room
from tests.geometry.survey.rooms import ANGLE_SIGMA_DEG, ROOMS, Corners, area, survey_of, with_blunder

ALPHA = 0.001
FULL = pytest.param(2000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])
SAMPLE = 60


def simulated(corners: Corners, rng: np.random.Generator) -> RoomSurvey:
    """A survey with normal errors in its distances; its assumed right angles are off by as much as they say."""
    survey = survey_of(corners, rng=rng)
    return replace(
        survey,
        observations=tuple(
            replace(o, interior_deg=o.interior_deg + float(rng.normal(0, ANGLE_SIGMA_DEG)))
            if isinstance(o, AssumedAngle)
            else o
            for o in survey.observations
        ),
    )


def standard_error(share: float, count: int) -> float:
    return sqrt(share * (1 - share) / count)


def named(room: SurveyedRoom) -> set[str]:
    return {f.evidence["observation"] for f in room.findings if f.code == "blunder"}


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize("count", [SAMPLE, FULL])
def test_the_interval_covers_the_true_area_and_alarms_are_rarely_false(name: str, count: int) -> None:
    corners, rng = ROOMS[name], np.random.default_rng(2026)
    covered = alarms = tests = 0
    for _ in range(count):
        room = adjust_room(simulated(corners, rng))
        assert room.record is not None
        covered += abs(room.record.area_m2 - area(corners)) <= room.record.expanded_uncertainty_m2
        alarms += len(named(room))
        tests += len(room.record.observations)
    slack = 3 * standard_error(0.9545, count) if count == SAMPLE else 0.0
    assert 0.93 - slack <= covered / count <= 0.97 + slack
    assert alarms / tests <= 2 * ALPHA + (3 * standard_error(ALPHA, tests) if count == SAMPLE else 0.0)


@pytest.mark.parametrize("name", ROOMS)
@pytest.mark.parametrize("count", [SAMPLE, FULL])
def test_blunders_of_five_times_the_detectable_size_are_found(name: str, count: int) -> None:
    corners, rng = ROOMS[name], np.random.default_rng(1968)
    record = adjust_room(survey_of(corners)).record
    assert record is not None
    detectable = [(i, row.mdb_mm) for i, row in enumerate(record.observations) if row.kind == "distance" and row.mdb_mm]
    assert len(detectable) == sum(row.kind == "distance" for row in record.observations)
    found = 0
    for _ in range(count):
        survey = simulated(corners, rng)
        i, mdb_mm = detectable[int(rng.integers(len(detectable)))]
        wrong = survey.observations[i]
        assert isinstance(wrong, Distance)
        sign = 1 if rng.random() < 0.5 else -1
        found += wrong.reading in named(adjust_room(with_blunder(survey, i, sign * 5 * mdb_mm / 1000)))
    assert found / count >= 0.95 - (3 * standard_error(0.95, count) if count == SAMPLE else 0.0)
