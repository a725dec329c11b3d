"""Org units of a roster, known by code or name, and the organs they belong to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from service.allocation.people import OrgUnit
from service.allocation.roster_cells import choice_of, count_of, folded
from service.allocation.roster_problems import (
    DUPLICATE_UNIT,
    NO_LEVEL_OF_ORGAN,
    NO_UNIT,
    OWN_PARENT,
    REQUIRED,
    TOTAL_DIFFERS,
)
from service.allocation.roster_rows import Row

STAFFING = "staffing:"
WITHOUT_LEVEL = ("enterprise", "association", "institution-business")  # bodies no table of limits is about


class UnitReader:
    """Collects org units; ``organ`` is the organ level of those that give none."""

    def __init__(self, organ: str) -> None:
        self.organ = organ
        self._units: dict[str, tuple[int, OrgUnit]] = {}  # by id, with its row
        self._ids: dict[str, str] = {}  # by folded name or id
        self._parents: list[tuple[Row, str, str]] = []

    @property
    def units(self) -> tuple[OrgUnit, ...]:
        """Return all units in their order."""
        return tuple(unit for _, unit in self._units.values())

    def id_of(self, written: str) -> str | None:
        """Return the id of the unit called so."""
        return self._ids.get(folded(written))

    def of_row(self, row: Row) -> str | None:
        """Return the id of the unit a row names; an unknown one is a fault."""
        written = row.text("org_unit")
        found = self.id_of(written) if written else None
        if found is None:
            row.fault("org_unit", NO_UNIT if written else REQUIRED)
        return found

    def read(self, row: Row) -> None:
        """Read a row about an org unit; in a combined table each unit is read where it first appears."""
        name = row.text("org_unit" if row.combined else "name")
        code = "" if row.combined else row.text("id")
        if row.combined and (not name or self.id_of(name)):
            return
        if not name:
            row.fault("name", REQUIRED)
            return
        key = code or name
        if earlier := self._units.get(self._ids.get(folded(key)) or self._ids.get(folded(name)) or ""):
            row.fault("id" if code and folded(key) in self._ids else "name", DUPLICATE_UNIT.format(row=earlier[0]))
            return
        kind = row.get("kind", lambda cell: choice_of(cell, "kind"), "") or "department"
        organ = row.get("organ_level", lambda cell: choice_of(cell, "organ_level"), "") or self.organ
        rank = row.get("rank", lambda cell: choice_of(cell, "rank"), "")
        if not organ and not row.cells.get("organ_level") and kind not in WITHOUT_LEVEL:
            row.fault("organ_level", NO_LEVEL_OF_ORGAN)
        unit = OrgUnit(key, name, cast(Any, kind), organ, cast(Any, rank), self._staffing(row))
        self._units[key] = row.number, unit
        self._ids[folded(name)] = self._ids[folded(key)] = key
        if parent := row.text("parent"):
            self._parents.append((row, key, parent))

    def join_parents(self) -> None:
        """Give every unit the one it belongs to, once all are known."""
        for row, key, parent in self._parents:
            found = self.id_of(parent)
            if found is None or found == key:
                row.fault("parent", OWN_PARENT if found == key else NO_UNIT)
                continue
            number, unit = self._units[key]
            self._units[key] = number, replace(unit, parent_id=found)

    def _staffing(self, row: Row) -> tuple[tuple[str, int], ...]:
        columns = [name for name in row.cells if name.startswith(STAFFING)]
        counts = [(name.removeprefix(STAFFING), row.get(name, count_of, None)) for name in columns]
        staffing = tuple((level, count) for level, count in counts if count)
        total, known = row.get("staff_total", count_of, None), sum(count for _, count in staffing)
        readable = all(
            count is not None or not row.cells[name] for name, (_, count) in zip(columns, counts, strict=True)
        )
        if total is not None and columns and readable and total != known:
            row.fault("staff_total", TOTAL_DIFFERS.format(total=total, sum=known))
        return staffing
