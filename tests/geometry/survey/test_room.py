from __future__ import annotations

from dataclasses import replace
from math import hypot, sqrt

import numpy as np
import pytest

from geometry.survey.observations import (
    Angle,
    AssumedAngle,
    AssumedParallel,
    ControlPoint,
    Corner,
    Distance,
    Height,
    PolarShot,
    RoomSurvey,
    Wall,
)
from geometry.survey.record import SurveyRecord
from geometry.survey.rectangle import rectangle
from geometry.survey.room import AdjustmentOptions, SurveyedRoom, adjust_room
from tests.geometry.survey.rooms import (
    ARC_ROOM,
    L_ROOM,
    ROOMS,
    T_ROOM,
    area,
    interior_deg,
    survey_of,
    with_blunder,
)


def record(room: SurveyedRoom) -> SurveyRecord:
    assert room.record is not None, [f.reason.en for f in room.findings]
    return room.record


def codes(room: SurveyedRoom) -> set[str]:
    return {finding.code for finding in room.findings}


@pytest.mark.parametrize("name", ROOMS)
def test_a_perfect_survey_gives_the_room_back_without_residuals(name: str) -> None:
    room = adjust_room(survey_of(ROOMS[name]))
    assert record(room).area_m2 == pytest.approx(area(ROOMS[name]), abs=1e-9)
    assert max(abs(row.residual_mm) for row in record(room).observations) < 1e-6
    assert room.space is not None
    assert room.space.outline.area == pytest.approx(area(ROOMS[name]), abs=1e-9)
    assert room.space.origin == "surveyed"
    assert room.space.survey == room.record


def test_the_first_corner_is_the_origin_and_the_first_wall_runs_along_x() -> None:
    moved = tuple((3 + 0.6 * x - 0.8 * y, -2 + 0.8 * x + 0.6 * y) for x, y in L_ROOM)
    corners = record(adjust_room(survey_of(moved))).corners
    assert [(c.x_m, c.y_m) for c in corners] == [pytest.approx(p, abs=1e-9) for p in L_ROOM]


def test_a_clockwise_survey_gives_the_mirrored_order_and_the_same_area() -> None:
    backwards = tuple(reversed(L_ROOM))
    survey = replace(survey_of(backwards, right_angles=False), turn="clockwise")
    room = adjust_room(replace(survey, observations=(*survey.observations, AssumedAngle(1, 90.0, sigma_deg=0.3))))
    signed = sum(
        a.x_m * b.y_m - b.x_m * a.y_m
        for a, b in zip(record(room).corners, record(room).corners[1:] + record(room).corners[:1], strict=True)
    )
    assert signed / 2 == pytest.approx(-area(L_ROOM))
    assert room.space is not None
    assert room.space.outline.exterior.is_ccw  # type: ignore[union-attr]


def test_a_rectangle_of_one_length_and_one_width() -> None:
    room = adjust_room(
        rectangle(id="r", number="1", length_m=(5.0,), width_m=(4.0,), sigma_m=0.002, right_angle_sigma_deg=0.01)
    )
    assert record(room).area_m2 == pytest.approx(20.0)
    assert record(room).standard_uncertainty_m2 == pytest.approx(0.002 * sqrt(41), abs=1e-5)
    assert {"unchecked-reading", "assumed-angles"} <= codes(room)
    assert record(room).worst_undetected_area_m2 is None


def test_a_rectangle_of_both_lengths_and_both_widths_is_surer_by_the_root_of_two() -> None:
    room = adjust_room(
        rectangle(
            id="r", number="1", length_m=(5.0, 5.0), width_m=(4.0, 4.0), sigma_m=0.002, right_angle_sigma_deg=1e-4
        )
    )
    assert record(room).standard_uncertainty_m2 == pytest.approx(0.0091, abs=5e-5)


def test_a_common_offset_adds_half_the_perimeter_times_its_uncertainty() -> None:
    room = adjust_room(rectangle(id="r", number="1", length_m=(5.0,), width_m=(4.0,), instrument="disto"))
    (offset,) = record(room).offsets
    assert offset.area_m2_per_m == pytest.approx((5 + 4 + 5 + 4) / 2)
    assert record(room).offset_uncertainty_m2 == pytest.approx(9 * 0.0005)


def test_walls_measured_from_face_to_face_make_an_l() -> None:
    faces = [(5, 1, 6.0), (0, 4, 4.2), (0, 2, 2.5), (5, 3, 3.5)]
    room = adjust_room(
        RoomSurvey(
            "l", "2", ("A", "B", "C", "D", "E", "F"),
            (
                *(Distance(Wall(i), Wall(j), (d,), sigma_m=0.001) for i, j, d in faces),
                *(AssumedAngle(k, 270.0 if k == 3 else 90.0) for k in range(6)),
            ),
        )
    )  # fmt: skip
    assert record(room).area_m2 == pytest.approx(20.95)
    assert [(c.x_m, c.y_m) for c in record(room).corners] == [pytest.approx(p, abs=1e-6) for p in L_ROOM]


def test_parallels_may_take_the_place_of_angles() -> None:
    sides = [(Corner(0), Corner(1), 5.0), (Corner(1), Corner(2), 4.0), (Corner(0), Corner(2), hypot(5, 4))]
    room = adjust_room(
        RoomSurvey(
            "p", "3", ("1", "2", "3", "4"),
            (*(Distance(a, b, (d,), sigma_m=0.002) for a, b, d in sides), AssumedParallel(0, 2), AssumedParallel(1, 3)),
        )
    )  # fmt: skip
    assert record(room).area_m2 == pytest.approx(20.0)


def test_corner_to_wall_distances() -> None:
    triangle = ((0.0, 0.0), (4.0, 0.0), (1.0, 3.0))
    survey = RoomSurvey(
        "t", "4", ("1", "2", "3"),
        (
            Distance(Corner(0), Corner(1), (4.0,), sigma_m=0.001),
            Distance(Corner(2), Wall(0), (3.0,), sigma_m=0.001),
            Distance(Wall(1), Corner(0), (12 / hypot(3, 3),), sigma_m=0.001),
            Angle(0, (interior_deg(triangle, 0),), sigma_deg=0.2),
        ),
    )  # fmt: skip
    assert record(adjust_room(survey)).area_m2 == pytest.approx(6.0)


def polar(corners: tuple[tuple[float, float], ...], stations: dict[str, tuple[float, float, float]]) -> RoomSurvey:
    shots = []
    for name, (x, y, turn) in stations.items():
        for k, (cx, cy) in enumerate(corners):
            zenith = 88.0 + k
            horizontal = turn - np.degrees(np.arctan2(cy - y, cx - x))
            slope = hypot(cx - x, cy - y) / np.sin(np.radians(zenith))
            shots.append(PolarShot(name, Corner(k), float(horizontal), float(slope), zenith, instrument="disto-dst360"))
    return RoomSurvey("p", "5", tuple(f"{k}" for k in range(len(corners))), tuple(shots))


def test_polar_shots_from_one_station_place_every_corner() -> None:
    room = adjust_room(polar(L_ROOM, {"S": (2.0, 1.0, 77.0)}))
    assert record(room).area_m2 == pytest.approx(area(L_ROOM), abs=1e-9)
    assert "unchecked-reading" in codes(room)


def test_the_stations_lie_in_the_frame_of_the_corners() -> None:
    room = record(adjust_room(polar(T_ROOM, {"S": (1.0, 1.0, 10.0), "T": (1.0, 4.0, 200.0)})))
    places = np.array([(c.x_m, c.y_m) for c in room.corners])
    for station, at in zip(room.stations, ((1.0, 1.0), (1.0, 4.0)), strict=True):
        seen = np.hypot(*(places - (station.x_m, station.y_m)).T)
        assert seen == pytest.approx(np.hypot(*(np.array(T_ROOM) - at).T), abs=1e-9)


def test_polar_shots_from_two_stations_check_each_other() -> None:
    room = adjust_room(polar(T_ROOM, {"S": (1.0, 1.0, 10.0), "T": (1.0, 4.0, 200.0)}))
    assert record(room).area_m2 == pytest.approx(area(T_ROOM), abs=1e-9)
    assert record(room).degrees_of_freedom == 2 * 8 * 2 - (2 * 8 + 2 * 3 - 3)


def test_shots_at_walls_give_corners_where_they_meet() -> None:
    shots = []
    x, y = 2.0, 1.5
    for wall in range(4):
        corners = ((0.0, 0.0), (5.0, 0.0), (5.0, 4.0), (0.0, 4.0))
        (x1, y1), (x2, y2) = corners[wall], corners[(wall + 1) % 4]
        for share in (0.2, 0.8):
            dx, dy = x1 + share * (x2 - x1) - x, y1 + share * (y2 - y1) - y
            shots.append(PolarShot("S", Wall(wall), float(33 - np.degrees(np.arctan2(dy, dx))), hypot(dx, dy)))
    survey = RoomSurvey("w", "6", ("1", "2", "3", "4"), tuple(shots), instrument="disto-dst360")
    assert record(adjust_room(survey)).area_m2 == pytest.approx(20.0)


def test_control_points_say_where_the_room_lies() -> None:
    survey = survey_of(L_ROOM)
    control = (ControlPoint(0, 100.0, 50.0, 0.003), ControlPoint(2, 100.0 - 2.5, 50.0 + 6.0, 0.003))
    corners = record(adjust_room(replace(survey, observations=(*survey.observations, *control)))).corners
    assert (corners[1].x_m, corners[1].y_m) == pytest.approx((100.0, 56.0), abs=1e-6)


def test_rough_places_given_with_the_survey_keep_their_frame() -> None:
    moved = tuple((10 + x, 20 + y) for x, y in ARC_ROOM)
    rough = tuple((x + 0.05 * (k % 3), y) for k, (x, y) in enumerate(moved))
    corners = record(adjust_room(replace(survey_of(ARC_ROOM), approximate_m=rough))).corners
    assert (corners[0].x_m, corners[0].y_m) == pytest.approx((10.0, 20.0), abs=0.1)


def test_a_wall_of_wrong_length_is_named_and_left_out_visibly() -> None:
    room = adjust_room(with_blunder(survey_of(L_ROOM, rng=np.random.default_rng(4)), 2, 0.1))
    (finding,) = [f for f in room.findings if f.code == "blunder"]
    assert finding.evidence["observation"] == "测距!4"
    assert finding.evidence["estimate_mm"] == pytest.approx(100, abs=6)
    assert finding.evidence["excluded"]
    assert "测距!4" in finding.reason.zh
    row = record(room).observations[2]
    assert row.excluded
    assert row.blunder_mm == pytest.approx(100, abs=6)
    assert record(room).area_m2 == pytest.approx(area(L_ROOM), abs=0.03)


def test_a_wrong_reading_stays_in_where_exclusion_is_not_wanted() -> None:
    survey = with_blunder(survey_of(L_ROOM, rng=np.random.default_rng(4)), 2, 0.1)
    room = adjust_room(survey, options=AdjustmentOptions(exclude_blunders=False))
    (finding,) = [f for f in room.findings if f.code == "blunder"]
    assert not finding.evidence["excluded"]
    assert record(room).scaled
    assert not any(row.excluded for row in record(room).observations)


def test_with_one_degree_of_freedom_nothing_can_be_singled_out() -> None:
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0))
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)]
    room = adjust_room(with_blunder(survey_of(square, pairs=pairs, right_angles=False), 4, 0.05))
    (finding,) = [f for f in room.findings if f.code == "blunder"]
    assert not finding.evidence["excluded"]
    assert len(finding.evidence["candidates"]) == 5
    assert "worse-than-stated" in codes(room)


def test_a_corner_that_is_not_square_is_found_by_the_distances() -> None:
    skew = ((0.0, 0.0), (5.0, 0.0), (5.3, 4.0), (0.0, 4.0))
    survey = survey_of(skew, pairs=[(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)], right_angles=False)
    assumed = tuple(AssumedAngle(k, 90.0, sigma_deg=0.1) for k in range(4))
    room = adjust_room(replace(survey, observations=(*survey.observations, *assumed)))
    wrong = {row.start for row in record(room).observations if row.excluded}
    assert wrong == {"P2", "P3"}
    assert record(room).area_m2 == pytest.approx(area(skew), abs=1e-6)


def test_readings_of_one_place_that_contradict_each_other_are_reported() -> None:
    survey = survey_of(L_ROOM)
    first = survey.observations[0]
    assert isinstance(first, Distance)
    survey = replace(survey, observations=(replace(first, readings_m=(6.0, 6.001, 6.2)), *survey.observations[1:]))
    room = adjust_room(survey)
    assert "readings-differ" in codes(room)
    assert record(room).area_m2 == pytest.approx(area(L_ROOM), abs=0.01)


def test_worse_measurements_than_stated_enlarge_the_uncertainty() -> None:
    rng = np.random.default_rng(11)
    honest = record(adjust_room(survey_of(L_ROOM)))
    room = adjust_room(survey_of(L_ROOM, right_angles=False, rng=rng, sigma_m=0.0015))
    survey = room.survey
    bragging = tuple(replace(o, sigma_m=0.0002) if isinstance(o, Distance) else o for o in survey.observations)
    worse = adjust_room(replace(survey, observations=bragging))
    assert record(worse).scaled
    assert record(worse).coverage_factor >= 2.0
    assert "worse-than-stated" in codes(worse)
    assert record(worse).standard_uncertainty_m2 > honest.standard_uncertainty_m2 / 3


def test_a_good_fit_never_makes_the_area_surer() -> None:
    perfect = record(adjust_room(survey_of(L_ROOM)))
    noisy = record(adjust_room(survey_of(L_ROOM, rng=np.random.default_rng(1))))
    assert perfect.global_test.outcome == "better"
    assert perfect.standard_uncertainty_m2 == pytest.approx(noisy.standard_uncertainty_m2, rel=0.01)


def test_heights_that_differ_are_no_height() -> None:
    survey = survey_of(L_ROOM)
    flat = adjust_room(replace(survey, heights=(Height(2.80), Height(2.82))))
    sloped = adjust_room(replace(survey, heights=(Height(2.40), Height(2.82))))
    assert flat.space is not None
    assert flat.space.height_m == pytest.approx(2.81)
    assert sloped.space is not None
    assert sloped.space.height_m is None
    assert "heights-differ" in codes(sloped)


def test_an_outline_that_crosses_itself_has_no_area() -> None:
    bow = ((0.0, 0.0), (4.0, 3.0), (4.0, 0.0), (0.0, 3.0))
    room = adjust_room(
        replace(survey_of(bow, pairs=[(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)]), approximate_m=bow)
    )
    assert room.space is None
    assert codes(room) == {"crossing-outline"}


def test_both_faces_of_a_shot_that_differ_are_reported() -> None:
    survey = polar(L_ROOM, {"S": (2.0, 1.0, 0.0), "T": (1.0, 3.0, 0.0)})
    shot = survey.observations[0]
    assert isinstance(shot, PolarShot)
    twice = replace(shot, second_face=(shot.horizontal_deg + 180.5, 360 - shot.zenith_deg))
    assert "faces-differ" in codes(adjust_room(replace(survey, observations=(twice, *survey.observations[1:]))))


def test_walls_measured_only_at_their_ends_may_bow() -> None:
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3)]
    stated = survey_of(((0, 0), (5, 0), (5, 4), (0, 4)), pairs=pairs)
    derived = tuple(replace(o, sigma_m=None) if isinstance(o, Distance) else o for o in stated.observations)
    assert record(adjust_room(stated)).flatness_uncertainty_m2 == 0
    with_bow = record(adjust_room(replace(stated, observations=derived, instrument="disto")))
    assert with_bow.flatness_uncertainty_m2 == pytest.approx(
        2 / 3 * sqrt(2 * (5 * 0.003368) ** 2 + 2 * (4 * 0.002887) ** 2), rel=1e-3
    )
    parts = (with_bow.flatness_uncertainty_m2, with_bow.offset_uncertainty_m2)
    assert with_bow.standard_uncertainty_m2 > hypot(*parts)
