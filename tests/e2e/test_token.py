"""The way in where the service has an access token."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import running_service

pytestmark = pytest.mark.e2e
TOKEN = "only-for-this-test-0123456789"


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[str]:
    with running_service(tmp_path, access_token=TOKEN) as address:
        yield address
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # Refused requests are logged as errors by the browser, so this page is not watched for them.
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def test_the_token_opens_the_page_once_and_its_loss_is_said_plainly(closed: str, page: Page) -> None:
    page.goto(closed)
    page.locator("input[name=token]").fill("wrong")
    page.locator("button").click()
    expect(page.get_by_role("alert")).to_contain_text("这个令牌不对")
    page.locator("input[name=token]").fill(TOKEN)
    page.locator("button").click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    assert TOKEN not in page.url
    page.goto(f"{closed}/imports")
    expect(page.get_by_test_id("empty")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_test_id("see-sample").click()
    expect(page.get_by_test_id("problem-detail")).to_contain_text("需要访问令牌")
    page.reload()
    expect(page.locator("input[name=token]")).to_be_visible()
    page.goto(f"{closed}/imports?token={TOKEN}")
    expect(page.get_by_test_id("empty")).to_be_visible()
    assert TOKEN not in page.url
