"""Ways to stairs and exits: straight and bent corridors by hand, turned plans, a grid of small steps, the sample."""

import heapq
from dataclasses import replace
from math import hypot
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity, box, union_all

from bim_import.read import read_file
from geometry.access import ways_of
from geometry.plan import Element, Opening, Storey
from geometry.travel import travel_of
from tests.geometry.rooms import room

SAMPLE = Path(__file__).parents[2] / "samples" / "county_centre.ifc"

# A corridor 2 m wide goes 20 m east and 10 m north from there; rooms along its south side, the stair at the north end.
CORRIDOR = room(union_all([box(0, 0, 20, 2), box(18, 0, 20, 12)]), id="corridor", use="circulation")
WEST = room(box(0, -4.2, 4, -0.2), id="west")
EAST = room(box(14, -4.2, 19.8, -0.2), id="east")
BEHIND = room(box(4.2, -4.2, 8, -0.2), id="behind")
STAIR = Element("stair", "stair", "", box(18, 10, 20, 12), 0, 3)
WALLS = tuple(Element(f"wall {x}", "wall", "", box(x, -4.2, x + 0.2, -0.2), 0, 3) for x in (4, 8))


def door(name, x0, y0, x1, y1):
    return Opening(name, "door", "M1", box(x0, y0, x1, y1), 0.0, 2.1)


TO_WEST, TO_EAST = door("to west", 1.5, -0.2, 2.5, 0), door("to east", 16.5, -0.2, 17.5, 0)
INSIDE = door("inside", 4, -3, 4.2, -2)
OUT = door("out", -0.2, 0.5, 0, 1.5)


def storey(*doors, elements=(STAIR, *WALLS)):
    return Storey("1F", "1F", 0.0, (CORRIDOR, WEST, EAST, BEHIND), elements, doors)


def test_a_way_bends_round_the_inner_corner():
    found = travel_of(storey(TO_WEST, TO_EAST), lowest=False)
    assert found["west"] == pytest.approx(0.1 + hypot(18 - 2, 2) + 8, abs=0.1)
    assert found["east"] == pytest.approx(0.1 + hypot(18 - 17, 2) + 8, abs=0.1)


def test_the_way_out_of_the_lowest_storey_is_taken_where_it_is_nearer():
    found = travel_of(storey(TO_WEST, TO_EAST, OUT))
    assert found["west"] == pytest.approx(0.1 + hypot(2, 1), abs=0.05)
    assert found["east"] == pytest.approx(0.1 + hypot(1, 2) + 8, abs=0.05)
    assert travel_of(storey(TO_WEST, OUT), lowest=False)["west"] > 20


def test_a_room_without_a_door_to_circulation_is_not_known():
    assert travel_of(storey(TO_WEST, INSIDE), lowest=False).keys() == {"west"}


def test_a_hole_in_the_slab_is_the_stair_of_the_top_storey():
    hole = replace(STAIR, kind="slab-opening")
    found = travel_of(storey(TO_WEST, elements=(hole, *WALLS)), lowest=False)
    assert found == pytest.approx(travel_of(storey(TO_WEST), lowest=False))


def test_without_stair_and_exit_nothing_is_known():
    assert travel_of(storey(TO_WEST, elements=WALLS), lowest=False) == {}
    assert travel_of(Storey("1F", "1F", 0.0), lowest=True) == {}


def test_the_two_sides_of_a_door_are_named():
    (way,) = ways_of(storey(TO_WEST))
    assert set(way.sides) == {frozenset({"west"}), frozenset({"corridor"})}


@settings(max_examples=20, deadline=None)
@given(st.floats(-180, 180))
def test_turning_the_plan_changes_no_way(angle):
    plan = storey(TO_WEST, TO_EAST, OUT)

    def turn(outline):
        return affinity.rotate(outline, angle, origin=(50, 20))

    turned = replace(
        plan,
        spaces=tuple(replace(s, outline=turn(s.outline)) for s in plan.spaces),
        elements=tuple(replace(e, footprint=turn(e.footprint)) for e in plan.elements),
        openings=tuple(replace(o, footprint=turn(o.footprint)) for o in plan.openings),
    )
    assert travel_of(turned) == pytest.approx(travel_of(plan), abs=1e-6)


def test_small_steps_over_a_grid_find_no_shorter_way():
    plan = storey(TO_WEST, TO_EAST)
    step = 0.25
    near = [(i, j) for i in range(-4, 5) for j in range(-4, 5) if (i, j) != (0, 0)]
    best = {}
    waiting = [(0.0, x, y) for x in range(72, 81) for y in range(40, 49)]  # the stair
    while waiting:
        far, x, y = heapq.heappop(waiting)
        if (x, y) in best:
            continue
        best[x, y] = far
        for i, j in near:
            u, v = (x + i) * step, (y + j) * step
            if (x + i, y + j) not in best and 0 <= u <= 20 and 0 <= v <= 12 and (v <= 2 or u >= 18):
                middle = ((x + i / 2) * step, (y + j / 2) * step)
                if middle[1] <= 2 or middle[0] >= 18:
                    heapq.heappush(waiting, (far + step * hypot(i, j), x + i, y + j))
    found = travel_of(plan, lowest=False)
    for name, x in (("west", 2.0), ("east", 17.0)):
        steps_m = 0.1 + best[round(x / step), 0]
        assert steps_m * 0.96 < found[name] < steps_m + 0.1


@pytest.mark.slow
def test_every_open_office_of_the_sample_has_a_way_as_long_as_its_corridor_allows():
    for building in read_file(SAMPLE).model.buildings[1:]:
        for at, plan in enumerate(building.storeys):
            found = travel_of(plan, lowest=at == 0)
            offices = [space for space in plan.spaces if space.use == "office"]
            assert offices
            # Two stairs at the ends of 53 m of corridor: nobody is farther from one than about half of it.
            assert all(0.5 < found[space.id] < 30 for space in offices)
