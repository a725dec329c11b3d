"""Rooms as they stand now, by id, with all that a certificate says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store import buildings, spaces
from service.store.records import RevisionRecord, SpaceRow, StoreyRow
from service.store.survey_tables import RoomAuthorityTable, RoomSourceTable
from service.store.tables import BuildingTable, ImportTable, RevisionTable, SpaceTable

IDS_PER_QUERY = 500  # databases limit how many values one question may name


@dataclass(frozen=True, slots=True)
class RoomOrigin:
    """The file that a room's area comes from; a revision made by a survey of one room leaves others to their model."""

    file: str
    sha256: str
    imported_at: datetime
    instrument: str = ""
    measured_on: date | None = None


@dataclass(frozen=True, slots=True)
class StandingRoom:
    """One room in the newest revision of its building, with its statement under one basis and where that comes from."""

    row: SpaceRow
    storey: StoreyRow
    revision: RevisionRecord
    origin: RoomOrigin


def standing(session: Session, space_ids: Sequence[str], *, basis: str) -> dict[str, StandingRoom]:
    """Return those of some rooms that are in the newest revision of their building, by id."""
    revisions: dict[str, RevisionRecord] = {}
    storeys: dict[tuple[int, str], StoreyRow] = {}
    found: dict[str, StandingRoom] = {}
    for start in range(0, len(space_ids), IDS_PER_QUERY):
        wanted = space_ids[start : start + IDS_PER_QUERY]
        for building_id in _buildings_of(session, wanted):
            if building_id not in revisions:
                newest = buildings.revision(session, building_id)
                assert newest is not None
                revisions[building_id] = newest
                storeys |= {(newest.key, s.storey_id): s for s in buildings.storeys(session, newest.key)}
            revision = revisions[building_id]
            chosen, plan = _chosen(session, revision.key, wanted), _plan(session, revision)
            for row in spaces.some_of_revision(session, revision.key, wanted, basis=basis):
                storey = storeys[revision.key, row.storey_id]
                origin = chosen.get(row.space.space_id, plan)
                found[row.space.space_id] = StandingRoom(row, storey, revision, origin)
    return found


def ids_of(session: Session, *, building_id: str | None = None, storey_id: str | None = None) -> tuple[str, ...]:
    """Return the ids of all rooms standing in a building or on a storey, in the order they were read."""
    query = (
        select(SpaceTable.space_id)
        .join(RevisionTable, RevisionTable.key == SpaceTable.revision_key)
        .join(
            BuildingTable,
            (BuildingTable.id == RevisionTable.building_id)
            & (BuildingTable.current_revision == RevisionTable.revision),
        )
        .where(SpaceTable.use != "not-a-room")
        .order_by(SpaceTable.position)
    )
    if building_id is not None:
        query = query.where(BuildingTable.id == building_id)
    if storey_id is not None:
        query = query.where(SpaceTable.storey_id == storey_id)
    return tuple(session.scalars(query))


def _chosen(session: Session, revision_key: int, space_ids: Sequence[str]) -> dict[str, RoomOrigin]:
    """Return the source that counts for each room that has several."""
    query = (
        select(
            RoomAuthorityTable.space_id,
            ImportTable.file,
            ImportTable.sha256,
            ImportTable.created_at,
            RoomSourceTable.instrument,
            RoomSourceTable.measured_on,
        )
        .join(RoomSourceTable, RoomSourceTable.position == RoomAuthorityTable.source_position)
        .join(ImportTable, ImportTable.id == RoomSourceTable.import_id)
        .where(RoomAuthorityTable.revision_key == revision_key, RoomAuthorityTable.space_id.in_(space_ids))
    )
    return {row[0]: RoomOrigin(*row[1:]) for row in session.execute(query)}


def _plan(session: Session, revision: RevisionRecord) -> RoomOrigin:
    """Return the file that the storeys of a revision come from, which is not always the one that made it."""
    source = revision.summary["source"]
    if source["sha256"] == revision.sha256:
        return RoomOrigin(revision.file, revision.sha256, revision.imported_at)
    same = select(RevisionTable.file, RevisionTable.imported_at).where(
        RevisionTable.building_id == revision.building_id, RevisionTable.sha256 == source["sha256"]
    )
    first = session.execute(same.order_by(RevisionTable.revision.desc()).limit(1)).first()
    if first is None:
        return RoomOrigin(source["file"], source["sha256"], revision.imported_at)
    return RoomOrigin(first[0], source["sha256"], first[1])


def _buildings_of(session: Session, space_ids: Sequence[str]) -> list[str]:
    query = (
        select(RevisionTable.building_id)
        .join(SpaceTable, SpaceTable.revision_key == RevisionTable.key)
        .where(SpaceTable.space_id.in_(space_ids))
        .distinct()
    )
    return sorted(session.scalars(query))
