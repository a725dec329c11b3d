"""Rooms that are drawn as outlines of their own: closed polylines and hatches of a room layer, in metres.

Outlines inside others: one with a label is a room, and its floor is not the outer room's; a small one without is a
column; any other is a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from bim_import.dxf.bodies import fill_region, open_regions
from bim_import.dxf.contents import Fill, Stroke
from geometry.linework.rules import LineworkRules
from geometry.overlay import together, without
from geometry.region import Region
from geometry.rings import Repair, close_ring
from geometry.tolerances import SAME_ROOM_IOU, SLIVER_M2

Array = NDArray[np.float64]
COVERED = 0.98  # of an inner outline that lies in the outer one
LONGEST_COLUMN_M = 1.6


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline drawn for a room: what it encloses, how it had to be repaired, and how many others it holds."""

    region: Region
    repairs: tuple[tuple[Repair, float], ...] = ()
    repeated: int = 0
    rooms_inside: int = 0
    holes_inside: int = 0


def outlines_of(strokes: Sequence[Stroke], fills: Sequence[Fill]) -> list[Outline]:
    """Return every outline once, largest first, as drawn; inner ones still lie in outer ones."""
    found: list[Outline] = []
    for stroke in strokes:
        if stroke.closed:
            cleaned = close_ring([(float(x), float(y)) for x, y in stroke.points])
            found.append(Outline(cleaned.region, cleaned.repairs))
    found += [Outline(fill_region(f)) for f in fills]
    found += [Outline(r) for r in open_regions(strokes)]
    found = [o for o in found if o.region.area > SLIVER_M2]
    found.sort(key=lambda o: (-round(o.region.area, 6), o.region.bounds))
    return _once(found)


def nested(outlines: Sequence[Outline], labels: Array, rules: LineworkRules) -> tuple[list[Outline], list[Region]]:
    """Return the rooms, each without what lies inside it, and the columns; ``labels`` (n, 2) are where rooms say so."""
    if not outlines:
        return [], []
    regions = [o.region for o in outlines]
    inner = _inside(regions)
    labelled = _labelled(regions, inner, labels)
    columns: list[Region] = []
    lost: dict[int, list[int]] = {n: [] for n in range(len(regions))}
    dropped = set()
    for n, outer in inner.items():
        if not outer:
            continue
        parent = min(outer, key=lambda k: regions[k].area)
        if not labelled[n]:
            dropped.add(n)
            if _is_column(regions[n], rules):
                columns.append(regions[n])
                continue
        lost[parent].append(n)
    rooms = []
    for n, outline in enumerate(outlines):
        if n in dropped:
            continue
        taken = lost[n]
        region = without(outline.region, together(regions[k] for k in taken)) if taken else outline.region
        inside = sum(labelled[k] for k in taken)
        if region.area > SLIVER_M2:
            rooms.append(Outline(region, outline.repairs, outline.repeated, inside, len(taken) - inside))
    return rooms, columns


def _once(outlines: list[Outline]) -> list[Outline]:
    """Return outlines without those that repeat one before them."""
    kept: list[Outline] = []
    tree = STRtree([o.region for o in outlines])
    gone: set[int] = set()
    for n, outline in enumerate(outlines):
        if n in gone:
            continue
        same = [
            int(k)
            for k in tree.query(outline.region)
            if k > n and k not in gone and _are_same(outline.region, outlines[int(k)].region)
        ]
        gone.update(same)
        kept.append(Outline(outline.region, outline.repairs, len(same)) if same else outline)
    return kept


def _are_same(a: Region, b: Region) -> bool:
    if min(a.area, b.area) < SAME_ROOM_IOU * max(a.area, b.area):
        return False
    shared = shapely.intersection(a, b).area
    return bool(shared > SAME_ROOM_IOU * (a.area + b.area - shared) and abs(a.area - b.area) < SLIVER_M2)


def _inside(regions: Sequence[Region]) -> dict[int, list[int]]:
    """Return for each region the larger ones it lies in."""
    tree = STRtree(list(regions))
    found: dict[int, list[int]] = {}
    for n, region in enumerate(regions):
        near = [int(k) for k in tree.query(region) if k != n and regions[int(k)].area > region.area]
        found[n] = [k for k in near if shapely.intersection(_filled(regions[k]), region).area >= COVERED * region.area]
    return found


def _filled(region: Region) -> Region:
    """Return a region without its holes."""
    return together(Polygon(p.exterior) for p in shapely.get_parts(region))


def _labelled(regions: Sequence[Region], inner: dict[int, list[int]], labels: Array) -> list[bool]:
    """Return whether each region holds a label that no smaller one inside of it holds."""
    found = [False] * len(regions)
    if not len(labels):
        return found
    label, region = STRtree(list(regions)).query(shapely.points(labels), predicate="intersects")
    smallest: dict[int, int] = {}
    for i, k in zip(label.tolist(), region.tolist(), strict=True):
        if i not in smallest or regions[k].area < regions[smallest[i]].area:
            smallest[i] = k
    for k in smallest.values():
        found[k] = True
    return found


def _is_column(region: Region, rules: LineworkRules) -> bool:
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(region))
    if len(corners) < 4:
        return False
    longest = max(float(np.hypot(*(corners[1] - corners[0]))), float(np.hypot(*(corners[2] - corners[1]))))
    return region.area <= rules.column_area_m2 and longest <= LONGEST_COLUMN_M
