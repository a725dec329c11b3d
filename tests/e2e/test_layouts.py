"""Rooms are joined and laid out as people would do it, with pictures of it in test-output/."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

import ezdxf
import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import OUTPUT

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
JOINED = ("A405", "A406")  # neighbours on the arc
FINISHED = """() => {
    const cards = [...document.querySelectorAll("[data-testid=layout-card]")]
    return cards.length === 3 && cards.every((card) => card.dataset.status === "done")
}"""


def rooms(address: str, *numbers: str) -> list[dict[str, str]]:
    found = [
        httpx.get(f"{address}/api/v1/spaces", params={"q": number}, timeout=60).json()["items"] for number in numbers
    ]
    return [
        next(room for room in items if room["number"] == number) for number, items in zip(numbers, found, strict=True)
    ]


def picture(page: Page, name: str) -> None:
    OUTPUT.mkdir(exist_ok=True)
    page.wait_for_timeout(500)
    page.screenshot(path=OUTPUT / f"{name}.png")


def page_of(room: dict[str, str]) -> str:
    return f"/b/{room['building_id']}/s/{quote(room['storey_id'], safe='')}"


def wait_for_rooms(page: Page) -> None:
    page.wait_for_function("() => Number(document.querySelector('[data-testid=plan]')?.dataset.rooms ?? 0) > 0")


def lay_out(page: Page) -> None:
    page.get_by_test_id("layout-ask").click()
    page.wait_for_function(FINISHED, timeout=240_000)


def test_neighbours_are_joined_by_clicking_them_and_laid_out_in_three_ways(service: str, open_page: Open) -> None:
    first, second = rooms(service, *JOINED)
    page = open_page(f"{service}{page_of(first)}?room={first['id']}")
    page.get_by_test_id("open-layout").click()
    page.wait_for_url("**/layout?**")
    expect(page.get_by_test_id("layout-rooms").locator("li")).to_have_count(1)
    wait_for_rooms(page)
    page.wait_for_timeout(600)  # the plan comes to the room
    x, y = page.evaluate("(id) => window.__yijian.pointOf(id)", second["id"])
    page.mouse.click(x, y)
    expect(page.get_by_test_id("layout-rooms").locator("li")).to_have_count(2)
    beside = page.get_by_test_id("layout-beside").locator("button")
    beside.first.press("Enter")  # the same from the keyboard
    expect(page.get_by_test_id("layout-rooms").locator("li")).to_have_count(3)
    picture(page, "layout-joined-1280-zh-light")
    page.get_by_test_id("layout-rooms").get_by_role("button").last.click()
    expect(page.get_by_test_id("layout-rooms").locator("li")).to_have_count(2)
    lay_out(page)
    facts = page.get_by_test_id("layout-facts")
    count, bound = (int(facts.get_attribute(f"data-{name}") or 0) for name in ("count", "bound"))
    assert 0 < count <= bound
    expect(page.get_by_test_id("layout-count")).to_contain_text(f"{count} 个工位")
    expect(page.get_by_test_id("layout-checks")).to_contain_text("全部通过")
    expect(page.get_by_test_id("layout-ledger")).to_contain_text("拆墙增加")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("layout-seat")).to_contain_text("到门")
    picture(page, "layout-1280-zh-light")
    page.keyboard.press("3")
    expect(page.locator("[data-testid=layout-card][data-module='1.6x0.8']")).to_have_attribute("aria-checked", "true")
    assert "module=1.6x0.8" in page.url
    address = page.url
    page.goto(f"{service}/findings")
    page.goto(address)
    expect(page.get_by_test_id("layout-facts")).to_be_visible()
    for kind in ("dxf", "ifc", "geojson"):
        with page.expect_download() as download:
            page.get_by_test_id(f"layout-{kind}").click()
        data = download.value.path()
        if kind == "geojson":
            features = json.loads(data.read_text("utf-8"))["features"]
            assert sum(f["properties"]["kind"] == "workstation" for f in features) > 0
        elif kind == "dxf":
            assert len(ezdxf.readfile(data).modelspace().query("INSERT")) > 0
    page.keyboard.press("Escape")
    page.wait_for_url("**/s/**room=**")
    expect(page.get_by_test_id("selection-totals")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "scheme", "size"),
    [
        ("en", "dark", (1280, 800)),
        pytest.param("zh-CN", "light", (1920, 1080), marks=pytest.mark.slow),
        ("en", "light", (390, 844)),
    ],
)
def test_the_page_reads_in_every_language_theme_and_size(
    service: str, open_page: Open, locale: str, scheme: str, size: tuple[int, int]
) -> None:
    chosen = rooms(service, *JOINED)
    ids = quote(",".join(room["id"] for room in chosen))
    page = open_page(f"{service}{page_of(chosen[0])}/layout?room={ids}", locale=locale, scheme=scheme, size=size)
    lay_out(page)
    expect(page.get_by_test_id("layout-facts")).to_be_visible()
    picture(page, f"layout-{size[0]}-{locale[:2]}-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    page.get_by_test_id("layout-ledger").scroll_into_view_if_needed()
    picture(page, f"layout-ledger-{size[0]}-{locale[:2]}-{scheme}")


def test_the_printed_sheet_holds_plan_checks_and_ledger(service: str, open_page: Open) -> None:
    chosen = rooms(service, *JOINED)
    ids = quote(",".join(room["id"] for room in chosen))
    page = open_page(f"{service}{page_of(chosen[0])}/layout?room={ids}")
    lay_out(page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_test_id("layout-checks").locator("li").first).to_be_visible()
    expect(page.get_by_test_id("layout-ask")).to_be_hidden()
    expect(page.get_by_test_id("layout-ledger")).to_be_visible()
    OUTPUT.mkdir(exist_ok=True)
    page.pdf(path=OUTPUT / "layout.pdf", landscape=True, prefer_css_page_size=True, print_background=True)
    assert (OUTPUT / "layout.pdf").stat().st_size > 10_000


def test_rooms_that_cannot_be_joined_say_what_to_do(service: str, browser: Browser) -> None:
    # A refused request is logged as an error by the browser, so this page is not watched for them.
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    room, far = rooms(service, JOINED[0], "A440")
    ids = quote(f"{room['id']},{far['id']}")
    page.goto(f"{service}{page_of(room)}/layout?room={ids}")
    page.get_by_test_id("layout-ask").click()
    expect(page.get_by_test_id("problem-detail")).to_contain_text("不相邻")
    expect(page.get_by_test_id("layout-card")).to_have_count(0)
    picture(page, "layout-refused-1280-zh-light")
    context.close()
