"""What the door rule adds to an office, and whether its occupant may have the toilet behind it."""

from __future__ import annotations

import re
from typing import Any

from geometry.finding import Text
from service.allocation.entitlement.offices import workers
from service.allocation.entitlement.sentences import filled, label, listed, number, rooms_text
from service.allocation.entitlement.suites import Suite, suite_of
from service.allocation.entitlement.verdict import judge, summed
from service.allocation.findings import OccupancyFinding, Outcome, Severity
from service.allocation.policy import Entitlement
from service.allocation.policy_rules import Toilet
from service.allocation.situation import Situation, Use

ADDS = Text(
    "{office} 门内还有 {behind},共 {area} m²,只能由该室进入,以门为界计入该室。",
    "Behind the door of {office} lie {behind}, {area} m² in all, reached only through it: they count to it.",
)
NOT_ALLOWED = Text(
    "使用人的职务不得设独立卫生间({toilet} {area} m²)。",
    " The occupant's post may not have a toilet of its own ({toilet}, {area} m²).",
)
TOO_LARGE = Text(
    "独立卫生间 {toilet} {area} m²,超过 {limit} m²。", " The toilet {toilet} has {area} m², more than {limit} m²."
)
WHO = Text(
    "只有市、县党政正职可设独立卫生间,名册中的职务不能说明;请补充职务。",
    " Of this level only the heads of party and government may have a toilet, and the roster does not give the title.",
)
SIZE = Text(
    "独立卫生间 {toilet} 是否超过 {limit} m² 不能判定;请复测。",
    " Whether the toilet {toilet} has more than {limit} m² is not decided. Measure it again.",
)
_PARTS_OF_TITLE = re.compile(r"[、,,;;/兼]|\s")
UNKNOWN = "?"


def private_suite(s: Situation, space_id: str) -> OccupancyFinding | None:
    """Return what lies behind the door of an office that is in use: noted, or a fault if it is a toilet."""
    if space_id not in s.behind:
        return None
    users = workers(s, space_id)
    rule = s.policy.rules.door
    if not users or rule is None:
        return None
    suite = suite_of(s, space_id)
    if not suite.parts:
        return None
    outcome, remarks, clause = _toilets(s, suite, users)
    rooms = [part.room for part in suite.parts]
    total = summed(suite.pieces[1:])
    area = None if total.missing else total.area_m2
    severity: dict[Outcome, Severity] = {"violation": "medium", "over": "medium", "not-decided": "low"}
    words = {
        "office": rooms_text([suite.office]),
        "behind": listed([f"{label(room)} {room.name}".strip() for room in rooms]),
        "area": UNKNOWN if area is None else number(area),
    }
    reason = filled(ADDS, **words)
    adds: list[dict[str, Any]] = [
        {
            "space": part.room.id,
            "number": part.room.number,
            "kind": part.kind or part.room.use,
            "area_m2": part.room.net_area_m2,
            "share": part.factor,
        }
        for part in suite.parts
    ]
    unit = users[0].org_unit
    return OccupancyFinding(
        "private-suite",
        outcome,
        "space",
        space_id,
        Text(reason.zh + "".join(r.zh for r in remarks), reason.en + "".join(r.en for r in remarks)),
        severity.get(outcome, "none"),
        "; ".join([s.policy.clause(rule), *clause]),
        s.policy.label,
        space_ids=(space_id, *(room.id for room in rooms)),
        occupant_ids=tuple(use.assignment.occupant_id for use in users),
        org_unit_id=unit.id if unit else "",
        area_m2=area,
        standard_uncertainty_m2=total.u_m2,
        evidence={"adds": adds},
    )


def _toilets(s: Situation, suite: Suite, users: tuple[Use, ...]) -> tuple[Outcome, list[Text], list[str]]:
    rule = s.policy.rules.toilet
    toilets = [part for part in suite.parts if part.kind == "toilet"]
    if rule is None or not toilets or not s.policy.applies(rule, s.day):
        return "noted", [], []
    may = [_may_have_toilet(rule, use, s) for use in users]
    limit = Entitlement(rule.max_m2, "", Text("", ""), "")
    outcomes: set[Outcome] = set()
    remarks: list[Text] = []
    for part in toilets:
        words = {"toilet": label(part.room), "limit": number(rule.max_m2)}
        area = part.room.net_area_m2
        words["area"] = UNKNOWN if area is None else number(area)
        if rule.others_may_not and True not in may:
            unsure = None in may
            outcomes.add("not-decided" if unsure else "violation")
            remarks.append(WHO if unsure else NOT_ALLOWED.format(**words))
        size = judge(s.policy, Text("", ""), [(part.room, 1.0)], [limit]).outcome
        if size in ("over", "not-decided"):
            outcomes.add(size)
            remarks.append((TOO_LARGE if size == "over" else SIZE).format(**words))
    ranked: tuple[Outcome, ...] = ("violation", "over", "not-decided")
    worst: Outcome = next((outcome for outcome in ranked if outcome in outcomes), "noted")
    return worst, remarks, [s.policy.clause(rule)]


def _may_have_toilet(rule: Toilet, use: Use, s: Situation) -> bool | None:
    """Return whether an occupant's post may have a toilet; None where only the missing title could tell."""
    if use.entitlement.level in rule.eligible:
        return True
    if use.entitlement.level not in rule.eligible_by_title:
        return None if use.entitlement.why in ("no-level", "unknown-level") else False
    post = use.occupant.last_main_post(s.day) if use.occupant else None
    if post is None or not post.title:
        return None
    parts = [part for part in _PARTS_OF_TITLE.split(post.title) if part]
    return any(part.endswith(rule.titles) and "副" not in part for part in parts)
