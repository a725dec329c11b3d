"""Org units, occupants, assignments and versions of the roster, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import TypeVar

from service.allocation.people import Assignment, Occupant, OrgUnit
from service.store import rosters
from service.store.cursors import from_cursor, to_cursor
from service.store.people_records import RosterRecord
from service.store.records import Page
from service.usecases.occupancy import Occupancy

Item = TypeVar("Item")


def list_rosters(occupancy: Occupancy, *, cursor: str | None, limit: int) -> Page[RosterRecord]:
    """Return versions of the roster, newest first."""
    with occupancy.database.read() as session:
        return rosters.page(session, cursor=cursor, limit=limit)


def list_org_units(
    occupancy: Occupancy, *, text: str | None, as_of: date, cursor: str | None, limit: int
) -> tuple[int, Page[OrgUnit]]:
    """Return the version of the roster and its org units whose names contain all words."""
    stored = occupancy.roster(as_of)
    fits = _words(text)
    chosen = (unit for unit in stored.roster.org_units if fits(f"{unit.id} {unit.name}"))
    return stored.version, _page(chosen, cursor, limit)


def list_occupants(
    occupancy: Occupancy, *, text: str | None, unit: str | None, as_of: date, cursor: str | None, limit: int
) -> tuple[int, Page[Occupant]]:
    """Return the version of the roster and its occupants by name or number, and by the unit of their main post."""
    stored = occupancy.roster(as_of)
    fits = _words(text)

    def wanted(one: Occupant) -> bool:
        post = one.main_post_on(as_of)
        in_unit = unit is None or (post is not None and post.org_unit_id == unit)
        return in_unit and fits(f"{one.id} {one.number} {one.name}")

    return stored.version, _page(filter(wanted, stored.roster.occupants), cursor, limit)


def list_assignments(
    occupancy: Occupancy,
    *,
    space: str | None,
    occupant: str | None,
    as_of: date,
    cursor: str | None,
    limit: int,
) -> tuple[int, Page[tuple[str, Assignment]]]:
    """Return the version of the roster and its assignments in force on a day, by space and by occupant."""
    stored = occupancy.roster(as_of)
    if space is not None:
        found: Iterable[tuple[str, Assignment]] = stored.of_space.get(space, ())
    elif occupant is not None:
        found = stored.of_occupant.get(occupant, ())
    else:
        found = stored.assignment.items()
    chosen = (
        (id_, one) for id_, one in found if one.runs_on(as_of) and (occupant is None or one.occupant_id == occupant)
    )
    return stored.version, _page(chosen, cursor, limit)


def _page(chosen: Iterable[Item], cursor: str | None, limit: int) -> Page[Item]:
    offset = from_cursor(cursor) if cursor is not None else 0
    items = tuple(islice(chosen, offset, offset + limit + 1))
    return Page(items[:limit], to_cursor(offset + limit) if len(items) > limit else None)


def _words(text: str | None) -> Callable[[str], bool]:
    words = (text or "").casefold().split()
    return lambda given: all(word in given.casefold() for word in words)
