"""Bounds on the floor in use: what one block costs by hand, and no lawful scenario of blocks ever goes past them."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pytest

from service.allocation.consolidation.check import faults
from service.allocation.consolidation.floor_bound import FloorBound
from service.allocation.consolidation.house import House
from service.allocation.consolidation.house_bounds import Possible, possible_in
from service.allocation.consolidation.metrics import metrics
from service.allocation.consolidation.people import seats_of_demand, take_seats
from service.allocation.consolidation.records import Case, Scenario
from service.allocation.consolidation.stretches import Stretch
from tests.service.allocation.consolidation.build import case, person, place, row
from tests.service.allocation.consolidation.test_strategies import county

FOUR = [person(key) for key in "abcd"]


def test_the_price_of_one_block_by_hand():
    """Two pairs share 12 m² each at both ends of a corridor; in one block one of the pairs needs the 18 m² between."""
    rooms = row(place("r1", 12), place("hall", 18), place("r2", 12))
    house = House(case(rooms, FOUR))
    floor = FloorBound(house)
    assert floor.can_be_in_one_block() == ("u1",)
    assert floor.least((), time_limit_s=30).least_m2 == pytest.approx(24.0)
    assert floor.least((), one_block=("u1",), time_limit_s=30).least_m2 == pytest.approx(30.0)


def test_rooms_beside_nothing_hold_no_block_of_two():
    of = case([place("r1"), place("r2")], FOUR)
    assert FloorBound(House(of)).can_be_in_one_block() == ()
    assert possible_in(House(of), time_limit_s=5).block_bound is None


def test_joined_rooms_and_their_members_are_never_counted_together():
    """Rooms of 9 m² hold one each, two of them joined hold three: three people take both, a fourth the room beside."""
    rooms = row(place("r1", 9), place("r2", 9), place("r3", 9))
    joined = place("r1+r2", 18.3, members=("r1", "r2"), beside=("r3",))
    house = House(case(rooms, FOUR, joined=(joined,)), joined=True)
    floor = FloorBound(house)
    for units in ((), ("u1",)):
        assert floor.least((), one_block=units, time_limit_s=30).least_m2 == pytest.approx(27.0)


@cache
def house() -> tuple[House, Possible]:
    prepared = House(county())
    return prepared, possible_in(prepared, time_limit_s=120)


def at_random(of: House, rng: random.Random) -> dict[str, str] | None:
    """Seat every org unit in a stretch that is still free, any that is left; None where one finds none."""
    stretches = rng.sample(of.columns, len(of.columns))
    taken: dict[int, Stretch] = {}
    used: set[str] = set()
    for column in sorted(stretches, key=lambda one: one.cost * rng.uniform(0.8, 1.2)):
        rooms = {room for room, _ in column.used}
        if column.part not in taken and not rooms & used:
            taken[column.part] = column
            used |= rooms
    if len(taken) < len(of.parts):
        return None
    room_of: dict[str, str] = {}
    for part, column in taken.items():
        demand = of.parts[part]
        room_of |= take_seats(demand.people, seats_of_demand(demand, dict(column.used)), of.case)
    return room_of


def test_no_scenario_of_blocks_goes_past_the_bound_and_the_judge_would_say_so():
    prepared, possible = house()
    assert possible.block_bound is not None
    assert len(possible.block_bound.units) == len(prepared.parts)
    tried = 0
    for seed in range(30):
        room_of = at_random(prepared, random.Random(seed))
        if room_of is None:
            continue
        found = Scenario("reseat-only", room_of, possible.bounds, block_bound=possible.block_bound)
        assert faults(prepared.case, found) == []
        released = metrics(prepared.case, room_of)["released_area_m2"]["value"]
        assert released <= possible.block_bound.released_area_m2 + 1e-6
        too_low = replace(possible.block_bound, released_area_m2=released - 1)
        assert [f.code for f in faults(prepared.case, replace(found, block_bound=too_low))] == ["bound-broken"]
        tried += 1
    assert tried >= 10


def test_released_area_of_blocks_is_within_one_per_cent_of_what_is_possible():
    prepared, possible = house()
    seated = prepared.seat(time_limit_s=60)
    assert not seated.unseated
    bounds = dict(possible.bounds.items())
    found = metrics(prepared.case, seated.room_of, bounds=bounds, block_bound=possible.block_bound)["released_area_m2"]
    assert found["bound_for"] == "one-block"
    assert found["gap"] <= 0.01
    assert found["bound"] <= found["lawful_bound"]
    apart: Case = replace(prepared.case, places=tuple(replace(p, beside=()) for p in prepared.case.places))
    plain = metrics(apart, seated.room_of, bounds=bounds, block_bound=possible.block_bound)["released_area_m2"]
    assert (plain["bound_for"], plain["bound"]) == ("lawful", possible.bounds["released_area_m2"])
