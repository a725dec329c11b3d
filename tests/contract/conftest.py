"""The service as outside clients see it, with one model imported."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.service.build_ifc import OFFICES, write_ifc
from tests.service.running import SERVE, Running, upload, wait_for


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with one building, started as anybody starts it."""
    folder = tmp_path_factory.mktemp("contract")
    running = Running(folder, *SERVE, "--port", "0", "--data", str(folder / "data"))
    import_id = upload(running, write_ifc(folder / "office.ifc", OFFICES, crs="EPSG:4547"))
    wait_for(lambda: running.import_state(import_id)["status"] == "done")
    yield running
    running.end(signal.SIGTERM)
