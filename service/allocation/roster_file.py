"""Read a roster from XLSX or CSV: all of it or nothing, with every fault by sheet, row and column.

Sheets are told by their headings: org units, occupants (a row a post), assignments (who uses which room), rooms (leased
ones, another approved use), or one combined table with a row for every person and room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from geometry.finding import Text
from service.allocation.people import Roster
from service.allocation.rooms import Room
from service.allocation.roster_cells import Cell
from service.allocation.roster_columns import SheetKind, Table, table_of
from service.allocation.roster_people import PeopleReader
from service.allocation.roster_problems import NOTHING_READ, Problems, RosterError, RosterProblem
from service.allocation.roster_rows import Row
from service.allocation.roster_sheets import Formula, Sheet, read_sheets
from service.allocation.roster_units import UnitReader
from service.allocation.roster_uses import UseReader

IGNORED_SHEET = Text(
    "工作表「{sheet}」没有名册的表头,未读。", "Sheet {sheet} has no headings of a roster and was not read."
)
IGNORED_COLUMN = Text("工作表「{sheet}」的列「{heading}」未读。", "Column {heading} of sheet {sheet} was not read.")


@dataclass(frozen=True, slots=True)
class RosterReading:
    """A roster read whole; ``rooms`` are those given, with what the roster adds; ``notes`` say what was not read."""

    roster: Roster
    rooms: tuple[Room, ...]
    notes: tuple[Text, ...] = ()


def read_roster(files: Sequence[tuple[str, bytes]], rooms: Iterable[Room], *, organ: str = "") -> RosterReading:
    """Return the roster in ``files`` (name, content), its rooms found among ``rooms`` and named by their ids.

    ``organ`` is the organ level of org units that give none. Raises ``RosterError`` with every faulty row, and
    ``RosterRefused`` where a file cannot be read at all.
    """
    return roster_of_sheets(read_sheets(files), rooms, organ=organ, source=", ".join(name for name, _ in files))


def roster_of_sheets(
    sheets: Sequence[Sheet], rooms: Iterable[Room], *, organ: str = "", source: str = ""
) -> RosterReading:
    """Return the roster in plain sheets, see ``read_roster``."""
    tables, notes = _tables(sheets)
    if not tables:
        names = ", ".join(sheet.name for sheet in sheets) or source
        raise RosterError((RosterProblem(names, 0, "", "", "", NOTHING_READ),))
    problems = Problems()
    units = UnitReader(organ)
    people = PeopleReader(units)
    uses = UseReader(rooms, units, people)

    def each(read: Callable[[Row], None], *kinds: SheetKind) -> None:
        for table in tables:
            for number, cells in table.rows() if table.kind in kinds else ():
                read(Row(table, number, cast("dict[str, Cell | Formula]", cells), problems))

    each(uses.read_room, "rooms")
    each(units.read, "org_units", "combined")
    units.join_parents()
    each(people.read, "occupants", "combined")
    each(uses.read, "assignments", "combined")
    if problems.found:
        order = {sheet.name: at for at, sheet in reversed(list(enumerate(sheets)))}
        raise RosterError(
            tuple(sorted(problems.distinct(), key=lambda p: (order[p.sheet], p.row, len(p.column), p.column)))
        )
    return RosterReading(
        Roster(units.units, people.occupants, tuple(uses.assignments), source), tuple(uses.rooms.values()), notes
    )


def _tables(sheets: Sequence[Sheet]) -> tuple[list[Table], tuple[Text, ...]]:
    tables: list[Table] = []
    notes: list[Text] = []
    for sheet in sheets:
        table = table_of(sheet)
        if table is not None:
            tables.append(table)
            notes += [IGNORED_COLUMN.format(sheet=sheet.name, heading=heading) for heading in table.unknown]
        elif sheet.rows:
            notes.append(IGNORED_SHEET.format(sheet=sheet.name))
    return tables, tuple(notes)
