"""Is a layout legal: every rule of the profile looked at again in plain geometry, not knowing how it was made."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians, sin
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from geometry.finding import Text
from geometry.layout.egress import ways_out
from geometry.layout.offset import offset
from geometry.layout.profile import Profile
from geometry.layout.records import Check, Site, Workstation
from geometry.region import Region, polygonal

TOUCH_M = 0.005  # what lies nearer than half a centimetre touches
SLIVER_M2 = 1e-5  # what overlaps less only shares an edge
THIN_M2 = 0.08  # a ragged edge where a slanted door square meets an aisle; a person's width of it is more
WAY_IN_M = 0.5  # a person gets from an aisle into a chair zone through an edge at least this long


def check(
    site: Site, workstations: Sequence[Workstation], aisles: Region, profile: Profile, *, travel: bool = True
) -> tuple[Check, ...]:
    """Return one result per rule, each with its reason; lengths in metres, areas in m².

    ``travel`` off leaves out the ways to the doors, which cost more than all the rest: for a search that looks at them
    in the end.
    """
    desks = [w.desk() for w in workstations]
    chairs = [w.behind(profile.chair_zone_m) for w in workstations]
    behind = [w.behind(profile.chair_to_wall_m.hard) for w in workstations]
    free = _free(site)
    doors = [d.zone for d in site.doors]
    walkable = _walkable(site, aisles)
    lines = _lines(workstations, chairs, desks, walkable, free)
    results = [
        _all(
            "desks-in-room",
            _outsides(desks, free),
            "工位超出房间或压在柱上",
            "a desk leaves the room or stands on an obstacle",
        ),
        _all("desks-apart", _overlaps(desks), "工位互相重叠", "desks overlap"),
        _all(
            "chair-zones",
            _outsides(chairs, free),
            "座椅区超出房间或压在柱上",
            "a chair zone leaves the room or meets an obstacle",
        ),
        _all(
            "chair-zones-own",
            [*_overlaps(chairs), *_between(chairs, desks)],
            "座椅区与他人重叠",
            "a chair zone overlaps another one or a desk",
        ),
        _all(
            "chair-to-wall",
            [*_outsides(behind, free), *_between(behind, desks)],
            "椅背到墙、柱或后排桌的距离不足",
            "too little room between the desk and the wall, obstacle or desk behind",
        ),
        _all("doors-clear", _between([*desks, *chairs], doors), "门前净空被占", "the clear square of a door is taken"),
        _all(
            "aisles-free",
            [_outside(aisles, free), *_between([*desks, *chairs], [aisles])],
            "通道被占",
            "an aisle is taken or leaves the room",
        ),
        _connected(walkable, site, profile, len(desks)),
        _main_aisle(walkable, site, lines, profile, len(desks)),
        _reach(lines, profile),
        _turning(walkable, profile, len(desks)),
    ]
    if profile.area_per_person_m2 is not None:
        results.append(_area(site, len(desks), profile.area_per_person_m2.hard))
    if travel:
        results.append(_travel(site, workstations, profile))
    return tuple(results)


def way_out(
    site: Site, workstations: Sequence[Workstation], aisles: Region, profile: Profile
) -> tuple[dict[int, int], dict[int, int]]:
    """Return each workstation's place in its line from the aisle, and whose chair zone it passes (none for the first).

    Workstations that reach no aisle are in neither.
    """
    chairs = [w.behind(profile.chair_zone_m) for w in workstations]
    lines = _lines(workstations, chairs, [w.desk() for w in workstations], _walkable(site, aisles), _free(site))
    return lines.depth, lines.before


def _free(site: Site) -> Region:
    return polygonal(shapely.difference(site.floor, shapely.union_all([o.footprint for o in site.obstacles])))


def _walkable(site: Site, aisles: Region) -> Region:
    return polygonal(shapely.union_all([aisles, *(d.clear for d in site.doors)]))


def is_legal(checks: Sequence[Check]) -> bool:
    """Return whether no rule failed."""
    return all(c.outcome == "pass" for c in checks)


def _result(rule: str, ok: bool, good: Text, bad: Text) -> Check:
    return Check(rule, "pass" if ok else "fail", good if ok else bad)


def _all(rule: str, overlaps_m2: Sequence[float], zh: str, en: str) -> Check:
    worst = max(overlaps_m2, default=0.0)
    return _result(
        rule,
        worst <= SLIVER_M2,
        Text("符合", "holds"),
        Text(f"{zh}(最多 {worst:.4f} m²)", f"{en} (by up to {worst:.4f} m²)"),
    )


def _outside(part: Region, free: Region) -> float:
    return float(shapely.difference(part, free).area)


def _outsides(parts: Sequence[Polygon], free: Region) -> list[float]:
    """Return how much of each part lies outside, m²; most lie inside, which is quickly seen."""
    shapely.prepare(free)
    shapes = np.asarray(parts, dtype=object)
    leaving = shapes[~shapely.covers(free, shapes)] if len(shapes) else shapes
    return list(shapely.area(shapely.difference(leaving, free)))


def _overlaps(parts: Sequence[Polygon]) -> list[float]:
    if len(parts) < 2:
        return []
    one, other = STRtree(parts).query(parts, predicate="intersects")
    keep = one < other
    shapes = np.asarray(parts, dtype=object)
    return list(shapely.area(shapely.intersection(shapes[one[keep]], shapes[other[keep]])))


def _between(parts: Sequence[Region], others: Sequence[Region]) -> list[float]:
    if not parts or not others:
        return []
    one, other = STRtree(others).query(parts, predicate="intersects")
    left, right = np.asarray(parts, dtype=object)[one], np.asarray(others, dtype=object)[other]
    return list(shapely.area(shapely.intersection(left, right)))


def _narrowed(walkable: Region, width_m: float) -> Region:
    return offset(walkable, -(width_m / 2 - TOUCH_M))


def _connected(walkable: Region, site: Site, profile: Profile, people: int) -> Check:
    """Everywhere at least as wide as a secondary aisle, and every piece of it leads to a door."""
    width_m = profile.secondary_aisle_m.hard
    clear = [d.clear for d in site.doors]
    core = _narrowed(walkable, width_m)
    pieces = [p for p in shapely.get_parts(core) if not p.is_empty]
    stranded = [p for p in pieces if all(p.distance(c) > width_m for c in clear)]
    wide = polygonal(shapely.union_all([offset(core, width_m / 2 + TOUCH_M), *clear]))
    thin_m2 = max((p.area for p in shapely.get_parts(shapely.difference(walkable, wide))), default=0.0)
    return _result(
        "aisles-connected",
        not people or (bool(pieces) and not stranded and thin_m2 <= THIN_M2),
        Text(
            f"通道净宽不小于 {width_m:.2f} m,都通到门",
            f"aisles are at least {width_m:.2f} m wide and all lead to a door",
        ),
        Text(
            f"{len(stranded)} 段通道不通到门,或有 {thin_m2:.2f} m² 窄于 {width_m:.2f} m",
            f"{len(stranded)} pieces of aisle lead to no door, or {thin_m2:.2f} m² are narrower than {width_m:.2f} m",
        ),
    )


def _main_aisle(walkable: Region, site: Site, lines: Lines, profile: Profile, people: int) -> Check:
    """The widest class of aisle starts at a door; what branches off more narrowly serves few enough to be a branch."""
    width_m = profile.main_aisle_for(people)
    clear = [d.clear for d in site.doors]
    trunk = [p for p in shapely.get_parts(_narrowed(walkable, width_m)) if any(p.distance(c) <= width_m for c in clear)]
    main = shapely.union_all([offset(t, width_m / 2 + 2 * TOUCH_M) for t in trunk])
    branches = [
        p for p in shapely.get_parts(shapely.difference(walkable, main)) if p.area > profile.secondary_aisle_m.hard**2
    ]
    served = [_served(b, polygonal(main), lines) for b in branches]
    ok = not people or (bool(trunk) and max(served, default=0) <= profile.many_people)
    return _result(
        "main-aisle",
        ok,
        Text(f"主通道净宽不小于 {width_m:.2f} m", f"a main aisle of at least {width_m:.2f} m starts at a door"),
        Text(
            f"没有净宽 {width_m:.2f} m 的主通道通到门,或一条支通道服务 {max(served, default=0)} 人",
            f"no aisle of {width_m:.2f} m leads to a door, or a narrower branch serves {max(served, default=0)} people",
        ),
    )


def _served(branch: Region, main: Region, lines: Lines) -> int:
    """Return how many people get to a branch and not directly to the main aisle."""
    to_branch = _opening_m(lines.sides, offset(branch, TOUCH_M)) >= WAY_IN_M
    to_main = _opening_m(lines.sides, offset(main, TOUCH_M)) >= WAY_IN_M
    return sum(bool(to_branch[root] and not to_main[root]) for root in lines.root.values())


class Lines(NamedTuple):
    """How people get out: for each chair zone its place in its line from the aisle, and the first zone of that line."""

    chairs: Sequence[Polygon]
    sides: NDArray[np.object_]
    depth: dict[int, int]
    root: dict[int, int]
    before: dict[int, int]  # the zone one passes to get to it


def _lines(
    workstations: Sequence[Workstation],
    chairs: Sequence[Polygon],
    desks: Sequence[Polygon],
    walkable: Region,
    free: Region,
) -> Lines:
    sides = _sides(chairs)
    opening = _opening_m(sides, offset(walkable, TOUCH_M))
    depth = dict.fromkeys(np.nonzero(opening >= WAY_IN_M)[0].tolist(), 1)
    root = {i: i for i in depth}
    before: dict[int, int] = {}
    queue = deque(depth)
    neighbours = _neighbours(workstations, chairs, sides, STRtree([*desks, *chairs]), free)
    while queue:
        here = queue.popleft()
        for other in neighbours[here]:
            if other not in depth:
                depth[other], root[other], before[other] = depth[here] + 1, root[here], here
                queue.append(other)
    return Lines(chairs, sides, depth, root, before)


def _reach(lines: Lines, profile: Profile) -> Check:
    """Each chair zone opens onto an aisle, or onto one nearer to it: at most ``dead_end_workstations`` in a line."""
    cut_off = len(lines.chairs) - len(lines.depth)
    deepest = max(lines.depth.values(), default=0)
    most = profile.dead_end_workstations
    return _result(
        "reach",
        cut_off == 0 and deepest <= most,
        Text(
            f"每个工位经不多于 {most - 1} 个座位到通道",
            f"every workstation reaches an aisle past at most {most - 1} others",
        ),
        Text(
            f"{cut_off} 个工位到不了通道,最深第 {deepest} 位(最多 {most})",
            f"{cut_off} workstations reach no aisle; the deepest is number {deepest} in its line (at most {most})",
        ),
    )


def _sides(chairs: Sequence[Polygon]) -> NDArray[np.object_]:
    """Return the four sides of every chair zone as lines, shape (n, 4)."""
    corners = shapely.get_coordinates(np.asarray(chairs, dtype=object)).reshape(len(chairs), 5, 2)
    return np.asarray(shapely.linestrings(np.stack([corners[:, :4], corners[:, 1:]], axis=2)), dtype=object)


def _opening_m(sides: NDArray[np.object_], near: Region) -> NDArray[np.float64]:
    """Return for each chair zone the longest part of one of its sides that lies along ``near``, metres."""
    if not len(sides):
        return np.zeros(0)
    shapely.prepare(near)
    touching = shapely.intersects(near, sides)
    along = np.zeros(sides.shape)
    along[touching] = shapely.length(shapely.intersection(sides[touching], near))
    return np.asarray(along.max(axis=1))


def _neighbours(
    workstations: Sequence[Workstation],
    chairs: Sequence[Polygon],
    sides: NDArray[np.object_],
    taken: STRtree,
    free: Region,
) -> list[list[int]]:
    """Return for each chair zone those one steps into: zones that touch it, and the next one along a clear line."""
    found: list[list[int]] = [[] for _ in chairs]
    if len(chairs) < 2:
        return found
    grown = np.asarray(shapely.buffer(np.asarray(chairs, dtype=object), TOUCH_M, join_style="mitre"))
    one, other = STRtree(grown).query(chairs, predicate="intersects")
    apart = one != other
    one, other = one[apart], other[apart]
    along = shapely.length(shapely.intersection(sides[one], grown[other][:, None])).max(axis=1)
    for a, b, length in zip(one.tolist(), other.tolist(), along.tolist(), strict=True):
        if length >= WAY_IN_M:
            found[a].append(b)
    for a, b in _next_in_line(workstations, chairs):
        pair = shapely.union(chairs[a], chairs[b])
        between = polygonal(shapely.difference(pair.convex_hull, pair))
        inner = between.buffer(-TOUCH_M)
        if _outside(between, free) <= SLIVER_M2 and not len(taken.query(inner, predicate="intersects")):
            found[a].append(b)
            found[b].append(a)
    return found


def _next_in_line(workstations: Sequence[Workstation], chairs: Sequence[Polygon]) -> list[tuple[int, int]]:
    """Return pairs of workstations that follow each other in one row with a gap between them."""
    rows: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for i, w in enumerate(workstations):
        angle = radians(w.rotation_deg)
        across = w.x_m * cos(angle) + w.y_m * sin(angle)
        beside = w.y_m * cos(angle) - w.x_m * sin(angle)
        rows.setdefault((round(w.rotation_deg * 10), round(across / (2 * TOUCH_M))), []).append((beside, i))
    pairs = []
    for row in rows.values():
        for (_, a), (_, b) in pairwise(sorted(row)):
            if chairs[a].distance(chairs[b]) > TOUCH_M:
                pairs.append((a, b))
    return pairs


def _turning(walkable: Region, profile: Profile, people: int) -> Check:
    across_m = profile.turning_circle_m.hard
    ok = not people or not walkable.buffer(-(across_m / 2 - TOUCH_M)).is_empty
    return _result(
        "turning-circle",
        ok,
        Text(f"有直径 {across_m:.2f} m 的回转空间", f"there is a turning circle of {across_m:.2f} m"),
        Text(f"没有直径 {across_m:.2f} m 的回转空间", f"there is no turning circle of {across_m:.2f} m"),
    )


def _area(site: Site, people: int, least_m2: float) -> Check:
    each = site.net_area_m2 / people if people else site.net_area_m2
    return _result(
        "area-per-person",
        people == 0 or each >= least_m2 - 1e-9,
        Text(f"人均 {each:.2f} m²,不低于 {least_m2:.2f} m²", f"{each:.2f} m² a person, at least {least_m2:.2f} m²"),
        Text(f"人均 {each:.2f} m²,低于 {least_m2:.2f} m²", f"{each:.2f} m² a person, less than {least_m2:.2f} m²"),
    )


def _travel(site: Site, workstations: Sequence[Workstation], profile: Profile) -> Check:
    """Everyone gets to a door, over floor that no desk takes, in no more than the longest way allowed."""
    most_m = profile.travel_m.hard
    lengths = [way.length_m for way in ways_out(site, workstations, profile)]
    lost = sum(length is None for length in lengths)
    longest = max((length for length in lengths if length is not None), default=0.0)
    return _result(
        "travel",
        lost == 0 and longest <= most_m,
        Text(
            f"最远工位到门 {longest:.1f} m,不超过 {most_m:.0f} m",
            f"the longest way to a door is {longest:.1f} m, at most {most_m:.0f} m",
        ),
        Text(
            f"{lost} 个工位走不到门,最远 {longest:.1f} m(最多 {most_m:.0f} m)",
            f"{lost} workstations have no way to a door; the longest is {longest:.1f} m (at most {most_m:.0f} m)",
        ),
    )
