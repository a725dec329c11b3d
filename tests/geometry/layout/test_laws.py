"""Laws of layouts: turning a room changes nothing, more floor allows no fewer, trying every place finds no other."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box
from shapely.affinity import rotate, scale

from geometry.layout.bound import bound
from geometry.layout.check import check, is_legal
from geometry.layout.egress import ways_out
from geometry.layout.profile import profile
from geometry.layout.propose import propose
from geometry.layout.records import Door, Obstacle, Workstation
from geometry.layout.solve import directions_deg
from tests.geometry.layout.sites import arc_room, door, generated, hall, l_room, rectangle, site

GEOMETRY_ONLY = profile("1.2x0.6", area_per_person=False)


def moved(there, move):
    """Return a site with everything moved by ``move``, a function of shapes."""

    def place(x, y):
        return shapely.get_coordinates(move(shapely.Point(x, y)))[0]

    doors = []
    for d in there.doors:
        at, toward = place(*d.middle), place(d.middle[0] + d.inward[0], d.middle[1] + d.inward[1])
        doors.append(Door(d.id, tuple(at), tuple(toward - at), d.width_m, move(d.clear)))
    columns = [Obstacle(o.id, o.kind, move(o.footprint)) for o in there.obstacles]
    return site(move(there.floor), doors, [o.footprint for o in columns])


MOVES = {
    "turned by 90°": lambda shape: rotate(shape, 90, origin=(0, 0)),
    "turned by 33°": lambda shape: rotate(shape, 33, origin=(0, 0)),
    "mirrored": lambda shape: scale(shape, xfact=-1, origin=(0, 0)),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_turning_or_mirroring_a_room_keeps_the_count_within_one(move):
    room = rectangle(7.2, 5.4, 3.6)
    found = [len(propose(there, GEOMETRY_ONLY).layout.workstations) for there in (room, moved(room, move))]
    assert abs(found[0] - found[1]) <= 1
    assert min(found) >= 14


@settings(max_examples=15, deadline=None)
@given(
    st.integers(30, 140), st.integers(30, 90), st.integers(0, 20), st.integers(0, 20), st.sampled_from([0.6, 0.7, 0.8])
)
def test_a_larger_room_never_has_a_smaller_bound(width, depth, wider, deeper, desk_m):
    rules = profile({0.6: "1.2x0.6", 0.7: "1.4x0.7", 0.8: "1.6x0.8"}[desk_m], area_per_person=False)
    small, large = rectangle(width / 10, depth / 10, 1), rectangle((width + wider) / 10, (depth + deeper) / 10, 1)
    assert bound(small, rules, [0.0]).count <= bound(large, rules, [0.0]).count


def test_a_column_never_raises_the_bound():
    columns = [box(x, 4, x + 0.6, 4.6) for x in (3, 8, 13)]
    assert (
        bound(rectangle(16, 9, 2, columns=columns), GEOMETRY_ONLY, [0.0]).count
        <= bound(rectangle(16, 9, 2), GEOMETRY_ONLY, [0.0]).count
    )


@pytest.mark.parametrize(("width", "depth"), [(2.0, 2.2), (1.6, 3.0), (2.0, 3.2), (2.6, 2.2)])
def test_a_tiny_room_has_a_workstation_exactly_if_one_is_found_by_trying_every_place(width, depth):
    room = rectangle(width, depth, width / 2)
    reached = len(propose(room, GEOMETRY_ONLY).layout.workstations)
    assert bool(reached) == any_place(room)


def any_place(room):
    """Try one desk at every 10 cm in four directions; all floor that it leaves is aisle where that is wide enough."""
    x0, y0, x1, y1 = room.floor.bounds
    for turn in (0, 90, 180, 270):
        for x in np.arange(x0, x1 + 0.01, 0.1):
            for y in np.arange(y0, y1 + 0.01, 0.1):
                desk = Workstation(float(x), float(y), turn, 1.2, 0.6)
                taken = desk.desk().union(desk.behind(0.8))
                if not room.floor.buffer(1e-6).covers(taken) or taken.intersection(room.doors[0].clear).area > 1e-6:
                    continue
                rest = room.floor.difference(taken)
                wide = rest.buffer(-0.449, join_style="mitre").buffer(0.449, join_style="mitre").intersection(rest)
                for aisle in shapely.get_parts(wide):
                    if is_legal(check(room, (desk,), aisle, GEOMETRY_ONLY)):
                        return True
    return False


def test_every_way_out_lies_on_free_floor_and_is_as_long_as_it_says():
    found = propose(hall(), profile("1.4x0.7"))
    seats = found.layout.workstations
    taken = shapely.union_all([*(w.desk() for w in seats), *(o.footprint for o in hall().obstacles)])
    for seat, way in zip(seats, found.ways, strict=True):
        assert way.line.length == pytest.approx(way.length_m, abs=0.02)
        assert hall().floor.buffer(1e-6).covers(way.line)
        assert way.line.intersection(taken).length < 1e-6
        start, *_, end = way.line.coords
        assert shapely.Point(start).distance(seat.behind(0.8)) == 0
        assert min(shapely.Point(end).distance(shapely.Point(d.middle)) for d in hall().doors) < 1e-6
        straight = min(shapely.Point(start).distance(shapely.Point(d.middle)) for d in hall().doors)
        assert straight - 1e-6 <= way.length_m


def test_a_seat_behind_a_wall_of_desks_has_no_way_out():
    room = rectangle(4, 6, 2)
    barrier = [*(Workstation(0.6 + 1.2 * i, 3.0, 90, 1.2, 0.6) for i in range(3)), Workstation(3.8, 3.0, 90, 0.4, 0.6)]
    lonely = Workstation(2.0, 5.7, 90, 1.2, 0.6)
    assert ways_out(room, (*barrier, lonely), GEOMETRY_ONLY)[-1].length_m is None
    checks = check(room, (*barrier, lonely), box(0, 3.3, 4, 4.6), GEOMETRY_ONLY)
    assert "travel" in {c.rule for c in checks if c.outcome == "fail"}


def test_longer_ways_than_allowed_cost_workstations_not_legality():
    long_room = rectangle(60, 4, 1)
    found = propose(long_room, profile("1.4x0.7"))
    assert found.legal, found.checks
    assert 0 < len(found.layout.workstations) < 40
    assert max(way.length_m for way in found.ways) <= 30


def test_a_room_without_any_place_says_why():
    assert "6 m²" in propose(rectangle(2.3, 2.4, 1.1), profile()).reason.en
    assert "turning circle" in propose(rectangle(1.3, 9, 0.6), profile()).reason.en


def test_a_wished_number_of_people_is_seated_near_the_windows():
    room = rectangle(16, 14, 8, windows=[shapely.LineString([(1, 14), (15, 14)])])
    found = propose(room, profile(), people=12)
    assert found.legal
    assert len(found.layout.workstations) == 12
    assert found.score.daylight > 0.8
    assert 0 <= found.score.total <= 1


def test_directions_of_an_arc_follow_its_pieces():
    assert len(directions_deg(generated(4).site)) >= 3


def test_an_arc_ten_metres_deep_holds_what_its_area_allows():
    floor = arc_room()
    found = propose(site(floor, [door(0, _inner(floor))]), profile("1.4x0.7"))
    assert found.legal, found.checks
    assert len(found.layout.workstations) >= 0.8 * (floor.area // 6)


def _inner(floor):
    """Return the height of the inner side of an arc on its axis."""
    line = shapely.LineString([(0, 0), (0, 100)])
    return float(shapely.get_coordinates(floor.intersection(line))[:, 1].min())


def test_an_l_room_reaches_its_bound_by_area():
    found = propose(site(l_room(), [door(3)]), profile("1.4x0.7"))
    assert len(found.layout.workstations) == found.layout.bound.count == int(l_room().area // 6)
