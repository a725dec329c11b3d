"""Remedies for a room or a person over entitlement, in the lawful order of the policy, each checked independently.

People move before bricks do: a wall is proposed last, and not at all for posts for which the policy forbids works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from math import fsum

from geometry.finding import Text
from geometry.partition import Partition
from service.allocation.entitlement.offices import own_offices
from service.allocation.entitlement.sentences import filled, label, listed, number
from service.allocation.findings import OccupancyFinding
from service.allocation.policy_rules import Remedies, RemedyKind
from service.allocation.remedy import Move, Remedy, RoomEffect
from service.allocation.remedy_check import holds
from service.allocation.remedy_search import Plan, joins, moves_together, swaps
from service.allocation.seats import Office, offices
from service.allocation.situation import Situation

EACH_KIND = 3  # remedies shown of one kind
Divide = Callable[[str, float, float], Partition | None]  # room, area to keep at most, least remainder

TITLES: Mapping[RemedyKind, Text] = {
    "swap": Text("调换:{room} ⇄ {others}", "Swap: {room} ⇄ {others}"),
    "share": Text("合用:{room} 与 {others}", "Share: {room} with {others}"),
    "convert": Text("转换用途:腾出 {room}", "Other use: free {room}"),
    "works": Text("工程改造:分隔 {room}", "Works: divide {room}"),
}
EMPTY_SWAP = Text(
    "{room} 的使用人搬到空置的 {others}({area} m²),两处都在核定面积内。",
    "The people of {room} move to {others} ({area} m²), which is empty; both are then within their limits.",
)
SWAP = Text(
    "{room} 与 {others} 的使用人互换,两处都在核定面积内。",
    "The people of {room} and {others} change places; both are then within their limits.",
)
JOIN = Text(
    "{others} 的 {n} 人搬入 {room} 合用,核定面积之和 {limit} m² 不小于 {area} m²。",
    "{n} from {others} join {room}; together they are entitled to {limit} m², which covers its {area} m².",
)
TOGETHER = Text(
    "{room} 的使用人搬入 {others} 合用,{room} 腾空。",
    "The people of {room} join those of {others}; {room} becomes free.",
)
CONVERT = Text(
    "使用人搬到 {others},{room} 改作会议、接待等服务用房(服务用房总量须在核定之内)。",
    "Its people move to {others}; {room} becomes a meeting or other service room, within the unit's total of these.",
)
HAND_BACK = Text("退出 {room},保留的办公室在核定面积内。", "{room} is handed back; what is kept is within the limit.")
WORKS = Text(
    "在图示位置加一道隔墙:保留 {kept} m²,另成一间 {rest} m²,有单独的出入口;不穿过门窗和柱。",
    "A wall where the plan shows it: {kept} m² are kept, {rest} m² become a room with its own way in. It crosses no "
    "window, door or column.",
)
APPROVAL = Text("须经机关事务管理部门批准。", "The department that manages office space has to approve it.")


def remedies(s: Situation, finding: OccupancyFinding, *, divide: Divide | None = None) -> tuple[Remedy, ...]:
    """Return the lawful remedies of an over-entitlement finding, none for any other.

    ``divide`` proposes a wall in a room: the part kept is at most so large, the rest at least so; None where the plan
    of the rooms is not known.
    """
    rules = s.policy.rules.remedies
    if finding.code != "over-entitlement" or finding.outcome != "over" or rules is None:
        return ()
    clause = s.policy.clause(rules)
    found: dict[RemedyKind, list[Remedy]] = {}
    if finding.scope == "occupant":
        found["convert"] = [_hand_back(s, finding, clause)]
    else:
        table = offices(s)
        office = table.get(finding.subject)
        if office is not None:
            found = _by_moves(s, office, table, clause)
            found["works"] = _works(s, office, rules, clause, divide)
    kept = [r for kind in rules.order for r in islice((r for r in found.get(kind, []) if holds(s, r)), EACH_KIND)]
    return tuple(_ranked(r, i) for i, r in enumerate(kept, start=1))


def _ranked(r: Remedy, rank: int) -> Remedy:
    return Remedy(rank, r.kind, r.title, r.reason, r.clause, r.rooms, r.moves, r.partition, verified=True)


def _by_moves(s: Situation, office: Office, table: Mapping[str, Office], clause: str) -> dict[RemedyKind, list[Remedy]]:
    exchanges = list(swaps(s, office, table))
    empty = [p for p in exchanges if not table[p.rooms[1]].users]
    taken = [p for p in exchanges if table[p.rooms[1]].users]
    together, joined = list(moves_together(s, office, table)), joins(s, office, table)
    swap = sorted([*((p, EMPTY_SWAP) for p in empty), *((p, SWAP) for p in taken)], key=lambda p: p[0].rank)
    share = sorted([*((p, JOIN) for p in joined), *((p, TOGETHER) for p in together)], key=lambda p: p[0].rank)
    freeing = sorted([*empty, *together], key=lambda p: p.rank)[:1]
    return {
        "swap": [_remedy(s, "swap", p, why, table, clause) for p, why in swap[: 4 * EACH_KIND]],
        "share": [_remedy(s, "share", p, why, table, clause) for p, why in share[: 4 * EACH_KIND]],
        "convert": [_remedy(s, "convert", p, CONVERT, table, clause) for p in freeing],
    }


def _remedy(s: Situation, kind: RemedyKind, plan: Plan, why: Text, table: Mapping[str, Office], clause: str) -> Remedy:
    office, others = table[plan.rooms[0]], plan.rooms[1:]
    effects = tuple(_effect(table[room], plan.moves, table) for room in plan.rooms)
    after = effects[0].entitlement_after_m2 or 0.0
    room, named = label(office.room), listed([label(s.rooms[other]) for other in others])
    area = number(s.rooms[others[0]].net_area_m2 or 0.0) if why is EMPTY_SWAP else number(office.area_m2)
    words = {"n": len(plan.moves), "limit": number(after), "area": area}
    title = filled(TITLES[kind], room=room, others=named)
    reason = filled(why, room=room, others=named, **words)
    return Remedy(0, kind, title, reason, clause, effects, plan.moves)


def _effect(office: Office, moves: Iterable[Move], table: Mapping[str, Office]) -> RoomEffect:
    rooms = {office.id, *(move.from_space_id for move in moves)}
    limits = {u.assignment.occupant_id: u.entitlement.limit_m2 or 0.0 for id_ in rooms for u in table[id_].users}
    here = {u.assignment.occupant_id for u in office.users}
    after = here - {m.occupant_id for m in moves if m.from_space_id == office.id}
    after |= {m.occupant_id for m in moves if m.to_space_id == office.id}
    limit = fsum(limits[person] for person in after)
    return RoomEffect(office.id, office.area_m2, office.area_m2, office.limit_m2, limit, len(here), len(after))


def _hand_back(s: Situation, finding: OccupancyFinding, clause: str) -> Remedy:
    """Return handing back the fewest of a person's rooms, the smallest first that is enough, else all but one."""
    uses = own_offices(s, finding.subject)
    limit = finding.entitlement_m2 or 0.0
    rooms = sorted((s.rooms[use.space_id] for use in uses), key=lambda r: r.net_area_m2 or 0.0)
    area = {r.id: r.net_area_m2 or 0.0 for r in rooms}
    kept = max(
        (r for r in rooms if area[r.id] <= limit + 1e-9), key=lambda r: area[r.id], default=rooms[0] if rooms else None
    )
    back = [r for r in rooms if kept is None or r.id != kept.id]
    named = listed([label(r) for r in back])
    effects = tuple(RoomEffect(r.id, area[r.id], area[r.id], limit, 0.0, 1, 0) for r in back)
    moves = tuple(Move(finding.subject, r.id, "") for r in back)
    title, reason = filled(TITLES["convert"], room=named), filled(HAND_BACK, room=named)
    return Remedy(0, "convert", title, reason, clause, effects, moves)


def _works(s: Situation, office: Office, rules: Remedies, clause: str, divide: Divide | None) -> list[Remedy]:
    """Return a dividing wall where the plan allows one and no occupant's post forbids works."""
    if divide is None or any(use.entitlement.level in rules.works_forbidden for use in office.users):
        return []
    beside = office.area_m2 - (office.room.net_area_m2 or 0.0)
    line = divide(office.id, office.limit_m2 - beside, rules.min_remainder_m2)
    if line is None:
        return []
    room = label(office.room)
    effect = RoomEffect(
        office.id, office.area_m2, line.kept_m2, office.limit_m2, office.limit_m2, len(office.users), len(office.users)
    )
    title = filled(TITLES["works"], room=room)
    said = WORKS.format(kept=f"{line.kept_m2:.2f}", rest=f"{line.rest_m2:.2f}")
    reason = Text(said.zh + APPROVAL.zh, f"{said.en} {APPROVAL.en}") if rules.works_need_approval else said
    return [Remedy(0, "works", title, reason, clause, (effect,), (), line.line)]
