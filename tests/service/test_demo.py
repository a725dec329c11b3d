"""The first minute."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from service.demo import SAMPLE, SAMPLES, import_sample
from tests.service.conftest import API, Client


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
