"""The public status page: readable on a phone, the same for every wrong number, and silent about all else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.certificates.identifiers import new_certificate_id
from service.routes.status_page import page_of_certificate
from service.usecases.read_certificates import get_certificate
from tests.service.conftest import API, Client
from tests.service.houses import furnish
from tests.service.test_certificates import issue, store

TOKEN = "correct horse battery staple"


@pytest.fixture
def make_house(make_client: Callable[..., Client]) -> Callable[..., tuple[Client, dict[str, Any]]]:
    def make(**settings: Any) -> tuple[Client, dict[str, Any]]:
        client = make_client(certificate_room_names=True, **settings)
        furnish(store(client))
        return client, issue(client, "101")

    return make


def test_a_certificate_says_that_it_holds(make_house: Callable[..., tuple[Client, dict[str, Any]]]) -> None:
    house, certificate = make_house()
    page = house.get(f"/c/{certificate['id']}")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for word in (certificate["id"], "有效", "Valid", "101", "19.75 m²", "使用面积", "主楼 1F"):
        assert word in page.text, word
    assert 'name="viewport"' in page.text
    assert "办公室" not in page.text  # the name of a room may be a person's
    assert "<script" not in page.text
    assert "href" not in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_revoked_one_says_so_with_the_reason(make_house: Callable[..., tuple[Client, dict[str, Any]]]) -> None:
    house, certificate = make_house()
    house.post(f"{API}/certificates/{certificate['id']}/revoke", json={"reason": "房间号有误 <b>"})
    page = house.get(f"/c/{certificate['id'].lower()}").text
    assert "已撤销" in page
    assert "房间号有误 &lt;b&gt;" in page


def test_a_superseded_one_says_why(make_house: Callable[..., tuple[Client, dict[str, Any]]]) -> None:
    house, certificate = make_house()
    furnish(store(house), {"101": 12.0})
    page = house.get(f"/c/{certificate['id']}").text
    assert "已被取代" in page
    assert "another area" in page
    assert "12.00" not in page


def test_one_whose_time_is_over_says_so(make_house: Callable[..., tuple[Client, dict[str, Any]]]) -> None:
    house, _ = make_house()
    until = datetime.now(UTC) + timedelta(days=1)
    certificate = issue(house, "102", valid_until=until.isoformat())
    record = get_certificate(store(house), certificate["id"])
    assert "有效期至" in page_of_certificate(record, "x", until - timedelta(hours=1), full=True)
    assert "已过期" in page_of_certificate(record, "x", until, full=True)
    assert "已过期" not in page_of_certificate(record, "x", until - timedelta(hours=1), full=True)


def test_every_wrong_number_gets_the_same_answer(make_house: Callable[..., tuple[Client, dict[str, Any]]]) -> None:
    house, certificate = make_house()
    id_ = certificate["id"]
    nearly = id_[:-1] + ("2" if id_[-1] != "2" else "3")
    wrong = [nearly, new_certificate_id(), "x", "YJ-", "%00", "a%20b", "<b>", "a" * 500]
    answers = [house.get(f"/c/{one}") for one in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    volatile = {"x-request-id", "date"}
    shapes = {tuple(sorted((k, v) for k, v in a.headers.items() if k not in volatile)) for a in answers}
    assert len(shapes) == 1


def test_machines_are_told_by_accept(make_house: Callable[..., tuple[Client, dict[str, Any]]]) -> None:
    house, certificate = make_house()
    told = house.get(f"/c/{certificate['id']}", headers={"Accept": "application/json"}).json()
    assert (told["id"], told["status"], told["holds"]) == (certificate["id"], "valid", True)
    unknown = house.get("/c/x", headers={"Accept": "application/json"})
    assert (unknown.status_code, unknown.json()) == (404, {"status": "unknown"})


def test_an_operator_may_show_less_or_nothing(make_house: Callable[..., tuple[Client, dict[str, Any]]]) -> None:
    house, certificate = make_house(status_page="status")
    page = house.get(f"/c/{certificate['id']}").text
    assert "有效" in page
    assert "101" not in page.replace(certificate["id"], "")
    assert "19.75" not in page
    closed, hidden = make_house(status_page="off")
    assert closed.get(f"/c/{hidden['id']}").content == closed.get("/c/x").content


@pytest.fixture
def closed(make_client: Callable[..., Client]) -> Client:
    client = make_client(host="0.0.0.0", access_token=TOKEN)
    furnish(store(client))
    return client


def test_without_a_token_only_public_things_are_told(closed: Client) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    space = closed.get(f"{API}/spaces", headers=bearer).json()["items"][0]["id"]
    certificate = closed.post(f"{API}/spaces/{space}/certificates", headers=bearer).json()["document"]["id"]
    for path in (f"/c/{certificate}", "/.well-known/jwks.json", f"{API}/certificates/status-list"):
        assert closed.get(path).status_code == 200, path
    for path in ("", f"/{certificate}", f"/{certificate}/status", "/history/verify", "/download"):
        assert closed.get(f"{API}/certificates{path}").status_code == 401, path
    assert closed.post(f"{API}/certificates/{certificate}/revoke", json={"reason": "x"}).status_code == 401
    assert closed.post(f"/c/{certificate}").status_code == 401
    assert closed.get("/c/x/y").status_code == 401
