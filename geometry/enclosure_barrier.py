"""What stands in the way on one level: walls, columns and whatever closes the gaps between them, as one region in m.

Door and window openings stay filled: with them cut almost no room closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from geometry.enclosure_levels import WALLS, wall_thickness_m
from geometry.enclosure_rules import EnclosureRules
from geometry.overlay import common, together
from geometry.plan import Element, Opening
from geometry.region import Region, polygonal
from geometry.section import section_at

SOLIDS = WALLS | {"column", "pier", "chimney"}
CONTINUED_SHARE = 0.4  # of a low wall's footprint under what stands on it
STACK_GAP_M = 0.15  # between the top of a low wall and what stands on it
FACING_COSINE = -0.98  # 11°: two wall ends face each other
UNION_GRID_M = 1e-6
MIN_LENGTH = 1.5  # thicknesses: a shorter piece has no direction
POLYGON = 3  # shapely's type number
MIN_RECTANGLE = 0.9  # share of its bounding rectangle that a straight wall fills


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece added to close a gap: ``length_m`` along the wall, ``kind`` tells why."""

    region: Polygon
    length_m: float
    kind: str  # "extended-wall" or "undrawn-door"


@dataclass(frozen=True, slots=True)
class Barrier:
    """Everything that encloses on one level; ``hosts`` are the walls in it, ``low`` those too low to
    enclose, ``knees`` the footprints of low ones that enclose because the roof lies on them.
    """

    region: Region
    patches: tuple[Patch, ...]
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
    patches = _patches(pieces, rules)
    if not pieces:
        return Barrier(Polygon(), (), frozenset(), low, ())
    # Without a grid GEOS loses whole walls where faces run 1e-7 m apart, as they do in every plan that is not square.
    union = together([*pieces, *(p.region for p in patches)], grid_m=UNION_GRID_M)
    gap = rules.close_gap_m
    # Offsetting an edge of no length sets GEOS's divide flag and drops the edge, which is what is wanted.
    with np.errstate(divide="ignore", invalid="ignore"):
        closed = union.buffer(gap, join_style="mitre").buffer(-gap, join_style="mitre")
    return Barrier(polygonal(closed), tuple(patches), frozenset(hosts), low, tuple(k.footprint for k in knees))


def _is_tall(e: Element, z_m: float, rules: EnclosureRules) -> bool:
    cut = z_m + rules.cut_height_m
    if not e.z_min_m <= cut <= e.z_max_m:
        return False
    # A wall of the storey below that ends as a parapet of this one is low here.
    return e.z_max_m - max(e.z_min_m, z_m - 0.3) >= rules.min_wall_height_m


def _section(e: Element, z_m: float, rules: EnclosureRules, *, low: bool) -> Region | None:
    if e.body is None:
        return e.footprint if e.footprint.area > 0 else None
    cuts = [z_m + rules.cut_height_m]
    if low:
        cuts.append(max(z_m + rules.low_cut_height_m, e.z_min_m + 0.01))
    parts = [s for cut in cuts if e.z_min_m <= cut <= e.z_max_m and (s := section_at(e.body, cut)) is not None]
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


# -- walls that end short of the next one ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """Both ends of all straight walls: number of the piece, middle of the end face, unit direction out, thickness."""

    piece: NDArray[np.int64]
    point: NDArray[np.float64]
    out: NDArray[np.float64]
    thickness_m: NDArray[np.float64]

    def boxes(
        self, start: NDArray[np.float64] | float, stop: NDArray[np.float64] | float, width: NDArray[np.float64]
    ) -> NDArray[np.object_]:
        """Return for each end the box ahead of it from ``start`` to ``stop`` metres, negative within the wall."""
        side = np.stack([-self.out[:, 1], self.out[:, 0]], axis=1) * (width / 2)[:, None]
        a = self.point + self.out * np.broadcast_to(start, len(self.out))[:, None]
        b = self.point + self.out * np.broadcast_to(stop, len(self.out))[:, None]
        return np.asarray(shapely.polygons(np.stack([a - side, b - side, b + side, a + side], axis=1)), dtype=object)

    def only(self, which: NDArray[np.int64]) -> _Ends:
        return _Ends(self.piece[which], self.point[which], self.out[which], self.thickness_m[which])


def _ends(pieces: NDArray[np.object_]) -> _Ends:
    boxes = shapely.minimum_rotated_rectangle(pieces)
    straight = (shapely.get_type_id(boxes) == POLYGON) & (shapely.area(pieces) >= MIN_RECTANGLE * shapely.area(boxes))
    index = np.flatnonzero(straight)
    c = shapely.get_coordinates(boxes[index]).reshape(-1, 5, 2)[:, :4]
    turned = np.hypot(*(c[:, 1] - c[:, 0]).T) < np.hypot(*(c[:, 2] - c[:, 1]).T)
    c[turned] = np.roll(c[turned], -1, axis=1)
    along, across = c[:, 1] - c[:, 0], c[:, 2] - c[:, 1]
    long, thick = np.hypot(*along.T), np.hypot(*across.T)
    walls = np.flatnonzero(long >= MIN_LENGTH * thick)
    c, along, thick, index = c[walls], along[walls] / long[walls, None], thick[walls], index[walls]
    point = np.concatenate([(c[:, 1] + c[:, 2]) / 2, (c[:, 0] + c[:, 3]) / 2])
    return _Ends(np.tile(index, 2), point, np.concatenate([along, -along]), np.tile(thick, 2))


def _patches(parts: Sequence[Polygon], rules: EnclosureRules) -> list[Patch]:
    """Return boxes that carry free wall ends on to the next wall, or across a doorway to the wall that faces them."""
    if not parts:
        return []
    pieces = np.array(parts, dtype=object)
    ends = _ends(pieces)
    tree = STRtree(pieces)
    touch = 2 * rules.close_gap_m
    probes = ends.boxes(-ends.thickness_m, touch, ends.thickness_m + touch / 2)
    end, piece = tree.query(probes, predicate="intersects")
    touched = np.unique(end[ends.piece[end] != piece])
    free = ends.only(np.setdiff1d(np.arange(len(ends.piece)), touched))
    ahead = free.boxes(0.001, rules.extend_m, 0.8 * free.thickness_m)
    line = free.boxes(0.0, rules.doorway_m, 0.5 * free.thickness_m)
    end_tree = STRtree(np.asarray(shapely.points(free.point), dtype=object))
    out = []
    for i in range(len(free.piece)):
        one = free.only(np.array([i]))
        hits = [k for k in tree.query(ahead[i], predicate="intersects") if k != free.piece[i]]
        if hits:
            part = shapely.get_coordinates(ahead[i].intersection(shapely.union_all(pieces[hits])))
            reach = float(((part - free.point[i]) @ free.out[i]).min())
            out.append(Patch(one.boxes(-0.01, reach + 0.01, one.thickness_m)[0], reach, "extended-wall"))
            continue
        facing = [
            k
            for k in end_tree.query(line[i], predicate="intersects")
            if free.piece[k] != free.piece[i] and free.out[k] @ free.out[i] < FACING_COSINE
        ]
        gaps = [float(np.hypot(*(free.point[k] - free.point[i]))) for k in facing]
        if gaps:
            k = facing[int(np.argmin(gaps))]
            width = np.minimum(one.thickness_m, free.thickness_m[k])
            if free.piece[i] < free.piece[k]:
                out.append(Patch(one.boxes(-0.01, min(gaps) + 0.01, width)[0], min(gaps), "undrawn-door"))
    return out
