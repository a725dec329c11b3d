"""What the child runs in tests of interruption: note the attempt, wait for a sign, then read as always."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from bim_import.sandbox import Progress
from service.usecases.measure import read_and_measure


def read_slowly(payload: dict[str, Any], progress: Progress) -> bytes:
    folder = Path(payload["path"]).parents[2]
    with (folder / "attempts").open("a") as attempts:
        attempts.write(f"{os.getpid()}\n")
    while not (folder / "go").exists():
        progress("read", 0.5)
        time.sleep(0.05)
    return read_and_measure(payload, progress)


def die(payload: dict[str, Any], progress: Progress) -> bytes:
    if payload["file"] == "killer.ifc":
        os.abort()
    return read_and_measure(payload, progress)
