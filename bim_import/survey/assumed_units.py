"""The unit of a column that states none, where the numbers leave no choice, and what the rooms of a table measure.

Rooms measure between 0.3 m and 60 m: numbers like 4.52 can only be metres. 452 could be centimetres of a room or
millimetres of a niche, and 4520 decimetres of nothing; those are asked for, not guessed.
"""

from __future__ import annotations

import statistics

from bim_import.survey.cells import USUAL_M, Units
from bim_import.survey.numbers import METRES, AmbiguousError, NotANumberError, read_number
from bim_import.survey.table import Table
from bim_import.survey.words import SheetId, unit_of
from geometry.finding import Finding, Text

LENGTHS: dict[SheetId, tuple[str, ...]] = {
    "rooms": ("length", "width", "length_2", "width_2", "diagonal", "diagonal_2"),
    "distances": ("value", "reading_2", "reading_3", "reading_4", "reading_5"),
    "diagonals": ("value", "reading_2", "reading_3", "reading_4", "reading_5"),
    "angles": (),
    "obstacles": ("length", "width", "diameter"),
    "heights": ("value",),
    "shots": ("slope", "horizontal_distance"),
    "control": ("east", "north"),
}
SMALL_M = (0.05, 20.0)  # what columns and ducts measure
MAX_SAMPLE = 5000

ASSUMED = Text(
    "{place}没有写明长度单位;数值约为 {typical},按米读取。请在列标题写上单位。",
    "{place} no unit of length is stated; the values are around {typical} and were read as metres. State the unit "
    "in the "
    "headings.",
)
ASSUMED_DEGREES = Text(
    "{place}没有写明角度单位,按度读取。请在列标题写上单位。",
    "{place} no unit of angle is stated; the values were read as degrees. State the unit in the headings.",
)


def assumed_units(table: Table) -> tuple[Units, tuple[Finding, ...]]:
    """Return the units of a table that nobody stated, and what to say about them."""
    units, findings = Units(), []
    known, unknown = _samples(table)
    place = (
        Text(f"工作表“{table.name}”", f"In the sheet “{table.name}”") if table.name else Text("表格", "In the table")
    )
    if unknown and table.sheet.id != "control":
        typical = statistics.median(unknown)
        low, high = SMALL_M if table.sheet.id == "obstacles" else USUAL_M
        if low <= typical <= high:
            units.assumed["length"] = "m"
            known += unknown
            reason = _at(ASSUMED, place, typical=f"{typical:g}")
            findings.append(Finding("unit-assumed", "", "warning", reason, {"unit": "m", "typical_m": typical}))
    elif not unknown:
        # heights of rooms and sizes of columns beside stated lengths: the unit of their neighbours
        neighbours = {table.units[c] for c in LENGTHS[table.sheet.id] if table.units.get(c) in METRES}
        units.assumed["length"] = neighbours.pop() if len(neighbours) == 1 else "m"
    if units.assumed.get("length") is None and "height" in table.columns and not unknown:
        units.assumed["length"] = "m"
    if table.sheet.id == "angles" and "value" not in table.units:
        units.assumed["angle"] = "deg"
        if "unit" not in table.columns:
            findings.append(Finding("unit-assumed", "", "info", _at(ASSUMED_DEGREES, place), {"unit": "deg"}))
    if known:
        units.typical_m = statistics.median(known)
    return units, tuple(findings)


def _at(template: Text, place: Text, **values: str) -> Text:
    return Text(template.zh.format(place=place.zh, **values), template.en.format(place=place.en, **values))


def _samples(table: Table) -> tuple[list[float], list[float]]:
    """Return lengths in metres where a unit is stated, and plain numbers where none is."""
    known: list[float] = []
    unknown: list[float] = []
    unit_at = table.columns.get("unit")
    for column in LENGTHS[table.sheet.id]:
        at = table.columns.get(column)
        if at is None:
            continue
        heading_unit = table.units.get(column)
        for _, values in table.rows[:MAX_SAMPLE]:
            value = _number(values[at]) if at < len(values) else None
            if value is None or value <= 0:
                continue
            own = values[unit_at] if unit_at is not None and unit_at < len(values) else None
            unit = (unit_of(own, "length") if isinstance(own, str) else None) or heading_unit
            if unit in METRES:
                known.append(value * METRES[unit])
            else:
                unknown.append(value)
    return known, unknown


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        try:
            return read_number(value, lambda v: USUAL_M[0] <= v <= USUAL_M[1])
        except (NotANumberError, AmbiguousError):
            return None
    return None
