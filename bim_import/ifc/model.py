"""Assemble what was read from an IFC file into ``geometry.plan.Model`` and an ``ImportReport``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bim_import.ifc.elements import ElementReader
from bim_import.ifc.georeference import read_georeference
from bim_import.ifc.names import Ids
from bim_import.ifc.openings import OpeningReader
from bim_import.ifc.placement import BadPlacementError
from bim_import.ifc.quantities import declared_areas
from bim_import.ifc.reader import refuse
from bim_import.ifc.shapes import NoShapeError, Shapes
from bim_import.ifc.spaces import ReadSpace, as_record, read_space, unit_findings
from bim_import.ifc.storeys import Level, Places, Thing, settle
from bim_import.ifc.tree import Tree, by_type
from bim_import.ifc.units import read_units
from bim_import.ifc.use import classify_use, not_a_room
from bim_import.report import ImportReport
from geometry.finding import Finding, Text
from geometry.overlap import WallIndex, overlap_finding, wall_overlap
from geometry.plan import Building, Element, Frame, Model, Opening, Space, Storey
from geometry.tolerances import FAR_AWAY_M, FRAME_STEP_M, OBSTACLE_HEIGHT_M, OBSTACLE_REACH_M

Progress = Callable[[str, float], None]

SEEN_ON_EVERY_STOREY = frozenset(
    {"wall", "partition", "curtain-wall", "column", "pier", "chimney", "shaft", "duct", "stair", "lift"}
)
OFFSET_SAMPLE = 64

FAR_AWAY = Text(
    "模型离坐标原点 {distance_km:.0f} 千米,平面坐标已整体减去 ({x_m:.0f}, {y_m:.0f}) 米。",
    "The model lies {distance_km:.0f} km from its origin; ({x_m:.0f}, {y_m:.0f}) m were taken off plan coordinates.",
)
REPEATED_ID = Text(
    "{count} 个 GlobalId 重复出现,后出现的构件改用带编号的标识。",
    "{count} GlobalIds occur more than once; the later elements got ids with their entity number.",
)


def read_model(
    file: Any, *, ignore_spaces: bool = False, progress: Progress | None = None
) -> tuple[Model, ImportReport]:
    """Return the model of an open IFC file in storey-local metres, and what the import has to say."""
    tell = progress or (lambda step, share: None)
    if not by_type(file, "IfcProject"):
        raise refuse("no-project")
    tell("units", 0.15)
    units = read_units(file)
    findings: list[Finding] = list(units.findings)
    ids, tree, shapes = Ids(), Tree(file), Shapes(units)
    entities = by_type(file, "IfcSpace")
    offset = _offset(shapes, [*entities, *by_type(file, "IfcWall"), *by_type(file, "IfcSlab")])
    if offset != (0.0, 0.0):
        shapes.move(offset)
        distance = float(np.hypot(*offset)) / 1000
        reason = FAR_AWAY.format(distance_km=distance, x_m=offset[0], y_m=offset[1])
        findings.append(Finding("far-from-origin", "", "info", reason, {"offset_m": list(offset)}))
    tell("spaces", 0.25)
    read = [read_space(e, shapes, ids) for e in entities]
    rejected = [r for r in read if isinstance(r, Finding)]
    spaces = [r for r in read if isinstance(r, ReadSpace)]
    tell("elements", 0.4)
    element_reader = ElementReader(tree, shapes, units, ids)
    elements = element_reader.read()
    tell("openings", 0.6)
    opening_reader = OpeningReader(tree, shapes, units, ids, {e.id: e for e in elements if e.body is not None})
    openings = opening_reader.read()
    if not entities and not any(e.kind in ("wall", "curtain-wall", "column") for e in elements):
        raise refuse("no-geometry")
    tell("storeys", 0.7)
    places = Places(tree, shapes, units, ids)
    things = [_thing_of(s.id, s.floor_z_m, s.height_m, s.entity, places, is_space=True) for s in spaces]
    entity_of = element_reader.entity_of | opening_reader.entity_of
    for e in (*elements, *openings):
        high = e.z_max_m - e.z_min_m
        things.append(_thing_of(e.id, e.z_min_m, high, entity_of[e.id], places, is_space=False))
    settled = settle(places.levels, things)
    georeference, more = read_georeference(file, units)
    model = _assembled(settled.levels, settled.home, places, spaces, elements, openings)
    model = replace(model, frame=Frame(offset, georeference))
    tell("checks", 0.8)
    if ignore_spaces or (not spaces and elements):
        model, derived = _derived(model)
        findings += derived
        records: list[Space] = []
    else:
        records = _records(model, spaces, settled.home, settled.findings, units, elements)
        model = _with_spaces(model, records)
    findings += [*more, *settled.findings, *element_reader.findings, *opening_reader.findings, *rejected]
    if ids.repeated:
        reason = REPEATED_ID.format(count=len(ids.repeated))
        findings.append(Finding("repeated-id", "", "warning", reason, {"ids": ids.repeated[:20]}))
    findings += [f for s in spaces for f in s.findings if f.outcome == "repaired"]
    repaired = sum(s.repaired for s in spaces)
    return model, ImportReport(len(model.spaces()) - repaired, repaired, len(rejected), tuple(findings))


def _offset(shapes: Shapes, entities: Sequence[Any]) -> tuple[float, float]:
    """Return what to take off plan coordinates in metres: nothing, or whole hundreds for a model far away."""
    step = max(1, len(entities) // OFFSET_SAMPLE)
    centres = []
    for entity in entities[::step]:
        try:
            region, _, _ = shapes.bounding(entity)
            if not region.is_empty:
                centres.append(region.bounds[:2])
        except (NoShapeError, BadPlacementError):
            continue
        except MemoryError:
            raise
        except Exception:  # noqa: S112 - only a sample; the element is reported when it is read in full
            continue
    if not centres:
        return (0.0, 0.0)
    x, y = (float(v) for v in np.median(np.asarray(centres), axis=0))
    if np.hypot(x, y) < FAR_AWAY_M:
        return (0.0, 0.0)
    return (round(x / FRAME_STEP_M) * FRAME_STEP_M, round(y / FRAME_STEP_M) * FRAME_STEP_M)


def _thing_of(
    subject: str, low: float | None, height: float | None, entity: Any, places: Places, *, is_space: bool
) -> Thing:
    high = None if low is None or height is None else low + height
    return Thing(subject, low, high, places.level_of(entity), places.building_of(entity), is_space)


def _assembled(
    levels: Sequence[Level],
    home: dict[str, str],
    places: Places,
    spaces: Sequence[ReadSpace],
    elements: Sequence[Element],
    openings: Sequence[Opening],
) -> Model:
    elements_on: dict[str, list[Element]] = defaultdict(list)
    openings_on: dict[str, list[Opening]] = defaultdict(list)
    for opening in openings:
        openings_on[home[opening.id]].append(opening)
    for element in elements:
        own = home[element.id]
        for level in levels:
            if level.id == own or _passes(element, level, levels, own):
                elements_on[level.id].append(element)
    storeys = {lv.id: _storey(lv, elements_on[lv.id], openings_on[lv.id]) for lv in levels}
    buildings = []
    for subject, name in places.building_names.items():
        own_storeys = tuple(storeys[lv.id] for lv in levels if lv.building_id == subject)
        if own_storeys or len(places.building_names) == 1:
            buildings.append(Building(subject, name, own_storeys))
    return Model(tuple(buildings))


def _passes(element: Element, level: Level, levels: Sequence[Level], own: str) -> bool:
    """Return whether an element of another storey of the building also stands in the plan of this one."""
    if element.kind not in SEEN_ON_EVERY_STOREY:
        return False
    building = next((lv.building_id for lv in levels if lv.id == own), None)
    low, high = level.elevation_m + OBSTACLE_HEIGHT_M, level.elevation_m + OBSTACLE_REACH_M
    return level.building_id == building and element.z_min_m < low and element.z_max_m > high


def _storey(level: Level, elements: Sequence[Element], openings: Sequence[Opening]) -> Storey:
    placed = tuple(replace(o, sill_m=max(0.0, o.z_min_m - level.elevation_m)) for o in openings)
    return Storey(level.id, level.name, level.elevation_m, (), tuple(elements), placed)


def _records(
    model: Model,
    spaces: Sequence[ReadSpace],
    home: dict[str, str],
    storey_findings: Sequence[Finding],
    units: Any,
    elements: Sequence[Element],
) -> list[Space]:
    moved = {f.subject: f for f in storey_findings if f.code == "moved-to-storey"}
    walls = WallIndex(elements)
    suspect = {f.subject: f for f in unit_findings(spaces)}
    records = []
    for space in spaces:
        use, why = classify_use(space.entity, space.number, space.name)
        findings = [*space.findings]
        findings += [found[space.id] for found in (moved, suspect) if space.id in found]
        if use == "not-a-room":
            findings.append(not_a_room(space.id, space.number, space.name, why))
        record = as_record(space, home[space.id], use=use, declared=declared_areas(space.entity, units))
        overlap = overlap_finding(record, wall_overlap(record, walls, body=space.body))
        if overlap is not None:
            findings.append(overlap)
        records.append(replace(record, findings=tuple(findings)))
    return records


def _with_spaces(model: Model, spaces: Sequence[Space]) -> Model:
    on: dict[str, list[Space]] = defaultdict(list)
    for space in spaces:
        on[space.storey_id].append(space)
    return replace(
        model,
        buildings=tuple(
            replace(b, storeys=tuple(replace(s, spaces=tuple(on[s.id])) for s in b.storeys)) for b in model.buildings
        ),
    )


def _derived(model: Model) -> tuple[Model, list[Finding]]:
    """Return the model with the rooms that its walls enclose."""
    from geometry.enclosure import derive_spaces

    buildings, findings = [], []
    for building in model.buildings:
        storeys, found = derive_spaces(building.storeys)
        buildings.append(replace(building, storeys=tuple(storeys)))
        findings += found
    return replace(model, buildings=tuple(buildings)), findings
