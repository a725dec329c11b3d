"""What is to be said about each space besides its shape: use, declared areas, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.quantities import declared_areas
from bim_import.ifc.spaces import ReadSpace, as_record, unit_findings
from bim_import.ifc.storeys import Settled
from bim_import.ifc.units import Units
from bim_import.ifc.use import classify_use, not_a_room
from geometry.finding import Finding, Text
from geometry.height_bands import HeightBands
from geometry.overlap import WallIndex
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
    for finding in (*settled.findings, *unit_findings(spaces), *_twice(spaces)):
        if finding.subject in extra:
            extra[finding.subject].append(finding)
    records = []
    for space in spaces:
        findings = extra[space.id]
        use, why = _use(space, broken)
        if use == "not-a-room":
            findings = [f for f in findings if f.code != "duplicate-space"]  # a roof may well lie over a room
            findings.append(not_a_room(space.id, space.number, space.name, why))
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


def _twice(spaces: Sequence[ReadSpace]) -> list[Finding]:
    """Return a finding for every space that lies where an earlier one already is."""
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
            common = space.outline.intersection(other.outline).area
            if common > SAME_ROOM_IOU * (small + large - common):
                reason = SAME_ROOM.format(other=other.label)
                found.append(Finding("duplicate-space", space.id, "warning", reason, {"other": other.id}))
                break
    return found
