"""Webhooks in the browser: registered with a secret shown once, tried, failures seen, removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e


def test_a_webhook_shows_its_secret_once_and_why_a_message_did_not_arrive(
    service: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{service}/certificates")
    page.get_by_test_id("to-webhooks").click()
    expect(page.get_by_test_id("no-webhooks")).to_be_visible()
    page.get_by_test_id("webhook-new").click()
    address = page.get_by_test_id("webhook-url")
    address.fill("资产系统")
    expect(page.get_by_test_id("webhook-register")).to_be_disabled()
    address.fill("http://127.0.0.1:9/hook")  # an address of this machine: never sent to without a setting
    page.get_by_test_id("webhook-register").click()
    expect(page.get_by_test_id("webhook-secret")).to_contain_text("whsec_")
    page.get_by_test_id("webhook-noted").click()
    card = page.get_by_test_id("webhook")
    card.get_by_test_id("webhook-test").click()
    expect(card).to_have_attribute("data-health", "failing")
    expect(card.get_by_test_id("deliveries")).to_contain_text("127.0.0.1")
    page.reload()
    expect(card.get_by_test_id("deliveries").locator("tbody tr")).to_have_count(1)
    expect(page.get_by_test_id("webhook-secret")).to_have_count(0)
    card.get_by_test_id("webhook-remove").click()
    card.get_by_test_id("webhook-remove-now").click()
    expect(page.get_by_test_id("no-webhooks")).to_be_visible()
