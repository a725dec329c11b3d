"""One row of a roster: its cells are asked for by field, and a cell that cannot be read becomes a fault of that row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from geometry.finding import Text
from service.allocation.people import runs_on
from service.allocation.roster_cells import Cell, CellError, day_of, text_of
from service.allocation.roster_columns import Table
from service.allocation.roster_problems import ENDS_FIRST, FORMULA, Problems
from service.allocation.roster_sheets import Formula

T = TypeVar("T")
Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``combined`` says that units, people and rooms stand in one row."""

    table: Table
    number: int
    cells: dict[str, Cell | Formula]
    problems: Problems

    @property
    def combined(self) -> bool:
        """Return whether the table holds everything in one."""
        return self.table.kind == "combined"

    def get(self, name: str, parse: Callable[[Cell], T], default: T) -> T:
        """Return what a cell says, ``default`` where it is empty or faulty."""
        cell = self.cells.get(name)
        if isinstance(cell, Formula):
            self.fault(name, FORMULA)
            return default
        if cell is None:
            return default
        try:
            return parse(cell)
        except CellError as bad:
            self.fault(name, bad.reason)
            return default

    def text(self, name: str) -> str:
        """Return a cell as text, "" where it is empty."""
        return self.get(name, text_of, "")

    def day(self, name: str) -> date | None:
        """Return a cell as a day."""
        return self.get(name, day_of, None)

    def period(self, starts: str, ends: str) -> Period:
        """Return two cells as a range of days; one that ends before it starts is a fault."""
        first, last = self.day(starts), self.day(ends)
        if first is not None and last is not None and last < first:
            self.fault(ends, ENDS_FIRST.format(starts=first))
        return first, last

    def fault(self, name: str, reason: Text) -> None:
        """Note that the cell of a field is wrong."""
        heading = next((h for h in self.table.headings if h.field == name), None)
        cell = self.cells.get(name)
        value = str(cell) if isinstance(cell, Formula) else text_of(cell)
        self.problems.add(self.table.sheet.name, self.number, heading, value, reason)


def overlap(one: Period, other: Period) -> bool:
    """Return whether two ranges of days have a day in common."""
    return runs_on(one[0] or date.min, *other) or runs_on(other[0] or date.min, *one)
