from __future__ import annotations

from dataclasses import replace

import pytest

from geometry.survey.observations import Distance, RoomSurvey
from geometry.survey.room import AdjustmentOptions, adjust_room
from tests.geometry.survey.rooms import L_ROOM, area, survey_of

INSTRUMENT_LENGTH_M = 0.098


def read_from_the_wrong_edge() -> RoomSurvey:
    survey = replace(survey_of(L_ROOM), instrument="disto")
    longer = tuple(
        replace(o, readings_m=(o.readings_m[0] + INSTRUMENT_LENGTH_M,)) if isinstance(o, Distance) else o
        for o in survey.observations
    )
    return replace(survey, observations=longer)


def test_measuring_from_the_wrong_edge_is_suspected_and_not_blamed_on_single_readings() -> None:
    room = adjust_room(read_from_the_wrong_edge())
    (finding,) = [f for f in room.findings if f.code == "offset-suspect"]
    assert finding.evidence["offset_mm"] == pytest.approx(98, abs=3)
    assert not any(f.code == "blunder" for f in room.findings)
    assert room.record is not None
    assert room.record.expanded_uncertainty_m2 > abs(room.record.area_m2 - area(L_ROOM))


def test_the_offset_is_estimated_where_that_is_wanted() -> None:
    room = adjust_room(read_from_the_wrong_edge(), options=AdjustmentOptions(estimate_offset=True))
    assert room.record is not None
    assert room.record.area_m2 == pytest.approx(area(L_ROOM), abs=room.record.expanded_uncertainty_m2)
    assert room.record.offset_uncertainty_m2 == 0
    assert any(row.kind == "assumed-offset" for row in room.record.observations)


def test_no_offset_is_suspected_in_an_honest_survey() -> None:
    assert not any(f.code == "offset-suspect" for f in adjust_room(survey_of(L_ROOM)).findings)
