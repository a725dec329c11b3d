"""The plan and its inspector, driven as a person would."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import wait_for_plan

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]


def _number(text: str | None) -> float:
    found = re.search(r"[−-]?[\d,]+\.\d+", text or "")
    assert found, text
    return float(found.group().replace(",", "").replace("−", "-"))


def _storey_on_screen(page: Page) -> str:
    return page.get_by_test_id("plan").get_attribute("data-storey") or ""


def _spaces(address: str, storey_id: str) -> list[dict[str, Any]]:
    answer = httpx.get(f"{address}/api/v1/storeys/{storey_id}/spaces").raise_for_status()
    features: list[dict[str, Any]] = answer.json()["features"]
    return features


def _click_room(page: Page, room_id: str, *, adds: bool = False) -> None:
    point = page.evaluate("id => window.__yijian.pointOf(id)", room_id)
    if adds:
        page.keyboard.down("Shift")
    page.mouse.click(*point)
    if adds:
        page.keyboard.up("Shift")


def _with_deductions(address: str, features: list[dict[str, Any]]) -> dict[str, Any]:
    for feature in features:
        areas = feature["properties"]
        if areas["gross_area_m2"] - areas["net_usable_area_m2"] > 0.1:
            return feature
    raise AssertionError("the sample has rooms with columns")


def test_every_room_of_the_storey_is_drawn_and_the_address_says_where(service: str, open_page: Open) -> None:
    page = open_page(service)
    rooms = wait_for_plan(page)
    storey = _storey_on_screen(page)
    assert rooms == len(_spaces(service, storey))
    assert f"/s/{storey}" in page.url
    assert int(page.get_by_test_id("plan").get_attribute("data-labels") or 0) > rooms / 4
    expect(page.get_by_test_id("storey-title")).to_have_text("1F")


def test_a_click_on_a_room_explains_its_number(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    room = _with_deductions(service, _spaces(service, _storey_on_screen(page)))
    _click_room(page, room["id"])
    expect(page.get_by_test_id("room-number")).to_have_text(room["properties"]["number"])
    gross = _number(page.get_by_test_id("ledger-gross").text_content())
    deductions = [_number(row.text_content()) for row in page.locator("[data-testid=ledger-deduction] td.num").all()]
    net = _number(page.get_by_test_id("ledger-net").text_content())
    assert deductions
    assert all(value < 0 for value in deductions)
    assert gross + sum(deductions) == pytest.approx(net, abs=0.005 * (len(deductions) + 2))
    assert net == pytest.approx(room["properties"]["net_usable_area_m2"], abs=0.006)
    expect(page.get_by_test_id("bases").locator("li")).not_to_have_count(0)
    expect(page.get_by_test_id("source")).to_contain_text("county_centre.ifc")


def test_reload_and_back_bring_back_what_was_seen(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    first, second = (feature["id"] for feature in _spaces(service, _storey_on_screen(page))[3:5])
    _click_room(page, first)
    page.wait_for_url(lambda url: first.split(".")[-1] in url.replace("%24", "$"))
    number = page.get_by_test_id("room-number").text_content()
    page.get_by_test_id("layer-difference").click()
    _click_room(page, second)
    expect(page.get_by_test_id("room-number")).not_to_have_text(number or "")
    page.go_back()
    expect(page.get_by_test_id("room-number")).to_have_text(number or "")
    page.reload()
    wait_for_plan(page)
    expect(page.get_by_test_id("room-number")).to_have_text(number or "")
    expect(page.get_by_test_id("layer-difference")).to_have_attribute("aria-pressed", "true")


def test_shift_click_adds_rooms_up_and_escape_steps_back(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    rooms = sorted(_spaces(service, _storey_on_screen(page)), key=lambda room: -room["properties"]["gross_area_m2"])[
        1:3
    ]
    _click_room(page, rooms[0]["id"])
    _click_room(page, rooms[1]["id"], adds=True)
    total = sum(room["properties"]["net_usable_area_m2"] for room in rooms)
    expect(page.get_by_test_id("selection-net")).to_contain_text(f"{total:,.2f}")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("storey-summary")).to_be_visible()


def test_arrow_keys_walk_to_the_next_room(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    offices = [room for room in _spaces(service, _storey_on_screen(page)) if room["properties"]["use"] == "office"]
    middle = sorted(offices, key=lambda room: room["properties"]["label_point"][0])[len(offices) // 2]
    _click_room(page, middle["id"])
    expect(page.get_by_test_id("room-number")).to_have_text(middle["properties"]["number"])
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("room-number")).not_to_have_text(middle["properties"]["number"])


def test_brackets_change_the_storey_and_the_switch_follows(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    page.keyboard.press("]")
    expect(page.get_by_test_id("storey-title")).to_have_text("2F")
    wait_for_plan(page)
    page.get_by_test_id("storey-switch").get_by_text("3F").click()
    expect(page.get_by_test_id("storey-title")).to_have_text("3F")
    page.keyboard.press("[")
    expect(page.get_by_test_id("storey-title")).to_have_text("2F")


def test_a_room_is_found_by_name_from_the_keyboard_on_any_storey(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    page.keyboard.press("/")
    page.keyboard.type("县长")
    expect(page.get_by_test_id("search-results").locator("[role=option]").first).to_contain_text("县长")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("room-title")).to_contain_text("县长")
    wait_for_plan(page)


def test_the_language_changes_everywhere_and_stays(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    expect(page.get_by_test_id("storey-summary")).to_contain_text("本层使用面积")
    page.get_by_test_id("language").click()
    expect(page.get_by_test_id("storey-summary")).to_contain_text("Net usable area of the storey")
    page.reload()
    expect(page.get_by_test_id("storey-summary")).to_contain_text("Net usable area of the storey")
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("layer", ["use", "difference"])
def test_the_legend_counts_every_room_and_filters(service: str, open_page: Open, layer: str) -> None:
    page = open_page(service)
    rooms = wait_for_plan(page)
    page.get_by_test_id(f"layer-{layer}").click()
    entries = page.get_by_test_id("legend").locator("li button")
    counts = [int(text) for text in entries.locator(".num").all_text_contents()]
    assert sum(counts) == rooms
    entries.nth(counts.index(max(counts))).click()
    expect(page.get_by_test_id("legend-clear")).to_be_visible()
    assert "only=" in page.url


def test_another_basis_is_one_click_away_and_part_of_the_address(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    room = _with_deductions(service, _spaces(service, _storey_on_screen(page)))
    _click_room(page, room["id"])
    page.get_by_test_id("bases").locator("button[aria-pressed=false]").first.click()
    page.wait_for_url(re.compile(r"basis="))
    expect(page.get_by_test_id("net-area")).to_be_visible()


def test_the_rooms_table_filters_and_downloads_for_excel(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    page.get_by_test_id("rail-rooms").click()
    table = page.get_by_test_id("rooms-table")
    expect(table).to_be_visible()
    everything = int(table.get_attribute("data-count") or 0)
    page.get_by_test_id("rooms-filter").fill("会议室")
    expect(table).not_to_have_attribute("data-count", str(everything))
    shown = int(table.get_attribute("data-count") or 0)
    assert 0 < shown < everything
    with page.expect_download() as download:
        page.get_by_test_id("csv").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(content.decode("utf-8-sig").strip().split("\r\n")) == shown + 1


@pytest.mark.parametrize("path", ["", "/imports"])
def test_nothing_hangs_over_the_edge_of_a_phone(service: str, open_page: Open, path: str) -> None:
    page = open_page(f"{service}{path}", size=(390, 844))
    if path:
        expect(page.get_by_test_id("imports")).to_be_visible()
    else:
        wait_for_plan(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_paper_is_light_and_shows_what_the_screen_did(service: str, open_page: Open) -> None:
    page = open_page(service, size=(1920, 1080), scheme="dark")
    rooms = wait_for_plan(page)
    storey = _spaces(service, _storey_on_screen(page))
    before = page.evaluate("id => window.__yijian.pointOf(id)", storey[0]["id"])
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    box = page.locator(".sheet").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (970, 610), "fits A4 and Letter across"
    for room in storey:
        x, y = page.evaluate("id => window.__yijian.pointOf(id)", room["id"])
        assert box["x"] < x < box["x"] + 970
        assert box["y"] < y < box["y"] + 610
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("id => window.__yijian.pointOf(id)", storey[0]["id"]) == pytest.approx(before, abs=1)
    assert wait_for_plan(page) == rooms
    assert page.evaluate("localStorage.getItem('yijian.theme')") == "dark"


def test_the_sums_of_a_storey_are_those_of_the_service(service: str, open_page: Open) -> None:
    page = open_page(service)
    wait_for_plan(page)
    page.keyboard.press("]")  # this storey has a void over the hall, which is not a room
    expect(page.get_by_test_id("storey-title")).to_have_text("2F")
    wait_for_plan(page)
    building = httpx.get(f"{service}/api/v1/buildings").raise_for_status().json()["items"][0]["id"]
    storeys = httpx.get(f"{service}/api/v1/buildings/{building}/storeys").raise_for_status().json()["items"]
    storey = next(item for item in storeys if item["name"] == "2F")
    assert "not-a-room" in storey["by_use"]
    expect(page.get_by_test_id("storey-net")).to_contain_text(f"{storey['net_usable_area_m2']:,.2f}")
    expect(page.get_by_test_id("storey-summary")).to_contain_text(f"{storey['gross_area_m2']:,.2f}")


def test_an_address_that_leads_nowhere_says_so_and_leads_back(service: str, open_page: Open) -> None:
    page = open_page(f"{service}/no/such/page")
    page.get_by_role("link", name="回到平面图").click()
    wait_for_plan(page)
