"""Which rooms lie behind which door: constructed plans, moved plans, and the suites of the sample county centre."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity, box

from bim_import.read import read_file
from geometry.access import access_of, access_of_building
from geometry.plan import Element, Opening, Storey
from tests.geometry.rooms import room

SAMPLE = Path(__file__).parents[2] / "samples" / "county_centre.ifc"

# Three rooms in a row above a corridor, walls 0.2 m thick:
#
#   +--------+------+--------+
#   | office | rest | store  |      y 2.2 … 6.2
#   +--------+------+--------+
#   |        corridor        |      y 0 … 2
#   +------------------------+
CORRIDOR = room(box(0, 0, 12.4, 2), id="corridor", use="circulation")
OFFICE = room(box(0, 2.2, 4, 6.2), id="office")
REST = room(box(4.2, 2.2, 8.2, 6.2), id="rest")
STORE = room(box(8.4, 2.2, 12.4, 6.2), id="store", use="service")
STAIR = Element("stair", "stair", "", box(11, 0.2, 12.2, 1.8), 0, 3)
WALLS = (
    Element("front", "wall", "", box(-0.2, 2, 12.6, 2.2), 0, 3, is_external=False),
    Element("between 1", "wall", "", box(4, 2.2, 4.2, 6.2), 0, 3, is_external=False),
    Element("between 2", "wall", "", box(8.2, 2.2, 8.4, 6.2), 0, 3, is_external=False),
    Element("back", "wall", "", box(-0.2, 6.2, 12.6, 6.4), 0, 3, is_external=True),
)


def door(name, x0, y0, x1, y1, **more):
    fields = {"kind": "door", "name": "M1", "z_min_m": 0.0, "z_max_m": 2.1} | more
    return Opening(name, fields.pop("kind"), fields.pop("name"), box(x0, y0, x1, y1), **fields)


TO_OFFICE = door("to office", 1.5, 2, 2.4, 2.2)
OFFICE_REST = door("office-rest", 4, 3, 4.2, 3.9)
REST_STORE = door("rest-store", 8.2, 3, 8.4, 3.9)
TO_REST = door("to rest", 5.5, 2, 6.4, 2.2)
TO_STORE = door("to store", 9.5, 2, 10.4, 2.2)


def storey(*doors, spaces=(CORRIDOR, OFFICE, REST, STORE), elements=(*WALLS, STAIR)):
    return Storey("1F", "1F", 0.0, spaces, elements, doors)


def ways(plan, **how):
    return {found.space_id: (found.access, found.only_through) for found in access_of(plan, **how)}


def test_rooms_behind_an_office_can_only_be_reached_through_it_and_through_each_other():
    assert ways(storey(TO_OFFICE, OFFICE_REST, REST_STORE)) == {
        "corridor": ("open", ""),
        "office": ("open", ""),
        "rest": ("through", "office"),
        "store": ("through", "rest"),
    }


def test_a_second_door_to_the_corridor_opens_a_room():
    found = ways(storey(TO_OFFICE, OFFICE_REST, TO_REST, REST_STORE))
    assert found["rest"] == ("open", "")
    assert found["store"] == ("through", "rest")


def test_a_room_behind_two_offices_belongs_to_neither():
    found = ways(storey(TO_OFFICE, OFFICE_REST, REST_STORE, TO_STORE))
    assert found["rest"] == ("through", "")


def test_a_room_without_a_door_is_closed_and_a_plan_without_doors_is_unknown():
    assert ways(storey(TO_OFFICE, OFFICE_REST))["store"] == ("closed", "")
    assert set(ways(storey()).values()) == {("unknown", "")}


def test_rooms_that_only_lead_to_each_other_are_closed():
    found = ways(storey(TO_OFFICE, REST_STORE))
    assert (found["rest"], found["store"]) == (("closed", ""), ("closed", ""))


def test_a_door_at_the_end_of_a_partition_leads_into_both_rooms():
    found = ways(storey(door("at the partition", 3.65, 2, 4.55, 2.2), TO_STORE))
    assert (found["office"], found["rest"]) == (("open", ""), ("open", ""))


def test_a_door_leaf_thinner_than_its_wall_still_joins_both_sides():
    leaf = door("leaf", 4.0, 3, 4.05, 3.9)
    assert ways(storey(TO_OFFICE, leaf))["rest"] == ("through", "office")


def test_a_square_hole_in_a_thick_wall_opens_across_the_wall():
    thick = room(box(4.9, 2.2, 8.2, 6.2), id="rest")
    hole = door("hole", 4, 3, 4.9, 3.8, width_m=0.8)
    found = ways(storey(TO_OFFICE, hole, spaces=(CORRIDOR, OFFICE, thick)))
    assert found["rest"] == ("through", "office")


def test_an_opening_without_a_leaf_is_a_way_and_a_hatch_or_window_is_none():
    cased = replace(OFFICE_REST, kind="opening")
    assert ways(storey(TO_OFFICE, cased))["rest"] == ("through", "office")
    assert ways(storey(TO_OFFICE, replace(cased, z_min_m=0.9)))["rest"] == ("closed", "")
    assert ways(storey(TO_OFFICE, replace(cased, z_max_m=1.0)))["rest"] == ("closed", "")
    assert ways(storey(TO_OFFICE, replace(OFFICE_REST, kind="window")))["rest"] == ("closed", "")


def test_rooms_that_touch_without_a_wall_are_one_way():
    open_front = room(box(4.0, 2.2, 8.2, 6.2), id="rest")
    no_wall = tuple(wall for wall in (*WALLS, STAIR) if wall.id != "between 1")
    spaces = (CORRIDOR, OFFICE, open_front)
    assert ways(storey(TO_OFFICE, spaces=spaces, elements=no_wall))["rest"] == ("through", "office")
    half_wall = Element("half", "wall", "", box(3.9, 2.2, 4.1, 5.0), 0, 3)
    assert ways(storey(TO_OFFICE, spaces=spaces, elements=(*no_wall, half_wall)))["rest"] == ("through", "office")
    wall = Element("whole", "wall", "", box(3.9, 2.2, 4.1, 6.2), 0, 3)
    assert ways(storey(TO_OFFICE, spaces=spaces, elements=(*no_wall, wall)))["rest"] == ("closed", "")


def test_a_vestibule_behind_an_office_is_no_corridor():
    vestibule = replace(REST, use="circulation")
    found = ways(storey(TO_OFFICE, OFFICE_REST, REST_STORE, spaces=(CORRIDOR, OFFICE, vestibule, STORE)))
    assert found["rest"] == ("through", "office")
    assert found["store"] == ("through", "rest")


def test_a_balcony_door_upstairs_is_no_second_way_but_a_garden_door_is():
    balcony = door("balcony", 6, 6.2, 6.9, 6.4, host_id="back")
    plan = storey(TO_OFFICE, OFFICE_REST, balcony)
    assert ways(plan, lowest=False)["rest"] == ("through", "office")
    assert ways(plan, lowest=True)["rest"] == ("open", "")


def test_a_corridor_that_nobody_modelled_is_still_where_people_come_from():
    rooms = (OFFICE, REST, STORE)
    plan = storey(
        replace(TO_OFFICE, host_id="front"),
        OFFICE_REST,
        replace(TO_STORE, host_id="front"),
        spaces=rooms,
        elements=WALLS,
    )
    found = ways(plan, lowest=False)
    assert found == {"office": ("open", ""), "rest": ("through", "office"), "store": ("open", "")}


def test_where_no_room_is_called_circulation_the_one_with_most_doors_is_taken():
    nameless = replace(CORRIDOR, use="other")
    rooms = (nameless, OFFICE, REST, STORE)
    found = ways(storey(TO_OFFICE, TO_REST, TO_STORE, spaces=rooms, elements=WALLS), lowest=False)
    assert found["corridor"] == ("open", "")
    assert found["office"] == ("through", "corridor")


def test_what_is_no_room_is_left_out():
    void = room(box(0, 0, 12.4, 6.2), id="void", use="not-a-room")
    found = ways(storey(TO_OFFICE, OFFICE_REST, spaces=(CORRIDOR, OFFICE, REST, void)))
    assert found["void"] == ("unknown", "")
    assert found["rest"] == ("through", "office")


@settings(max_examples=30, deadline=None)
@given(st.floats(-180, 180), st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_turning_and_moving_a_plan_changes_nothing(angle_deg, dx_m, dy_m):
    def moved(shape):
        return affinity.translate(affinity.rotate(shape, angle_deg, origin=(0, 0)), dx_m, dy_m)

    plan = storey(TO_OFFICE, OFFICE_REST, REST_STORE)
    turned = Storey(
        plan.id,
        plan.name,
        0.0,
        tuple(replace(s, outline=moved(s.outline)) for s in plan.spaces),
        tuple(replace(e, footprint=moved(e.footprint)) for e in plan.elements),
        tuple(replace(o, footprint=moved(o.footprint)) for o in plan.openings),
    )
    assert ways(turned) == ways(plan)


@pytest.fixture(scope="module")
def county():
    return read_file(SAMPLE).model


def test_the_five_suites_of_the_county_centre_are_found_and_nothing_else(county):
    number = {space.id: space.number for space in county.spaces()}
    use = {space.id: space.use for space in county.spaces()}
    found = [way for building in county.buildings for way in access_of_building(building).values()]
    behind = {number[way.space_id]: number[way.only_through] for way in found if way.only_through}
    assert behind == {
        "A304": "A303",
        "A305": "A304",
        "A311": "A310",
        "A312": "A311",
        "A323": "A325",
        "A324": "A323",
        "A331": "A333",
        "A332": "A331",
        "A515": "A514",
        "A516": "A515",
    }
    assert {use[way.space_id] for way in found if way.access == "closed"} == {"equipment"}  # walled pipe shafts
    assert {way.access for way in found if use[way.space_id] == "not-a-room"} == {"unknown"}
