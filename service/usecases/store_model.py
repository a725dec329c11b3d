"""Keep a measured model: each building becomes a new revision of a known building or a new building.

A GlobalId alone does not make two buildings one: authoring tools ship templates, and unrelated projects made from the
same one carry the same id. They are one building only if they also share a room or something drawn.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import shapely
from shapely.affinity import translate
from sqlalchemy.orm import Session

from geometry.basis import DEFAULT_BASIS
from geometry.region import Region
from service.store import buildings, spaces
from service.store.records import (
    BuildingRecord,
    ImportRecord,
    Json,
    MeasuredModel,
    RevisionRecord,
    SpaceRecord,
    StoreyRecord,
)
from service.usecases.end_certificates import supersede_changed
from service.usecases.identity import Known, changes, match, match_storeys

SAFE = re.compile(r"[^A-Za-z0-9_$.-]")
ID_LENGTH = 8
ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # no l, o, 0, 1: ids are read aloud


@dataclass(frozen=True, slots=True)
class Before:
    """The newest revision of a building and what identifies its rooms and storeys."""

    revision: RevisionRecord
    rooms: tuple[Known, ...]
    areas: dict[str, tuple[str, float]]
    storeys: tuple[tuple[str, str, str, float], ...]
    element_ids: frozenset[str]


def store_model(
    session: Session, measured: MeasuredModel, import_record: ImportRecord, *, now: datetime
) -> list[tuple[str, int]]:
    """Store every building of a file; return (building id, revision) of each, in the order of the file."""
    offset_m = (measured.frame["offset_m"][0], measured.frame["offset_m"][1])
    site_id = _site_id(measured.buildings)
    target = import_record.target_building_id
    homes = _homes(session, measured.buildings, offset_m, target=target)
    stored = []
    for building, before in zip(measured.buildings, homes, strict=True):
        if before is None:
            building_id = _new_id(session, building.global_id)
            buildings.add_building(session, building_id, global_id=building.global_id, now=now)
        else:
            building_id = before.revision.building_id
        named = _with_ids(building, building_id, before, offset_m)
        after = {space.space_id: (space.number, net_area_m2(space)) for space in _spaces(named)}
        storey_summaries = {storey.storey_id: _storey_summary(storey) for storey in named.storeys}
        revision = RevisionRecord(
            key=0,
            building_id=building_id,
            revision=before.revision.revision + 1 if before else 1,
            import_id=import_record.id,
            imported_at=now,
            file=import_record.file,
            sha256=import_record.sha256,
            name=building.name,
            site_id=site_id,
            frame=measured.frame,
            summary=_summary(named, measured, storey_summaries),
            changes=changes(before.areas, after) if before else changes({}, {}),
        )
        buildings.add_revision(session, revision, named, storey_summaries=storey_summaries)
        supersede_changed(session, building_id, revision.revision, now=now)
        stored.append((building_id, revision.revision))
    return stored


def net_area_m2(space: SpaceRecord) -> float:
    """Return the net area under the default basis, m²."""
    return next(s.net_area_m2 for s in space.statements if s.basis == DEFAULT_BASIS)


def gross_area_m2(space: SpaceRecord) -> float:
    """Return the gross area under the default basis, m²."""
    return next(s.gross_area_m2 for s in space.statements if s.basis == DEFAULT_BASIS)


def _homes(
    session: Session, read: tuple[BuildingRecord, ...], offset_m: tuple[float, float], *, target: str | None
) -> list[Before | None]:
    """Return the known building of each building read; ``target`` is the one the client named."""
    homes: list[Before | None] = []
    used: set[str] = set()
    for building in read:
        known = [_before(session, revision) for revision in buildings.with_global_id(session, building.global_id)]
        home = next((b for b in known if b.revision.building_id not in used and _same(b, building, offset_m)), None)
        if home:
            used.add(home.revision.building_id)
        homes.append(home)
    if target is not None and target not in used:
        revision = buildings.revision(session, target)
        assert revision is not None
        before = _before(session, revision)
        free = [i for i, home in enumerate(homes) if home is None] or list(range(len(homes)))
        homes[max(free, key=lambda i: _shared(before, read[i], offset_m))] = before
    return homes


def _before(session: Session, revision: RevisionRecord) -> Before:
    rows = buildings.storeys(session, revision.key)
    global_ids = buildings.storey_global_ids(session, revision.key)
    elevations = {row.storey_id: row.elevation_m for row in rows}
    x, y = revision.frame["offset_m"]
    rooms, areas = [], {}
    for row in spaces.of_revision(session, revision.key, basis=DEFAULT_BASIS):
        space = row.space
        outline = translate(_region(space.outline), x, y)
        rooms.append(Known(space.space_id, space.global_id, space.number, outline, elevations[row.storey_id]))
        areas[space.space_id] = (space.number, net_area_m2(space))
    return Before(
        revision,
        tuple(rooms),
        areas,
        tuple((row.storey_id, global_ids[row.storey_id], row.name, row.elevation_m) for row in rows),
        spaces.element_ids(session, revision.key),
    )


def _same(before: Before, building: BuildingRecord, offset_m: tuple[float, float]) -> bool:
    drawn = {element.global_id for storey in building.storeys for element in storey.elements}
    known = {room.global_id for room in before.rooms}
    if drawn & before.element_ids or any(space.global_id in known for space in _spaces(building)):
        return True
    if match(before.rooms, _known(building, offset_m)):
        return True
    nothing_before = not before.rooms and not before.element_ids
    return nothing_before or not any(storey.spaces or storey.elements for storey in building.storeys)


def _shared(before: Before, building: BuildingRecord, offset_m: tuple[float, float]) -> int:
    rooms = len(match(before.rooms, _known(building, offset_m)))
    drawn = {element.global_id for storey in building.storeys for element in storey.elements}
    return rooms + len(drawn & before.element_ids)


def _known(building: BuildingRecord, offset_m: tuple[float, float]) -> list[Known]:
    return [
        Known("", space.global_id, space.number, translate(_region(space.outline), *offset_m), storey.elevation_m)
        for storey in building.storeys
        for space in storey.spaces
    ]


def _with_ids(
    building: BuildingRecord, building_id: str, before: Before | None, offset_m: tuple[float, float]
) -> BuildingRecord:
    read = [(storey.global_id, storey.name, storey.elevation_m) for storey in building.storeys]
    storey_ids = match_storeys(before.storeys, read) if before else {}
    room_ids = match(before.rooms, _known(building, offset_m)) if before else {}
    used = {*storey_ids.values(), *room_ids.values(), *(before.areas if before else ())}
    used |= {storey[0] for storey in before.storeys} if before else set()

    def new_id(global_id: str) -> str:
        """Return an id that says where the thing comes from, unlike any other."""
        plain = SAFE.sub("-", global_id)[:180] or "x"
        candidate, n = f"{building_id}.{plain}", 1
        while candidate in used:
            n += 1
            candidate = f"{building_id}.{plain}~{n}"
        used.add(candidate)
        return candidate

    given: set[str] = set()

    def id_of(global_id: str, known: dict[str, str]) -> str:
        known_id = known.get(global_id)
        chosen = known_id if known_id is not None and known_id not in given else new_id(global_id)
        given.add(chosen)
        return chosen

    return replace(
        building,
        storeys=tuple(
            replace(
                storey,
                storey_id=id_of(storey.global_id, storey_ids),
                spaces=tuple(replace(space, space_id=id_of(space.global_id, room_ids)) for space in storey.spaces),
            )
            for storey in building.storeys
        ),
    )


def _summary(building: BuildingRecord, measured: MeasuredModel, storeys: dict[str, Json]) -> Json:
    ids = {space.global_id for space in _spaces(building)}
    others = {s.global_id for b in measured.buildings if b.global_id != building.global_id for s in _spaces(b)}
    counted = Counter(
        finding["outcome"]
        for finding in measured.report["findings"]
        if finding["subject"] in ids or finding["subject"] not in others
    )
    return {
        "storeys": len(building.storeys),
        "spaces": sum(storey["spaces"] for storey in storeys.values()),
        "net_usable_area_m2": sum(storey["net_usable_area_m2"] for storey in storeys.values()),
        "gross_area_m2": sum(storey["gross_area_m2"] for storey in storeys.values()),
        "findings": dict(counted),
        "source": measured.source,
    }


def _storey_summary(storey: StoreyRecord) -> Json:
    by_use: defaultdict[str, Json] = defaultdict(lambda: {"spaces": 0, "net_usable_area_m2": 0.0})
    for space in storey.spaces:
        by_use[space.use]["spaces"] += 1
        by_use[space.use]["net_usable_area_m2"] += net_area_m2(space)
    rooms = [space for space in storey.spaces if space.use != "not-a-room"]
    drawn = [space.outline for space in storey.spaces] + [element.footprint for element in storey.elements]
    bounds = shapely.total_bounds(shapely.from_wkb(drawn)) if drawn else None
    return {
        "spaces": len(storey.spaces),
        "net_usable_area_m2": sum(net_area_m2(space) for space in rooms),
        "gross_area_m2": sum(gross_area_m2(space) for space in rooms),
        "bbox": [float(value) for value in bounds] if bounds is not None and np.isfinite(bounds).all() else None,
        "by_use": dict(by_use),
    }


def _spaces(building: BuildingRecord) -> Iterable[SpaceRecord]:
    return (space for storey in building.storeys for space in storey.spaces)


def _region(wkb: bytes) -> Region:
    region = shapely.from_wkb(wkb)
    assert isinstance(region, shapely.Polygon | shapely.MultiPolygon)
    return region


def _new_id(session: Session, global_id: str) -> str:
    """Return a short id made from the GlobalId: links survive when a store is made anew from the same file."""
    n = 0
    while True:
        candidate = _short(f"{global_id}/{n}" if n else global_id)
        if not buildings.exists(session, candidate):
            return candidate
        n += 1


def _site_id(read: tuple[BuildingRecord, ...]) -> str | None:
    return _short(f"site/{read[0].global_id}") if len(read) > 1 else None


def _short(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "".join(ID_ALPHABET[byte % len(ID_ALPHABET)] for byte in digest[:ID_LENGTH])
