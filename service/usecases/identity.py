"""Which room of a new revision is which room of the one before: by GlobalId, then by number and overlap.

A number names a room only together with its place, because a renumbering moves numbers; overlap alone is trusted only
when it is nearly whole, as for rooms derived from walls, which carry no ids of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree

from geometry.region import Region

SAME_NUMBER_IOU = 0.5  # a room may grow or shrink by half and keep its number
SAME_PLACE_IOU = 0.9  # without a number, nothing else tells two rooms apart
STOREY_M = 1.0  # two storeys nearer than this in height are the same one
AREA_CHANGED_M2 = 0.005  # half of the last decimal an area is shown with


@dataclass(frozen=True, slots=True)
class Known:
    """What identifies a room: its ids, number and place (outline in file coordinates, height of its storey)."""

    id: str
    global_id: str
    number: str
    outline: Region
    elevation_m: float


def match(before: Sequence[Known], after: Sequence[Known]) -> dict[str, str]:
    """Return, for each new room that is an old one, new GlobalId → old id; every old id is used once."""
    found: dict[str, str] = {}
    by_global_id = {room.global_id: room.id for room in before}
    for room in after:
        if room.global_id in by_global_id:
            found[room.global_id] = by_global_id[room.global_id]
    taken = set(found.values())
    old = [room for room in before if room.id not in taken]
    new = [room for room in after if room.global_id not in found]
    for _, new_id, old_id in sorted(_candidates(old, new), key=lambda c: (-c[0], c[1], c[2])):
        if new_id not in found and old_id not in taken:
            found[new_id] = old_id
            taken.add(old_id)
    return found


def _candidates(old: Sequence[Known], new: Sequence[Known]) -> list[tuple[float, str, str]]:
    if not old or not new:
        return []
    outlines = np.array([room.outline for room in new], dtype=object)
    others = np.array([room.outline for room in old], dtype=object)
    i, j = STRtree(others).query(outlines, predicate="intersects")
    heights, other_heights = (np.array([room.elevation_m for room in rooms]) for rooms in (new, old))
    near = np.abs(heights[i] - other_heights[j]) <= STOREY_M
    i, j = i[near], j[near]
    common = shapely.area(shapely.intersection(outlines[i], others[j]))
    whole = shapely.area(outlines[i]) + shapely.area(others[j]) - common
    overlaps = common / np.maximum(whole, AREA_CHANGED_M2)
    result = []
    for one, other, overlap in zip((new[n] for n in i), (old[n] for n in j), overlaps.tolist(), strict=True):
        same_number = bool(one.number) and one.number == other.number
        if overlap >= (SAME_NUMBER_IOU if same_number else SAME_PLACE_IOU):
            result.append((overlap + same_number, one.global_id, other.id))
    return result


def match_storeys(
    before: Sequence[tuple[str, str, str, float]], after: Sequence[tuple[str, str, float]]
) -> dict[str, str]:
    """Return new GlobalId → old id of storeys.

    ``before`` holds (id, GlobalId, name, elevation), ``after`` (GlobalId, name, elevation), elevations in metres. Same
    GlobalId, else same name at about the same height, else the only old storey at that height.
    """
    found: dict[str, str] = {}
    by_global_id = {global_id: id_ for id_, global_id, _, _ in before}
    for global_id, _, _ in after:
        if global_id in by_global_id:
            found[global_id] = by_global_id[global_id]
    at_height: defaultdict[str, list[tuple[bool, float, str]]] = defaultdict(list)
    for global_id, name, elevation_m in after:
        if global_id in found:
            continue
        for id_, _, old_name, old_elevation_m in before:
            apart_m = abs(elevation_m - old_elevation_m)
            if id_ not in found.values() and apart_m <= STOREY_M:
                at_height[global_id].append((name != old_name, apart_m, id_))
    for global_id, choices in at_height.items():
        for _, _, id_ in sorted(choices):
            if id_ not in found.values():
                found[global_id] = id_
                break
    return found


def changes(before: Mapping[str, tuple[str, float]], after: Mapping[str, tuple[str, float]]) -> dict[str, list[object]]:
    """Return what happened between two revisions; both map room id to (number, net area in m²)."""
    return {
        "appeared": [{"space_id": i, "number": after[i][0]} for i in after if i not in before],
        "vanished": [{"space_id": i, "number": before[i][0]} for i in before if i not in after],
        "area_changed": [
            {"space_id": i, "number": after[i][0], "before_m2": before[i][1], "after_m2": after[i][1]}
            for i in after
            if i in before and abs(after[i][1] - before[i][1]) > AREA_CHANGED_M2
        ],
    }
