"""Which row of a sheet holds the headings, which column says what, and what kind of sheet that makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from service.allocation.roster_cells import folded, text_of, words
from service.allocation.roster_sheets import Formula, Sheet

SheetKind = Literal["org_units", "occupants", "assignments", "rooms", "combined"]
HEADING_ROWS = 12  # titles and notes may stand above the headings
FEWEST_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its position, the heading as written, and what it holds (``staffing:正科级`` for approved posts)."""

    column: int
    written: str
    field: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose headings were understood; ``unknown`` are headings that were not, and are ignored."""

    sheet: Sheet
    kind: SheetKind
    heading_row: int
    headings: tuple[Heading, ...]
    unknown: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, Mapping[str, object]]]:
        """Yield the rows below the headings: row number and cells by field."""
        for number, cells in self.sheet.rows:
            if number <= self.heading_row:
                continue
            row = {h.field: cells[h.column] for h in self.headings if h.column < len(cells)}
            if any(cell is not None and cell != "" for cell in row.values()):
                yield number, row


def table_of(sheet: Sheet) -> Table | None:
    """Return the sheet as a table of a roster, None where no row holds headings of one."""
    best: tuple[int, Table] | None = None
    for number, cells in sheet.rows[:HEADING_ROWS]:
        written = {
            at: text_of(cell)
            for at, cell in enumerate(cells)
            if cell is not None and not isinstance(cell, Formula) and text_of(cell)
        }
        kind, headings = _understood(written)
        if kind is None or len(headings) < FEWEST_HEADINGS:
            continue
        known = {heading.column for heading in headings}
        unknown = tuple(text for at, text in written.items() if at not in known)
        if best is None or len(headings) > best[0]:
            best = len(headings), Table(sheet, kind, number, headings, unknown)
    return best[1] if best else None


def column_letters(column: int) -> str:
    """Return the letters of a column from 0: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _understood(written: Mapping[int, str]) -> tuple[SheetKind | None, tuple[Heading, ...]]:
    fields = {kind: _fields(kind, written) for kind in ("org_units", "occupants", "assignments", "rooms")}
    units, people, uses, rooms = ({h.field for h in fields[kind]} for kind in fields)
    of_units = {"kind", "organ_level", "rank", "parent", "staff_total"} | {
        f for f in units if f.startswith("staffing:")
    }
    if {"room"} <= uses and {"name"} <= uses and {"level"} <= people:
        kind: SheetKind = "combined"
    elif {"room"} <= uses and ({"name", "number", "org_unit"} & uses):
        kind = "assignments"
    elif {"room"} <= rooms and {"use", "area_m2", "leased", "room_name"} & rooms:
        kind = "rooms"
    elif {"name"} <= people and {"level", "title", "org_unit"} & people:
        kind = "occupants"
    elif {"name"} <= units and units & of_units:
        kind = "org_units"
    else:
        return None, ()
    if kind != "combined":
        return kind, fields[kind]
    seen = {heading.column for heading in fields["assignments"]}
    more = [h for name in ("occupants", "org_units") for h in fields[name] if h.column not in seen]
    combined = [*fields["assignments"], *more]
    return kind, tuple({heading.column: heading for heading in reversed(combined)}.values())[::-1]


def _fields(kind: str, written: Mapping[int, str]) -> tuple[Heading, ...]:
    found: dict[str, Heading] = {}
    for column, text in written.items():
        field = _field(kind, text)
        if field and field not in found:
            found[field] = Heading(column, text, field)
    return tuple(found.values())


def _field(kind: str, text: str) -> str:
    name = folded(text)
    if field := _headings(kind).get(name):
        return field
    return f"staffing:{level}" if kind == "org_units" and (level := _staffing_level(text)) else ""


def _staffing_level(text: str) -> str:
    """Return the level whose approved posts a column holds, as written, "" where it holds something else."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("(人)")
    for prefix in words()["org_units"]["staffing_prefixes"]:
        begins = unicodedata.normalize("NFKC", prefix)
        if plain.casefold().startswith(begins) and len(plain) > len(begins):
            return plain[len(begins) :].strip()
    return plain if re.match(words()["org_units"]["staffing_pattern"], plain) else ""


@cache
def _headings(kind: str) -> Mapping[str, str]:
    table = words()[kind]
    return {
        folded(word): field
        for field, entries in table.items()
        if not field.startswith("staffing_")
        for word in (field, *entries)
    }
