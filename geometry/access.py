"""Which rooms of a storey can only be reached through which others: the door graph and its dominators.

Two rooms are neighbours where a door or a clear opening leads from one to the other, or where they touch without a wall
between them. Everyone comes from circulation or from outside; a room that lies on every way to another one *dominates*
it. All lengths are metres in the storey's local frame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely import Polygon, STRtree

from geometry.dominators import ROOT, immediate_dominators
from geometry.plan import Building, ElementKind, Opening, Storey
from geometry.region import Region, polygonal
from geometry.tolerances import (
    DOOR_COVER_SHARE,
    DOOR_MIDDLE_SHARE,
    DOOR_REACH_M,
    DOOR_RIVAL_SHARE,
    GAP_M,
    OBSTACLE_M2,
    PASSAGE_HEIGHT_M,
    PASSAGE_M,
    PASSAGE_SILL_M,
)

Access = Literal[
    "open",  # reached from circulation or from outside
    "through",  # reached only through other rooms
    "closed",  # there are doors on the storey, and none leads in
    "unknown",  # the source knows no doors, or this is no room
]
SEPARATING: frozenset[ElementKind] = frozenset({"wall", "curtain-wall"})
VERTICAL: frozenset[ElementKind] = frozenset({"stair", "lift"})
HUB_NEIGHBOURS = 3  # where nothing is called circulation, a room with three doors is where people come from


@dataclass(frozen=True, slots=True)
class SpaceAccess:
    """How one room is reached; ``only_through`` is the nearest room on every way to it, "" where there is none.

    Corridors that people come from do not count as such a room. ``neighbours`` are the ids of the rooms that a door, an
    opening or a missing wall leads to.
    """

    space_id: str
    access: Access
    only_through: str = ""
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A door or clear opening with the ids of the rooms on its two sides; an empty side leads outside, or nowhere."""

    opening: Opening
    sides: tuple[frozenset[str], frozenset[str]]


def ways_of(storey: Storey) -> tuple[Way, ...]:
    """Return the doors and clear openings of a storey with the rooms they lead to, in the order of its openings."""
    ids = [space.id for space in storey.spaces]
    found = _Graph(storey).ways
    return tuple(
        Way(o, (frozenset(ids[a] for a in here), frozenset(ids[b] for b in there))) for o, here, there in found
    )


def access_of_building(building: Building) -> dict[str, SpaceAccess]:
    """Return how every room of a building is reached, by id; its lowest storey is entered from outside."""
    return {
        found.space_id: found
        for at, storey in enumerate(building.storeys)
        for found in access_of(storey, lowest=not at)
    }


def access_of(storey: Storey, *, lowest: bool = True) -> tuple[SpaceAccess, ...]:
    """Return how every room of a storey is reached, in the order of its spaces."""
    graph = _Graph(storey)
    if not graph.knows_doors:
        return tuple(SpaceAccess(space.id, "unknown") for space in storey.spaces)
    roots = graph.roots(lowest=lowest)
    nearest = immediate_dominators(len(storey.spaces), graph.neighbours, roots)
    from_circulation = {other for at in roots & graph.circulation for other in graph.neighbours[at]}
    return tuple(graph.described(at, roots | from_circulation, nearest) for at in range(len(storey.spaces)))


class _Graph:
    """The rooms of a storey by position, and which of them are neighbours."""

    def __init__(self, storey: Storey) -> None:
        self.spaces = storey.spaces
        self.neighbours: dict[int, set[int]] = defaultdict(set)
        self.to_outside: set[int] = set()  # rooms with a door in an outer wall or to floor that is not modelled
        self.to_unmodelled: set[int] = set()  # of these, through a wall that is known not to be an outer one
        self._rooms = [at for at, s in enumerate(self.spaces) if s.use != "not-a-room" and not s.outline.is_empty]
        self.circulation = {at for at in self._rooms if self.spaces[at].use == "circulation"}
        self._tree = STRtree([self.spaces[at].outline for at in self._rooms])
        external = {e.id: e.is_external for e in storey.elements}
        ways = [o for o in storey.openings if is_way(o, storey.elevation_m)]
        self.ways: list[tuple[Opening, list[int], list[int]]] = []
        for way in ways:
            here, there = (self._behind(band) for band in _bands(way))
            self.ways.append((way, here, there))
            self._join_across(here, there, external.get(way.host_id or ""))
        touching = self._touching([e.footprint for e in storey.elements if e.kind in SEPARATING])
        for a, b in touching:
            self._join(a, b)
        self.knows_doors = bool(ways or touching)
        self._vertical = self._over([e.footprint for e in storey.elements if e.kind in VERTICAL])
        self._holes = self._over([e.footprint for e in storey.elements if e.kind == "slab-opening"])

    def roots(self, *, lowest: bool) -> set[int]:
        """Return the rooms that people come from: circulation with a stair or a way out, and what replaces it.

        Circulation that neither leads to a stair nor out (a vestibule inside a suite) is a room like any other. Where
        rooms cannot be reached from anywhere, the circulation among them is taken after all, then doors to the outside,
        then the room with the most doors: what was left out of the model must not make an accusation.
        """
        circulation = self.circulation
        ways_up = self._vertical | (self._holes & circulation)
        entered = lowest or bool(self.to_outside & circulation)
        roots = set(ways_up | self.to_unmodelled)
        if entered:
            roots |= self.to_outside
        for group in _components(circulation, self.neighbours):
            if group & (ways_up | self.to_outside):
                roots |= group
        reached = _reached(roots, self.neighbours)
        for group in _components(set(self._rooms) - reached, self.neighbours):
            hubs = {at for at in group if len(self.neighbours[at]) >= HUB_NEIGHBOURS}
            hub = {max(hubs, key=lambda at: (len(self.neighbours[at]), -at))} if hubs else set()
            roots |= (group & circulation) or (group & self.to_outside) or hub
        return roots

    def described(self, at: int, opened: set[int], nearest: dict[int, int]) -> SpaceAccess:
        """Return how the room at a position is reached; ``opened`` are those with a door to where people come from."""
        space = self.spaces[at]
        if space.use == "not-a-room" or space.outline.is_empty:
            return SpaceAccess(space.id, "unknown")
        neighbours = tuple(self.spaces[other].id for other in sorted(self.neighbours[at]))
        if at not in nearest:
            return SpaceAccess(space.id, "closed", "", neighbours)
        if at in opened:
            return SpaceAccess(space.id, "open", "", neighbours)
        through = nearest[at]
        common = through == ROOT or (through in opened and through in self.circulation)
        return SpaceAccess(space.id, "through", "" if common else self.spaces[through].id, neighbours)

    def _join(self, a: int, b: int) -> None:
        if a != b:
            self.neighbours[a].add(b)
            self.neighbours[b].add(a)

    def _join_across(self, here: list[int], there: list[int], external: bool | None) -> None:
        for a in here:
            for b in there:
                self._join(a, b)
        if bool(here) != bool(there):
            self.to_outside |= {*here, *there}
            if external is False:
                self.to_unmodelled |= {*here, *there}

    def _behind(self, band: Polygon) -> list[int]:
        near = self._tree.query(band, predicate="intersects")
        if not len(near):
            return []
        covered = shapely.area(shapely.intersection(self._tree.geometries[near], band))
        least = max(DOOR_COVER_SHARE * band.area, DOOR_RIVAL_SHARE * covered.max())
        return [self._rooms[at] for at in near[covered >= least].tolist()]

    def _touching(self, walls: list[Region]) -> list[tuple[int, int]]:
        """Return pairs of rooms with a stretch of common boundary on which no wall stands."""
        wall_tree = STRtree(walls)
        first, second = self._tree.query(self._tree.geometries, predicate="dwithin", distance=GAP_M)
        found = []
        for a, b in zip(first.tolist(), second.tolist(), strict=True):
            if a >= b:
                continue
            outline, other = self._tree.geometries[a], self._tree.geometries[b]
            shared = shapely.intersection(outline.boundary, shapely.buffer(other, GAP_M))
            if shared.length < PASSAGE_M:
                continue
            between = wall_tree.geometries[wall_tree.query(shared, predicate="dwithin", distance=GAP_M)]
            if len(between):
                shared = shapely.difference(shared, shapely.buffer(shapely.union_all(between), GAP_M))
            if _longest(shared) >= PASSAGE_M:
                found.append((self._rooms[a], self._rooms[b]))
        return found

    def _over(self, footprints: list[Region]) -> set[int]:
        """Return the rooms that one of ``footprints`` takes floor of."""
        if not footprints:
            return set()
        which, near = self._tree.query(footprints, predicate="intersects")
        shared = shapely.area(shapely.intersection(np.array(footprints)[which], self._tree.geometries[near]))
        return {self._rooms[at] for at in near[shared > OBSTACLE_M2].tolist()}


def is_way(opening: Opening, floor_z_m: float) -> bool:
    """Return whether people walk through: a door, or an opening that begins at the floor and is high enough."""
    if opening.footprint.is_empty or opening.kind == "window":
        return False
    if opening.kind == "door":
        return True
    high = opening.z_max_m - opening.z_min_m
    return opening.z_min_m <= floor_z_m + PASSAGE_SILL_M and high >= PASSAGE_HEIGHT_M


def _bands(way: Opening) -> Iterator[Polygon]:
    """Yield the strips of floor before and behind a door: the middle of its width, ``DOOR_REACH_M`` deep."""
    corners = shapely.get_coordinates(polygonal(shapely.oriented_envelope(way.footprint)))
    if len(corners) < 4:
        corners = shapely.get_coordinates(shapely.box(*way.footprint.bounds))
    sides = (corners[1] - corners[0], corners[2] - corners[1])
    lengths = [float(np.hypot(*side)) for side in sides]
    wanted = way.width_m
    along = int(lengths[1] > lengths[0]) if wanted is None else int(abs(lengths[1] - wanted) < abs(lengths[0] - wanted))
    width, depth = lengths[along], lengths[1 - along]
    direction = sides[along] / width
    across = np.array([-direction[1], direction[0]])
    middle = corners[:4].mean(axis=0)
    half = direction * width * DOOR_MIDDLE_SHARE / 2
    for side in (across, -across):
        near, far = side * depth / 2, side * (depth / 2 + DOOR_REACH_M)
        yield Polygon([middle - half + near, middle + half + near, middle + half + far, middle - half + far])


def _longest(lines: shapely.Geometry) -> float:
    if shapely.get_type_id(lines) == shapely.GeometryType.MULTILINESTRING:
        lines = shapely.line_merge(lines)
    return float(max((part.length for part in shapely.get_parts(lines)), default=0.0))


def _components(nodes: set[int], neighbours: dict[int, set[int]]) -> list[set[int]]:
    """Return the connected groups among ``nodes``, each as a set."""
    left, found = set(nodes), []
    while left:
        group = _reached({min(left)}, {at: neighbours[at] & nodes for at in left})
        found.append(group)
        left -= group
    return found


def _reached(starts: set[int], neighbours: dict[int, set[int]]) -> set[int]:
    seen, waiting = set(starts), list(starts)
    while waiting:
        for other in neighbours.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen
