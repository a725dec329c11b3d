"""Rooms as they stand now, by id, with all that a certificate says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store import buildings, spaces
from service.store.records import RevisionRecord, SpaceRow, StoreyRow
from service.store.tables import BuildingTable, RevisionTable, SpaceTable

IDS_PER_QUERY = 500  # databases limit how many values one question may name


@dataclass(frozen=True, slots=True)
class StandingRoom:
    """One room in the newest revision of its building, with its statement under one basis."""

    row: SpaceRow
    storey: StoreyRow
    revision: RevisionRecord


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
            for row in spaces.some_of_revision(session, revision.key, wanted, basis=basis):
                storey = storeys[revision.key, row.storey_id]
                found[row.space.space_id] = StandingRoom(row, storey, revision)
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


def _buildings_of(session: Session, space_ids: Sequence[str]) -> list[str]:
    query = (
        select(RevisionTable.building_id)
        .join(SpaceTable, SpaceTable.revision_key == RevisionTable.key)
        .where(SpaceTable.space_id.in_(space_ids))
        .distinct()
    )
    return sorted(session.scalars(query))
