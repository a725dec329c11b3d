"""Rectification cases over HTTP: opened, followed, proved, closed only when the finding is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from service.usecases.days import today
from tests.service.conftest import API, Client
from tests.service.roster import give_roster, office_roster, office_service, space_ids

JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 60
CASES = f"{API}/cases"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("cases"), max_evidence_bytes=10_000) as client:
        yield client


@pytest.fixture
def staffed(house: Client) -> Client:
    for case in house.get(CASES, params={"limit": 1000}).json()["items"]:
        if case["state"] != "closed":
            give_roster(house, office_roster(space_ids(house), room="105"))
            house.patch(f"{CASES}/{case['id']}", json={"state": "closed"})
    give_roster(house, office_roster(space_ids(house)))
    return house


def over(client: Client, number: str = "101") -> dict[str, Any]:
    query = {"space": space_ids(client)[number], "code": "over-entitlement"}
    return client.get(f"{API}/findings", params=query).json()["items"][0]


def opened(client: Client, **more: Any) -> dict[str, Any]:
    answer = client.post(CASES, json={"finding_id": over(client)["id"]} | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_case_keeps_what_was_found_when_it_was_opened(staffed: Client) -> None:
    case = opened(staffed, note="巡检发现")
    assert (case["state"], case["number"], case["org_unit"]) == ("open", "101", "财政局")
    assert (case["area_m2"], case["entitlement_m2"]) == (20.0, 18.0)
    assert over(staffed)["case_id"] == case["id"]
    detail = staffed.get(f"{CASES}/{case['id']}").json()
    assert detail["now"]["still_there"] is True
    assert detail["history"][0]["kind"] == "opened"
    assert detail["history"][0]["details"]["note"] == "巡检发现"


def test_a_finding_has_one_open_case_at_most(staffed: Client) -> None:
    case = opened(staffed)
    again = staffed.post(CASES, json={"finding_id": case["finding_id"]})
    assert code(again) == (409, "case-exists")


@pytest.mark.parametrize(("finding", "expected"), [("nothing", (404, "finding-not-found"))])
def test_a_case_is_about_a_finding_there_is(staffed: Client, finding: str, expected: tuple[int, str]) -> None:
    assert code(staffed.post(CASES, json={"finding_id": finding})) == expected


def test_there_is_no_case_about_what_is_within(staffed: Client) -> None:
    give_roster(staffed, office_roster(space_ids(staffed), room="105"))
    within = over(staffed, "105")
    assert within["outcome"] == "within"
    assert code(staffed.post(CASES, json={"finding_id": within["id"]})) == (409, "finding-not-open")


def test_a_case_does_not_close_while_the_finding_is_there(staffed: Client) -> None:
    case = opened(staffed)
    refused = staffed.patch(f"{CASES}/{case['id']}", json={"state": "closed", "note": "说是已整改"})
    assert code(refused) == (409, "finding-still-there")
    assert "20.00 m²" in refused.json()["detail_zh"]
    assert staffed.get(f"{CASES}/{case['id']}").json()["state"] == "open"


def test_a_case_closes_once_the_finding_is_gone_and_says_how_that_was_seen(staffed: Client) -> None:
    case = opened(staffed)
    assignment = staffed.get(f"{API}/assignments", params={"occupant": "p1"}).json()["items"][0]
    moved = staffed.patch(f"{API}/assignments/{assignment['id']}", json={"space_id": space_ids(staffed)["105"]})
    assert moved.status_code == 200, moved.text
    checked = staffed.post(f"{CASES}/{case['id']}/check").json()
    assert checked["now"]["still_there"] is False
    closed = staffed.patch(f"{CASES}/{case['id']}", json={"state": "closed"})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    history = staffed.get(f"{CASES}/{case['id']}").json()["history"]
    assert [event["kind"] for event in history] == ["opened", "checked", "closed"]
    assert history[-1]["details"]["checked"]["still_there"] is False


def test_a_plan_needs_owner_and_deadline_and_is_overdue_after_it(staffed: Client) -> None:
    case = opened(staffed)
    path = f"{CASES}/{case['id']}"
    assert code(staffed.patch(path, json={"state": "in-progress", "way": "deadline"})) == (422, "case-incomplete")
    late = {"state": "in-progress", "way": "deadline", "owner": "办公室", "deadline": str(today())}
    assert staffed.patch(path, json=late).json()["overdue"] is False
    yesterday = str(today() - timedelta(days=1))
    assert code(staffed.patch(path, json={"deadline": yesterday})) == (422, "case-incomplete")
    assert staffed.get(CASES, params={"overdue": "true"}).json()["items"] == []
    database = staffed.app.state.services.database
    with database.write() as session:
        session.execute(text("UPDATE cases SET deadline = :day WHERE id = :id"), {"day": yesterday, "id": case["id"]})
    found = staffed.get(CASES, params={"overdue": "true"}).json()["items"]
    assert [(one["id"], one["overdue"]) for one in found] == [(case["id"], True)]


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("302.jpg", JPEG, (201, "image/jpeg")),
        ("plan.pdf", b"%PDF-1.7\n" + b"x" * 20, (201, "application/pdf")),
        ("反馈.docx", b"PK\x03\x04" + b"x" * 20, (201, None)),
        ("302.jpg", b"<script>alert(1)</script>" * 4, (422, "evidence-not-taken")),
        ("tool.zip", b"PK\x03\x04" + b"x" * 20, (422, "evidence-not-taken")),
        ("302.jpg", JPEG * 300, (413, "upload-too-large")),
        ("302.jpg", b"", (422, "empty-file")),
    ],
)
def test_photos_and_documents_prove_a_case(staffed: Client, file: str, content: bytes, expected: Any) -> None:
    case = opened(staffed)
    answer = staffed.post(f"{CASES}/{case['id']}/evidence", files={"file": (file, content)})
    status, word = expected
    assert answer.status_code == status, answer.text
    if status != 201:
        assert answer.json()["code"] == word
        return
    kept = answer.json()
    assert word is None or kept["media_type"] == word
    read = staffed.get(f"{API}/evidence/{kept['id']}")
    assert read.content == content
    assert read.headers["content-type"] == kept["media_type"]
    assert read.headers["content-disposition"].startswith("inline" if word == "image/jpeg" else "attachment")
    detail = staffed.get(f"{CASES}/{case['id']}").json()
    assert [one["file"] for one in detail["evidence"]] == [file]
    assert detail["history"][-1]["details"]["evidence"]["sha256"] == kept["sha256"]


def journal(client: Client) -> dict[str, Any]:
    return client.get(f"{CASES}/journal").json()


def behind_the_back(client: Client, *commands: str) -> None:
    """Change the store as somebody with its password could, triggers or not."""
    with client.app.state.services.database.write() as session:
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS journal_no_{verb}"))
        for command in commands:
            session.execute(text(command))


@pytest.fixture
def alone(tmp_path: Any) -> Iterator[Client]:
    """A service whose history these tests may spoil."""
    with office_service(tmp_path) as client:
        give_roster(client, office_roster(space_ids(client)))
        yield client


def test_a_rewritten_history_is_found_out(alone: Client) -> None:
    case = opened(alone)
    alone.patch(f"{CASES}/{case['id']}", json={"way": "on-the-spot", "state": "in-progress"})
    alone.patch(f"{CASES}/{case['id']}", json={"state": "recheck"})
    whole = journal(alone)
    assert (whole["whole"], whole["events"], whole["broken_at"]) == (True, 3, None)
    assert alone.get(f"{CASES}/{case['id']}").json()["history"][-1]["hash"] == whole["head"]
    behind_the_back(alone, "UPDATE cases SET state = 'closed'")
    apart = journal(alone)
    assert (apart["whole"], apart["broken_at"]) == (False, 3)
    assert case["id"] in apart["reason_zh"]
    behind_the_back(alone, "UPDATE cases SET state = 'recheck'")
    assert journal(alone)["whole"]
    behind_the_back(alone, "UPDATE journal SET details = json_set(details, '$.note', '已整改') WHERE number = 2")
    assert journal(alone)["broken_at"] == 2
    behind_the_back(alone, "DELETE FROM journal WHERE number = 2")
    assert journal(alone)["broken_at"] == 2
    behind_the_back(alone, "DELETE FROM cases")
    assert journal(alone)["whole"] is False
