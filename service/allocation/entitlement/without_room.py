"""People who have a post and no room."""

from __future__ import annotations

from geometry.finding import Text
from service.allocation.entitlement.sentences import filled
from service.allocation.findings import OccupancyFinding
from service.allocation.situation import Situation

NO_ROOM = Text(
    "{unit} 有一人在岗,没有分配办公室{limit}。",
    "{unit} has one person in post without a room{limit}.",
)
LIMIT = Text("(核定 {limit:.2f} m²)", " (entitled to {limit:.2f} m²)")


def no_room(s: Situation, occupant_id: str) -> OccupancyFinding | None:
    """Return a finding on a person in post who has no office; people on loan elsewhere and support staff need none."""
    if any(use.is_office for use in s.uses_of_occupant(occupant_id)):
        return None
    rule = s.policy.rules.allocation
    person = s.occupants[occupant_id]
    post = person.main_post_on(s.day)
    if rule is None or post is None or not s.policy.applies(rule, s.day) or person.lent_on(s.day):
        return None
    unit = s.org_units.get(post.org_unit_id)
    bodies = s.policy.rules.bodies
    if (
        unit
        and bodies
        and s.policy.applies(bodies, s.day)
        and unit.kind in (*bodies.may_not, *bodies.only_with_approval)
    ):
        return None
    limit = s.entitlement_of(post)
    if limit.why == "support-staff":
        return None
    name = unit.name if unit else post.org_unit_id
    stated = Text("", "") if limit.limit_m2 is None else LIMIT.format(limit=limit.limit_m2)
    return OccupancyFinding(
        "no-room",
        "noted",
        "occupant",
        occupant_id,
        filled(NO_ROOM, unit=name, limit=stated),
        "low",
        s.policy.clause(rule),
        s.policy.label,
        occupant_ids=(occupant_id,),
        org_unit_id=post.org_unit_id,
        entitlement_m2=limit.limit_m2,
        evidence={"post_level": limit.level},
    )
