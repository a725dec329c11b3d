"""Spaces, their area statements and what is drawn around them, as stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.records import ElementRecord, Page, SpaceHit, SpaceRecord, SpaceRow, StatementRecord
from service.store.tables import (
    BuildingTable,
    ElementTable,
    RevisionTable,
    SpaceTable,
    StatementTable,
    StoreyTable,
)


def of_storey(session: Session, revision_key: int, storey_id: str, *, basis: str) -> tuple[SpaceRow, ...]:
    """Return the spaces of one storey with their statement under ``basis``."""
    query = (
        select(SpaceTable, RevisionTable.building_id)
        .join(RevisionTable, RevisionTable.key == SpaceTable.revision_key)
        .where(SpaceTable.revision_key == revision_key, SpaceTable.storey_id == storey_id)
        .order_by(SpaceTable.position)
    )
    found = session.execute(query).all()
    statements = _statements(session, (row[0].position for row in found), basis=basis)
    return tuple(_row(row[0], row[1], statements[row[0].position]) for row in found)


def of_revision(session: Session, revision_key: int, *, basis: str | None) -> tuple[SpaceRow, ...]:
    """Return all spaces of a revision with their statement under ``basis``, or under every basis for None."""
    query = (
        select(SpaceTable, RevisionTable.building_id)
        .join(RevisionTable, RevisionTable.key == SpaceTable.revision_key)
        .where(SpaceTable.revision_key == revision_key)
        .order_by(SpaceTable.position)
    )
    found = session.execute(query).all()
    statements = _statements(session, (row[0].position for row in found), basis=basis)
    return tuple(_row(row[0], row[1], statements[row[0].position]) for row in found)


def some_of_revision(
    session: Session, revision_key: int, space_ids: Sequence[str], *, basis: str
) -> tuple[SpaceRow, ...]:
    """Return those of at most ``IDS_PER_QUERY`` spaces that a revision has, with their statement under ``basis``."""
    query = (
        select(SpaceTable, RevisionTable.building_id)
        .join(RevisionTable, RevisionTable.key == SpaceTable.revision_key)
        .where(SpaceTable.revision_key == revision_key, SpaceTable.space_id.in_(space_ids))
    )
    found = session.execute(query).all()
    statements = _statements(session, (row[0].position for row in found), basis=basis)
    return tuple(_row(row[0], row[1], statements[row[0].position]) for row in found)


def get(session: Session, revision_key: int, space_id: str) -> SpaceRow | None:
    """Return one space of a revision with its statements under every basis."""
    query = (
        select(SpaceTable, RevisionTable.building_id)
        .join(RevisionTable, RevisionTable.key == SpaceTable.revision_key)
        .where(SpaceTable.revision_key == revision_key, SpaceTable.space_id == space_id)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    statements = _statements(session, [found[0].position], basis=None)
    return _row(found[0], found[1], statements[found[0].position])


def last_revision_with(session: Session, space_id: str) -> tuple[str, int] | None:
    """Return building and number of the newest revision that has this space."""
    query = (
        select(RevisionTable.building_id, RevisionTable.revision)
        .join(SpaceTable, SpaceTable.revision_key == RevisionTable.key)
        .where(SpaceTable.space_id == space_id)
        .order_by(RevisionTable.revision.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def last_revision_with_storey(session: Session, storey_id: str) -> tuple[str, int] | None:
    """Return building and number of the newest revision that has this storey."""
    query = (
        select(RevisionTable.building_id, RevisionTable.revision)
        .join(StoreyTable, StoreyTable.revision_key == RevisionTable.key)
        .where(StoreyTable.storey_id == storey_id)
        .order_by(RevisionTable.revision.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def search(
    session: Session,
    *,
    building_id: str | None,
    storey_id: str | None,
    text: str | None,
    use: str | None,
    basis: str,
    cursor: str | None,
    limit: int,
) -> Page[SpaceHit]:
    """Return spaces of the newest revisions, filtered, in the order they were read."""
    query = (
        select(SpaceTable, RevisionTable.building_id, RevisionTable.name, StoreyTable.name)
        .join(RevisionTable, RevisionTable.key == SpaceTable.revision_key)
        .join(
            BuildingTable,
            (BuildingTable.id == RevisionTable.building_id)
            & (BuildingTable.current_revision == RevisionTable.revision),
        )
        .join(
            StoreyTable,
            (StoreyTable.revision_key == SpaceTable.revision_key) & (StoreyTable.storey_id == SpaceTable.storey_id),
        )
        .order_by(SpaceTable.position)
        .limit(limit + 1)
    )
    if building_id is not None:
        query = query.where(RevisionTable.building_id == building_id)
    if storey_id is not None:
        query = query.where(SpaceTable.storey_id == storey_id)
    if use is not None:
        query = query.where(SpaceTable.use == use)
    for word in (text or "").casefold().split():
        query = query.where(SpaceTable.search.contains(word, autoescape=True))
    if cursor is not None:
        query = query.where(SpaceTable.position > from_cursor(cursor))
    found = session.execute(query).all()
    shown = found[:limit]
    statements = _statements(session, (row[0].position for row in shown), basis=basis)
    hits = tuple(
        SpaceHit(row[0].position, row[2], row[3], _row(row[0], row[1], statements[row[0].position])) for row in shown
    )
    return Page(hits, to_cursor(hits[-1].position) if len(found) > limit else None)


def elements(session: Session, revision_key: int, storey_id: str) -> tuple[ElementRecord, ...]:
    """Return what is drawn on the plan of one storey."""
    query = select(ElementTable).where(ElementTable.revision_key == revision_key, ElementTable.storey_id == storey_id)
    return tuple(
        ElementRecord(row.global_id, row.kind, row.name, row.footprint, row.details)
        for row in session.scalars(query.order_by(ElementTable.position))
    )


def element_ids(session: Session, revision_key: int) -> frozenset[str]:
    """Return the ids in the source file of everything drawn in a revision."""
    return frozenset(session.scalars(select(ElementTable.global_id).where(ElementTable.revision_key == revision_key)))


IDS_PER_QUERY = 500  # databases limit how many values one question may name


def _statements(
    session: Session, positions: Iterable[int], *, basis: str | None
) -> defaultdict[int, list[StatementRecord]]:
    found: defaultdict[int, list[StatementRecord]] = defaultdict(list)
    wanted = list(positions)
    for start in range(0, len(wanted), IDS_PER_QUERY):
        query = select(StatementTable).where(StatementTable.space_position.in_(wanted[start : start + IDS_PER_QUERY]))
        if basis is not None:
            query = query.where(StatementTable.basis == basis)
        for row in session.scalars(query):
            found[row.space_position].append(
                StatementRecord(
                    basis=row.basis,
                    gross_area_m2=row.gross_area_m2,
                    net_area_m2=row.net_area_m2,
                    standard_uncertainty_m2=row.standard_uncertainty_m2,
                    limited_use_area_m2=row.limited_use_area_m2,
                    deductions=tuple(row.deductions),
                    missing=tuple(row.missing),
                    notes=tuple(row.notes),
                    boundary=row.boundary,
                    rules_sha256=row.rules_sha256,
                )
            )
    return found


def _row(row: SpaceTable, building_id: str, statements: list[StatementRecord]) -> SpaceRow:
    space = SpaceRecord(
        global_id=row.global_id,
        number=row.number,
        name=row.name,
        use=row.use,
        origin=row.origin,
        outline=row.outline,
        label_point=(row.label_x, row.label_y),
        floor_z_m=row.floor_z_m,
        height_m=row.height_m,
        declared=tuple(row.declared),
        findings=tuple(row.findings),
        statements=(),
        space_id=row.space_id,
        import_id=row.import_id,
        access=row.access,
        only_through=row.only_through,
    )
    return SpaceRow(
        revision_key=row.revision_key,
        building_id=building_id,
        storey_id=row.storey_id,
        space=replace(space, statements=tuple(statements)),
        worst_outcome=row.worst_outcome,
    )
