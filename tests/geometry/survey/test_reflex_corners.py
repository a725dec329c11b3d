"""Which corners of a rectilinear room jut in is told by its lengths, or not at all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from geometry.survey.reflex_corners import reflex_corners

L_ROOM = ((0, 0), (6, 0), (6, 3), (4, 3), (4, 5), (0, 5))
T_ROOM = ((2, 0), (4, 0), (4, 3), (6.5, 3), (6.5, 5), (0, 5), (0, 3), (2, 3))
U_ROOM = ((0, 0), (7, 0), (7, 5), (5, 5), (5, 2), (2.2, 2), (2.2, 4.5), (0, 4.5))


def lengths(corners):
    return [math.dist(corners[i], corners[(i + 1) % len(corners)]) for i in range(len(corners))]


def reflex(corners):
    """Return the corners that jut in, from the coordinates."""
    n = len(corners)
    found = []
    for i in range(n):
        (ax, ay), (bx, by), (cx, cy) = corners[i - 1], corners[i], corners[(i + 1) % n]
        if (bx - ax) * (cy - by) - (by - ay) * (cx - bx) < 0:
            found.append(i)
    return tuple(found)


@pytest.mark.parametrize("room", [L_ROOM, T_ROOM, U_ROOM], ids=["L", "T", "U"])
def test_lengths_tell_an_ordinary_room(room):
    assert reflex_corners(lengths(room)) == reflex(room)


def test_a_rectangle_has_none():
    assert reflex_corners([5, 4, 5, 4]) == ()


def test_lengths_that_fit_several_rooms_tell_none_and_diagonals_settle_it():
    wall_lengths = [1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 2.0]  # corners 1 and 5 may jut in, or 2 and 6
    assert reflex_corners(wall_lengths) is None
    room = ((0, 0), (1, 0), (1, -1), (2, -1), (2, 1), (1, 1), (1, 2), (0, 2))
    assert lengths(room) == wall_lengths
    diagonals = {(0, 3): math.dist(room[0], room[3]), (1, 4): math.dist(room[1], room[4])}
    assert reflex_corners(wall_lengths, diagonals_m=diagonals) == reflex(room) == (1, 5)


def test_one_wrong_length_still_tells_the_room():
    wrong = lengths(L_ROOM)
    wrong[1] += 0.1
    assert reflex_corners(wrong) == reflex(L_ROOM)


@pytest.mark.parametrize("values", [[], [1, 1, 1], [1] * 5, [1] * 18, [9, 1, 1, 1, 1, 1]])
def test_what_cannot_be_such_a_room_tells_nothing(values):
    assert reflex_corners(values) is None


@given(
    st.floats(4.2, 9), st.floats(4.1, 8), st.floats(0.7, 3.9), st.floats(0.6, 3.8), st.integers(0, 5),
    st.lists(st.floats(-0.003, 0.003), min_size=6, max_size=6),
)  # fmt: skip
def test_an_l_shape_is_told_from_any_corner_on(width, depth, cut_x, cut_y, first, errors):
    room = (
        (0, 0),
        (width, 0),
        (width, depth - cut_y),
        (width - cut_x, depth - cut_y),
        (width - cut_x, depth),
        (0, depth),
    )
    turned = room[first:] + room[:first]
    assert Polygon(turned).is_valid
    found = reflex_corners([length + e for length, e in zip(lengths(turned), errors, strict=True)])
    assert found in (reflex(turned), None)  # a notch as wide as what is left may fit the other way round too
    if abs(width - 2 * cut_x) > 0.5 and abs(depth - 2 * cut_y) > 0.5 and abs(width - depth) > 0.5:
        assert found == reflex(turned)
