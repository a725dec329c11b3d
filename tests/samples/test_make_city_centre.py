"""The city centre has the size it is made for, is the same on every run, and its file says what its rooms say."""

from collections import Counter

import pytest
from shapely import STRtree

from bim_import.read import read_file
from geometry.basis import BASES
from samples.city.people import LEVELS
from samples.city.roster import roster_rows
from samples.city.situation import ROSTER, build_blocks, city_situation, outlines_of, rooms_of
from samples.make_city_centre import MODEL, write
from service.allocation.consolidation.one_storey import storeys_that_hold
from service.allocation.consolidation.records import Case, Person, Place
from service.allocation.entitlement.offices import workers
from service.allocation.roster_file import read_roster
from service.exports.roster_template import roster_workbook
from service.usecases.rooms_of_model import rooms_of_model


@pytest.fixture(scope="module")
def city():
    return city_situation()


def test_33_org_units_with_1700_people_on_40_storeys(city):
    situation, outlines = city
    rooms = situation.rooms.values()
    assert (len(situation.org_units), len(situation.occupants)) == (33, 1700)
    assert len({occupant.name for occupant in situation.occupants.values()}) == 1700
    assert len({(room.building, room.storey) for room in rooms}) == 40
    assert len(rooms) == len(outlines) == len({room.number for room in rooms}) == 1098
    assert sum(room.net_area_m2 for room in rooms) == pytest.approx(24_976, abs=1)


def test_everyone_sits_in_one_room_and_has_a_limit(city):
    situation, _ = city
    for occupant in situation.occupants:
        (use,) = situation.uses_of_occupant(occupant)
        assert use.is_own
        assert use.space_id in situation.rooms
        assert use.entitlement.limit_m2 in {9, 18, 24, 30, 42}


def test_rooms_hold_one_unit_and_no_crowd(city):
    situation, _ = city
    for room in situation.rooms.values():
        users = workers(situation, room.id)
        assert len({use.org_unit.id for use in users}) <= 1
        assert room.net_area_m2 >= 6 * len(users)


def test_the_outlines_are_rooms_apart_with_the_area_less_columns():
    blocks = build_blocks()
    outlines, rooms = outlines_of(blocks), rooms_of(blocks)
    assert all(-1e-9 < outlines[room.id].area - room.net_area_m2 < 1.0 for room in rooms)
    first = [
        outlines[room.id] for room in rooms if (room.building, room.storey) == (rooms[0].building, rooms[0].storey)
    ]
    pairs = STRtree(first).query(first, predicate="intersects")
    assert all(a == b for a, b in zip(*pairs.tolist(), strict=True))


def test_a_case_can_be_made_from_it_in_which_every_unit_has_a_storey_that_holds_it(city):
    situation, _ = city
    places = [
        Place(r.id, r.number, r.name, r.building, r.building + r.storey, r.net_area_m2, r.net_area_m2)
        for r in situation.rooms.values()
    ]
    people = [
        Person(o, uses[0].org_unit.id, uses[0].entitlement.level, uses[0].entitlement.limit_m2, uses[0].space_id)
        for o in situation.occupants
        if (uses := situation.uses_of_occupant(o))
    ]
    case = Case(tuple(places), tuple(people), ())
    assert Counter(case.single(person) for person in people) == {False: 1504, True: 196}
    assert all(storeys_that_hold(case, unit) for unit in situation.org_units)


def test_the_roster_is_the_same_on_every_run():
    first, second = (roster_workbook(roster_rows(build_blocks()), levels=LEVELS) for _ in range(2))
    assert first == second


@pytest.mark.slow
def test_the_file_reads_back_to_the_same_rooms(tmp_path, city):
    write(tmp_path)
    found = list(rooms_of_model(read_file(tmp_path / MODEL).model, basis=BASES["cn-usable"]))
    offices = {room.id: room for room in found if room.use == "office"}
    situation, _ = city
    assert offices.keys() == situation.rooms.keys()
    for room in situation.rooms.values():
        read = offices[room.id]
        assert (read.number, read.building, read.storey) == (room.number, room.building, room.storey)
        assert read.net_area_m2 == pytest.approx(room.net_area_m2, abs=1e-4)
    reading = read_roster([(ROSTER, (tmp_path / ROSTER).read_bytes())], found)
    assert reading.notes == ()
    assert {a.space_id for a in reading.roster.assignments} == {r for r in situation.rooms if workers(situation, r)}
