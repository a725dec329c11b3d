"""Certificates as stored: the signed document once and for ever, its status beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, literal_column, select, text, update
from sqlalchemy.orm import Session

from service.store.certificate_records import Cause, CertificateFilter, CertificateRecord, SignedDocument, Status
from service.store.certificate_tables import CertificateDocumentTable as Documents
from service.store.certificate_tables import CertificateTable as Certificates
from service.store.cursors import from_cursor, to_cursor
from service.store.records import Page
from service.store.tables import RevisionTable, SpaceTable, StatementTable

ISSUING_LOCK = 0x7969_6A69_6365  # PostgreSQL advisory lock
IDS_PER_QUERY = 500  # databases limit how many values one question may name
AFTER_ALL_TEXT = "\U0010ffff"
_COLUMNS = tuple(getattr(Certificates, name) for name in CertificateRecord.__slots__)
# Written out and not as parameters, so that the partial indexes answer.
_VALID = literal_column("status") == literal_column("'valid'")
_ENDED = literal_column("status") != literal_column("'valid'")
# An expression, so that the question is answered by room and not by all that have this status.
_SUPERSEDED = func.lower(Certificates.status) == "superseded"


def lock(session: Session) -> None:
    """Let nobody else issue, supersede or revoke until this transaction ends.

    Places in the status list and numbers of the history run without gaps, so writers take turns; on SQLite they do so
    anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ISSUING_LOCK})


def next_position(session: Session) -> int:
    """Return the first free place in the status list, 0 for the first certificate of all; hold ``lock``."""
    newest = session.scalar(select(func.max(Certificates.position)))
    return 0 if newest is None else newest + 1


def add(session: Session, issued: Sequence[tuple[CertificateRecord, SignedDocument]]) -> None:
    """Store new certificates with their documents."""
    if not issued:
        return
    session.execute(insert(Certificates), [_row(record) for record, _ in issued])
    session.execute(insert(Documents), [{"id": record.id, **_row(signed)} for record, signed in issued])


def get(session: Session, certificate_id: str) -> CertificateRecord | None:
    """Return what is known about one certificate."""
    row = session.execute(select(*_COLUMNS).where(Certificates.id == certificate_id)).first()
    return _record(row) if row else None


def document(session: Session, certificate_id: str) -> SignedDocument | None:
    """Return the signed document of one certificate."""
    columns = (Documents.document, Documents.protected, Documents.signature)
    row = session.execute(select(*columns).where(Documents.id == certificate_id)).first()
    return SignedDocument(*row) if row else None


def documents(session: Session, certificate_ids: Sequence[str]) -> dict[str, SignedDocument]:
    """Return the signed documents of some certificates by id."""
    columns = (Documents.id, Documents.document, Documents.protected, Documents.signature)
    found: dict[str, SignedDocument] = {}
    for start in range(0, len(certificate_ids), IDS_PER_QUERY):
        query = select(*columns).where(Documents.id.in_(certificate_ids[start : start + IDS_PER_QUERY]))
        found |= {row[0]: SignedDocument(*row[1:]) for row in session.execute(query)}
    return found


def valid_of_spaces(session: Session, space_ids: Sequence[str], *, basis: str) -> dict[str, CertificateRecord]:
    """Return the valid certificates of some rooms under one basis, by room."""
    found: dict[str, CertificateRecord] = {}
    for start in range(0, len(space_ids), IDS_PER_QUERY):
        some = Certificates.space_id.in_(space_ids[start : start + IDS_PER_QUERY])
        query = select(*_COLUMNS).where(some, Certificates.basis == basis, _VALID)
        found |= {record.space_id: record for record in map(_record, session.execute(query))}
    return found


def page(session: Session, wanted: CertificateFilter, *, cursor: str | None, limit: int) -> Page[CertificateRecord]:
    """Return certificates, newest first."""
    query = _wanted(session, wanted).order_by(Certificates.position.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(Certificates.position < from_cursor(cursor))
    rows = [_record(row) for row in session.execute(query)]
    return Page(tuple(rows[:limit]), to_cursor(rows[limit - 1].position) if len(rows) > limit else None)


def each(session: Session, wanted: CertificateFilter, *, at_a_time: int = 500) -> Iterator[list[CertificateRecord]]:
    """Yield all certificates wanted, newest first, some at a time."""
    before: int | None = None
    while True:
        query = _wanted(session, wanted).order_by(Certificates.position.desc()).limit(at_a_time)
        if before is not None:
            query = query.where(Certificates.position < before)
        rows = [_record(row) for row in session.execute(query)]
        if rows:
            yield rows
        if len(rows) < at_a_time:
            return
        before = rows[-1].position


def count(session: Session, wanted: CertificateFilter) -> int:
    """Return how many certificates are wanted."""
    return session.scalar(select(func.count()).select_from(_wanted(session, wanted).subquery())) or 0


def count_by_status(session: Session) -> dict[str, int]:
    """Return how many certificates there are in each status."""
    rows = session.execute(select(Certificates.status, func.count()).group_by(Certificates.status))
    return {row[0]: row[1] for row in rows}


def not_valid(session: Session) -> tuple[tuple[int, str], ...]:
    """Return place in the status list and status of every certificate that holds no more."""
    query = select(Certificates.position, Certificates.status).where(_ENDED)
    return tuple((row[0], row[1]) for row in session.execute(query))


def end(
    session: Session,
    certificate_ids: Iterable[str],
    *,
    status: Status,
    cause: Cause,
    at: datetime,
    reason: str | None = None,
    successor_revision: int | None = None,
    successor_id: str | None = None,
) -> None:
    """Write that certificates hold no more and why."""
    values = {
        "status": status,
        "status_at": at,
        "cause": cause,
        "reason": reason,
        "successor_revision": successor_revision,
        "successor_id": successor_id,
    }
    for certificate_id in certificate_ids:
        session.execute(update(Certificates).where(Certificates.id == certificate_id).values(**values))


def name_successor(session: Session, certificate_id: str, *, successor_id: str) -> None:
    """Write which certificate took the place of one that a revision superseded."""
    values = {"successor_id": successor_id}
    session.execute(update(Certificates).where(Certificates.id == certificate_id).values(**values))


def without_successor(session: Session, space_ids: Sequence[str], *, basis: str) -> dict[str, str]:
    """Return the newest superseded certificate of each of some rooms that no other took the place of yet."""
    found: dict[str, str] = {}
    for start in range(0, len(space_ids), IDS_PER_QUERY):
        query = (
            select(Certificates.space_id, Certificates.id)
            .where(
                Certificates.space_id.in_(space_ids[start : start + IDS_PER_QUERY]),
                Certificates.basis == basis,
                _SUPERSEDED,
                Certificates.successor_id.is_(None),
            )
            .order_by(Certificates.position)
        )
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def with_area_in(
    session: Session, building_id: str, revision: int
) -> tuple[tuple[CertificateRecord, float | None], ...]:
    """Return each valid certificate of a building that is older than a revision, with the room's net area in it, m².

    The area is that of the certificate's own basis, None where the revision has no such room.
    """
    key = select(RevisionTable.key).where(RevisionTable.building_id == building_id, RevisionTable.revision == revision)
    room = (SpaceTable.space_id == Certificates.space_id) & (SpaceTable.revision_key == key.scalar_subquery())
    statement = (StatementTable.space_position == SpaceTable.position) & (StatementTable.basis == Certificates.basis)
    query = (
        select(*_COLUMNS, StatementTable.net_area_m2)
        .select_from(Certificates)
        .outerjoin(SpaceTable, room)
        .outerjoin(StatementTable, statement)
        .where(
            Certificates.building_id == building_id,
            Certificates.status == "valid",
            Certificates.revision < revision,
        )
        .order_by(Certificates.position)
    )
    return tuple((_record(row[:-1]), row[-1]) for row in session.execute(query))


def _wanted(session: Session, wanted: CertificateFilter) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    for name in ("building_id", "storey_id", "space_id", "status", "basis"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Certificates, name) == value)
    if wanted.status is not None and wanted.status != "valid":
        conditions.append(_ENDED)
    if wanted.number:
        conditions.append(_begins(session, wanted.number))
    if wanted.issued_from is not None:
        conditions.append(Certificates.issued_at >= wanted.issued_from)
    if wanted.issued_before is not None:
        conditions.append(Certificates.issued_at < wanted.issued_before)
    if wanted.min_area_m2 is not None:
        conditions.append(Certificates.net_area_m2 >= wanted.min_area_m2)
    if wanted.max_area_m2 is not None:
        conditions.append(Certificates.net_area_m2 <= wanted.max_area_m2)
    return select(*_COLUMNS).where(*conditions)


def _begins(session: Session, prefix: str) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":  # its LIKE would ignore case and the index
        return Certificates.number.between(prefix, prefix + AFTER_ALL_TEXT)
    return Certificates.number.startswith(prefix, autoescape=True)


def _row(record: CertificateRecord | SignedDocument) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}  # asdict would copy every value


def _record(row: Any) -> CertificateRecord:
    return CertificateRecord(*row)
