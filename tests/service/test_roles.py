"""What each token may do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import SetupError
from service.main import check
from service.roles import Role, may_write, sees_people
from tests.service.conftest import API, Client, local_settings

TOKENS: dict[Role, str] = {
    "manager": "manager-0123456789",
    "auditor": "auditor-0123456789",
    "reader": "reader-00123456789",
}
SETTINGS = {"access_token": TOKENS["manager"], "auditor_token": TOKENS["auditor"], "reader_token": TOKENS["reader"]}


def bearer(role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKENS[role]}"}


@pytest.fixture
def closed(make_client: Callable[..., Client]) -> Client:
    return make_client(**SETTINGS)


@pytest.mark.parametrize("role", TOKENS)
def test_a_token_stands_for_its_role(closed: Client, role: Role) -> None:
    assert closed.get(f"{API}/meta", headers=bearer(role)).json()["role"] == role


def test_without_tokens_everybody_on_this_machine_is_the_manager(client: Client) -> None:
    assert client.get(f"{API}/meta").json()["role"] == "manager"


def test_lesser_roles_do_not_import(closed: Client) -> None:
    for role in ("auditor", "reader"):
        answer = closed.post(f"{API}/imports", files={"file": ("a.ifc", b"x")}, headers=bearer(role))
        assert (answer.status_code, answer.json()["code"]) == (403, "role-insufficient")
    assert closed.get(f"{API}/imports", headers=bearer("manager")).json()["items"] == []


def test_a_cookie_keeps_the_role(closed: Client) -> None:
    closed.get("/", params={"token": TOKENS["reader"]}, follow_redirects=False)
    assert closed.get(f"{API}/meta").json()["role"] == "reader"


@pytest.mark.parametrize(
    ("role", "path", "allowed"),
    [
        ("manager", f"{API}/cases", True),
        ("auditor", f"{API}/inspections", True),
        ("auditor", f"{API}/inspections/x/records/y", True),
        ("auditor", f"{API}/inspections-of-others", False),
        ("auditor", f"{API}/cases", False),
        ("reader", f"{API}/inspections", False),
        ("reader", f"{API}/anything-new", False),
    ],
)
def test_who_writes_where(role: Role, path: str, allowed: bool) -> None:
    assert may_write(role, path) is allowed


def test_only_readers_do_not_see_people() -> None:
    assert [role for role in TOKENS if not sees_people(role)] == ["reader"]


@pytest.mark.parametrize(
    "settings",
    [{"reader_token": TOKENS["reader"]}, SETTINGS | {"reader_token": TOKENS["manager"]}],
    ids=["without the manager's", "one token for two roles"],
)
def test_tokens_that_would_make_everybody_manager_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(SetupError):
        check(local_settings(Path("unused"), **settings))
