"""Waiting for the end of work done in a thread."""

from __future__ import annotations

import asyncio
import threading
import time

from service.jobs.endings import Endings

SOON_S = 0.05


def test_who_waits_is_woken_from_another_thread_at_once() -> None:
    endings = Endings()

    async def waited() -> float:
        with endings.listen("a") as wait:
            threading.Timer(0.1, endings.announce, ["a"]).start()
            began = time.monotonic()
            await wait(10)
            return time.monotonic() - began

    assert 0.1 - SOON_S < asyncio.run(waited()) < 0.1 + 10 * SOON_S


def test_an_end_between_two_looks_is_not_missed() -> None:
    endings = Endings()

    async def waited() -> float:
        with endings.listen("a") as wait:
            endings.announce("a")
            await asyncio.sleep(0.01)
            began = time.monotonic()
            await wait(10)
            return time.monotonic() - began

    assert asyncio.run(waited()) < 10 * SOON_S


def test_the_end_of_other_work_wakes_nobody_and_a_wait_ends_by_itself() -> None:
    endings = Endings()

    async def waited() -> float:
        with endings.listen("a") as wait:
            endings.announce("b")
            began = time.monotonic()
            await wait(0.1)
            return time.monotonic() - began

    assert asyncio.run(waited()) >= 0.1 - SOON_S
    endings.announce("a")
