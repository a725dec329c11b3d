"""Ledgers, the annual return and documents: what stands in them is what the service says, and readers get no person."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from service.allocation.people import Assignment, Roster
from service.exports.tables import Column, Sheet, workbook
from tests.service.conftest import API, Client
from tests.service.roster import CHIEF, DEPUTY, give_roster, office_roster, office_service, space_ids
from tests.service.test_roles import SETTINGS, bearer

EXPORTS = ("exports/rooms.xlsx", "exports/org-units.xlsx", "exports/annual-return.xlsx")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("ledgers"), **SETTINGS, issuer_name="澜溪县机关事务管理局") as client:
        ids = space_ids(client)
        roster = office_roster(ids)
        uses = (*roster.assignments, Assignment(ids["104"], "", "czj", purpose="meeting"))
        give_roster(client, Roster(roster.org_units, roster.occupants, uses))
        yield client


def sheets(client: Client, path: str, **headers: str) -> Any:
    answer = client.get(f"{API}/{path}", headers={"Accept-Language": "zh-CN"} | headers)
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def rows(sheet: Any) -> list[dict[str, Any]]:
    headings = [cell.value for cell in sheet[2]]
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_col=len(headings))]
    # Below the table stand its notes, in the first column only and without a border.
    return [dict(zip(headings, row, strict=True)) for row in table if sum(value is not None for value in row) > 1]


def test_the_ledger_of_rooms_has_what_the_room_itself_says(house: Client) -> None:
    listed = {row["房间号"]: row for row in rows(sheets(house, EXPORTS[0]).active)}
    assert set(listed) == {"101", "102", "103", "104", "105"}
    over = listed["101"]
    assert (over["使用面积 m²"], over["测量依据"]) == (20.0, "cn-usable")
    assert (over["使用人"], over["职级"], over["用房单位"]) == (CHIEF.name, "正科级", "财政局")
    assert (over["核定面积 m²"], over["结论"]) == (18.0, "超标")
    assert over["超出 m²"] == pytest.approx(2.0)
    assert over["超出比例"] == pytest.approx(2 / 18)
    assert listed["105"]["结论"] == "闲置"
    assert listed["103"]["结论"] is None


def test_the_ledger_of_units_adds_up_to_the_finding_about_the_unit(house: Client) -> None:
    listed = {row["用房单位"]: row for row in rows(sheets(house, EXPORTS[1]).active)}
    finance = listed["财政局"]
    query = {"code": "unit-over-total", "unit": "czj"}
    finding = house.get(f"{API}/findings", params=query).json()["items"][0]
    assert finance["合计 m²"] == pytest.approx(finding["area_m2"])
    assert finance["核定合计 m²"] == pytest.approx(finding["entitlement_m2"])
    parts = sum(finance[name] for name in ("办公室 m²", "服务用房 m²", "设备用房 m²"))
    assert parts == pytest.approx(finance["合计 m²"])
    assert (finance["编制人数"], finance["超标房间"]) == (3, 1)


def test_the_annual_return_has_its_fields_and_guesses_nothing(house: Client) -> None:
    book = sheets(house, EXPORTS[2])
    assert book.sheetnames == ["县级机关"], "levels are never mixed"
    listed = rows(book.active)
    finance = next(row for row in listed if row["使用单位名称"] == "财政局")
    assert (finance["编制:正科级"], finance["编制:副科级"]) == (1, 2)
    for unknown in ("地址坐落", "行政区划代码(12位)", "用地面积 m²", "总建筑面积 m²", "权属登记情况", "建设年代"):
        assert finance[unknown] is None
    for area in ("办公室 m²", "服务用房 m²", "设备用房 m²", "合计 m²"):
        assert finance[area] == round(finance[area], 2)
    assert all(name in listed[0] for name in ("附属用房建筑面积 m²", "租(借)用", "备注(≤200字)"))


def text_of(content: bytes) -> str:
    """Return all text of a workbook or a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


@pytest.mark.parametrize("path", EXPORTS)
def test_a_reader_gets_no_person_in_a_file(house: Client, path: str) -> None:
    shown = text_of(house.get(f"{API}/{path}").content)
    hidden = text_of(house.get(f"{API}/{path}", headers=bearer("reader")).content)
    names = (CHIEF.name, DEPUTY.name, CHIEF.number)
    assert not any(name in hidden for name in names)
    if path == EXPORTS[0]:
        assert CHIEF.name in shown
        assert "正科级" in shown
        assert not any(word in hidden for word in ("正科级", "科级以下", "使用人"))


@needs_poppler
def test_a_use_certificate_lists_the_rooms_of_a_unit_and_no_person(house: Client) -> None:
    answer = house.get(f"{API}/org-units/czj/use-certificate", headers={"Accept-Language": "zh-CN"})
    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(answer.content).replace(" ", "")
    for word in ("党政机关办公用房分配使用凭证", "财政局", "澜溪县机关事务管理局", "101", "104", "20.00", "第十八条"):
        assert word in text, word
    assert CHIEF.name not in text
    assert (
        house.get(f"{API}/org-units/czj/use-certificate").content
        == house.get(f"{API}/org-units/czj/use-certificate").content
    )
    assert house.get(f"{API}/org-units/nobody/use-certificate").json()["code"] == "org-unit-not-found"


@needs_poppler
def test_the_report_of_a_round_is_pinned_to_the_journal(house: Client) -> None:
    building = house.get(f"{API}/buildings").json()["items"][0]["id"]
    opened = house.post(f"{API}/inspections", json={"building_id": building}).json()
    path = f"{API}/inspections/{opened['id']}"
    house.put(f"{path}/rooms/0", json={"result": "differs", "measured_area_m2": 21.5, "note": "甲示例在场"})
    text = text_of(house.get(f"{path}/report.pdf").content)
    assert house.get(f"{API}/cases/journal").json()["head"] in text.replace("\n", "")
    for word in ("21.50", "20.00", "1.50", "甲示例在场"):
        assert word in text, word
    for name in ("report.pdf", "report.xlsx"):
        assert "甲示例在场" not in text_of(house.get(f"{path}/{name}", headers=bearer("reader")).content)
    listed = rows(sheets(house, f"inspections/{opened['id']}/report.xlsx").active)
    assert listed[0]["相差 m²"] == pytest.approx(1.5)
    assert listed[0]["限差 m²"] == pytest.approx(0.08 * 20**0.5 + 0.12)


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    made = workbook([Sheet("a[b]/c:*?" * 9, "t", [Column("h")], [["=1+1"], ["@x"]])], title="t")
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert [sheet.cell(row, 1).data_type for row in (3, 4)] == ["s", "s"]
    assert sheet["A3"].value == "=1+1"


def test_two_sheets_of_one_name_are_told_apart() -> None:
    sheet = Sheet("县级机关", "t", [Column("h")], [])
    book = openpyxl.load_workbook(io.BytesIO(workbook([sheet, sheet], title="t")))
    assert len(set(book.sheetnames)) == 2
