"""Scenarios judged by the policy itself, on the situation after all moves."""

from dataclasses import replace
from datetime import date

from service.allocation.consolidation.policy_faults import policy_faults, situation_after
from service.allocation.consolidation.records import Choices, Conflict, Text
from service.allocation.people import Assignment
from service.allocation.policy_file import load_policy
from service.allocation.situation import situation
from tests.service.allocation.build import DAY, room, roster
from tests.service.allocation.build import person as occupant
from tests.service.allocation.consolidation.build import case, person, place, scenario

ROOMS = [
    room("101", 30.0),
    room("102", 17.0),
    room("103", 18.0),
    room("104", 17.5),
    room("105", 5.0, name="休息室", only_through="104"),
]
STAFF = [
    occupant("chief", "正科级", "101"),
    occupant("a", "科级以下", "102"),
    occupant("b", "科级以下", "103"),
    occupant("c", "科级以下"),
]
NOW = situation(roster(STAFF), ROOMS, load_policy("cn-2014"), DAY)
CASE = case(
    [place("101", 30.0), place("102", 17.0), place("103", 18.0), place("104", 17.5)],
    [
        person("chief", "101", unit="bureau", limit_m2=18.0),
        person("a", "102", unit="bureau"),
        person("b", "103", unit="bureau"),
        person("c", unit="bureau"),
    ],
    joined=(place("102+103", 36.0, members=("102", "103")),),
)


def codes(room_of, **more):
    return [(f.code, f.subjects[0]) for f in policy_faults(NOW, CASE, scenario(room_of, **more))]


def test_a_lawful_scenario_is_within_everywhere():
    assert codes({"chief": "103", "a": "102", "b": "102", "c": "102"}) == []


def test_a_room_left_to_one_person_is_over():
    assert codes({"chief": "103", "a": "102", "b": "102", "c": "101"}) == [("policy-over", "101")]


def test_rooms_of_who_stays_are_not_asked_about():
    stays = replace(CASE, choices=Choices(stay=("bureau",)))
    found = policy_faults(NOW, stays, scenario({"chief": "101", "a": "102", "b": "103", "c": "101"}))
    assert [fault.subjects[0] for fault in found] == ["101"]  # for the one who had no room to stay in


def test_what_lies_behind_the_door_counts_although_the_case_did_not_know():
    assert codes({"chief": "104", "a": "102", "b": "102", "c": "102"}) == [("policy-over", "104")]


def test_an_area_too_uncertain_for_a_verdict_is_no_lawful_room():
    unsure = replace(NOW.rooms["103"], net_area_m2=17.99, standard_uncertainty_m2=0.05)
    now = situation(roster(STAFF), [unsure if r.id == "103" else r for r in ROOMS], NOW.policy, DAY)
    found = policy_faults(now, CASE, scenario({"chief": "103", "a": "102", "b": "102", "c": "102"}))
    assert [fault.code for fault in found] == ["policy-not-decided"]


def test_joined_rooms_are_judged_as_the_room_they_become():
    assert sorted(codes({"chief": "104"} | dict.fromkeys("abc", "102+103"), strategy="open-plan")) == [
        ("policy-over", "102+103"),
        ("policy-over", "104"),
    ]
    four = replace(CASE, people=(*CASE.people, person("d", unit="bureau")))
    now = situation(roster([*STAFF, occupant("d", "科级以下")]), ROOMS, NOW.policy, DAY)
    assert policy_faults(now, four, scenario(dict.fromkeys("abcd", "102+103"), strategy="open-plan")) == []


def test_rooms_behind_a_joined_room_lie_behind_what_it_becomes():
    side = room("106", 4.0, name="休息室", only_through="102")
    now = situation(roster(STAFF), [*ROOMS, side], NOW.policy, DAY)
    after = situation_after(now, CASE, scenario(dict.fromkeys("abc", "102+103"), strategy="open-plan"))
    assert after.rooms["106"].only_through == "102+103"
    assert after.behind["102+103"] == ("106",)


def test_everybody_has_one_room_afterwards_besides_an_approved_second_office():
    several = [*STAFF[:3], occupant("c", "科级以下", "104", "far")]
    second = Assignment("near", "c", purpose="second-office", approval="12")
    houses = [*ROOMS, room("far", 8.0), room("near", 7.0)]
    now = situation(roster(several, assignments=[second]), houses, NOW.policy, DAY)
    after = situation_after(now, CASE, scenario({"chief": "103", "a": "102", "b": "102", "c": "102"}))
    assert {use.space_id for use in after.uses_of_occupant("c")} == {"102", "near"}
    assert [use.space_id for use in after.uses_of_occupant("chief")] == ["103"]
    assert not after.uses_of_room("101")


def test_a_room_of_someone_retired_is_given_back():
    gone = occupant("gone", "正科级", "103", retired_on=date(2026, 9, 1))
    now = situation(roster([*STAFF, gone]), ROOMS, NOW.policy, DAY)
    assert now.uses_of_occupant("gone")[0].clock
    after = situation_after(now, CASE, scenario({"chief": "103", "a": "102", "b": "102", "c": "102"}))
    assert [use.assignment.occupant_id for use in after.uses_of_room("103")] == ["chief"]


def test_who_stays_keeps_the_very_same_assignment():
    shared = Assignment("102", "a", share=0.5)
    now = situation(roster([STAFF[0], (STAFF[1][0], ()), *STAFF[2:]], assignments=[shared]), ROOMS, NOW.policy, DAY)
    after = situation_after(now, CASE, scenario({"chief": "103", "a": "102", "b": "102", "c": "102"}))
    assert after.uses_of_occupant("a")[0].assignment == shared


def test_a_scenario_that_cannot_be_is_not_judged():
    assert codes({}, conflicts=(Conflict("x", Text("", "")),)) == []
