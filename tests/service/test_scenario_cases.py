"""Cases that follow from a scenario: one for each over-entitlement it ends, all or none, none twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from service.allocation.people import Assignment, Roster
from tests.service.conftest import API, Client
from tests.service.roster import CHIEF, DEPUTY, FINANCE, give_roster, office_service, space_ids

DEPUTIES = tuple(replace(DEPUTY, id=f"d{n}", number=f"N10{n}") for n in range(3))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("scenario-cases")) as client:
        yield client


@pytest.fixture
def staffed(house: Client) -> Client:
    """A chief in a room of 20 m² for 18, and three deputies without a room."""
    give_roster(house, Roster((FINANCE,), (CHIEF, *DEPUTIES), (Assignment(space_ids(house)["101"], "p1"),)))
    return house


def own(client: Client, **rooms: str) -> str:
    ids, building = space_ids(client), client.get(f"{API}/buildings").json()["items"][0]["id"]
    edits = [{"occupant": who, "space": ids[number]} for who, number in rooms.items()]
    made = client.post(f"{API}/scenarios", json={"buildings": [building], "assignments": edits, "name": "试排"})
    return str(made.json()["id"])


def lawful(client: Client) -> str:
    """Return a scenario with the chief in 12 m² and the deputies, entitled to 36 m², in 30 m²."""
    return own(client, p1="105", d0="104", d1="104", d2="104")


def cases(client: Client, scenario: str, **given: Any) -> Any:
    return client.post(f"{API}/scenarios/{scenario}/cases", json=given)


def test_a_case_is_opened_for_what_the_scenario_ends_and_names_the_moves(staffed: Client) -> None:
    scenario = lawful(staffed)
    answer = cases(staffed, scenario, way="deadline", owner="办公室", deadline="2099-01-01")
    assert answer.status_code == 201, answer.text
    (case,) = answer.json()["opened"]
    assert (case["code"], case["number"], case["excess_m2"]) == ("over-entitlement", "101", 2.0)
    assert (case["way"], case["owner"], case["deadline"]) == ("deadline", "办公室", "2099-01-01")
    first = staffed.get(f"{API}/cases/{case['id']}").json()["history"][0]
    assert (first["kind"], first["details"]["scenario"]["id"]) == ("opened", scenario)
    assert [move["occupant"] for move in first["details"]["scenario"]["moves"]] == ["p1"]
    for word in ("试排", "N001", "1F 101", "1F 105"):
        assert word in first["details"]["note"]
    assert {move["occupant"] for move in answer.json()["other_moves"]} == {"d0", "d1", "d2"}
    again = cases(staffed, scenario).json()
    assert (again["opened"], [one["id"] for one in again["already_open"]]) == ([], [case["id"]])
    assert again["already_open"][0]["owner"] == "办公室"
    staffed.patch(f"{API}/cases/{case['id']}", json={"way": "on-the-spot"})


def test_a_deadline_in_the_past_opens_no_case_at_all(staffed: Client) -> None:
    before = staffed.get(f"{API}/cases").json()["items"]
    give_roster(staffed, Roster((FINANCE,), (CHIEF, *DEPUTIES), (Assignment(space_ids(staffed)["104"], "p1"),)))
    refused = cases(staffed, lawful(staffed), deadline="2001-01-01")
    assert (refused.status_code, refused.json()["code"]) == (422, "case-incomplete")
    assert staffed.get(f"{API}/cases").json()["items"] == before


def test_no_case_follows_from_a_scenario_that_is_not_lawful(staffed: Client) -> None:
    refused = cases(staffed, own(staffed, p1="105", d0="104"))
    assert (refused.status_code, refused.json()["code"]) == (409, "scenario-not-lawful")


def test_no_case_follows_from_a_scenario_that_others_have_overtaken(staffed: Client) -> None:
    scenario = lawful(staffed)
    give_roster(staffed, Roster((FINANCE,), (CHIEF,), (Assignment(space_ids(staffed)["105"], "p1"),)))
    refused = cases(staffed, scenario)
    assert (refused.status_code, refused.json()["code"]) == (409, "scenario-outdated")
    assert "version" in refused.json()["detail_en"]


def test_a_scenario_that_is_not_there_has_no_cases(staffed: Client) -> None:
    assert cases(staffed, "nothing").json()["code"] == "scenario-not-found"
