"""From scenarios of the use cases to what is sent; here persons are left out for readers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from geometry.finding import Text
from service.allocation.consolidation.records import Case
from service.negotiation import Tongue, pick
from service.roles import Role, sees_people
from service.schemas.bills import utilities_out
from service.schemas.common import Problem
from service.schemas.scenarios import (
    CaseStoreyOut,
    CellOut,
    CheckOut,
    ChoicesIn,
    ColumnOut,
    ComparisonOut,
    FigureOut,
    JoinedRoomOut,
    MoveOut,
    RatesIn,
    RoomUseOut,
    ScenarioDetail,
    ScenarioList,
    ScenarioOut,
    ScenarioRequested,
    SeatingPlaceOut,
    SeatOut,
    SentenceOut,
    StackOut,
    UnitOut,
)
from service.store.records import Page
from service.store.scenario_records import ScenarioRecord
from service.usecases.compare_scenarios import Column, Comparison
from service.usecases.comparison_rows import Cell, Row
from service.usecases.scenario_case import KeptCase
from service.usecases.scenario_sentences import told
from service.usecases.scenarios import ScenarioView
from service.usecases.split_bill import SplitBill

CURRENT = Text("现状", "Today")


def scenario_out(record: ScenarioRecord, tongue: Tongue) -> ScenarioOut:
    """Return one scenario without the people in it."""
    return ScenarioOut(**_scenario(record, tongue))


def scenario_list(page: Page[ScenarioRecord], tongue: Tongue) -> ScenarioList:
    """Return a page of scenarios."""
    return ScenarioList(items=[scenario_out(record, tongue) for record in page.items], next=page.next)


def scenario_requested(records: list[ScenarioRecord], tongue: Tongue) -> ScenarioRequested:
    """Return the first of some scenarios with the ids of all."""
    return ScenarioRequested(**_scenario(records[0], tongue), ids=[record.id for record in records])


def scenario_detail(view: ScenarioView, tongue: Tongue, role: Role) -> ScenarioDetail:
    """Return one scenario with everything that belongs to it."""
    record, case, shown = view.record, view.kept.case, sees_people(role)
    result = record.result or {}
    ids = {storey.key: storey.id for storey in view.kept.storeys}
    unit_of = {person.id: person.org_unit for person in case.people}
    joined = result.get("joined", ())  # earlier versions joined no rooms
    holds = {row["space"]: row["workstations"] for row in joined}
    inside = Counter(result.get("assignments", {}).values())
    faults = sentences(result.get("faults", ()), case, tongue, role)
    return ScenarioDetail(
        **_scenario(record, tongue),
        assignments=[
            SeatOut(occupant=who if shown else None, org_unit=unit_of.get(who, ""), space=space)
            for who, space in result.get("assignments", {}).items()
        ],
        moves=[move_out(move, unit_of, shown=shown) for move in result.get("moves", ())],
        move_remarks=sentences(result.get("move_remarks", ()), case, tongue, role),
        conflicts=sentences(result.get("conflicts", ()), case, tongue, role),
        checks=CheckOut(legal=bool(result) and not faults, faults=faults),
        places=[
            SeatingPlaceOut(
                id=place.id,
                number=place.number,
                name=place.name,
                storey_id=ids[place.storey],
                area_m2=place.area_m2,
                workstations=holds.get(place.id, place.workstations),
                members=list(place.members),
            )
            for place in (*case.places, *case.joined)
        ],
        joined=[_joined(row, inside[row["space"]], tongue) for row in joined],
        storeys=_storeys(view.kept),
        org_units=_units(view.kept),
        left_out=[pick(text, tongue) for text in case.left_out] if shown else [],
        up_to_date=not view.changes,
        changes=[pick(text, tongue) for text in view.changes],
        repeats=view.repeats,
    )


def _joined(row: Mapping[str, Any], people: int, tongue: Tongue) -> JoinedRoomOut:
    limited_by = Text(*row["limited_by"])
    told = {
        "people": people,
        "limited_by": pick(limited_by, tongue),
        "limited_by_zh": limited_by.zh,
        "limited_by_en": limited_by.en,
        "assumptions": [pick(Text(*one), tongue) for one in row["assumptions"]],
    }
    return JoinedRoomOut(**{**row, **told})


def comparison_out(
    found: Comparison | None, tongue: Tongue, role: Role, paid: SplitBill | None = None
) -> ComparisonOut:
    """Return a comparison with the bill asked about, empty where there is none."""
    if found is None:
        return ComparisonOut(
            as_of=None,
            buildings=[],
            policy=None,
            roster_version=None,
            storeys=[],
            org_units=[],
            current=None,
            scenarios=[],
            figures=[],
            utilities=None,
        )
    columns = [_column(column, found, tongue, role) for column in found.columns]
    return ComparisonOut(
        as_of=found.baseline.as_of,
        buildings=list(found.baseline.building_ids),
        policy=found.baseline.policy,
        roster_version=found.baseline.roster_version,
        storeys=_storeys(found.kept),
        org_units=_units(found.kept),
        current=columns[0],
        scenarios=columns[1:],
        figures=[_figure(row, line, tongue) for row, line in found.rows],
        utilities=utilities_out(found, paid, tongue) if paid else None,
    )


def sentences(kept: Iterable[Mapping[str, Any]], case: Case, tongue: Tongue, role: Role) -> list[SentenceOut]:
    """Return conflicts, faults or remarks in one language."""
    return [
        SentenceOut(
            code=one.code,
            reason=pick(one.reason, tongue),
            reason_zh=one.reason.zh,
            reason_en=one.reason.en,
            subjects=list(one.subjects),
        )
        for one in told(kept, case, role)
    ]


def _scenario(record: ScenarioRecord, tongue: Tongue) -> dict[str, Any]:
    problem = None
    if record.problem is not None:
        detail = Text(record.problem.detail_zh, record.problem.detail_en)
        problem = Problem(
            type=f"urn:yijian:problem:{record.problem.code}",
            title=pick(FAILED, tongue),
            status=500,
            detail=pick(detail, tongue),
            code=record.problem.code,
            request_id=None,
            detail_zh=detail.zh,
            detail_en=detail.en,
        )
    return {
        "id": record.id,
        "name": record.name,
        "strategy": record.strategy,
        "status": record.status,
        "progress": record.progress,
        "step": record.step,
        "buildings": list(record.baseline.building_ids),
        "revisions": record.baseline.revisions,
        "roster_version": record.baseline.roster_version,
        "policy": record.baseline.policy,
        "as_of": record.baseline.as_of,
        "choices": ChoicesIn(**record.choices),
        "rates": RatesIn(**record.rates),
        "seed": record.seed,
        "time_limit_s": record.time_limit_s,
        "base": record.base_id,
        "repeat_of": record.repeat_of,
        "created_at": record.created_at,
        "started_at": record.started_at,
        "finished_at": record.finished_at,
        "seconds": record.result["seconds"] if record.result else None,
        "feasible": record.feasible,
        "metrics": record.metrics,
        "problem": problem,
    }


FAILED = Text("方案没有结果", "The scenario has no result")


def move_out(move: Mapping[str, Any], unit_of: Mapping[str, str], *, shown: bool) -> MoveOut:
    """Return one move, without the person for those who see none."""
    return MoveOut(
        **{
            "step": move["step"],
            "occupant": move["occupant"] if shown else None,
            "org_unit": unit_of.get(move["occupant"], ""),
            "from": move["from"] or None,
            "to": move["to"] or None,
            "swing": move["swing"],
        }
    )


def _column(column: Column, found: Comparison, tongue: Tongue, role: Role) -> ColumnOut:
    record, ids = column.record, {storey.key: storey.id for storey in found.kept.storeys}
    result: Mapping[str, Any] = (record.result or {}) if record else {}
    return ColumnOut(
        id=record.id if record else "current",
        name=record.name if record else pick(CURRENT, tongue),
        scenario=scenario_out(record, tongue) if record else None,
        metrics=dict(column.metrics),
        conflicts=sentences(result.get("conflicts", ()), found.kept.case, tongue, role),
        faults=sentences(result.get("faults", ()), found.kept.case, tongue, role),
        moves=len(result.get("moves", ())),
        stacking=[
            StackOut(storey_id=ids[one.storey], org_unit=one.org_unit, people=one.people, area_m2=one.area_m2)
            for one in column.stacks
        ],
        rooms={
            room: RoomUseOut(org_units=list(use.org_units), people=use.people, joined=use.joined or None)
            for room, use in column.rooms.items()
        },
    )


def _figure(row: Row, line: tuple[Cell, ...], tongue: Tongue) -> FigureOut:
    return FigureOut(
        key=row.key,
        group=row.group,
        label=pick(row.label, tongue),
        label_zh=row.label.zh,
        label_en=row.label.en,
        unit=pick(row.unit, tongue),
        kind=row.kind,
        better=row.better,
        cells=[CellOut(value=cell.value, bound=cell.bound, gap=cell.gap, best=cell.best) for cell in line],
    )


def _storeys(kept: KeptCase) -> list[CaseStoreyOut]:
    area: defaultdict[str, float] = defaultdict(float)
    for place in kept.case.places:
        area[place.storey] += place.area_m2
    return [
        CaseStoreyOut(
            id=one.id,
            name=one.name,
            building_id=one.building_id,
            building=one.building,
            area_m2=area[one.key],
        )
        for one in kept.storeys
    ]


def _units(kept: KeptCase) -> list[UnitOut]:
    people = Counter(person.org_unit for person in kept.case.people)
    return [
        UnitOut(id=unit.id, name=unit.name, index=kept.unit_index[unit.id], people=people[unit.id])
        for unit in kept.case.units
    ]
