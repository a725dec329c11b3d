"""Corners and walls are told in the ways people name them."""

import pytest

from bim_import.survey.ends import corners_in_order, end_of, label_of, listed_corners
from geometry.survey.observations import Corner, Wall

LETTERS = ("A", "B", "C", "D", "E", "F")
NUMBERS = ("1", "2", "3", "4")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("A", Corner(0)),
        ("角A", Corner(0)),
        ("corner F", Corner(5)),
        ("f", Corner(5)),
        ("A-B", Wall(0)),
        ("B–A", Wall(0)),
        ("F→A", Wall(5)),
        ("墙A", Wall(0)),
        ("墙2", Wall(1)),
        ("W2", Wall(1)),
        ("wall 3", Wall(2)),
        ("墙 C-D", Wall(2)),
        ("A-C", None),
        ("W7", None),
        ("G", None),
        ("", None),
    ],
)
def test_an_end_is_a_corner_or_a_wall(text, end):
    assert end_of(text, LETTERS) == end


def test_walls_are_named_by_the_compass_in_a_room_of_four_corners():
    assert end_of("南墙", NUMBERS) == Wall(0)
    assert end_of("east wall", NUMBERS) == Wall(1)
    assert end_of("北墙", LETTERS) is None


@pytest.mark.parametrize(
    ("text", "corners"),
    [
        ("A B C D E F", LETTERS),
        ("A-B-C-D-E-F", LETTERS),
        ("ABCDEF", LETTERS),
        ("A、B、C、D、E、F", LETTERS),
        ("4", NUMBERS),
        ("角1 角2 角3 角4", NUMBERS),
    ],
)
def test_a_list_of_corners_is_read(text, corners):
    assert listed_corners(text) == corners


def test_corners_nobody_listed_are_put_in_their_natural_order():
    assert corners_in_order([label_of(t) for t in ("10", "2", "1", "9-10")]) == ("1", "2", "9", "10")
    assert corners_in_order([label_of(t) for t in ("W1", "W3", "墙4", "墙2")]) == NUMBERS
    assert corners_in_order([label_of(t) for t in ("南墙", "北墙")]) == NUMBERS
