"""Certificates in a real browser: issued from the plan, verified, found, revoked, and their public page on a phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OUTPUT, SAMPLE, import_file, running_service, wait_for_plan

pytestmark = pytest.mark.e2e
ROOM = "A215"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service of its own: other tests count on nothing being certified."""
    folder = tmp_path_factory.mktemp("office")
    settings = {"issuer_name": "澜溪县机关事务服务中心", "webhook_private_addresses": "true"}
    with running_service(folder, **settings) as address:
        import_file(address, SAMPLE)
        yield address


def room(address: str, number: str) -> dict[str, str]:
    found = httpx.get(f"{address}/api/v1/spaces", params={"q": number}).json()["items"]
    line: dict[str, str] = next(one for one in found if one["number"] == number)
    return line


def issued(address: str, number: str) -> str:
    answer = httpx.post(f"{address}/api/v1/spaces/{room(address, number)['id']}/certificates").raise_for_status()
    id_: str = answer.json()["document"]["id"]
    return id_


def open_room(open_page: Callable[..., Page], address: str, number: str, **kinds: str) -> Page:
    line = room(address, number)
    page = open_page(f"{address}/b/{line['building_id']}/s/{line['storey_id']}?room={line['id']}", **kinds)
    wait_for_plan(page)
    return page


def test_a_room_is_certified_from_the_plan_and_verified_in_the_browser(
    office: str, open_page: Callable[..., Page]
) -> None:
    page = open_room(open_page, office, ROOM)
    page.get_by_test_id("issue-certificate").click()
    expect(page.get_by_test_id("room-certificate").get_by_test_id("certificate-status")).to_have_text("有效")
    area = page.get_by_test_id("net-area").inner_text().split("m")[0].strip()
    OUTPUT.mkdir(exist_ok=True)
    page.get_by_test_id("room-certificate").scroll_into_view_if_needed()
    page.screenshot(path=OUTPUT / "certificate-in-room.png")
    page.get_by_test_id("see-certificate").click()
    expect(page.get_by_test_id("certificate-paper")).to_be_visible()
    expect(page.get_by_test_id("certificate-area")).to_contain_text(area)
    expect(page.get_by_test_id("verdict")).to_contain_text("签名有效")
    page.wait_for_timeout(400)
    page.get_by_test_id("certificate-paper").screenshot(path=OUTPUT / "certificate-zh.png")
    with page.expect_download() as signed:
        page.get_by_test_id("certificate-json").click()
    document = json.loads(signed.value.path().read_text("utf-8"))["document"]
    assert document["room"]["number"] == ROOM
    with page.expect_download() as pdf:
        page.get_by_test_id("certificate-pdf").click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF-")


def test_a_changed_certificate_is_seen_through(office: str, open_page: Callable[..., Page]) -> None:
    id_ = issued(office, "A213")
    page = open_page(office)

    def forge(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = answer.json()
        body["document"]["net_usable_area_m2"] += 1
        route.fulfill(response=answer, json=body)  # type: ignore[attr-defined]

    page.route(f"**/api/v1/certificates/{id_}", forge)
    page.goto(f"{office}/certificates/{id_}")
    expect(page.get_by_test_id("verdict")).to_contain_text("签名无效")


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_certificates_are_listed_and_filtered(office: str, open_page: Callable[..., Page], scheme: str) -> None:
    for number in ("A201", "A202", "A203"):
        issued(office, number)
    page = open_page(f"{office}/certificates", scheme=scheme)
    table = page.get_by_test_id("certificates")
    expect(table.locator("tbody tr").first).to_be_visible()
    page.get_by_test_id("filter-number").fill("A202")
    expect(table.locator("tbody tr")).to_have_count(1)
    assert "number=A202" in page.url
    page.reload()
    expect(table.locator("tbody tr")).to_have_count(1)
    page.get_by_test_id("filter-number").fill("")
    expect(table.locator("tbody tr").nth(2)).to_be_visible()
    page.screenshot(path=OUTPUT / f"certificates-{scheme}.png")


def test_one_is_revoked_with_a_reason(office: str, open_page: Callable[..., Page]) -> None:
    id_ = issued(office, "A205")
    page = open_page(f"{office}/certificates/{id_}", locale="en")
    page.get_by_test_id("revoke").click()
    confirm = page.get_by_test_id("revoke-confirm")
    expect(confirm).to_be_disabled()
    page.get_by_test_id("revoke-reason").fill("wrong room number")
    page.screenshot(path=OUTPUT / "certificate-revoke.png")
    confirm.click()
    expect(page.get_by_test_id("certificate-why")).to_have_text("wrong room number")
    expect(page.get_by_test_id("revoke")).to_have_count(0)
    page.wait_for_timeout(400)
    page.get_by_test_id("certificate-paper").screenshot(path=OUTPUT / "certificate-revoked-en.png")


def test_a_whole_storey_is_certified_with_progress(office: str, open_page: Callable[..., Page]) -> None:
    line = room(office, ROOM)
    page = open_page(f"{office}/b/{line['building_id']}/s/{line['storey_id']}")
    wait_for_plan(page)
    page.get_by_test_id("issue-many").click()
    expect(page.get_by_test_id("batch-done")).to_contain_text("签发", timeout=60_000)
    page.screenshot(path=OUTPUT / "certificates-storey.png")


@pytest.mark.parametrize("state", ["valid", "revoked", "unknown"])
def test_the_public_page_reads_well_on_a_phone(office: str, open_page: Callable[..., Page], state: str) -> None:
    id_ = issued(office, "A207" if state == "valid" else "A209")
    if state == "revoked":
        httpx.post(f"{office}/api/v1/certificates/{id_}/revoke", json={"reason": "签发时房间号有误"}).raise_for_status()
    page = open_page("about:blank", size=(390, 844))
    if state == "unknown":
        unknown = httpx.get(f"{office}/c/YJ-0000")
        assert unknown.status_code == 404
        page.set_content(unknown.text)  # going there would count as a failed request of the page
    else:
        page.goto(f"{office}/c/{id_}")
    expected = {"valid": "有效", "revoked": "已撤销", "unknown": "查无此证"}[state]
    expect(page.get_by_role("heading")).to_contain_text(expected)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.screenshot(path=OUTPUT / f"status-page-{state}.png", full_page=True)
