"""Blocks of rooms beside one another: rows, storeys, joined rooms, and the same counted by relabelled rooms."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.allocation.consolidation.blocks import blocks, rooms_of_units, storeys_of_units
from tests.service.allocation.consolidation.build import case, person, place, row

ROW = row(*(place(f"r{i}") for i in range(5)))
UP = place("up", storey="A-2F", beside=("r0",))
PEOPLE = [person(f"p{i}") for i in range(4)]


def test_rooms_in_a_row_are_one_block_and_a_gap_makes_two():
    of = case(ROW, PEOPLE)
    assert blocks(of, {"p0": "r0", "p1": "r1", "p2": "r2", "p3": "r2"})["u1"] == (frozenset({"r0", "r1", "r2"}),)
    assert len(blocks(of, {"p0": "r0", "p1": "r1", "p2": "r3", "p3": "r4"})["u1"]) == 2


def test_nearness_said_of_one_room_only_counts_both_ways_but_never_across_storeys():
    one_sided = (ROW[0], replace(ROW[1], beside=()), UP)
    of = case(one_sided, PEOPLE)
    assert len(blocks(of, {"p0": "r0", "p1": "r1"})["u1"]) == 1
    assert len(blocks(of, {"p0": "r0", "p1": "up"})["u1"]) == 2
    assert storeys_of_units(of, {"p0": "r0", "p1": "up"})["u1"] == {"A-1F", "A-2F"}


def test_a_joined_room_is_one_block_with_what_lies_beside_its_members():
    joined = place("r1+r3", 24, members=("r1", "r3"))
    of = case(ROW, PEOPLE, joined=(joined,))
    assert blocks(of, {"p0": "r0", "p1": "r1+r3", "p2": "r4"})["u1"] == (frozenset({"r0", "r1", "r3", "r4"}),)
    assert rooms_of_units(of, {"p1": "r1+r3"})["u1"] == {"r1", "r3"}


def test_a_unit_without_anyone_seated_has_no_block():
    assert blocks(case(ROW, PEOPLE), {"p0": "nowhere"}) == {"u1": ()}


@given(st.lists(st.integers(0, 8), min_size=4, max_size=4), st.randoms(use_true_random=False))
def test_other_names_for_rooms_change_no_count(seats, shuffled: random.Random):
    rooms = row(*(place(f"r{i}") for i in range(9)))
    names = [f"q{i}" for i in range(9)]
    shuffled.shuffle(names)
    other = dict(zip((r.id for r in rooms), names, strict=True))
    renamed = [replace(r, id=other[r.id], beside=tuple(other[b] for b in r.beside)) for r in rooms]
    shuffled.shuffle(renamed)
    room_of = {f"p{i}": f"r{seat}" for i, seat in enumerate(seats)}
    here = blocks(case(rooms, PEOPLE), room_of)["u1"]
    there = blocks(case(renamed, PEOPLE), {who: other[room] for who, room in room_of.items()})["u1"]
    runs = sum(seat - 1 not in seats for seat in set(seats))
    assert len(here) == len(there) == runs
