"""Rosters between their records and the rows of the store.

Org units and occupants are rows under their own ids. An assignment has no id of its own: it is given one when it first
comes and keeps it as long as nothing about it changes. Of a room of a building only what the roster adds is kept (its
approved use, that it is leased); a room that no model has is kept whole.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter

from cattrs.preconf.json import make_converter

from service.allocation.people import Assignment, Occupant, OrgUnit, Roster
from service.allocation.rooms import Room
from service.store import rosters
from service.store.database import Database
from service.store.people_records import RosterRow, RowKind
from service.store.records import Json

converter = make_converter()
VERSIONS_KEPT = 3


@dataclass(frozen=True)
class StoredRoster:
    """One version of the roster; ``assignment_ids`` stand in the order of its assignments."""

    version: int
    roster: Roster
    assignment_ids: tuple[str, ...]
    rooms: Mapping[str, Json] = field(default_factory=dict)

    @cached_property
    def assignment(self) -> Mapping[str, Assignment]:
        """Return the assignments by id."""
        return dict(zip(self.assignment_ids, self.roster.assignments, strict=True))

    @cached_property
    def of_space(self) -> Mapping[str, tuple[tuple[str, Assignment], ...]]:
        """Return the assignments of each space, with their ids."""
        return _grouped(self.assignment, attrgetter("space_id"))

    @cached_property
    def of_occupant(self) -> Mapping[str, tuple[tuple[str, Assignment], ...]]:
        """Return the assignments of each occupant, with their ids."""
        return _grouped(self.assignment, attrgetter("occupant_id"))

    def after(self, version: int, gone: Collection[tuple[RowKind, str]], new: Collection[RosterRow]) -> StoredRoster:
        """Return the version in which the rows ``gone`` are no more and ``new`` ones stand at the end of their kind.

        The same as reading it from the store, but records that stay are shared and not made anew. Rooms stay.
        """
        roster = self.roster
        people = [one for one in roster.occupants if ("occupant", one.id) not in gone]
        people += [converter.structure(row.fields, Occupant) for row in new if row.kind == "occupant"]
        given = {id_: one for id_, one in self.assignment.items() if ("assignment", id_) not in gone}
        given |= {row.id: converter.structure(row.fields, Assignment) for row in new if row.kind == "assignment"}
        changed = replace(roster, occupants=tuple(people), assignments=tuple(given.values()))
        return StoredRoster(version, changed, tuple(given), self.rooms)


def _grouped(
    assignments: Mapping[str, Assignment], key: Callable[[Assignment], str]
) -> Mapping[str, tuple[tuple[str, Assignment], ...]]:
    groups: defaultdict[str, list[tuple[str, Assignment]]] = defaultdict(list)
    for id_, assignment in assignments.items():
        groups[key(assignment)].append((id_, assignment))
    return {name: tuple(group) for name, group in groups.items()}


NOBODY = StoredRoster(0, Roster(), ())


class RosterShelf:
    """Versions of the roster as records, the last few kept in memory: a version never changes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, StoredRoster] = OrderedDict()

    def version(self, number: int) -> StoredRoster:
        """Return one version; number 0 is the roster before there was any."""
        if number == 0:
            return NOBODY
        with self._lock:
            known = self._kept.get(number)
            if known is None:
                with self.database.read() as session:
                    rows = rosters.rows(session, number)
                known = from_rows(number, rows)
            self._keep(known)
        return known

    def keep(self, roster: StoredRoster) -> None:
        """Keep a version that was just stored, so that nobody has to read it."""
        with self._lock:
            self._keep(roster)

    def _keep(self, roster: StoredRoster) -> None:
        self._kept[roster.version] = roster
        self._kept.move_to_end(roster.version)
        while len(self._kept) > VERSIONS_KEPT:
            self._kept.popitem(last=False)


def from_rows(version: int, rows: tuple[RosterRow, ...]) -> StoredRoster:
    """Return the roster that rows of the store hold."""
    assignments = [row for row in rows if row.kind == "assignment"]
    return StoredRoster(
        version,
        Roster(
            org_units=tuple(converter.structure(row.fields, OrgUnit) for row in rows if row.kind == "org-unit"),
            occupants=tuple(converter.structure(row.fields, Occupant) for row in rows if row.kind == "occupant"),
            assignments=tuple(converter.structure(row.fields, Assignment) for row in assignments),
        ),
        tuple(row.id for row in assignments),
        {row.id: row.fields for row in rows if row.kind == "room"},
    )


def room_fields(given: Iterable[Room], known: Mapping[str, Room]) -> dict[str, Json]:
    """Return what a roster says about rooms beyond what is ``known`` of them."""
    found: dict[str, Json] = {}
    for room in given:
        same = known.get(room.id)
        if same is None:
            found[room.id] = converter.unstructure(room)
        elif room != same:
            found[room.id] = {"use": room.use, "leased": room.leased}
    return found


def with_roster(rooms: Iterable[Room], said: Mapping[str, Json]) -> list[Room]:
    """Return rooms with what the roster says about them, and those that only the roster knows."""
    merged = [replace(room, **said[room.id]) if room.id in said else room for room in rooms]
    known = {room.id for room in merged}
    others = [fields for id_, fields in said.items() if id_ not in known and "number" in fields]
    return [*merged, *(converter.structure(fields, Room) for fields in others)]


def difference(
    before: StoredRoster, after: Roster, rooms: Mapping[str, Json] | None = None
) -> tuple[list[tuple[RowKind, str]], list[RosterRow]]:
    """Return which rows go and which come to make ``after`` of ``before``; without ``rooms`` theirs stay."""
    gone: list[tuple[RowKind, str]] = []
    new: list[RosterRow] = []
    _compare("org-unit", before.roster.org_unit, after.org_unit, gone, new)
    _compare("occupant", before.roster.occupant, after.occupant, gone, new)
    free: defaultdict[Assignment, list[str]] = defaultdict(list)
    for id_, assignment in before.assignment.items():
        free[assignment].append(id_)
    for assignment in after.assignments:
        if free.get(assignment):
            free[assignment].pop()
        else:
            new.append(row_of("assignment", new_assignment_id(), assignment))
    gone += [("assignment", id_) for ids in free.values() for id_ in ids]
    said = before.rooms if rooms is None else rooms
    gone += [("room", id_) for id_, fields in before.rooms.items() if said.get(id_) != fields]
    new += [RosterRow("room", id_, fields) for id_, fields in said.items() if before.rooms.get(id_) != fields]
    return gone, new


def _compare(
    kind: RowKind,
    was: Mapping[str, OrgUnit] | Mapping[str, Occupant],
    now: Mapping[str, OrgUnit] | Mapping[str, Occupant],
    gone: list[tuple[RowKind, str]],
    new: list[RosterRow],
) -> None:
    gone += [(kind, id_) for id_, one in was.items() if now.get(id_) != one]
    new += [row_of(kind, id_, one) for id_, one in now.items() if was.get(id_) != one]


def row_of(kind: RowKind, id_: str, record: OrgUnit | Occupant | Assignment) -> RosterRow:
    """Return a record as it is stored."""
    return RosterRow(kind, id_, converter.unstructure(record))


def new_assignment_id() -> str:
    """Return an id for an assignment that has none yet."""
    return secrets.token_hex(8)
