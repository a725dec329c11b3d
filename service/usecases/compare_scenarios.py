"""Scenarios side by side with the state of today: figures, org units by storey, and who is where on the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geometry.finding import Text
from service.allocation.consolidation.metrics import current_rooms, metrics
from service.allocation.consolidation.records import Case, Place
from service.allocation.consolidation.utilities import UnitUse, uses_of_units
from service.errors import ConflictError, InvalidRequestError, NotFoundError
from service.store import scenarios
from service.store.database import Database
from service.store.scenario_records import Baseline, ScenarioRecord
from service.usecases.comparison_rows import ROWS, Cell, Row, cells
from service.usecases.scenario_case import KeptCase
from service.usecases.scenario_result import rates_of
from service.usecases.scenarios import get_record, kept_case

MOST: Final = 4
LOOKED_AT: Final = 50  # scenarios among which the newest comparable ones are looked for
TOO_MANY = Text("一次最多比较 {most} 个方案。", "At most {most} scenarios can be compared at once.")
TWICE = Text("方案“{name}”列了两次。", "The scenario “{name}” is named twice.")
DIFFERENT = Text(
    "“{one}”和“{other}”不能比较:{why}。请选择基于同一状态的方案,或重新计算其中之一。",
    "“{one}” and “{other}” cannot be compared: {why}. Choose scenarios that start from the same state, or work one of "
    "them out anew.",
)
NONE = Text("还没有可比较的方案,请先新建方案。", "There is no scenario to compare yet; ask for one first.")
WHY: Final = {
    "building_ids": Text("所选建筑不同", "they are about different buildings"),
    "as_of": Text("基准日期不同({one},{other})", "they start from different days ({one}, {other})"),
    "revisions": Text("建筑模型的版本不同", "the buildings are in different revisions"),
    "roster_version": Text("名册版本不同({one},{other})", "they use different versions of the roster ({one}, {other})"),
    "policy": Text("依据的标准不同({one},{other})", "they follow different policies ({one}, {other})"),
}


@dataclass(frozen=True, slots=True)
class Stack:
    """The people of one org unit on one storey, with their share of the area of their rooms."""

    storey: str
    org_unit: str
    people: int
    area_m2: float


@dataclass(frozen=True, slots=True)
class RoomUse:
    """Who is in one room of the plan; ``joined`` is the id of the joined room it is a part of."""

    org_units: tuple[str, ...]
    people: int
    joined: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario, or (``record`` None) the state of today, with where its people are.

    ``case`` is its own: rooms that are joined in one scenario are not in the cases of others. ``uses`` is what each org
    unit has of it, to split a bill by; empty where nobody sits anywhere.
    """

    record: ScenarioRecord | None
    case: Case
    metrics: Mapping[str, Any]
    stacks: tuple[Stack, ...]
    rooms: Mapping[str, RoomUse]
    uses: tuple[UnitUse, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The state of today and some scenarios of one baseline."""

    baseline: Baseline
    kept: KeptCase
    columns: tuple[Column, ...]

    @property
    def rows(self) -> list[tuple[Row, tuple[Cell, ...]]]:
        """Return the figures row by row, without rows that nobody has a value for."""
        lawful = [column.record is not None and bool(column.record.feasible) for column in self.columns]
        figures = [column.metrics for column in self.columns]
        found = [(row, cells(row, figures, lawful)) for row in ROWS]
        return [(row, line) for row, line in found if any(cell.value is not None for cell in line)]


def compare(database: Database, ids: Sequence[str]) -> Comparison | None:
    """Return scenarios side by side, the newest comparable ones where none is named; None where there are none.

    Raises ``scenario-not-found``, and ``scenarios-differ`` where they do not start from the same state.
    """
    records = [get_record(database, id_) for id_ in ids] if ids else _newest(database)
    if len(records) > MOST:
        raise InvalidRequestError("invalid-request", TOO_MANY.format(most=MOST))
    for place, record in enumerate(records):
        if any(record.id == other.id for other in records[:place]):
            raise InvalidRequestError("invalid-request", TWICE.format(name=record.name))
    if not records:
        return None
    first = records[0]
    for other in records[1:]:
        reason = difference(first.baseline, other.baseline)
        if reason is not None:
            text = Text(
                DIFFERENT.zh.format(one=first.name, other=other.name, why=reason.zh),
                DIFFERENT.en.format(one=first.name, other=other.name, why=reason.en),
            )
            raise ConflictError("scenarios-differ", text)
    kept = kept_case(database, first)
    today = current_rooms(kept.case)
    figures = metrics(kept.case, today, bounds={}, rates=rates_of(first.rates))
    columns = [_column(None, kept.case, today, figures)]
    for record in records:
        case = kept.case if record.case_sha256 == first.case_sha256 else kept_case(database, record).case
        assignments = record.result["assignments"] if record.result else {}
        columns.append(_column(record, case, assignments, record.metrics))
    return Comparison(first.baseline, kept, tuple(columns))


def some_scenarios(database: Database, ids: Sequence[str]) -> Comparison:
    """Return the comparison; raises ``scenario-not-found`` where there is no scenario at all."""
    found = compare(database, ids)
    if found is None:
        raise NotFoundError("scenario-not-found", NONE)
    return found


def difference(one: Baseline, other: Baseline) -> Text | None:
    """Return why two scenarios cannot be compared, None where they can."""
    for name, text in WHY.items():
        a, b = getattr(one, name), getattr(other, name)
        if (set(a) != set(b)) if name == "building_ids" else a != b:
            return text.format(one=a, other=b)
    return None


def _newest(database: Database) -> list[ScenarioRecord]:
    with database.read() as session:
        found = scenarios.newest_ended(session, limit=LOOKED_AT)
    alike = [record for record in found if difference(found[0].baseline, record.baseline) is None]
    return alike[:MOST][::-1]


def _column(
    record: ScenarioRecord | None, case: Case, room_of: Mapping[str, str], figures: Mapping[str, Any]
) -> Column:
    place_of = {place.id: place for place in (*case.joined, *case.places)}
    inside: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person in case.people:
        room = room_of.get(person.id)
        if room in place_of:
            inside[room][person.org_unit] += 1
    uses = tuple(uses_of_units(case, room_of)) if inside else ()
    return Column(record, case, figures, _stacks(inside, place_of), _rooms(inside, place_of), uses)


def _stacks(inside: Mapping[str, Mapping[str, int]], place_of: Mapping[str, Place]) -> tuple[Stack, ...]:
    people: dict[tuple[str, str], int] = defaultdict(int)
    area: dict[tuple[str, str], float] = defaultdict(float)
    for room, units in inside.items():
        place, total = place_of[room], sum(units.values())
        for unit, count in units.items():
            people[place.storey, unit] += count
            area[place.storey, unit] += place.area_m2 * count / total
    return tuple(Stack(storey, unit, people[storey, unit], area[storey, unit]) for storey, unit in sorted(people))


def _rooms(inside: Mapping[str, Mapping[str, int]], place_of: Mapping[str, Place]) -> dict[str, RoomUse]:
    found: dict[str, RoomUse] = {}
    for room, units in inside.items():
        members = place_of[room].members
        for part in members or (room,):
            found[part] = RoomUse(tuple(sorted(units)), sum(units.values()), room if members else "")
    return found
