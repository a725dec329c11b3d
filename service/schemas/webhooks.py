"""Webhooks on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from service.negotiation import Tongue
from service.schemas.common import Schema
from service.store.certificate_records import DeliveryRecord, WebhookRecord

Topic = Literal["certificate.superseded", "certificate.revoked"]


class WebhookIn(Schema):
    """An address to be told."""

    url: str = Field(max_length=2000, examples=["https://assets.example/hooks/yijian"])
    events: list[Topic] = Field([], max_length=2, description="all of them without it")
    about: str = Field("", max_length=200, description="for people", examples=["资产系统"])


class WebhookChange(Schema):
    """What may change about a webhook."""

    active: bool


class WebhookOut(Schema):
    """An address that is told."""

    id: str
    url: str
    events: list[str]
    about: str
    active: bool
    failures: int = Field(description="attempts that failed in a row")
    created_at: datetime


class WebhookWithSecret(WebhookOut):
    """A new webhook with its secret, which is shown once."""

    secret: str = Field(description="for checking `webhook-signature` (Standard Webhooks)", examples=["whsec_…"])


class WebhookList(Schema):
    """All webhooks, oldest first."""

    items: list[WebhookOut]


class DeliveryOut(Schema):
    """One message and what became of it."""

    id: str = Field(description="the header `webhook-id`, the same in every attempt")
    event: str = Field(examples=["certificate.superseded"])
    certificate_id: str | None
    state: Literal["waiting", "delivered", "failed"]
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    finished_at: datetime | None
    answer_status: int | None = Field(description="HTTP status of the last answer", examples=[200])
    last_error: str | None = Field(description="in the language asked for")
    body: str = Field(description="what is sent")


class DeliveryList(Schema):
    """Messages to one webhook, newest first."""

    items: list[DeliveryOut]
    next: str | None


def webhook_out(record: WebhookRecord) -> WebhookOut:
    """Return a webhook without its secret."""
    return WebhookOut(
        id=record.id,
        url=record.url,
        events=list(record.events),
        about=record.about,
        active=record.active,
        failures=record.failures,
        created_at=record.created_at,
    )


def delivery_out(record: DeliveryRecord, tongue: Tongue) -> DeliveryOut:
    """Return a message with its last error in one language."""
    return DeliveryOut(
        id=record.id,
        event=record.event,
        certificate_id=record.certificate_id,
        state=record.state,
        attempts=record.attempts,
        created_at=record.created_at,
        next_attempt_at=record.due_at if record.state == "waiting" else None,
        finished_at=record.finished_at,
        answer_status=record.answer_status,
        last_error=record.last_error_zh if tongue == "zh" else record.last_error_en,
        body=record.body,
    )
