"""Who is over, what is done about it, and the round through the rooms: driven as people would, with pictures of it."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import OUTPUT, ROOT, SAMPLE, import_file, running_service, wait_for_plan
from tests.service.running import wait_for

pytestmark = pytest.mark.e2e
Open = Callable[..., Page]
ROSTER = ROOT / "samples" / "county_roster.xlsx"
MANAGER, READER = "manager-only-for-this-test", "reader-only-for-this-test"
PHONE = (390, 844)


def give_roster(address: str, path: Path = ROSTER) -> None:
    with path.open("rb") as file:
        answer = httpx.post(f"{address}/api/v1/rosters", files={"file": (path.name, file)}, timeout=120)
    answer.raise_for_status()


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that has the sample and its people."""
    with running_service(tmp_path_factory.mktemp("staffed")) as address:
        import_file(address, SAMPLE)
        give_roster(address)
        httpx.get(f"{address}/api/v1/findings/summary", timeout=120).raise_for_status()
        yield address


def asked(address: str, path: str, **query: Any) -> Any:
    return httpx.get(f"{address}/api/v1/{path}", params=query, timeout=60).raise_for_status().json()


def worst(address: str) -> dict[str, Any]:
    finding: dict[str, Any] = asked(address, "findings", code="over-entitlement", outcome="over", limit=1)["items"][0]
    return finding


def place_of(finding: dict[str, Any]) -> str:
    place = finding["places"][0]
    return f"/b/{place['building_id']}/s/{place['storey_id']}"


def picture(page: Page, name: str) -> None:
    OUTPUT.mkdir(exist_ok=True)
    page.wait_for_timeout(400)
    page.screenshot(path=OUTPUT / f"{name}.png")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_the_plan_shows_who_is_over_and_why(staffed: str, open_page: Open, scheme: str) -> None:
    finding = worst(staffed)
    page = open_page(f"{staffed}{place_of(finding)}", scheme=scheme)
    rooms = wait_for_plan(page)
    page.get_by_test_id("layer-compliance").click()
    entries = page.get_by_test_id("legend").locator("li button .num")
    expect(entries).to_have_count(6)
    expect(page.get_by_test_id("storey-compliance")).to_be_visible()
    assert sum(int(text) for text in entries.all_text_contents()) == rooms
    picture(page, f"compliance-1280-zh-{scheme}")
    page.get_by_test_id("storey-finding").first.click()
    people = page.get_by_test_id("room-people")
    expect(people).to_have_attribute("data-compliance", "over")
    expect(page.get_by_test_id("room-finding").first).to_contain_text("核定")
    expect(page.get_by_test_id("entitlement")).to_contain_text("超出")
    expect(page.get_by_test_id("occupant").first).to_be_visible()
    picture(page, f"over-1280-zh-{scheme}")


@pytest.mark.parametrize("layer", ["org-unit", "vacancy"])
def test_layers_about_people_count_every_room(staffed: str, open_page: Open, layer: str) -> None:
    page = open_page(f"{staffed}{place_of(worst(staffed))}?layer={layer}", size=(1920, 1080))
    rooms = wait_for_plan(page)
    entries = page.get_by_test_id("legend").locator("li button .num")
    expect(entries.nth(1)).to_be_visible()
    assert sum(int(text) for text in entries.all_text_contents()) == rooms
    picture(page, f"{layer}-1920-zh-light")


def test_the_table_filters_downloads_and_leads_to_the_plan(staffed: str, open_page: Open) -> None:
    page = open_page(f"{staffed}/findings")
    table = page.get_by_test_id("findings-table")
    expect(table).to_be_visible()
    everything = int(table.get_attribute("data-count") or 0)
    finding = worst(staffed)
    picture(page, "findings-1280-zh-light")
    page.get_by_test_id("filter-text").fill(finding["number"])
    expect(table).not_to_have_attribute("data-count", str(everything))
    shown = int(table.get_attribute("data-count") or 0)
    with page.expect_download() as download:
        page.get_by_test_id("findings-csv").click()
    lines = download.value.path().read_bytes().decode("utf-8-sig").strip().split("\r\n")
    assert len(lines) == shown + 1
    table.locator(".el-table-v2__row").first.click()
    wait_for_plan(page)
    assert "layer=compliance" in page.url
    expect(page.get_by_test_id("room-number")).to_have_text(finding["number"])


def test_the_day_is_part_of_the_address_and_changes_what_is_found(staffed: str, open_page: Open) -> None:
    page = open_page(f"{staffed}/findings?as_of=2030-01-01")
    expect(page.get_by_test_id("findings-summary")).to_be_visible()
    later = asked(staffed, "findings/summary", as_of="2030-01-01")
    assert later["counts"] != asked(staffed, "findings/summary")["counts"]
    expect(page.get_by_test_id("findings-summary")).to_contain_text(str(later["open"]))
    expect(page.get_by_test_id("as-of-date").locator("input")).to_have_value("2030-01-01")
    page.get_by_test_id("rail-plan").click()
    page.wait_for_url(lambda url: "as_of=2030-01-01" in url and "/s/" in url)


def test_a_case_is_opened_followed_and_not_closed_too_early(staffed: str, browser: Browser) -> None:
    # A refused request is logged as an error by the browser, so this page is not watched for them.
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    finding = worst(staffed)
    page.goto(f"{staffed}{place_of(finding)}?layer=compliance&room={finding['space']}")
    page.get_by_test_id("open-case").click()
    case = page.get_by_test_id("case")
    expect(case).to_have_attribute("data-state", "open")
    expect(page.get_by_test_id("case-now")).to_contain_text("问题仍然存在")
    page.get_by_test_id("case-way").get_by_text("限期整改").click()
    page.get_by_test_id("case-owner").fill("综合科")
    page.get_by_test_id("case-note").fill("与单位商定调换方案")
    page.get_by_test_id("case-to-in-progress").click()
    expect(page.get_by_test_id("problem-detail")).to_contain_text("期限")
    deadline = page.get_by_test_id("case-deadline").locator("input")
    deadline.fill("2031-12-31")
    deadline.press("Enter")
    page.get_by_test_id("case-to-in-progress").click()
    expect(case).to_have_attribute("data-state", "in-progress")
    page.get_by_test_id("case-to-closed").click()
    expect(page.get_by_test_id("problem-detail")).to_contain_text("不能销号")
    expect(case).to_have_attribute("data-state", "in-progress")
    page.get_by_test_id("evidence-input").set_input_files(ROOT / "docs" / "img" / "plan.png")
    expect(page.get_by_test_id("evidence").locator("img")).to_be_visible()
    page.get_by_test_id("case-check").click()
    expect(page.get_by_test_id("case-history").locator("li")).to_have_count(4)
    expect(page.get_by_test_id("journal")).to_contain_text("没有被改动")
    picture(page, "case-1280-zh-light")
    page.goto(f"{staffed}/cases")
    column = page.locator("[data-state=in-progress]")
    expect(column.get_by_test_id("case-card")).to_contain_text(finding["number"])
    picture(page, "cases-1280-zh-light")
    context.close()


def test_a_roster_is_tried_before_it_is_imported_and_faults_are_named(staffed: str, browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{staffed}/rosters")
    page.get_by_test_id("roster-input").set_input_files(ROSTER)
    result = page.get_by_test_id("roster-result")
    expect(result).to_have_attribute("data-dry", "true")
    expect(result).to_contain_text("与现有名册相同")
    expect(page.get_by_test_id("roster-versions").locator("tbody tr")).to_have_count(1)
    book = openpyxl.load_workbook(ROSTER)
    uses = next(sheet for sheet in book.worksheets if any("房间" in str(cell.value) for cell in sheet[1]))
    column = next(cell.column for cell in uses[1] if "房间" in str(cell.value))
    uses.cell(3, column).value = "没有这一间"
    target = io.BytesIO()
    book.save(target)
    page.get_by_test_id("roster-again").click()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    faulty = {"name": "改过的名册.xlsx", "mimeType": kind, "buffer": target.getvalue()}
    page.get_by_test_id("roster-input").set_input_files(faulty)  # type: ignore[arg-type]
    faults = page.get_by_test_id("roster-faults")
    expect(faults).to_contain_text("没有这一间")
    expect(faults.locator("tbody tr").first).to_contain_text("3")
    picture(page, "roster-faults-1280-zh-light")
    context.close()


def test_a_round_is_recorded_with_a_thumb(staffed: str, open_page: Open) -> None:
    page = open_page(f"{staffed}/inspections", size=PHONE)
    page.get_by_test_id("begin-inspection").click()
    rooms = page.get_by_test_id("inspection-room")
    expect(rooms.first).to_be_visible()
    rooms.first.locator("button").first.click()
    page.get_by_test_id("room-measured").locator("input").fill("30.5")
    page.get_by_test_id("room-note").fill("隔断已拆")
    page.get_by_test_id("room-photo").set_input_files(ROOT / "docs" / "img" / "plan.png")
    expect(rooms.first.locator(".photos img")).to_be_visible()
    buttons = [page.get_by_test_id(f"room-{name}").bounding_box() for name in ("ok", "differs", "no-access")]
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in buttons)
    picture(page, "inspection-390-zh-light")
    page.get_by_test_id("room-differs").click()
    expect(rooms.first).to_have_attribute("data-result", "differs")
    expect(rooms.nth(1)).to_have_class(re.compile(r"\bshown\b"))
    page.get_by_test_id("room-ok").click()
    expect(rooms.nth(1)).to_have_attribute("data-result", "ok")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    inspection = asked(staffed, f"inspections/{page.url.split('/')[-1].split('?')[0]}")
    assert (inspection["rooms"][0]["measured_area_m2"], inspection["rooms"][0]["note"]) == (30.5, "隔断已拆")
    report = httpx.get(f"{staffed}/api/v1/inspections/{inspection['id']}/report.pdf", timeout=60)
    assert report.content.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["findings", "cases", "rosters", "inspections"])
def test_nothing_about_people_hangs_over_the_edge_of_a_phone(staffed: str, open_page: Open, path: str) -> None:
    page = open_page(f"{staffed}/{path}", size=PHONE)
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    picture(page, f"{path}-390-zh-light")


def test_paper_shows_compliance_without_colour(staffed: str, open_page: Open) -> None:
    page = open_page(f"{staffed}{place_of(worst(staffed))}?layer=compliance", size=(1280, 800), scheme="dark")
    wait_for_plan(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.add_style_tag(content="html { filter: grayscale(1) }")
    expect(page.get_by_test_id("legend")).to_be_visible()
    picture(page, "compliance-print-grey")


def test_a_reader_sees_the_finding_and_nobody(tmp_path: Path, browser: Browser) -> None:
    with running_service(tmp_path, access_token=MANAGER, reader_token=READER) as address:
        headers = {"Authorization": f"Bearer {MANAGER}"}
        with (
            httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=120) as http,
            SAMPLE.open("rb") as file,
        ):
            record = http.post("/imports", files={"file": (SAMPLE.name, file)}).raise_for_status().json()
            wait_for(lambda: http.get(f"/imports/{record['id']}").json()["status"] == "done", seconds=180)
            with ROSTER.open("rb") as roster:
                http.post("/rosters", files={"file": (ROSTER.name, roster)}).raise_for_status()
            finding = http.get("/findings", params={"code": "over-entitlement", "outcome": "over"}).json()["items"][0]
            lines = http.get(f"/spaces/{finding['space']}/occupancy").json()["lines"]
            names = [line["occupant"]["name"] for line in lines if line["occupant"]]
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(f"{address}{place_of(finding)}?layer=compliance&room={finding['space']}&token={READER}")
        expect(page.get_by_test_id("occupants-hidden")).to_be_visible()
        expect(page.get_by_test_id("room-finding").first).to_contain_text("核定")
        assert names
        assert not any(name in page.content() for name in names)
        expect(page.get_by_test_id("open-case")).to_have_count(0)
        context.close()
    shutil.rmtree(tmp_path, ignore_errors=True)
