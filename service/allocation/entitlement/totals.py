"""Totals: office, service and equipment area against the approved staffing, for an org unit, an organ or a building.

Approved: A = Σ posts × limit, B = posts × service area a post (formula of the organ), equipment = 9 % of the *approved*
A + B. All usable area in m²; leased rooms count like any other. Where a rule leaves a range, there are two totals and a
verdict only if both agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum
from typing import Any

from geometry.decision import decide
from geometry.finding import Text
from service.allocation.entitlement.offices import parts_of_room, workers
from service.allocation.entitlement.sentences import filled, number, percent, uncertainty
from service.allocation.entitlement.suites import is_side_room, suite_of
from service.allocation.entitlement.verdict import uncertainty_of_sum
from service.allocation.findings import OccupancyFinding, Outcome, Severity
from service.allocation.people import OrgUnit
from service.allocation.situation import Situation, Use

CLASSES = ("office", "service", "equipment")
OVER = Text(
    "{unit} 办公室、服务用房和设备用房共 {area} m²{u},按编制 {staff} 人核定 {limit} m²,超 {excess} m²{share}。",
    "{unit}: office, service and equipment rooms of {area} m²{u}, {limit} m² approved for {staff} posts, {excess} m² "
    "over{share}.",
)
WITHIN = Text(
    "{unit} 办公室、服务用房和设备用房共 {area} m²{u},按编制 {staff} 人核定 {limit} m²,未超标。",
    "{unit}: office, service and equipment rooms of {area} m²{u}, {limit} m² approved for {staff} posts, not over.",
)
BETWEEN = Text(
    "{unit} 办公室、服务用房和设备用房共 {area} m²{u},按编制 {staff} 人核定 {least} 至 {most} m²,不能判定。",
    "{unit}: office, service and equipment rooms of {area} m²{u}, {least} to {most} m² approved for {staff} posts, not "
    "decided.",
)
NOT_DECIDED = Text(
    "{unit} 办公室、服务用房和设备用房共 {area} m²{u}:{why},不能判定。",
    "{unit}: office, service and equipment rooms of {area} m²{u}, not decided, because {why}.",
)
OFFICES_ALONE = Text("其中办公室超 {excess} m²。", " The offices alone are {excess} m² over.")
NO_STAFFING = Text("名册中没有编制", "the roster gives no approved staffing")
NO_LIMIT = Text("编制中有标准没有规定的职级", "the staffing has levels for which the policy gives no limit")
NO_FORMULA = Text("所用标准没有该级机关的服务用房指标", "the policy has no service area for organs of this level")
UNMEASURED = Text("有房间没有面积", "some rooms have no area")
OTHER_BASIS = Text("有房间的面积不是本标准所指的使用面积", "some areas are not the usable area this standard means")


@dataclass(frozen=True, slots=True)
class Amount:
    """What is in use: m² by class, of these leased, with the uncertainty of the sum; rooms without an area apart."""

    office_m2: float = 0.0
    service_m2: float = 0.0
    equipment_m2: float = 0.0
    leased_m2: float = 0.0
    u_m2: float | None = None
    unmeasured: tuple[str, ...] = ()
    other_basis: tuple[str, ...] = ()

    @property
    def total_m2(self) -> float:
        """Return the sum of the three classes (基本办公用房)."""
        return fsum((self.office_m2, self.service_m2, self.equipment_m2))


@dataclass(frozen=True, slots=True)
class Approved:
    """What the approved staffing allows: m² by class, the service area with its least and greatest value."""

    staff: int
    office_m2: float
    service_least_m2: float
    service_most_m2: float
    equipment_share: float
    clauses: tuple[str, ...]

    def total_m2(self, service_m2: float) -> float:
        """Return A + B + 9 % of (A + B) for a service area B in m²."""
        return (self.office_m2 + service_m2) * (1 + self.equipment_share)

    @property
    def ends_m2(self) -> tuple[float, float]:
        """Return the least and the greatest approved total."""
        return self.total_m2(self.service_least_m2), self.total_m2(self.service_most_m2)

    @property
    def equipment_m2(self) -> float:
        """Return the greatest approved equipment area."""
        return (self.office_m2 + self.service_most_m2) * self.equipment_share


def approved_for(s: Situation, unit: OrgUnit) -> Approved | Text:
    """Return what a unit's approved staffing allows in m², or the reason why it cannot be said."""
    policy = s.policy
    if not unit.approved_staffing:
        return NO_STAFFING
    posts = [
        (policy.entitlement(level, organ_level=unit.organ_level, kind=unit.kind, rank=unit.rank), count)
        for level, count in unit.approved_staffing
    ]
    limits = [(limit.limit_m2, count) for limit, count in posts if limit.why != "support-staff"]
    if any(limit is None and count for limit, count in limits):
        return NO_LIMIT
    organ, _ = policy.organ_for(unit.organ_level, unit.kind, unit.rank)
    formula = policy.service.by_organ.get(organ) if policy.service else None
    if formula is None or policy.equipment is None:
        return NO_FORMULA
    least, most = formula.per_post_m2(unit.staff)
    clauses = dict.fromkeys(policy.clause(rule) for rule in (formula, policy.equipment))
    return Approved(
        unit.staff,
        fsum((limit or 0.0) * count for limit, count in limits),
        least * unit.staff,
        most * unit.staff,
        policy.equipment.share,
        tuple(clauses),
    )


def amount_of_uses(s: Situation, uses: Iterable[Use]) -> Amount:
    """Return the area that uses take: people their part of the room, units as wholes their share of what is left."""
    pieces: list[tuple[str, str, float]] = []
    for use in uses:
        if use.space_id not in s.rooms or (use.clock is None and use.occupant is None and not _by_unit(s, use)):
            continue
        if use.occupant is None:
            pieces.append((use.space_id, s.rooms[use.space_id].use, _unit_share(s, use)))
        elif use.is_office and not is_side_room(s, use.space_id):
            part = _part(s, use)
            pieces += [(room.id, "office", factor * part) for room, factor in suite_of(s, use.space_id).pieces]
    return amount(s, pieces)


def amount(s: Situation, pieces: Iterable[tuple[str, str, float]]) -> Amount:
    """Return the sum of (room, class, share); each sum is exact in any order."""
    rule = s.policy.rules.measurement
    areas: dict[str, list[float]] = {name: [] for name in CLASSES}
    leased: list[float] = []
    unmeasured: set[str] = set()
    unfit: set[str] = set()
    chosen = [(s.rooms[space], kind, share) for space, kind, share in pieces if kind in CLASSES and share]
    for room, kind, share in chosen:
        if room.net_area_m2 is None:
            unmeasured.add(room.id)
            continue
        areas[kind].append(room.net_area_m2 * share)
        if room.leased:
            leased.append(areas[kind][-1])
        if rule is not None and room.basis not in rule.bases:
            unfit.add(room.id)
    return Amount(
        fsum(areas["office"]),
        fsum(areas["service"]),
        fsum(areas["equipment"]),
        fsum(leased),
        uncertainty_of_sum([(room, share) for room, _, share in chosen]),
        tuple(sorted(unmeasured)),
        tuple(sorted(unfit)),
    )


def unit_over_total(s: Situation, org_unit_id: str) -> OccupancyFinding | None:
    """Return the verdict on an org unit's total; None for bodies that have no entitlement at all."""
    unit = s.org_units[org_unit_id]
    bodies = s.policy.rules.bodies
    if bodies and unit.kind in bodies.may_not and s.policy.applies(bodies, s.day):
        return None
    used = amount_of_uses(s, s.uses_of_org_unit(org_unit_id))
    return total_finding(s, unit.name, org_unit_id, used, approved_for(s, unit))


def total_finding(s: Situation, name: str, subject: str, used: Amount, approved: Approved | Text) -> OccupancyFinding:
    """Return the finding on a total: over or within only where every reading of the rules agrees."""
    words: dict[str, object] = {"unit": name, "area": number(used.total_m2), "u": uncertainty(used.u_m2)}
    evidence: dict[str, Any] = {
        "office_m2": used.office_m2,
        "service_m2": used.service_m2,
        "equipment_m2": used.equipment_m2,
        "leased_m2": used.leased_m2,
    }
    if used.unmeasured:
        evidence["unmeasured"] = list(used.unmeasured)
    if used.other_basis:
        evidence["other_basis"] = list(used.other_basis)
    if isinstance(approved, Text):
        return _total(s, subject, "not-decided", filled(NOT_DECIDED, why=approved, **words), used, None, None, evidence)
    least, most = approved.ends_m2
    evidence |= {
        "staff": approved.staff,
        "approved_office_m2": approved.office_m2,
        "approved_service_m2": approved.service_most_m2,
        "approved_equipment_m2": approved.equipment_m2,
        "approved_least_m2": least,
    }
    words |= {"staff": approved.staff, "limit": number(most), "least": number(least), "most": number(most)}
    outcome, why = outcome_of_total(used, least, most)
    if why is not None:
        return _total(s, subject, "not-decided", filled(NOT_DECIDED, why=why, **words), used, most, approved, evidence)
    offices = used.office_m2 - approved.office_m2
    alone = OFFICES_ALONE.format(excess=number(offices)) if offices >= 0.005 else Text("", "")
    if outcome == "over":
        excess = used.total_m2 - most
        reason = filled(OVER, excess=number(excess), share=percent(excess / most if most else None), **words)
        return _total(s, subject, "over", reason, used, most, approved, evidence)
    if outcome == "within":
        plain = filled(WITHIN, **words)
        reason = Text(plain.zh + alone.zh, plain.en + alone.en)
        return _total(s, subject, "within", reason, used, most, approved, evidence)
    return _total(s, subject, "not-decided", filled(BETWEEN, **words), used, most, approved, evidence)


def outcome_of_total(used: Amount, least_m2: float, most_m2: float) -> tuple[Outcome, Text | None]:
    """Return over or within where both ends of what is approved (m²) agree, and what forbids a verdict, if anything."""
    over = decide(used.total_m2, most_m2, u=used.u_m2).verdict
    within = decide(used.total_m2, least_m2, u=used.u_m2).verdict
    why = UNMEASURED if used.unmeasured and over != "over" else OTHER_BASIS if used.other_basis else None
    if why is not None:
        return "not-decided", why
    return "over" if over == "over" else "within" if within == "within" else "not-decided", None


def _total(
    s: Situation,
    subject: str,
    outcome: Outcome,
    reason: Text,
    used: Amount,
    limit_m2: float | None,
    approved: Approved | None,
    evidence: dict[str, Any],
) -> OccupancyFinding:
    excess = max(0.0, used.total_m2 - limit_m2) if limit_m2 is not None and outcome in ("over", "within") else None
    severity: dict[Outcome, Severity] = {"over": "high", "within": "none"}
    clauses = approved.clauses if approved else tuple(s.policy.clause(r) for r in (s.policy.equipment,) if r)
    return OccupancyFinding(
        "unit-over-total",
        outcome,
        "org-unit",
        subject,
        reason,
        severity.get(outcome, "low"),
        "; ".join(clauses),
        s.policy.label,
        org_unit_id=subject,
        area_m2=used.total_m2,
        standard_uncertainty_m2=used.u_m2,
        entitlement_m2=limit_m2,
        excess_m2=excess,
        excess_of_entitlement=excess / limit_m2 if excess is not None and limit_m2 else None,
        evidence=evidence,
    )


def _by_unit(s: Situation, use: Use) -> bool:
    """Return whether a room given to a unit as a whole counts to it: nobody works there, and it is in no suite."""
    return not workers(s, use.space_id) and not is_side_room(s, use.space_id)


def _unit_share(s: Situation, use: Use) -> float:
    """Return the part of a room that a unit as a whole takes: what is stated, or an equal part of what is left."""
    uses = [other for other in s.uses_of_room(use.space_id) if other.occupant is None]
    if use.assignment.share is not None:
        return use.assignment.share
    left = 1 - fsum(other.assignment.share or 0.0 for other in uses)
    return max(0.0, left) / sum(other.assignment.share is None for other in uses)


def _part(s: Situation, use: Use) -> float:
    """Return a person's part of a room; equal parts where limits do not say."""
    parts = parts_of_room(s, use.space_id)
    if parts is not None:
        return parts[use.assignment.occupant_id]
    return 1 / len(workers(s, use.space_id))
