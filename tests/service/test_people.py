"""Org units, occupants and assignments over HTTP, and what changes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from service.usecases.days import today
from tests.service.conftest import API, Client
from tests.service.roster import give_roster, office_roster, office_service, space_ids
from tests.service.test_cases import code


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("people")) as client:
        yield client


@pytest.fixture
def staffed(house: Client) -> Client:
    give_roster(house, office_roster(space_ids(house)))
    return house


def listed(client: Client, what: str, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/{what}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def test_nothing_can_be_changed_before_there_is_a_roster(house: Client) -> None:
    if house.get(f"{API}/org-units").json()["roster_version"] == 0:
        assert listed(house, "occupants") == []
        assert code(house.patch(f"{API}/occupants/p1", json={})) == (409, "no-roster")


def test_org_units_carry_their_approved_staffing(staffed: Client) -> None:
    finance = listed(staffed, "org-units", q="财政")[0]
    assert (finance["staff"], len(finance["approved_staffing"])) == (3, 2)


@pytest.mark.parametrize(
    ("query", "ids"),
    [({}, ["p1", "p2", "p3"]), ({"q": "甲"}, ["p1"]), ({"q": "n003"}, ["p3"]), ({"unit": "czj"}, ["p1", "p2"])],
)
def test_occupants_are_found_by_name_number_and_unit(staffed: Client, query: dict[str, str], ids: list[str]) -> None:
    assert [one["id"] for one in listed(staffed, "occupants", **query)] == ids


def test_long_lists_come_page_by_page(staffed: Client) -> None:
    first = staffed.get(f"{API}/occupants", params={"limit": 2}).json()
    second = staffed.get(f"{API}/occupants", params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == ["p1", "p2", "p3"]
    assert second["next"] is None


def test_a_new_post_ends_the_one_before_and_keeps_it_for_earlier_days(staffed: Client) -> None:
    day = today()
    post = {"org_unit_id": "jyj", "level": "副科级", "starts": str(day)}
    made = staffed.patch(f"{API}/occupants/p1", json={"main_post": post}).json()
    assert made["kind"] == "change"
    chief = listed(staffed, "occupants", q="甲")[0]
    assert chief["org_unit_id"] == "jyj"
    assert chief["posts"][0]["ends"] == str(day - timedelta(days=1))
    before = listed(staffed, "occupants", q="甲", as_of=str(day - timedelta(days=1)))[0]
    assert before["org_unit_id"] == "czj"


def test_a_move_ends_one_use_and_begins_the_other(staffed: Client) -> None:
    ids, day = space_ids(staffed), today()
    old = listed(staffed, "assignments", occupant="p1")[0]
    moved = {"space_id": ids["104"], "on": str(day)}
    assert staffed.patch(f"{API}/assignments/{old['id']}", json=moved).status_code == 200
    assert [one["space_id"] for one in listed(staffed, "assignments", occupant="p1")] == [ids["104"]]
    yesterday = str(day - timedelta(days=1))
    assert [one["space_id"] for one in listed(staffed, "assignments", occupant="p1", as_of=yesterday)] == [ids["101"]]


def test_a_person_and_a_room_can_be_added(staffed: Client) -> None:
    person = {"id": "p9", "name": "丁示例", "posts": [{"org_unit_id": "jyj", "level": "科级以下"}]}
    assert staffed.post(f"{API}/occupants", json=person).status_code == 201
    use = {"space_id": space_ids(staffed)["105"], "occupant_id": "p9"}
    assert staffed.post(f"{API}/assignments", json=use).status_code == 201
    room = staffed.get(f"{API}/spaces/{use['space_id']}/occupancy").json()
    assert [line["occupant"]["name"] for line in room["lines"]] == ["丁示例"]
    assert code(staffed.post(f"{API}/occupants", json=person)) == (409, "occupant-exists")


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("patch", "occupants/x", {}, (404, "occupant-not-found")),
        ("patch", "occupants/p1", {"main_post": {"org_unit_id": "x", "level": "正科级"}}, (404, "org-unit-not-found")),
        ("patch", "assignments/x", {}, (404, "assignment-not-found")),
        ("post", "assignments", {"space_id": "x", "occupant_id": "p1"}, (404, "space-not-found")),
        ("post", "assignments", {"space_id": "x"}, (422, "invalid-request")),
        ("post", "assignments", {"space_id": "x", "occupant_id": "p8"}, (404, "occupant-not-found")),
        ("post", "assignments", {"space_id": "x", "org_unit_id": "u8"}, (404, "org-unit-not-found")),
        ("post", "assignments", {"space_id": "x", "occupant_id": "p1", "share": 2}, (422, "invalid-request")),
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(
    staffed: Client, method: str, path: str, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    before = staffed.get(f"{API}/org-units").json()["roster_version"]
    assert code(staffed.request(method, f"{API}/{path}", json=body)) == expected
    assert staffed.get(f"{API}/org-units").json()["roster_version"] == before


def test_a_use_cannot_end_before_it_begins(staffed: Client) -> None:
    use = {"space_id": space_ids(staffed)["105"], "occupant_id": "p2", "starts": "2026-03-02", "ends": "2026-03-01"}
    answer = staffed.post(f"{API}/assignments", json=use)
    assert code(answer) == (422, "invalid-request")
    assert "2026-03-01" in answer.json()["detail_zh"]
