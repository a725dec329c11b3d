"""Scenarios in the browser: asked for, compared with today, edited by hand with a check at every step."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OUTPUT, ROOT, SAMPLE, import_file, running_service

API = "/api/v1"
ROSTER = ROOT / "samples" / "county_roster.xlsx"
pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with the sample, its roster, one scenario with the fewest moves and an own edit of it."""
    with running_service(tmp_path_factory.mktemp("scenarios")) as address:
        import_file(address, SAMPLE)
        with ROSTER.open("rb") as file:
            httpx.post(f"{address}{API}/rosters", files={"file": (ROSTER.name, file)}, timeout=120).raise_for_status()
        buildings = [one["id"] for one in httpx.get(f"{address}{API}/buildings").json()["items"]]
        fewest = ask(address, buildings=buildings, strategy="fewest-moves", time_limit_s=20, name="先整改后腾退")
        detail = httpx.get(f"{address}{API}/scenarios/{fewest}", timeout=60).json()
        one, other = detail["assignments"][0], detail["assignments"][-1]
        edit = [{"occupant": one["occupant"], "space": other["space"]}]
        ask(address, base=fewest, assignments=edit, name="试调一人")
        yield address


def ask(address: str, **given: Any) -> str:
    """Ask for a scenario and wait for it."""
    answer = httpx.post(f"{address}{API}/scenarios", json=given, timeout=60).raise_for_status().json()
    end = time.monotonic() + 180
    while time.monotonic() < end:
        state = httpx.get(f"{address}{API}/scenarios/{answer['id']}", timeout=60).json()
        if state["status"] not in ("queued", "running"):
            assert state["status"] == "done", state["problem"]
            return str(answer["id"])
        time.sleep(0.5)
    raise AssertionError("the scenario did not end in time")


def ids_of(address: str) -> list[str]:
    return [one["id"] for one in httpx.get(f"{address}{API}/scenarios").json()["items"]][::-1]


def shot(page: Page, name: str, *, full: bool = False) -> None:
    OUTPUT.mkdir(exist_ok=True)
    page.screenshot(path=OUTPUT / f"scenarios-{name}.png", full_page=full)


def test_scenarios_are_listed_and_new_ones_asked_for(county: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{county}/scenarios")
    expect(page.get_by_test_id("scenarios").locator("tbody tr")).to_have_count(2)
    page.get_by_test_id("open-form").click()
    expect(page.get_by_test_id("new-scenario")).to_be_visible()
    shot(page, "form")
    page.get_by_test_id("strategy-reseat-only").click()
    page.get_by_test_id("strategy-release-storeys").click()
    page.get_by_test_id("form-time").get_by_role("spinbutton").fill("10")
    page.get_by_test_id("form-more").click()
    page.get_by_test_id("form-seed").get_by_role("spinbutton").fill("7")
    kept = page.get_by_test_id("form-kept").get_by_role("combobox")
    kept.fill("A30")
    page.locator(".el-select-dropdown__item:visible").filter(has_text="A30").first.click()
    page.keyboard.press("Tab")
    page.get_by_test_id("form-begin").click()
    new = page.get_by_test_id("scenarios").locator("tbody tr").first
    expect(page.get_by_test_id("scenarios").locator("tbody tr")).to_have_count(3)
    shot(page, "list")
    expect(new).to_have_attribute("data-status", "done", timeout=120_000)
    asked = httpx.get(f"{county}{API}/scenarios").json()["items"][0]
    assert (asked["seed"], len(asked["choices"]["kept_rooms"])) == (7, 1)
    page.get_by_test_id("compare-chosen").click()
    expect(page.get_by_test_id("figures")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "size", "locale", "scheme"),
    [
        ("zh", (1280, 800), "zh-CN", "light"),
        ("en-dark", (1920, 1080), "en", "dark"),
        ("phone", (390, 844), "zh-CN", "light"),
    ],
)
def test_a_comparison_shows_figures_stacking_plans_and_moves(
    county: str, open_page: Callable[..., Page], name: str, size: tuple[int, int], locale: str, scheme: str
) -> None:
    ids = ids_of(county)[:2]
    page = open_page(f"{county}/scenarios/compare?ids={','.join(ids)}", size=size, locale=locale, scheme=scheme)
    figures = page.get_by_test_id("figures")
    expect(figures.locator("thead th")).to_have_count(4)
    expect(figures.locator("[data-figure=released_area_m2]")).to_contain_text("%")
    expect(page.get_by_test_id("chart").locator("svg")).to_be_visible()
    expect(page.get_by_test_id("stacking").locator(".bar")).not_to_have_count(0)
    plans = page.get_by_test_id("plans").locator("svg.small-storey")
    expect(plans).to_have_count(3)
    expect(page.get_by_test_id("moves").locator("tbody tr")).not_to_have_count(0)
    shot(page, f"compare-{name}")
    page.get_by_test_id("stacking").scroll_into_view_if_needed()
    shot(page, f"stacking-{name}")
    plans.first.scroll_into_view_if_needed()
    number = plans.first.locator(".room text").first.text_content()
    plans.first.locator(f".room[data-room='{number}']").hover()
    expect(plans.last.locator(f".room[data-room='{number}'].lifted")).to_have_count(1)
    shot(page, f"plans-{name}")
    page.get_by_test_id("moves").scroll_into_view_if_needed()
    shot(page, f"moves-{name}")
    page.get_by_test_id("bill-total").fill("120000.10")
    page.get_by_test_id("bill-total").press("Enter")
    expect(page.get_by_test_id("utilities").locator("tfoot td.num").last).to_have_text("120,000.10")
    expect(page.get_by_test_id("file-pdf")).to_have_attribute("href", re.compile("bill=120000.10&split_by=area"))
    page.get_by_test_id("chart-bars").click()
    expect(page.get_by_test_id("chart").locator("svg")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_cases_are_opened_for_what_a_scenario_ends(county: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{county}/scenarios/compare?ids={ids_of(county)[0]}")
    page.get_by_test_id("to-cases").click()
    page.get_by_test_id("cases-owner").fill("机关事务中心")
    page.get_by_test_id("cases-deadline").fill("2099-12-31")
    page.get_by_test_id("open-cases").click()
    expect(page.get_by_test_id("cases-opened")).to_contain_text(re.compile("新立 [1-9]"), timeout=60_000)
    shot(page, "cases")
    cases = httpx.get(f"{county}{API}/cases", timeout=60).json()["items"]
    assert {(one["owner"], one["deadline"]) for one in cases} == {("机关事务中心", "2099-12-31")}


def test_people_are_dragged_to_another_room_and_every_step_is_checked(
    county: str, open_page: Callable[..., Page]
) -> None:
    scenario = ids_of(county)[0]
    page = open_page(f"{county}/scenarios/{scenario}/edit")
    state = page.get_by_test_id("check-state")
    expect(state).to_have_attribute("data-faults", "0")
    plan = page.get_by_test_id("edit-plan")
    taken = plan.locator(".room.free").filter(has=page.locator("text").nth(1))
    taken.first.click()
    person = page.get_by_test_id("person").first
    expect(person).to_be_visible()
    shot(page, "edit")
    person.drag_to(taken.last)
    expect(state).not_to_have_attribute("data-faults", "0")
    expect(page.get_by_test_id("faults")).to_be_visible()
    shot(page, "edit-faults")
    page.get_by_test_id("undo").click()
    expect(state).to_have_attribute("data-faults", "0")
    taken.first.click()
    page.get_by_test_id("person").first.click()
    taken.last.click()
    expect(state).not_to_have_attribute("data-faults", "0")
    page.get_by_test_id("keep").click()
    expect(page.get_by_test_id("figures").locator("thead th")).to_have_count(4)
