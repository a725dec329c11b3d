"""A room is told from shots at its walls, whichever way it is turned, or not at all."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon

from geometry.survey.wall_fit import STRAIGHT_M, fitted_room, widest_gap_deg

ROOMS = {
    "rectangle": (((0, 0), (5, 0), (5, 4), (0, 4)), (2.1, 1.9)),
    "L": (((0, 0), (6, 0), (6, 3), (4, 3), (4, 5), (0, 5)), (2.2, 1.8)),
    "skew": (((0, 0), (6, 0), (7, 4), (1, 5)), (3, 2)),
    "hexagon": (tuple((3 * math.cos(k * math.pi / 3), 3 * math.sin(k * math.pi / 3)) for k in range(6)), (0.1, 0.2)),
}


def shots(corners, station, count, noise_m=0.0, turn=0.0):
    """Return where ``count`` beams in even directions hit the walls, seen from the station."""
    walls, rng, found = Polygon(corners).exterior, np.random.default_rng(7), []
    for k in range(count):
        angle = 2 * math.pi * k / count + 0.05
        beam = LineString([station, (station[0] + 50 * math.cos(angle), station[1] + 50 * math.sin(angle))])
        hits = walls.intersection(beam)
        points = [p.coords[0] for p in getattr(hits, "geoms", [hits])]
        x, y = min(points, key=lambda p: math.dist(p, station))
        found.append((x - station[0], y - station[1]))
    points = np.array(found) + rng.normal(0.0, noise_m, (count, 2))
    c, s = math.cos(turn), math.sin(turn)
    return points @ np.array([[c, s], [-s, c]])


@pytest.mark.parametrize("name", ROOMS)
def test_exact_shots_give_the_exact_room(name):
    corners, station = ROOMS[name]
    room = fitted_room(shots(corners, station, 72))
    assert room is not None
    assert room.by == "walls"
    assert len(room.corners) == len(corners)
    assert Polygon(room.corners).area == pytest.approx(Polygon(corners).area, abs=1e-6)
    assert room.residual_m < 1e-9
    assert sorted(set(room.hits)) == list(range(len(corners)))


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 6.28), st.sampled_from(sorted(ROOMS)))
def test_turning_the_compass_changes_no_area(turn, name):
    corners, station = ROOMS[name]
    room = fitted_room(shots(corners, station, 60, 0.005, turn))
    assert room is not None
    assert room.residual_m <= STRAIGHT_M
    assert Polygon(room.corners).area == pytest.approx(Polygon(corners).area, rel=0.02)


def test_the_order_of_the_shots_does_not_matter():
    points = shots(*ROOMS["L"], 60, 0.005)
    shuffled = np.random.default_rng(3).permutation(len(points))
    a, b = fitted_room(points), fitted_room(points[shuffled])
    assert a is not None
    assert b is not None
    assert Polygon(a.corners).equals(Polygon(b.corners))
    assert [a.hits[k] for k in shuffled] == list(b.hits)


def test_four_shots_at_right_angles_are_the_corners():
    room = fitted_room(np.array([(3, -2), (3, 2), (-2, 2), (-2, -2)], dtype=float))
    assert room is not None
    assert room.by == "corners"
    assert Polygon(room.corners).area == pytest.approx(20.0)


def test_two_shots_a_wall_tell_no_room():
    assert fitted_room(shots(*ROOMS["rectangle"], 8)) is None


def test_an_open_side_is_no_room():
    points = shots(*ROOMS["rectangle"], 72)
    ahead = points[np.abs(np.degrees(np.arctan2(points[:, 1], points[:, 0]))) < 100]
    assert widest_gap_deg(ahead) > 150
    assert fitted_room(ahead) is None


def test_a_rough_cave_is_no_room():
    rng = np.random.default_rng(5)
    turns = np.sort(rng.uniform(0, 2 * math.pi, 40))
    rough = np.column_stack([np.cos(turns), np.sin(turns)]) * rng.uniform(1.0, 4.0, 40)[:, None]
    assert fitted_room(rough) is None


@pytest.mark.parametrize("points", [np.zeros((0, 2)), np.array([(1.0, 1.0)]), np.zeros((5, 2)), np.ones((500, 2))])
def test_what_is_no_ring_of_shots_is_no_room(points):
    assert fitted_room(points) is None
