"""Run a function in a child process with limits, so that a hostile file can only kill the child.

The child (``bim_import.sandbox_child``) receives its payload as JSON on stdin and answers in frames: one JSON header
line, then ``size`` bytes of body. Nothing is unpickled: a child that has been taken over can lie about rooms, not run
code in the service.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal

import orjson

from bim_import.errors import ImportRefused
from geometry.finding import Text

log = logging.getLogger(__name__)

Progress = Callable[[str, float], None]
KillReason = Literal["import-timeout", "import-memory"]
MIB = 1024 * 1024
STDERR_TAIL_BYTES = 4096
WATCH_INTERVAL_S = 0.1

LOST = {
    "import-failed": Text(
        "读取程序在这个文件上失败,没有写入任何数据。请用建模软件重新导出后再试;若仍失败,请把文件交给维护人员。",
        "The reader failed on this file and nothing was stored. Export it again from the authoring tool and retry; "
        "if it still fails, hand the file to the maintainers.",
    ),
    "import-crashed": Text(
        "读取程序在这个文件上崩溃,没有写入任何数据;文件很可能已损坏。请用建模软件重新导出后再试。",
        "The reader crashed on this file and nothing was stored; the file is probably damaged. Export it again from "
        "the authoring tool and retry.",
    ),
    "import-timeout": Text(
        "读取超过 {time_s} 秒仍未完成,已停止。请按楼栋拆分文件,或提高导入时限后再试。",
        "Reading took longer than {time_s} s and was stopped. Split the file by building or raise the import time "
        "limit.",
    ),
    "import-memory": Text(
        "读取需要的内存超过 {memory_mib} MiB,已停止。请按楼栋拆分文件,或提高导入内存上限后再试。",
        "Reading needed more than {memory_mib} MiB of memory and was stopped. Split the file by building or raise the "
        "import memory limit.",
    ),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use before it is stopped."""

    time_s: float = 900.0
    memory_mib: int = 4096
    output_mib: int = 1024


def run_in_child(
    target: str, payload: dict[str, Any], *, limits: Limits | None = None, on_progress: Progress | None = None
) -> bytes:
    """Return the bytes that ``module:function`` answers to ``payload``, run in a child process of its own.

    The function is called as ``function(payload, progress)``. Raises ``ImportRefused`` with the child's own reason,
    or with ``import-crashed``, ``import-timeout``, ``import-memory`` when the child did not survive.
    """
    limits = limits or Limits()
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", "from bim_import.sandbox_child import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_child_environment(),
    )
    assert child.stdin
    assert child.stdout
    assert child.stderr
    tail: deque[bytes] = deque(maxlen=64)
    drain = threading.Thread(target=_drain, args=(child.stderr, tail), daemon=True)
    drain.start()
    watchdog = _Watchdog(child, limits)
    watchdog.start()
    try:
        _send(child.stdin, {"target": target, "payload": payload, "limits": asdict(limits)})
        answer = _receive(child.stdout, limits, on_progress)
    finally:
        if child.poll() is None and watchdog.reason is None:
            _wait_briefly(child)
        child.kill()
        child.wait()
        watchdog.stop()
        drain.join(timeout=1.0)
        for stream in (child.stdin, child.stdout, child.stderr):
            _close_quietly(stream)
    if answer is None:
        stderr = b"".join(tail)[-STDERR_TAIL_BYTES:].decode("utf-8", "replace")
        log.warning("import child ended with code %s: %s", child.returncode, stderr)
        raise _lost(watchdog.reason or "import-crashed", limits)
    kind, body = answer
    if kind == "refused":
        fact = orjson.loads(body)
        raise ImportRefused(fact["code"], Text(fact["zh"], fact["en"]), fact["evidence"])
    if kind == "memory":
        raise _lost("import-memory", limits)
    if kind == "failed":
        log.error("import child failed: %s", body.decode("utf-8", "replace"))
        raise _lost("import-failed", limits)
    return body


class _Watchdog(threading.Thread):
    """Kills the child when it takes too long or too much resident memory, and remembers why."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        super().__init__(daemon=True)
        self.reason: KillReason | None = None
        self._child = child
        self._limits = limits
        self._over = threading.Event()

    def stop(self) -> None:
        self._over.set()
        self.join(timeout=2.0)

    def run(self) -> None:
        deadline = time.monotonic() + self._limits.time_s
        process = None
        while not self._over.wait(WATCH_INTERVAL_S):
            if time.monotonic() > deadline:
                self._kill("import-timeout")
                return
            import psutil  # not needed by the quick majority of files

            try:
                process = process or psutil.Process(self._child.pid)
                if process.memory_info().rss > self._limits.memory_mib * MIB:
                    self._kill("import-memory")
                    return
            except psutil.Error:
                return

    def _kill(self, reason: KillReason) -> None:
        self.reason = reason
        self._child.kill()


def _child_environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parent.parent)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YIJIAN_") or k == "YIJIAN_LANG"}
    paths = [root, *filter(None, [environment.get("PYTHONPATH")])]
    # One thread each: the work is not BLAS work, and idle thread arenas cost memory in every child.
    return environment | {"PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _send(stream: IO[bytes], message: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # the child is gone already; the missing answer says so
        stream.write(orjson.dumps(message))
        stream.close()


def _receive(stream: IO[bytes], limits: Limits, on_progress: Progress | None) -> tuple[str, bytes] | None:
    while header := stream.readline(MIB):
        try:
            message = orjson.loads(header)
            kind = message["kind"]
            if kind == "progress":
                if on_progress:
                    on_progress(str(message["step"]), float(message["share"]))
                continue
            size = int(message["size"])
        except (ValueError, KeyError, TypeError):
            return None
        if size > limits.output_mib * MIB:
            return None
        body = stream.read(size)
        return (kind, body) if len(body) == size else None
    return None


def _drain(stream: IO[bytes], tail: deque[bytes]) -> None:
    with contextlib.suppress(ValueError):  # closed while reading, at the end of the run
        while block := stream.read(1024):
            tail.append(block)


def _wait_briefly(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=2.0)


def _close_quietly(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):
        stream.close()


def _lost(code: str, limits: Limits) -> ImportRefused:
    return ImportRefused(code, LOST[code].format(time_s=round(limits.time_s), memory_mib=limits.memory_mib))
