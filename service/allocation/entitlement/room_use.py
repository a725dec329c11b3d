"""What rooms are used for: another purpose than theirs, a body that may not be there, nobody at all."""

from __future__ import annotations

from collections.abc import Mapping

from geometry.finding import Text
from geometry.plan import Use as RoomUse
from service.allocation.entitlement.sentences import filled, number, rooms_text
from service.allocation.entitlement.suites import is_side_room
from service.allocation.findings import OccupancyFinding, Scope
from service.allocation.people import OFFICE_PURPOSES, Purpose
from service.allocation.policy_rules import Cited
from service.allocation.rooms import Room
from service.allocation.situation import Situation, Use

# The uses of rooms in which each purpose is at home; "other" is a room whose use nobody knows.
AT_HOME: dict[Purpose, frozenset[RoomUse]] = {
    "office": frozenset({"office", "other"}),
    "second-office": frozenset({"office", "other"}),
    "temporary-office": frozenset({"office", "other"}),
    "meeting": frozenset({"service", "other"}),
    "reception": frozenset({"service", "other"}),
    "archive": frozenset({"service", "technical", "other"}),
    "storage": frozenset({"service", "other"}),
    "service": frozenset({"service", "ancillary", "other"}),
    "equipment": frozenset({"equipment", "other"}),
    "lodging": frozenset(),
    "business": frozenset(),
    "other": frozenset({"other"}),
}
USES: dict[RoomUse, Text] = {
    "office": Text("办公室", "an office"),
    "service": Text("服务用房", "a service room"),
    "equipment": Text("设备用房", "an equipment room"),
    "ancillary": Text("附属用房", "an ancillary room"),
    "technical": Text("技术业务用房", "a technical room"),
    "circulation": Text("交通空间", "circulation"),
    "other": Text("用途不明的房间", "a room of unknown use"),
    "not-a-room": Text("非房间", "no room"),
}
PURPOSES: dict[Purpose, Text] = {
    "office": Text("办公室", "as an office"),
    "second-office": Text("第二办公室", "as a second office"),
    "temporary-office": Text("临时办公室", "as a temporary office"),
    "meeting": Text("会议室", "for meetings"),
    "reception": Text("接待室", "for receptions"),
    "archive": Text("档案室", "as an archive"),
    "storage": Text("储藏室", "as a store"),
    "service": Text("服务用房", "as a service room"),
    "equipment": Text("设备用房", "for equipment"),
    "lodging": Text("住宿", "for lodging"),
    "business": Text("出租、出借或经营", "by others or for business"),
    "other": Text("其他用途", "for something else"),
}
OTHER_USE = Text(
    "{rooms} 按核定是{use},现用于{purpose};不得擅自改变使用功能。",
    "{rooms} is {use} and is used {purpose}. Its function may not be changed without approval.",
)
MAY_NOT = Text(
    "{rooms} 由不得占用机关办公用房的单位使用({kind});应当腾退。",
    "{rooms} is used by a body that may not occupy offices of organs ({kind}). It has to leave.",
)
NEEDS_APPROVAL = Text(
    "{rooms} 由{kind}使用,没有批准文号;应当腾退,或经批准有偿使用。",
    "{rooms} is used by a body ({kind}) that needs an approval to be there, and none is recorded.",
)
VACANT = Text("{rooms} {area}没有使用人。", "{rooms}{area} has no occupant.")
VACANT_AREA = Text("{area} m²,", ", {area} m²,")
KINDS: dict[str, Text] = {
    "institution-2": Text("公益二类事业单位", "public institution, class two"),
    "institution-business": Text("生产经营类事业单位", "business institution"),
    "enterprise": Text("企业", "enterprise"),
    "association": Text("协会学会", "association"),
}


def other_use(s: Situation, use: Use) -> OccupancyFinding | None:
    """Return a finding where a room is used for a purpose that its use does not allow and nobody approved."""
    purpose = use.assignment.purpose
    room = s.rooms.get(use.space_id)
    if room is None or room.use in AT_HOME[purpose] or use.clock is not None:
        return None
    rule = s.policy.rules.use
    if rule is None or not s.policy.applies(rule, s.day) or (rule.approval_allows and use.assignment.approval):
        return None
    if purpose in OFFICE_PURPOSES and use.occupant is not None and is_side_room(s, room.id):
        return None  # a rest room or store behind the office counts to it instead
    reason = filled(OTHER_USE, rooms=rooms_text([room]), use=USES[room.use], purpose=PURPOSES[purpose])
    return _of_use(s, "other-use", use, room, reason, rule, {"use": room.use, "purpose": purpose})


def not_entitled_body(s: Situation, use: Use) -> OccupancyFinding | None:
    """Return a finding where a room is used by a body that may not, or only with an approval it does not have."""
    if not use.may_not:
        return None
    rule = s.policy.rules.bodies
    room = s.rooms.get(use.space_id)
    if rule is None or room is None or use.org_unit is None:
        return None
    kind = use.org_unit.kind
    sentence = MAY_NOT if kind in rule.may_not else NEEDS_APPROVAL
    reason = filled(sentence, rooms=rooms_text([room]), kind=KINDS.get(kind, Text(kind, kind)))
    return _of_use(s, "not-entitled-body", use, room, reason, rule, {"kind": kind})


def vacant(s: Situation, space_id: str) -> OccupancyFinding | None:
    """Return a finding on an office in which nobody works and which belongs to no suite."""
    rule = s.policy.rules.allocation
    room = s.rooms[space_id]
    uses = s.uses_of_room(space_id)
    if rule is None or room.use != "office":
        return None
    if any(u.occupant is not None or u.may_not or u.assignment.purpose not in OFFICE_PURPOSES for u in uses):
        return None
    if s.kind(space_id) or is_side_room(s, space_id) or not s.policy.applies(rule, s.day):
        return None
    area = "" if room.net_area_m2 is None else filled(VACANT_AREA, area=number(room.net_area_m2))
    unit = next((use.org_unit for use in uses if use.org_unit), None)
    return OccupancyFinding(
        "vacant",
        "noted",
        "space",
        space_id,
        filled(VACANT, rooms=rooms_text([room]), area=area),
        "low",
        s.policy.clause(rule),
        s.policy.label,
        space_ids=(space_id,),
        org_unit_id=unit.id if unit else "",
        area_m2=room.net_area_m2,
        standard_uncertainty_m2=room.standard_uncertainty_m2,
    )


def _of_use(
    s: Situation, code: str, use: Use, room: Room, reason: Text, rule: Cited, evidence: Mapping[str, str]
) -> OccupancyFinding:
    scope: Scope = "assignment"
    who = use.assignment.occupant_id or (use.org_unit.id if use.org_unit else "")
    return OccupancyFinding(
        code,  # type: ignore[arg-type]
        "violation",
        scope,
        f"{room.id}/{who}",
        reason,
        "high" if code == "not-entitled-body" else "medium",
        s.policy.clause(rule),
        s.policy.label,
        space_ids=(room.id,),
        occupant_ids=(use.assignment.occupant_id,) if use.occupant else (),
        org_unit_id=use.org_unit.id if use.org_unit else "",
        area_m2=room.net_area_m2,
        standard_uncertainty_m2=room.standard_uncertainty_m2,
        evidence=evidence,
    )
