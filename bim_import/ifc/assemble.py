"""Put spaces, elements and openings on their storeys, and storeys into their buildings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bim_import.ifc.spaces import ReadSpace
from bim_import.ifc.storeys import Level, Places, Settled, Thing, settle
from geometry.plan import Building, Element, Model, Opening, Space, Storey
from geometry.region import Region
from geometry.tolerances import OBSTACLE_HEIGHT_M, OBSTACLE_REACH_M

SEEN_ON_EVERY_STOREY = frozenset(
    {"wall", "partition", "curtain-wall", "column", "pier", "chimney", "shaft", "duct", "stair", "lift"}
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read from a file, the IFC entity of every element and opening and the frame of windows by their id."""

    spaces: Sequence[ReadSpace]
    elements: Sequence[Element]
    openings: Sequence[Opening]
    entity_of: Mapping[str, Any]
    frames: Mapping[str, Region] = field(default_factory=dict)


def settle_storeys(contents: Contents, places: Places) -> Settled:
    """Return the storeys of the file and which of them everything belongs to."""
    things = []
    for s in contents.spaces:
        high = None if s.floor_z_m is None or s.height_m is None else s.floor_z_m + s.height_m
        things.append(_thing(s.id, s.floor_z_m, high, s.entity, places, is_space=True))
    built: list[Element | Opening] = [*contents.elements, *contents.openings]
    things += [_thing(e.id, e.z_min_m, e.z_max_m, contents.entity_of[e.id], places, is_space=False) for e in built]
    return settle(places.levels, things)


def _thing(
    subject: str, low: float | None, high: float | None, entity: Any, places: Places, *, is_space: bool
) -> Thing:
    return Thing(subject, low, high, places.level_of(entity), places.building_of(entity), is_space)


def without_spaces(contents: Contents, settled: Settled, places: Places) -> Model:
    """Return the model with its elements and openings; an element that several storeys cut is listed on each."""
    elements_on: dict[str, list[Element]] = defaultdict(list)
    openings_on: dict[str, list[Opening]] = defaultdict(list)
    by_building: dict[str, list[Level]] = defaultdict(list)
    building_of = {}
    for level in settled.levels:
        by_building[level.building_id].append(level)
        building_of[level.id] = level.building_id
    for opening in contents.openings:
        openings_on[settled.home[opening.id]].append(opening)
    for element in contents.elements:
        own = settled.home[element.id]
        elements_on[own].append(element)
        for level in _within(element, by_building[building_of[own]]):
            if level.id != own and _is_cut(element, level):
                elements_on[level.id].append(element)
    buildings = []
    for subject, name in places.building_names.items():
        storeys = tuple(_storey(lv, elements_on[lv.id], openings_on[lv.id]) for lv in by_building[subject])
        if storeys:
            buildings.append(Building(subject, name, storeys))
    return Model(tuple(buildings))


def _within(element: Element, levels: Sequence[Level]) -> Sequence[Level]:
    """Return the storeys, from lowest to highest, whose floor lies in the height range of an element."""
    first = bisect_left(levels, element.z_min_m - OBSTACLE_HEIGHT_M, key=_elevation_m)
    return levels[first : bisect_right(levels, element.z_max_m, key=_elevation_m)]


def _elevation_m(level: Level) -> float:
    return level.elevation_m


def _is_cut(element: Element, level: Level) -> bool:
    """Return whether an element of another storey also stands in the plan of this one."""
    low, high = level.elevation_m + OBSTACLE_HEIGHT_M, level.elevation_m + OBSTACLE_REACH_M
    return element.kind in SEEN_ON_EVERY_STOREY and element.z_min_m < low and element.z_max_m > high


def _storey(level: Level, elements: Sequence[Element], openings: Sequence[Opening]) -> Storey:
    placed = tuple(replace(o, sill_m=max(0.0, o.z_min_m - level.elevation_m)) for o in openings)
    return Storey(level.id, level.name, level.elevation_m, (), tuple(elements), placed)


def with_spaces(model: Model, spaces: Sequence[Space]) -> Model:
    """Return the model with ``spaces`` on their storeys."""
    on: dict[str, list[Space]] = defaultdict(list)
    for space in spaces:
        on[space.storey_id].append(space)
    buildings = (
        replace(b, storeys=tuple(replace(s, spaces=tuple(on[s.id])) for s in b.storeys)) for b in model.buildings
    )
    return replace(model, buildings=tuple(buildings))
