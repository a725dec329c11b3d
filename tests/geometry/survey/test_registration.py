from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import affine_transform, rotate, scale, translate

from geometry.survey.registration import register, register_by_points
from tests.geometry.survey.rooms import ARC_ROOM, L_ROOM, T_ROOM, TWENTY_SIDED

L = shapely.Polygon(L_ROOM)
SKEW = shapely.Polygon([(0, 0), (6, 0), (5.2, 3.1), (1.5, 4.4)])


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([SKEW, L, shapely.Polygon(ARC_ROOM)]), st.floats(-180, 180), st.booleans(), st.floats(-50, 50))
def test_a_moved_outline_is_laid_back_on_itself(room: shapely.Polygon, turn: float, mirrored: bool, dx: float) -> None:
    moved = translate(rotate(scale(room, -1 if mirrored else 1), turn), dx, 3.0)
    found = register(moved, room)
    laid = affine_transform(moved, found.matrix)
    assert found.rms_mm < 1e-3
    assert shapely.symmetric_difference(laid, room).area < 1e-5


def test_deviations_are_those_of_the_corners_in_millimetres() -> None:
    surveyed = shapely.Polygon([(0, 0), (6.0, 0), (6.0, 2.5), (3.5, 2.5), (3.5, 4.23), (0, 4.23)])
    found = register(rotate(surveyed, 40), L)
    assert 5 < found.rms_mm < 20
    assert 10 < found.max_mm < 30
    assert len(found.deviations_mm) == 6
    assert not found.mirrored


def test_a_square_room_fits_eight_ways_and_that_is_said() -> None:
    square = shapely.box(0, 0, 4, 4)
    found = register(square, translate(square, 7, 7))
    assert (found.rotation_deg, found.mirrored) == (pytest.approx(0, abs=1e-6), False)
    assert len(found.alternatives) == 7


def test_a_rectangle_fits_four_ways() -> None:
    found = register(shapely.box(0, 0, 5, 4), shapely.box(10, 10, 15, 14))
    assert len(found.alternatives) == 3


def test_an_l_fits_one_way_and_a_mirrored_survey_is_recognised() -> None:
    assert not register(L, rotate(L, 77)).ambiguous
    mirrored = register(scale(L, -1), L)
    assert mirrored.mirrored
    assert not mirrored.ambiguous


def test_a_t_is_its_own_mirror_image() -> None:
    room = shapely.Polygon(T_ROOM)
    found = register(rotate(room, 30), room)
    assert not found.mirrored
    assert [mirrored for _, mirrored in found.alternatives] == [True]


def test_outlines_need_not_have_the_same_corners() -> None:
    finer = shapely.segmentize(L, 0.4)
    found = register(rotate(L, -25), finer)
    assert found.rms_mm < 1
    assert register(shapely.Polygon(TWENTY_SIDED), shapely.Polygon(TWENTY_SIDED)).rms_mm < 1e-3


def test_control_points_place_a_room_by_themselves() -> None:
    pairs = [((0.0, 0.0), (10.0, 5.0)), ((4.0, 0.0), (10.0, 9.02))]
    found = register_by_points(pairs)
    assert found.rotation_deg == pytest.approx(90)
    assert found.deviations_mm == pytest.approx((10, 10))
    with pytest.raises(ValueError, match="two control points"):
        register_by_points([((1.0, 1.0), (2.0, 2.0)), ((1.0, 1.0), (3.0, 3.0))])


def test_nothing_can_be_laid_on_nothing() -> None:
    with pytest.raises(ValueError, match="without area"):
        register(shapely.Polygon(), L)
