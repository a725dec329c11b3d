"""What takes part in a consolidation, and what is left out with its reason."""

from datetime import date

import pytest
from shapely import box

from service.allocation.consolidation.case import case_of
from service.allocation.consolidation.records import Choices
from service.allocation.people import Assignment
from service.allocation.policy_file import load_policy
from service.allocation.situation import situation
from tests.service.allocation.build import DAY, person, room, roster

ROOMS = [
    room("101", 30.0, building="A", storey="1F"),
    room("102", 17.0, building="A", storey="1F"),
    room("103", 18.0, building="A", storey="1F", standard_uncertainty_m2=0.02),
    room("104", None, building="A", storey="1F"),
    room("105", 5.0, name="休息室", building="A", storey="1F", only_through="101"),
    room("201", 20.0, name="会议室", use="service", building="A", storey="2F"),
]
OUTLINES = {r.id: box(5 * k, 0, 5 * k + 4.8, 4) for k, r in enumerate(ROOMS)}
STAFF = [person("chief", "正科级", "101"), person("a", "科级以下", "102"), person("b", "科级以下", "201")]


def case(people=STAFF, assignments=(), **more):
    now = situation(roster(people, assignments=assignments), ROOMS, load_policy("cn-2014"), DAY)
    return case_of(now, OUTLINES, **more)


def test_offices_with_an_area_are_places_and_people_with_a_post_are_seated():
    made = case()
    assert [p.id for p in made.places] == ["101", "102", "103"]
    assert [(p.id, p.limit_m2, p.now) for p in made.people] == [
        ("chief", 18.0, "101"),
        ("a", 9.0, "102"),
        ("b", 9.0, "201"),
    ]
    assert [unit.id for unit in made.units] == ["bureau"]
    assert made.places[0].storey == "A 1F"


def test_what_lies_behind_a_door_and_what_is_uncertain_counts_against_limits_only():
    first, _, third = case().places
    assert (first.area_m2, first.counted_m2) == (30.0, 35.0)
    assert (third.area_m2, third.counted_m2) == pytest.approx((18.0, 18.04))


def test_rooms_across_a_wall_lie_beside_each_other():
    beside = {p.id: p.beside for p in case().places}
    assert beside == {"101": ("102",), "102": ("101", "103"), "103": ("102",)}


def test_windows_and_ways_out_are_taken_over():
    made = case(near_window={"102": 0.8}, travel_m={"102": 12.5})
    assert [(p.near_window_share, p.travel_m) for p in made.places] == [(None, None), (0.8, 12.5), (None, None)]


def test_the_least_area_is_that_of_the_policy_unless_chosen():
    assert case().choices.least_m2 == 6.0
    assert case(choices=Choices(least_m2=5.0)).choices.least_m2 == 5.0


def said(made):
    return " ".join(text.en for text in made.left_out)


def test_offices_without_an_area_are_named():
    assert "1 offices have no known area" in said(case())


def test_who_has_no_known_limit_keeps_the_room():
    made = case([*STAFF, person("worker", "工勤", "103")])
    assert "worker" not in {p.id for p in made.people}
    assert "103" not in {p.id for p in made.places}
    assert "1 people have no known entitlement" in said(made)
    assert "1 offices are in another approved use" in said(made)


def test_an_approved_second_office_is_kept():
    second = Assignment("103", "a", purpose="second-office", approval="批〔2026〕1号")
    assert "103" not in {p.id for p in case(assignments=[second]).places}


def test_a_room_used_as_a_store_is_kept():
    store = Assignment("103", "", "bureau", purpose="storage")
    assert "103" not in {p.id for p in case(assignments=[store]).places}


def test_who_is_retired_is_not_seated_and_the_room_is_free():
    gone = person("gone", "正科级", "103", retired_on=date(2026, 9, 1))
    made = case([*STAFF, gone])
    assert "gone" not in {p.id for p in made.people}
    assert "103" in {p.id for p in made.places}


def test_a_unit_without_a_head_is_named():
    assert "nobody entitled to sit alone" not in said(case())
    assert "nobody entitled to sit alone" in said(case(STAFF[1:]))
