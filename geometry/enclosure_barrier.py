"""What stands in the way on one level: walls, columns and whatever closes the gaps between them, as one region in m.

Door and window openings stay filled: with them cut almost no room closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, STRtree, box

from geometry.enclosure_gaps import Patch, find_patches
from geometry.enclosure_levels import WALLS, wall_thickness_m
from geometry.enclosure_rules import EnclosureRules
from geometry.overlay import common, together, without
from geometry.plan import Element, Opening
from geometry.region import Region
from geometry.section import section_at

SOLIDS = WALLS | {"column", "pier", "chimney"}
BESIDE_FOOT_M = 0.01  # above the foot of a wall, where it surely is
UNCROPPED = 0.98  # of its footprint that the section of a wall has if no roof crops it
CONTINUED_SHARE = 0.4  # of a low wall's footprint under what stands on it
STACK_GAP_M = 0.15  # between the top of a low wall and what stands on it
UNION_GRID_M = 1e-6
AROUND_M = 1.0  # of free space shown beside the outermost walls: more than any gap that is closed


@dataclass(frozen=True, slots=True)
class Barrier:
    """Everything that encloses on one level; ``hosts`` are the walls in it, ``low`` those too low to
    enclose, ``knees`` the footprints of low ones that enclose because the roof lies on them.
    """

    region: Region
    patches: tuple[Patch, ...]
    open_gaps: tuple[Patch, ...]  # not in ``region``: wide openings between walls in one line
    hosts: frozenset[str]
    low: frozenset[str]
    knees: tuple[Region, ...]


def is_roof(element: Element) -> bool:
    """Return whether an element closes rooms from above along a slope: a roof, or a slab that is not level."""
    return element.kind == "roof" or (element.kind == "slab" and element.z_max_m - element.z_min_m > 1.0)


def find_barrier(
    z_m: float, elements: Sequence[Element], openings: Sequence[Opening], rules: EnclosureRules
) -> Barrier:
    """Return what encloses on the level ``z_m``, cut at ``rules.cut_height_m`` above it."""
    cut = z_m + rules.cut_height_m
    solids = [e for e in elements if e.kind in SOLIDS and e.z_min_m < cut and e.z_max_m > z_m + rules.low_cut_height_m]
    thick = [e for e in solids if e.kind not in WALLS or wall_thickness_m(e) >= rules.min_wall_thickness_m]
    tall = [e for e in thick if _is_tall(e, z_m, rules)]
    short = [e for e in thick if not _is_tall(e, z_m, rules)]
    stacked, knees = _admitted(short, elements, openings, z_m, rules)
    sections: list[Region] = []
    hosts = set()
    for e in [*tall, *stacked, *knees]:
        section = _section(e, z_m, rules, low=bool(knees))
        if section is not None:
            sections.append(section)
            hosts.add(e.id)
    low = frozenset(e.id for e in solids) - hosts
    pieces = [p for p in shapely.get_parts(sections) if p.area > 0] if sections else []
    pieces += _closers(elements, cut, rules)
    pieces += _leaves(openings, pieces, cut, hosts | low, rules)
    if not pieces:
        return Barrier(Polygon(), (), (), frozenset(), low, ())
    patches = find_patches(pieces, rules)
    closing = [p for p in patches if p.kind != "open-gap"]
    wide = tuple(p for p in patches if p.kind == "open-gap")
    # Without a grid GEOS loses whole walls where faces run 1e-7 m apart, as they do in every plan that is not square.
    union = together([*pieces, *(p.region for p in closing)], grid_m=UNION_GRID_M)
    closed = close_gaps(union, rules)
    return Barrier(closed, tuple(closing), wide, frozenset(hosts), low, tuple(k.footprint for k in knees))


def close_gaps(walls: Region, rules: EnclosureRules) -> Region:
    """Return walls with the gaps of up to twice ``close_gap_m`` between them filled, corners kept.

    What lies between the walls is shrunk and grown again instead of the walls grown and shrunk, each part on its own:
    GEOS offsets one region of n holes in n² steps.
    """
    gap = rules.close_gap_m
    x0, y0, x1, y1 = walls.bounds
    around = box(x0 - AROUND_M, y0 - AROUND_M, x1 + AROUND_M, y1 + AROUND_M)
    free = shapely.get_parts(shapely.difference(around, walls))
    # Offsetting an edge of no length sets GEOS's divide flag and drops the edge, which is what is wanted.
    with np.errstate(divide="ignore", invalid="ignore"):
        open_parts = shapely.buffer(shapely.buffer(free, -gap, join_style="mitre"), gap, join_style="mitre")
    return without(around, MultiPolygon(shapely.get_parts(open_parts).tolist()))


def _is_tall(e: Element, z_m: float, rules: EnclosureRules) -> bool:
    cut = z_m + rules.cut_height_m
    if not e.z_min_m <= cut <= e.z_max_m:
        return False
    # A wall of the storey below that ends as a parapet of this one is low here.
    return e.z_max_m - max(e.z_min_m, z_m - 0.3) >= rules.min_wall_height_m


def _section(e: Element, z_m: float, rules: EnclosureRules, *, low: bool) -> Region | None:
    """Return where a wall stands: its section at the cut, with the one near the floor where a roof takes its top."""
    if e.body is None:
        return e.footprint if e.footprint.area > 0 else None
    cut, near_floor = z_m + rules.cut_height_m, max(z_m + rules.low_cut_height_m, e.z_min_m + BESIDE_FOOT_M)
    at_cut = section_at(e.body, cut) if e.z_min_m <= cut <= e.z_max_m else None
    cropped = at_cut is not None and at_cut.area < UNCROPPED * e.footprint.area
    at_foot = section_at(e.body, near_floor) if (low or cropped) and near_floor <= min(cut, e.z_max_m) else None
    parts = [s for s in (at_cut, at_foot) if s is not None]
    if not parts:
        middle = section_at(e.body, (max(e.z_min_m, z_m) + e.z_max_m) / 2)
        return e.footprint if middle is None else middle
    return parts[0] if len(parts) == 1 else together(parts)


# -- low walls that enclose all the same -------------------------------------------------------------------------------


def _admitted(
    short: Sequence[Element],
    elements: Sequence[Element],
    openings: Sequence[Opening],
    z_m: float,
    rules: EnclosureRules,
) -> tuple[list[Element], list[Element]]:
    """Return the low walls on which something stands up to full height, and those that end at the roof."""
    if not short:
        return [], []
    roofs = [e for e in elements if is_roof(e) and e.z_max_m > z_m]
    above: list[Element | Opening] = [e for e in elements if e.kind in SOLIDS or e.kind == "curtain-wall"]
    above += openings
    tree, roof_tree = STRtree([a.footprint for a in above]), STRtree([r.footprint for r in roofs])
    stacked, knees = [], []
    for e in short:
        if e.kind not in WALLS and e.kind != "column":
            continue
        if _stack_height(e, above, tree) >= rules.min_wall_height_m and e.z_min_m < z_m + rules.cut_height_m:
            stacked.append(e)
        elif any(_ends_at(e, roofs[i], rules) for i in roof_tree.query(e.footprint, predicate="intersects")):
            knees.append(e)
    return stacked, knees


def _stack_height(e: Element, above: Sequence[Element | Opening], tree: STRtree) -> float:
    low, high = e.z_min_m, e.z_max_m
    others = [above[i] for i in tree.query(e.footprint, predicate="intersects") if above[i].id != e.id]
    others = [o for o in others if o.z_min_m > low and _covers(o, e)]
    for other in sorted(others, key=lambda o: o.z_min_m):
        if other.z_min_m <= high + STACK_GAP_M:
            high = max(high, other.z_max_m)
    return high - low


def _covers(other: Element | Opening, e: Element) -> bool:
    return bool(common(other.footprint, e.footprint).area >= CONTINUED_SHARE * e.footprint.area)


def _ends_at(wall: Element, roof: Element, rules: EnclosureRules) -> bool:
    z = wall.z_max_m + rules.roof_touch_m
    if roof.body is None:
        return roof.z_min_m - rules.roof_touch_m <= wall.z_max_m <= roof.z_max_m
    if not roof.z_min_m <= z <= roof.z_max_m:
        return False
    section = section_at(roof.body, z)
    return section is not None and bool(section.intersects(wall.footprint))


# -- thin things that close what walls leave open ----------------------------------------------------------------------


def _closers(elements: Sequence[Element], cut: float, rules: EnclosureRules) -> list[Polygon]:
    """Return curtain walls as footprints; one too thick for that (a box around something) as a section of its body."""
    out: list[Polygon] = []
    for e in elements:
        if e.kind != "curtain-wall" or not e.z_min_m <= cut <= e.z_max_m:
            continue
        section = section_at(e.body, cut) if e.body is not None else None
        if mean_thickness_m(e.footprint) > rules.max_closer_thickness_m:
            region = section
        else:
            # A rafter passes the cut height too, but only at one place; a mullion or pane stands all along.
            upright = e.body is None or (section is not None and _extent(section) > 0.5 * _extent(e.footprint))
            region = e.footprint if upright else None
        if region is not None:
            out += [p for p in shapely.get_parts(region) if p.area > 0]
    return out


def _leaves(
    openings: Sequence[Opening],
    pieces: Sequence[Polygon],
    cut: float,
    known: set[str] | frozenset[str],
    rules: EnclosureRules,
) -> list[Polygon]:
    """Return doors and windows that stand in no wall, as thin boxes: they are all that closes their gap."""
    free = [
        o
        for o in openings
        if o.kind != "opening" and o.host_id not in known and o.z_min_m <= cut <= o.z_max_m and o.footprint.area > 0
    ]
    tree = STRtree(pieces)
    out: list[Polygon] = []
    for o in free:
        near = tree.query(o.footprint, predicate="intersects")
        inside = sum(common(pieces[i], o.footprint).area for i in near)
        box = o.footprint.minimum_rotated_rectangle
        if not isinstance(box, Polygon):
            continue
        if inside < 0.5 * o.footprint.area and min(_sides(box)) <= rules.max_closer_thickness_m:
            out.append(box)
    return out


def mean_thickness_m(region: Region) -> float:
    """Return twice the area over the perimeter, in metres: the thickness of anything long, straight or curved."""
    return 2 * region.area / region.length if region.length > 0 else 0.0


def _extent(region: Region) -> float:
    x0, y0, x1, y1 = region.bounds
    return float(np.hypot(x1 - x0, y1 - y0))


def _sides(rectangle: Polygon) -> tuple[float, float]:
    c = shapely.get_coordinates(rectangle)
    return (float(np.hypot(*(c[1] - c[0]))), float(np.hypot(*(c[2] - c[1]))))
