"""What the store knows of a building before another file changes it."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.affinity import translate
from sqlalchemy.orm import Session

from geometry.basis import DEFAULT_BASIS
from service.store import buildings, spaces
from service.store.records import BuildingRecord, RevisionRecord, SpaceRow, StoreyRecord
from service.usecases.identity import Known, match
from service.usecases.placing import region_of
from service.usecases.revision_summary import net_area_m2, spaces_of


@dataclass(frozen=True, slots=True)
class Before:
    """The newest revision of a building and what identifies its rooms and storeys.

    ``rooms`` lie in file coordinates, without those kept aside, whose place nobody knows. ``storeys`` are (id, id in
    the file, name, elevation in metres), the one that holds rooms aside left out.
    """

    revision: RevisionRecord
    rooms: tuple[Known, ...]
    areas: dict[str, tuple[str, float]]
    storeys: tuple[tuple[str, str, str, float], ...]
    element_ids: frozenset[str]


def before(session: Session, revision: RevisionRecord) -> Before:
    """Return what identifies a building in this revision."""
    rows = buildings.storeys(session, revision.key)
    global_ids = buildings.storey_global_ids(session, revision.key)
    known = {row.storey_id: row.elevation_m for row in rows if not row.summary.get("aside")}
    x, y = revision.frame["offset_m"]
    rooms, areas = [], {}
    for row in spaces.of_revision(session, revision.key, basis=DEFAULT_BASIS):
        space = row.space
        areas[space.space_id] = (space.number, net_area_m2(space))
        if row.storey_id in known:
            outline = translate(region_of(space.outline), x, y)
            rooms.append(Known(space.space_id, space.global_id, space.number, outline, known[row.storey_id]))
    return Before(
        revision,
        tuple(rooms),
        areas,
        tuple(
            (row.storey_id, global_ids[row.storey_id], row.name, row.elevation_m)
            for row in rows
            if row.storey_id in known
        ),
        spaces.element_ids(session, revision.key),
    )


def whole(session: Session, revision: RevisionRecord) -> BuildingRecord:
    """Return everything a revision holds, under every basis, as it can be stored again."""
    global_ids = buildings.storey_global_ids(session, revision.key)
    rooms: dict[str, list[SpaceRow]] = {}
    for row in spaces.of_revision(session, revision.key, basis=None):
        rooms.setdefault(row.storey_id, []).append(row)
    return BuildingRecord(
        global_id=buildings.global_id_of(session, revision.building_id),
        name=revision.name,
        storeys=tuple(
            StoreyRecord(
                global_id=global_ids[row.storey_id],
                name=row.name,
                elevation_m=row.elevation_m,
                spaces=tuple(one.space for one in rooms.get(row.storey_id, ())),
                elements=spaces.elements(session, revision.key, row.storey_id),
                storey_id=row.storey_id,
                aside=bool(row.summary.get("aside")),
            )
            for row in buildings.storeys(session, revision.key)
        ),
    )


def is_same(known: Before, building: BuildingRecord, offset_m: tuple[float, float]) -> bool:
    """Return whether a building read is one that is known, beyond carrying its GlobalId."""
    drawn = {element.global_id for storey in building.storeys for element in storey.elements}
    ids = {room.global_id for room in known.rooms}
    if drawn & known.element_ids or any(space.global_id in ids for space in spaces_of(building)):
        return True
    if match(known.rooms, rooms_read(building, offset_m)):
        return True
    nothing_before = not known.rooms and not known.element_ids
    return nothing_before or not any(storey.spaces or storey.elements for storey in building.storeys)


def shared(known: Before, building: BuildingRecord, offset_m: tuple[float, float]) -> int:
    """Return how many rooms and elements a building read has in common with one that is known."""
    rooms = len(match(known.rooms, rooms_read(building, offset_m)))
    drawn = {element.global_id for storey in building.storeys for element in storey.elements}
    return rooms + len(drawn & known.element_ids)


def rooms_read(building: BuildingRecord, offset_m: tuple[float, float]) -> list[Known]:
    """Return what identifies the rooms of a building read, in file coordinates."""
    return [
        Known("", space.global_id, space.number, translate(region_of(space.outline), *offset_m), storey.elevation_m)
        for storey in building.storeys
        for space in storey.spaces
    ]
