"""Ask for scenarios, edit one by hand, work one out again, cancel one; once ended a scenario never changes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from geometry.finding import Text
from service.allocation.consolidation.metrics import current_rooms
from service.allocation.consolidation.records import Case, Conflict, Scenario
from service.errors import ConflictError, NotFoundError
from service.store import jobs, scenarios
from service.store.database import Database
from service.store.records import Page
from service.store.scenario_records import Baseline, ScenarioRecord
from service.usecases.occupancy import Occupancy
from service.usecases.scenario_case import KeptCase, baseline_of, gather
from service.usecases.scenario_inputs import changes_since, same_result
from service.usecases.scenario_result import rates_of, result_of

JOB_KIND: Final = "scenario"
OWN: Final = "own"
# Who moves as few people as possible leaves divided org units divided; so do edits that begin there.
ALWAYS: Final[Mapping[str, Mapping[str, Any]]] = {"fewest-moves": {"one_storey": False}}
NOT_FOUND = Text("没有编号为“{id}”的方案。", "There is no scenario with the id “{id}”.")
NOT_DONE = Text(
    "方案“{name}”还没有结果(状态:{status}),不能作为手工调整的起点。",
    "The scenario “{name}” has no result (its status is {status}), so no edit can start from it.",
)
ENDED = Text("方案“{name}”已经结束,不能再取消。", "The scenario “{name}” has ended; there is nothing to cancel.")
NO_PERSON = Text(
    "使用人“{id}”不在这个方案的人员中,这一项未采用。",
    "The occupant “{id}” is not among the people of this scenario; the edit was not applied.",
)
NO_PLACE = Text(
    "房间“{id}”不参加安排(不是办公室、面积未知或不在所选建筑内),使用人“{who}”的调整未采用。",
    "The room “{id}” takes no part (no office, no known area, or not in the chosen buildings); the edit for the "
    "occupant “{who}” was not applied.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks for; ``choices`` and ``rates`` as given, ids being those of the store."""

    building_ids: tuple[str, ...]
    as_of: date
    name: str
    choices: Mapping[str, Any]
    rates: Mapping[str, Any]
    time_limit_s: float
    seed: int


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A scenario with the rooms and people it was worked out from, and what has changed since."""

    record: ScenarioRecord
    kept: KeptCase
    changes: tuple[Text, ...] = ()
    repeats: bool | None = None


def request_scenarios(occupancy: Occupancy, asked: Asked, strategies: Sequence[str]) -> list[ScenarioRecord]:
    """Note one scenario down for each strategy, each with its job; return them in that order."""
    baseline = baseline_of(occupancy, asked.building_ids, asked.as_of)
    found = []
    for strategy in strategies:
        wanted = replace(asked, choices={**asked.choices, **ALWAYS.get(strategy, {})})
        kept = gather(occupancy, baseline, wanted.choices)
        found.append((kept, _record(baseline, kept, wanted, strategy)))
    with occupancy.database.write() as session:
        for kept, record in found:
            scenarios.add_case(session, kept.sha256, kept.to_bytes())
            _add_with_job(session, record)
    return [record for _, record in found]


def own_scenario(
    occupancy: Occupancy, asked: Asked, base_id: str | None, edits: Sequence[Mapping[str, Any]], *, keep: bool = True
) -> ScenarioView:
    """Return an own edit of a scenario, or of the state of today, with what the check says about it; store it.

    ``edits`` are {occupant, space}; space None leaves somebody without a room. Nothing is refused for being unlawful:
    faults say what is wrong. Raises ``scenario-not-done`` where the base has no result. Without ``keep`` nothing is
    stored and the scenario has no id.
    """
    if base_id is None:
        baseline, known = baseline_of(occupancy, asked.building_ids, asked.as_of), None
        kept = gather(occupancy, baseline, asked.choices)
        rooms = {place.id for place in kept.case.places}
        room_of = {who: room for who, room in current_rooms(kept.case).items() if room in rooms}
    else:
        base = get_record(occupancy.database, base_id)
        if base.result is None:
            raise ConflictError("scenario-not-done", NOT_DONE.format(name=base.name, status=base.status))
        kept = kept_case(occupancy.database, base)
        baseline, room_of = base.baseline, dict(base.result["assignments"])
        known = base.result
        asked = replace(asked, choices=base.choices, rates=base.rates)
    room_of, skipped = _edited(kept.case, room_of, edits)
    result = result_of(kept.case, Scenario("own", room_of), rates=rates_of(asked.rates), more=skipped, known=known)
    now = datetime.now(UTC)
    record = replace(
        _record(baseline, kept, asked, OWN),
        edits=tuple({"occupant": edit["occupant"], "space": edit["space"]} for edit in edits),
        base_id=base_id,
        created_at=now,
        started_at=now,
        finished_at=now,
        **ended_with(result),
    )
    if not keep:
        return ScenarioView(replace(record, id=""), kept)
    with occupancy.database.write() as session:
        scenarios.add_case(session, kept.sha256, kept.to_bytes())
        scenarios.add(session, record)
    return ScenarioView(record, kept)


def repeat_scenario(occupancy: Occupancy, scenario_id: str) -> ScenarioRecord:
    """Work a scenario out again from its own inputs, as a new one; own edits at once, others as a job."""
    old = get_record(occupancy.database, scenario_id)
    kept, now = kept_case(occupancy.database, old), datetime.now(UTC)
    new = replace(
        old,
        id=secrets.token_hex(8),
        repeat_of=old.id,
        created_at=now,
        status="queued",
        progress=0.0,
        step="queued",
        started_at=None,
        finished_at=None,
        feasible=None,
        metrics={},
        result=None,
        problem=None,
    )
    if old.strategy == OWN and old.result is not None:
        room_of = dict(old.result["assignments"])
        skipped = _edited(kept.case, room_of, old.edits)[1]
        own, known = Scenario("own", room_of), old.result
        result = result_of(kept.case, own, rates=rates_of(old.rates), more=skipped, known=known)
        new = replace(new, started_at=now, finished_at=now, **ended_with(result))
    with occupancy.database.write() as session:
        if new.is_open:
            _add_with_job(session, new)
        else:
            scenarios.add(session, new)
    return new


def cancel_scenario(database: Database, scenario_id: str) -> ScenarioRecord:
    """End a scenario that waits or is being worked out; raises ``scenario-ended``."""
    record = get_record(database, scenario_id)
    with database.write() as session:
        now = datetime.now(UTC)
        if not scenarios.change_open(session, scenario_id, status="cancelled", finished_at=now):
            raise ConflictError("scenario-ended", ENDED.format(name=record.name))
        jobs.call_off(session, job_id(scenario_id))
    return get_record(database, scenario_id)


def get_scenario(occupancy: Occupancy, scenario_id: str) -> ScenarioView:
    """Return one scenario with what has changed since it was asked for; raises ``scenario-not-found``."""
    record = get_record(occupancy.database, scenario_id)
    repeats = None
    if record.repeat_of is not None and record.result is not None:
        first = get_record(occupancy.database, record.repeat_of)
        repeats = first.result is not None and same_result(first.result, record.result)
    changes = changes_since(occupancy, record.baseline)
    return ScenarioView(record, kept_case(occupancy.database, record), changes, repeats)


def list_scenarios(
    database: Database, *, building_id: str | None, cursor: str | None, limit: int
) -> Page[ScenarioRecord]:
    """Return scenarios, newest first."""
    with database.read() as session:
        return scenarios.page(session, building_id=building_id, cursor=cursor, limit=limit)


def get_record(database: Database, scenario_id: str) -> ScenarioRecord:
    """Return one scenario as stored; raises ``scenario-not-found``."""
    with database.read() as session:
        record = scenarios.get(session, scenario_id)
    if record is None:
        raise NotFoundError("scenario-not-found", NOT_FOUND.format(id=scenario_id[:80]))
    return record


def kept_case(database: Database, record: ScenarioRecord) -> KeptCase:
    """Return the rooms and people a scenario was worked out from."""
    with database.read() as session:
        return KeptCase.from_bytes(scenarios.case(session, record.case_sha256))


def job_id(scenario_id: str) -> str:
    """Return the id of the job that works a scenario out."""
    return f"scenario-{scenario_id}"


def ended_with(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a scenario that has this result."""
    return {
        "status": "done",
        "progress": 1.0,
        "step": "done",
        "feasible": result["feasible"],
        "metrics": result["metrics"],
        "result": {key: value for key, value in result.items() if key not in ("feasible", "metrics")},
    }


def _record(baseline: Baseline, kept: KeptCase, asked: Asked, strategy: str) -> ScenarioRecord:
    return ScenarioRecord(
        id=secrets.token_hex(8),
        name=asked.name or strategy,
        strategy=strategy,
        baseline=baseline,
        case_sha256=kept.sha256,
        choices=dict(asked.choices),
        rates=dict(asked.rates),
        edits=(),
        seed=asked.seed,
        time_limit_s=asked.time_limit_s,
        created_at=datetime.now(UTC),
    )


def _add_with_job(session: Session, record: ScenarioRecord) -> None:
    scenarios.add(session, record)
    jobs.add(session, job_id=job_id(record.id), kind=JOB_KIND, subject=record.id, now=record.created_at)


def _edited(
    case: Case, room_of: Mapping[str, str], edits: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, str], tuple[Conflict, ...]]:
    """Return the places after some edits, and what could not be applied."""
    people = {person.id for person in case.people}
    places = {place.id for place in (*case.places, *case.joined)}
    after, skipped = dict(room_of), []
    for edit in edits:
        who, where = edit["occupant"], edit["space"]
        if who not in people:
            skipped.append(Conflict("not-applied", NO_PERSON.format(id=who[:80]), (who,)))
        elif where is None:
            after.pop(who, None)
        elif where not in places:
            skipped.append(Conflict("not-applied", NO_PLACE.format(id=where[:80], who=who), (who, where)))
        else:
            after[who] = where
    return after, tuple(skipped)
