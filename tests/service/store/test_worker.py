"""Another worker on the same PostgreSQL store takes jobs that the service only noted down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geometry.basis import BASES
from service.store.database import Database
from service.usecases.certificate_batch import get_batch, request_batch
from service.usecases.certify import Terms
from tests.service.commands import yijian
from tests.service.houses import furnish
from tests.service.running import ROOT, wait_for


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_worker_does_what_the_service_noted_down(database: Database, store_url: str, tmp_path: Path) -> None:
    building = furnish(database)
    batch = request_batch(
        database,
        Terms(BASES["cn-usable"]),
        building_id=building,
        storey_id=None,
        space_ids=None,
        now=datetime.now(UTC),
    )
    process = subprocess.Popen(
        [sys.executable, "-c", "from service.cli import main; main()", "worker", "--data", str(tmp_path / "data")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"YIJIAN_DATABASE_URL": store_url, "YIJIAN_LANG": "en"},
    )
    try:
        wait_for(lambda: get_batch(database, batch.id).status == "done", seconds=60)
        process.send_signal(signal.SIGTERM)
        said, complained = process.communicate(timeout=30)
        assert (process.returncode, said, complained) == (0, "The worker is ready (1 threads).\n", "")
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert get_batch(database, batch.id).issued == 3


def test_a_worker_without_postgresql_says_what_to_do(tmp_path: Path) -> None:
    refused = yijian("worker", "--data", tmp_path / "data")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "YIJIAN_DATABASE_URL" in refused.stderr
