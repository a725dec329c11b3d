"""Certificates as they stand: one, its status, lists, and whether their history is whole."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from service.certificates.history import FIRST_PREVIOUS, BrokenChain, Entry, verify_chain
from service.certificates.identifiers import read_certificate_id
from service.certificates.signing import signed_json
from service.store import certificate_history, certificates
from service.store.certificate_records import CertificateFilter, CertificateRecord, HistoryRow, SignedDocument
from service.store.database import Database
from service.store.records import Page
from service.usecases.certificate_texts import certificate_not_found

AT_A_TIME = 500
MOST_CONTRADICTIONS = 100  # whoever has more than this has one cause for all


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A certificate whose row does not say what the history does."""

    certificate: str
    why: Literal["status", "document", "not-issued"]


@dataclass(frozen=True, slots=True)
class HistoryCheck:
    """What checking the whole history found; it is whole where ``broken`` is None and nothing contradicts it."""

    entries: int
    head: str
    certificates: int
    broken: BrokenChain | None
    contradictions: tuple[Contradiction, ...]

    @property
    def whole(self) -> bool:
        """Return whether nothing was changed, left out or added."""
        return self.broken is None and not self.contradictions


def get_certificate(database: Database, given: str) -> CertificateRecord:
    """Return what is known about one certificate; raises ``certificate-not-found``."""
    with database.read() as session:
        return _get(session, given)


def get_signed(database: Database, given: str) -> tuple[CertificateRecord, SignedDocument]:
    """Return one certificate with its signed document."""
    with database.read() as session:
        record = _get(session, given)
        signed = certificates.document(session, record.id)
    assert signed is not None
    return record, signed


def find_certificate(database: Database, given: str) -> CertificateRecord | None:
    """Return a certificate by what a person typed, None for anything that is none."""
    certificate_id = read_certificate_id(given)
    if certificate_id is None:
        return None
    with database.read() as session:
        return certificates.get(session, certificate_id)


def list_certificates(
    database: Database, wanted: CertificateFilter, *, cursor: str | None, limit: int
) -> Page[CertificateRecord]:
    """Return certificates, newest first."""
    with database.read() as session:
        return certificates.page(session, wanted, cursor=cursor, limit=limit)


def history_of(database: Database, given: str) -> tuple[HistoryRow, ...]:
    """Return what happened to one certificate, oldest first."""
    with database.read() as session:
        return certificate_history.of_certificate(session, _get(session, given).id)


def check_history(
    database: Database, *, head: tuple[int, str] | None = None, on_progress: Callable[[int], None] = lambda _: None
) -> HistoryCheck:
    """Check the chain from its first entry, and every certificate against it.

    ``head`` is sequence and hash of an entry as somebody else kept it (every signed status list has one): without it, a
    history cut off at its end together with the certificates of that time cannot be told.
    """
    count, last = 0, FIRST_PREVIOUS

    def entries(session: Session) -> Iterator[Entry]:
        nonlocal count, last
        for row in certificate_history.each(session):
            count, last = count + 1, row.hash
            if count % AT_A_TIME == 0:
                on_progress(count)
            yield Entry(**asdict(row))

    with database.read() as session:
        broken = verify_chain(entries(session), head=head)
        known = 0
        contradictions: list[Contradiction] = []
        for records in certificates.each(session, CertificateFilter(), at_a_time=AT_A_TIME):
            known += len(records)
            if len(contradictions) < MOST_CONTRADICTIONS:
                contradictions += _contradictions(session, records)
    return HistoryCheck(count, last, known, broken, tuple(contradictions[:MOST_CONTRADICTIONS]))


def json_of(signed: SignedDocument) -> bytes:
    """Return the JSON certificate."""
    # ``signed_json`` takes the payload out of the JWS again, so none is put in.
    return signed_json(signed.document, f"{signed.protected}..{signed.signature}")


def jws_of(signed: SignedDocument) -> str:
    """Return the compact JWS of a certificate."""
    payload = base64.urlsafe_b64encode(signed.document).decode("ascii").rstrip("=")
    return f"{signed.protected}.{payload}.{signed.signature}"


def is_expired(record: CertificateRecord, now: datetime) -> bool:
    """Return whether the certificate's own time is over."""
    return record.valid_until is not None and record.valid_until <= now


def _get(session: Session, given: str) -> CertificateRecord:
    record = certificates.get(session, read_certificate_id(given) or given)
    if record is None:
        raise certificate_not_found(given)
    return record


def _contradictions(session: Session, records: list[CertificateRecord]) -> list[Contradiction]:
    ids = [record.id for record in records]
    signed = certificates.documents(session, ids)
    told = certificate_history.of_certificates(session, ids)
    found = []
    for record in records:
        rows = told.get(record.id, [])
        document = signed.get(record.id)
        if not rows or rows[0].event != "issued":
            found.append(Contradiction(record.id, "not-issued"))
        elif document is None or hashlib.sha256(document.document).hexdigest() != rows[0].document_sha256:
            found.append(Contradiction(record.id, "document"))
        elif {"issued": "valid"}.get(rows[-1].event, rows[-1].event) != record.status:
            found.append(Contradiction(record.id, "status"))
    return found
