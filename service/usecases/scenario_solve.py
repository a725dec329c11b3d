"""Work one scenario out: the part that runs in a child process, the only one that loads the solver."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import orjson

from bim_import.sandbox import Progress
from service.usecases.scenario_case import KeptCase
from service.usecases.scenario_grounds import read_grounds
from service.usecases.scenario_result import rates_of, result_of

BEAT_S: Final = 0.5  # how often the service hears from a search that says nothing: so it can stop it


def solve_scenario(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the result of a scenario (JSON).

    ``payload``: {case, grounds, strategy, time_limit_s, seed, rates}; ``case`` is the JSON of a ``KeptCase``,
    ``grounds`` that of its ``Grounds``, None for cases that earlier versions kept.
    """
    from service.allocation.consolidation.strategies import solve
    from service.usecases.joined_rooms import JoinedRooms

    case = KeptCase.from_bytes(payload["case"].encode()).case
    grounds = read_grounds(payload["grounds"].encode()) if payload["grounds"] else None
    joined = JoinedRooms(grounds.joins if grounds else {})
    time_limit_s = float(payload["time_limit_s"])
    with _heartbeat(progress, time_limit_s) as said:
        if joined.joins:
            joined.ready()
        found = solve(
            case,
            payload["strategy"],
            time_limit_s=time_limit_s,
            seed=payload["seed"],
            layout=joined.layout,
            progress=said.append,
        )
    progress("check", 0.0)
    now = grounds.situation() if grounds else None
    rows = joined.rows(case, found.room_of)
    return orjson.dumps(result_of(case, found, rates=rates_of(payload["rates"]), now=now, joined=rows))


@contextmanager
def _heartbeat(progress: Progress, time_limit_s: float) -> Iterator[deque[float]]:
    """Report how far the search is, for as long as the block runs: what it says itself, or the time that has passed.

    Yields where the search says what share of its work is done.
    """
    over, began = threading.Event(), time.monotonic()
    said: deque[float] = deque([0.0], maxlen=1)

    def beat() -> None:
        while not over.wait(BEAT_S):
            progress("search", min(1.0, max(said[0], (time.monotonic() - began) / time_limit_s)))

    progress("search", 0.0)
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield said
    finally:
        over.set()
        thread.join()
