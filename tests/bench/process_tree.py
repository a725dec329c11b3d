"""Run a command as a whole process tree: wall-clock seconds and peak memory.

Memory is summed over the tree every 20 ms, in two ways: RSS counts pages that parent and child share in both, PSS
divides them among all who map them, also strangers. What the tree really takes lies between the two.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass

import psutil

SAMPLE_S = 0.02


class RunFailedError(Exception):
    """The command ended with an error."""


@dataclass(frozen=True)
class Run:
    """What one run cost."""

    seconds: float
    cpu_seconds: float
    peak_rss_mib: float
    peak_pss_mib: float


def run(command: list[str], *, memory: bool = False) -> Run:
    """Run ``command`` to its end, its output thrown away; ``memory`` samples the tree, which costs a little time."""
    with tempfile.TemporaryFile() as errors:
        start, cpu = time.perf_counter(), _cpu_of_children()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        rss = pss = 0
        while memory and process.poll() is None:
            now = _tree_bytes(process.pid)
            rss, pss = max(rss, now[0]), max(pss, now[1])
            time.sleep(SAMPLE_S)
        code = process.wait()
        seconds, cpu = time.perf_counter() - start, _cpu_of_children() - cpu
        if code != 0:
            errors.seek(0)
            raise RunFailedError(f"{' '.join(command)}: exit {code}\n{errors.read().decode(errors='replace')[-2000:]}")
    return Run(seconds, cpu, rss / 2**20, pss / 2**20)


def _cpu_of_children() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _tree_bytes(pid: int) -> tuple[int, int]:
    try:
        root = psutil.Process(pid)
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0, 0
    each = [_bytes(p) for p in processes]
    return sum(rss for rss, _ in each), sum(pss for _, pss in each)


def _bytes(process: psutil.Process) -> tuple[int, int]:
    try:
        info = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return 0, 0
    return int(info.rss), int(getattr(info, "pss", info.rss))
