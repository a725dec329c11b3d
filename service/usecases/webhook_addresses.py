"""Which addresses are told about certificates: register, look at, test and remove them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from geometry.finding import Text
from service.errors import InvalidRequestError, NotFoundError
from service.store import webhooks
from service.store.certificate_records import DeliveryRecord, WebhookRecord
from service.store.database import Database
from service.store.records import Page
from service.usecases.announce import TEST_TOPIC, TOPICS, Message, queue_messages

NOT_FOUND = Text("没有编号为“{id}”的订阅地址。", "There is no webhook “{id}”.")
NO_DELIVERY = Text("没有编号为“{id}”的通知。", "There is no message “{id}” to this webhook.")
BAD_URL = Text(
    "地址“{url}”无法使用:需要 http(s)://主机/路径,且不带用户名和密码。",
    "The address “{url}” cannot be used: it must be http(s)://host/path without user name and password.",
)
MOST_WEBHOOKS = 50
TOO_MANY = Text("订阅地址已达 {most} 个;请先删除不用的。", "There are {most} webhooks already; remove one first.")


def register(database: Database, *, url: str, events: Sequence[str], about: str, now: datetime) -> WebhookRecord:
    """Store a new address and return it."""
    _check(url)
    record = WebhookRecord(0, secrets.token_hex(8), url, tuple(events or TOPICS), about, True, 0, now)
    with database.write() as session:
        if len(webhooks.all_of_them(session)) >= MOST_WEBHOOKS:
            raise InvalidRequestError("invalid-request", TOO_MANY.format(most=MOST_WEBHOOKS))
        webhooks.add(session, record)
    return get_webhook(database, record.id)


def list_webhooks(database: Database) -> tuple[WebhookRecord, ...]:
    """Return every address, oldest first."""
    with database.read() as session:
        return webhooks.all_of_them(session)


def get_webhook(database: Database, webhook_id: str) -> WebhookRecord:
    """Return one address; raises ``webhook-not-found``."""
    with database.read() as session:
        record = webhooks.get(session, webhook_id)
    if record is None:
        raise NotFoundError("webhook-not-found", NOT_FOUND.format(id=webhook_id[:80]))
    return record


def set_active(database: Database, webhook_id: str, *, active: bool) -> WebhookRecord:
    """Let an address rest, or tell it again."""
    get_webhook(database, webhook_id)
    with database.write() as session:
        webhooks.change(session, webhook_id, active=active, failures=0)
    return get_webhook(database, webhook_id)


def remove(database: Database, webhook_id: str) -> None:
    """Forget an address and all messages to it."""
    get_webhook(database, webhook_id)
    with database.write() as session:
        webhooks.remove(session, webhook_id)


def send_test(database: Database, webhook_id: str, *, now: datetime) -> DeliveryRecord:
    """Queue a test message, also to an address that rests, and return it."""
    record = get_webhook(database, webhook_id)
    message = Message(TEST_TOPIC, None, {"about": record.about, "webhook": record.id})
    with database.write() as session:
        (delivery_id,) = queue_messages(session, record, [message], now=now)
        delivery = webhooks.delivery(session, delivery_id)
    assert delivery is not None
    return delivery


def list_deliveries(database: Database, webhook_id: str, *, cursor: str | None, limit: int) -> Page[DeliveryRecord]:
    """Return the messages to one address, newest first."""
    get_webhook(database, webhook_id)
    with database.read() as session:
        return webhooks.deliveries(session, webhook_id, cursor=cursor, limit=limit)


def send_again(database: Database, webhook_id: str, delivery_id: str, *, now: datetime) -> DeliveryRecord:
    """Queue a message that failed once more; raises ``delivery-not-found``."""
    record = get_webhook(database, webhook_id)
    with database.write() as session:
        delivery = webhooks.delivery(session, delivery_id)
        if delivery is None or delivery.webhook_id != webhook_id:
            raise NotFoundError("delivery-not-found", NO_DELIVERY.format(id=delivery_id[:80]))
        webhooks.change_delivery(
            session, delivery_id, state="waiting", attempts=0, due_at=now, created_at=now, finished_at=None
        )
        queue_messages(session, record, [], now=now)
        again = webhooks.delivery(session, delivery_id)
    assert again is not None
    return again


def _check(url: str) -> None:
    bad = InvalidRequestError("webhook-url", BAD_URL.format(url=url[:200]))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password or port == 0:
        raise bad
    if any(character <= " " or character == "\x7f" for character in url):
        raise bad
