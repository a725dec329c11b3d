"""Findings as they stand: for a day, the roster and the buildings of that day under the policy, stored and kept up.

An evaluation is stored per policy and day with the versions it was made from. When one of them is newer, the findings
are made again and only those that differ are written.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import orjson
from cattrs.preconf.orjson import make_converter
from sqlalchemy.orm import Session

from geometry.finding import Text
from service.allocation.evaluate import Evaluation, Group, evaluate, reevaluate
from service.allocation.findings import OccupancyFinding
from service.allocation.people import OrgUnit
from service.allocation.policy import Policy
from service.allocation.rooms import Room
from service.allocation.situation import Situation, situation
from service.errors import InvalidRequestError
from service.store import buildings, findings, rosters
from service.store.database import Database
from service.store.people_records import EvaluationRecord, FindingRecord, PlaceOfSpace
from service.store.records import RevisionRecord
from service.usecases.days import end_of
from service.usecases.plan_facts import PlanShelf
from service.usecases.rooms_of_store import RoomShelf
from service.usecases.roster_change import change_between
from service.usecases.roster_rows import RosterShelf, StoredRoster, with_roster

Kept = TypeVar("Kept")
NOT_IN_FORCE = Text(
    "标准 {policy} 在 {day} 不适用(适用期 {begins} 至 {ends});请选择适用期内的日期。",
    "Policy {policy} is not in force on {day} (it is from {begins} to {ends}); choose a day it applies to.",
)
converter = make_converter()
WEIGHTS = {"over": 0, "violation": 1, "not-decided": 2, "due": 3, "noted": 4, "within": 5}
ID_DIGITS = 16
DAYS_KEPT = 3  # in memory: a hundred thousand rooms with their people take a few hundred MB
Standing = EvaluationRecord


@dataclass(frozen=True)
class Inputs:
    """All that findings of one day are made from; ``situation`` is who uses which room then.

    ``kept`` holds answers that took long to find, by finding id, as long as nothing they were found from changes.
    """

    as_of: date
    roster: StoredRoster
    revisions: Mapping[str, RevisionRecord]
    places: Mapping[str, PlaceOfSpace]
    storeys: Mapping[str, str]
    declared_m2: Mapping[str, float | None]
    situation: Situation
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def rooms(self) -> Mapping[str, Room]:
        """Return the rooms by id."""
        return self.situation.rooms

    @property
    def revision_keys(self) -> dict[str, int]:
        """Return the revision key of each building."""
        return {building_id: revision.key for building_id, revision in self.revisions.items()}


class Occupancy:
    """Answers who is where, and whether they may be, for any day."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.database = database
        self.policy = policy
        self.rosters = RosterShelf(database)
        self.plans = PlanShelf(database)
        self._rooms = RoomShelf(database)
        self._lock = threading.RLock()
        self._inputs: OrderedDict[date, Inputs] = OrderedDict()
        self._evaluations: OrderedDict[date, tuple[Inputs, Evaluation]] = OrderedDict()

    def roster(self, as_of: date) -> StoredRoster:
        """Return the roster that applies to a day."""
        with self.database.read() as session:
            record = rosters.in_force(session, as_of)
        return self.rosters.version(record.version if record else 0)

    def rooms_on(self, day: date) -> list[Room]:
        """Return the rooms of all buildings as they stood on a day, without what rosters say about them."""
        with self.database.read() as session:
            revisions = buildings.standing_on(session, end_of(day))
        return [room for revision in revisions.values() for room in self._rooms.of(revision).rooms.values()]

    def inputs(self, as_of: date) -> Inputs:
        """Return roster, rooms and who uses them on a day; raises ``policy-not-in-force`` where no limit applies."""
        if not self.policy.holds_on(as_of):
            raise _not_in_force(self.policy, as_of)
        with self.database.read() as session:
            record = rosters.in_force(session, as_of)
            revisions = buildings.standing_on(session, end_of(as_of))
        version = record.version if record else 0
        with self._lock:
            known = self._inputs.get(as_of)
            keys = {building_id: revision.key for building_id, revision in revisions.items()}
            if known is None or known.roster.version != version or known.revision_keys != keys:
                known = self._read(as_of, version, revisions)
            _keep(self._inputs, as_of, known)
        return known

    def stands(self, as_of: date) -> Standing:
        """Return the stored evaluation of a day, made or brought up to date first where that is needed."""
        with self._lock:  # two requests at once would do the same work twice
            inputs = self.inputs(as_of)
            with self.database.read() as session:
                stored = findings.evaluation(session, policy=self.policy.label, as_of=as_of)
            if stored is not None and _same(stored, inputs):
                return stored
            return self._bring_up(stored, inputs)

    def finding(self, session: Session, stands: Standing, finding_id: str) -> FindingRecord | None:
        """Return one finding of an evaluation."""
        return findings.get(session, stands.position, finding_id)

    def _read(self, as_of: date, version: int, revisions: Mapping[str, RevisionRecord]) -> Inputs:
        shelves = [self._rooms.of(revision) for revision in revisions.values()]
        roster = self.rosters.version(version)
        rooms = with_roster((room for shelf in shelves for room in shelf.rooms.values()), roster.rooms)
        return Inputs(
            as_of,
            roster,
            revisions,
            {room_id: place for shelf in shelves for room_id, place in shelf.places.items()},
            {storey_id: name for shelf in shelves for storey_id, name in shelf.storeys.items()},
            {room_id: area for shelf in shelves for room_id, area in shelf.declared_m2.items()},
            situation(roster.roster, rooms, self.policy, as_of),
        )

    def _bring_up(self, stored: EvaluationRecord | None, inputs: Inputs) -> Standing:
        record = EvaluationRecord(
            position=stored.position if stored else 0,
            policy=self.policy.label,
            as_of=inputs.as_of,
            roster_version=inputs.roster.version,
            revisions=inputs.revision_keys,
            made_at=datetime.now(UTC),
        )
        before, evaluation = self._evaluations.get(inputs.as_of), self._evaluated(inputs)
        _keep(self._evaluations, inputs.as_of, (inputs, evaluation))
        with self.database.write() as session:
            if stored is None:
                return replace(record, position=findings.replace_all(session, record, records_of(evaluation, inputs)))
            if before is not None and _same(stored, before[0]):
                old = _by_id(_in(before[1], evaluation.computed), before[0])
                new = _by_id(_in(evaluation, evaluation.computed), inputs)
            else:
                old = {one.id: one for one in findings.every(session, stored.position)}
                new = {one.id: one for one in records_of(evaluation, inputs)}
            gone = [id_ for id_, one in old.items() if new.get(id_) != one]
            come = [one for id_, one in new.items() if old.get(id_) != one]
            findings.replace_some(session, record, gone=gone, found=come)
        return record

    def _evaluated(self, inputs: Inputs) -> Evaluation:
        known = self._evaluations.get(inputs.as_of)
        same_rooms = known is not None and known[0].roster.rooms == inputs.roster.rooms
        if known is not None and same_rooms and known[0].revision_keys == inputs.revision_keys:
            change = change_between(known[0].roster.roster, inputs.roster.roster)
            if change is not None:
                return reevaluate(known[1], change)
        return evaluate(inputs.roster.roster, inputs.rooms.values(), self.policy, inputs.as_of)


def _keep(kept: OrderedDict[date, Kept], day: date, value: Kept) -> None:
    kept[day] = value
    kept.move_to_end(day)
    while len(kept) > DAYS_KEPT:
        kept.popitem(last=False)


def _in(evaluation: Evaluation, groups: Iterable[Group]) -> Iterable[OccupancyFinding]:
    return (finding for group in groups for finding in evaluation.groups.get(group, ()))


def _by_id(found: Iterable[OccupancyFinding], inputs: Inputs) -> dict[str, FindingRecord]:
    return {finding_id(one): _record(one, inputs) for one in found}


def finding_id(finding: OccupancyFinding) -> str:
    """Return the id of a finding: the same as long as code and subject are."""
    return hashlib.sha256(finding.key.encode()).hexdigest()[:ID_DIGITS]


def records_of(evaluation: Evaluation, inputs: Inputs) -> list[FindingRecord]:
    """Return all findings as they are stored."""
    return [_record(one, inputs) for one in evaluation.findings]


def _record(finding: OccupancyFinding, inputs: Inputs) -> FindingRecord:
    unit: OrgUnit | None = inputs.roster.roster.org_unit.get(finding.org_unit_id)
    rooms = [inputs.rooms[space_id] for space_id in finding.space_ids if space_id in inputs.rooms]
    words = [text for room in rooms for text in (room.number, room.name, room.storey)]
    return FindingRecord(
        id=finding_id(finding),
        code=finding.code,
        outcome=finding.outcome,
        weight=WEIGHTS[finding.outcome],
        org_unit_id=finding.org_unit_id,
        search=" ".join([*words, unit.name if unit else ""]).casefold(),
        excess_m2=finding.excess_m2,
        fields=orjson.loads(converter.dumps(finding)),  # as it will be read: tuples are lists then
        spaces=tuple(inputs.places[space_id] for space_id in finding.space_ids if space_id in inputs.places),
    )


def _not_in_force(policy: Policy, day: date) -> InvalidRequestError:
    begins, ends = policy.effective_from or "…", policy.effective_until or "…"
    text = NOT_IN_FORCE.format(policy=policy.id, day=day, begins=begins, ends=ends)
    return InvalidRequestError("policy-not-in-force", text)


def _same(stored: EvaluationRecord, inputs: Inputs) -> bool:
    return stored.roster_version == inputs.roster.version and stored.revisions == inputs.revision_keys
