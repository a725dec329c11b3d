"""Many rooms are certified as one job that survives the service."""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.store.database import Database
from service.usecases.read_certificates import check_history
from tests.service.conftest import API, Client
from tests.service.houses import ROOMS, furnish
from tests.service.running import Running, wait_for
from tests.service.test_certificates import issue, space_id, store

MANY = {f"{n:04}": 10.0 + n / 100 for n in range(1, 1001)}


@pytest.fixture
def house(client: Client) -> Client:
    furnish(store(client))
    return client


def ended(client: Any, address: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        state = client.get(address).json()
        return state if state["status"] in ("done", "failed") else None

    return wait_for(look)


def test_a_building_is_certified_as_one_job(house: Client) -> None:
    building = house.get(f"{API}/buildings").json()["items"][0]["id"]
    kept = issue(house, "101")
    asked = house.post(f"{API}/certificate-batches", json={"building": building})
    assert (asked.status_code, asked.json()["total"]) == (202, len(ROOMS))
    done = ended(house, asked.headers["location"])
    assert (done["status"], done["issued"], done["kept"], done["refused"]) == ("done", 2, 1, 0)
    assert (done["progress"], done["about"]) == (1.0, "主楼")
    items = house.get(f"{asked.headers['location']}/items").json()["items"]
    assert [item["outcome"] for item in items] == ["kept", "issued", "issued"]
    assert items[0]["certificate_id"] == kept["id"]
    assert len(house.get(f"{API}/certificates").json()["items"]) == len(ROOMS)
    again = house.post(f"{API}/certificate-batches", json={"building": building})
    assert ended(house, again.headers["location"])["kept"] == len(ROOMS)


def test_rooms_that_get_none_say_why(house: Client) -> None:
    rooms = [space_id(house, "101"), "nowhere", space_id(house, "101")]
    asked = house.post(f"{API}/certificate-batches", json={"spaces": rooms, "basis": "rics-nia"})
    done = ended(house, asked.headers["location"])
    assert (done["total"], done["refused"]) == (2, 2)
    page = house.get(f"{asked.headers['location']}/items", params={"limit": 1}).json()
    assert page["items"][0]["code"] == "certificate-no-area"
    assert page["items"][0]["reason_zh"]
    rest = house.get(f"{asked.headers['location']}/items", params={"cursor": page["next"]}).json()
    assert [item["code"] for item in rest["items"]] == ["space-not-found"]


def test_a_storey_is_certified_without_what_is_no_room(house: Client) -> None:
    storey = house.get(f"{API}/spaces").json()["items"][0]["storey_id"]
    asked = house.post(f"{API}/certificate-batches", json={"storey": storey, "valid_until": "2099-01-01T00:00:00Z"})
    done = ended(house, asked.headers["location"])
    assert (done["about"], done["issued"]) == ("主楼 1F", len(ROOMS))
    assert house.get(f"{API}/certificate-batches").json()["items"][0]["id"] == done["id"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "invalid-request"),
        ({"building": "x", "storey": "y"}, "invalid-request"),
        ({"spaces": []}, "invalid-request"),
        ({"building": "x"}, "building-not-found"),
        ({"storey": "x"}, "storey-not-found"),
        ({"spaces": ["x"], "basis": "guessed"}, "basis-unknown"),
    ],
)
def test_a_batch_of_nothing_is_refused(client: Client, asked: dict[str, Any], code: str) -> None:
    assert client.post(f"{API}/certificate-batches", json=asked).json()["code"] == code
    assert client.get(f"{API}/certificate-batches").json()["items"] == []


def test_two_batches_at_once_issue_each_room_once(house: Client) -> None:
    building = house.get(f"{API}/buildings").json()["items"][0]["id"]
    asked = [house.post(f"{API}/certificate-batches", json={"building": building}) for _ in range(4)]
    done = [ended(house, one.headers["location"]) for one in asked]
    assert sum(one["issued"] for one in done) == len(ROOMS)
    assert sum(one["kept"] for one in done) == 3 * len(ROOMS)


@pytest.fixture
def thousand_rooms(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    database = Database(f"sqlite:///{folder / 'yijian.db'}")
    database.migrate()
    furnish(database, MANY)
    database.close()
    return folder


@pytest.fixture
def start(thousand_rooms: Path) -> Iterator[Callable[[], Running]]:
    started: list[Running] = []

    def make() -> Running:
        started.append(Running(thousand_rooms, "-m", "tests.service.slow_batches", str(thousand_rooms)))
        return started[-1]

    yield make
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)


def stored(folder: Path) -> tuple[set[str], set[str], int]:
    """Return the ids in all three tables that an issued certificate has rows in, and how many rooms have one."""
    with sqlite3.connect(folder / "yijian.db") as connection:
        ids = {row[0] for row in connection.execute("SELECT id FROM certificates")}
        documents = {row[0] for row in connection.execute("SELECT id FROM certificate_documents")}
        told = {row[0] for row in connection.execute("SELECT certificate FROM certificate_history")}
        rooms = connection.execute("SELECT count(DISTINCT space_id) FROM certificates").fetchone()[0]
    connection.close()
    assert ids == documents == told
    return ids, documents, rooms


MOMENTS_S = [pytest.param((0.05, 0.25), id="few")]
MOMENTS_S += [
    pytest.param(tuple(n * 0.037 for n in range(40)), id="many", marks=[pytest.mark.slow, pytest.mark.timeout(1800)])
]


@pytest.mark.parametrize("moments_s", MOMENTS_S)
def test_killing_the_service_loses_no_acknowledged_certificate_and_leaves_no_half_one(
    start: Callable[[], Running], thousand_rooms: Path, moments_s: tuple[float, ...]
) -> None:
    first = start()
    building = first.http.get(f"{API}/buildings").json()["items"][0]["id"]
    address = first.http.post(f"{API}/certificate-batches", json={"building": building}).headers["location"]
    acknowledged: set[str] = set()
    running = first
    for pause_s in moments_s:
        watcher = Watcher(running, address)
        wait_for(lambda w=watcher: w.rounds >= 1)
        time.sleep(pause_s)
        running.end(signal.SIGKILL)
        acknowledged |= watcher.stop()
        ids, _, _ = stored(thousand_rooms)
        assert acknowledged <= ids
        running = start()
    done = ended(running.http, address)
    assert (done["status"], done["issued"], done["kept"], done["refused"]) == ("done", len(MANY), 0, 0)
    assert running.end(signal.SIGTERM) == 0
    ids, _, rooms = stored(thousand_rooms)
    assert acknowledged <= ids
    assert (len(ids), rooms) == (len(MANY), len(MANY))
    database = Database(f"sqlite:///{thousand_rooms / 'yijian.db'}")
    check = check_history(database)
    database.close()
    assert (check.whole, check.entries) == (True, len(MANY))


class Watcher:
    """Reads what the service acknowledges while it works: certificates it names in answers."""

    def __init__(self, running: Running, address: str) -> None:
        self.rounds = 0
        self._named: set[str] = set()
        self._stop = threading.Event()
        self._address = f"{running.address.rstrip('/')}{address}/items"
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        with httpx.Client(timeout=5) as http:
            while not self._stop.is_set():
                try:
                    items = http.get(self._address, params={"limit": 1000}).json()["items"]
                except (httpx.HTTPError, ValueError):
                    return
                self._named |= {item["certificate_id"] for item in items if item["certificate_id"]}
                self.rounds += 1

    def stop(self) -> set[str]:
        self._stop.set()
        self._thread.join()
        return self._named
