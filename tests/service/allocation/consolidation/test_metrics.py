"""The figures of a small house worked out by hand, today and after a scenario."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.allocation.consolidation.joining import joined_place
from service.allocation.consolidation.metrics import current_rooms, metrics, with_bound
from service.allocation.consolidation.rates import Rates, energy_figure
from service.allocation.consolidation.records import Choices
from tests.service.allocation.consolidation.build import case, person, place, row

FIRST = row(place("r1", 20.0, near_window_share=1.0), place("r2", 12.0, near_window_share=0.5), place("r3", 18.0))
PLACES = (*FIRST, place("r4", 24.0, storey="A-2F"), place("r5", 30.0, storey="B-1F", building="B"))
PEOPLE = (
    person("head", "r1", limit_m2=18.0),
    person("a", "r2"),
    person("b", "r4"),
    person("c", "r5", unit="u2"),
    person("d", unit="u2"),
)
CASE = case(PLACES, PEOPLE, choices=Choices(kept_rooms=("r4",)))
AFTER = {"head": "r3", "a": "r2", "b": "r2", "c": "r5", "d": "r5"}


def test_today_by_hand():
    found = metrics(CASE, current_rooms(CASE))
    assert (found["staff"], found["seated"], found["unseated"]) == (5, 4, 1)
    assert found["workstations"] == 1 + 2 + 4 + 5  # the head sits alone, however large the room is
    assert found["m2_per_person"] == {"min": 12.0, "median": 22.0}
    assert found["used_area_m2"] == 86.0
    unknown = dict.fromkeys(("bound", "gap", "bound_for", "lawful_bound", "lawful_gap"))
    assert found["released_area_m2"] == {"value": 18.0} | unknown
    assert found["released_storeys"]["value"] == found["released_buildings"]["value"] == 0
    assert found["people_moved"]["value"] == 0
    assert found["over_entitlement"] == 4
    assert found["leaders_without_single_office"] == 0
    assert (found["units_split"], found["blocks"], found["blocks_per_unit"]) == (1, 3, 1.5)


def test_a_scenario_by_hand():
    bounds = {"released_area_m2": 25.0, "released_storeys": 1, "people_moved": 3}
    found = metrics(CASE, AFTER, bounds=bounds)
    lawful = {"bound_for": "lawful", "lawful_bound": 25.0, "lawful_gap": pytest.approx(0.2)}
    assert found["released_area_m2"] == {"value": 20.0, "bound": 25.0, "gap": pytest.approx(0.2)} | lawful
    assert found["released_storeys"] == {"value": 0, "bound": 1, "gap": 1.0}  # all of A-2F is kept, none of it released
    assert found["people_moved"] == {"value": 3, "bound": 3, "gap": 0.0}
    assert found["people_moved_share"] == 0.6
    assert found["m2_per_person"] == {"min": 6.0, "median": 15.0}
    assert found["over_entitlement"] == 1  # 30 m² for two people with 9 m² each
    assert (found["below_minimum_area"], found["units_split"], found["blocks"]) == (0, 0, 2)


def test_a_storey_and_a_building_without_anyone_are_released():
    of = replace(CASE, choices=Choices())
    found = metrics(of, dict.fromkeys(("head", "a", "b", "c", "d"), "r3"))
    assert (found["released_storeys"]["value"], found["released_buildings"]["value"]) == (2, 1)
    assert found["released_storey_area_m2"] == 54.0
    assert found["below_minimum_area"] == 1
    assert found["leaders_without_single_office"] == 1


def test_a_leader_in_a_closet_or_nowhere_has_no_single_office():
    closet = case([place("r1", 9.0)], [person("head", "r1", limit_m2=18.0)])
    assert metrics(closet, current_rooms(closet))["leaders_without_single_office"] == 1
    assert metrics(closet, {})["leaders_without_single_office"] == 1


def test_people_near_windows_are_weighed_by_head_and_unknown_rooms_said():
    found = metrics(CASE, {"head": "r1", "a": "r2", "b": "r2", "c": "r5"})
    assert found["near_window_share"] == pytest.approx((1.0 + 2 * 0.5) / 3)
    assert found["near_window_unknown"] == 1
    assert metrics(CASE, {"c": "r5"})["near_window_share"] is None


def test_a_joined_room_is_used_with_its_members_and_costs_works():
    joined = place("r1+r2", 33.0, members=("r1", "r2"))
    of = case(PLACES, PEOPLE, joined=(joined,))
    found = metrics(of, {"a": "r1+r2", "b": "r1+r2"}, rates=Rates(per_move=100.0, works_per_m2=10.0))
    assert found["used_area_m2"] == 33.0
    assert found["released_area_m2"]["value"] == 18.0 + 24.0 + 30.0
    assert found["near_window_share"] == pytest.approx((20 + 6) / 32)
    assert found["one_off_cost"] == pytest.approx(4 * 100 + 330)  # "d" has no room, before or after


def test_money_is_worked_out_from_rates_only():
    nothing = metrics(CASE, AFTER)
    assert nothing["one_off_cost"] is nothing["yearly_cost"] is None
    assert (
        metrics(CASE, AFTER, rates=Rates(per_move=50.0))["one_off_cost"] == 150.0
    )  # no works, no rate for them needed
    assert metrics(CASE, AFTER, rates=Rates(running_per_m2_year=2.0))["yearly_cost"] == 120.0
    of = case(PLACES, PEOPLE, joined=(place("r1+r2", 33.0, members=("r1", "r2")),))
    assert metrics(of, {"a": "r1+r2"}, rates=Rates(per_move=50.0))["one_off_cost"] is None


def test_energy_is_the_published_figure_times_the_area_in_use():
    figure = energy_figure()
    assert (figure.kgce_per_m2, figure.confidence) == (18.48, "H")
    assert metrics(CASE, AFTER)["energy_kgce"] == pytest.approx(18.48 * 60.0)


def test_the_longest_way_is_known_only_where_every_way_is():
    known = replace(CASE, places=tuple(replace(p, travel_m=10.0 + i) for i, p in enumerate(PLACES)))
    assert metrics(known, AFTER)["longest_travel_m"] == 14.0
    joined = replace(known, joined=(joined_place(*known.places[1:3], area_m2=31.0),))
    assert metrics(joined, {"a": "r2+r3"})["longest_travel_m"] == 11.0
    assert metrics(CASE, AFTER)["longest_travel_m"] is None


@pytest.mark.parametrize(
    ("value", "bound", "gap"), [(0, 0, 0.0), (97, 100, 0.03), (103, 100, 0.03), (3, 0, None), (5, None, None)]
)
def test_the_gap_is_measured_against_the_bound(value, bound, gap):
    assert with_bound(value, bound)["gap"] == (gap if gap is None else pytest.approx(gap))


def test_an_empty_house_has_figures_too():
    found = metrics(case([], []), {})
    assert found["m2_per_person"] == {"min": None, "median": None}
    assert found["blocks_per_unit"] is None
    assert found["people_moved_share"] == 0.0


@given(st.permutations(range(len(PEOPLE))), st.permutations(range(len(PLACES))))
def test_other_ids_and_another_order_of_people_and_rooms_change_no_figure(people, rooms):
    who = {PEOPLE[i].id: f"q{at}" for at, i in enumerate(people)}
    room = {PLACES[i].id: f"z{at}" for at, i in enumerate(rooms)}
    of = replace(
        CASE,
        people=tuple(replace(PEOPLE[i], id=who[PEOPLE[i].id], now=room.get(PEOPLE[i].now, "")) for i in people),
        places=tuple(
            replace(PLACES[i], id=room[PLACES[i].id], beside=tuple(room[b] for b in PLACES[i].beside)) for i in rooms
        ),
        choices=Choices(kept_rooms=(room["r4"],)),
    )
    seats = {who[person]: room[at] for person, at in AFTER.items()}
    assert metrics(of, seats) == metrics(CASE, AFTER)
