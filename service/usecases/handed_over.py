"""Documents handed over: the use certificate of an org unit, and the report of an inspection as PDF and XLSX."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from service.allocation.entitlement.totals import amount_of_uses
from service.errors import org_unit_not_found
from service.exports.ledger_words import word
from service.exports.tables import Cell, Column, Sheet, workbook
from service.exports.typeset import typeset
from service.roles import Role, sees_people
from service.store import journal
from service.store.people_records import InspectionItem
from service.usecases.days import day_of
from service.usecases.inspections import InspectionView, differs, repeat_limit_m2
from service.usecases.ledgers import USES
from service.usecases.occupancy import Occupancy

NUMBER_DIGITS = 8


def use_certificate(occupancy: Occupancy, org_unit_id: str, *, issuer: str, as_of: date, tongue: str) -> bytes:
    """Return the use certificate (使用凭证) of an org unit as PDF: its rooms of the day, without any person."""
    inputs = occupancy.inputs(as_of)
    unit = inputs.roster.roster.org_unit.get(org_unit_id)
    if unit is None:
        raise org_unit_not_found(org_unit_id)
    situation = inputs.situation
    uses = situation.uses_of_org_unit(org_unit_id)
    rooms: list[list[str]] = []
    remarks: list[str] = []
    total = 0.0
    used = {use.space_id: situation.rooms[use.space_id] for use in uses if use.space_id in situation.rooms}
    for space_id, room in sorted(used.items(), key=lambda item: (item[1].building, item[1].storey, item[1].number)):
        area = room.net_area_m2
        own = amount_of_uses(situation, [use for use in uses if use.space_id == space_id])
        several = len({use.org_unit.id for use in situation.uses_of_room(space_id) if use.org_unit}) > 1
        counted = own.total_m2 if several else area or 0.0
        total += counted
        name = USES[room.use].zh if tongue == "zh" else USES[room.use].en
        rooms.append([room.building, room.storey, room.number, room.name, name, "–" if area is None else f"{area:.2f}"])
        if several:
            remarks.append(f"{room.number}: {word('shared', tongue, area=f'{counted:.2f}')}")
    label = inputs.situation.policy.label
    number = hashlib.sha256(f"{org_unit_id} {as_of} {label} {rooms}".encode()).hexdigest()[:NUMBER_DIGITS].upper()
    values = {"basis": "cn-usable", "day": as_of, "policy": label, "roster": inputs.roster.version}
    content = {
        "lang": tongue,
        "title": word("use_certificate", tongue),
        "number": number,
        "issuer": issuer,
        "issued_on": as_of.isoformat(),
        "facts": [
            [word("certificate_number", tongue), number],
            [word("holder", tongue), unit.name],
            [word("issuer", tongue), issuer],
            [word("issued_on", tongue), as_of.isoformat()],
        ],
        "says": word("certificate_says", tongue),
        "headings": [word(key, tongue) for key in ("building", "storey", "number", "name", "use", "area")],
        "rooms": rooms,
        "total": [word("total", tongue), f"{total:.2f}"],
        "remarks": remarks,
        "serves": word("certificate_use", tongue),
        "seal": word("seal", tongue),
        "foot": word("as_of", tongue, **values),
    }
    return typeset("use_certificate.typ", content, at=datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))


def inspection_pdf(occupancy: Occupancy, view: InspectionView, *, tongue: str, role: Role) -> bytes:
    """Return the report of a round as PDF; it carries the hash of the journal, so that its history is pinned."""
    with occupancy.database.read() as session:
        last = journal.last(session)
    record = view.record
    finished = record.finished_at
    counts = view.counts
    content: dict[str, Any] = {
        "lang": tongue,
        "title": word("inspection", tongue),
        "facts": [
            [word("inspected", tongue), record.title],
            [word("day", tongue), record.as_of.isoformat()],
            [word("opened", tongue), day_of(record.opened_at).isoformat()],
            [
                word("finished", tongue),
                day_of(finished).isoformat() if finished else word("not_finished", tongue),
            ],
        ],
        "counts": [
            [word(f"result.{result}", tongue), counts.get(result, 0)]
            for result in ("ok", "differs", "no-access", "open")
        ],
        "headings": [
            word(key, tongue)
            for key in (
                "storey",
                "number",
                "name",
                "unit",
                "people",
                "ledger_area",
                "system_area",
                "measured_area",
                "difference",
                "result",
                "note",
            )
        ],
        "rooms": [
            {"cells": [_text(value) for value in _cells(view, item, tongue, role)], "marked": _marked(item)}
            for item in record.items
        ],
        "rule": word("repeat_rule", tongue),
        "inspector": word("inspector", tongue),
        "inspected": word("inspected_unit", tongue),
        "foot": f"{word('journal_head', tongue)} {last.hash if last else '–'}",
    }
    return typeset("inspection_report.typ", content, at=finished or record.opened_at)


def inspection_xlsx(view: InspectionView, *, tongue: str, role: Role) -> bytes:
    """Return the report of a round as XLSX."""
    columns = [
        Column(word("storey", tongue), width=8),
        Column(word("number", tongue), width=10),
        Column(word("name", tongue), width=20),
        Column(word("unit", tongue), width=22),
        Column(word("people", tongue), "count", 8),
        *(Column(word(key, tongue), "area") for key in ("ledger_area", "system_area", "measured_area", "difference")),
        Column(word("result", tongue), width=10),
        Column(word("note", tongue), width=30),
        Column(word("allowed", tongue), "area"),
        Column(word("photos", tongue), "count", 8),
        Column(word("findings", tongue), width=24),
    ]
    rows = []
    for item in view.record.items:
        system = item.expected["system_area_m2"]
        photos = sum(one.subject == f"inspection/{view.record.id}/{item.ordinal}" for one in view.evidence)
        rows.append(
            [
                *_cells(view, item, tongue, role),
                None if system is None else repeat_limit_m2(system),
                photos or None,
                "、".join(item.expected["findings"]),
            ]
        )
    title = word("inspection", tongue)
    return workbook([Sheet(view.record.title, title, columns, rows, [word("repeat_rule", tongue)])], title=title)


def _cells(view: InspectionView, item: InspectionItem, tongue: str, role: Role) -> list[Cell]:
    expected = item.expected
    units = view.roster.roster.org_unit
    system, measured = expected["system_area_m2"], item.measured_area_m2
    return [
        expected["storey"],
        expected["number"],
        expected["name"],
        "、".join(units[id_].name for id_ in expected["org_unit_ids"] if id_ in units),
        expected["people"] or None,
        expected["ledger_area_m2"],
        system,
        measured,
        None if system is None or measured is None else measured - system,
        word(f"result.{item.result or 'open'}", tongue),
        item.note if sees_people(role) else "",
    ]


def _marked(item: InspectionItem) -> bool:
    return item.result == "differs" or bool(differs(item))


def _text(value: Cell) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
