"""The site of a layout from the plan of a storey: one room, or several joined where the walls between them may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

from geometry.areas import measure_under
from geometry.basis import BASES, DEFAULT_BASIS
from geometry.finding import Text
from geometry.layout.profile import Profile
from geometry.layout.records import Door, Obstacle, Site
from geometry.overlay import common, together, without
from geometry.plan import Element, Opening, Space, Storey
from geometry.plan_index import PlanIndex
from geometry.region import Region, polygonal

WALL_M = 0.6  # rooms farther apart than the thickest wall are not neighbours
DOOR_REACH_M = 0.35
STANDING = frozenset({"column", "pier", "chimney", "shaft", "duct", "stair", "lift"})
BETWEEN = frozenset({"wall", "partition", "curtain-wall"})
LEAF_STEPS = 8
OBSTACLE_M2 = 1e-4

NOT_NEIGHBOURS = Text("房间之间不相邻,不能合并布置。", "The rooms do not lie beside each other and cannot be joined.")
LOAD_BEARING = Text(
    "墙 {wall} 是承重墙,不能拆除;请分别布置两侧的房间。",
    "Wall {wall} carries load and cannot be taken out; lay out the rooms on either side by themselves.",
)
NO_DOOR = Text(
    "图中没有通向该房间的门,无法证明能走得出去;请补上门后再试。",
    "The plan shows no door into the room, so no way out can be proved; add the door and try again.",
)
ASSUMED_REMOVABLE = Text(
    "文件没有说明墙 {wall} 是否承重;此方案假定可以拆除,须经结构确认。",
    "The file does not say whether wall {wall} carries load; the layout assumes that it may go, to be confirmed.",
)


class SiteRefusedError(Exception):
    """The rooms cannot be laid out; ``reason`` says why in both languages."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.code, self.reason = code, reason


@dataclass(frozen=True, slots=True)
class Joint:
    """The strip of floor that appears where a wall between joined rooms goes."""

    floor: Region
    assumptions: tuple[Text, ...]


def make_site(storey: Storey, spaces: Sequence[Space], profile: Profile, *, assume_removable: bool = True) -> Site:
    """Return the floor of the rooms with all that stands in it, storey-local metres.

    Walls between joined rooms go unless they are known to carry load; where the file does not say, the site carries the
    assumption, or is refused when ``assume_removable`` is off. Raises ``SiteRefusedError``.
    """
    index = PlanIndex(storey.elements, storey.openings)
    statements = [measure_under(space, (BASES[DEFAULT_BASIS],), index=index)[0] for space in spaces]
    joint = _join(storey, spaces, assume_removable=assume_removable)
    floor = together([*(s.outline for s in spaces), joint.floor]) if len(spaces) > 1 else spaces[0].outline
    obstacles = [
        Obstacle(line.element, line.kind, line.footprint)
        for statement in statements
        for line in statement.deductions
        if line.footprint is not None and not line.footprint.is_empty
    ]
    in_joint = [_standing(element, joint.floor) for element in storey.elements if element.kind in STANDING]
    obstacles += [o for o in in_joint if o is not None]
    doors = tuple(d for o in storey.openings if o.kind == "door" and (d := _door(o, floor, profile)) is not None)
    if not doors:
        raise SiteRefusedError("layout-no-door", NO_DOOR)
    windows = tuple(line for o in storey.openings if o.kind == "window" for line in _lit(o, floor))
    net_m2 = sum(s.net_area_m2 for s in statements) + joint.floor.area
    net_m2 -= sum(o.footprint.area for o in in_joint if o is not None)
    return Site(tuple(s.id for s in spaces), floor, float(net_m2), tuple(obstacles), doors, windows, joint.assumptions)


def _join(storey: Storey, spaces: Sequence[Space], *, assume_removable: bool) -> Joint:
    if len(spaces) < 2:
        return Joint(Polygon(), ())
    outlines = together([s.outline for s in spaces])
    closed = outlines.buffer(WALL_M / 2, join_style="mitre").buffer(-WALL_M / 2, join_style="mitre")
    strips = [
        polygonal(p)
        for p in shapely.get_parts(without(polygonal(closed), outlines))
        if sum(s.outline.distance(p) < 1e-3 for s in spaces) > 1
    ]
    strip = together(strips) if strips else Polygon()
    if len(shapely.get_parts(together([outlines, strip.buffer(1e-6)]))) > 1:
        raise SiteRefusedError("layout-not-neighbours", NOT_NEIGHBOURS)
    assumptions = []
    for wall in storey.elements:
        if wall.kind not in BETWEEN or common(wall.footprint, strip).area < OBSTACLE_M2:
            continue
        if wall.load_bearing or (wall.load_bearing is None and not assume_removable):
            raise SiteRefusedError("layout-load-bearing", LOAD_BEARING.format(wall=wall.name or wall.id))
        if wall.load_bearing is None:
            assumptions.append(ASSUMED_REMOVABLE.format(wall=wall.name or wall.id))
    return Joint(strip, tuple(assumptions))


def _standing(element: Element, floor: Region) -> Obstacle | None:
    part = common(element.footprint, floor) if not floor.is_empty else Polygon()
    return Obstacle(element.id, element.kind, part) if part.area > OBSTACLE_M2 else None


def _door(opening: Opening, floor: Region, profile: Profile) -> Door | None:
    """Return the door where it leads into the floor from outside it, else None."""
    middle = opening.footprint.centroid
    if opening.footprint.distance(floor) > DOOR_REACH_M or floor.buffer(-WALL_M / 2).contains(middle):
        return None
    edge = floor.boundary
    at = edge.interpolate(edge.project(middle))
    if at.distance(middle) > DOOR_REACH_M + WALL_M / 2:
        return None
    along = _direction(edge, at)
    inward = (-along[1], along[0])
    if not floor.contains(Point(at.x + 0.1 * inward[0], at.y + 0.1 * inward[1])):
        inward = (-inward[0], -inward[1])
    width_m = opening.width_m or _extent(opening.footprint, along)
    side = max(profile.door_square_m.hard, 0.0) / 2
    deep = profile.door_square_m.hard
    corners = [
        (at.x + u * along[0] * side + v * inward[0] * deep, at.y + u * along[1] * side + v * inward[1] * deep)
        for u, v in ((-1, 0), (1, 0), (1, 1), (-1, 1))
    ]
    clear = common(Polygon(corners), floor)
    if clear.area < deep * deep / 4:
        return None
    return Door(opening.id, (at.x, at.y), inward, float(width_m), clear, _leaf(opening, floor))


def _direction(edge: shapely.Geometry, at: Point) -> tuple[float, float]:
    """Return the unit direction of the wall at a point of the outline."""
    best, found = float("inf"), (1.0, 0.0)
    for ring in shapely.get_parts(edge):
        points = shapely.get_coordinates(ring)
        sides = [LineString(side) for side in pairwise(points)]
        distances = [side.distance(at) for side in sides]
        # Of two sides that meet at the point the longer one is the wall.
        i = min(range(len(sides)), key=lambda j: (round(distances[j], 6), -sides[j].length))
        if distances[i] < best:
            best = distances[i]
            dx, dy = points[i + 1] - points[i]
            found = (float(dx) / hypot(dx, dy), float(dy) / hypot(dx, dy))
    return found


def _extent(region: Region, along: tuple[float, float]) -> float:
    reach = shapely.get_coordinates(region) @ np.array(along)
    return float(reach.max() - reach.min())


def _leaf(opening: Opening, floor: Region) -> Region | None:
    """Return what the leaf sweeps inside the floor, or None where it opens the other way or the plan does not say."""
    hinge, start, end = opening.hinge, opening.swing_start, opening.swing_end
    if hinge is None or start is None or end is None or not floor.buffer(0.05).contains(Point(end)):
        return None
    radius = hypot(start[0] - hinge[0], start[1] - hinge[1])
    first = atan2(start[1] - hinge[1], start[0] - hinge[0])
    turn = (atan2(end[1] - hinge[1], end[0] - hinge[0]) - first + pi) % (2 * pi) - pi
    arc = [first + turn * i / LEAF_STEPS for i in range(LEAF_STEPS + 1)]
    swept = Polygon([hinge, *((hinge[0] + radius * cos(a), hinge[1] + radius * sin(a)) for a in arc)])
    inside = common(swept, floor) if swept.is_valid else Polygon()
    return inside if inside.area > OBSTACLE_M2 else None


def _lit(opening: Opening, floor: Region) -> list[LineString]:
    if opening.footprint.distance(floor) > DOOR_REACH_M:
        return []
    near = opening.footprint.buffer(DOOR_REACH_M, join_style="mitre")
    parts = shapely.get_parts(shapely.intersection(floor.boundary, near))
    return [p for p in parts if isinstance(p, LineString) and p.length > DOOR_REACH_M]
