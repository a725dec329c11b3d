"""What is to be said about each space besides its shape: use, declared areas, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.quantities import declared_areas
from bim_import.ifc.spaces import ReadSpace, as_record, unit_findings
from bim_import.ifc.storeys import Settled
from bim_import.ifc.units import Units
from bim_import.ifc.use import classify_use, not_a_room
from bim_import.ifc.wholes import Whole, aggregated, zones
from geometry.finding import Finding, Text
from geometry.height_bands import HeightBands
from geometry.overlap import WallIndex
from geometry.overlay import common
from geometry.plan import DeclaredArea, Element, Space, Use
from geometry.tolerances import SAME_ROOM_IOU, TWIN_STOREY_M

UNKNOWN_USE = Text("属性无法读取。", "Its properties cannot be read.")
SAME_ROOM = Text(
    "与房间 {other} 占据同一位置,同一房间可能建了两次;不要重复计算。",
    "It lies where space {other} lies: the same room may have been modelled twice. Do not count it twice.",
)


def describe(
    spaces: Sequence[ReadSpace], elements: Sequence[Element], settled: Settled, units: Units
) -> tuple[list[Space], list[Finding]]:
    """Return the records of all spaces with their findings, and findings about the file."""
    broken = Forgiving("properties of spaces")
    walls = WallIndex(elements)
    extra: dict[str, list[Finding]] = {s.id: [*s.findings] for s in spaces}
    uses = {space.id: _use(space, broken) for space in spaces}
    rooms = [space for space in spaces if uses[space.id][0] != "not-a-room"]  # a roof may well lie over a room
    wholes = aggregated(rooms, broken)
    covered = {whole.space.id: whole for whole in wholes if whole.is_covered}
    uses.update((subject, ("not-a-room", whole.why)) for subject, whole in covered.items())
    for finding in (*settled.findings, *unit_findings(spaces), *_counted_twice(rooms, wholes)):
        if finding.subject in extra:
            extra[finding.subject].append(finding)
    records = []
    for space in spaces:
        findings = extra[space.id]
        use, why = uses[space.id]
        if use == "not-a-room":
            evidence = covered[space.id].evidence if space.id in covered else {}
            findings.append(replace(not_a_room(space.id, space.number, space.name, why), evidence=evidence))
        declared: tuple[DeclaredArea, ...] = ()
        with broken:
            declared = declared_areas(space.entity, units)
        record = as_record(space, settled.home[space.id], use=use, declared=declared)
        overlap = walls.finding(record, body=space.body)
        if overlap is not None:
            findings.append(overlap)
        records.append(replace(record, findings=tuple(findings)))
    return records, broken.findings()


def _use(space: ReadSpace, broken: Forgiving) -> tuple[Use, Text]:
    with broken:
        return classify_use(space.entity, space.number, space.name)
    return "other", UNKNOWN_USE


def _counted_twice(rooms: Sequence[ReadSpace], wholes: Sequence[Whole]) -> list[Finding]:
    """Return what is to be said about rooms whose floor other rooms cover too."""
    known = {whole.space.id for whole in wholes}
    covered = {whole.space.id for whole in wholes if whole.is_covered}
    measured = [space for space in rooms if space.id not in covered]
    found = _twice(measured)
    for whole in wholes:
        if not whole.is_covered:
            found += whole.findings(of_parts=True)
    for zone in zones(measured):
        if zone.space.id not in known:
            found += zone.findings(of_parts=False)
    return found


def _twice(rooms: Sequence[ReadSpace]) -> list[Finding]:
    """Return a finding for every room that lies where another one of lower number, or else lower id, already is."""
    if not rooms:
        return []
    spaces = sorted(rooms, key=lambda s: (_natural(s.number), s.id))
    floors = np.array([space.floor_z_m or 0.0 for space in spaces])
    bands = HeightBands(np.array([s.outline for s in spaces], dtype=object), floors, floors + TWIN_STOREY_M)
    found = []
    for i, space in enumerate(spaces):
        low, high = floors[i], floors[i] + TWIN_STOREY_M
        near = bands.overlapping(space.outline, over_m2=0.0, low_m=low, high_m=high, over_m=0.0)
        for other in (spaces[k] for k in near[near < i]):
            small, large = sorted((space.outline.area, other.outline.area))
            if small < SAME_ROOM_IOU * large:
                continue
            shared = common(space.outline, other.outline).area
            if shared > SAME_ROOM_IOU * (small + large - shared):
                reason = SAME_ROOM.format(other=other.label)
                found.append(Finding("duplicate-space", space.id, "warning", reason, {"other": other.id}))
                break
    return found


def _natural(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Return the key by which room 9 comes before room 10 and both before those without a number."""
    parts = re.findall(r"\d+|\D+", number) or ["~"]
    return tuple((not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts)
