"""The child side of ``bim_import.sandbox``: limit itself, run one function, answer in frames."""

from __future__ import annotations

import gc
import importlib
import os
import sys

import orjson

from bim_import.errors import ImportRefused

MIB = 1024 * 1024
TRACEBACK_TAIL = 4096
# A child may map far more than it uses (shared libraries, arenas), so the address-space limit only backs up the
# parent's watchdog, which looks at resident memory.
ADDRESS_SPACE_FACTOR = 2
# A model is millions of records that live to the end; looking through them for garbage again and again costs a quarter
# of the time in a large one, and finds next to none.
GC_THRESHOLD = (200_000, 50, 50)


def main() -> None:
    """Serve one call in the child process; never returns normally to a caller."""
    _die_with_parent()
    gc.set_threshold(*GC_THRESHOLD)
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # native libraries print to stdout; keep that off the channel
    call = orjson.loads(sys.stdin.buffer.read())
    _limit_resources(call["limits"])

    def answer(kind: str, body: bytes) -> None:
        channel.write(orjson.dumps({"kind": kind, "size": len(body)}) + b"\n" + body)
        channel.flush()

    def progress(step: str, share: float) -> None:
        channel.write(orjson.dumps({"kind": "progress", "step": step, "share": share}) + b"\n")
        channel.flush()

    try:
        module, _, name = call["target"].partition(":")
        result: bytes = getattr(importlib.import_module(module), name)(call["payload"], progress)
        answer("result", result)
    except ImportRefused as refused:
        fact = refused.finding
        body = {"code": fact.code, "zh": fact.reason.zh, "en": fact.reason.en, "evidence": dict(fact.evidence)}
        answer("refused", orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY, default=str))
    except MemoryError:
        answer("memory", b"")
    except BaseException:  # whatever went wrong, the parent has to hear of it
        import traceback

        answer("failed", traceback.format_exc()[-TRACEBACK_TAIL:].encode())
    # Tearing down a large model entity by entity takes longer than reading it; the answer is already out.
    os._exit(0)


def _limit_resources(limits: dict[str, float]) -> None:
    if sys.platform == "win32":
        return  # the parent's watchdog still holds time and memory
    import resource

    cpu_s = int(limits["time_s"]) + 5
    address_space = int(limits["memory_mib"]) * MIB * ADDRESS_SPACE_FACTOR
    for what, limit in (
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, address_space),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (ceiling, hard))


def _die_with_parent() -> None:
    """On Linux, have the kernel end this process when the one that started it is killed."""
    if sys.platform == "linux":
        import ctypes
        import signal

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
