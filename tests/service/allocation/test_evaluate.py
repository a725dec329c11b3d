"""After any change the stored findings equal a full evaluation, and only what the change reaches was asked anew."""

import gc
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.allocation.evaluate import evaluate, reevaluate
from service.allocation.people import Assignment, OrgUnit, Roster
from service.allocation.policy_file import PolicyError, load_policy
from service.allocation.rooms import Room
from service.allocation.situation import Change, changed_roster
from tests.service.allocation.build import DAY, person, room, roster

POLICY = load_policy("cn-2014")
LEVELS = ("县级正职", "县级副职", "正科级", "副科级", "科级以下", "调研员")
KINDS = ("department", "department", "enterprise", "institution-2")
PURPOSES = ("office", "office", "office", "second-office", "storage")
DAYS = (None, None, date(2026, 9, 1), date(2026, 11, 10))
ROOMS, PEOPLE, UNITS = 6, 5, 2

spaces = st.integers(0, ROOMS - 1).map(lambda at: f"r{at}")
persons = st.integers(0, PEOPLE - 1).map(lambda at: f"p{at}")
units = st.integers(0, UNITS - 1).map(lambda at: f"u{at}")


@st.composite
def rooms_of(draw):
    found = []
    for at in range(ROOMS):
        behind = draw(st.sampled_from(["", "", *(f"r{other}" for other in range(at))]))
        name = draw(st.sampled_from(["办公室", "办公室", "休息室", "卫生间"]))
        area = draw(st.one_of(st.none(), st.floats(5, 40)))
        u = draw(st.sampled_from([None, 0.5]))
        found.append(room(f"r{at}", area, name=name, only_through=behind, standard_uncertainty_m2=u))
    return found


@st.composite
def occupants(draw, name=None):
    name = name or draw(persons)
    post = draw(st.sampled_from(LEVELS))
    occupant, _ = person(name, post, unit=draw(units), until=draw(st.sampled_from(DAYS)))
    return replace(occupant, retired_on=draw(st.sampled_from(DAYS)))


@st.composite
def org_units(draw, name):
    staffing = draw(st.sampled_from([(), (("正科级", 1), ("科级以下", 3))]))
    return OrgUnit(name, name, draw(st.sampled_from(KINDS)), "county", approved_staffing=staffing)


@st.composite
def uses(draw):
    who = draw(st.one_of(persons, st.just("")))
    return Assignment(
        draw(spaces),
        who,
        draw(units) if not who else draw(st.one_of(units, st.just(""))),
        draw(st.sampled_from([None, None, None, 0.5])),
        draw(st.sampled_from(PURPOSES)),
        approval=draw(st.sampled_from(["", "7"])),
    )


@st.composite
def rosters(draw):
    return Roster(
        tuple(draw(org_units(f"u{at}")) for at in range(UNITS)),
        tuple(draw(occupants(f"p{at}")) for at in range(PEOPLE)),
        tuple(draw(st.lists(uses(), max_size=8, unique=True))),
    )


@st.composite
def changes(draw, before):
    kind = draw(st.sampled_from(["post", "use", "room", "unit", "gone"]))
    if kind == "post":
        return Change(occupants=(draw(occupants()),))
    if kind == "room":
        return Change(rooms=(draw(st.sampled_from(draw(rooms_of()))),))
    if kind == "unit":
        return Change(org_units=(draw(org_units(draw(units))),))
    if kind == "gone":
        return Change(gone_occupants=(draw(persons),))
    removed = draw(st.lists(st.sampled_from(before.assignments), max_size=2, unique=True)) if before.assignments else []
    left = set(before.assignments) - set(removed)
    added = [use for use in draw(st.lists(uses(), max_size=2, unique=True)) if use not in left]
    return Change(removed_assignments=tuple(removed), added_assignments=tuple(added))


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_after_changes_the_findings_equal_a_full_evaluation(data):
    now, rooms = data.draw(rosters()), data.draw(rooms_of())
    evaluation = evaluate(now, rooms, POLICY, DAY)
    for _ in range(data.draw(st.integers(1, 3))):
        change = data.draw(changes(now))
        evaluation = reevaluate(evaluation, change)
        now = changed_roster(now, change)
        changed = {room.id: room for room in change.rooms}
        rooms = [changed.get(old.id, old) for old in rooms]
        whole = evaluate(now, rooms, POLICY, DAY)
        assert set_difference(evaluation.findings, whole.findings) == []
        assert evaluation.findings == whole.findings


def test_one_changed_post_asks_only_about_the_people_and_rooms_it_touches():
    people = [person(f"p{at}", "正科级", str(at // 2), unit=f"u{at // 4}") for at in range(40)]
    rooms = [room(str(at), 30.0) for at in range(20)]
    bodies = [OrgUnit(f"u{at}", "", organ_level="county") for at in range(10)]
    before = evaluate(roster(people, bodies), rooms, POLICY, DAY)
    moved = replace(people[10][0], posts=(replace(people[10][0].posts[0], level="科级以下"),))
    after = reevaluate(before, Change(occupants=(moved,)))
    assert after.computed == {("space", "5"), ("occupant", "p10"), ("occupant", "p11"), ("org-unit", "u2")}
    changed = {finding.key for finding in set_difference(after.findings, before.findings)}
    assert changed == {"over-entitlement:space:5"}


def set_difference(new, old):
    return [finding for finding in new if finding not in old]


def test_findings_stand_in_the_order_of_rooms_people_and_units():
    people = [person("b", "正科级", "2"), person("a", "正科级")]
    found = evaluate(roster(people), [room("2", 20.0), room("1", 20.0)], POLICY, DAY).findings
    assert [finding.key for finding in found] == [
        "over-entitlement:space:2",
        "vacant:space:1",
        "no-room:occupant:a",
        "unit-over-total:org-unit:bureau",
    ]


def test_no_name_of_a_person_stands_in_a_finding():
    occupant, own = person("p", "正科级", "1", retired_on=date(2026, 1, 1))
    named = replace(occupant, name="云舟远")
    found = evaluate(
        Roster((OrgUnit("bureau", "局", organ_level="county"),), (named,), own), [room("1", 20.0)], POLICY, DAY
    )
    assert found.findings
    assert all("云舟远" not in str(finding) for finding in found.findings)


def test_a_policy_of_another_day_is_refused():
    with pytest.raises(PolicyError, match="never mixed"):
        evaluate(Roster(), [Room("1", "1", "")], POLICY, date(2014, 1, 1))


def test_the_search_for_garbage_goes_on_after_an_evaluation_and_after_a_refusal():
    evaluate(Roster(), (), POLICY, DAY)
    assert gc.isenabled()
    with pytest.raises(AttributeError):
        evaluate(Roster(), (None,), POLICY, DAY)
    assert gc.isenabled()
