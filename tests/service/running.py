"""The service in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.service.conftest import API

ROOT = Path(__file__).resolve().parents[2]
SERVE = ("-c", "from service.cli import main; main()", "serve")


class Running:
    """A service in a process of its own."""

    def __init__(self, folder: Path, *command: str) -> None:
        arguments = command or ("-m", "tests.service.slow_service", str(folder))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("YIJIAN_")}
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        assert line, self.process.stderr.read() if self.process.stderr else ""
        self.address = line.split()[-1]
        self.http = httpx.Client(base_url=self.address, timeout=30)

    def end(self, how: signal.Signals) -> int:
        self.http.close()
        self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return code

    def import_state(self, import_id: str) -> dict[str, Any]:
        return self.http.get(f"{API}/imports/{import_id}").json()


def wait_for(condition: Callable[[], Any], *, seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("did not happen in time")


def upload(running: Running, file: Path) -> str:
    with file.open("rb") as stream:
        return running.http.post(f"{API}/imports", files={"file": (file.name, stream)}).json()["id"]
