"""Jobs survive the service; the service survives files."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

import service.usecases.import_model as import_model
from tests.service.build_ifc import OFFICES, write_ifc
from tests.service.conftest import API, Client
from tests.service.running import ROOT, Running, upload, wait_for


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def make(*command: str) -> Running:
        started.append(Running(tmp_path / "data", *command))
        return started[-1]

    yield make
    for one in started:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)


def attempts(folder: Path) -> list[int]:
    path = folder / "data" / "attempts"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_an_import_goes_on_after_the_service_was_killed(
    start: Callable[..., Running], tmp_path: Path, office_file: Path
) -> None:
    first = start()
    import_id = upload(first, office_file)
    wait_for(lambda: attempts(tmp_path))
    assert first.import_state(import_id)["status"] == "running"
    first.end(signal.SIGKILL)
    wait_for(lambda: gone(attempts(tmp_path)[0]))

    second = start()
    (tmp_path / "data" / "go").touch()
    wait_for(lambda: second.import_state(import_id)["status"] == "done")
    assert len(attempts(tmp_path)) == 2
    assert [b["revision"] for b in second.http.get(f"{API}/buildings").json()["items"]] == [1]
    assert second.end(signal.SIGTERM) == 0


def test_an_orderly_stop_does_not_count_and_takes_the_child_along(
    start: Callable[..., Running], tmp_path: Path, office_file: Path
) -> None:
    import_id = None
    for n in range(3):
        running = start()
        import_id = import_id or upload(running, office_file)
        wait_for(lambda n=n: len(attempts(tmp_path)) == n + 1)
        assert running.end(signal.SIGINT) == 0
        wait_for(lambda: gone(attempts(tmp_path)[-1]))
    (tmp_path / "data" / "go").touch()
    last = start()
    wait_for(lambda: last.import_state(import_id)["status"] == "done")


def test_a_file_that_takes_the_service_down_is_given_up(
    start: Callable[..., Running], tmp_path: Path, office_file: Path
) -> None:
    first = start()
    import_id = upload(first, office_file)
    wait_for(lambda: len(attempts(tmp_path)) == 1)
    first.end(signal.SIGKILL)
    second = start()
    wait_for(lambda: len(attempts(tmp_path)) == 2)
    second.end(signal.SIGKILL)
    third = start()
    wait_for(lambda: third.import_state(import_id)["status"] == "failed")
    assert third.import_state(import_id)["problem"]["code"] == "import-interrupted"
    assert len(attempts(tmp_path)) == 2

    (tmp_path / "data" / "go").touch()
    assert upload(third, office_file) == import_id
    wait_for(lambda: third.import_state(import_id)["status"] == "done")


def test_a_file_that_kills_its_child_fails_alone(
    client: Client, tmp_path: Path, office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_model, "TARGET", "tests.service.slow_target:die")
    killer = write_ifc(tmp_path / "killer.ifc", OFFICES, building="killer")
    failed = client.wait(client.upload(killer)["id"])
    assert (failed["status"], failed["problem"]["code"]) == ("failed", "import-crashed")
    assert client.bring_in(office_file)["report"]["accepted"] == 3
    assert len(client.get(f"{API}/buildings").json()["items"]) == 1


def test_an_open_event_stream_does_not_hold_up_the_end(
    start: Callable[..., Running], tmp_path: Path, office_file: Path
) -> None:
    running = start()
    import_id = upload(running, office_file)
    wait_for(lambda: attempts(tmp_path))
    with httpx.stream("GET", f"{running.address}api/v1/imports/{import_id}/events", timeout=10) as stream:
        lines = stream.iter_lines()
        assert any(line.startswith("event: progress") for line in lines)
        began = time.monotonic()
        assert running.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 60  # it ends at all, instead of waiting for the stream


def test_the_service_process_never_loads_the_ifc_reader() -> None:
    code = (
        "import sys, tempfile, pathlib; from service.app import create_app; from service.settings import Settings; "
        "import service.web_server, service.cli_serve; "
        "create_app(Settings(_env_file=None, data_dir=pathlib.Path(tempfile.mkdtemp()))); "
        "heavy = ('ifcopenshell', 'trimesh', 'scipy', 'pyproj', 'ortools', 'numba', 'alembic', 'matplotlib'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
