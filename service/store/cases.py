"""Rectification cases as stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.people_records import CaseRecord
from service.store.people_tables import CaseTable
from service.store.records import Page

IDS_PER_QUERY = 500  # databases limit how many values one question may name
FIELDS = tuple(CaseRecord.__slots__)


def add(session: Session, record: CaseRecord) -> None:
    """Store a new case."""
    session.add(CaseTable(**asdict(record)))
    session.flush()


def get(session: Session, case_id: str) -> CaseRecord | None:
    """Return one case."""
    row = session.scalar(select(CaseTable).where(CaseTable.id == case_id))
    return _record(row) if row else None


def not_closed_for(session: Session, finding_id: str) -> CaseRecord | None:
    """Return the case about a finding that is not closed yet."""
    query = select(CaseTable).where(CaseTable.finding_id == finding_id, CaseTable.state != "closed")
    row = session.scalar(query.order_by(CaseTable.position.desc()).limit(1))
    return _record(row) if row else None


def not_closed(session: Session, finding_ids: Sequence[str]) -> tuple[CaseRecord, ...]:
    """Return the cases about some findings that are not closed yet."""
    found: list[CaseRecord] = []
    for start in range(0, len(finding_ids), IDS_PER_QUERY):
        some = CaseTable.finding_id.in_(finding_ids[start : start + IDS_PER_QUERY])
        found += [_record(row) for row in session.scalars(select(CaseTable).where(some, CaseTable.state != "closed"))]
    return tuple(found)


def change(session: Session, case_id: str, **values: Any) -> None:
    """Change columns of one case."""
    session.execute(update(CaseTable).where(CaseTable.id == case_id).values(**values))


def page(
    session: Session,
    *,
    state: str | None,
    org_unit_id: str | None,
    building_id: str | None,
    finding_id: str | None,
    overdue_on: date | None,
    cursor: str | None,
    limit: int,
) -> Page[CaseRecord]:
    """Return cases, newest first; ``overdue_on`` leaves those whose deadline lies before that day."""
    query = select(CaseTable).order_by(CaseTable.position.desc()).limit(limit + 1)
    for column, value in (
        (CaseTable.state, state),
        (CaseTable.org_unit_id, org_unit_id),
        (CaseTable.building_id, building_id),
        (CaseTable.finding_id, finding_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if overdue_on is not None:
        query = query.where(CaseTable.state != "closed", CaseTable.deadline < overdue_on)
    if cursor is not None:
        query = query.where(CaseTable.position < from_cursor(cursor))
    rows = session.scalars(query).all()
    more = to_cursor(rows[limit - 1].position) if len(rows) > limit else None
    return Page(tuple(_record(row) for row in rows[:limit]), more)


def _record(row: CaseTable) -> CaseRecord:
    return CaseRecord(**{name: getattr(row, name) for name in FIELDS})
