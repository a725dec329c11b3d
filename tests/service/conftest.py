"""A service per test, on its own folder, and small models to give it."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.app import create_app
from service.settings import Settings
from tests.service.build_ifc import OFFICES, Column, write_ifc

with warnings.catch_warnings():
    # Starlette asks for another HTTP client that does not matter to what is tested here.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

LOCAL = "http://127.0.0.1"
API = "/api/v1"


class Client(TestClient):
    """A client that can wait for imports."""

    def upload(self, path: Path, **fields: str) -> dict[str, Any]:
        with path.open("rb") as stream:
            answer = self.post(f"{API}/imports", files={"file": (path.name, stream)}, data=fields)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def wait(self, import_id: str, *, seconds: float = 60) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self.get(f"{API}/imports/{import_id}").json()
            if state["status"] in ("done", "failed"):
                return state
            time.sleep(0.05)
        raise AssertionError(f"still {state['status']} after {seconds} s")

    def bring_in(self, path: Path, **fields: str) -> dict[str, Any]:
        state = self.wait(self.upload(path, **fields)["id"])
        assert state["status"] == "done", state["problem"]
        return state


def local_settings(folder: Path, **changes: Any) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **changes)


@pytest.fixture
def make_client(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    opened: list[Client] = []

    def make(**changes: Any) -> Client:
        client = Client(create_app(local_settings(tmp_path / "data", **changes)), base_url=LOCAL)
        client.__enter__()
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    return write_ifc(tmp_path / "office.ifc", OFFICES, columns=(Column(1, 1, 0.5),), crs="EPSG:4547")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, dict[str, Any]]]:
    """A service that has imported one model, for tests that only read."""
    folder = tmp_path_factory.mktemp("shared")
    file = write_ifc(folder / "office.ifc", OFFICES, OFFICES_ABOVE, columns=(Column(1, 1, 0.5),), crs="EPSG:4547")
    with Client(create_app(local_settings(folder / "data")), base_url=LOCAL) as reader:
        yield reader, reader.bring_in(file)


OFFICES_ABOVE = tuple(
    type(room)(room.number.replace("1", "2", 1), room.name, room.x_m, room.y_m, room.width_m, room.depth_m)
    for room in OFFICES
)
