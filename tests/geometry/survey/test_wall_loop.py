"""Walls that run around a room give its outline; walls that do not are told with their gaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box

from geometry.survey.wall_loop import MEET_M, WallLine, offset_from_m, uncovered_m, wall_loop

CORNERS = ((0.0, 0.0), (5.0, 0.0), (5.0, 4.0), (2.0, 4.0), (2.0, 6.0), (0.0, 6.0))


def walls(corners=CORNERS, short_m=0.0):
    found = []
    for i, (x1, y1) in enumerate(corners):
        x2, y2 = corners[(i + 1) % len(corners)]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        dx, dy = (x2 - x1) / length * short_m, (y2 - y1) / length * short_m
        found.append(WallLine((x1 + dx, y1 + dy), (x2 - dx, y2 - dy)))
    return found


@given(st.permutations(range(6)), st.lists(st.booleans(), min_size=6, max_size=6))
def test_walls_in_any_order_and_direction_give_the_room(order, turned):
    given_walls = walls(short_m=0.08)
    mixed = [WallLine(w.end, w.start) if turned[i] else w for i, w in ((k, given_walls[k]) for k in order)]
    loop = wall_loop(mixed)
    assert loop.outline is not None
    assert loop.outline.area == pytest.approx(Polygon(CORNERS).area, abs=1e-9)
    assert max(loop.gaps_m) == pytest.approx(0.08 * 2**0.5)


def test_a_missing_wall_leaves_no_room():
    loop = wall_loop(walls()[:-1])
    assert loop.outline is None
    assert max(loop.gaps_m) > MEET_M


@pytest.mark.parametrize("lines", [[], walls()[:1], walls()[:2], [WallLine((1, 1), (1, 1))] * 3])
def test_too_few_walls_are_no_room(lines):
    assert wall_loop(lines).outline is None


def test_the_distance_of_a_wall_from_an_outline_is_that_of_its_farthest_point():
    assert offset_from_m(WallLine((0, 1), (4, 1.5)), box(0, 0, 4, 3)) == pytest.approx(1.25)
    assert offset_from_m(WallLine((0, 0), (4, 0)), box(0, 0, 4, 3)) == 0.0


def test_the_part_of_an_outline_without_a_wall_is_measured():
    assert uncovered_m([WallLine((0, 0), (4, 0))], box(0, 0, 4, 3), within_m=0.1) == pytest.approx(10.0 - 0.2)
    assert uncovered_m([], box(0, 0, 4, 3), within_m=0.1) == 14.0
