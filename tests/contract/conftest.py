"""The service as outside clients see it, with one model imported, people in its rooms and a case about one of them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.database import Database
from service.usecases.roster_rows import RosterShelf
from tests.service.build_ifc import OFFICE_DOORS, OFFICES, write_ifc
from tests.service.conftest import API
from tests.service.roster import office_roster, store_roster
from tests.service.running import SERVE, Running, upload, wait_for


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with one building, started as anybody starts it."""
    folder = tmp_path_factory.mktemp("contract")
    running = Running(folder, *SERVE, "--port", "0", "--data", str(folder / "data"))
    import_id = upload(running, write_ifc(folder / "office.ifc", OFFICES, doors=OFFICE_DOORS, crs="EPSG:4547"))
    wait_for(lambda: running.import_state(import_id)["status"] == "done")
    _people(running, folder)
    _certificates(running)
    _layout(running)
    _scenario(running)
    yield running
    running.end(signal.SIGTERM)


@pytest.fixture(scope="session")
def ids(service: Running) -> dict[str, str]:
    """Something that exists, by the name it has in paths."""

    def first(what: str, name: str = "id", **query: str) -> str:
        return service.http.get(f"{API}/{what}", params=query).json()["items"][0][name]

    return {
        "import_id": first("imports"),
        "building_id": first("spaces", "building_id"),
        "storey_id": first("spaces", "storey_id"),
        "space_id": first("spaces"),
        "finding_id": first("findings", code="over-entitlement"),
        "case_id": first("cases"),
        "inspection_id": first("inspections"),
        "org_unit_id": first("org-units"),
        "certificate_id": first("certificates"),
        "batch_id": first("certificate-batches"),
        "layout_id": first("layouts"),
        "scenario_id": first("scenarios"),
        "webhook_id": first("webhooks"),
        "evidence_id": service.http.get(f"{API}/cases/{first('cases')}").json()["evidence"][0]["id"],
    }


def _people(running: Running, folder: Path) -> None:
    items = running.http.get(f"{API}/spaces").json()["items"]
    database = Database(f"sqlite:///{folder / 'data' / 'yijian.db'}")
    store_roster(database, RosterShelf(database), office_roster({item["number"]: item["id"] for item in items}))
    database.close()
    finding = running.http.get(f"{API}/findings").json()["items"][0]
    case = running.http.post(f"{API}/cases", json={"finding_id": finding["id"]}).json()
    photo = {"file": ("a.png", b"\x89PNG\r\n\x1a\n")}
    running.http.post(f"{API}/cases/{case['id']}/evidence", files=photo).raise_for_status()
    running.http.post(f"{API}/inspections", json={"building_id": items[0]["building_id"]}).raise_for_status()


def _certificates(running: Running) -> None:
    space = running.http.get(f"{API}/spaces").json()["items"][0]
    running.http.post(f"{API}/spaces/{space['id']}/certificates", json={}).raise_for_status()
    running.http.post(f"{API}/certificate-batches", json={"building": space["building_id"]}).raise_for_status()
    running.http.post(f"{API}/webhooks", json={"url": "https://assets.example/hook"}).raise_for_status()


def _scenario(running: Running) -> None:
    building = running.http.get(f"{API}/spaces").json()["items"][0]["building_id"]
    running.http.post(f"{API}/scenarios", json={"buildings": [building], "assignments": []}).raise_for_status()


def _layout(running: Running) -> None:
    items = running.http.get(f"{API}/spaces").json()["items"]
    space = next(item["id"] for item in items if item["number"] == "101")
    asked = running.http.post(f"{API}/layouts", json={"spaces": [space]})
    asked.raise_for_status()
    # The first search of an installation compiles what it needs.
    wait_for(lambda: running.http.get(asked.headers["location"]).json()["status"] == "done", seconds=240)
