"""Whether a storey can hold an org unit alone: by hand, and never claimed where trying every seating finds none."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from service.allocation.consolidation.one_storey import storeys_that_hold
from service.allocation.consolidation.records import Choices
from tests.service.allocation.consolidation.build import case, person, place


def test_a_storey_holds_a_unit_where_leader_and_the_others_fit():
    rooms = [place("r1", 16), place("r2", 12), place("r3", 12, storey="A-2F")]
    people = [person("head", limit_m2=18), person("a"), person("b")]
    assert storeys_that_hold(case(rooms, people), "u1") == ("A-1F",)


def test_rooms_that_are_too_large_for_the_few_do_not_count():
    assert storeys_that_hold(case([place("hall", 40)], [person("a"), person("b")]), "u1") == ()


def test_kept_emptied_and_taken_rooms_hold_nobody():
    rooms = [place("r1"), place("r2", storey="A-2F"), place("r3", storey="B-1F", building="B")]
    people = [person("a"), person("b"), person("s", "r1", unit="u2")]
    for chosen, left in (
        (Choices(), ("A-1F", "A-2F", "B-1F")),
        (Choices(kept_rooms=("r2",)), ("A-1F", "B-1F")),
        (Choices(emptied_storeys=("A-2F",)), ("A-1F", "B-1F")),
        (Choices(emptied_buildings=("B",)), ("A-1F", "A-2F")),
        (Choices(stay=("u2",)), ("A-2F", "B-1F")),
    ):
        assert storeys_that_hold(case(rooms, people, choices=chosen), "u1") == left


def test_workstations_cap_a_room():
    assert (
        storeys_that_hold(case([place("r1", 18, workstations=2)], [person("a"), person("b"), person("c")]), "u1") == ()
    )


@settings(max_examples=80, deadline=None)
@given(
    areas=st.lists(st.sampled_from([6.0, 9.0, 10.5, 12.0, 18.0, 24.0, 30.0]), min_size=1, max_size=3),
    limits=st.lists(st.sampled_from([9.0, 12.0, 18.0, 24.0]), min_size=1, max_size=4),
)
def test_what_is_said_to_hold_can_be_seated(areas, limits):
    rooms = [place(f"r{i}", area) for i, area in enumerate(areas)]
    asked = case(rooms, [person(f"p{i}", limit_m2=limit) for i, limit in enumerate(limits)])
    claimed = bool(storeys_that_hold(asked, "u1"))
    possible = any(lawful(areas, limits, seats) for seats in product(range(len(areas)), repeat=len(limits)))
    assert not claimed or possible
    if len({limit for limit in limits if limit < 18}) < 2 and not any(limit >= 18 for limit in limits):
        assert claimed == possible


def lawful(areas, limits, seats):
    for room, area in enumerate(areas):
        inside = [limit for limit, seat in zip(limits, seats, strict=True) if seat == room]
        if not inside:
            continue
        alone = any(limit >= 18 for limit in inside)
        if area > sum(inside) or area < 6 * len(inside) or (alone and (len(inside) > 1 or area < 10)):
            return False
    return True
