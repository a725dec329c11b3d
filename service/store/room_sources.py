"""The sources of rooms and which of them counts, as stored: rows are added and closed, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.orm import Session

from service.store.records import Authority, Json, RoomSource
from service.store.space_json import from_json, to_json
from service.store.survey_tables import RoomAuthorityTable, RoomSourceTable

IDS_PER_QUERY = 500  # databases limit how many values one question may name


def add(session: Session, building_id: str, source: RoomSource) -> RoomSource:
    """Store one source; return it with its position."""
    row = RoomSourceTable(
        building_id=building_id,
        space_id=source.space_id,
        kind=source.kind,
        storey=source.storey,
        import_id=source.import_id,
        first_revision=source.first_revision,
        last_revision=source.last_revision,
        measured_on=source.measured_on,
        instrument=source.instrument,
        space=to_json(replace(source.space, survey=None)),
        placing=source.placing,
        survey=source.survey,
    )
    session.add(row)
    session.flush()
    return replace(source, position=row.position)


def close(session: Session, positions: Iterable[int], *, last_revision: int) -> None:
    """Note down the last revision in which these sources say something."""
    wanted = list(positions)
    for start in range(0, len(wanted), IDS_PER_QUERY):
        chosen = RoomSourceTable.position.in_(wanted[start : start + IDS_PER_QUERY])
        session.execute(update(RoomSourceTable).where(chosen).values(last_revision=last_revision))


def open_ones(session: Session, building_id: str) -> dict[str, tuple[RoomSource, ...]]:
    """Return the sources of every room of a building that has any, as of its newest revision."""
    query = select(RoomSourceTable).where(
        RoomSourceTable.building_id == building_id, RoomSourceTable.last_revision.is_(None)
    )
    return _by_room(session.scalars(query.order_by(RoomSourceTable.position)))


def of_space(session: Session, building_id: str, space_id: str, *, revision: int) -> tuple[RoomSource, ...]:
    """Return the sources of one room as of a revision, oldest first."""
    query = select(RoomSourceTable).where(
        RoomSourceTable.building_id == building_id, RoomSourceTable.space_id == space_id, _as_of(revision)
    )
    return _by_room(session.scalars(query.order_by(RoomSourceTable.position))).get(space_id, ())


def add_authorities(session: Session, revision_key: int, authorities: Iterable[Authority]) -> None:
    """Store which source counts for each room of a revision."""
    rows = [
        {
            "revision_key": revision_key,
            "space_id": one.space_id,
            "source_position": one.source_position,
            "rule": one.rule,
            "reason_zh": one.reason_zh,
            "reason_en": one.reason_en,
        }
        for one in authorities
    ]
    if rows:
        session.execute(insert(RoomAuthorityTable), rows)


def authority(session: Session, revision_key: int, space_id: str) -> Authority | None:
    """Return which source of a room counts in a revision; None where it has only one, the model."""
    row = session.get(RoomAuthorityTable, (revision_key, space_id))
    if row is None:
        return None
    return Authority(row.space_id, row.source_position, row.rule, row.reason_zh, row.reason_en)


def counting_surveys(session: Session, revision_key: int) -> dict[str, Json]:
    """Return the surveys (``geometry.survey.record``) that count for rooms of a revision, by id of the room."""
    query = (
        select(RoomAuthorityTable.space_id, RoomSourceTable.survey)
        .join(RoomSourceTable, RoomSourceTable.position == RoomAuthorityTable.source_position)
        .where(RoomAuthorityTable.revision_key == revision_key)
    )
    return {space_id: survey for space_id, survey in session.execute(query) if survey is not None}


def not_counting(
    session: Session, building_id: str, *, revision_key: int, revision: int
) -> dict[str, tuple[RoomSource, ...]]:
    """Return the sources of rooms that do not count in a revision, by id of the room, oldest first."""
    query = (
        select(RoomSourceTable)
        .join(RoomAuthorityTable, RoomAuthorityTable.space_id == RoomSourceTable.space_id)
        .where(
            RoomAuthorityTable.revision_key == revision_key,
            RoomAuthorityTable.source_position != RoomSourceTable.position,
            RoomSourceTable.building_id == building_id,
            _as_of(revision),
        )
    )
    return _by_room(session.scalars(query.order_by(RoomSourceTable.position)))


def _as_of(revision: int) -> ColumnElement[bool]:
    table = RoomSourceTable
    return (table.first_revision <= revision) & or_(table.last_revision.is_(None), table.last_revision >= revision)


def _by_room(rows: Iterable[RoomSourceTable]) -> dict[str, tuple[RoomSource, ...]]:
    found: defaultdict[str, list[RoomSource]] = defaultdict(list)
    for row in rows:
        found[row.space_id].append(_source(row))
    return {space_id: tuple(sources) for space_id, sources in found.items()}


def _source(row: RoomSourceTable) -> RoomSource:
    return RoomSource(
        kind=row.kind,  # type: ignore[arg-type]  # only add writes it
        space=from_json(row.space),
        storey=row.storey,
        import_id=row.import_id,
        first_revision=row.first_revision,
        last_revision=row.last_revision,
        measured_on=row.measured_on,
        instrument=row.instrument,
        placing=row.placing,
        survey=row.survey,
        position=row.position,
    )
