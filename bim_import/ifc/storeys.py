"""Settle the storeys of a file: their heights, twins, and what belongs to which, by where things really are.

Files come with no storeys, with all storeys at height 0, with the same storey twice, or with walls filed under the
wrong one. Geometry decides; everything that differs from the file is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.names import Ids, text
from bim_import.ifc.placement import finite
from bim_import.ifc.shapes import Shapes
from bim_import.ifc.tree import Tree, by_type
from bim_import.ifc.units import Units
from geometry.finding import Finding, Text
from geometry.tolerances import ROOM_HEIGHT_M, STOREY_SLACK_M, TWIN_STOREY_M

LEAST_STOREY_M = 2.4
ZERO_M = 1e-9  # written as -0.0 or 4e-16 by placements that go up and down again
LEVEL_GAP_M = 1.0  # things whose feet are further apart stand on different storeys

NO_STOREYS = Text(
    "文件没有楼层,已按高度分为 {count} 层。",
    "The file has no storeys; {count} were made from the heights of its rooms and walls.",
)
WRONG_ELEVATION = Text(
    "楼层 {name} 的标高写为 {written_m:.2f} 米,而其中的房间和墙体位于 {found_m:.2f} 米,按后者处理。",
    "Storey {name} is said to be at {written_m:.2f} m, but its rooms and walls stand at {found_m:.2f} m; that is used.",
)
TWIN = Text(
    "楼层 {name} 与 {kept} 几乎同高(相差 {apart_m:.2f} 米),是同一层,已合并。",
    "Storey {name} lies within {apart_m:.2f} m of {kept}: they are one storey and were merged.",
)
MOVED = Text(
    "房间位于 {to_name} 的高度,而文件把它归在 {from_name};按高度归层。",
    "The room stands at the height of {to_name}, the file lists it under {from_name}; its height decides.",
)
UNFILED = Text(
    "文件没有把该房间归入任何楼层,已按高度归入 {to_name}。",
    "The file lists the room under no storey; by its height it was put on {to_name}.",
)


@dataclass(frozen=True, slots=True)
class Level:
    """A storey before anything is assigned to it; ``written_m`` is the elevation attribute of the file."""

    id: str
    name: str
    building_id: str
    elevation_m: float
    written_m: float | None = None


@dataclass(slots=True)
class Thing:
    """A space or element to be assigned: its height range and what the file says it belongs to."""

    id: str
    low_m: float | None
    high_m: float | None
    level_id: str | None
    building_id: str
    is_space: bool


@dataclass(slots=True)
class Settled:
    """The storeys, which thing belongs to which of them by id, and what differs from the file."""

    levels: list[Level]
    home: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class Places:
    """Buildings and storeys of a file, and which of them an entity hangs under."""

    def __init__(self, tree: Tree, shapes: Shapes, units: Units, ids: Ids) -> None:
        self.tree = tree
        self.broken = Forgiving("heights of storeys")
        self.levels: list[Level] = []
        self.building_names: dict[str, str] = {}
        self._building_of: dict[int, str] = {}
        self._level_of: dict[int, str] = {}
        for building in by_type(tree.file, "IfcBuilding"):
            subject = ids.of(building)
            self._building_of[building.id()] = subject
            self.building_names[subject] = text(building.Name) or text(getattr(building, "LongName", None))
        if not self.building_names:
            top = (by_type(tree.file, "IfcSite") or by_type(tree.file, "IfcProject"))[0]
            self.building_names[ids.of(top)] = text(top.Name)
        self.default_building = next(iter(self.building_names))
        for storey in by_type(tree.file, "IfcBuildingStorey"):
            self._add(storey, shapes, units, ids)

    def _add(self, storey: Any, shapes: Shapes, units: Units, ids: Ids) -> None:
        subject = ids.of(storey)
        written, placed = None, None
        with self.broken:
            written = None if storey.Elevation is None else finite((storey.Elevation,))[0] * units.length
        with self.broken:
            placed = float(shapes.matrix(storey)[2, 3]) if storey.ObjectPlacement is not None else None
        elevation = _height(placed if placed is not None else written if written is not None else 0.0)
        self._level_of[storey.id()] = subject
        name = text(storey.Name) or text(getattr(storey, "LongName", None)) or subject
        self.levels.append(Level(subject, name, self.building_of(storey), elevation, written))

    def building_of(self, entity: Any) -> str:
        """Return the id of the building an entity hangs under, the first building if under none."""
        for above in self.tree.ancestors(entity):
            if above.id() in self._building_of:
                return self._building_of[above.id()]
        return self.default_building

    def level_of(self, entity: Any) -> str | None:
        """Return the id of the storey an entity hangs under."""
        for above in self.tree.ancestors(entity):
            if above.id() in self._level_of:
                return self._level_of[above.id()]
        return None


def settle(levels: Sequence[Level], things: Sequence[Thing]) -> Settled:
    """Return the storeys with the heights their contents show, twins merged, and a storey for every thing."""
    findings: list[Finding] = []
    found: list[Level] = []
    home: dict[str, str] = {}
    for building in dict.fromkeys([lv.building_id for lv in levels] + [t.building_id for t in things]):
        own = [lv for lv in levels if lv.building_id == building]
        inside = [t for t in things if t.building_id == building]
        unfiled = {t.id for t in inside if t.is_space and t.level_id is None} if own else set()
        if not own:
            own = _made(building, inside)
            findings.append(
                Finding("no-storeys", "", "warning", NO_STOREYS.format(count=len(own)), {"count": len(own)})
            )
        raised = _raised(own, inside, findings)
        kept, merged = _merged(raised, inside, findings)
        by_id = {level.id: level for level in kept}
        now = {before: by_id[after] for before, after in merged.items()}
        for thing in inside:
            home[thing.id] = _home(thing, kept, now.get(thing.level_id or ""), findings)
            if thing.id in unfiled:
                to = by_id[home[thing.id]]
                reason = UNFILED.format(to_name=to.name)
                findings.append(Finding("no-storey", thing.id, "repaired", reason, {"to": to.id}))
        found += kept
    return Settled(found, home, findings)


def _made(building: str, things: Sequence[Thing]) -> list[Level]:
    """Return storeys where feet of rooms gather, of walls where there are no rooms."""
    feet = sorted(t.low_m for t in things if t.is_space and t.low_m is not None)
    feet = feet or sorted(t.low_m for t in things if t.low_m is not None and _stands(t)) or [0.0]
    groups: list[list[float]] = [[feet[0]]]
    for z in feet[1:]:
        if z - groups[-1][-1] > LEVEL_GAP_M:
            groups.append([])
        groups[-1].append(z)
    ground = next((i for i, g in enumerate(groups) if median(g) > -LEVEL_GAP_M), 0)
    names = [f"{i - ground + 1}F" if i >= ground else f"B{ground - i}" for i in range(len(groups))]
    return [Level(f"{building}:{n}", n, building, _height(median(g))) for n, g in zip(names, groups, strict=True)]


def _stands(thing: Thing) -> bool:
    return thing.low_m is not None and thing.high_m is not None and thing.high_m - thing.low_m >= ROOM_HEIGHT_M[0]


def _raised(levels: Sequence[Level], things: Sequence[Thing], findings: list[Finding]) -> list[Level]:
    """Return the storeys at the height of their contents where the file cannot be right about it."""
    raised = []
    on: dict[str | None, list[Thing]] = defaultdict(list)
    for thing in things:
        on[thing.level_id].append(thing)
    for level in levels:
        feet = [t.low_m for t in on[level.id] if t.is_space and t.low_m is not None]
        crowded = any(o is not level and abs(o.elevation_m - level.elevation_m) < TWIN_STOREY_M for o in levels)
        if not feet and crowded:
            feet = [t.low_m for t in on[level.id] if t.low_m is not None and _stands(t)]
        here = level.elevation_m
        if feet and abs(median(feet) - here) > LEVEL_GAP_M and not _fits_many(feet, here):
            target = median(feet)
            if level.written_m is not None and abs(level.written_m - target) <= STOREY_SLACK_M:
                target = level.written_m
            reason = WRONG_ELEVATION.format(name=level.name, written_m=here, found_m=target)
            evidence = {"written_m": here, "found_m": target}
            findings.append(Finding("storey-elevation", level.id, "repaired", reason, evidence))
            level = replace(level, elevation_m=_height(target))  # noqa: PLW2901 - the storey as it really is
        raised.append(level)
    return raised


def _height(z_m: float) -> float:
    """Return a height without the sign and the last digits that sums of placements leave at 0."""
    return 0.0 if abs(z_m) < ZERO_M else z_m


def _fits_many(feet: Sequence[float], elevation: float) -> bool:
    """Return whether a fair part of a storey's contents does stand on it; the others are then filed wrongly."""
    near = sum(abs(z - elevation) <= LEVEL_GAP_M for z in feet)
    return near * 4 >= len(feet)


def _merged(
    levels: Sequence[Level], things: Sequence[Thing], findings: list[Finding]
) -> tuple[list[Level], dict[str, str]]:
    """Return the storeys without their twins, and the id of the storey each one now is."""
    weight = {lv.id: (0, 0) for lv in levels}
    for t in things:
        if t.level_id in weight:
            spaces, others = weight[t.level_id]
            weight[t.level_id] = (spaces + t.is_space, others + (not t.is_space))
    kept: list[Level] = []
    merged = {lv.id: lv.id for lv in levels}
    for level in sorted(levels, key=lambda lv: (weight[lv.id], -lv.elevation_m), reverse=True):
        twin = next((k for k in kept if abs(k.elevation_m - level.elevation_m) < TWIN_STOREY_M), None)
        if twin is None:
            kept.append(level)
            continue
        merged[level.id] = twin.id
        apart = abs(twin.elevation_m - level.elevation_m)
        reason = TWIN.format(name=level.name, kept=twin.name, apart_m=apart)
        outcome: Any = "warning" if sum(weight[level.id]) else "info"
        evidence = {"merged_into": twin.id, "apart_m": apart}
        findings.append(Finding("duplicate-storey", level.id, outcome, reason, evidence))
    return sorted(kept, key=lambda lv: lv.elevation_m), merged


def _home(thing: Thing, levels: Sequence[Level], own: Level | None, findings: list[Finding]) -> str:
    """Return the id of the storey a thing is on; ``own`` is the one the file has it on."""
    if thing.low_m is None:
        return (own or levels[0]).id
    by_height = _by_height(thing, levels)
    if own is None:
        return by_height.id
    if own.id == by_height.id or _belongs(thing, own, levels):
        return own.id
    if thing.is_space:
        reason = MOVED.format(to_name=by_height.name, from_name=own.name)
        findings.append(Finding("moved-to-storey", thing.id, "repaired", reason, {"from": own.id, "to": by_height.id}))
    return by_height.id


def _by_height(thing: Thing, levels: Sequence[Level]) -> Level:
    assert thing.low_m is not None
    below = bisect_right(levels, thing.low_m + STOREY_SLACK_M, key=lambda level: level.elevation_m)
    return levels[max(below - 1, 0)]


def _belongs(thing: Thing, level: Level, levels: Sequence[Level]) -> bool:
    """Return whether a thing can be on a storey: rooms stand near its floor, walls reach into its height."""
    assert thing.low_m is not None
    if thing.is_space:
        return abs(thing.low_m - level.elevation_m) <= LEVEL_GAP_M
    above = [lv.elevation_m for lv in levels if lv.elevation_m > level.elevation_m]
    # A roof storey may be declared halfway up the walls of the one below: a storey is at least as high as a room.
    top = max(min(above, default=float("inf")) - STOREY_SLACK_M, level.elevation_m + LEAST_STOREY_M)
    high = thing.low_m if thing.high_m is None else thing.high_m
    return thing.low_m < top and high > level.elevation_m - STOREY_SLACK_M
