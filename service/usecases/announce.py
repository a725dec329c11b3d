"""Queue messages to webhooks in the transaction of what they tell, so that none is lost and none tells what was not."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from sqlalchemy.orm import Session

from service.store import jobs, webhooks
from service.store.certificate_records import DeliveryRecord, WebhookRecord

JOB_KIND: Final = "webhook"
TOPICS: Final = ("certificate.superseded", "certificate.revoked")
TEST_TOPIC: Final = "test"


@dataclass(frozen=True, slots=True)
class Message:
    """What is told about one certificate; ``data`` holds JSON values."""

    topic: str
    certificate_id: str | None
    data: dict[str, Any]


def announce(session: Session, messages: Sequence[Message], *, now: datetime) -> None:
    """Queue messages to every address that asked for them."""
    if not messages:
        return
    for webhook in webhooks.all_of_them(session):
        wanted = [message for message in messages if message.topic in webhook.events]
        if webhook.active and wanted:
            queue_messages(session, webhook, wanted, now=now)


def queue_messages(
    session: Session, webhook: WebhookRecord, messages: Sequence[Message], *, now: datetime
) -> list[str]:
    """Queue messages to one address and return their ids."""
    records = [_record(webhook.id, message, now) for message in messages]
    webhooks.add_deliveries(session, records)
    jobs.add(session, job_id=f"webhook-{webhook.id}", kind=JOB_KIND, subject=webhook.id, now=now)
    return [record.id for record in records]


def _record(webhook_id: str, message: Message, now: datetime) -> DeliveryRecord:
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = orjson.dumps({"type": message.topic, "timestamp": moment, "data": message.data}).decode()
    return DeliveryRecord(
        position=0,
        id=f"msg_{secrets.token_hex(12)}",
        webhook_id=webhook_id,
        event=message.topic,
        certificate_id=message.certificate_id,
        body=body,
        state="waiting",
        attempts=0,
        due_at=now,
        created_at=now,
        finished_at=None,
        answer_status=None,
        last_error_zh=None,
        last_error_en=None,
    )
