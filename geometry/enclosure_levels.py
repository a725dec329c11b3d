"""The levels on which rooms may stand, found from where walls begin, not from the names of storeys.

Storeys may be absent, all be at height 0, come in twins (structure and finish), or hold walls of several levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geometry.enclosure_rules import EnclosureRules
from geometry.finding import Finding, Text
from geometry.plan import Element, Storey

WALLS = frozenset({"wall", "partition"})


@dataclass(frozen=True, slots=True)
class Level:
    """A floor height in metres of the model's vertical axis, and the storey its rooms belong to."""

    z_m: float
    storey: Storey


@dataclass(frozen=True, slots=True)
class _Base:
    z_m: float
    length_m: float
    storey_id: str


def wall_thickness_m(element: Element) -> float:
    """Return the thickness in metres: the one of the file, else twice the area over the perimeter of the footprint."""
    if element.thickness_m is not None:
        return element.thickness_m
    length = element.footprint.length
    return 2 * element.footprint.area / length if length > 0 else 0.0


def find_levels(storeys: Sequence[Storey], rules: EnclosureRules) -> tuple[tuple[Level, ...], tuple[Finding, ...]]:
    """Return the levels from lowest to highest, and what was wrong with the storeys."""
    bases = _bases(storeys, rules)
    by_id = {s.id: s for s in storeys}
    levels = _declared_levels(storeys, bases, rules)
    findings = []
    taken = {level.storey.id for level in levels}
    for z, group in _clusters(bases, rules):
        if any(abs(z - level.z_m) < rules.split_level_m for level in levels):
            continue
        if sum(b.length_m for b in group) < rules.min_level_wall_m:
            continue
        storey = by_id[_most_walls(group)]
        own = [level for level in levels if level.storey.id == storey.id]
        if storey.id not in taken:
            findings.append(_wrong_elevation(storey, z))
            storey = replace(storey, elevation_m=z)
        elif all(abs(level.z_m - z) >= rules.min_headroom_m for level in own):
            findings.append(_several_levels(storey, z))
            storey = Storey(id=f"{storey.id}@{z:.2f}", name=f"{storey.name} {z:+.2f}".strip(), elevation_m=z)
        taken.add(storey.id)
        levels.append(Level(z, storey))
    findings += _twins(storeys, bases, levels, rules)
    return tuple(sorted(levels, key=lambda level: level.z_m)), tuple(findings)


def _bases(storeys: Sequence[Storey], rules: EnclosureRules) -> list[_Base]:
    """Return where each wall begins; one that several storeys show belongs to the storey nearest its foot."""
    home: dict[str, tuple[Element, Storey]] = {}
    for s in storeys:
        for e in s.elements:
            if e.kind not in WALLS or e.z_max_m - e.z_min_m < rules.min_wall_height_m:
                continue
            if wall_thickness_m(e) < rules.min_wall_thickness_m:
                continue
            before = home.get(e.id)
            if before is None or abs(s.elevation_m - e.z_min_m) < abs(before[1].elevation_m - e.z_min_m):
                home[e.id] = (e, s)
    return [_Base(e.z_min_m, e.footprint.length / 2, s.id) for e, s in home.values()]


def _clusters(bases: Sequence[_Base], rules: EnclosureRules) -> list[tuple[float, list[_Base]]]:
    """Return wall bases grouped by height; the height of a group is the one most metres of wall stand on."""
    groups: list[list[_Base]] = []
    for base in sorted(bases, key=lambda b: b.z_m):
        if groups and base.z_m - groups[-1][0].z_m <= rules.same_level_m:
            groups[-1].append(base)
        else:
            groups.append([base])
    out = []
    for group in groups:
        length: dict[float, float] = defaultdict(float)
        for base in group:
            length[round(base.z_m, 2)] += base.length_m
        out.append((max(length, key=lambda z: (length[z], z)), group))
    return out


def _most_walls(group: Sequence[_Base]) -> str:
    length: dict[str, float] = defaultdict(float)
    for base in group:
        length[base.storey_id] += base.length_m
    return max(length, key=lambda i: length[i])


def _declared_levels(storeys: Sequence[Storey], bases: Sequence[_Base], rules: EnclosureRules) -> list[Level]:
    """Return one level for each storey elevation, twins taken together: the storey with most walls there stands."""

    def walls_there(storey: Storey) -> float:
        return sum(
            b.length_m
            for b in bases
            if b.storey_id == storey.id and abs(b.z_m - storey.elevation_m) < rules.split_level_m
        )

    levels: list[Level] = []
    group: list[Storey] = []
    for storey in [*sorted(storeys, key=lambda s: s.elevation_m), None]:
        if storey is not None and (not group or storey.elevation_m - group[0].elevation_m <= rules.same_level_m):
            group.append(storey)
            continue
        if group:
            best = max(group, key=walls_there)
            levels.append(Level(best.elevation_m, best))
        group = [storey] if storey is not None else []
    return levels


def _twins(
    storeys: Sequence[Storey], bases: Sequence[_Base], levels: Sequence[Level], rules: EnclosureRules
) -> list[Finding]:
    owners = {level.storey.id for level in levels}
    findings = []
    for storey in storeys:
        stands = any(b.storey_id == storey.id and abs(b.z_m - storey.elevation_m) < rules.split_level_m for b in bases)
        if storey.id in owners or not stands:
            continue
        twin = next((level for level in levels if abs(level.z_m - storey.elevation_m) <= rules.same_level_m), None)
        if twin is None:
            continue
        text = Text(
            "楼层“{name}”与“{twin}”标高相同({z:.2f} m),房间只计一次,归入“{twin}”。",
            "Storey “{name}” stands at the height of “{twin}” ({z:.2f} m); rooms are counted once, in “{twin}”.",
        )
        findings.append(
            Finding(
                "duplicate-storey",
                storey.id,
                "repaired",
                text.format(name=storey.name, twin=twin.storey.name, z=twin.z_m),
                {"twin": twin.storey.id, "elevation_m": storey.elevation_m, "twin_elevation_m": twin.z_m},
            )
        )
    return findings


def _wrong_elevation(storey: Storey, z: float) -> Finding:
    text = Text(
        "楼层“{name}”标高写为 {old:.2f} m,其墙体起于 {z:.2f} m,按墙体取值。",
        "Storey “{name}” says it is at {old:.2f} m, but its walls begin at {z:.2f} m; the walls are believed.",
    )
    return Finding(
        "storey-elevation",
        storey.id,
        "repaired",
        text.format(name=storey.name, old=storey.elevation_m, z=z),
        {"declared_elevation_m": storey.elevation_m, "wall_base_m": z},
    )


def _several_levels(storey: Storey, z: float) -> Finding:
    text = Text(
        "楼层“{name}”内另有墙体起于 {z:.2f} m,另设一层。",
        "Storey “{name}” also holds walls that begin at {z:.2f} m; they make a storey of their own.",
    )
    return Finding(
        "storey-elevation",
        storey.id,
        "repaired",
        text.format(name=storey.name, z=z),
        {"declared_elevation_m": storey.elevation_m, "wall_base_m": z},
    )
