"""Rooms of a roster: who uses which, and what the roster adds to them (leased, another approved use, elsewhere)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from geometry.finding import Text
from service.allocation.people import Assignment
from service.allocation.rooms import Room
from service.allocation.roster_cells import area_of, choice_of, is_nobody, share_of, yes_of
from service.allocation.roster_people import PeopleReader
from service.allocation.roster_problems import DUPLICATE_USE, NOBODY_USES, REQUIRED
from service.allocation.roster_rooms import RoomNames
from service.allocation.roster_rows import Row, overlap
from service.allocation.roster_units import UnitReader

DECLARED_BASIS = "cn-usable"  # the column is headed 使用面积 (usable area)


class UseReader:
    """Collects the uses of rooms; ``rooms`` are those of the building, and those the roster adds."""

    def __init__(self, rooms: Iterable[Room], units: UnitReader, people: PeopleReader) -> None:
        self.rooms = {room.id: room for room in rooms}
        self.assignments: list[Assignment] = []
        self._names = RoomNames(self.rooms.values())
        self._units, self._people = units, people
        self._uses: dict[tuple[str, str, str], list[tuple[int, Assignment]]] = {}

    def read_room(self, row: Row) -> None:
        """Read a row about a room: one of the building, or one elsewhere that is leased, with its usable area."""
        number, building, storey = row.text("room"), row.text("building"), row.text("storey")
        if not number:
            row.fault("room", REQUIRED)
            return
        found = self._names.find(number, building, storey)
        area = row.get("area_m2", area_of, None)
        use = row.get("use", lambda cell: choice_of(cell, "use"), "")
        leased = row.get("leased", lambda cell: yes_of(cell, default=False), False)
        if isinstance(found, Room):
            self._put(replace(found, leased=leased, use=cast(Any, use or found.use)))
        elif area is None:
            row.fault("room", found)
        else:
            self._put(
                Room(
                    f"{building}/{storey}/{number}".lstrip("/"),
                    number,
                    row.text("room_name"),
                    building,
                    storey,
                    cast(Any, use or "office"),
                    area,
                    basis=DECLARED_BASIS,
                    origin="declared",
                    leased=leased,
                )
            )

    def read(self, row: Row) -> None:
        """Read a row about a room in use by a person, or by an org unit as a whole."""
        written = row.text("room")
        if not written or is_nobody(written):
            if not row.combined:
                row.fault("room", REQUIRED)
            return
        room = self._names.find(written, row.text("building"), row.text("storey"))
        person, known = self._people.of_row(row)
        named = bool(row.text("org_unit"))
        unit = self._units.of_row(row) if named and (known or not row.combined) else None
        if isinstance(room, Text):
            row.fault("room", room)
            return
        if not known or (named and unit is None):
            return
        if person is None and unit is None:
            if not row.combined:
                row.fault("name", NOBODY_USES)
            return
        starts, ends = row.period("starts", "ends")
        purpose = row.get("purpose", lambda cell: choice_of(cell, "purpose"), "") or "office"
        use = Assignment(
            room.id,
            person.id if person else "",
            unit if unit and not (row.combined and person) else "",
            row.get("share", share_of, None),
            cast(Any, purpose),
            starts,
            ends,
            row.text("approval"),
        )
        earlier = self._uses.setdefault((use.space_id, use.occupant_id, use.org_unit_id), [])
        for at, other in earlier:
            if overlap((starts, ends), (other.starts, other.ends)):
                row.fault("room", DUPLICATE_USE.format(row=at))
                return
        earlier.append((row.number, use))
        self.assignments.append(use)

    def _put(self, room: Room) -> None:
        self.rooms[room.id] = room
        self._names.put(room)
