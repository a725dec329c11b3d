"""When certificates stop holding: a newer revision shows another area, or a person revokes one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from service.errors import InvalidRequestError
from service.store import certificates
from service.store.certificate_records import Cause, CertificateRecord
from service.store.database import Database
from service.usecases.certificate_events import Event, record_events
from service.usecases.certificate_texts import ALREADY_REVOKED, certificate_not_found

ROUNDING_M2: Final = 1e-9  # half the last of the nine decimals of a certificate, and the subtraction's own


def supersede_changed(session: Session, building_id: str, revision: int, *, now: datetime) -> int:
    """End the certificates that a new revision contradicts, in the transaction that stores it; return how many.

    A certificate holds while the room's net area under the certificate's own basis stays within its tolerance
    (max(0.01 m², U)); a room that vanished, or has no area under that basis any more, contradicts it too.
    """
    certificates.lock(session)
    events: list[Event] = []
    for record, area_m2 in certificates.with_area_in(session, building_id, revision):
        cause = _contradiction(record, area_m2)
        if cause is None:
            continue
        certificates.end(session, [record.id], status="superseded", cause=cause, at=now, successor_revision=revision)
        events.append(Event("superseded", record, cause=cause, successor_revision=revision))
    record_events(session, events, now=now)
    return len(events)


def revoke(database: Database, certificate_id: str, *, reason: str, now: datetime) -> CertificateRecord:
    """Revoke a certificate for good and return it; raises ``certificate-not-found`` or ``certificate-revoked``."""
    with database.write() as session:
        certificates.lock(session)
        record = certificates.get(session, certificate_id)
        if record is None:
            raise certificate_not_found(certificate_id)
        if record.status == "revoked":
            at = f"{record.status_at:%Y-%m-%d %H:%M}"
            raise InvalidRequestError("certificate-revoked", ALREADY_REVOKED.format(id=record.id, at=at))
        certificates.end(
            session,
            [record.id],
            status="revoked",
            cause="revoked",
            at=now,
            reason=reason,
            successor_revision=record.successor_revision,
            successor_id=record.successor_id,
        )
        record_events(session, [Event("revoked", record, cause="revoked", reason=reason)], now=now)
        revoked = certificates.get(session, certificate_id)
    assert revoked is not None
    return revoked


def _contradiction(record: CertificateRecord, area_m2: float | None) -> Cause | None:
    if area_m2 is None:
        return "vanished"
    # An area that differs by exactly the tolerance, up to rounding of the subtraction, is within it.
    return "area-changed" if abs(area_m2 - record.net_area_m2) > record.tolerance_m2 + ROUNDING_M2 else None
