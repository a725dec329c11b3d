from __future__ import annotations

from dataclasses import replace

import pytest

from geometry.survey.observations import AssumedAngle, Corner, Distance, RoomSurvey, Wall
from geometry.survey.room import SurveyedRoom, adjust_room
from tests.geometry.survey.rooms import ARC_ROOM, L_ROOM, RECTANGLE, Corners, area, survey_of


def only_walls(corners: Corners, *more: tuple[int, int], right_angles: bool = False) -> RoomSurvey:
    n = len(corners)
    return survey_of(corners, pairs=[*((k, (k + 1) % n) for k in range(n)), *more], right_angles=right_angles)


def missing(room: SurveyedRoom) -> list[tuple[str, str]]:
    (finding,) = room.findings
    assert (finding.code, finding.outcome) == ("undetermined", "rejected")
    assert room.space is None
    return [(m["from"], m["to"]) for m in finding.evidence["missing"]]


def test_four_walls_alone_want_one_diagonal() -> None:
    room = adjust_room(only_walls(RECTANGLE))
    assert len(missing(room)) == 1
    assert set(missing(room)[0]) in ({"P1", "P3"}, {"P2", "P4"})
    assert "对角线" in room.findings[0].reason.zh
    assert "one diagonal" in room.findings[0].reason.en


@pytest.mark.parametrize(("corners", "count"), [(L_ROOM, 3), (ARC_ROOM, 7)])
def test_a_closed_chain_of_n_walls_wants_n_minus_3_diagonals(corners: Corners, count: int) -> None:
    assert len(missing(adjust_room(only_walls(corners)))) == count


@pytest.mark.parametrize("corners", [RECTANGLE, L_ROOM, ARC_ROOM])
def test_measuring_what_it_says_determines_the_room(corners: Corners) -> None:
    survey = only_walls(corners)
    wanted = missing(adjust_room(survey))
    added = [tuple(survey.corners.index(label) for label in pair) for pair in wanted]
    room = adjust_room(only_walls(corners, *added))  # type: ignore[arg-type]
    assert room.record is not None
    assert room.record.degrees_of_freedom == 0


def test_an_unmeasured_wall_of_a_right_angled_room_is_asked_for_first() -> None:
    survey = only_walls(L_ROOM, right_angles=True)
    # Walls 2–3 and 4–5 are what the lengths of an L hang on when 1–2, 3–4 and 6–1 are left out as well.
    kept = tuple(
        o for o in survey.observations if not (isinstance(o, Distance) and o.reading in {"测距!2", "测距!4", "测距!6"})
    )
    room = adjust_room(replace(survey, observations=kept))
    assert next(set(pair) for pair in missing(room)) in ({"P1", "P2"}, {"P3", "P4"}, {"P5", "P6"})
    (finding,) = room.findings
    assert finding.evidence["missing"][0]["kind"] == "wall"


def test_right_angles_close_the_loop_of_a_right_angled_room() -> None:
    room = adjust_room(only_walls(L_ROOM, right_angles=True))
    assert room.record is not None
    assert room.record.area_m2 == pytest.approx(area(L_ROOM))
    assert room.record.degrees_of_freedom == 6 + 6 - 9


def test_a_width_without_a_length_is_not_guessed() -> None:
    survey = RoomSurvey(
        "r", "1", ("1", "2", "3", "4"),
        (Distance(Wall(0), Wall(2), (4.0,)), *(AssumedAngle(k) for k in range(4))),
    )  # fmt: skip
    assert len(missing(adjust_room(survey))) == 1


def test_nothing_observed_at_all_is_said_too() -> None:
    room = adjust_room(RoomSurvey("r", "1", ("1", "2", "3"), (Distance(Corner(0), Corner(1), (3.0,)),)))
    assert len(missing(room)) == 2
