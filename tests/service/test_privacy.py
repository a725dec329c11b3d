"""Readers are shown no person; logs, figures and errors never name one, whoever asks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.service.conftest import API, Client
from tests.service.exports.test_ledgers import text_of
from tests.service.roster import CHIEF, CLERK, DEPUTY, give_roster, office_roster, office_service, space_ids
from tests.service.test_cases import JPEG
from tests.service.test_roles import SETTINGS, bearer

PERSONAL = [
    *(word for one in (CHIEF, DEPUTY, CLERK) for word in (one.name, one.number)),
    *("正科级", "副科级", "科级以下", "section-chief", "deputy-section-chief", "below-section", "局长"),
    *('"p1"', '"p2"', '"p3"', "林督办", "张三同意腾退"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("privacy"), **SETTINGS) as client:
        give_roster(client, office_roster(space_ids(client)))
        finding = client.get(f"{API}/findings", params={"code": "over-entitlement"}).json()["items"][0]
        case = {"finding_id": finding["id"], "owner": "林督办", "note": "张三同意腾退"}
        case_id = client.post(f"{API}/cases", json=case).json()["id"]
        client.post(f"{API}/cases/{case_id}/evidence", files={"file": ("甲示例.jpg", JPEG)})
        building = client.get(f"{API}/buildings").json()["items"][0]["id"]
        inspection = client.post(f"{API}/inspections", json={"building_id": building}).json()["id"]
        client.put(f"{API}/inspections/{inspection}/rooms/0", json={"result": "ok", "note": "张三同意腾退"})
        edit = {"occupant": "p2", "space": space_ids(client)["105"]}
        asked = {"buildings": [building], "name": "试调", "assignments": [edit]}
        made = client.post(f"{API}/scenarios", json=asked)
        assert made.status_code == 201, made.text
        yield client


def reads(client: Client) -> list[str]:
    """Return every address of a GET route, with ids of what there is."""
    finding = client.get(f"{API}/findings").json()["items"][0]["id"]
    space = client.get(f"{API}/spaces").json()["items"][0]
    case = client.get(f"{API}/cases").json()["items"][0]["id"]
    ids = {
        "finding_id": finding,
        "space_id": space["id"],
        "storey_id": space["storey_id"],
        "building_id": space["building_id"],
        "case_id": case,
        "inspection_id": client.get(f"{API}/inspections").json()["items"][0]["id"],
        "evidence_id": client.get(f"{API}/cases/{case}").json()["evidence"][0]["id"],
        "import_id": client.get(f"{API}/imports").json()["items"][0]["id"],
        "org_unit_id": "czj",
        "scenario_id": client.get(f"{API}/scenarios").json()["items"][0]["id"],
    }
    paths = client.get(f"{API}/openapi.json").json()["paths"]
    known = []
    for path, operations in paths.items():
        if "get" in operations and not path.endswith("/events"):
            filled = path
            for name, value in ids.items():
                filled = filled.replace("{" + name + "}", value)
            if "{" not in filled:
                known.append(filled)
    return known


def test_a_reader_sees_findings_without_persons(house: Client) -> None:
    paths = reads(house)
    assert len(paths) > 25
    leaks = []
    for path in paths:
        for language in ("zh-CN", "en"):
            answer = house.get(path, headers=bearer("reader") | {"Accept-Language": language})
            assert answer.status_code in (200, 403), (path, answer.text)
            said = text_of(answer.content) if answer.content[:4] in (b"PK\x03\x04", b"%PDF") else answer.text
            leaks += [(path, word) for word in PERSONAL if word in said]
    # Tables of limits and of approved staffing name levels of posts, not who holds them.
    public = {f"{API}/{path}" for path in ("policies", "org-units", "exports/annual-return.xlsx", "rosters/template")}
    names = [word for one in (CHIEF, DEPUTY, CLERK) for word in (one.name, one.number)]
    assert [(path, word) for path, word in leaks if path not in public or word in names] == []


def test_the_staffing_of_bodies_is_no_secret_but_says_nothing_of_persons(house: Client) -> None:
    text = house.get(f"{API}/org-units", headers=bearer("reader")).text
    assert "正科级" in text
    assert not any(word in text for word in (CHIEF.name, CHIEF.number, '"p1"'))


def test_the_same_answers_name_people_to_an_auditor(house: Client) -> None:
    space = house.get(f"{API}/findings", params={"code": "over-entitlement"}).json()["items"][0]["space"]
    text = house.get(f"{API}/spaces/{space}/occupancy", headers=bearer("auditor")).text
    assert any(one.name in text for one in (CHIEF, CLERK))


@pytest.mark.parametrize("query", [{"q": "甲示例"}, {"occupant": "p1"}])
def test_a_reader_cannot_find_out_by_asking(house: Client, query: dict[str, str]) -> None:
    path = "occupants" if "q" in query else "assignments"
    answer = house.get(f"{API}/{path}", params=query, headers=bearer("reader"))
    assert answer.status_code == 422


def test_no_log_figure_or_error_names_a_person(house: Client, caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    with caplog.at_level(logging.DEBUG):
        for path in reads(house):
            house.get(path)
        said.append(house.get(f"{API}/occupants", params={"q": "甲示例", "cursor": "xx"}).text)
        bad: dict[str, Any] = {"id": "p1", "name": "甲示例", "posts": [{"org_unit_id": "czj", "level": "正科级" * 90}]}
        said.append(house.post(f"{API}/occupants", json=bad).text)
        said.append(house.post(f"{API}/occupants", json=bad | {"posts": []}).text)
        said.append(house.get("/metrics").text)
    names = [word for one in (CHIEF, DEPUTY, CLERK) for word in (one.name, one.number)]
    text = "\n".join([caplog.text, *said])
    assert [word for word in (*names, "正科级") if word in text] == []
