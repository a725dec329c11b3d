"""A comparison of scenarios as PDF: figures with bound and gap, who is on which storey, joined rooms, conflicts."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any, Final

from service.exports.scenario_words import say
from service.exports.typeset import typeset
from service.roles import Role
from service.usecases.compare_scenarios import Column, Comparison
from service.usecases.comparison_rows import GROUPS, Cell, Row
from service.usecases.scenario_tables import bill_line, column_name, joined_rooms, spoken
from service.usecases.split_bill import WEIGHT_UNITS, SplitBill

# The hues of the viewer's org units; the same unit has the same colour everywhere.
UNIT_HUES: Final = (
    "#A9CDEE", "#FAD59A", "#B5DDB8", "#F2B8B0", "#D5C3EC", "#F6EE9C",
    "#9FDCDD", "#F3C3DE", "#D9C3A5", "#C4D88F", "#BCC7F2", "#E2B9A0",
)  # fmt: skip
NARROW: Final = 7.0  # % of a bar: below that its number does not fit
SHOWN: Final = 40  # sentences about one scenario; more are for the workbook
AT_A_TIME: Final = {"area": "{:,.2f}", "money": "{:,.0f}", "energy": "{:,.0f}", "length": "{:.1f}", "ratio": "{:.2f}"}


def comparison_pdf(found: Comparison, *, tongue: str, role: Role, paid: SplitBill | None = None) -> bytes:
    """Return the comparison as PDF; it names no person."""
    base = found.baseline
    numbers = {unit.id: n for n, unit in enumerate(found.kept.case.units, start=1)}
    content: dict[str, Any] = {
        "lang": tongue,
        "title": say("comparison", tongue),
        "facts": [
            [say("buildings", tongue), "、".join(dict.fromkeys(storey.building for storey in found.kept.storeys))],
            [say("as_of", tongue), base.as_of.isoformat()],
            [say("policy", tongue), base.policy],
            [say("roster", tongue), str(base.roster_version)],
        ],
        "columns": [column_name(column, tongue) for column in found.columns],
        "groups": _groups(found, tongue),
        "best": say("best", tongue),
        "stacking": say("stacking", tongue),
        "empty": say("released", tongue),
        "nothing": say("not_feasible", tongue),
        "storeys": _bars(found, numbers),
        "units": [
            {"number": numbers[unit.id], "name": unit.name, "colour": _colour(found, unit.id)}
            for unit in found.kept.case.units
        ],
        "paid": _paid(found, paid, tongue) if paid else None,
        "joined": _joined(found, tongue),
        "conflicts": say("conflicts", tongue),
        "said": [_said(found, column, tongue, role) for column in found.columns[1:]],
        "foot": say("foot", tongue),
    }
    ended = [column.record.finished_at for column in found.columns if column.record and column.record.finished_at]
    at = max(ended, default=datetime(base.as_of.year, base.as_of.month, base.as_of.day, tzinfo=UTC))
    return typeset("scenario_report.typ", content, at=at)


def _groups(found: Comparison, tongue: str) -> list[dict[str, Any]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, cells in found.rows:
        rows[row.group].append(
            {
                "label": row.label.zh if tongue == "zh" else row.label.en,
                "unit": row.unit.zh if tongue == "zh" else row.unit.en,
                "cells": [
                    {"value": shown(row, cell.value), "note": note(row, cell, tongue), "best": cell.best}
                    for cell in cells
                ],
            }
        )
    return [
        {"name": name.zh if tongue == "zh" else name.en, "rows": rows[group]}
        for group, name in GROUPS.items()
        if rows[group]
    ]


def shown(row: Row, value: float | None) -> str:
    """Return a figure as it is printed."""
    if value is None:
        return "–"
    if row.kind == "share":
        return f"{value:.1%}"
    return AT_A_TIME[row.kind].format(value) if row.kind in AT_A_TIME else f"{value:,.0f}"


def note(row: Row, cell: Cell, tongue: str) -> str:
    """Return what is known about the best anyone could reach, "" where nothing is asked of this figure."""
    if cell.bound is None:
        return ""
    if cell.gap is not None and cell.gap <= 0:
        return say("proven", tongue)
    bound = say("lower" if row.better == "less" else "upper", tongue, bound=shown(row, cell.bound))
    return bound if cell.gap is None else f"{bound},{say('gap', tongue, gap=f'{cell.gap:.1%}')}"


def _bars(found: Comparison, numbers: dict[str, int]) -> list[dict[str, Any]]:
    """Return the storeys, highest first, each with the parts of its bar in every column, as % of the storey's rooms."""
    whole: dict[str, float] = defaultdict(float)
    for place in found.kept.case.places:
        whole[place.storey] += place.area_m2
    several = len({storey.building_id for storey in found.kept.storeys}) > 1
    return [
        {
            "name": storey.key if several else storey.name,
            "bars": [
                _parts(found, column, storey.key, whole[storey.key], numbers) if column.stacks else None
                for column in found.columns
            ],
        }
        for storey in reversed(found.kept.storeys)
    ]


def _parts(
    found: Comparison, column: Column, storey: str, whole_m2: float, numbers: dict[str, int]
) -> list[dict[str, Any]]:
    here = [stack for stack in column.stacks if stack.storey == storey]
    parts = []
    for stack in sorted(here, key=lambda one: found.kept.unit_index[one.org_unit]):
        width = 100 * stack.area_m2 / max(whole_m2, stack.area_m2)
        label = str(numbers[stack.org_unit]) if width >= NARROW else ""
        parts.append({"width": width, "colour": _colour(found, stack.org_unit), "label": label})
    return parts


def _paid(found: Comparison, paid: SplitBill, tongue: str) -> dict[str, Any]:
    """Return who bears how much of a bill, with the weight below each amount."""
    unit = WEIGHT_UNITS[paid.bill.rule]
    measured = {"headcount": "{:,.0f} {}"}.get(paid.bill.rule, "{:,.2f} {}")
    rows = [
        {
            "name": one.name,
            "cells": [
                {
                    "amount": f"{share.amount:,.2f}" if share else "–",
                    "weight": measured.format(share.weight, unit.zh if tongue == "zh" else unit.en) if share else "",
                }
                for share in paid.shares(one.id)
            ],
        }
        for one in found.kept.case.units
    ]
    return {
        "title": say("utilities", tongue),
        "rule": [bill_line(paid, tongue), *(text.zh if tongue == "zh" else text.en for text in paid.explained)],
        "rows": rows,
        "sum": say("sum", tongue),
        "totals": [f"{done.total:,.2f}" if done else "–" for done in paid.columns],
    }


def _joined(found: Comparison, tongue: str) -> dict[str, Any]:
    """Return the sheet of joined rooms as it is printed."""
    sheet = joined_rooms(found, tongue)
    return {
        "title": sheet.title,
        "headings": [column.heading for column in sheet.columns],
        "rows": [[f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row] for row in sheet.rows],
    }


def _colour(found: Comparison, unit: str) -> str:
    return UNIT_HUES[found.kept.unit_index[unit] % len(UNIT_HUES)]


def _said(found: Comparison, column: Column, tongue: str, role: Role) -> dict[str, Any]:
    lines = spoken(found, column, tongue, role)
    more = [f"… +{len(lines) - SHOWN}"] if len(lines) > SHOWN else []
    return {
        "name": column_name(column, tongue),
        "lines": [*lines[:SHOWN], *more] or [say("none", tongue)],
        "bad": bool(lines),
    }
