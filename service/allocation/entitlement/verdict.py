"""Is an area over a limit: sums of rooms with their uncertainty, and everything that forbids a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import floor, fsum, sqrt
from typing import Any

from geometry.decision import Decision, decide
from geometry.finding import Text
from service.allocation.entitlement.other_sources import by_other_sources
from service.allocation.entitlement.sentences import filled, label, listed, number, people, percent, uncertainty
from service.allocation.findings import Outcome, Severity
from service.allocation.policy import Entitlement, Policy, UnknownWhy
from service.allocation.rooms import Room

Pieces = Sequence[tuple[Room, float]]  # rooms with the share of each that counts

OVER = Text(
    "{rooms} {area} m²{u},{who}核定 {limit} m²,超 {excess} m²{share}。",
    "{rooms}: {area} m²{u}, {who} entitled to {limit} m², {excess} m² over{share}.",
)
WITHIN = Text(
    "{rooms} {area} m²{u},{who}核定 {limit} m²,未超标。",
    "{rooms}: {area} m²{u}, {who} entitled to {limit} m², not over.",
)
TOO_UNCERTAIN = Text(
    "{rooms} {area} m²{u},{who}核定 {limit} m²,相差 {gap} m²,不足以在 {band} m² 的判定余量外判定;请复测{walls}。",
    "{rooms}: {area} m²{u}, {who} entitled to {limit} m²; the difference of {gap} m² is smaller than the {band} m² a "
    "verdict needs. Measure {walls} again.",
)
CONTRADICTION = Text(
    "{rooms}:同一房间的几次测量结论不同({low} m² 至 {high} m²,核定 {limit} m²),不能判定;请复测{walls}。",
    "{rooms}: several measurements of the same room lead to different verdicts ({low} m² to {high} m², entitled to "
    "{limit} m²). Measure {walls} again.",
)
NO_AREA = Text("{rooms}:{unknown} 没有面积,不能判定;请测量。", "{rooms}: no area is known of {unknown}. Measure it.")
OTHER_BASIS = Text(
    "{rooms}:面积的测量依据是 {basis},不是本标准所指的使用面积,不能判定。",
    "{rooms}: the area was measured as {basis}, which is not the usable area this standard means.",
)
NO_LIMIT = Text(
    "{rooms} {area} m²{u}:{why},不能判定。",
    "{rooms}: {area} m²{u}, not decided, because {why}.",
)
WHY: dict[UnknownWhy, Text] = {
    "no-level": Text("名册中没有使用人的职级", "the roster does not give the level of an occupant"),
    "unknown-organ": Text(
        "所用标准中没有使用人单位的机关级别", "the policy has no organ of the level of an occupant's org unit"
    ),
    "unknown-level": Text(
        "使用人的职级不在所用标准的表中,请核对名册或补充地方标准",
        "the level of an occupant is not in the table of the policy; check the roster or add a local policy",
    ),
    "no-limit": Text(
        "该职级的面积由省级规定,请选用本省的标准",
        "the province sets the limit of this level; choose the policy of the province",
    ),
    "support-staff": Text(
        "工勤人员用房属于服务用房,没有个人办公室面积标准",
        "rooms of support staff are service rooms and have no personal limit",
    ),
}
NOT_ENTITLED = Text("室内有无权使用的单位人员", "people of a body that may not occupy the room are in it")
NO_SHARING = Text("所用标准没有合用办公室的规定", "the policy has no rule about shared rooms")
THE_WALLS = Text("墙体尺寸", "its walls")


@dataclass(frozen=True, slots=True)
class Sum:
    """Rooms added up, in m²; ``missing`` are those without an area, which then is a lower bound."""

    area_m2: float
    u_m2: float | None
    missing: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its numbers and its sentence; see ``OccupancyFinding`` for the fields."""

    outcome: Outcome
    reason: Text
    severity: Severity = "low"
    area_m2: float | None = None
    u_m2: float | None = None
    entitlement_m2: float | None = None
    excess_m2: float | None = None
    excess_of_entitlement: float | None = None
    evidence: dict[str, Any] = field(default_factory=dict)


def summed(pieces: Pieces) -> Sum:
    """Return the sum of rooms in m² with its standard uncertainty; rooms as modelled add none."""
    areas: list[float] = []
    missing: list[Room] = []
    for room, share in pieces:
        if room.net_area_m2 is None:
            missing.append(room)
        else:
            areas.append(room.net_area_m2 * share)
    return Sum(fsum(areas), uncertainty_of_sum(pieces), tuple(missing))


def uncertainty_of_sum(pieces: Pieces) -> float | None:
    """Return u of a sum of rooms in m², None where no room has one.

    u² = Σ (share·u_own)² + Σ over instruments (Σ share·k)²·u(c)²: what rooms measured with one instrument share, its
    zero offset c with the effect k on each area, adds up before it is squared (JCGM 100:2008, 5.2.2).
    """
    own: list[float] = []
    common: dict[tuple[str, float], list[float]] = {}
    for room, share in pieces:
        u = room.standard_uncertainty_m2
        if room.net_area_m2 is None or u is None:
            continue
        if not room.shared_offsets:
            own.append(share * share * (u * u))
            continue
        offsets = [(o.area_m2_per_m * o.standard_uncertainty_m) ** 2 for o in room.shared_offsets]
        own.append(share * share * max(0.0, u * u - fsum(offsets)))
        for offset in room.shared_offsets:
            effects = common.setdefault((offset.instrument, offset.standard_uncertainty_m), [])
            effects.append(share * offset.area_m2_per_m)
    if not own:
        return None
    return sqrt(fsum(own) + fsum((fsum(effects) * u) ** 2 for (_, u), effects in common.items()))


def judge(
    policy: Policy,
    rooms: Text,
    pieces: Pieces,
    limits: Sequence[Entitlement],
    *,
    forbids: Text | None = None,
) -> Judged:
    """Return whether ``pieces`` are more than ``limits`` add up to; ``rooms`` names them in the sentence.

    ``forbids`` is a reason outside areas and limits why there can be no verdict. A verdict says what it would be by
    sources that do not count.
    """
    judged = _judged(policy, rooms, pieces, limits, forbids)
    limit = judged.entitlement_m2
    if limit is None or judged.area_m2 is None or not any(room.other_sources for room, _ in pieces):
        return judged

    def verdict(changed: Pieces) -> str:
        total = summed(changed)
        return _decided(policy, _stated(policy, total.area_m2), total.u_m2, limit).verdict

    sentence, rows = by_other_sources(pieces, judged.outcome, verdict)
    if not rows:
        return judged
    reason = Text(judged.reason.zh + sentence.zh, judged.reason.en + sentence.en)
    return replace(judged, reason=reason, evidence={**judged.evidence, "by_other_sources": rows})


def _judged(policy: Policy, rooms: Text, pieces: Pieces, limits: Sequence[Entitlement], forbids: Text | None) -> Judged:
    total = summed(pieces)
    limit = fsum([entitlement.limit_m2 or 0.0 for entitlement in limits])
    stated = _stated(policy, total.area_m2)
    words: dict[str, object] = {
        "rooms": rooms,
        "area": number(stated),
        "u": uncertainty(total.u_m2),
        "who": people(len(limits)),
        "limit": number(limit),
    }
    numbers: dict[str, Any] = {"area_m2": None if total.missing else total.area_m2, "u_m2": total.u_m2}
    unfit = _unfit_basis(policy, pieces)
    if unfit is not None:
        return Judged("not-decided", filled(OTHER_BASIS, rooms=rooms, basis=unfit), **numbers)
    if forbids is None:
        forbids = _no_limit(limits)
    if forbids is not None:
        return Judged("not-decided", filled(NO_LIMIT, why=forbids, **words), **numbers)
    decision = _decided(policy, stated, total.u_m2, limit)
    if total.missing and decision.verdict != "over":
        names = listed([label(room) for room in total.missing])
        return Judged("not-decided", filled(NO_AREA, rooms=rooms, unknown=names), entitlement_m2=limit)
    numbers |= {"area_m2": total.area_m2, "entitlement_m2": limit}
    evidence = _evidence(policy, decision)
    if others := _other_readings(policy, pieces, limit, decision.verdict):
        low, high = (number(_stated(policy, area)) for area in others)
        reason = filled(CONTRADICTION, rooms=rooms, low=low, high=high, limit=words["limit"], walls=_walls(pieces))
        return Judged("not-decided", reason, evidence=evidence, **numbers)
    if decision.verdict == "over":
        excess = total.area_m2 - limit
        share = excess / limit if limit else None
        reason = filled(OVER, excess=number(stated - limit), share=percent(share), **words)
        evidence |= _grace(policy, share)
        return Judged(
            "over",
            reason,
            _severity(policy, share),
            excess_m2=excess,
            excess_of_entitlement=share,
            evidence=evidence,
            **numbers,
        )
    if decision.verdict == "within":
        return Judged(
            "within",
            filled(WITHIN, **words),
            "none",
            excess_m2=0.0,
            excess_of_entitlement=0.0,
            evidence=evidence,
            **numbers,
        )
    gap, band = number(abs(total.area_m2 - decision.limit)), number(decision.guard_band)
    evidence["measure_again"] = [name for room, _ in pieces for name in room.measure_again]
    reason = filled(TOO_UNCERTAIN, gap=gap, band=band, walls=_walls(pieces), **words)
    return Judged("not-decided", reason, evidence=evidence, **numbers)


def _decided(policy: Policy, stated_m2: float, u_m2: float | None, limit_m2: float) -> Decision:
    rule = policy.rules.verdict
    tolerance = rule.tolerance_m2 if rule else 0.0
    return decide(stated_m2, limit_m2 + tolerance, u=u_m2)


def _no_limit(limits: Sequence[Entitlement]) -> Text | None:
    """Return why a limit is not known, None where all are."""
    for entitlement in limits:
        if entitlement.limit_m2 is None and entitlement.why is not None:
            return WHY[entitlement.why]
    return None


def _stated(policy: Policy, area_m2: float) -> float:
    """Return an area as it is stated: rounded half up to the decimals of the policy."""
    rule = policy.rules.verdict
    scale = 10.0 ** (rule.area_decimals if rule else 2)
    return floor(area_m2 * scale + 0.5 + 1e-9) / scale


def _unfit_basis(policy: Policy, pieces: Pieces) -> str | None:
    rule = policy.rules.measurement
    if rule is not None:
        for room, _ in pieces:
            if room.basis not in rule.bases and room.net_area_m2 is not None:
                return room.basis or "?"
    return None


def _other_readings(policy: Policy, pieces: Pieces, limit_m2: float, verdict: str) -> tuple[float, float] | None:
    """Return the least and the greatest sum over all measurements, where one of them turns the verdict."""
    if not any(room.further_areas for room, _ in pieces):
        return None
    turned = False
    sums = []
    for choose in (min, max):
        chosen = [
            choose(
                [(room.net_area_m2 or 0.0, room.standard_uncertainty_m2)]
                + [(other.net_area_m2, other.standard_uncertainty_m2) for other in room.further_areas],
                key=lambda reading: reading[0],
            )
            for room, _ in pieces
        ]
        area = fsum(reading[0] * share for reading, (_, share) in zip(chosen, pieces, strict=True))
        squares = [((u or 0.0) * share) ** 2 for (_, u), (_, share) in zip(chosen, pieces, strict=True)]
        turned |= _decided(policy, _stated(policy, area), sqrt(fsum(squares)) or None, limit_m2).verdict != verdict
        sums.append(area)
    return (sums[0], sums[1]) if turned else None


def _walls(pieces: Pieces) -> Text:
    names = [name for room, _ in pieces for name in room.measure_again]
    return listed(names) if names else THE_WALLS


def _severity(policy: Policy, share: float | None) -> Severity:
    rule = policy.rules.severity
    if share is None or (rule and share >= rule.high_from):
        return "high"
    return "medium" if rule is None or share >= rule.medium_from else "low"


def _evidence(policy: Policy, decision: Decision) -> dict[str, Any]:
    evidence: dict[str, Any] = {}
    if decision.probability_over is not None:
        evidence |= {"guard_band_m2": decision.guard_band, "probability_over": decision.probability_over}
    if policy.rules.verdict and policy.rules.verdict.tolerance_m2:
        evidence["tolerance_m2"] = policy.rules.verdict.tolerance_m2
    return evidence


def _grace(policy: Policy, share: float | None) -> dict[str, Any]:
    """Return into which band of a local grace rule an excess falls (0: below the first)."""
    rule = policy.rules.grace
    if rule is None or not rule.bands or share is None:
        return {}
    return {"grace_bands": list(rule.bands), "grace_band": sum(share >= band for band in rule.bands)}
