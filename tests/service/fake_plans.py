"""Stands in for the search in the child process: everybody into the first room, slowly where the seed says so."""

from __future__ import annotations

import time
from typing import Any

import orjson

from geometry.finding import Text
from service.allocation.consolidation.records import Conflict, Scenario
from service.usecases.scenario_case import KeptCase
from service.usecases.scenario_result import rates_of, result_of

SLOW, CRASH, IMPOSSIBLE = 1, 2, 3


def everyone_into_the_first_room(payload: dict[str, Any], progress: Any) -> bytes:
    case = KeptCase.from_bytes(payload["case"].encode()).case
    while payload["seed"] == SLOW:
        progress("search", 0.5)
        time.sleep(0.05)
    if payload["seed"] == CRASH:
        raise RuntimeError("as asked")
    if payload["seed"] == IMPOSSIBLE:
        conflict = Conflict("too-many-people", Text("人多房少。", "There are more people than room."), ("p1",))
        found = Scenario(payload["strategy"], conflicts=(conflict,))
    else:
        first = case.places[0].id
        bounds = {"released_area_m2": 45.0, "people_moved": 1.0}
        found = Scenario(payload["strategy"], {person.id: first for person in case.people}, bounds, seconds=0.5)
    return orjson.dumps(result_of(case, found, rates=rates_of(payload["rates"])))
