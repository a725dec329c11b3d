"""Impossible demands are named, as few as can be; input that cannot be right is refused before anything is searched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.allocation.consolidation.records import STRATEGIES, Case, Choices, Person, Place, Unit
from service.allocation.consolidation.strategies import solve
from tests.service.allocation.consolidation.test_strategies import county

PLACES = (
    Place("a", "101", "", "A", "A 1F", 18.2, 18.2),
    Place("b", "201", "", "A", "A 2F", 18.2, 18.2),
    Place("c", "202", "", "A", "A 2F", 12.5, 12.5),
)
PEOPLE = tuple(Person(f"p{k}", "u", "", 9.0, "a") for k in range(3))
CASE = Case(PLACES, PEOPLE, (Unit("u", "财政局"), Unit("v", "审计局")))


def codes(case: Case, strategy: str = "reseat-only") -> set[str]:
    found = solve(case, strategy, time_limit_s=8)  # type: ignore[arg-type]
    assert not found.feasible
    assert not found.room_of, "nothing is half applied"
    assert all(c.reason.zh and c.reason.en for c in found.conflicts)
    return {c.code for c in found.conflicts}


def choosing(**chosen: object) -> Case:
    return replace(CASE, choices=Choices(**chosen))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (replace(CASE, places=(*PLACES, PLACES[0])), {"twice"}),
        (replace(CASE, people=(*PEOPLE, PEOPLE[0])), {"twice"}),
        (choosing(stay=("nobody",)), {"unknown"}),
        (choosing(emptied_storeys=("A 9F",)), {"unknown"}),
        (choosing(kept_rooms=("z",)), {"unknown"}),
        (replace(CASE, people=()), {"nobody"}),
        (replace(CASE, places=()), {"no-rooms"}),
        (choosing(stay=("u",), emptied_storeys=("A 1F",)), {"stay-in-emptied"}),
    ],
)
def test_wrong_input_is_refused_with_its_reason(case: Case, expected: set[str]) -> None:
    assert codes(case) == expected


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_more_people_than_seats_is_said_in_figures(strategy: str) -> None:
    crowd = tuple(Person(f"p{k}", "u", "", 9.0, "a") for k in range(9))
    case = replace(CASE, people=crowd)
    assert codes(case, strategy) == {"too-few-seats"}
    reason = solve(case, strategy, time_limit_s=5).conflicts[0].reason  # type: ignore[arg-type]
    assert "9" in reason.en
    assert "8" in reason.en


def test_seats_of_storeys_to_be_emptied_count_where_even_all_rooms_are_too_few() -> None:
    crowd = tuple(Person(f"p{k}", "u", "", 9.0, "a") for k in range(9))
    emptied = Choices(emptied_storeys=("A 1F", "A 2F"))
    found = solve(replace(CASE, people=crowd, choices=emptied), "reseat-only", time_limit_s=5).conflicts
    assert [(conflict.code, "8" in conflict.reason.en) for conflict in found] == [("too-few-seats", True)]


def test_the_one_demand_that_cannot_be_met_is_named() -> None:
    people = tuple(Person(f"p{k}", "u", "", 9.0, "a") for k in range(5))
    assert codes(replace(CASE, people=people, choices=Choices(emptied_storeys=("A 2F",)))) == {"emptied-storey"}


def test_rooms_too_large_for_the_people_are_another_reason_than_too_few() -> None:
    """Four with 9 m²: three fill 18.2 m², and the one left over may not have 12.5 m² alone."""
    people = tuple(Person(f"p{k}", "u", "", 9.0, "a") for k in range(4))
    assert codes(replace(CASE, people=people)) == {"no-lawful-seating"}


def test_two_demands_that_exclude_each_other_are_both_named() -> None:
    people = tuple(Person(f"p{k}", "u", "", 9.0, "b") for k in range(5))
    # Without the first storey five fit, and without room 201 as well; without both only two do.
    choices = Choices(emptied_storeys=("A 1F",), kept_rooms=("b",), one_storey=False)
    assert codes(replace(CASE, people=people, choices=choices)) == {"emptied-storey", "kept-rooms"}


def test_leaders_who_are_to_sit_alone_can_be_what_stands_in_the_way() -> None:
    """Only one room of 10 to 18 m², and two who are to sit alone."""
    people = tuple(Person(f"b{k}", "v", "", 18.0, "b") for k in range(2))
    assert codes(replace(CASE, people=people)) == {"singles"}


def test_a_large_house_names_what_conflicts() -> None:
    case = county()
    storeys = tuple(sorted({p.storey for p in case.places}))
    impossible = replace(case, choices=Choices(emptied_storeys=storeys[:-1]))
    found = solve(impossible, "reseat-only", time_limit_s=10)
    assert not found.feasible
    assert {c.code for c in found.conflicts} == {"emptied-storey"}
    assert len(found.conflicts) < len(storeys)
