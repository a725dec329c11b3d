"""Waiting for the end of work done in a thread."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from service.jobs.endings import Endings

PATIENCE_S = 30  # a wait that is woken ends long before it, on however busy a machine


def in_a_loop_of_its_own(waited: Callable[[], Awaitable[float]]) -> float:
    """Return what ``waited`` answers, run in a thread: the browser tests leave a loop running in this one."""

    async def main() -> float:
        return await waited()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(main())).result()


def test_who_waits_is_woken_from_another_thread_at_once() -> None:
    endings = Endings()

    async def waited() -> float:
        with endings.listen("a") as wait:
            threading.Timer(0.1, endings.announce, ["a"]).start()
            began = time.monotonic()
            await wait(PATIENCE_S)
            return time.monotonic() - began

    assert in_a_loop_of_its_own(waited) < PATIENCE_S / 2


def test_an_end_between_two_looks_is_not_missed() -> None:
    endings = Endings()

    async def waited() -> float:
        with endings.listen("a") as wait:
            endings.announce("a")
            await asyncio.sleep(0.01)
            began = time.monotonic()
            await wait(PATIENCE_S)
            return time.monotonic() - began

    assert in_a_loop_of_its_own(waited) < PATIENCE_S / 2


def test_the_end_of_other_work_wakes_nobody_and_a_wait_ends_by_itself() -> None:
    endings = Endings()

    async def waited() -> float:
        with endings.listen("a") as wait:
            endings.announce("b")
            began = time.monotonic()
            await wait(0.1)
            return time.monotonic() - began

    assert in_a_loop_of_its_own(waited) >= 0.05
    endings.announce("a")
