"""What is kept about certificates, batches and webhooks: frozen records between the store and the use cases.

Areas are m², moments UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal["valid", "superseded", "revoked"]
Cause = Literal["area-changed", "vanished", "replaced", "revoked"]
BatchStatus = Literal["queued", "running", "done", "failed"]
DeliveryState = Literal["waiting", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """One certificate as listed; ``position`` is its place in the status list, ``identity`` the hash of its content.

    A new revision may differ from ``net_area_m2`` by ``tolerance_m2`` before it supersedes the certificate;
    ``successor_revision`` is the revision that did, ``successor_id`` the certificate that took its place.
    """

    position: int
    id: str
    identity: str
    space_id: str
    building_id: str
    storey_id: str
    building: str
    storey: str
    number: str
    revision: int
    basis: str
    net_area_m2: float
    gross_area_m2: float
    standard_uncertainty_m2: float | None
    tolerance_m2: float
    issued_at: datetime
    valid_until: datetime | None
    status: Status
    status_at: datetime
    cause: Cause | None = None
    reason: str | None = None
    successor_revision: int | None = None
    successor_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """The canonical bytes of a certificate and the other two parts of its JWS (base64url)."""

    document: bytes
    protected: str
    signature: str


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """Which certificates are listed; what is None does not restrict."""

    building_id: str | None = None
    storey_id: str | None = None
    space_id: str | None = None
    number: str | None = None  # beginning of the room number
    status: Status | None = None
    basis: str | None = None
    issued_from: datetime | None = None
    issued_before: datetime | None = None
    min_area_m2: float | None = None
    max_area_m2: float | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One entry of the history, every member as it was hashed (``service.certificates.history.Entry``)."""

    sequence: int
    at: str
    event: str
    certificate: str
    document_sha256: str
    reason: str
    successor: str | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """Many rooms certified as one job."""

    id: str
    status: BatchStatus
    basis: str
    valid_until: datetime | None
    renew: bool
    about: str
    total: int
    issued: int
    kept: int
    refused: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One room of a batch; ``outcome`` None while it waits."""

    ordinal: int
    space_id: str
    outcome: Literal["issued", "kept", "refused"] | None = None
    certificate_id: str | None = None
    code: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookRecord:
    """One address that is told; ``failures`` counts those in a row."""

    position: int
    id: str
    url: str
    events: tuple[str, ...]
    about: str
    active: bool
    failures: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One message to one address."""

    position: int
    id: str
    webhook_id: str
    event: str
    certificate_id: str | None
    body: str
    state: DeliveryState
    attempts: int
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None
    answer_status: int | None
    last_error_zh: str | None
    last_error_en: str | None
