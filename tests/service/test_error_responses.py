"""Every error has the one shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from service.app import create_app
from service.error_responses import KINDS
from tests.service.conftest import API, LOCAL, Client, local_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/imports/nowhere", 404, "import-not-found"),
        ("GET", "/imports/nowhere/events", 404, "import-not-found"),
        ("GET", "/buildings/nowhere", 404, "building-not-found"),
        ("GET", "/buildings/nowhere/storeys", 404, "building-not-found"),
        ("GET", "/buildings/nowhere/revisions", 404, "building-not-found"),
        ("GET", "/storeys/nowhere/spaces", 404, "storey-not-found"),
        ("GET", "/storeys/nowhere/plan", 404, "storey-not-found"),
        ("GET", "/spaces/nowhere", 404, "space-not-found"),
        ("GET", "/spaces/nowhere/areas", 404, "space-not-found"),
        ("GET", "/spaces/nowhere/areas?basis=guess", 422, "basis-unknown"),
        ("GET", "/spaces?cursor=%00", 422, "bad-cursor"),
        ("GET", "/imports?cursor=cDk5OTk5OTk5OTk5OTk5OTk5OTk5", 422, "bad-cursor"),
        ("GET", "/spaces?limit=0", 422, "invalid-request"),
        ("GET", "/spaces?use=party", 422, "invalid-request"),
        ("GET", "/nothing", 404, "not-found"),
        ("DELETE", "/imports", 405, "method-not-allowed"),
    ],
)
def test_errors_are_problems(client: Client, method: str, path: str, status: int, code: str) -> None:
    answer = client.request(method, API + path, headers={"Accept-Language": "en"})
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "code", "request_id", "detail_zh", "detail_en"}
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["detail"] == problem["detail_en"]


def test_revisions_that_never_were_are_told_apart(shared: tuple[Client, dict[str, Any]]) -> None:
    reader, done = shared
    answer = reader.get(f"{API}/buildings/{done['building_id']}", params={"revision": 9})
    assert (answer.status_code, answer.json()["code"]) == (404, "revision-not-found")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (RuntimeError("secret /srv/path"), 500, "internal"),
        (OperationalError("SELECT secret", {}, Exception("locked")), 503, "store-busy"),
        (OSError(28, "No space left on device"), 507, "storage-full"),
    ],
)
def test_an_unforeseen_error_says_nothing_but_its_request_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("service.store.buildings.page", fail)
    with Client(create_app(local_settings(tmp_path)), base_url=LOCAL) as client:
        answer = client.get(f"{API}/buildings")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["request_id"]
    assert not re.search("secret|SELECT|Traceback|srv", answer.text)


def test_every_code_raised_is_in_the_table() -> None:
    # What SetupError says is told on the command line, before there is HTTP; the verifier of certificates has its own.
    raises = (
        r'(?:NotFound|InvalidRequest|Forbidden|Service)Error\(\s*"([a-z-]+)"|problem_response\(\s*request, "([a-z-]+)"'
    )
    raised = {
        code
        for file in (ROOT / "service").rglob("*.py")
        for codes in re.findall(raises, file.read_text())
        for code in codes
        if code
    }
    assert raised <= set(KINDS)
    assert raised >= {"bad-cursor", "space-not-found", "upload-too-large", "invalid-request"}


def test_a_model_without_georeference_has_no_crs(make_client: Callable[..., Client], tmp_path: Path) -> None:
    from tests.service.build_ifc import OFFICES, write_ifc

    client = make_client()
    done = client.bring_in(write_ifc(tmp_path / "plain.ifc", OFFICES))
    storey = client.get(f"{API}/buildings/{done['building_id']}/storeys").json()["items"][0]["id"]
    answer = client.get(f"{API}/storeys/{storey}/spaces", params={"crs": "EPSG:4547"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-georeferenced")
