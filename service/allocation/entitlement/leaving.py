"""Offices to be given back: after a transfer, a retirement or the loss of a second post, when the clock has run out."""

from __future__ import annotations

from geometry.finding import Text
from service.allocation.clocks import Cause
from service.allocation.entitlement.offices import parts_of_room
from service.allocation.entitlement.sentences import day_text, days, filled, number, rooms_text
from service.allocation.entitlement.suites import suite_of
from service.allocation.entitlement.verdict import summed
from service.allocation.findings import OccupancyFinding
from service.allocation.situation import Situation, Use

OVERDUE = Text(
    "{rooms} {area} m²:使用人{cause}({since}),应于 {last_day} 前腾退,已逾期 {days}。",
    "{rooms}, {area} m²: the occupant {cause} ({since}); it was to be given back by {last_day}, {days} ago.",
)
DUE = Text(
    "{rooms} {area} m²:使用人{cause}({since}),应于 {last_day} 前腾退,还有 {days}。",
    "{rooms}, {area} m²: the occupant {cause} ({since}); it is to be given back by {last_day}, in {days}.",
)
TEMPORARY = Text(
    "{rooms} {area} m²:退休后因专项工作临时使用,所用标准没有期限;请核对批准期限。",
    "{rooms}, {area} m²: lent for a special task after retirement; the policy sets no term. Check the approval.",
)
CAUSES: dict[Cause, Text] = {
    "retirement": Text("已退休", "has retired"),
    "leaving": Text("已离开本系统", "has left the service"),
    "transfer": Text("已调离该单位", "has been transferred"),
    "second-post": Text("已不再兼任该职务", "no longer holds the second post"),
    "temporary-office": Text("已退休,房间为临时使用", "has retired and the room was lent for a time"),
}
UNKNOWN = "?"


def kept_after_leaving(s: Situation, use: Use) -> OccupancyFinding | None:
    """Return the finding on an office to be given back: ``due`` until the last day, then a violation."""
    clock = use.clock
    if clock is None and not _is_lent_after_leaving(s, use):
        return None
    rule = s.policy.rules.leaving
    if rule is None or use.space_id not in s.rooms or not s.policy.applies(rule, s.day):
        return None
    suite = suite_of(s, use.space_id)
    parts = parts_of_room(s, use.space_id)
    part = parts.get(use.assignment.occupant_id) if parts else None
    total = summed([(room, factor * (part if part is not None else 1.0)) for room, factor in suite.pieces])
    area = None if total.missing else total.area_m2
    words = {
        "rooms": rooms_text([suite.office], [side.room for side in suite.parts]),
        "area": UNKNOWN if area is None else number(area),
    }
    overdue = clock.overdue_days(s.day) if clock else 0
    if clock is None:
        reason = filled(TEMPORARY, **words)
    else:
        words |= {"cause": CAUSES[clock.cause], "since": day_text(clock.since), "last_day": day_text(clock.last_day)}
        reason = filled(OVERDUE if use.overdue else DUE, days=days(abs(overdue)), **words)
    return OccupancyFinding(
        "kept-after-leaving",
        "noted" if clock is None else "violation" if use.overdue else "due",
        "assignment",
        f"{use.space_id}/{use.assignment.occupant_id}",
        reason,
        "high" if use.overdue else "low",
        s.policy.clause(rule),
        s.policy.label,
        space_ids=tuple(room.id for room, _ in suite.pieces),
        occupant_ids=(use.assignment.occupant_id,),
        org_unit_id=use.org_unit.id if use.org_unit else "",
        area_m2=area,
        standard_uncertainty_m2=total.u_m2,
        entitlement_m2=0.0 if use.overdue else use.entitlement.limit_m2,
        excess_m2=area if use.overdue else None,
        evidence={}
        if clock is None
        else {
            "cause": clock.cause,
            "since": day_text(clock.since),
            "last_day": day_text(clock.last_day),
            "months": clock.months,
            "overdue_days": overdue,
        },
    )


def _is_lent_after_leaving(s: Situation, use: Use) -> bool:
    if use.assignment.purpose != "temporary-office" or use.occupant is None:
        return False
    gone = use.occupant.gone_on
    return gone is not None and s.day > gone
