"""The part of a floor near a window: rectangles by hand, and points thrown at random over turned rooms."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, affinity, box

from geometry.daylight import near_window_share


def test_a_band_of_windows_reaches_six_metres_into_a_deep_room():
    assert near_window_share(box(0, 0, 5, 12), [box(0, 12, 5, 12.3)]) == pytest.approx(0.5, abs=1e-3)


def test_a_shallow_room_is_near_its_windows_everywhere():
    assert near_window_share(box(0, 0, 4, 5), [box(1, 5, 3, 5.3)]) == pytest.approx(1.0)


def test_the_distance_counts_from_the_window_not_from_its_wall():
    share = near_window_share(box(0, 0, 20, 4), [box(9.5, 4, 10.5, 4.3)])
    assert 0.5 < share < 13 / 20  # 13 m along the wall, less in the depth


def test_windows_of_other_rooms_do_not_count():
    next_door = box(6, 5, 8, 5.3)
    end_at_the_corner = box(4, 5, 6, 5.3)
    assert near_window_share(box(0, 0, 4, 5), [next_door]) == 0.0
    assert near_window_share(box(0, 0, 4, 5), [end_at_the_corner]) == 0.0


def test_a_plan_without_windows_says_nothing():
    assert near_window_share(box(0, 0, 4, 5), []) is None
    assert near_window_share(box(0, 0, 4, 5), [Polygon()]) is None
    assert near_window_share(Polygon(), [box(0, 0, 1, 1)]) is None


def test_plaster_between_the_outline_and_the_window_does_not_matter():
    assert near_window_share(box(0, 0, 5, 12), [box(0, 12.01, 5, 12.3)]) == pytest.approx(0.5, abs=0.005)


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 8), wide=st.integers(1, 4), angle=st.floats(-180, 180), seed=st.integers(0, 999))
def test_the_share_is_that_of_points_thrown_over_the_floor(at, wide, angle, seed):
    room = box(0, 0, 12, 9).difference(box(7, 0, 12, 3))
    window = box(at, 9, at + wide, 9.24)
    points = np.random.default_rng(seed).uniform((0, 0), (12, 9), (4000, 2))
    inside = points[shapely.contains_xy(room, points[:, 0], points[:, 1])]
    near = shapely.distance(shapely.points(inside), box(at, 9, at + wide, 9)) <= 6
    share = near_window_share(turn(room, angle), [turn(window, angle)])
    assert share == pytest.approx(near.mean(), abs=0.04)
    assert share == pytest.approx(near_window_share(room, [window]), abs=1e-4)


def turn(geometry, angle):
    return affinity.rotate(geometry, angle, origin=Point(30, -10))
