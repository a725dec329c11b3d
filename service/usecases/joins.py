"""Rooms joined into one, as records: the floor that arises, the walls that go, the people a checked layout holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geometry.layout.records import Site
from service.allocation.consolidation.records import Case


@dataclass(frozen=True, slots=True)
class GoneWall:
    """A wall that a join takes out; ``load_bearing`` is None where the plan does not say, never True."""

    element: str
    name: str
    load_bearing: bool | None


@dataclass(frozen=True, slots=True)
class Join:
    """The floor of rooms joined into one, and the walls that go."""

    site: Site
    walls: tuple[GoneWall, ...]


def laid_out(case: Case, rows: Iterable[Mapping[str, Any]]) -> Case:
    """Return the case with joined rooms that hold no more people than their checked layouts (``JoinedRooms.rows``)."""
    holds = {row["space"]: row["workstations"] for row in rows}
    joined = tuple(replace(place, workstations=holds.get(place.id, place.workstations)) for place in case.joined)
    return replace(case, joined=joined)
