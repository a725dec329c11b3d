"""The first minute."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.demo import ROSTER, SAMPLE, SAMPLES, import_sample, import_sample_roster
from tests.service.build_ifc import write_ifc
from tests.service.conftest import API, Client
from tests.service.roster import ROOMS
from tests.service.running import wait_for
from tests.service.test_rosters import workbook


def test_the_sample_is_imported_once(make_client: Callable[..., Client], office_file: Path) -> None:
    client = make_client()
    services = client.app.state.services
    first = import_sample(services, office_file)
    assert first is not None
    assert client.wait(first)["status"] == "done"
    assert import_sample(services, office_file) == first
    assert len(client.get(f"{API}/imports").json()["items"]) == 1
    assert office_file.exists()


def test_a_missing_sample_does_not_stop_the_service(client: Client, tmp_path: Path) -> None:
    assert import_sample(client.app.state.services, tmp_path / "none.ifc") is None
    assert client.get("/healthz").status_code == 200


def test_the_sample_is_where_the_demo_looks() -> None:
    assert (SAMPLES / SAMPLE).is_file()


def test_the_sample_can_be_asked_for_and_is_the_same_import_again(
    client: Client, office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.demo.SAMPLES", office_file.parent)
    monkeypatch.setattr("service.demo.SAMPLE", office_file.name)
    first = client.post(f"{API}/imports/sample")
    assert first.status_code == 202, first.text
    assert first.headers["location"] == f"{API}/imports/{first.json()['id']}"
    assert client.wait(first.json()["id"])["status"] == "done"
    again = client.post(f"{API}/imports/sample")
    assert (again.status_code, again.json()["id"], again.json()["status"]) == (202, first.json()["id"], "done")
    assert len(client.get(f"{API}/imports").json()["items"]) == 1


def test_without_a_sample_that_is_said(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.demo.SAMPLES", tmp_path)
    answer = client.post(f"{API}/imports/sample")
    assert (answer.status_code, answer.json()["code"]) == (404, "sample-not-found")
    assert client.get(f"{API}/imports").json()["items"] == []


def test_the_people_of_the_sample_follow_once_its_building_is_there(client: Client, tmp_path: Path) -> None:
    house = write_ifc(tmp_path / "house.ifc", ROOMS)
    (tmp_path / ROSTER).write_bytes(workbook())
    services = client.app.state.services
    import_sample(services, house)
    wait_for(lambda: client.get(f"{API}/org-units").json()["items"])
    over = client.get(f"{API}/findings", params={"code": "over-entitlement"}).json()["items"]
    assert over
    assert not import_sample_roster(services, tmp_path / ROSTER), "a roster there is already is left alone"
    assert len(client.get(f"{API}/rosters").json()["items"]) == 1
