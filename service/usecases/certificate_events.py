"""What happens to certificates is written into the chained history and told to those who asked, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from service.certificates.history import Entry, next_entry
from service.store import certificate_history, certificates
from service.store.certificate_records import Cause, CertificateRecord, HistoryRow
from service.usecases.announce import Message, announce

Happening = Literal["issued", "superseded", "revoked"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one certificate; ``reason`` is free text of a person, ``cause`` a fixed word."""

    what: Happening
    record: CertificateRecord
    cause: Cause | None = None
    reason: str = ""
    successor_id: str | None = None
    successor_revision: int | None = None
    document_sha256: str = ""


def record_events(session: Session, events: Sequence[Event], *, now: datetime) -> None:
    """Append events to the history and queue the messages about them; hold ``certificates.lock``."""
    if not events:
        return
    newest = certificate_history.head(session)
    last = None if newest is None else Entry(**asdict(newest))
    signed = certificates.documents(session, [e.record.id for e in events if not e.document_sha256])
    rows: list[HistoryRow] = []
    for event in events:
        sha256 = event.document_sha256 or hashlib.sha256(signed[event.record.id].document).hexdigest()
        last = next_entry(
            last,
            at=now,
            event=event.what,
            certificate=event.record.id,
            document_sha256=sha256,
            reason=event.reason or event.cause or "",
            successor=event.successor_id,
        )
        rows.append(HistoryRow(**asdict(last)))
    certificate_history.append(session, rows)
    announce(session, [_message(event, now) for event in events if event.what != "issued"], now=now)


def _message(event: Event, now: datetime) -> Message:
    record = event.record
    data = {
        "certificate": record.id,
        "status": event.what,
        "status_at": now.isoformat(),
        "cause": event.cause,
        "reason": event.reason or None,
        "successor_id": event.successor_id,
        "successor_revision": event.successor_revision,
        "space_id": record.space_id,
        "building_id": record.building_id,
        "number": record.number,
        "basis": record.basis,
        "net_usable_area_m2": record.net_area_m2,
    }
    return Message(f"certificate.{event.what}", record.id, data)
