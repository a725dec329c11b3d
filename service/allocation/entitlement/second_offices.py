"""How many offices a person has: one at the main post, a second only with approval and smaller than the standard."""

from __future__ import annotations

from geometry.finding import Text
from service.allocation.entitlement.offices import own_offices, real_offices
from service.allocation.entitlement.sentences import filled, label, listed, number, rooms_text, uncertainty
from service.allocation.entitlement.suites import suite_of
from service.allocation.entitlement.verdict import judge, summed
from service.allocation.findings import OccupancyFinding, Outcome
from service.allocation.policy import Entitlement
from service.allocation.situation import Situation, Use

SEVERAL = Text(
    "同一人使用 {count} 间办公室({rooms}),按规定只能有 {allowed} 间;请腾退其余房间或补办批准。",
    "One person has {count} offices ({rooms}) where {allowed} is allowed. Give the others back, or have a second one "
    "approved.",
)
NOT_APPROVED = Text(
    "{rooms} 作为第二办公室使用,没有批准文号;须经严格审批。",
    "{rooms} is used as a second office, and no approval is recorded. It needs one.",
)
NO_SECOND_POST = Text(
    "{rooms} 作为第二办公室使用,而名册中没有兼任职务,不能判定;请补充兼任职务。",
    "{rooms} is used as a second office, and the roster gives the occupant no second post. Add it.",
)
NOT_SMALLER = Text(
    "{rooms} 作为第二办公室 {area} m²{u},应小于核定的 {limit} m²。",
    "{rooms}: a second office of {area} m²{u}, which has to be smaller than the standard of {limit} m².",
)
SMALLER = Text(
    "{rooms} 作为第二办公室 {area} m²{u},小于核定的 {limit} m²。",
    "{rooms}: a second office of {area} m²{u}, smaller than the standard of {limit} m².",
)


def several_offices(s: Situation, occupant_id: str) -> OccupancyFinding | None:
    """Return a finding where a person has more offices than the policy allows, approved second ones apart."""
    rule = s.policy.rules.offices
    if rule is None or not s.policy.applies(rule, s.day):
        return None
    second = tuple(use for use in s.uses_of_occupant(occupant_id) if _is_kept_second(use) and use.space_id in s.rooms)
    approved = tuple(use for use in second if use.is_approved_second)
    own = real_offices(s, own_offices(s, occupant_id))
    plain = tuple(use for use in own if use.assignment.purpose != "second-office")
    if len(plain) <= rule.max_offices and len(second) <= rule.approved_extra:
        return None
    uses = tuple(dict.fromkeys((*plain, *second)))
    rooms = [s.rooms[use.space_id] for use in uses]
    allowed = rule.max_offices + min(len(approved), rule.approved_extra)
    pieces = [piece for use in uses for piece in suite_of(s, use.space_id).pieces]
    total = summed(pieces)
    return OccupancyFinding(
        "several-offices",
        "violation",
        "occupant",
        occupant_id,
        filled(SEVERAL, count=len(uses), rooms=listed([label(room) for room in rooms]), allowed=allowed),
        "high",
        s.policy.clause(rule),
        s.policy.label,
        space_ids=tuple(room.id for room in rooms),
        occupant_ids=(occupant_id,),
        org_unit_id=uses[0].org_unit.id if uses[0].org_unit else "",
        area_m2=None if total.missing else total.area_m2,
        standard_uncertainty_m2=total.u_m2,
        entitlement_m2=uses[0].entitlement.limit_m2,
        evidence={"offices": len(uses), "allowed": allowed, "approved_second_offices": len(approved)},
    )


def second_office_not_smaller(s: Situation, use: Use) -> OccupancyFinding | None:
    """Return the verdict on one second office: approved, kept for a second post, smaller than the standard."""
    if not _is_kept_second(use):
        return None
    rule = s.policy.rules.offices
    room = s.rooms.get(use.space_id)
    if rule is None or room is None or not s.policy.applies(rule, s.day):
        return None
    assert use.occupant
    suite = suite_of(s, room.id)
    name = rooms_text([room], [part.room for part in suite.parts])
    if not use.assignment.approval:
        return _second(s, use, "violation", filled(NOT_APPROVED, rooms=name))
    posts = use.occupant.posts_on(s.day)
    if len(posts) < 2:
        return _second(s, use, "not-decided", filled(NO_SECOND_POST, rooms=name))
    there = next((post for post in posts if post.org_unit_id == use.assignment.org_unit_id), None)
    limit = s.entitlement_of(there) if there else use.entitlement
    judged = judge(s.policy, name, suite.pieces, [limit])
    if judged.area_m2 is None or judged.entitlement_m2 is None:
        return _second(s, use, "not-decided", judged.reason, limit)
    words = {
        "rooms": name,
        "area": number(judged.area_m2),
        "u": uncertainty(judged.u_m2),
        "limit": number(judged.entitlement_m2),
    }
    equal = abs(judged.area_m2 - judged.entitlement_m2) < 0.005 and not judged.u_m2
    if judged.outcome == "over" or (equal and rule.extra_smaller_than_entitlement):
        return _second(s, use, "over", filled(NOT_SMALLER, **words), limit)
    if judged.outcome == "within":
        return _second(s, use, "within", filled(SMALLER, **words), limit)
    return _second(s, use, "not-decided", judged.reason, limit)


def _is_kept_second(use: Use) -> bool:
    return use.assignment.purpose == "second-office" and use.is_office and use.clock is None and not use.may_not


def _second(
    s: Situation, use: Use, outcome: Outcome, reason: Text, limit: Entitlement | None = None
) -> OccupancyFinding:
    rule = s.policy.rules.offices
    assert rule
    suite = suite_of(s, use.space_id)
    total = summed(suite.pieces)
    limit = limit or use.entitlement
    known = None if total.missing else total.area_m2
    excess = max(0.0, known - limit.limit_m2) if known is not None and limit.limit_m2 is not None else None
    return OccupancyFinding(
        "second-office-not-smaller",
        outcome,
        "assignment",
        f"{use.space_id}/{use.assignment.occupant_id}",
        reason,
        {"over": "medium", "violation": "high", "within": "none"}.get(outcome, "low"),  # type: ignore[arg-type]
        s.policy.clause(rule),
        s.policy.label,
        space_ids=tuple(room.id for room, _ in suite.pieces),
        occupant_ids=(use.assignment.occupant_id,),
        org_unit_id=use.org_unit.id if use.org_unit else "",
        area_m2=known,
        standard_uncertainty_m2=total.u_m2,
        entitlement_m2=limit.limit_m2,
        excess_m2=excess,
        excess_of_entitlement=excess / limit.limit_m2 if excess is not None and limit.limit_m2 else None,
        evidence={"approval": use.assignment.approval, "post_level": limit.level},
    )
