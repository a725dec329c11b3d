"""Buildings and their revisions: written whole, never changed afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.records import BuildingRecord, Json, Page, RevisionRecord, SpaceRecord, StoreyRow
from service.store.tables import (
    BuildingTable,
    ElementTable,
    RevisionTable,
    SpaceTable,
    StatementTable,
    StoreyTable,
)

OUTCOMES = ("info", "repaired", "warning", "rejected")  # from harmless to worst


def page(session: Session, *, cursor: str | None, limit: int) -> Page[RevisionRecord]:
    """Return the newest revision of every building, oldest building first."""
    query = _current().add_columns(BuildingTable.position).order_by(BuildingTable.position).limit(limit + 1)
    if cursor is not None:
        query = query.where(BuildingTable.position > from_cursor(cursor))
    rows = session.execute(query).all()
    more = to_cursor(rows[limit - 1][1]) if len(rows) > limit else None
    return Page(tuple(_revision(row[0]) for row in rows[:limit]), more)


def exists(session: Session, building_id: str) -> bool:
    """Return whether there is such a building."""
    return session.scalar(select(BuildingTable.position).where(BuildingTable.id == building_id)) is not None


def with_global_id(session: Session, global_id: str) -> tuple[RevisionRecord, ...]:
    """Return the newest revisions of the buildings that carry this id in their file."""
    query = _current().where(BuildingTable.global_id == global_id).order_by(BuildingTable.position)
    return tuple(_revision(row) for row in session.scalars(query))


def revision(session: Session, building_id: str, number: int | None = None) -> RevisionRecord | None:
    """Return one revision of a building, the newest by default."""
    if number is None:
        query = _current().where(BuildingTable.id == building_id)
    else:
        query = select(RevisionTable).where(RevisionTable.building_id == building_id, RevisionTable.revision == number)
    row = session.scalar(query)
    return _revision(row) if row else None


def revisions(session: Session, building_id: str) -> tuple[RevisionRecord, ...]:
    """Return all revisions of a building, newest first."""
    query = select(RevisionTable).where(RevisionTable.building_id == building_id)
    return tuple(_revision(row) for row in session.scalars(query.order_by(RevisionTable.revision.desc())))


def names(session: Session) -> dict[str, str]:
    """Return the name of every building in its newest revision, by id."""
    current = _current().with_only_columns(RevisionTable.building_id, RevisionTable.name)
    return {row[0]: row[1] for row in session.execute(current)}


def standing_on(session: Session, before: datetime) -> dict[str, RevisionRecord]:
    """Return the revision of each building that was the newest at ``before``.

    A building that came later is taken as it stood at the end of its first day: nothing older is known about it.
    """
    query = select(RevisionTable).order_by(RevisionTable.building_id, RevisionTable.revision)
    standing: dict[str, RevisionTable] = {}
    for row in session.scalars(query):
        first = standing.setdefault(row.building_id, row)
        if row.imported_at < before or row.imported_at.date() == first.imported_at.date():
            standing[row.building_id] = row
    return {building_id: _revision(row) for building_id, row in standing.items()}


def storeys(session: Session, revision_key: int) -> tuple[StoreyRow, ...]:
    """Return the storeys of a revision, lowest first."""
    query = (
        select(StoreyTable, RevisionTable.building_id)
        .join(RevisionTable, RevisionTable.key == StoreyTable.revision_key)
        .where(StoreyTable.revision_key == revision_key)
        .order_by(StoreyTable.ordinal)
    )
    return tuple(_storey(row[0], row[1]) for row in session.execute(query))


def storey_global_id(session: Session, revision_key: int, storey_id: str) -> str:
    """Return the id that a storey of a revision has in its source file."""
    here = (StoreyTable.revision_key == revision_key, StoreyTable.storey_id == storey_id)
    return session.scalars(select(StoreyTable.global_id).where(*here)).one()


def storey(session: Session, revision_key: int, storey_id: str) -> StoreyRow | None:
    """Return one storey of a revision."""
    return next((row for row in storeys(session, revision_key) if row.storey_id == storey_id), None)


def storey_global_ids(session: Session, revision_key: int) -> dict[str, str]:
    """Return the id in the source file of each storey id of a revision."""
    query = select(StoreyTable.storey_id, StoreyTable.global_id).where(StoreyTable.revision_key == revision_key)
    return {row[0]: row[1] for row in session.execute(query)}


def global_id_of(session: Session, building_id: str) -> str:
    """Return the id a building carries in its file."""
    return session.scalars(select(BuildingTable.global_id).where(BuildingTable.id == building_id)).one()


def add_building(session: Session, building_id: str, *, global_id: str, now: datetime) -> None:
    """Store a building that has no revision yet."""
    session.add(BuildingTable(id=building_id, global_id=global_id, current_revision=0, created_at=now))
    session.flush()


def add_revision(
    session: Session,
    record: RevisionRecord,
    building: BuildingRecord,
    *,
    storey_summaries: dict[str, Json],
) -> int:
    """Store a revision with everything in it and make it the newest; return its key."""
    row = RevisionTable(
        building_id=record.building_id,
        revision=record.revision,
        import_id=record.import_id,
        imported_at=record.imported_at,
        file=record.file,
        sha256=record.sha256,
        name=record.name,
        site_id=record.site_id,
        frame=record.frame,
        summary=record.summary,
        changes=record.changes,
    )
    session.add(row)
    session.flush()
    for ordinal, storey_record in enumerate(building.storeys):
        session.add(
            StoreyTable(
                revision_key=row.key,
                storey_id=storey_record.storey_id,
                ordinal=ordinal,
                global_id=storey_record.global_id,
                name=storey_record.name,
                elevation_m=storey_record.elevation_m,
                summary=storey_summaries[storey_record.storey_id],
            )
        )
        _add_spaces(session, row.key, storey_record.storey_id, storey_record.spaces)
        elements = [
            {
                "revision_key": row.key,
                "storey_id": storey_record.storey_id,
                "global_id": element.global_id,
                "kind": element.kind,
                "name": element.name,
                "footprint": element.footprint,
                "details": element.details,
            }
            for element in storey_record.elements
        ]
        if elements:
            session.execute(insert(ElementTable), elements)
    session.flush()
    newest = session.scalar(select(BuildingTable).where(BuildingTable.id == record.building_id))
    assert newest is not None
    newest.current_revision = record.revision
    session.flush()
    return row.key


def counts(session: Session) -> dict[str, int]:
    """Return how many buildings, and storeys and spaces in their newest revisions, there are."""
    newest = _current().with_only_columns(RevisionTable.key).scalar_subquery()
    return {
        "buildings": session.scalar(select(func.count()).select_from(BuildingTable)) or 0,
        "storeys": session.scalar(select(func.count()).where(StoreyTable.revision_key.in_(newest))) or 0,
        "spaces": session.scalar(select(func.count()).where(SpaceTable.revision_key.in_(newest))) or 0,
    }


def worst_outcome(findings: tuple[Json, ...]) -> str | None:
    """Return the gravest outcome among findings, None without any."""
    return max((finding["outcome"] for finding in findings), key=OUTCOMES.index, default=None)


def _add_spaces(session: Session, revision_key: int, storey_id: str, spaces: tuple[SpaceRecord, ...]) -> None:
    rows = [
        {
            "revision_key": revision_key,
            "space_id": space.space_id,
            "storey_id": storey_id,
            "global_id": space.global_id,
            "number": space.number,
            "name": space.name,
            "search": f"{space.number} {space.name}".casefold(),
            "use": space.use,
            "origin": space.origin,
            "import_id": space.import_id,
            "outline": space.outline,
            "label_x": space.label_point[0],
            "label_y": space.label_point[1],
            "floor_z_m": space.floor_z_m,
            "height_m": space.height_m,
            "declared": list(space.declared),
            "findings": list(space.findings),
            "worst_outcome": worst_outcome(space.findings),
            "access": space.access,
            "only_through": space.only_through,
        }
        for space in spaces
    ]
    if not rows:
        return
    positions = session.scalars(insert(SpaceTable).returning(SpaceTable.position, sort_by_parameter_order=True), rows)
    statements = [
        {
            "space_position": position,
            "basis": statement.basis,
            "gross_area_m2": statement.gross_area_m2,
            "net_area_m2": statement.net_area_m2,
            "standard_uncertainty_m2": statement.standard_uncertainty_m2,
            "limited_use_area_m2": statement.limited_use_area_m2,
            "deductions": list(statement.deductions),
            "missing": list(statement.missing),
            "notes": list(statement.notes),
            "boundary": statement.boundary,
            "rules_sha256": statement.rules_sha256,
        }
        for position, space in zip(positions.all(), spaces, strict=True)
        for statement in space.statements
    ]
    if statements:
        session.execute(insert(StatementTable), statements)


def _current() -> Select[Any]:
    return select(RevisionTable).join(
        BuildingTable,
        (BuildingTable.id == RevisionTable.building_id) & (BuildingTable.current_revision == RevisionTable.revision),
    )


def _revision(row: RevisionTable) -> RevisionRecord:
    return RevisionRecord(
        key=row.key,
        building_id=row.building_id,
        revision=row.revision,
        import_id=row.import_id,
        imported_at=row.imported_at,
        file=row.file,
        sha256=row.sha256,
        name=row.name,
        site_id=row.site_id,
        frame=row.frame,
        summary=row.summary,
        changes=row.changes,
    )


def _storey(row: StoreyTable, building_id: str) -> StoreyRow:
    return StoreyRow(row.storey_id, building_id, row.revision_key, row.name, row.elevation_m, row.summary)
