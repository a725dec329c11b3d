"""The judge of scenarios: a lawful one passes, and every single thing done wrong is named."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from service.allocation.consolidation import check
from service.allocation.consolidation.check import REASONS, faults
from service.allocation.consolidation.records import Choices, Conflict, Text
from tests.service.allocation.consolidation.build import case, person, place, scenario

ROOMS = (
    place("r1", 16.0),
    place("r2", 12.0),
    place("r3", 12.0),
    place("r4", 12.0, storey="A-2F"),
    place("r5", 24.0, storey="B-1F", building="B"),
)
OPEN = place("r2+r3", 25.0, members=("r2", "r3"), workstations=4)
PEOPLE = (
    person("head", "r5", limit_m2=18.0),
    person("a", "r2"),
    person("b", "r4"),
    person("c", "r3", unit="u2"),
    person("d", unit="u2"),
)
CASE = case(ROOMS, PEOPLE, joined=(OPEN,))
GOOD = {"head": "r1", "a": "r2", "b": "r2", "c": "r3", "d": "r3"}


def codes(room_of, of=CASE, **more):
    return {fault.code for fault in faults(of, scenario(room_of, **more))}


def choosing(**chosen):
    return replace(CASE, choices=Choices(**chosen))


def test_a_lawful_scenario_has_no_fault():
    assert faults(CASE, scenario(GOOD)) == []


def test_a_joined_room_is_lawful_where_walls_may_go():
    of = case(ROOMS, [person(key) for key in "abcd"], joined=(OPEN,))
    together = dict.fromkeys("abcd", "r2+r3")
    assert codes(together, of, strategy="open-plan") == set()
    assert codes(together, of, strategy="own") == set()
    assert codes(together, of) == {"joined-not-asked"}


WRONG = [
    ({"unseated"}, {k: v for k, v in GOOD.items() if k != "a"} | {"b": "r4"}, choosing(one_storey=False)),
    ({"unseated"}, GOOD | {"a": "", "b": "r4"}, choosing(one_storey=False)),
    ({"unknown-place"}, GOOD | {"a": "r9", "b": "r4"}, choosing(one_storey=False)),
    ({"unknown-person"}, GOOD | {"nobody": "r4"}, CASE),
    ({"kept-room"}, GOOD, choosing(kept_rooms=("r2",))),
    ({"emptied-storey"}, GOOD, choosing(emptied_storeys=("A-1F",))),
    ({"emptied-building"}, GOOD, choosing(emptied_buildings=("A",))),
    ({"mixed-units"}, GOOD | {"a": "r3", "b": "r2", "c": "r2"}, CASE),
    ({"below-minimum-area"}, GOOD | {"b": "r2"}, choosing(least_m2=6.1)),
    ({"over-entitlement"}, GOOD, replace(CASE, places=(replace(ROOMS[0], counted_m2=18.00001), *ROOMS[1:]))),
    ({"too-few-workstations"}, GOOD, replace(CASE, places=(ROOMS[0], replace(ROOMS[1], workstations=1), *ROOMS[2:]))),
    ({"single-too-small"}, GOOD, choosing(single_least_m2=16.5)),
    ({"moved-though-staying"}, GOOD | {"c": "r4", "d": "r4"}, choosing(stay=("u2",))),
    ({"not-together"}, GOOD | {"c": "r4", "d": "r4"}, choosing(together=(("u1", "u2"),))),
    ({"unit-split", "over-entitlement"}, GOOD | {"b": "r4"}, CASE),
    ({"twice"}, GOOD, replace(CASE, people=(*PEOPLE, PEOPLE[1]), choices=Choices(least_m2=4.0))),
    ({"twice"}, GOOD, replace(CASE, places=(*ROOMS, ROOMS[4]))),
]


@pytest.mark.parametrize(("expected", "room_of", "of"), WRONG, ids=["+".join(sorted(row[0])) for row in WRONG])
def test_a_thing_done_wrong_is_named(expected, room_of, of):
    found = faults(of, scenario(room_of))
    # A person left alone in a room made for two is over as well: only what was not meant to happen counts here.
    assert expected <= {fault.code for fault in found} <= expected | {"over-entitlement"}
    assert all(fault.reason.zh and fault.reason.en and "{" not in fault.reason.en for fault in found)


def test_rooms_of_who_stays_stay_as_they_are_lawful_or_not():
    of = case([place("r1", 30.0), place("r2", 12.0)], [person("a", "r1"), person("b"), person("c", unit="u2")])
    stays = replace(of, choices=Choices(stay=("u1",), kept_rooms=("r1",), one_storey=False))
    seats = {"a": "r1", "b": "r2", "c": "r2"}
    assert codes(seats, of) == {"over-entitlement", "mixed-units"}
    assert codes(seats, stays) == {"mixed-units"}
    assert "joins-who-stay" in codes(seats | {"b": "r1"}, stays)


def test_a_leader_does_not_share():
    of = case([place("r1", 16.0)], [person("head", limit_m2=18.0), person("a")])
    assert codes({"head": "r1", "a": "r1"}, of) == {"not-alone"}


def test_a_joined_room_and_its_member_are_not_both_used():
    of = case(ROOMS, [person(key) for key in "abcde"], joined=(OPEN,))
    seats = dict.fromkeys("abc", "r2+r3") | dict.fromkeys("de", "r2")
    assert codes(seats, of, strategy="open-plan") == {"joined-and-member"}


def test_a_joined_room_with_a_kept_member_is_kept():
    of = case(ROOMS, [person(key) for key in "abcd"], joined=(OPEN,), choices=Choices(kept_rooms=("r3",)))
    assert codes(dict.fromkeys("abcd", "r2+r3"), of, strategy="open-plan") == {"kept-room"}


def test_a_limit_met_exactly_in_floating_point_is_met():
    rooms = (replace(ROOMS[0], counted_m2=18.0 + 4e-9), *ROOMS[1:])
    assert codes(GOOD, replace(CASE, places=rooms)) == set()


def test_a_unit_that_no_storey_can_hold_may_be_split():
    of = case([place("r1"), place("r2", storey="A-2F")], [person(key) for key in "abcd"])
    seats = {"a": "r1", "b": "r1", "c": "r2", "d": "r2"}
    assert codes(seats, of) == set()


def test_fewest_moves_leave_org_units_on_their_storeys():
    of = case([place("r1"), place("r2", 6.0), place("r3", 6.0, storey="A-2F")], [person("a"), person("b")])
    assert codes({"a": "r2", "b": "r3"}, of) == {"unit-split"}
    assert codes({"a": "r2", "b": "r3"}, of, strategy="fewest-moves") == set()


def test_bounds_that_the_scenario_goes_past_do_not_hold():
    right = {"released_area_m2": 36.0, "released_storeys": 2, "released_buildings": 1, "people_moved": 3}
    assert codes(GOOD, bounds=right) == set()
    for objective, bound in {**dict.fromkeys(right, 0.0), "people_moved": 5}.items():
        assert codes(GOOD, bounds=right | {objective: bound}) == {"bound-broken"}


def test_an_impossible_case_seats_nobody():
    impossible = (Conflict("too-many", Text("人多", "too many")),)
    assert codes({}, conflicts=impossible) == set()
    assert codes(GOOD, conflicts=impossible) == {"half-applied"}


def test_every_code_is_tried_here():
    text = Path(__file__).read_text("utf-8")
    assert [code for code in REASONS if f'"{code}"' not in text] == []


def test_the_judge_imports_records_and_geometry_only():
    tree = ast.parse(Path(check.__file__).read_text("utf-8"))
    ours = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    package = "service.allocation.consolidation"
    assert {name for name in ours if name.startswith(("service", "geometry", "ortools"))} == {
        "geometry.finding",
        f"{package}.blocks",
        f"{package}.one_storey",
        f"{package}.records",
    }
