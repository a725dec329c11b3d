"""Orders of moves: by hand, on random houses through the independent verifier, and against every order there is."""

from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.allocation.consolidation.move_faults import move_faults
from service.allocation.consolidation.moves import plan_moves
from service.allocation.consolidation.records import Choices
from tests.service.allocation.consolidation.build import case, person, place


def planned(of, now, target):
    plan = plan_moves(of, now, target)
    assert not plan.refused, plan.refused
    assert move_faults(of, now, target, plan.moves) == []
    return plan


def house(seats, people, **more):
    """Rooms r0, r1 … with so many seats of 6 m² each, people p0, p1 …"""
    units = more.pop("units", ["u1"] * people)
    rooms = [place(f"r{i}", 6.0 * n) for i, n in enumerate(seats)]
    return case(rooms, [person(f"p{i}", unit=units[i]) for i in range(people)], **more)


def rooms(*numbers):
    return {f"p{i}": f"r{n}" if n is not None else "" for i, n in enumerate(numbers)}


def test_who_makes_room_goes_first():
    plan = planned(house([1, 1, 1], 2), rooms(0, 1), rooms(1, 2))
    assert [(m.step, m.occupant, m.from_room, m.to_room) for m in plan.moves] == [
        (1, "p1", "r1", "r2"),
        (2, "p0", "r0", "r1"),
    ]
    assert plan.swing_moves == 0


def test_nobody_moves_who_need_not():
    assert planned(house([2, 2], 3), rooms(0, 0, 1), rooms(0, 0, 1)).moves == ()


def test_two_full_rooms_change_places_over_a_free_seat_with_one_extra_move():
    plan = planned(house([1, 1, 1], 2), rooms(0, 1), rooms(1, 0))
    assert len(plan.moves) == 3
    assert plan.swing_moves == 1


def test_without_any_free_seat_two_people_change_places_in_one_step():
    plan = planned(house([1, 1], 2), rooms(0, 1), rooms(1, 0))
    assert {m.step for m in plan.moves} == {1}
    assert plan.swing_moves == 0
    assert "对调" in plan.remarks[0].zh


def test_a_circle_of_three_without_a_free_seat_goes_round_in_one_step():
    plan = planned(house([1, 1, 1], 3), rooms(0, 1, 2), rooms(1, 2, 0))
    assert [m.step for m in plan.moves] == [1, 1, 1]
    assert "3 people" in plan.remarks[0].en


def test_the_last_free_seat_is_not_taken_by_someone_who_leaves_none():
    # r0 has one seat; p0 (from nowhere) wants it, but p1 and p2 go round through it first.
    plan = planned(house([2, 1], 3), rooms(None, 0, 1), rooms(0, 1, 0))
    assert plan.swing_moves == 0
    assert plan.moves[-1].occupant == "p0"


def test_a_kept_room_is_no_place_to_step_aside_to():
    of = house([1, 1, 1], 2, choices=Choices(kept_rooms=("r2",)))
    assert {m.step for m in planned(of, rooms(0, 1), rooms(1, 0)).moves} == {1}


def test_a_room_that_is_overfull_today_may_empty_but_not_fill():
    of = house([1, 2], 3)
    plan = planned(of, rooms(0, 0, 1), rooms(0, 1, 1))
    assert [m.occupant for m in plan.moves] == ["p1"]


def test_people_meet_no_strangers_where_there_is_another_order():
    of = house([2, 2, 2], 4, units=["u1", "u1", "u2", "u2"])
    plan = planned(of, rooms(0, 0, 1, 1), rooms(1, 1, 2, 2))
    assert [m.occupant for m in plan.moves] == ["p2", "p3", "p0", "p1"]


def test_joined_rooms_open_in_one_step_when_all_others_have_left():
    joined = place("r0+r1", 24.0, members=("r0", "r1"))
    of = house([2, 2, 2], 5, joined=(joined,))
    target = {"p0": "r0+r1", "p1": "r0+r1", "p2": "r0+r1", "p3": "r2", "p4": "r0+r1"}
    plan = planned(of, rooms(0, 0, 1, 1, 2), target)
    assert plan.moves[0].occupant == "p3"
    assert len({m.step for m in plan.moves if m.from_room in {"r0", "r1"} and m.to_room == "r0+r1"}) == 1
    assert len(plan.remarks) == 1


def test_someone_waiting_for_a_joined_room_steps_aside_for_those_who_leave_it():
    joined = place("r0+r1", 12.0, members=("r0", "r1"))
    of = house([1, 1, 1, 1], 3, joined=(joined,))
    plan = planned(of, rooms(0, 1, 2), {"p0": "r2", "p1": "r0+r1", "p2": "r0+r1"})
    assert plan.swing_moves == 1


def test_where_nothing_can_move_there_is_a_reason_and_no_half_plan():
    joined = place("r0+r1", 12.0, members=("r0", "r1"))
    of = house([1, 1, 1], 3, joined=(joined,))
    plan = plan_moves(of, rooms(0, 1, 2), {"p0": "r2", "p1": "r0+r1", "p2": "r0+r1"})
    assert plan.moves == ()
    assert plan.refused[0].zh
    assert "3 people" in plan.refused[0].en


@pytest.mark.parametrize(
    ("target", "words"),
    [(rooms(1, 1, 1), "holds 2"), (rooms(0, 1), "p2 has no room"), (rooms(0, 1) | {"p2": "r9"}, "p2 has no room")],
)
def test_a_target_that_cannot_be_is_refused_whole(target, words):
    plan = plan_moves(house([2, 2, 2], 3), rooms(0, 1, 2), target)
    assert plan.moves == ()
    assert words in plan.refused[0].en


def test_a_member_of_a_joined_room_in_use_is_refused():
    joined = place("r0+r1", 12.0, members=("r0", "r1"))
    plan = plan_moves(house([1, 1], 2, joined=(joined,)), rooms(0, 1), {"p0": "r0+r1", "p1": "r1"})
    assert plan.moves == ()
    assert "cannot be used by itself" in plan.refused[0].en


def test_two_joined_rooms_with_one_wall_between_them_are_refused():
    both = tuple(place(f"r{a}+r{a + 1}", 12.0, members=(f"r{a}", f"r{a + 1}")) for a in (0, 1))
    plan = plan_moves(house([1, 1, 1], 2, joined=both), rooms(0, 2), {"p0": "r0+r1", "p1": "r1+r2"})
    assert "Room r1 becomes a part of r1+r2" in plan.refused[0].en


@st.composite
def seatings(draw, most_people, most_rooms):
    """Seats of rooms, and two ways of filling them, with some people without a room at first."""
    seats = draw(st.lists(st.integers(1, 3), min_size=2, max_size=most_rooms))
    chairs = [room for room, n in enumerate(seats) for _ in range(n)]
    people = draw(st.integers(1, min(most_people, len(chairs))))
    later = draw(st.permutations(chairs))[:people]
    now = draw(st.permutations(chairs))[:people]
    absent = draw(st.sets(st.integers(0, people - 1), max_size=2)) if draw(st.booleans()) else set()
    return seats, rooms(*(None if i in absent else room for i, room in enumerate(now))), rooms(*later)


@settings(max_examples=150, deadline=None)
@given(seatings(40, 14), st.integers(1, 3))
def test_every_order_is_lawful(given_house, units):
    seats, now, target = given_house
    planned(house(seats, len(now), units=[f"u{i % units}" for i in range(len(now))]), now, target)


@settings(max_examples=150, deadline=None)
@given(seatings(5, 4))
def test_no_order_one_by_one_has_fewer_moves(given_house):
    seats, now, target = given_house
    plan = planned(house(seats, len(now)), now, target)
    fewest = shortest(seats, now, target)
    one_by_one = len({m.step for m in plan.moves}) == len(plan.moves)
    assert one_by_one == (fewest is not None)
    if one_by_one:
        assert len(plan.moves) == fewest


def shortest(seats, now, target):
    """The fewest moves of one person at a time, by looking at every state; None where none leads there."""
    numbers = {f"r{i}": i for i in range(len(seats))} | {"": -1}
    start = tuple(numbers[room] for room in now.values())
    end = tuple(numbers[room] for room in target.values())
    seen, waiting = {start}, deque([(start, 0)])
    while waiting:
        state, moves = waiting.popleft()
        if state == end:
            return moves
        for who in range(len(state)):
            for room in range(len(seats)):
                if room != state[who] and state.count(room) < seats[room]:
                    after = (*state[:who], room, *state[who + 1 :])
                    if after not in seen:
                        seen.add(after)
                        waiting.append((after, moves + 1))
    return None


@settings(max_examples=150, deadline=None)
@given(seatings(24, 10), st.data())
def test_orders_with_joined_rooms_are_lawful_or_refused_whole(given_house, data):
    seats, now, target = given_house
    pairs = [(f"r{a}", f"r{a + 1}") for a in range(0, len(seats) - 1, 2)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3))
    joined = tuple(
        place("+".join(pair), 6.0 * sum(seats[int(m[1:])] for m in pair) + 1, members=pair) for pair in chosen
    )
    becomes = {member: one.id for one in joined for member in one.members}
    target = {who: becomes.get(room, room) for who, room in target.items()}
    of = house(seats, len(now), joined=joined)
    plan = plan_moves(of, now, target)
    if plan.refused:
        assert plan.moves == ()
        assert joined
    else:
        assert move_faults(of, now, target, plan.moves) == []
