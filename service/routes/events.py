"""Server-sent events about one import, until it has ended."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable

from anyio import to_thread

from service.jobs.endings import Wait
from service.schemas.imports import ImportOut

LOOK_INTERVAL_S = 0.25
KEEP_ALIVE_S = 15.0  # proxies close what stays silent for a minute
RETRY_MS = 2000


async def follow(read: Callable[[], ImportOut], *, wait: Wait, stopping: threading.Event) -> AsyncIterator[str]:
    """Yield an event for every change; each carries the whole state, so no event has to be sent twice.

    ``wait`` returns early when the import has ended.
    """
    yield f"retry: {RETRY_MS}\n\n"
    last = ""
    number = 0
    silent_since = time.monotonic()
    while not stopping.is_set():
        state = await to_thread.run_sync(read)
        ended = state.status in ("done", "failed")
        data = state.model_dump_json(by_alias=True)
        if data != last:
            number += 1
            last = data
            silent_since = time.monotonic()
            yield f"event: {state.status if ended else 'progress'}\nid: {number}\ndata: {data}\n\n"
        elif time.monotonic() - silent_since > KEEP_ALIVE_S:
            silent_since = time.monotonic()
            yield ": still here\n\n"
        if ended:
            return
        await wait(LOOK_INTERVAL_S)
