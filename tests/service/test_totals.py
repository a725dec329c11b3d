"""Totals over HTTP: units, organs and buildings, by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest

from service.allocation.people import Assignment, Roster
from tests.service.conftest import API, Client
from tests.service.roster import EDUCATION, FINANCE, give_roster, office_roster, office_service, space_ids

ORGAN = replace(FINANCE, id="zf", name="县政府", kind="organ", approved_staffing=(("科级以下", 2),))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("totals")) as client:
        ids = space_ids(client)
        roster = office_roster(ids)
        units = (ORGAN, replace(FINANCE, parent_id="zf"), replace(EDUCATION, approved_staffing=()))
        uses = (*roster.assignments, Assignment(ids["104"], "", "czj", purpose="meeting"))
        give_roster(client, Roster(units, roster.occupants, uses))
        yield client


def totals(client: Client) -> dict:
    answer = client.get(f"{API}/totals", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_unit_has_the_total_of_its_finding(house: Client) -> None:
    """正科级 18 + 2 · 副科级 12 = 42; services of 3 posts at 8 = 24; with 9 % equipment 71.94 m²."""
    finance = next(one for one in totals(house)["org_units"] if one["org_unit_id"] == "czj")
    (finding,) = house.get(f"{API}/findings", params={"code": "unit-over-total", "unit": "czj"}).json()["items"]
    assert finance["used"]["total_m2"] == finding["area_m2"]
    assert finance["approved_most_m2"] == pytest.approx((42 + 24) * 1.09) == pytest.approx(finding["entitlement_m2"])
    assert finance["outcome"] == finding["outcome"]


def test_an_organ_adds_up_its_units(house: Client) -> None:
    organ = next(one for one in totals(house)["organs"] if one["org_unit_id"] == "zf")
    assert (organ["org_unit_ids"], organ["staff"]) == (["zf", "czj"], 5)
    assert organ["approved_most_m2"] == pytest.approx((42 + 18 + 5 * 8) * 1.09)
    units = {one["org_unit_id"]: one["used"]["total_m2"] for one in totals(house)["org_units"]}
    assert organ["used"]["total_m2"] == pytest.approx(units["zf"] + units["czj"])


def test_a_unit_without_staffing_is_not_decided_and_says_why(house: Client) -> None:
    education = next(one for one in totals(house)["org_units"] if one["org_unit_id"] == "jyj")
    assert (education["outcome"], education["approved_most_m2"], education["staff"]) == ("not-decided", None, None)
    assert education["why"] == "名册中没有编制"


def test_a_building_counts_every_room_by_its_use(house: Client) -> None:
    (building,) = totals(house)["buildings"]
    spaces = house.get(f"{API}/spaces", params={"limit": 100}).json()["items"]
    offices = sum(one["net_usable_area_m2"] for one in spaces if one["use"] == "office")
    assert building["used"]["office_m2"] == pytest.approx(offices)
    assert building["building_id"]


def test_the_ledger_has_the_same_totals_on_sheets_of_their_own(house: Client) -> None:
    answer = house.get(f"{API}/exports/org-units.xlsx", headers={"Accept-Language": "zh-CN"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["单位台账", "机关合计", "楼栋合计"]
    told = totals(house)
    for name, heading, expected in (
        ("机关合计", "用房单位", told["organs"]),
        ("楼栋合计", "楼栋", told["buildings"]),
    ):
        sheet = book[name]
        headings = [cell.value for cell in sheet[2]]
        rows = list(sheet.iter_rows(min_row=3, max_row=2 + len(expected), values_only=True))
        found = {row[headings.index(heading)]: row[headings.index("合计 m²")] for row in rows}
        assert found == pytest.approx({one["name"]: one["used"]["total_m2"] for one in expected})
