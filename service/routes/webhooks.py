"""Webhooks: who is told when a certificate stops holding, and whether the messages arrived."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from service.dependencies import Cursor, Limit, ServicesDep, TongueDep
from service.error_responses import problems
from service.schemas.webhooks import (
    DeliveryList,
    DeliveryOut,
    WebhookChange,
    WebhookIn,
    WebhookList,
    WebhookOut,
    WebhookWithSecret,
    delivery_out,
    webhook_out,
)
from service.usecases import webhook_addresses

router = APIRouter(prefix="/webhooks", tags=["webhooks"])
WRITES = ("invalid-request", "origin-refused", "role-insufficient")


@router.post("", status_code=201, summary="Register an address", responses=problems("webhook-url", *WRITES))
def create_webhook(given: WebhookIn, request: Request, response: Response, services: ServicesDep) -> WebhookWithSecret:
    """Register an address; its secret is shown here and never again."""
    record = webhook_addresses.register(
        services.database, url=given.url, events=given.events, about=given.about.strip(), now=datetime.now(UTC)
    )
    response.headers["Location"] = str(request.app.url_path_for("read_webhook", webhook_id=record.id))
    response.headers["Cache-Control"] = "no-store"
    secret = services.webhook_secrets.of(record.id)
    return WebhookWithSecret(**webhook_out(record).model_dump(), secret=secret)


@router.get("", summary="All webhooks", responses=problems())
def read_webhooks(services: ServicesDep) -> WebhookList:
    """Return webhooks without their secrets."""
    return WebhookList(items=[webhook_out(one) for one in webhook_addresses.list_webhooks(services.database)])


@router.get("/{webhook_id}", summary="One webhook", responses=problems("webhook-not-found"))
def read_webhook(webhook_id: str, services: ServicesDep) -> WebhookOut:
    """Return one webhook without its secret."""
    return webhook_out(webhook_addresses.get_webhook(services.database, webhook_id))


@router.patch("/{webhook_id}", summary="Let a webhook rest", responses=problems("webhook-not-found", *WRITES))
def change_webhook(webhook_id: str, given: WebhookChange, services: ServicesDep) -> WebhookOut:
    """Switch a webhook off or on."""
    return webhook_out(webhook_addresses.set_active(services.database, webhook_id, active=given.active))


@router.delete(
    "/{webhook_id}", status_code=204, summary="Remove a webhook", responses=problems("webhook-not-found", *WRITES)
)
def remove_webhook(webhook_id: str, services: ServicesDep) -> None:
    """Forget an address and the messages to it."""
    webhook_addresses.remove(services.database, webhook_id)


@router.post(
    "/{webhook_id}/test",
    status_code=202,
    summary="Send a test message",
    responses=problems("webhook-not-found", *WRITES),
)
def test_webhook(webhook_id: str, services: ServicesDep, tongue: TongueDep) -> DeliveryOut:
    """Queue a test message; its delivery says what came of it."""
    delivery = webhook_addresses.send_test(services.database, webhook_id, now=datetime.now(UTC))
    services.courier.submit(f"webhook-{webhook_id}")
    return delivery_out(delivery, tongue)


@router.get(
    "/{webhook_id}/deliveries",
    summary="Messages to a webhook, newest first",
    responses=problems("webhook-not-found", "bad-cursor", "invalid-request"),
)
def read_deliveries(
    webhook_id: str, services: ServicesDep, tongue: TongueDep, cursor: Cursor = None, limit: Limit = 50
) -> DeliveryList:
    """Return messages with how often they were tried and the last error."""
    page = webhook_addresses.list_deliveries(services.database, webhook_id, cursor=cursor, limit=limit)
    return DeliveryList(items=[delivery_out(one, tongue) for one in page.items], next=page.next)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/retry",
    status_code=202,
    summary="Send a message again",
    responses=problems("webhook-not-found", "delivery-not-found", *WRITES),
)
def retry_delivery(webhook_id: str, delivery_id: str, services: ServicesDep, tongue: TongueDep) -> DeliveryOut:
    """Queue a message once more."""
    delivery = webhook_addresses.send_again(services.database, webhook_id, delivery_id, now=datetime.now(UTC))
    services.courier.submit(f"webhook-{webhook_id}")
    return delivery_out(delivery, tongue)
