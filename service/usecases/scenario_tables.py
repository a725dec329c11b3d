"""Comparisons of scenarios as workbooks: figures, org units by storey, joined rooms, moves, assignments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from geometry.finding import Text
from service.exports.scenario_words import say, strategy_name
from service.exports.tables import Cell as Value
from service.exports.tables import Column as Heading
from service.exports.tables import Kind, Sheet, workbook
from service.roles import Role, sees_people
from service.usecases.compare_scenarios import Column, Comparison
from service.usecases.comparison_rows import GROUPS, Cell, Row
from service.usecases.scenario_sentences import told
from service.usecases.split_bill import RULE_NAMES, WEIGHT_UNITS, SplitBill

KINDS: Mapping[str, Kind] = {"area": "area", "share": "share", "count": "count"}


def comparison_xlsx(found: Comparison, *, tongue: str, role: Role, paid: SplitBill | None = None) -> bytes:
    """Return the comparison as XLSX; readers get moves and assignments without persons."""
    sheets = [figures(found, tongue, role), stacking(found, tongue)]
    if paid is not None:
        sheets.append(utilities(found, paid, tongue))
    joined = joined_rooms(found, tongue)
    if joined.rows:
        sheets.append(joined)
    for column in found.columns[1:]:
        sheets += [moves(found, column, tongue, role), assignments(found, column, tongue, role)]
    return workbook(sheets, title=say("comparison", tongue))


def column_name(column: Column, tongue: str) -> str:
    """Return what stands above a column: the name given, that of the strategy where none was."""
    record = column.record
    if record is None:
        return say("today", tongue)
    return strategy_name(record.strategy, tongue) if record.name == record.strategy else record.name


def figures(found: Comparison, tongue: str, role: Role) -> Sheet:
    """Return the table of figures: a value and, where one is proven, bound and gap for every column."""
    headings = [Heading(say("figure", tongue), width=28), Heading(say("unit_of_measure", tongue), width=8)]
    for column in found.columns:
        headings += [Heading(column_name(column, tongue), "area", 14)]
        if column.record is not None:
            headings += [Heading(say("bound", tongue), "area", 12), Heading("%", "share", 8)]
    rows = [_line(found, row, cells, tongue) for row, cells in found.rows]
    return Sheet(say("comparison", tongue), say("comparison", tongue), headings, rows, _notes(found, tongue, role))


def _line(found: Comparison, row: Row, cells: Sequence[Cell], tongue: str) -> list[Value]:
    label = f"{_pick(GROUPS[row.group], tongue)} · {_pick(row.label, tongue)}"
    line: list[Value] = [label, "%" if row.kind == "share" else _pick(row.unit, tongue)]
    for column, cell in zip(found.columns, cells, strict=True):
        value = cell.value if row.kind != "share" or cell.value is None else 100 * cell.value
        line.append(value)
        if column.record is not None:
            line += [cell.bound, cell.gap]
    return line


def stacking(found: Comparison, tongue: str) -> Sheet:
    """Return who is on which storey, a row per storey and org unit, people and area for every column."""
    headings = [Heading(say(key, tongue), width=18) for key in ("building", "storey", "org_unit")]
    for column in found.columns:
        name = column_name(column, tongue)
        headings += [
            Heading(f"{name}: {say('people', tongue)}", "count", 12),
            Heading(f"{name}: {say('area', tongue)}", "area", 14),
        ]
    names = {unit.id: unit.name for unit in found.kept.case.units}
    by_column = [{(one.storey, one.org_unit): one for one in column.stacks} for column in found.columns]
    rows: list[list[Value]] = []
    for storey in found.kept.storeys:
        for unit, name in names.items():
            here = [stacks.get((storey.key, unit)) for stacks in by_column]
            if any(here):
                values = [value for one in here for value in ((one.people, one.area_m2) if one else (None, None))]
                rows.append([storey.building, storey.name, name, *values])
    return Sheet(say("stacking", tongue), say("stacking", tongue), headings, rows)


def utilities(found: Comparison, paid: SplitBill, tongue: str) -> Sheet:
    """Return who bears how much of a bill, a row per org unit, weight and amount for every column."""
    unit = _pick(WEIGHT_UNITS[paid.bill.rule], tongue)
    headings = [Heading(say("org_unit", tongue), width=22)]
    for column in found.columns:
        name = column_name(column, tongue)
        headings += [
            Heading(f"{name}: {say('weight', tongue, unit=unit)}", "area", 14),
            Heading(f"{name}: {say('amount', tongue)}", "area", 14),
        ]
    rows: list[list[Value]] = []
    for one in found.kept.case.units:
        shares = paid.shares(one.id)
        rows.append([one.name, *(v for s in shares for v in ((s.weight, float(s.amount)) if s else (None, None)))])
    whole = [(sum(s.weight for s in done.shares), float(done.total)) if done else (None, None) for done in paid.columns]
    rows.append([say("sum", tongue), *(value for pair in whole for value in pair)])
    notes = [bill_line(paid, tongue), *(_pick(text, tongue) for text in paid.explained)]
    return Sheet(say("utilities", tongue), bill_line(paid, tongue), headings, rows, notes)


def bill_line(paid: SplitBill, tongue: str) -> str:
    """Return the bill and the rule it is split by, in one language."""
    return say("bill", tongue, total=f"{paid.bill.total:,.2f}", rule=_pick(RULE_NAMES[paid.bill.rule], tongue))


def joined_rooms(found: Comparison, tongue: str) -> Sheet:
    """Return the rooms that arise where walls go, a row for every one that a scenario uses."""
    headings = [
        Heading(say("scenario", tongue), width=20),
        Heading(say("room", tongue), width=22),
        Heading(say("area", tongue), "area", 14),
        *(Heading(say(key, tongue), "count", 12) for key in ("people", "workstations", "most")),
        *(Heading(say(key, tongue), width=30) for key in ("limited_by", "walls", "to_confirm")),
    ]
    rows: list[list[Value]] = []
    for column in found.columns:
        result, names = _result(column), room_names(found, column)
        people = Counter(result.get("assignments", {}).values())
        for row in result.get("joined", ()):
            said = [[row["limited_by"]], [(wall["name"] or wall["element"],) * 2 for wall in row["walls"]]]
            rows.append(
                [
                    column_name(column, tongue),
                    names[row["space"]],
                    row["area_m2"],
                    people[row["space"]],
                    row["workstations"],
                    row["bound"],
                    *("; ".join(_pick(Text(*one), tongue) for one in all_) for all_ in (*said, row["assumptions"])),
                ]
            )
    return Sheet(say("joined_rooms", tongue), say("joined_rooms", tongue), headings, rows)


def moves(found: Comparison, column: Column, tongue: str, role: Role) -> Sheet:
    """Return the moves of one scenario in order."""
    shown, case = sees_people(role), found.kept.case
    unit_of = {person.id: person.org_unit for person in case.people}
    names = {unit.id: unit.name for unit in case.units}
    rooms = room_names(found, column)
    persons = [Heading(say("occupant", tongue), width=16)] if shown else []
    keys = (("from", 18), ("to", 18), ("swing", 16))
    headings = [
        Heading(say("step", tongue), "count", 6),
        *persons,
        Heading(say("org_unit", tongue), width=22),
        *(Heading(say(key, tongue), width=width) for key, width in keys),
    ]
    rows: list[list[Value]] = [
        [
            move["step"],
            *([move["occupant"]] if shown else []),
            names.get(unit_of.get(move["occupant"], ""), ""),
            rooms.get(move["from"], ""),
            rooms.get(move["to"], ""),
            say("yes", tongue) if move["swing"] else "",
        ]
        for move in _result(column).get("moves", ())
    ]
    title = f"{say('moves', tongue)} {column_name(column, tongue)}"
    return Sheet(title, title, headings, rows)


def assignments(found: Comparison, column: Column, tongue: str, role: Role) -> Sheet:
    """Return who sits where in one scenario; for readers how many people of which org unit."""
    case, rooms = found.kept.case, room_names(found, column)
    names = {unit.id: unit.name for unit in case.units}
    unit_of = {person.id: names.get(person.org_unit, "") for person in case.people}
    given: Mapping[str, str] = _result(column).get("assignments", {})
    title = f"{say('assignments', tongue)} {column_name(column, tongue)}"
    room, unit = Heading(say("room", tongue), width=22), Heading(say("org_unit", tongue), width=22)
    if sees_people(role):
        headings = [room, unit, Heading(say("occupant", tongue), width=16)]
        rows: list[list[Value]] = sorted([rooms.get(at, at), unit_of.get(who, ""), who] for who, at in given.items())
        return Sheet(title, title, headings, rows)
    counted: dict[tuple[str, str], int] = {}
    for who, at in given.items():
        key = rooms.get(at, at), unit_of.get(who, "")
        counted[key] = counted.get(key, 0) + 1
    plain: list[list[Value]] = [[place, name, people] for (place, name), people in sorted(counted.items())]
    return Sheet(title, title, [room, unit, Heading(say("people", tongue), "count", 8)], plain)


def room_names(found: Comparison, column: Column) -> dict[str, str]:
    """Return storey and number of every room of a scenario by its id."""
    names = {storey.key: storey.name for storey in found.kept.storeys}
    several = len({storey.building_id for storey in found.kept.storeys}) > 1
    return {
        place.id: f"{place.storey if several else names[place.storey]} {place.number or place.name}".strip()
        for place in (*column.case.joined, *column.case.places)
    }


def _result(column: Column) -> Mapping[str, Any]:
    return (column.record.result or {}) if column.record else {}


def _notes(found: Comparison, tongue: str, role: Role) -> list[str]:
    base = found.baseline
    said = [
        f"{say('as_of', tongue)} {base.as_of} · {say('policy', tongue)} {base.policy} · "
        f"{say('roster', tongue)} {base.roster_version}",
        say("foot", tongue),
    ]
    for column in found.columns[1:]:
        said += [f"{column_name(column, tongue)}: {sentence}" for sentence in spoken(found, column, tongue, role)]
    return said


def spoken(found: Comparison, column: Column, tongue: str, role: Role) -> list[str]:
    """Return the conflicts and faults of a scenario in one language."""
    result = _result(column)
    lines = told((*result.get("conflicts", ()), *result.get("faults", ())), found.kept.case, role)
    return [_pick(one.reason, tongue) for one in lines]


def _pick(text: Any, tongue: str) -> str:
    return str(text.zh if tongue == "zh" else text.en)
