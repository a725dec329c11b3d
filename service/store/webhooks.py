"""Addresses that are told about certificates, and every message to them with what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from service.store.certificate_records import DeliveryRecord, WebhookRecord
from service.store.certificate_tables import WebhookDeliveryTable as Deliveries
from service.store.certificate_tables import WebhookTable as Webhooks
from service.store.cursors import from_cursor, to_cursor
from service.store.records import Page

_COLUMNS = tuple(getattr(Webhooks, name) for name in WebhookRecord.__slots__)
_DELIVERY_COLUMNS = tuple(getattr(Deliveries, name) for name in DeliveryRecord.__slots__)


def add(session: Session, record: WebhookRecord) -> None:
    """Store a new address; its position is given by the store."""
    values = {name: value for name, value in asdict(record).items() if name != "position"}
    session.execute(insert(Webhooks), [values | {"events": list(record.events)}])


def get(session: Session, webhook_id: str) -> WebhookRecord | None:
    """Return one address."""
    row = session.execute(select(*_COLUMNS).where(Webhooks.id == webhook_id)).first()
    return _record(row) if row else None


def all_of_them(session: Session) -> tuple[WebhookRecord, ...]:
    """Return every address, oldest first."""
    return tuple(_record(row) for row in session.execute(select(*_COLUMNS).order_by(Webhooks.position)))


def change(session: Session, webhook_id: str, **values: Any) -> None:
    """Change columns of one address."""
    session.execute(update(Webhooks).where(Webhooks.id == webhook_id).values(**values))


def remove(session: Session, webhook_id: str) -> None:
    """Forget an address and what was to be sent there."""
    session.execute(delete(Deliveries).where(Deliveries.webhook_id == webhook_id))
    session.execute(delete(Webhooks).where(Webhooks.id == webhook_id))


def add_deliveries(session: Session, records: Sequence[DeliveryRecord]) -> None:
    """Store messages to be sent; their positions are given by the store."""
    if records:
        rows = [{name: value for name, value in asdict(r).items() if name != "position"} for r in records]
        session.execute(insert(Deliveries), rows)


def delivery(session: Session, delivery_id: str) -> DeliveryRecord | None:
    """Return one message."""
    row = session.execute(select(*_DELIVERY_COLUMNS).where(Deliveries.id == delivery_id)).first()
    return DeliveryRecord(*row) if row else None


def deliveries(session: Session, webhook_id: str, *, cursor: str | None, limit: int) -> Page[DeliveryRecord]:
    """Return the messages to one address, newest first."""
    query = select(*_DELIVERY_COLUMNS).where(Deliveries.webhook_id == webhook_id)
    if cursor is not None:
        query = query.where(Deliveries.position < from_cursor(cursor))
    rows = [
        DeliveryRecord(*row) for row in session.execute(query.order_by(Deliveries.position.desc()).limit(limit + 1))
    ]
    return Page(tuple(rows[:limit]), to_cursor(rows[limit - 1].position) if len(rows) > limit else None)


def next_waiting(session: Session, webhook_id: str) -> DeliveryRecord | None:
    """Return the message to one address that is due first."""
    query = select(*_DELIVERY_COLUMNS).where(Deliveries.webhook_id == webhook_id, Deliveries.state == "waiting")
    row = session.execute(query.order_by(Deliveries.due_at, Deliveries.position).limit(1)).first()
    return DeliveryRecord(*row) if row else None


def change_delivery(session: Session, delivery_id: str, **values: Any) -> None:
    """Change columns of one message."""
    session.execute(update(Deliveries).where(Deliveries.id == delivery_id).values(**values))


def count_by_state(session: Session) -> dict[str, int]:
    """Return how many messages there are in each state."""
    rows = session.execute(select(Deliveries.state, func.count()).group_by(Deliveries.state))
    return {row[0]: row[1] for row in rows}


def _record(row: Any) -> WebhookRecord:
    position, id_, url, events, *rest = row
    return WebhookRecord(position, id_, url, tuple(events), *rest)
