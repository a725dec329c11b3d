"""Seats become people: everyone once, in a seat of their kind, with the fewest moves."""

from itertools import permutations

import pytest

from service.allocation.consolidation.people import Seat, take_seats
from tests.service.allocation.consolidation.build import case, person, place

PLACES = [place("r1", 18.0), place("r2", 18.0), place("r3", 12.0)]
PEOPLE = [
    person("a", "r1"),
    person("b", "r2"),
    person("c", "r3", limit_m2=12.0),
    person("head", "r1", limit_m2=18.0),
]
CASE = case(PLACES, PEOPLE)
SEATS = [Seat("r2", 9.0, False), Seat("r2", 9.0, False), Seat("r3", 12.0, False), Seat("r1", 18.0, True)]


def fits(who, seat):
    return seat.single == CASE.single(who) and seat.limit_m2 <= who.limit_m2


def test_as_many_stay_as_in_the_best_of_all_orders():
    taken = take_seats(PEOPLE, SEATS, CASE)
    stay = sum(taken[p.id] == p.now for p in PEOPLE)
    orders = (o for o in permutations(SEATS) if all(map(fits, PEOPLE, o)))
    assert stay == max(sum(seat.place == p.now for p, seat in zip(PEOPLE, o, strict=True)) for o in orders)
    assert taken == {"a": "r2", "b": "r2", "c": "r3", "head": "r1"}


@pytest.mark.parametrize("seats", [SEATS[:3], [*SEATS[:3], Seat("r1", 24.0, True)], [*SEATS[:2], *SEATS[:2]]])
def test_seats_that_do_not_match_are_an_error(seats):
    with pytest.raises(ValueError, match="do not match"):
        take_seats(PEOPLE, seats, CASE)
