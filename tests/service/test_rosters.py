"""Rosters over HTTP: dry run first, every fault by row, all of it or nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest

from service.usecases.import_roster import read_in_child
from service.usecases.roster_rows import RosterShelf
from tests.service.conftest import API, Client
from tests.service.roster import office_service
from tests.service.test_cases import code

UNITS = [["单位名称", "机关级别", "编制:正科级", "编制:副科级"], ["财政局", "县级", 1, 2], ["教育局", "县级", 1, 1]]
PEOPLE = [
    ["人员编号", "姓名", "单位", "职级"],
    ["01", "甲示例", "财政局", "正科级"],
    ["02", "乙示例", "财政局", "副科级"],
    ["03", "丙示例", "教育局", "正科级"],
]
USES = [["房间号", "人员编号"], ["101", "01"], ["101", "02"], ["105", "03"]]
Rows = list[list[Any]]


def workbook(people: Rows = PEOPLE, uses: Rows = USES, units: Rows = UNITS, rooms: Rows | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("单位", units), ("人员", people), ("用房", uses), ("房间", rooms or [])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with office_service(tmp_path_factory.mktemp("rosters")) as client:
        yield client


def give(client: Client, content: bytes, *, name: str = "roster.xlsx", **fields: str) -> Any:
    return client.post(f"{API}/rosters", files={"file": (name, content)}, data=fields)


def version(client: Client) -> int:
    return client.get(f"{API}/org-units").json()["roster_version"]


def test_a_dry_run_says_what_would_change_and_stores_nothing(house: Client) -> None:
    before = version(house)
    answer = give(house, workbook(), dry_run="true")
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["dry_run"], said["roster"]) == (True, None)
    assert version(house) == before
    if before == 0:
        assert (said["counts"]["new"], said["counts"]["unit-new"], said["applies_from"]) == (3, 2, None)


def test_a_roster_is_stored_and_judged_at_once(house: Client) -> None:
    answer = give(house, workbook())
    assert answer.status_code == 201, answer.text
    assert answer.json()["roster"]["version"] == version(house)
    over = house.get(f"{API}/findings", params={"code": "over-entitlement", "q": "101"}).json()["items"][0]
    assert (over["outcome"], over["entitlement_m2"], over["people"]) == ("within", 30.0, 2)


def test_the_next_roster_says_who_is_new_moved_or_left(house: Client) -> None:
    give(house, workbook())
    people = [PEOPLE[0], PEOPLE[1], ["02", "乙示例", "财政局", "正科级"], ["04", "丁示例", "教育局", "副科级"]]
    uses = [USES[0], ["104", "01"], ["101", "02"], ["105", "04"]]
    said = give(house, workbook(people, uses), dry_run="true").json()
    counts = {kind: count for kind, count in said["counts"].items() if count}
    assert counts == {"new": 1, "moved": 1, "left": 1, "post": 1}
    lines = {line["kind"]: line for line in said["lines"]}
    assert (lines["moved"]["subject"], lines["moved"]["before"], lines["moved"]["after"]) == ("甲示例", "101", "104")
    assert lines["left"]["before"] == "105"
    assert said["applies_from"] is not None, "earlier days keep the roster before"


def test_the_same_roster_again_changes_nobody(house: Client) -> None:
    give(house, workbook())
    said = give(house, workbook(), dry_run="true").json()
    assert (said["lines"], said["unchanged"]) == ([], 3)


def test_every_faulty_row_is_named_and_nothing_is_taken(house: Client) -> None:
    before = version(house)
    uses = [*USES, ["999", "01"], ["105", "77"]]
    answer = give(house, workbook(uses=uses))
    assert code(answer) == (422, "roster-invalid")
    rows = answer.json()["rows"]
    assert [(row["sheet"], row["row"], row["value"]) for row in rows] == [("用房", 5, "999"), ("用房", 6, "77")]
    assert all(row["reason_zh"] and row["reason_en"] for row in rows)
    assert version(house) == before


def test_a_leased_room_joins_those_of_the_building(house: Client) -> None:
    rooms = [["房间号", "楼栋", "使用面积", "租用"], ["A1", "租用楼", 25, "是"]]
    give(house, workbook(rooms=rooms, uses=[*USES[:3], ["A1", "03"]]))
    found = house.get(f"{API}/findings", params={"code": "over-entitlement", "q": "教育"}).json()["items"]
    assert [(one["number"], one["area_m2"]) for one in found] == [("A1", 25.0)]


def test_what_the_roster_says_of_a_room_holds_until_it_says_otherwise(house: Client) -> None:
    rooms = [["房间号", "核定用途"], ["104", "服务用房"]]
    header = give(house, workbook(rooms=rooms), dry_run="true")
    assert header.status_code == 200, header.text
    give(house, workbook(rooms=rooms))
    assert house.get(f"{API}/findings", params={"code": "vacant", "q": "104"}).json()["items"] == []
    give(house, workbook())
    assert len(house.get(f"{API}/findings", params={"code": "vacant", "q": "104"}).json()["items"]) == 1


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"PK\x03\x04 broken", "roster.xlsx", (422, "roster-unreadable")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "roster.xls", (422, "roster-unreadable")),
        (b"a,b\n1,2\n", "roster.csv", (422, "roster-invalid")),
        (b"", "roster.csv", (422, "empty-file")),
    ],
)
def test_what_is_no_roster_is_refused_in_one_sentence(
    house: Client, content: bytes, name: str, expected: tuple[int, str]
) -> None:
    answer = give(house, content, name=name)
    assert code(answer) == expected
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("fields", [{"dry_run": "perhaps"}, {"applies_from": "tomorrow"}])
def test_fields_that_make_no_sense_are_refused(house: Client, fields: dict[str, str]) -> None:
    assert code(give(house, workbook(), **fields)) == (422, "invalid-request")


def test_the_template_can_be_filled_in_and_given_back(house: Client) -> None:
    answer = house.get(f"{API}/rosters/template", headers={"Accept-Language": "zh-CN"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    assert "编制:正科级" in headings
    for heading, value in (("单位名称", "审计局"), ("机关级别", "县级")):
        sheet.cell(2, headings[heading]).value = value
    target = io.BytesIO()
    book.save(target)
    said = give(house, target.getvalue(), dry_run="true")
    assert said.status_code == 200, said.text
    assert said.json()["counts"]["unit-new"] == 1


def test_a_cell_that_breaks_the_reader_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, house: Client
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise ValueError("甲示例 is no number")

    monkeypatch.setattr("service.usecases.import_roster.read_roster", breaks)
    (tmp_path / "r.csv").write_bytes(b"x")
    payload = {"path": str(tmp_path / "r.csv"), "file": "r.csv", "organ": "", "rooms": []}
    with pytest.raises(Exception, match=r"r\.csv") as refused:
        read_in_child(payload, lambda *_: None)
    assert "甲示例" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_old_versions_stay_readable(house: Client) -> None:
    give(house, workbook())
    first = version(house)
    give(house, workbook(people=PEOPLE[:3], uses=USES[:3]))
    services = house.app.state.services
    assert len(RosterShelf(services.database).version(first).roster.occupants) == 3
    listed = house.get(f"{API}/rosters").json()["items"]
    assert [one["version"] for one in listed][:2] == [first + 1, first]
    assert listed[0]["summary"]["left"] == 1
