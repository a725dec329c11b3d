"""Batches of certificates on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from service.schemas.certificates import CertificateTerms
from service.schemas.common import Schema
from service.store.certificate_records import BatchItem, BatchRecord


class BatchIn(CertificateTerms):
    """Which rooms to certify: exactly one of `building`, `storey` and `spaces`."""

    building: str | None = Field(None, max_length=250)
    storey: str | None = Field(None, max_length=250)
    spaces: list[str] | None = Field(None, min_length=1, max_length=100_000)


class BatchOut(Schema):
    """Many rooms certified as one job; ask again until `status` is `done` or `failed`."""

    id: str
    status: Literal["queued", "running", "done", "failed"]
    progress: float = Field(description="from 0 to 1", examples=[0.4])
    about: str = Field(description="building and storey, empty for chosen rooms", examples=["主楼 3F"])
    basis: str = Field(examples=["cn-usable"])
    valid_until: datetime | None
    total: int = Field(examples=[98])
    issued: int = Field(description="new certificates; each of them is stored for good")
    kept: int = Field(description="rooms whose certificate holds unchanged")
    refused: int = Field(description="rooms without one; `items` says why")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class BatchList(Schema):
    """Batches, newest first."""

    items: list[BatchOut]
    next: str | None


class BatchItemOut(Schema):
    """One room of a batch."""

    space_id: str
    outcome: Literal["issued", "kept", "refused"] | None = Field(description="null while it waits")
    certificate_id: str | None
    code: str | None = Field(description="why it was refused", examples=["certificate-not-measured"])
    reason_zh: str | None
    reason_en: str | None


class BatchItemList(Schema):
    """The rooms of a batch in the order they were given."""

    items: list[BatchItemOut]
    next: str | None


def batch_out(record: BatchRecord) -> BatchOut:
    """Return a batch."""
    settled = record.issued + record.kept + record.refused
    done = record.status in ("done", "failed")
    return BatchOut(
        id=record.id,
        status=record.status,
        progress=1.0 if done or record.total == 0 else round(settled / record.total, 4),
        about=record.about,
        basis=record.basis,
        valid_until=record.valid_until,
        total=record.total,
        issued=record.issued,
        kept=record.kept,
        refused=record.refused,
        created_at=record.created_at,
        started_at=record.started_at,
        finished_at=record.finished_at,
    )


def batch_item_out(item: BatchItem) -> BatchItemOut:
    """Return one room of a batch."""
    return BatchItemOut(
        space_id=item.space_id,
        outcome=item.outcome,
        certificate_id=item.certificate_id,
        code=item.code,
        reason_zh=item.reason_zh,
        reason_en=item.reason_en,
    )
