"""Surveys in the browser: give one to a building, look at it closely, compare sources, take a field sheet along."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from shapely.geometry import shape

from tests.bim_import.survey.build import quick
from tests.e2e.conftest import OUTPUT, ROOT, SAMPLE, import_file, running_service, wait_for_plan
from tests.e2e.test_imports import DROP

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
WORKBOOK = ROOT / "samples" / "survey_workbook.xlsx"


def shot(page: Page, name: str, *, full: bool = False) -> None:
    OUTPUT.mkdir(exist_ok=True)
    page.screenshot(path=OUTPUT / f"survey-{name}.png", full_page=full)


def drop(page: Page, path: Path) -> None:
    page.evaluate(DROP, [path.name, base64.b64encode(path.read_bytes()).decode()])


def give(address: str, path: Path, building: str) -> dict[str, Any]:
    with path.open("rb") as file:
        answer = httpx.post(
            f"{address}/api/v1/imports", files={"file": (path.name, file)}, data={"building_id": building}, timeout=60
        ).raise_for_status()
    record: dict[str, Any] = answer.json()
    while record["status"] not in ("done", "failed"):
        record = httpx.get(f"{address}/api/v1/imports/{record['id']}").raise_for_status().json()
    return record


def building_named(address: str, name: str) -> str:
    items = httpx.get(f"{address}/api/v1/buildings").raise_for_status().json()["items"]
    return next(item["id"] for item in items if item["name"] == name)


def room(address: str, building: str, number: str) -> dict[str, Any]:
    asked = {"building": building, "q": number}
    items = httpx.get(f"{address}/api/v1/spaces", params=asked).raise_for_status().json()["items"]
    return next(item for item in items if item["number"] == number)


def size_of(address: str, building: str, number: str) -> tuple[float, float]:
    """Return the sides of a room's box on the plan, the longer first, metres."""
    space = httpx.get(f"{address}/api/v1/spaces/{room(address, building, number)['id']}").raise_for_status().json()
    corners = shape(space["geometry"]).minimum_rotated_rectangle.exterior.coords
    sides = sorted(math.dist(a, b) for a, b in pairwise(corners))
    return sides[-1], sides[0]


def page_of(address: str, building: str, number: str, what: str) -> str:
    return f"{address}/b/{building}/r/{room(address, building, number)['id']}/{what}"


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with the county centre and the sample survey, given to its annex."""
    folder = tmp_path_factory.mktemp("surveyed")
    with running_service(folder) as address:
        import_file(address, SAMPLE)
        annex = building_named(address, "附楼一")
        give(address, WORKBOOK, annex)
        width, depth = size_of(address, annex, "B118")
        wider = ("附楼一", "1F", "B118", "", round(width + 0.06, 3), round(depth + 0.02, 3))
        # A hall that was not measured, and a number nobody knows: both are kept aside.
        lost = (("附楼一", "1F", "B120", "", 9.0, 5.0), ("附楼一", "1F", "X9", "", 4.2, 3.1))
        give(address, quick(folder / "extra.xlsx", wider, *lost), annex)
        yield address


def test_a_survey_dropped_on_a_building_asks_where_it_belongs_and_adds_to_it(
    service: str, open_page: Open, tmp_path: Path
) -> None:
    annex = building_named(service, "附楼一")
    page = open_page(f"{service}/b/{annex}")
    rooms = wait_for_plan(page)
    drop(page, quick(tmp_path / "附楼一.xlsx", ("附楼一", "1F", "B119", "", 5.41, 3.71)))
    panel = page.get_by_test_id("upload-panel")
    expect(panel).to_have_attribute("data-status", "asking")
    shot(page, "belongs-to")
    page.keyboard.press("Enter")
    expect(panel).to_have_attribute("data-status", "done", timeout=60_000)
    expect(page.get_by_test_id("report-summary")).to_contain_text("1 间对应到已有房间")
    assert wait_for_plan(page) == rooms
    page.keyboard.press("/")
    page.keyboard.type("B119")
    expect(page.get_by_test_id("search-results").locator("[role=option]").first).to_contain_text("B119")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("uncertainty").get_by_test_id("source-badge")).to_contain_text("实测 ±")
    page.get_by_test_id("upload-dismiss").click()
    shot(page, "inspector")


@pytest.mark.parametrize(
    ("size", "scheme", "locale"),
    [
        ((1280, 800), "light", "zh-CN"),
        pytest.param((1280, 800), "dark", "en", marks=pytest.mark.slow),
        ((390, 844), "light", "zh-CN"),
    ],
)
def test_a_blunder_is_drawn_in_red_and_named(
    surveyed: str, open_page: Open, size: tuple[int, int], scheme: str, locale: str
) -> None:
    old = building_named(surveyed, "旧办公楼")
    page = open_page(page_of(surveyed, old, "203", "survey"), size=size, scheme=scheme, locale=locale)
    expect(page.get_by_test_id("survey-drawing").locator("[data-wall]")).to_have_count(4)
    expect(page.get_by_test_id("survey-drawing").locator(".line.wrong")).to_have_count(1)
    expect(page.get_by_test_id("survey-wrong").locator("[data-code=blunder]")).to_be_visible()
    expect(page.get_by_test_id("band-key")).to_be_visible()
    assert page.get_by_test_id("observations").locator("tr.wrong").count() == 1
    shot(page, f"blunder-{size[0]}-{scheme}", full=size[0] < 800)
    if size[0] < 800:
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_an_l_shaped_room_shows_what_to_measure_again(surveyed: str, open_page: Open) -> None:
    old = building_named(surveyed, "旧办公楼")
    page = open_page(page_of(surveyed, old, "103", "survey"), size=(1440, 900))
    expect(page.get_by_test_id("remeasure").locator("li").first).to_be_visible()
    page.get_by_test_id("remeasure").locator("li").first.hover()
    expect(page.get_by_test_id("survey-drawing").locator(".active").first).to_be_visible()
    shot(page, "l-room")
    for number in ("102", "201"):
        page.goto(page_of(surveyed, old, number, "survey"))
        expect(page.get_by_test_id("survey-drawing")).to_be_visible()
        page.wait_for_timeout(300)
        shot(page, f"room-{number}")


def test_sources_stand_side_by_side_and_a_limit_tells_what_each_means(surveyed: str, open_page: Open) -> None:
    annex = building_named(surveyed, "附楼一")
    page = open_page(page_of(surveyed, annex, "B118", "sources"))
    table = page.get_by_test_id("source-table")
    expect(table.locator("tr[data-counts=true]")).to_have_attribute("data-kind", "survey")
    expect(page.get_by_test_id("reason")).to_contain_text("实测优先于模型")
    found = (
        httpx.get(f"{surveyed}/api/v1/spaces/{room(surveyed, annex, 'B118')['id']}/sources").raise_for_status().json()
    )
    areas = sorted(one["net_usable_area_m2"] for one in found["sources"])
    page.get_by_test_id("limit").locator("input").fill(f"{(areas[0] + areas[-1]) / 2:.2f}")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("agreement")).to_contain_text("结论取决于")
    assert "limit=" in page.url
    page.mouse.move(5, 5)
    shot(page, "sources")


def test_the_layer_of_uncertainties_counts_and_filters(surveyed: str, open_page: Open) -> None:
    annex = building_named(surveyed, "附楼一")
    page = open_page(f"{surveyed}/b/{annex}?layer=uncertainty")
    wait_for_plan(page)
    legend = page.get_by_test_id("legend")
    measured = sum(int(legend.locator(f"[data-class=u{n}] .num").inner_text()) for n in (1, 2, 3, 4))
    assert measured == 2
    shot(page, "layer")
    legend.locator("[data-class=u1], [data-class=u2]").first.click()
    assert "only=u" in page.url


def test_rooms_nobody_could_place_lie_on_a_sheet_of_their_own(surveyed: str, open_page: Open) -> None:
    annex = building_named(surveyed, "附楼一")
    page = open_page(f"{surveyed}/b/{annex}")
    wait_for_plan(page)
    page.get_by_test_id("storey-switch").get_by_text("未定位").click()
    expect(page.get_by_test_id("aside-why")).to_be_visible()
    assert wait_for_plan(page) == 2
    page.wait_for_timeout(400)
    shot(page, "aside")
    old = building_named(surveyed, "旧办公楼")
    page.goto(f"{surveyed}/b/{old}")
    assert wait_for_plan(page) >= 2
    page.wait_for_timeout(400)
    shot(page, "contact-sheet")


def test_a_field_sheet_has_a_page_per_room_and_prints_upright(surveyed: str, open_page: Open) -> None:
    old, annex = building_named(surveyed, "旧办公楼"), building_named(surveyed, "附楼一")
    rooms = [room(surveyed, old, "203")["id"], room(surveyed, old, "103")["id"], room(surveyed, annex, "B121")["id"]]
    page = open_page(f"{surveyed}/b/{old}/field-sheet?rooms={','.join(rooms)}", size=(1280, 1100))
    expect(page.get_by_test_id("field-sheet")).to_have_count(3)
    shot(page, "field-sheet")
    printed = page.pdf(path=OUTPUT / "survey-field-sheet.pdf", prefer_css_page_size=True)
    sizes = _page_sizes(printed)
    assert len(sizes) == 3
    assert all(abs(width - 595) < 2 and abs(height - 842) < 2 for width, height in sizes)


def _page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(pdf))
    pages = []
    for n in range(int(reader.root["/Pages"]["/Count"])):
        page = reader.find_page_for_modification(n)[0].get_object()
        box = page["/MediaBox"] if "/MediaBox" in page else reader.root["/Pages"]["/MediaBox"]
        pages.append((float(box[2]), float(box[3])))
    return pages


def test_bad_rows_are_listed_with_how_to_mend_them(surveyed: str, open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"{surveyed}/imports", size=(1280, 900))
    rows = (
        ("附楼一", "1F", "B119", "", "5,4o", 3.71),
        ("附楼一", "1F", "B120", "", 900.0, -3.7),
        ("附楼一", "1F", "B119", "", 5.4, 0),
    )
    drop(page, quick(tmp_path / "bad.xlsx", *rows))
    page.get_by_test_id("belongs-start").click()
    errors = page.get_by_test_id("upload-panel").get_by_test_id("row-errors")
    expect(errors).to_be_visible(timeout=60_000)
    assert int(errors.get_attribute("data-count") or 0) >= 4
    shot(page, "rows-panel")
    page.get_by_test_id("upload-panel").get_by_test_id("open-report").click()
    table = page.get_by_test_id("import-report").get_by_test_id("row-errors")
    expect(table.locator("tbody tr").first).to_contain_text("5,4o")
    with page.expect_download() as saved:
        table.get_by_test_id("save-rows").click()
    text = Path(saved.value.path()).read_text("utf-8-sig")
    assert text.splitlines()[0] == "工作表,行,列,内容,怎么改"
    shot(page, "rows-page")


def test_the_template_is_one_click_away(empty_service: str, open_page: Open) -> None:
    page = open_page(empty_service)
    with page.expect_download() as saved:
        page.get_by_test_id("survey-template").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
    shot(page, "empty")
