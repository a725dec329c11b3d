"""Tells those who wait, in this process, that the work on a subject has ended.

An end in another process is found out by looking, so a wait is always bounded.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

Wait = Callable[[float], Awaitable[None]]


class Endings:
    """Workers are threads, those who wait are coroutines of any event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}

    def announce(self, subject: str) -> None:
        """Wake all who wait for ``subject``; from any thread."""
        with self._lock:
            waiting = list(self._waiting.get(subject, ()))
        for loop, event in waiting:
            with suppress(RuntimeError):  # the loop was closed while its listener left
                loop.call_soon_threadsafe(event.set)

    @contextmanager
    def listen(self, subject: str) -> Iterator[Wait]:
        """Yield ``wait(seconds)``, which returns early if the work has ended since the last wait."""
        event = asyncio.Event()
        entry = (asyncio.get_running_loop(), event)
        with self._lock:
            self._waiting.setdefault(subject, []).append(entry)

        async def wait(seconds: float) -> None:
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), seconds)
            event.clear()

        try:
            yield wait
        finally:
            with self._lock:
                self._waiting[subject].remove(entry)
                if not self._waiting[subject]:
                    del self._waiting[subject]
