"""Run a command as a whole process tree: wall-clock seconds and peak memory.

Memory is the sum of PSS over the tree (pages shared between parent and child count once), sampled every 20 ms; where
the system has no PSS it is the sum of RSS, which counts shared pages in every process.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from dataclasses import dataclass

import psutil

SAMPLE_S = 0.02
KIND = "PSS" if hasattr(psutil.Process().memory_full_info(), "pss") else "RSS"


class RunFailedError(Exception):
    """The command ended with an error."""


@dataclass(frozen=True)
class Run:
    """What one run cost."""

    seconds: float
    peak_mib: float


def run(command: list[str], *, memory: bool = False) -> Run:
    """Run ``command`` to its end, its output thrown away; ``memory`` samples the tree, which costs a little time."""
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        peak = 0
        while memory and process.poll() is None:
            peak = max(peak, _tree_bytes(process.pid))
            time.sleep(SAMPLE_S)
        code = process.wait()
        seconds = time.perf_counter() - start
        if code != 0:
            errors.seek(0)
            raise RunFailedError(f"{' '.join(command)}: exit {code}\n{errors.read().decode(errors='replace')[-2000:]}")
    return Run(seconds, peak / 2**20)


def _tree_bytes(pid: int) -> int:
    try:
        root = psutil.Process(pid)
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_bytes(p) for p in processes)


def _bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss if KIND == "PSS" else process.memory_info().rss)
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return 0
