"""Totals of organs and of buildings as sheets beside the ledger of org units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.allocation.entitlement.totals import Amount
from service.exports.tables import Cell, Column, Sheet
from service.usecases.totals import totals_of

if TYPE_CHECKING:
    from service.usecases.ledgers import Day

CLASSES = ("office", "service", "equipment", "total", "of_it_leased")
OUTCOMES = {"over": ("超标", "over"), "within": ("未超标", "within"), "not-decided": ("待复核", "not decided")}


def total_sheets(day: Day) -> list[Sheet]:
    """Return a sheet of organs, each with all its units, and a sheet of buildings."""
    totals = totals_of(day.inputs)
    classes = [Column(day.say(key), "area") for key in CLASSES]
    organs = [
        Column(day.say("unit"), width=26),
        Column(day.say("unit_count"), "count", 8),
        Column(day.say("staff"), "count", 10),
        *classes,
        Column(day.say("approved_least"), "area"),
        Column(day.say("approved_total"), "area"),
        Column(day.say("outcome"), width=10),
        Column(day.say("excess"), "area"),
    ]
    at = 0 if day.tongue == "zh" else 1
    rows: list[list[Cell]] = []
    for one in totals.organs:
        ends: tuple[Cell, Cell] = one.approved_m2 or (None, None)
        says: list[Cell] = [OUTCOMES[one.outcome][at], one.excess_m2]
        rows.append([one.unit.name, len(one.org_unit_ids), one.staff or None, *_classes(one.used), *ends, *says])
    buildings: list[list[Cell]] = [[one.name, *_classes(one.used)] for one in totals.buildings]
    names = day.say("organs"), day.say("buildings")
    return [
        Sheet(names[0], names[0], organs, rows, [day.foot]),
        Sheet(names[1], names[1], [Column(day.say("building"), width=20), *classes], buildings, [day.foot]),
    ]


def _classes(used: Amount) -> list[Cell]:
    return [used.office_m2, used.service_m2, used.equipment_m2, used.total_m2, used.leased_m2]
