"""The journal of cases and inspections as stored: rows are added and read, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from service.store.people_records import JournalRecord
from service.store.people_tables import JournalTable

JOURNAL_LOCK = 0x7969_6A6F_7572  # PostgreSQL advisory lock: one writer at a time, or two would follow the same event
ROWS_AT_A_TIME = 1000


def lock(session: Session) -> None:
    """Keep other writers out until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": JOURNAL_LOCK})


def last(session: Session) -> JournalRecord | None:
    """Return the newest event."""
    row = session.scalar(select(JournalTable).order_by(JournalTable.number.desc()).limit(1))
    return _record(row) if row else None


def add(session: Session, record: JournalRecord) -> None:
    """Store one event."""
    session.add(
        JournalTable(
            number=record.number,
            at=record.at,
            subject=record.subject,
            kind=record.kind,
            role=record.role,
            details=record.details,
            previous=record.previous,
            hash=record.hash,
        )
    )
    session.flush()


def of(session: Session, subject: str) -> tuple[JournalRecord, ...]:
    """Return the events of one subject, oldest first."""
    query = select(JournalTable).where(JournalTable.subject == subject).order_by(JournalTable.number)
    return tuple(_record(row) for row in session.scalars(query))


def every(session: Session) -> Iterator[JournalRecord]:
    """Yield all events, oldest first."""
    query = select(JournalTable).order_by(JournalTable.number)
    for row in session.scalars(query.execution_options(yield_per=ROWS_AT_A_TIME)):
        yield _record(row)


def _record(row: JournalTable) -> JournalRecord:
    return JournalRecord(row.number, row.at, row.subject, row.kind, row.role, row.details, row.previous, row.hash)
