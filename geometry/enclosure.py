"""Rooms of a model that has none: the free space between walls, as outlines in storey-local metres.

Per level: cut walls and columns at 1.2 m, fill doors and windows, close small gaps, take what is enclosed, drop
cavities, cut apart what is visibly several rooms, and say of every room what is doubtful about it. Spaces that the
model does have are ignored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geometry.enclosure_barrier import Barrier, close_gaps, find_barrier
from geometry.enclosure_flags import Evidence, Part, room_findings
from geometry.enclosure_gaps import open_gaps_of
from geometry.enclosure_levels import Level, find_levels
from geometry.enclosure_model_flags import nothing_enclosed, outside_regions, sheathing
from geometry.enclosure_necks import divide, find_cuts
from geometry.enclosure_rules import EnclosureRules
from geometry.enclosure_slabs import Slabs
from geometry.finding import Finding
from geometry.overlay import common, together, without
from geometry.plan import Element, Opening, Space, Storey
from geometry.region import Region

SIMPLIFY_M = 1e-4  # rounding of buffers leaves vertices this near to a straight face
CARRIED = 0.2  # of a region's area on a slab: less is a void
GROUND_M = 1.5  # the ground storey stands this near to height 0, if any does
FLOORS_MODELLED = 0.3  # of the area of all regions on slabs: the model has its floors
OVERLAP = 0.02  # of a region's area shared with an enclosed one: it is a part of that one
DUPLICATE = 0.3  # of a region's area shared with one of a level close by


@dataclass(slots=True)
class _Found:
    level: Level
    barrier: Barrier
    regions: list[Polygon]
    support_m: float


def derive_spaces(
    storeys: Sequence[Storey], *, options: EnclosureRules | None = None
) -> tuple[tuple[Storey, ...], tuple[Finding, ...]]:
    """Return the storeys with rooms derived from their walls (metres, m²), and what a reader must know of the model.

    Any spaces the storeys have are replaced. The same input gives the same ids, numbers and order. Storeys that the
    geometry asks for and the model lacks are added; the findings say so.
    """
    rules = options or EnclosureRules()
    elements = list({e.id: e for s in storeys for e in s.elements}.values())
    openings = list({o.id: o for s in storeys for o in s.openings}.values())
    levels, problems = find_levels(storeys, rules)
    findings = [*problems, *sheathing(elements, rules)]
    slabs = Slabs(elements, rules)
    found = [_regions(level, elements, openings, rules) for level in levels]
    _drop_low_and_void(found, slabs, elements, openings, rules)
    _drop_duplicates(found, rules)
    empty, found = [f for f in found if not f.regions], [f for f in found if f.regions]
    ground = _ground(found)
    spaces: dict[str, list[Space]] = {}
    for f in empty:
        findings += outside_regions(f.level, f.barrier.region, slabs.floors_at(f.level.z_m), rules, has_rooms=False)
    for k, f in enumerate(found):
        rooms, more = _rooms(f, k - ground, slabs, elements, openings, rules)
        spaces.setdefault(f.level.storey.id, []).extend(rooms)
        findings += more
    if not any(spaces.values()):
        findings += nothing_enclosed(elements)
    return _with_spaces(storeys, levels, spaces), tuple(findings)


def _regions(level: Level, elements: Sequence[Element], openings: Sequence[Opening], rules: EnclosureRules) -> _Found:
    barrier = find_barrier(level.z_m, elements, openings, rules)
    support = sum(
        e.footprint.length / 2
        for e in elements
        if e.id in barrier.hosts and abs(e.z_min_m - level.z_m) <= rules.same_level_m
    )
    regions = [r for r in _voids(barrier.region) if not r.buffer(-rules.min_half_width_m).is_empty]
    return _Found(level, barrier, regions + _open_regions(barrier, regions, rules), support)


def _open_regions(barrier: Barrier, regions: Sequence[Polygon], rules: EnclosureRules) -> list[Polygon]:
    """Return the regions that only wide openings between walls in one line keep from being enclosed."""
    if not barrier.open_gaps:
        return []
    closed = close_gaps(together([barrier.region, *(p.region for p in barrier.open_gaps)]), rules)
    tree = STRtree(regions)
    return [
        r
        for r in _voids(closed)
        if not r.buffer(-rules.min_half_width_m).is_empty
        and open_gaps_of(r, barrier.open_gaps)
        and sum(common(regions[k], r).area for k in tree.query(r, predicate="intersects")) < OVERLAP * r.area
    ]


def _voids(barrier: Region) -> list[Polygon]:
    """Return what a barrier encloses: the holes in it, without columns and walls that stand free in them."""
    parts = np.asarray(shapely.get_parts(barrier), dtype=object)
    rings = [ring for part in parts for ring in part.interiors]
    if not rings:
        return []
    holes = np.asarray(shapely.polygons(rings), dtype=object)
    inner: dict[int, list[Polygon]] = {}
    for part, hole in zip(*STRtree(holes).query(parts, predicate="within"), strict=True):
        inner.setdefault(int(hole), []).append(Polygon(parts[part].exterior))
    free = [
        p
        for i, hole in enumerate(holes)
        for p in shapely.get_parts(without(hole, together(inner[i])) if i in inner else hole)
    ]
    return [p for p in shapely.simplify(free, SIMPLIFY_M) if isinstance(p, Polygon) and not p.is_empty]


# -- what is no room ---------------------------------------------------------------------------------------------------


def _drop_low_and_void(
    found: Sequence[_Found],
    slabs: Slabs,
    elements: Sequence[Element],
    openings: Sequence[Opening],
    rules: EnclosureRules,
) -> None:
    """Take out crawl spaces, and the upper part of rooms and shafts that reach through several storeys."""
    for f in found:
        f.regions = [r for r in f.regions if not slabs.is_low(r, f.level.z_m)]
    shares = [[slabs.floor(r, f.level.z_m)[0] for r in f.regions] for f in found]
    regions = [r for f in found for r in f.regions]
    carried = sum(r.area * s for r, s in zip(regions, (s for row in shares for s in row), strict=True))
    if carried < FLOORS_MODELLED * sum(r.area for r in regions):
        return
    below: list[Polygon] = []
    for f, row in zip(found, shares, strict=True):
        access = Evidence.collect(f.level.z_m, elements, openings, f.barrier, rules)
        tree = STRtree(below)
        kept = []
        for r, share in zip(f.regions, row, strict=True):
            over = sum(common(below[i], r).area for i in tree.query(r, predicate="intersects"))
            if share >= CARRIED or over < 0.5 * r.area or access.doors_of(r) or access.stair_share(r) > 0:
                kept.append(r)
        f.regions = kept
        below = kept or below


def _drop_duplicates(found: Sequence[_Found], rules: EnclosureRules) -> None:
    """Where two levels are less than a person's height apart, keep a region on the level more walls stand on."""
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            if abs(a.level.z_m - b.level.z_m) >= rules.min_headroom_m or not a.regions or not b.regions:
                continue
            weak, strong = (a, b) if a.support_m < b.support_m else (b, a)
            tree = STRtree(strong.regions)
            weak.regions = [
                r
                for r in weak.regions
                if sum(common(strong.regions[k], r).area for k in tree.query(r, predicate="intersects"))
                < DUPLICATE * r.area
            ]


# -- rooms -------------------------------------------------------------------------------------------------------------


def _rooms(
    f: _Found, index: int, slabs: Slabs, elements: Sequence[Element], openings: Sequence[Opening], rules: EnclosureRules
) -> tuple[list[Space], list[Finding]]:
    """Return the rooms of one level in reading order, and what lies open on it; ``index`` 0 is the ground storey."""
    z, storey_id = f.level.z_m, f.level.storey.id
    floors = slabs.floors_at(z)
    evidence = Evidence.collect(z, elements, openings, f.barrier, rules)
    parts = [part for region in f.regions for part in _parts(region, rules)]
    parts.sort(key=lambda p: (-round(p.outline.bounds[3], 1), round(p.outline.bounds[0], 1), p.outline.area))
    label = f"{index + 1}F" if index >= 0 else f"B{-index}"
    rooms = []
    for n, part in enumerate(parts, 1):
        share, floor_z = slabs.floor(part.outline, z)
        height = slabs.height(part.outline, floor_z)
        room = Space(
            id=_stable_id(storey_id, z, part.outline),
            storey_id=storey_id,
            number=f"{label}-{n:02d}",
            name="",
            use="other",
            origin="derived-from-walls",
            outline=part.outline,
            floor_z_m=floor_z,
            height_m=height,
        )
        sloped = height is None and slabs.is_sloped(part.outline, floor_z)
        findings = room_findings(room, part, evidence, floor_share=share if floors else None, sloped=sloped)
        rooms.append(replace(room, findings=tuple(findings)))
    standing = f.barrier.region
    if f.barrier.open_gaps:  # rooms closed along a wall line are not within the walls, and no open floor either
        standing = together([standing, *(p.outline for p in parts)])
    return rooms, outside_regions(f.level, standing, floors, rules, has_rooms=True)


def _parts(region: Polygon, rules: EnclosureRules) -> list[Part]:
    """Return the rooms in a region: cut apart where it is large or passed only by a slot, else whole."""
    cuts = find_cuts(region, rules)
    large = region.area >= rules.split_region_m2
    usable = tuple(c for c in cuts if c.kind == "slot" or (large and c.width_m <= rules.max_wall_line_gap_m))
    if not cuts:
        return [Part(region, region.area, (), suspect=False)]
    divided = divide(region, usable, rules)
    cells = divide(region, cuts, rules, suspect=True).polygons
    out = []
    for polygon in divided.polygons:
        if polygon.buffer(-rules.min_half_width_m).is_empty:
            continue
        own = tuple(c for c in divided.cuts if polygon.distance(c.line.interpolate(0.5, normalized=True)) < 0.05)
        inside = sum(bool(polygon.contains(c.representative_point())) for c in cells)
        out.append(Part(polygon, region.area, own, suspect=inside > 1))
    return out


def _stable_id(storey_id: str, z_m: float, outline: Polygon) -> str:
    c = outline.centroid
    place = f"{storey_id}|{z_m:.1f}|{c.x:.2f}|{c.y:.2f}|{outline.area:.2f}"
    return "derived-" + blake2s(place.encode(), digest_size=8).hexdigest()


def _ground(found: Sequence[_Found]) -> int:
    """Return the index of the ground storey among the levels with rooms: the one nearest height 0, or the lowest."""
    at_zero = [k for k, f in enumerate(found) if abs(f.level.z_m) < GROUND_M]
    return min(at_zero, key=lambda k: abs(found[k].level.z_m), default=0)


def _with_spaces(
    storeys: Sequence[Storey], levels: Sequence[Level], spaces: dict[str, list[Space]]
) -> tuple[Storey, ...]:
    """Return the given storeys with their rooms and true elevations, and the added ones that hold any."""
    known = {s.id for s in storeys}
    moved = {level.storey.id: level.storey.elevation_m for level in levels}
    out = [replace(s, spaces=tuple(spaces.get(s.id, ())), elevation_m=moved.get(s.id, s.elevation_m)) for s in storeys]
    out += [
        replace(level.storey, spaces=tuple(spaces[level.storey.id]))
        for level in levels
        if level.storey.id not in known and spaces.get(level.storey.id)
    ]
    return tuple(sorted(out, key=lambda s: s.elevation_m))
