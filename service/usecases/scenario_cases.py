"""A scenario as work to be done: one rectification case for every over-entitlement that it ends, its moves in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from geometry.finding import Text
from service.allocation.consolidation.policy_faults import situation_after
from service.allocation.consolidation.records import Case, Place, Scenario
from service.allocation.entitlement.over import person_over_entitlement, room_over_entitlement
from service.allocation.situation import Situation
from service.errors import ConflictError
from service.negotiation import Tongue, pick
from service.roles import Role
from service.store import cases, findings
from service.store.findings import Filter
from service.store.people_records import FindingRecord
from service.usecases.cases import CaseView, late, opened
from service.usecases.days import today
from service.usecases.joins import laid_out
from service.usecases.occupancy import Occupancy
from service.usecases.scenario_inputs import changes_since
from service.usecases.scenarios import NOT_DONE, get_record, kept_case, situation_of

CODE: Final = "over-entitlement"
ENDED: Final = frozenset({"within"})
LISTED: Final = 30  # moves named in the words of a case; its history holds all of them
NOT_LAWFUL = Text(
    "方案“{name}”不合规或不可行,不能据此立案;请先按检查结果修改。",
    "The scenario “{name}” is not lawful or names no places, so no case can follow from it; mend what its check says.",
)
OUTDATED = Text(
    "方案“{name}”依据的状态已改变:{why} 请重新计算后再立案。",
    "What the scenario “{name}” starts from has changed: {why} Work it out anew before cases are opened.",
)
EARLIER = Text("它由早期版本计算。", "It was worked out by an earlier version.")
WORDS = Text("按方案“{name}”整改:{moves}", "Mended by the scenario “{name}”: {moves}")
MOVE = Text("第 {step} 步 {who} 由 {here} 搬到 {there}", "step {step}: {who} from {here} to {there}")
MORE = Text("……共 {count} 步", "… {count} steps in all")
NO_ROOM = Text("(无)", "(none)")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ScenarioCases:
    """What came of it: cases opened now, cases that were there, and the moves of the scenario that end no finding.

    ``case`` is that of the scenario, whose people the moves are of.
    """

    opened: tuple[CaseView, ...]
    already_open: tuple[CaseView, ...]
    other_moves: tuple[Json, ...]
    case: Case


def open_scenario_cases(
    occupancy: Occupancy, scenario_id: str, changes: Mapping[str, Any], *, role: Role, tongue: Tongue
) -> ScenarioCases:
    """Open a case for every room or person over entitlement today and not after the scenario; all of them or none.

    ``changes`` are way, owner and deadline of the new cases. Findings with a case that is not closed are left alone.
    Raises ``scenario-not-done``, ``scenario-not-lawful``, ``scenario-outdated`` or ``case-incomplete``.
    """
    record, day, now = get_record(occupancy.database, scenario_id), today(), datetime.now(UTC)
    if record.result is None:
        raise ConflictError("scenario-not-done", NOT_DONE.format(name=record.name, status=record.status))
    if not record.feasible:
        raise ConflictError("scenario-not-lawful", NOT_LAWFUL.format(name=record.name))
    stands, inputs = occupancy.stands(day), occupancy.inputs(day)
    kept = kept_case(occupancy.database, record)
    before = situation_of(occupancy.database, kept)
    changed = changes_since(occupancy, replace(record.baseline, as_of=day))
    if changed or before is None:
        said = changed or (EARLIER,)
        why = Text("".join(one.zh for one in said), " ".join(one.en for one in said))
        raise ConflictError("scenario-outdated", _both(OUTDATED, name=record.name, why=why))
    case, moves = laid_out(kept.case, record.result.get("joined", ())), record.result["moves"]
    after = situation_after(before, case, Scenario("own", record.result["assignments"]))
    place = {one.id: one for one in (*case.places, *case.joined)}
    new, old, ending = [], [], set()
    with occupancy.database.write() as session:
        over = findings.every(session, stands.position, Filter(codes=(CODE,), outcomes=("over",)))
        for finding in _ended(over, before, after):
            mine = [n for n, move in enumerate(moves) if _belongs(move, finding, place)]
            ending.update(mine)
            other = cases.not_closed_for(session, finding.id)
            if other is not None:
                old.append(CaseView(other, late(other, day)))
                continue
            told = [moves[n] for n in mine]
            numbers = {who: occupant.number or who for who, occupant in inputs.roster.roster.occupant.items()}
            details: Json = {
                "note": pick(_words(record.name, told, place, numbers), tongue),
                "scenario": {"id": record.id, "name": record.name, "moves": told},
            }
            new.append(opened(session, inputs, finding, dict(changes), details=details, role=role, now=now, day=day))
    others = tuple(move for n, move in enumerate(moves) if n not in ending)
    return ScenarioCases(tuple(new), tuple(old), others, case)


def _ended(over: Iterable[FindingRecord], before: Situation, after: Situation) -> Iterator[FindingRecord]:
    """Yield the findings about rooms and people of the scenario that are gone, or within, when all moves are made."""
    for finding in over:
        scope, subject = finding.fields["scope"], finding.fields["subject"]
        if subject not in (before.rooms if scope == "space" else before.occupants):
            continue  # of another building
        judge = room_over_entitlement if scope == "space" else person_over_entitlement
        then = judge(after, subject)
        if then is None or then.outcome in ENDED:
            yield finding


def _belongs(move: Json, finding: FindingRecord, place: Mapping[str, Place]) -> bool:
    """Return whether a move is of somebody, or into or out of a room, that a finding is about."""
    rooms = {room for end in (move["from"], move["to"]) for room in (end, *_members(end, place))}
    fields = finding.fields
    return move["occupant"] in fields["occupant_ids"] or not rooms.isdisjoint(fields["space_ids"])


def _members(room: str, place: Mapping[str, Place]) -> tuple[str, ...]:
    return place[room].members if room in place else ()


def _words(name: str, moves: Sequence[Json], place: Mapping[str, Place], numbers: Mapping[str, str]) -> Text:
    """Return the moves in words; people by their staff numbers, or ids where the roster has none."""

    def room(id_: str) -> Text:
        known = place.get(id_)
        called = f"{known.storey} {known.number or known.name}" if known else id_
        return Text(called, called) if id_ else NO_ROOM

    told = [
        _both(
            MOVE,
            step=move["step"],
            who=numbers.get(move["occupant"], move["occupant"]),
            here=room(move["from"]),
            there=room(move["to"]),
        )
        for move in moves[:LISTED]
    ]
    if len(moves) > LISTED:
        told.append(MORE.format(count=len(moves)))
    joined = Text(";".join(one.zh for one in told), "; ".join(one.en for one in told))
    return _both(WORDS, name=name, moves=joined)


def _both(text: Text, **values: object) -> Text:
    """Return ``text`` with its values, those in two languages each in its own."""

    def spelt(tongue: Tongue) -> dict[str, object]:
        return {name: pick(value, tongue) if isinstance(value, Text) else value for name, value in values.items()}

    return Text(text.zh.format(**spelt("zh")), text.en.format(**spelt("en")))
