"""Inspection rounds and the evidence about cases and rooms, as stored."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.people_records import EvidenceRecord, InspectionItem, InspectionRecord
from service.store.people_tables import EvidenceTable, InspectionItemTable, InspectionTable
from service.store.records import Page

ITEM_FIELDS = tuple(InspectionItem.__slots__)
EVIDENCE_FIELDS = tuple(EvidenceRecord.__slots__)


def add(session: Session, record: InspectionRecord) -> None:
    """Store a new round with its rooms."""
    row = InspectionTable(
        id=record.id,
        title=record.title,
        building_id=record.building_id,
        org_unit_id=record.org_unit_id,
        as_of=record.as_of,
        state=record.state,
        opened_at=record.opened_at,
        finished_at=record.finished_at,
    )
    session.add(row)
    session.flush()
    items = [asdict(item) | {"inspection": row.position} for item in record.items]
    if items:
        session.execute(insert(InspectionItemTable), items)


def get(session: Session, inspection_id: str) -> InspectionRecord | None:
    """Return one round with its rooms."""
    row = session.scalar(select(InspectionTable).where(InspectionTable.id == inspection_id))
    if row is None:
        return None
    query = select(InspectionItemTable).where(InspectionItemTable.inspection == row.position)
    items = session.scalars(query.order_by(InspectionItemTable.ordinal))
    return replace(
        _record(row),
        items=tuple(InspectionItem(**{name: getattr(item, name) for name in ITEM_FIELDS}) for item in items),
    )


def page(session: Session, *, cursor: str | None, limit: int) -> Page[InspectionRecord]:
    """Return rounds, newest first, without their rooms."""
    query = select(InspectionTable).order_by(InspectionTable.position.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(InspectionTable.position < from_cursor(cursor))
    rows = session.scalars(query).all()
    more = to_cursor(rows[limit - 1].position) if len(rows) > limit else None
    return Page(tuple(_record(row) for row in rows[:limit]), more)


def record_item(session: Session, inspection_id: str, ordinal: int, **values: Any) -> None:
    """Write down what was found in one room."""
    position = select(InspectionTable.position).where(InspectionTable.id == inspection_id).scalar_subquery()
    table = InspectionItemTable
    session.execute(update(table).where(table.inspection == position, table.ordinal == ordinal).values(**values))


def finish(session: Session, inspection_id: str, *, now: datetime) -> None:
    """End a round."""
    same = InspectionTable.id == inspection_id
    session.execute(update(InspectionTable).where(same).values(state="finished", finished_at=now))


def add_evidence(session: Session, record: EvidenceRecord) -> None:
    """Store what is known about a photo or document whose bytes are kept already."""
    session.add(EvidenceTable(**asdict(record)))
    session.flush()


def evidence(session: Session, evidence_id: str) -> EvidenceRecord | None:
    """Return one photo or document."""
    row = session.scalar(select(EvidenceTable).where(EvidenceTable.id == evidence_id))
    return _evidence(row) if row else None


def evidence_of(session: Session, *subjects: str) -> tuple[EvidenceRecord, ...]:
    """Return the photos and documents about some subjects, oldest first."""
    query = select(EvidenceTable).where(EvidenceTable.subject.in_(subjects)).order_by(EvidenceTable.position)
    return tuple(_evidence(row) for row in session.scalars(query))


def evidence_under(session: Session, subject: str) -> tuple[EvidenceRecord, ...]:
    """Return the photos and documents about a subject and all its parts (``subject/…``)."""
    part = EvidenceTable.subject.startswith(f"{subject}/", autoescape=True)
    query = select(EvidenceTable).where((EvidenceTable.subject == subject) | part).order_by(EvidenceTable.position)
    return tuple(_evidence(row) for row in session.scalars(query))


def _record(row: InspectionTable) -> InspectionRecord:
    return InspectionRecord(
        id=row.id,
        title=row.title,
        building_id=row.building_id,
        org_unit_id=row.org_unit_id,
        as_of=row.as_of,
        state=row.state,
        opened_at=row.opened_at,
        finished_at=row.finished_at,
    )


def _evidence(row: EvidenceTable) -> EvidenceRecord:
    return EvidenceRecord(**{name: getattr(row, name) for name in EVIDENCE_FIELDS})
