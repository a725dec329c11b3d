"""Keep a measured file as it is: each building becomes a new revision of a known building or a new building.

A GlobalId alone does not make two buildings one: authoring tools ship templates, and unrelated projects made from the
same one carry the same id. They are one building only if they also share a room or something drawn. Surveys and
drawings are nobody's next revision unless the client says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from service.store import buildings, room_sources
from service.store.records import BuildingRecord, ImportRecord, MeasuredModel, SourceKind, StoreyRecord
from service.usecases.identity import match, match_storeys
from service.usecases.keep_sources import keep_sources
from service.usecases.known_building import Before, before, is_same, rooms_read, shared, whole
from service.usecases.revise import Draft, write_revision
from service.usecases.revision_summary import findings_of_file
from service.usecases.room_ids import new_building_id, site_id, with_ids
from service.usecases.room_names import storey_key
from service.usecases.source_kinds import kind_of_building, kind_of_room, plan_of, source_of
from service.usecases.source_policy import DEFAULT_ORDER


def store_model(
    session: Session,
    measured: MeasuredModel,
    import_record: ImportRecord,
    *,
    now: datetime,
    order: Sequence[SourceKind] = DEFAULT_ORDER,
) -> list[tuple[str, int]]:
    """Store every building of a file; return (building id, revision) of each, in the order of the file."""
    offset_m = (measured.frame["offset_m"][0], measured.frame["offset_m"][1])
    homes = _homes(session, measured.buildings, offset_m, target=import_record.target_building_id)
    stored = []
    for building, known in zip(measured.buildings, homes, strict=True):
        if known is None:
            draft = _first(session, building, measured, import_record, now)
        else:
            draft = _next(session, building, measured, import_record, known, offset_m)
        write_revision(session, draft, import_record, now=now, order=order)
        stored.append((draft.building_id, draft.number))
    return stored


def _first(
    session: Session, building: BuildingRecord, measured: MeasuredModel, import_record: ImportRecord, now: datetime
) -> Draft:
    building_id = new_building_id(session, building.global_id)
    buildings.add_building(session, building_id, global_id=building.global_id, now=now)
    named = with_ids(building, building_id, storeys={}, rooms={})
    surveyed = [
        source_of(space, storey.name, import_id=import_record.id, revision=1)
        for storey in named.storeys
        for space in storey.spaces
        if kind_of_room(space) == "survey"
    ]
    return Draft(
        building_id=building_id,
        building=named,
        before=None,
        frame=measured.frame,
        plan=kind_of_building(building),
        source=measured.source,
        site_id=site_id(measured.buildings),
        findings=findings_of_file(named, measured),
        judged=named,
        added=surveyed,
    )


def _next(
    session: Session,
    building: BuildingRecord,
    measured: MeasuredModel,
    import_record: ImportRecord,
    known: Before,
    offset_m: tuple[float, float],
) -> Draft:
    building_id = known.revision.building_id
    read = [(storey.global_id, storey.name, storey.elevation_m) for storey in building.storeys]
    draft = Draft(
        building_id=building_id,
        building=building,
        before=known,
        frame=measured.frame,
        plan=kind_of_building(building),
        source=measured.source,
        site_id=site_id(measured.buildings),
        findings=findings_of_file(building, measured),
        judged=building,
    )
    rooms = match(known.rooms, rooms_read(building, offset_m))
    storeys = match_storeys(known.storeys, read)
    untouched: tuple[StoreyRecord, ...] = ()
    if draft.plan == "drawing":
        storeys, untouched = _drawn_storeys(whole(session, known.revision), building, plan_of(known.revision))
    return keep_sources(
        draft,
        import_record,
        sources=room_sources.open_ones(session, building_id),
        rooms=rooms,
        storeys=storeys,
        used={*known.areas, *(storey[0] for storey in known.storeys)},
        untouched=untouched,
    )


def _drawn_storeys(
    was: BuildingRecord, read: BuildingRecord, plan: SourceKind
) -> tuple[dict[str, str], tuple[StoreyRecord, ...]]:
    """Return id in the file → storey id, by name, and the storeys that a drawing is not about."""
    by_name = {storey_key(storey.name): storey.storey_id for storey in was.storeys if not storey.aside}
    known = {s.global_id: by_name[storey_key(s.name)] for s in read.storeys if storey_key(s.name) in by_name}
    if plan != "drawing":
        return known, ()
    drawn = set(known.values())
    return known, tuple(s for s in was.storeys if not s.aside and s.storey_id not in drawn)


def _homes(
    session: Session, read: tuple[BuildingRecord, ...], offset_m: tuple[float, float], *, target: str | None
) -> list[Before | None]:
    """Return the known building of each building read; ``target`` is the one the client named."""
    homes: list[Before | None] = []
    used: set[str] = set()
    for building in read:
        named_only = kind_of_building(building) != "model"
        alike = () if named_only else buildings.with_global_id(session, building.global_id)
        known = [before(session, revision) for revision in alike]
        home = next((b for b in known if b.revision.building_id not in used and is_same(b, building, offset_m)), None)
        if home:
            used.add(home.revision.building_id)
        homes.append(home)
    if target is not None and target not in used:
        revision = buildings.revision(session, target)
        assert revision is not None
        known_one = before(session, revision)
        free = [i for i, home in enumerate(homes) if home is None] or list(range(len(homes)))
        homes[max(free, key=lambda i: shared(known_one, read[i], offset_m))] = known_one
    return homes
