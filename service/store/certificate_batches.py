"""Batches of rooms to certify, room by room, so that a killed worker's successor goes on where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from service.store.certificate_records import BatchItem, BatchRecord
from service.store.certificate_tables import CertificateBatchItemTable as Items
from service.store.certificate_tables import CertificateBatchTable as Batches
from service.store.cursors import from_cursor, to_cursor
from service.store.records import Page

_COLUMNS = tuple(getattr(Batches, name) for name in BatchRecord.__slots__)
_OUTCOME = ("outcome", "certificate_id", "code", "reason_zh", "reason_en")
_ITEM_COLUMNS = tuple(getattr(Items, name) for name in BatchItem.__slots__)


def add(session: Session, record: BatchRecord, space_ids: Sequence[str]) -> None:
    """Store a batch that has not begun."""
    session.execute(insert(Batches), [asdict(record)])
    items = [{"batch_id": record.id, **asdict(BatchItem(n, space_id))} for n, space_id in enumerate(space_ids)]
    if items:
        session.execute(insert(Items), items)


def get(session: Session, batch_id: str) -> BatchRecord | None:
    """Return one batch."""
    row = session.execute(select(*_COLUMNS).where(Batches.id == batch_id)).first()
    return BatchRecord(*row) if row else None


def page(session: Session, *, cursor: str | None, limit: int) -> Page[BatchRecord]:
    """Return batches, newest first."""
    query = select(Batches.position, *_COLUMNS).order_by(Batches.position.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(Batches.position < from_cursor(cursor))
    rows = session.execute(query).all()
    more = to_cursor(rows[limit - 1][0]) if len(rows) > limit else None
    return Page(tuple(BatchRecord(*row[1:]) for row in rows[:limit]), more)


def items(session: Session, batch_id: str, *, cursor: str | None, limit: int) -> Page[BatchItem]:
    """Return the rooms of a batch in the order they were given."""
    query = select(*_ITEM_COLUMNS).where(Items.batch_id == batch_id).order_by(Items.ordinal).limit(limit + 1)
    if cursor is not None:
        query = query.where(Items.ordinal > from_cursor(cursor))
    rows = [BatchItem(*row) for row in session.execute(query)]
    more = to_cursor(rows[limit - 1].ordinal) if len(rows) > limit else None
    return Page(tuple(rows[:limit]), more)


def waiting(session: Session, batch_id: str, *, limit: int) -> tuple[BatchItem, ...]:
    """Return the next rooms that have no outcome yet."""
    query = select(*_ITEM_COLUMNS).where(Items.batch_id == batch_id, Items.outcome.is_(None))
    return tuple(BatchItem(*row) for row in session.execute(query.order_by(Items.ordinal).limit(limit)))


def settle(session: Session, batch_id: str, done: Sequence[BatchItem]) -> None:
    """Write the outcome of some rooms and the counts of the batch."""
    table = Items.__table__
    assert isinstance(table, Table)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _OUTCOME}
    one = update(table).where(table.c.batch_id == batch_id, table.c.ordinal == bindparam("place")).values(values)
    rows = [{"place": item.ordinal} | {f"new_{name}": getattr(item, name) for name in _OUTCOME} for item in done]
    if rows:
        session.connection().execute(one, rows)
    counted = {outcome: sum(item.outcome == outcome for item in done) for outcome in ("issued", "kept", "refused")}
    more = {name: getattr(Batches, name) + n for name, n in counted.items()}
    session.execute(update(Batches).where(Batches.id == batch_id).values(**more))


def change(session: Session, batch_id: str, **values: Any) -> None:
    """Change columns of one batch."""
    session.execute(update(Batches).where(Batches.id == batch_id).values(**values))


def count_open(session: Session) -> int:
    """Return how many batches are not finished."""
    query = select(func.count()).select_from(Batches).where(Batches.status.in_(["queued", "running"]))
    return session.scalar(query) or 0


def finish(session: Session, batch_id: str, *, status: str, at: datetime) -> None:
    """Write that a batch has ended."""
    change(session, batch_id, status=status, finished_at=at)
