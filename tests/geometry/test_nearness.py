"""Which rooms are near each other: rows along a corridor, turned plans, and the plain distance as oracle."""

from itertools import permutations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, affinity, box

from geometry.nearness import neighbours

# Two rows of rooms 4 m wide along a corridor of 2.4 m between walls of 0.2 m.
ROW = {f"n{i}": box(4.2 * i, 2.8, 4.2 * i + 4, 8) for i in range(3)} | {
    f"s{i}": box(4.2 * i, -5.2, 4.2 * i + 4, 0) for i in range(3)
}


def test_rooms_are_near_across_a_wall_and_across_the_corridor():
    found = neighbours(ROW, within_m=3.0)
    assert found["n0"] == ("n1", "s0", "s1")
    assert found["n1"] == ("n0", "n2", "s0", "s1", "s2")


def test_the_corridor_is_too_wide_for_a_smaller_distance():
    assert neighbours(ROW, within_m=0.5)["n1"] == ("n0", "n2")


def test_exactly_the_distance_is_near():
    rooms = {"a": box(0, 0, 1, 1), "b": box(4, 0, 5, 1)}
    assert neighbours(rooms, within_m=3.0) == {"a": ("b",), "b": ("a",)}


def test_an_empty_outline_and_a_lonely_room_are_near_nothing():
    rooms = {"gone": Polygon(), "far": box(90, 0, 91, 1), "here": box(0, 0, 1, 1)}
    assert neighbours(rooms, within_m=3.0) == {"gone": (), "far": (), "here": ()}
    assert neighbours({}, within_m=3.0) == {}


def test_an_outline_that_crosses_itself_is_taken_for_its_floor():
    rooms = {"bow": Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), "beside": box(4, 0, 5, 2)}
    assert neighbours(rooms, within_m=2.0) == {"bow": ("beside",), "beside": ("bow",)}


@settings(max_examples=60, deadline=None)
@given(
    corners=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=9),
    angle=st.floats(-180, 180),
    within_m=st.sampled_from([0.5, 1.0, 2.0, 3.0]),
)
def test_nearness_is_the_distance_of_every_pair_and_survives_turning(corners, angle, within_m):
    rooms = {f"r{i}": box(x / 2, y / 2, x / 2 + 1.5, y / 2 + 2.5) for i, (x, y) in enumerate(corners)}
    found = neighbours(rooms, within_m=within_m)
    for a, b in permutations(rooms, 2):
        assert (b in found[a]) == (shapely.distance(rooms[a], rooms[b]) <= within_m + 1e-9)
    turned = {key: affinity.rotate(outline, angle, origin=(70, 20)) for key, outline in rooms.items()}
    assert neighbours(turned, within_m=within_m) == found
