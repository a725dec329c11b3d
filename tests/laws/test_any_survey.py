"""Whatever was observed, an answer comes: a room, or the finding that says why there is none. Never an exception."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geometry.survey.observations import (
    Angle,
    AssumedAngle,
    ControlPoint,
    Corner,
    Distance,
    End,
    Observation,
    PolarShot,
    RoomSurvey,
    Wall,
)
from geometry.survey.room import adjust_room


def any_survey(rng: np.random.Generator) -> RoomSurvey:
    n = int(rng.integers(3, 8))
    observations: list[Observation] = []

    def end() -> End:
        return Corner(int(rng.integers(n))) if rng.random() < 0.6 else Wall(int(rng.integers(n)))

    for k in range(n):
        if rng.random() < 0.9:
            length = float(rng.choice([2, 3, 4, 5, 900]))
            observations.append(Distance(Corner(k), Corner((k + 1) % n), (length,), f"wall {k}"))
        if rng.random() < 0.6:
            observations.append(AssumedAngle(k, float(rng.choice([90, 270, 180]))))
    for _ in range(int(rng.integers(0, 8))):
        kind, ends = rng.random(), (end(), end())
        if kind < 0.5 and ends[0] != ends[1]:
            readings = tuple(float(v) for v in rng.choice([0.01, 2, 4, 100], int(rng.integers(1, 3))))
            observations.append(Distance(*ends, readings, "more", instrument=None if kind < 0.3 else "disto"))
        elif kind < 0.6:
            observations.append(Angle(int(rng.integers(n)), (float(rng.uniform(1, 359)),)))
        elif kind < 0.9:
            zenith = float(rng.choice([90, 80, 1, 170]))
            shot = PolarShot(
                str(rng.integers(2)), ends[0], float(rng.uniform(0, 360)), float(rng.choice([2, 4])), zenith
            )
            observations.append(shot)
        else:
            observations.append(ControlPoint(int(rng.integers(n)), float(rng.normal()), float(rng.normal()), 0.01))
    turn = "clockwise" if rng.random() < 0.3 else "counter-clockwise"
    return RoomSurvey("any", "1", tuple(map(str, range(n))), tuple(observations), turn=turn)  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_any_survey_gets_an_answer(seed: int) -> None:
    survey = any_survey(np.random.default_rng(seed))
    room = adjust_room(survey)
    if room.space is None:
        assert any(f.outcome == "rejected" for f in room.findings)
        return
    assert room.record is not None
    assert np.isfinite(room.record.standard_uncertainty_m2)
    assert room.record.standard_uncertainty_m2 > 0
    assert len(room.record.observations) >= len(survey.observations)
    assert room.space.outline.is_valid
