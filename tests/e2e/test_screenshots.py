"""Pictures of the sample's arc-shaped storey, for people to look at; written to test-output/."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OUTPUT, ROOT, wait_for_plan

pytestmark = pytest.mark.e2e
README_PICTURE = ROOT / "docs" / "img" / "plan.png"


SIZES, LOCALES, SCHEMES = [(1280, 800), (1920, 1080)], ["zh-CN", "en"], ["light", "dark"]
SAMPLED = [((1280, 800), "zh-CN", "dark"), ((1920, 1080), "en", "light")]
LOOKS = [
    pytest.param(*look, id=f"{look[0][0]}-{look[1]}-{look[2]}", marks=[] if look in SAMPLED else pytest.mark.slow)
    for look in product(SIZES, LOCALES, SCHEMES)
]


@pytest.mark.parametrize(("size", "locale", "scheme"), LOOKS)
def test_the_arc_shaped_storey_fits_its_page(
    service: str, open_page: Callable[..., Page], size: tuple[int, int], locale: str, scheme: str
) -> None:
    page = open_page(service, size=size, locale=locale, scheme=scheme)
    wait_for_plan(page)
    page.keyboard.press("/")
    page.keyboard.type("A215")
    expect(page.get_by_test_id("search-results").locator("[role=option]").first).to_contain_text("A215")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("ledger")).to_be_visible()
    wait_for_plan(page)
    page.get_by_test_id("tool-fit").click()
    page.mouse.move(size[0] / 2, 20)
    page.wait_for_timeout(700)
    OUTPUT.mkdir(exist_ok=True)
    picture = OUTPUT / f"plan-{size[0]}-{locale[:2]}-{scheme}.png"
    page.screenshot(path=picture)
    page_is = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert page_is == list(size), "nothing may hang over the edge of the window"
    if os.environ.get("YIJIAN_UPDATE_SCREENSHOT") == "1" and (size[0], locale, scheme) == (1920, "zh-CN", "light"):
        README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, README_PICTURE)
