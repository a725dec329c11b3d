"""The history of certificates as stored: appended to, read in order, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.store.certificate_records import HistoryRow
from service.store.certificate_tables import CertificateHistoryTable as History

_COLUMNS = tuple(getattr(History, name) for name in HistoryRow.__slots__)
_CERTIFICATE = HistoryRow.__slots__.index("certificate")


def head(session: Session) -> HistoryRow | None:
    """Return the newest entry."""
    row = session.execute(select(*_COLUMNS).order_by(History.sequence.desc()).limit(1)).first()
    return HistoryRow(*row) if row else None


def append(session: Session, rows: Sequence[HistoryRow]) -> None:
    """Add entries that follow the newest one; hold ``certificates.lock``."""
    if rows:
        session.execute(insert(History), [asdict(row) for row in rows])


def of_certificate(session: Session, certificate_id: str) -> tuple[HistoryRow, ...]:
    """Return the entries about one certificate, oldest first."""
    query = select(*_COLUMNS).where(History.certificate == certificate_id).order_by(History.sequence)
    return tuple(HistoryRow(*row) for row in session.execute(query))


def of_certificates(session: Session, certificate_ids: Sequence[str]) -> dict[str, list[HistoryRow]]:
    """Return the entries about at most 500 certificates, each oldest first, by certificate."""
    query = select(*_COLUMNS).where(History.certificate.in_(certificate_ids)).order_by(History.sequence)
    found: dict[str, list[HistoryRow]] = {}
    for row in session.execute(query):
        found.setdefault(row[_CERTIFICATE], []).append(HistoryRow(*row))
    return found


def each(session: Session, *, after: int = 0, at_a_time: int = 2000) -> Iterator[HistoryRow]:
    """Yield all entries, oldest first."""
    while True:
        query = select(*_COLUMNS).where(History.sequence > after).order_by(History.sequence).limit(at_a_time)
        rows = [HistoryRow(*row) for row in session.execute(query)]
        yield from rows
        if len(rows) < at_a_time:
            return
        after = rows[-1].sequence
