"""Who may ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import SetupError
from service.main import check
from tests.service.conftest import API, Client, local_settings

TOKEN = "correct horse battery staple"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1", "", "[::2]"]
)
def test_a_rebound_name_is_refused_on_loopback(client: Client, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "host-refused")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "[::1]:8080", "127.0.0.1:1"])
def test_names_of_this_machine_are_accepted(client: Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_cannot_write(client: Client, headers: dict[str, str]) -> None:
    answer = client.post(f"{API}/imports", files={"file": ("a.ifc", b"x")}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin-refused")
    assert client.get(f"{API}/imports").json()["items"] == []


def test_the_own_page_can_write(client: Client) -> None:
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert client.post(f"{API}/imports", files={"file": ("a.ifc", b"x")}, headers=headers).status_code == 202


def test_no_answer_allows_other_origins_to_read(client: Client) -> None:
    answer = client.get(f"{API}/meta", headers={"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.fixture
def closed(make_client: Callable[..., Client]) -> Client:
    return make_client(access_token=TOKEN, host="0.0.0.0")


def test_without_the_token_only_health_is_told(closed: Client) -> None:
    assert closed.get("/healthz").status_code == 200
    for path in (f"{API}/meta", "/metrics", f"{API}/openapi.json", "/", f"{API}/healthz"):
        answer = closed.get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "token-required"), path
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("given", ["Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ünïcode"])
def test_a_wrong_token_is_refused(closed: Client, given: str) -> None:
    assert closed.get(f"{API}/meta", headers={"Authorization": given.encode()}).status_code == 401


def test_the_bearer_token_opens(closed: Client) -> None:
    assert closed.get(f"{API}/meta", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert closed.get(f"{API}/meta", headers={"Authorization": f"bearer {TOKEN}", "Host": "rooms.example"}).is_success


def test_a_browser_gives_the_token_once_and_keeps_a_cookie(closed: Client) -> None:
    asked = closed.get("/buildings/x", headers={"Accept": "text/html"})
    assert asked.status_code == 401
    assert 'name="token"' in asked.text
    again = closed.get("/buildings/x", params={"token": "guessed"}, headers={"Accept": "text/html"})
    assert again.status_code == 401
    assert "not right" in again.text
    assert "not right" not in asked.text
    entered = closed.get("/buildings/x", params={"token": TOKEN, "tab": "rooms"}, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/buildings/x?tab=rooms")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert closed.get(f"{API}/meta").status_code == 200


def test_the_way_in_does_not_lead_elsewhere(closed: Client) -> None:
    entered = closed.get(f"//evil.example/?token={TOKEN.replace(' ', '+')}", follow_redirects=False)
    assert not entered.headers.get("location", "").startswith("//")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "rooms.example"])
def test_it_does_not_open_to_others_without_a_token(tmp_path: Path, host: str) -> None:
    with pytest.raises(SetupError) as refused:
        check(local_settings(tmp_path, host=host))
    assert "YIJIAN_ACCESS_TOKEN" in refused.value.detail.en
    check(local_settings(tmp_path, host=host, access_token=TOKEN))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.5.5.5"])
def test_it_needs_no_token_on_loopback(tmp_path: Path, host: str) -> None:
    check(local_settings(tmp_path, host=host))
