"""The tables about certificates, the same on SQLite and PostgreSQL.

What was signed lies apart from what may change: ``certificate_documents`` and ``certificate_history`` refuse UPDATE and
DELETE by triggers (``certificate_triggers``); of ``certificates`` only the status may change.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables import Base, UtcTime


class CertificateTable(Base):
    """What is known about each certificate without opening it: where, how big, and whether it still holds."""

    __tablename__ = "certificates"
    __table_args__ = (
        Index("ix_certificates_building", "building_id", "position"),
        Index("ix_certificates_number", "number", "position"),
        # Nearly all certificates are valid: an index of those would lead every other question astray.
        Index(
            "ix_certificates_ended",
            "status",
            "position",
            sqlite_where=text("status <> 'valid'"),
            postgresql_where=text("status <> 'valid'"),
        ),
        Index("ix_certificates_issued", "issued_at", "position"),
        Index("ix_certificates_area", "net_area_m2"),
        # At most one valid certificate says how big a room is under a basis; two workers cannot both issue one.
        Index(
            "ux_certificates_valid",
            "space_id",
            "basis",
            unique=True,
            sqlite_where=text("status = 'valid'"),
            postgresql_where=text("status = 'valid'"),
        ),
    )

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  # place in the status list
    id: Mapped[str] = mapped_column(String(40), unique=True)
    identity: Mapped[str] = mapped_column(String(64))  # hash of what it says, without its id and dates
    space_id: Mapped[str] = mapped_column(String(250), index=True)
    building_id: Mapped[str] = mapped_column(String(40))
    storey_id: Mapped[str] = mapped_column(String(250))
    building: Mapped[str] = mapped_column(Text)
    storey: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    basis: Mapped[str] = mapped_column(String(40))
    net_area_m2: Mapped[float] = mapped_column(Float)
    gross_area_m2: Mapped[float] = mapped_column(Float)
    standard_uncertainty_m2: Mapped[float | None] = mapped_column(Float)
    tolerance_m2: Mapped[float] = mapped_column(Float)  # a new revision may differ by this
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcTime)  # None: until superseded or revoked
    status: Mapped[str] = mapped_column(String(16))  # valid | superseded | revoked
    status_at: Mapped[datetime] = mapped_column(UtcTime)
    cause: Mapped[str | None] = mapped_column(String(32))  # area-changed | vanished | replaced | revoked
    reason: Mapped[str | None] = mapped_column(Text)
    successor_revision: Mapped[int | None] = mapped_column(Integer)
    successor_id: Mapped[str | None] = mapped_column(String(40))


class CertificateDocumentTable(Base):
    """The signed documents themselves, written once."""

    __tablename__ = "certificate_documents"

    id: Mapped[str] = mapped_column(ForeignKey("certificates.id"), primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)  # canonical JSON: the payload of the signature
    protected: Mapped[str] = mapped_column(Text)  # header of the JWS, base64url
    signature: Mapped[str] = mapped_column(Text)  # base64url


class CertificateHistoryTable(Base):
    """What happened to certificates, each entry with the hash of the one before (``certificates.history``)."""

    __tablename__ = "certificate_history"

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)  # 1, 2, 3 … without a gap
    at: Mapped[str] = mapped_column(String(32))  # as it was hashed
    event: Mapped[str] = mapped_column(String(16))
    certificate: Mapped[str] = mapped_column(String(40), index=True)
    document_sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    successor: Mapped[str | None] = mapped_column(String(40))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class SigningKeyTable(Base):
    """Public halves of all keys that ever signed; the private ones lie in the data folder only."""

    __tablename__ = "signing_keys"

    kid: Mapped[str] = mapped_column(String(80), primary_key=True)
    public_jwk: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class CertificateBatchTable(Base):
    """Many rooms certified as one job."""

    __tablename__ = "certificate_batches"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    status: Mapped[str] = mapped_column(String(16))  # queued | running | done | failed
    basis: Mapped[str] = mapped_column(String(40))
    valid_until: Mapped[datetime | None] = mapped_column(UtcTime)
    renew: Mapped[bool]
    about: Mapped[str] = mapped_column(Text)  # what was asked for, as shown to people
    total: Mapped[int] = mapped_column(Integer)
    issued: Mapped[int] = mapped_column(Integer)
    kept: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class CertificateBatchItemTable(Base):
    """One room of a batch and what became of it; without an outcome it still waits."""

    __tablename__ = "certificate_batch_items"

    batch_id: Mapped[str] = mapped_column(ForeignKey("certificate_batches.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    space_id: Mapped[str] = mapped_column(String(250))
    outcome: Mapped[str | None] = mapped_column(String(16))  # issued | kept | refused
    certificate_id: Mapped[str | None] = mapped_column(String(40))
    code: Mapped[str | None] = mapped_column(String(40))
    reason_zh: Mapped[str | None] = mapped_column(Text)
    reason_en: Mapped[str | None] = mapped_column(Text)


class WebhookTable(Base):
    """Addresses that are told when a certificate stops being valid."""

    __tablename__ = "webhooks"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[str]] = mapped_column(JSON)
    about: Mapped[str] = mapped_column(Text)
    active: Mapped[bool]
    failures: Mapped[int] = mapped_column(Integer)  # in a row
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class WebhookDeliveryTable(Base):
    """One message to one address: what was sent, how often, and what came back."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("ix_webhook_deliveries_due", "webhook_id", "state", "due_at"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    webhook_id: Mapped[str] = mapped_column(String(40))
    event: Mapped[str] = mapped_column(String(40))
    certificate_id: Mapped[str | None] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))  # waiting | delivered | failed
    attempts: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answer_status: Mapped[int | None] = mapped_column(Integer)
    last_error_zh: Mapped[str | None] = mapped_column(Text)
    last_error_en: Mapped[str | None] = mapped_column(Text)
