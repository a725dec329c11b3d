"""Certificates on the wire: lines of lists, status, history. The signed document itself is served as it was signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from service.schemas.common import Schema
from service.store.certificate_records import CertificateRecord, HistoryRow
from service.usecases.read_certificates import HistoryCheck, is_expired

Status = Literal["valid", "superseded", "revoked"]
Cause = Literal["area-changed", "vanished", "replaced", "revoked"]
CERTIFICATE_ID = "YJ-4T7K-Q9XH-2M0D-8V3C-NB6R-WE5A"


class CertificateTerms(Schema):
    """How to issue; everything may be left out."""

    basis: str | None = Field(None, max_length=80, description="`cn-usable` without it", examples=["cn-usable"])
    valid_until: AwareDatetime | None = Field(None, description="until superseded or revoked without it")
    renew: bool = Field(False, description="issue anew even where the same certificate holds")


class SignedCertificate(Schema):
    """The JSON certificate: check it with `yijian verify`, or as a JWS with its payload taken out."""

    document: dict[str, Any] = Field(description="what was signed, in its canonical form (RFC 8785)")
    signature: str = Field(description="JWS `header..signature`, EdDSA", examples=["eyJhbGciOiJFZERTQSJ9..c2ln"])


class CertificateStatus(Schema):
    """Whether a certificate still holds."""

    id: str = Field(examples=[CERTIFICATE_ID])
    status: Status
    holds: bool = Field(description="valid and not expired")
    expired: bool = Field(description="its own time is over")
    status_at: datetime
    issued_at: datetime
    valid_until: datetime | None
    cause: Cause | None = Field(description="why it holds no more")
    reason: str | None = Field(description="given by the person who revoked it")
    successor_revision: int | None = Field(description="revision of the building that shows another area")
    successor_id: str | None = Field(description="certificate that took its place")


class CertificateLine(CertificateStatus):
    """One line of a list of certificates."""

    space_id: str
    building_id: str
    building: str = Field(examples=["主楼"])
    storey_id: str
    storey: str = Field(examples=["3F"])
    number: str = Field(examples=["302"])
    revision: int = Field(examples=[1])
    basis: str = Field(examples=["cn-usable"])
    net_usable_area_m2: float = Field(examples=[19.75])
    gross_area_m2: float = Field(examples=[20.0])
    standard_uncertainty_m2: float | None
    status_page: str | None = Field(description="public address of its status page, where one is set")


class CertificateList(Schema):
    """Certificates, newest first."""

    items: list[CertificateLine]
    next: str | None


class RevokeIn(Schema):
    """Why a certificate is revoked; shown to everybody who asks for its status."""

    reason: str = Field(min_length=1, max_length=500, pattern=r"\S", examples=["签发时房间号有误"])


class HistoryEntryOut(Schema):
    """One entry of the history: `hash` is the SHA-256 of RFC 8785 of all other members."""

    sequence: int = Field(examples=[1])
    at: str = Field(examples=["2026-11-21T08:30:00Z"])
    event: Literal["issued", "superseded", "revoked"]
    certificate: str = Field(examples=[CERTIFICATE_ID])
    document_sha256: str
    reason: str
    successor: str | None
    previous: str
    hash: str


class HistoryList(Schema):
    """What happened to one certificate, oldest first."""

    items: list[HistoryEntryOut]


class BrokenAt(Schema):
    """The first entry that does not follow from what is before it."""

    sequence: int
    why: Literal["changed", "sequence", "previous", "end"]


class ContradictionOut(Schema):
    """A certificate that the history tells otherwise about."""

    certificate: str
    why: Literal["status", "document", "not-issued"]


class HistoryCheckOut(Schema):
    """Whether the history is whole and says the same as the certificates."""

    whole: bool
    entries: int
    head: str = Field(description="hash of the newest entry; keep it elsewhere to notice a history cut off later")
    certificates: int
    broken: BrokenAt | None
    contradictions: list[ContradictionOut]


def status_out(record: CertificateRecord, now: datetime) -> CertificateStatus:
    """Return whether a certificate still holds."""
    return CertificateStatus(**_status(record, now))


def certificate_line(record: CertificateRecord, now: datetime, status_page: str | None) -> CertificateLine:
    """Return a certificate as line of a list."""
    return CertificateLine(
        **_status(record, now),
        space_id=record.space_id,
        building_id=record.building_id,
        building=record.building,
        storey_id=record.storey_id,
        storey=record.storey,
        number=record.number,
        revision=record.revision,
        basis=record.basis,
        net_usable_area_m2=record.net_area_m2,
        gross_area_m2=record.gross_area_m2,
        standard_uncertainty_m2=record.standard_uncertainty_m2,
        status_page=status_page,
    )


def history_entry(row: HistoryRow) -> HistoryEntryOut:
    """Return an entry of the history."""
    return HistoryEntryOut.model_validate({name: getattr(row, name) for name in HistoryRow.__slots__})


def history_check_out(check: HistoryCheck) -> HistoryCheckOut:
    """Return what checking the history found."""
    return HistoryCheckOut(
        whole=check.whole,
        entries=check.entries,
        head=check.head,
        certificates=check.certificates,
        broken=BrokenAt(sequence=check.broken.sequence, why=check.broken.why) if check.broken else None,
        contradictions=[ContradictionOut(certificate=c.certificate, why=c.why) for c in check.contradictions],
    )


def _status(record: CertificateRecord, now: datetime) -> dict[str, Any]:
    expired = is_expired(record, now)
    return {
        "id": record.id,
        "status": record.status,
        "holds": record.status == "valid" and not expired,
        "expired": expired,
        "status_at": record.status_at,
        "issued_at": record.issued_at,
        "valid_until": record.valid_until,
        "cause": record.cause,
        "reason": record.reason,
        "successor_revision": record.successor_revision,
        "successor_id": record.successor_id,
    }
