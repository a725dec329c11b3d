"""Remedies against every possible exchange in small buildings, and against the day's findings made anew."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geometry.partition import Dividable, divide_room
from service.allocation.evaluate import evaluate
from service.allocation.people import Assignment, Occupant, OrgUnit, Post, Roster
from service.allocation.policy_file import load_policy
from service.allocation.remedies import remedies
from service.allocation.rooms import Room
from tests.geometry.test_partition import ROOM

DAY = date(2026, 11, 25)
POLICY = load_policy("cn-2014")
LIMIT = {"正科级": 18.0, "副科级": 12.0, "科员": 9.0, "县级副职": 24.0}
LEVELS = tuple(LIMIT)


def house(*rooms):
    """Return the evaluation of rooms given as (number, area, level, level …)."""
    people, uses, floor = [], [], []
    for number, area, *levels in rooms:
        floor.append(Room(number, number, "办公室", "A", "1F", "office", area, basis="cn-usable", access="open"))
        for i, level in enumerate(levels):
            person = f"{number}-{i}"
            people.append(Occupant(person, person, (Post("unit", level),)))
            uses.append(Assignment(number, person))
    unit = OrgUnit("unit", "县某局", organ_level="county")
    return evaluate(Roster((unit,), tuple(people), tuple(uses)), floor, POLICY, DAY)


def over(evaluation, number):
    return next(f for f in evaluation.findings if f.code == "over-entitlement" and f.subject == number)


def of(evaluation, number, **options):
    return remedies(evaluation.situation, over(evaluation, number), **options)


def test_an_empty_smaller_room_moves_one_person():
    found = of(house(("101", 15.0, "副科级"), ("102", 11.5)), "101")
    assert [(r.kind, r.people_moved) for r in found[:1]] == [("swap", 1)]
    assert all(r.verified for r in found)


def test_people_change_places_where_both_then_fit():
    found = of(house(("101", 17.0, "副科级"), ("102", 11.0, "正科级")), "101")
    assert found[0].kind == "swap"
    assert {(m.occupant_id, m.to_space_id) for m in found[0].moves} == {("101-0", "102"), ("102-0", "101")}


def test_one_who_joins_covers_the_excess():
    found = of(house(("101", 26.0, "正科级"), ("102", 20.0, "科员", "科员", "副科级")), "101")
    share = next(r for r in found if r.kind == "share")
    assert share.people_moved == 1
    assert share.rooms[0].entitlement_after_m2 >= 26.0


def test_nobody_is_taken_who_leaves_others_over():
    # Taking either from 102 leaves one person with 18 m² and a limit of 9; both together may go.
    found = of(house(("101", 27.0, "副科级"), ("102", 18.0, "科员", "科员")), "101")
    joining = [r for r in found if r.kind == "share" and r.rooms[0].people_after > 1]
    assert {r.people_moved for r in joining} == {2}


def test_works_come_last_and_keep_the_limit():
    evaluation = house(("101", 30.0, "正科级"))
    plan = {"101": ROOM}
    found = of(
        evaluation, "101", divide=lambda room, most, rest: divide_room(plan[room], most_m2=most, least_rest_m2=rest)
    )
    assert [r.kind for r in found] == ["works"]
    assert found[0].rooms[0].area_after_m2 <= 18.0
    assert len(found[0].partition) == 2


def test_works_are_not_offered_where_the_policy_forbids_them():
    policy = load_policy("wuhan")
    assert policy.rules.remedies.works_forbidden


def test_a_room_within_its_limit_needs_no_remedy():
    evaluation = house(("101", 12.0, "副科级"))
    assert remedies(evaluation.situation, over(evaluation, "101")) == ()


def test_titles_and_reasons_name_no_person():
    for remedy in of(house(("101", 17.0, "副科级"), ("102", 11.0, "正科级"), ("103", 40.0)), "101"):
        assert "101-0" not in remedy.title.zh + remedy.title.en + remedy.reason.zh + remedy.reason.en


# -- brute force ------------------------------------------------------------------------------------------------------


def sits(area, levels):
    """Return whether people fit a room, from the table alone."""
    return not levels or (round(area, 2) <= sum(LIMIT[x] for x in levels) and area >= 6 * len(levels))


def fewest_by_swap(rooms, target):
    _, area, *levels = rooms[target]
    counts = [
        len(levels) + len(others)
        for i, (_, other, *others) in enumerate(rooms)
        if i != target and sits(other, levels) and sits(area, others)
    ]
    return min(counts, default=None)


def fewest_by_share(rooms, target):
    _, area, *levels = rooms[target]
    best = [
        len(levels) for i, (_, m2, *host) in enumerate(rooms) if i != target and host and sits(m2, [*host, *levels])
    ]
    outside = [(i, j) for i, (_, _, *others) in enumerate(rooms) if i != target for j in range(len(others))]
    for count in range(1, len(outside) + 1):
        for group in combinations(outside, count):
            left = {i: [x for j, x in enumerate(rooms[i][2:]) if (i, j) not in group] for i, _ in group}
            joined = [*levels, *(rooms[i][2 + j] for i, j in group)]
            if sits(area, joined) and all(sits(rooms[i][1], who) for i, who in left.items()):
                return min([count, *best])
    return min(best, default=None)


def _room(data, number):
    people = data.draw(st.lists(st.sampled_from(LEVELS), max_size=2))
    return (number, data.draw(st.integers(60, 350)) / 10, *people)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_swap_or_share_moves_fewer_people_than_the_best_found(data):
    rooms = [_room(data, str(100 + i)) for i in range(data.draw(st.integers(2, 5)))]
    evaluation = house(*rooms)
    for finding in evaluation.findings:
        if finding.code != "over-entitlement" or finding.outcome != "over":
            continue
        target = next(i for i, room in enumerate(rooms) if room[0] == finding.subject)
        found = remedies(evaluation.situation, finding)
        for kind, brute in (("swap", fewest_by_swap), ("share", fewest_by_share)):
            ours = min((r.people_moved for r in found if r.kind == kind), default=None)
            assert ours == brute(rooms, target), (kind, rooms)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_after_a_remedy_the_finding_is_gone_and_no_other_has_come(data):
    rooms = [_room(data, str(100 + i)) for i in range(4)]
    evaluation = house(*rooms)
    before = {f.subject for f in evaluation.findings if f.code == "over-entitlement" and f.outcome == "over"}
    for subject in before:
        for remedy in of(evaluation, subject):
            where = {m.occupant_id: m.to_space_id for m in remedy.moves}
            moved = [list(room[:2]) for room in rooms]
            for room in rooms:
                for i, level in enumerate(room[2:]):
                    home = where.get(f"{room[0]}-{i}", room[0])
                    next(m for m in moved if m[0] == home).append(level)
            after = {m[0] for m in moved if not sits(m[1], m[2:]) and round(m[1], 2) > sum(LIMIT[x] for x in m[2:])}
            assert subject not in after
            assert after <= before


def test_a_remedy_of_works_is_not_verified_by_its_own_word():
    evaluation = house(("101", 30.0, "正科级"))
    lying = of(evaluation, "101", divide=lambda room, m, rest: divide_room(ROOM, most_m2=24.0, least_rest_m2=rest))
    assert lying == ()


@pytest.mark.parametrize("outline", [Dividable(ROOM.outline)])
def test_a_room_without_a_known_door_gets_no_wall(outline):
    assert divide_room(outline, most_m2=18.0, least_rest_m2=6.0) is None
