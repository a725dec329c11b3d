"""Over entitlement: a room against the limits of all who work in it, a person over all rooms against their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geometry.finding import Text
from service.allocation.entitlement.offices import (
    judged_by_person,
    own_offices,
    parts_of_room,
    workers,
)
from service.allocation.entitlement.sentences import rooms_text
from service.allocation.entitlement.suites import is_side_room, suite_of
from service.allocation.entitlement.verdict import NO_SHARING, NOT_ENTITLED, Judged, judge
from service.allocation.findings import OccupancyFinding, Scope
from service.allocation.rooms import Room
from service.allocation.situation import Situation, Use

SHARES_UNKNOWN = Text(
    "合用人的份额无法计算(份额之和超过房间,或有人的职级不在标准中)",
    "the shares of the people in a room cannot be worked out (they add up to more than the room, or someone's level is "
    "not in the policy)",
)
NO_SUCH_ROOM = Text(
    "名册中的房间 {room} 在建筑模型中不存在,不能判定;请核对房间号。",
    "The room {room} of the roster is not in the building, so there is no verdict. Check its number.",
)


def room_over_entitlement(s: Situation, space_id: str) -> OccupancyFinding | None:
    """Return the verdict on a room: its area, with what lies behind its door, against Σ of the limits of its people.

    None where nobody works in it, or where its people are judged one by one.
    """
    users = workers(s, space_id)
    if not users or not any(use.is_own or (use.clock and not use.overdue) for use in users):
        return None
    if judged_by_person(s, space_id) or is_side_room(s, space_id):
        return None
    if len(users) == 1 and len(own_offices(s, users[0].assignment.occupant_id)) > 1:
        return None
    suite = suite_of(s, space_id)
    forbids = NOT_ENTITLED if any(use.may_not for use in users) else None
    if len(users) > 1 and s.policy.rules.share is None:
        forbids = NO_SHARING
    rooms = rooms_text([suite.office], [part.room for part in suite.parts])
    judged = judge(s.policy, rooms, suite.pieces, [use.entitlement for use in users], forbids=forbids)
    return _finding(
        s,
        "space",
        space_id,
        users,
        [suite.office, *(p.room for p in suite.parts)],
        judged,
        _shares(s, space_id, judged),
    )


def person_over_entitlement(s: Situation, occupant_id: str) -> OccupancyFinding | None:
    """Return the verdict on a person whose rooms have to be added up, None where each room is judged by itself."""
    gone = [use for use in s.uses_of_occupant(occupant_id) if use.is_office and use.space_id not in s.rooms]
    if gone:
        rooms = [use.space_id for use in gone]
        judged = Judged("not-decided", NO_SUCH_ROOM.format(room=", ".join(rooms)))
        return _finding(s, "occupant", occupant_id, gone[:1], [], judged, {"missing_spaces": rooms})
    uses = own_offices(s, occupant_id)
    if not uses or not (len(uses) > 1 or any(judged_by_person(s, use.space_id) for use in uses)):
        return None
    pieces: list[tuple[Room, float]] = []
    behind: list[Room] = []
    forbids: Text | None = None
    for use in uses:
        suite = suite_of(s, use.space_id)
        parts = parts_of_room(s, use.space_id)
        if parts is None:
            forbids = NO_SHARING if s.policy.rules.share is None else SHARES_UNKNOWN
        part = parts[occupant_id] if parts else 0.0
        pieces += [(room, factor * part) for room, factor in suite.pieces]
        behind += [side.room for side in suite.parts]
    offices = [s.rooms[use.space_id] for use in uses]
    judged = judge(s.policy, rooms_text(offices, behind), pieces, [uses[0].entitlement], forbids=forbids)
    shares = {"space_shares": [{"space": room.id, "share": share} for room, share in pieces]}
    return _finding(s, "occupant", occupant_id, uses[:1], [*offices, *behind], judged, shares)


def _shares(s: Situation, space_id: str, judged: Judged) -> dict[str, Any]:
    parts = parts_of_room(s, space_id) if judged.area_m2 is not None else None
    return {"parts": parts} if parts and len(parts) > 1 else {}


def _finding(
    s: Situation,
    scope: Scope,
    subject: str,
    users: Sequence[Use],
    rooms: Sequence[Room],
    judged: Judged,
    more: dict[str, Any],
) -> OccupancyFinding:
    parts = more.pop("parts", {})
    people = []
    for use in users:
        row: dict[str, Any] = {
            "id": use.assignment.occupant_id,
            "post_level": use.entitlement.level,
            "entitlement_m2": use.entitlement.limit_m2,
        }
        if use.assignment.occupant_id in parts and judged.area_m2 is not None:
            row["part_m2"] = judged.area_m2 * parts[use.assignment.occupant_id]
        if use.entitlement.why:
            row["why"] = use.entitlement.why
        people.append(row)
    unit = users[0].org_unit
    return OccupancyFinding(
        "over-entitlement",
        judged.outcome,
        scope,
        subject,
        judged.reason,
        judged.severity,
        clause_of(s, users),
        s.policy.label,
        space_ids=tuple([room.id for room in rooms]),
        occupant_ids=tuple([use.assignment.occupant_id for use in users]),
        org_unit_id=unit.id if unit else "",
        area_m2=judged.area_m2,
        standard_uncertainty_m2=judged.u_m2,
        entitlement_m2=judged.entitlement_m2,
        excess_m2=judged.excess_m2,
        excess_of_entitlement=judged.excess_of_entitlement,
        evidence={"occupants": people, **judged.evidence, **more},
    )


def clause_of(s: Situation, users: Sequence[Use]) -> str:
    """Return the clauses behind the limits of people, each once."""
    clauses = dict.fromkeys([use.entitlement.clause for use in users if use.entitlement.clause])
    if clauses:
        return "; ".join(clauses)
    rule = s.policy.rules.verdict
    return s.policy.clause(rule) if rule else ""
