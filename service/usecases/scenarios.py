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
from service.allocation.situation import Situation
from service.errors import ConflictError, NotFoundError
from service.store import jobs, scenarios
from service.store.database import Database
from service.store.records import Page
from service.store.scenario_records import Baseline, ScenarioRecord
from service.usecases.occupancy import Occupancy
from service.usecases.own_edits import OwnEdit, refuse_twice
from service.usecases.scenario_case import KeptCase, baseline_of, gather
from service.usecases.scenario_grounds import Grounds, kept_situation
from service.usecases.scenario_inputs import changes_since, same_result

JOB_KIND: Final = "scenario"
OWN: Final = "own"
# Who moves as few people as possible leaves divided org units divided; so do edits that begin there.
JOINING: Final = frozenset({"open-plan"})
ALWAYS: Final[Mapping[str, Mapping[str, Any]]] = {"fewest-moves": {"one_storey": False}}
NOT_FOUND = Text("没有编号为“{id}”的方案。", "There is no scenario with the id “{id}”.")
NOT_DONE = Text(
    "方案“{name}”还没有结果(状态:{status}),不能作为手工调整的起点。",
    "The scenario “{name}” has no result (its status is {status}), so no edit can start from it.",
)
ENDED = Text("方案“{name}”已经结束,不能再取消。", "The scenario “{name}” has ended; there is nothing to cancel.")


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
    gathered = gather(occupancy, baseline, asked.choices, joining=not JOINING.isdisjoint(strategies))
    found = []
    for strategy in strategies:
        always = ALWAYS.get(strategy, {})
        kept = gathered.kept.varied(always, joined=strategy in JOINING)
        found.append((kept, _record(baseline, kept, replace(asked, choices={**asked.choices, **always}), strategy)))
    with occupancy.database.write() as session:
        for kept, record in found:
            _add_case(session, kept, gathered.grounds)
            _add_with_job(session, record)
    return [record for _, record in found]


def own_scenario(
    occupancy: Occupancy, asked: Asked, base_id: str | None, edits: Sequence[Mapping[str, Any]], *, keep: bool = True
) -> ScenarioView:
    """Return an own edit of a scenario, or of the state of today, with what the check says about it; store it.

    ``edits`` are {occupant, space}; space None leaves somebody without a room. Nothing is refused for being unlawful:
    faults say what is wrong. Raises ``scenario-not-done`` where the base has no result, ``invalid-request`` where
    somebody is listed twice. Without ``keep`` nothing is
    stored and the scenario has no id.
    """
    refuse_twice(edits)
    base = None if base_id is None else get_record(occupancy.database, base_id)
    if base is None:
        baseline, known = baseline_of(occupancy, asked.building_ids, asked.as_of), None
        gathered = gather(occupancy, baseline, asked.choices)
        kept, now, joined = gathered.kept, gathered.now, []
        rooms = {place.id for place in kept.case.places}
        room_of = {who: room for who, room in current_rooms(kept.case).items() if room in rooms}
    else:
        if base.result is None:
            raise ConflictError("scenario-not-done", NOT_DONE.format(name=base.name, status=base.status))
        kept, gathered = kept_case(occupancy.database, base), None
        now, joined = situation_of(occupancy.database, kept), base.result.get("joined", [])
        baseline, room_of = base.baseline, dict(base.result["assignments"])
        known = base.result
        asked = replace(asked, choices=base.choices, rates=base.rates)
    own = OwnEdit(kept.case, now, joined, known)
    result = own.result(room_of, edits, rates=asked.rates)
    moment = datetime.now(UTC)
    record = replace(
        _record(baseline, kept, asked, OWN),
        edits=tuple({"occupant": edit["occupant"], "space": edit["space"]} for edit in edits),
        # As it is stored: written again by a later version it may have other bytes, and so another hash.
        case_sha256=base.case_sha256 if base else kept.sha256,
        base_id=base_id,
        created_at=moment,
        started_at=moment,
        finished_at=moment,
        **ended_with(result),
    )
    if not keep:
        return ScenarioView(replace(record, id=""), kept)
    with occupancy.database.write() as session:
        if gathered is not None:
            _add_case(session, kept, gathered.grounds)
        scenarios.add(session, record)
    return ScenarioView(record, kept)


def repeat_scenario(occupancy: Occupancy, scenario_id: str) -> ScenarioRecord:
    """Work a scenario out again from its own inputs, as a new one; own edits at once, others as a job."""
    old = get_record(occupancy.database, scenario_id)
    now = datetime.now(UTC)
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
        kept = kept_case(occupancy.database, old)
        own = OwnEdit(kept.case, situation_of(occupancy.database, kept), old.result.get("joined", []), old.result)
        result = own.result(old.result["assignments"], old.edits, rates=old.rates)
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


def _add_case(session: Session, kept: KeptCase, grounds: Grounds) -> None:
    """Keep a case with what it stands on, each once."""
    scenarios.add_case(session, kept.grounds, grounds.to_bytes())
    scenarios.add_case(session, kept.sha256, kept.to_bytes())


def situation_of(database: Database, kept: KeptCase) -> Situation | None:
    """Return the situation a case was made from, None where an earlier version did not keep it."""
    if not kept.grounds:
        return None
    with database.read() as session:
        return kept_situation(scenarios.case(session, kept.grounds))
