"""Deliver queued messages: one job per address, with pauses that grow while an address fails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from geometry.finding import Text
from service.jobs.runner import Lease
from service.store import jobs, webhooks
from service.store.certificate_records import DeliveryRecord, WebhookRecord
from service.store.database import Database
from service.usecases.announce import JOB_KIND, TEST_TOPIC
from service.usecases.webhook_post import Answer, post
from service.usecases.webhook_secrets import WebhookSecrets

# Pauses after the 1st, 2nd … attempt of a message; after the last it has failed.
PAUSES: Final = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 4 * 3600, 12 * 3600))
LONGEST_SILENCE: Final = timedelta(hours=1)  # an address that came back is noticed within this
GIVE_UP_AFTER: Final = timedelta(days=3)  # whatever is older says what its receiver has asked for meanwhile
TOO_OLD = Text(
    "三天内未能送达,已放弃;可以重新发送。", "It could not be delivered for three days and was given up; send it again."
)
RESTING = Text("该订阅已停用,没有发送。", "The webhook is switched off; nothing was sent.")


class DeliveryHandler:
    """Does the job of one address: all messages that are due, oldest first, until one fails."""

    def __init__(self, database: Database, keys: WebhookSecrets, *, private_allowed: bool) -> None:
        self._database = database
        self._secrets = keys
        self._private_allowed = private_allowed

    def run(self, lease: Lease) -> None:
        """Send what is due; finish when nothing waits, postpone when the next message has to."""
        while (delivery := self._next(lease)) is not None:
            webhook, message = delivery
            answer = self._send(webhook, message)
            if not self._note(lease, webhook, message, answer):
                return

    def give_up(self, lease: Lease) -> None:
        """Go on later: a worker that died twice is no fault of the address."""
        with self._database.write() as session:
            lease.postpone(session, datetime.now(UTC) + PAUSES[3])

    def _next(self, lease: Lease) -> tuple[WebhookRecord, DeliveryRecord] | None:
        """Return what to send now; None when the job was finished or postponed."""
        lease.check()
        now = datetime.now(UTC)
        with self._database.write() as session:
            webhook = webhooks.get(session, lease.subject)
            while webhook is not None:
                message = webhooks.next_waiting(session, webhook.id)
                if message is None:
                    break
                if not webhook.active and message.event != TEST_TOPIC:
                    _failed(session, message, RESTING, now)
                elif now - message.created_at > GIVE_UP_AFTER:
                    _failed(session, message, TOO_OLD, now)
                elif message.due_at > now:
                    lease.postpone(session, message.due_at)
                    return None
                else:
                    return webhook, message
            lease.finish(session)
            # A message queued while this transaction waited for the job's row is seen only now.
            if webhook is not None and webhooks.next_waiting(session, webhook.id) is not None:
                jobs.add(session, job_id=lease.job_id, kind=JOB_KIND, subject=webhook.id, now=now)
        return None

    def _send(self, webhook: WebhookRecord, message: DeliveryRecord) -> Answer:
        body = message.body.encode()
        timestamp = int(datetime.now(UTC).timestamp())
        headers = {
            "webhook-id": message.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": self._secrets.signature(
                webhook.id, message_id=message.id, timestamp=timestamp, body=body
            ),
        }
        return post(webhook.url, body, headers, private_allowed=self._private_allowed)

    def _note(self, lease: Lease, webhook: WebhookRecord, message: DeliveryRecord, answer: Answer) -> bool:
        """Write what came of an attempt; return whether to go on with the next message."""
        now = datetime.now(UTC)
        with self._database.write() as session:
            attempts = message.attempts + 1
            if answer.error is None:
                webhooks.change_delivery(
                    session,
                    message.id,
                    state="delivered",
                    attempts=attempts,
                    finished_at=now,
                    answer_status=answer.status,
                    last_error_zh=None,
                    last_error_en=None,
                )
                webhooks.change(session, webhook.id, failures=0)
                return True
            webhooks.change_delivery(
                session,
                message.id,
                attempts=attempts,
                answer_status=answer.status,
                last_error_zh=answer.error.zh,
                last_error_en=answer.error.en,
            )
            webhooks.change(session, webhook.id, failures=webhook.failures + 1)
            if attempts > len(PAUSES):
                webhooks.change_delivery(session, message.id, state="failed", finished_at=now)
                return True
            webhooks.change_delivery(session, message.id, due_at=now + PAUSES[attempts - 1])
            # The other messages wait too, the longer the address has been failing: it is not asked for each of them.
            silence = min(PAUSES[min(webhook.failures, len(PAUSES) - 1)], LONGEST_SILENCE)
            lease.postpone(session, now + silence)
        return False


def _failed(session: Session, message: DeliveryRecord, why: Text, now: datetime) -> None:
    webhooks.change_delivery(
        session, message.id, state="failed", finished_at=now, last_error_zh=why.zh, last_error_en=why.en
    )
