"""A room is told from shots at its walls, whichever way it is turned, or not at all."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon

from geometry.survey.observations import PolarShot, RoomSurvey, Wall
from geometry.survey.room import adjust_room
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


def test_a_shot_that_hit_a_cupboard_is_set_aside_and_counts_for_the_wall_behind():
    corners, station = ROOMS["rectangle"]
    points = shots(corners, station, 40, 0.004)
    clean = fitted_room(points)
    points[6] *= 0.6
    room = fitted_room(points)
    assert room.set_aside == (6,)
    assert room.hits == clean.hits
    assert Polygon(room.corners).area == pytest.approx(Polygon(clean.corners).area, abs=0.05)


def test_two_neighbours_off_their_wall_may_be_a_pillar_and_are_not_set_aside():
    corners, station = ROOMS["rectangle"]
    points = shots(corners, station, 40, 0.004)
    points[6:8] *= 0.6
    assert fitted_room(points) is None


def test_a_stray_shot_never_leaves_a_wrong_area_behind():
    """Rooms with one shot 0.4 to 1.2 m short: the reading is named, and the area is right within 3 u."""
    rng = random.Random(7)
    told = 0
    for _ in range(24):
        w, h, stray = rng.uniform(3, 7), rng.uniform(3, 6), rng.randrange(24)
        sx, sy = w * rng.uniform(0.3, 0.7), h * rng.uniform(0.3, 0.7)
        ring = [(0, 0), (w, 0), (w, h), (0, h), (0, 0)]
        seen = []
        for (x0, y0), (x1, y1) in itertools.pairwise(ring):
            for i in range(6):
                x, y = x0 + (i + 0.5) / 6 * (x1 - x0) - sx, y0 + (i + 0.5) / 6 * (y1 - y0) - sy
                short = rng.choice([0.4, 0.8, 1.2]) * min(1, math.hypot(x, y) / 2) if len(seen) == stray else 0.0
                bearing = math.degrees(math.atan2(x, y)) + rng.gauss(0, 0.2)
                seen.append((bearing, math.hypot(x, y) + rng.gauss(0, 0.002) - short))
        points = np.array([(d * math.sin(math.radians(a)), d * math.cos(math.radians(a))) for a, d in seen])
        fitted = fitted_room(points)
        if fitted is None:
            continue
        told += 1
        observations = tuple(
            PolarShot("S", Wall(hit), a, d, 90.0, None, f"{k}", 0.002, 0.2, "distox2")
            for k, ((a, d), hit) in enumerate(zip(seen, fitted.hits, strict=True))
        )
        labels = tuple(map(str, range(len(fitted.corners))))
        record = adjust_room(RoomSurvey("a", "a", labels, observations, approximate_m=fitted.corners)).record
        assert f"{stray}" in {row.reading for row in record.observations if row.excluded}
        assert abs(record.area_m2 - w * h) < 3 * record.standard_uncertainty_m2
    assert told >= 20
