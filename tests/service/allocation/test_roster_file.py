"""Rosters as they come: XLSX and CSV, either language, one table or several; each fault with sheet, row and column."""

import io
from datetime import date

import openpyxl
import pytest

from service.allocation.people import Assignment, Post
from service.allocation.rooms import Room
from service.allocation.roster_file import RosterError, read_roster
from service.allocation.roster_sheets import RosterRefused

ROOMS = (
    Room("id-302", "302", "办公室", "主楼", "主楼3F"),
    Room("id-303", "303", "办公室", "主楼", "主楼3F"),
    Room("id-101-a", "101", "办公室", "主楼", "主楼1F"),
    Room("id-101-b", "101", "办公室", "附楼", "附楼1F"),
)
UNITS = [["单位名称", "机关级别", "编制总数", "编制:正科级", "编制:科级以下"], ["县财政局", "县级", 9, 1, 8]]
PEOPLE = [["人员编号", "姓名", "单位", "职级", "职务"], ["01", "甲某", "县财政局", "正科级", "局长"]]
USES = [["房间号", "楼栋", "人员编号", "用途"], ["302", "", "01", "办公室"]]


def workbook(change=None, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(*files, organ=""):
    named = [
        (f"roster{at}.xlsx" if data.startswith(b"PK") else f"roster{at}.csv", data) for at, data in enumerate(files)
    ]
    return read_roster(named, ROOMS, organ=organ)


def faults(*files, organ=""):
    with pytest.raises(RosterError) as caught:
        read(*files, organ=organ)
    return caught.value.problems


def csv(text, encoding="utf-8"):
    return text.encode(encoding)


def test_three_sheets_make_a_roster():
    found = read(workbook(单位=UNITS, 人员=PEOPLE, 用房=USES))
    [unit], [person], [use] = found.roster.org_units, found.roster.occupants, found.roster.assignments
    assert (unit.name, unit.organ_level, unit.approved_staffing) == (
        "县财政局",
        "county",
        (("正科级", 1), ("科级以下", 8)),
    )
    assert (person.id, person.name, person.posts) == ("01", "甲某", (Post(unit.id, "正科级", "局长"),))
    assert use == Assignment("id-302", "01")
    assert found.notes == ()


def test_one_csv_with_everything_in_gb_18030():
    text = (
        "单位,姓名,职级,房间号,楼栋\n县财政局,甲某,正科级,302,\n县财政局,乙某,科级以下,101,附楼\n县财政局,空置,,303,\n"
    )
    found = read(csv(text, "gb18030"), organ="county").roster
    assert [unit.organ_level for unit in found.org_units] == ["county"]
    assert [(p.name, p.posts[0].level) for p in found.occupants] == [("甲某", "正科级"), ("乙某", "科级以下")]
    assert [(a.space_id, a.occupant_id) for a in found.assignments] == [
        ("id-302", "县财政局#1"),
        ("id-101-b", "县财政局#2"),
        ("id-303", ""),
    ]


def test_two_rows_of_one_person_in_a_combined_table_are_two_rooms():
    text = "单位;姓名;职级;房间号\n县财政局;甲某;正科级;302\n县财政局;甲某;正科级;303\n"
    found = read(csv(text), organ="county").roster
    assert len(found.occupants) == 1
    assert [a.space_id for a in found.assignments] == ["id-302", "id-303"]


def test_one_csv_for_each_sheet_in_english():
    units = "org unit,organ level,kind\nFinance,county,department\n"
    people = "staff number,name,unit,level,retired on\n7,Someone,Finance,section chief,2026-10-20\n"
    uses = "room,building,staff number,purpose,share\n302,,7,office,50%\n"
    found = read(csv(units), csv(people), csv(uses, "utf-16")).roster
    assert found.occupants[0].retired_on == date(2026, 10, 20)
    assert found.assignments == (Assignment("id-302", "7", share=0.5),)


def test_titles_above_the_headings_merged_units_and_ids_of_rooms():
    rows = [
        ["澜溪县办公用房一览表"],
        ["填表日期:2026年11月"],
        ["单位名称", "使用人", "职级", "房间号"],
        ["县财政局", "甲某", "正科级", "id-302"],
        [None, "乙某", "科级以下", 303],
    ]

    def merge(book):
        book.active.merge_cells("A1:D1")
        book.active.merge_cells("A4:A5")

    found = read(workbook(merge, 一览表=rows), organ="county").roster
    assert {p.posts[0].org_unit_id for p in found.occupants} == {"县财政局"}
    assert [a.space_id for a in found.assignments] == ["id-302", "id-303"]


def test_posts_in_several_rows_a_transfer_and_a_second_post():
    units = [["单位名称", "机关级别"], ["财政局", "县级"], ["住建局", "县级"]]
    people = [
        ["人员编号", "姓名", "单位", "职级", "任职日期", "免职日期", "是否主职"],
        ["1", "甲某", "财政局", "正科级", "2020-01-01", "2026-05-31", None],
        ["1", "甲某", "住建局", "正科级", "2026-06-01", None, None],
        ["1", "甲某", "财政局", "副科级", "2026-06-01", None, "否"],
    ]
    [person] = read(workbook(单位=units, 人员=people)).roster.occupants
    assert [(p.org_unit_id, p.main) for p in person.posts] == [("财政局", True), ("住建局", True), ("财政局", False)]
    assert person.main_post_on(date(2026, 6, 1)).org_unit_id == "住建局"


def test_leased_rooms_join_those_of_the_building():
    rooms = [
        ["房间号", "楼栋", "核定用途", "使用面积(m²)", "是否租用"],
        ["501", "商务楼", "办公室", "32.5㎡", "是"],
        ["303", "", "服务用房", None, None],
    ]
    uses = [["房间号", "楼栋", "单位"], ["501", "商务楼", "县财政局"]]
    found = read(workbook(单位=UNITS, 房间=rooms, 用房=uses))
    leased = next(room for room in found.rooms if room.leased)
    assert (leased.id, leased.net_area_m2, leased.origin, leased.use) == ("商务楼//501", 32.5, "declared", "office")
    assert next(room for room in found.rooms if room.id == "id-303").use == "service"
    assert found.roster.assignments[0].space_id == leased.id


def test_a_formula_counts_by_its_value_and_without_one_is_a_fault():
    def formula(book):
        book["单位"]["C2"] = "=D2+E2"

    [fault] = faults(workbook(formula, 单位=UNITS, 人员=PEOPLE))
    assert (fault.sheet, fault.row, fault.column, fault.heading) == ("单位", 2, "C", "编制总数")
    assert "formula" in fault.reason.en


def test_what_was_not_read_is_said():
    people = [[*PEOPLE[0], "手机"], [*PEOPLE[1], "000"]]
    found = read(workbook(单位=UNITS, 人员=people, 说明=[["请看下页"]]))
    assert [note.en for note in found.notes] == [
        "Column 手机 of sheet 人员 was not read.",
        "Sheet 说明 has no headings of a roster and was not read.",
    ]


def changed(rows, row, column, value):
    copy = [list(line) for line in rows]
    copy[row][column] = value
    return copy


@pytest.mark.parametrize(
    ("sheets", "place", "words"),
    [
        ({"用房": changed(USES, 1, 0, "399")}, ("用房", 2, "A", "399"), "no such room"),
        ({"用房": changed(USES, 1, 0, "101")}, ("用房", 2, "A", "101"), "Several rooms have this number"),
        ({"用房": changed(USES, 1, 0, None)}, ("用房", 2, "A", ""), "may not be empty"),
        ({"用房": changed(USES, 1, 2, "02")}, ("用房", 2, "C", "02"), "no such person"),
        ({"用房": changed(USES, 1, 3, "游泳池")}, ("用房", 2, "D", "游泳池"), "choose one of"),
        ({"用房": [*USES, USES[1]]}, ("用房", 3, "A", "302"), "Row 2 gives the same room"),
        ({"人员": changed(PEOPLE, 1, 2, "县审计局")}, ("人员", 2, "C", "县审计局"), "no such org unit"),
        ({"人员": changed(PEOPLE, 1, 1, None)}, ("人员", 2, "B", ""), "may not be empty"),
        ({"人员": [*PEOPLE, PEOPLE[1]]}, ("人员", 3, "B", "甲某"), "row 2 already"),
        ({"人员": [*PEOPLE, ["01", "乙某", "县财政局", "副科级", ""]]}, ("人员", 3, "B", "乙某"), "another person"),
        ({"单位": [*UNITS, UNITS[1]]}, ("单位", 3, "A", "县财政局"), "row 2 already"),
        ({"单位": changed(UNITS, 1, 1, "村级")}, ("单位", 2, "B", "村级"), "choose one of"),
        ({"单位": changed(UNITS, 1, 1, None)}, ("单位", 2, "B", ""), "--organ"),
        ({"单位": changed(UNITS, 1, 2, 10)}, ("单位", 2, "C", "10"), "not the 9"),
        ({"单位": changed(UNITS, 1, 3, "一")}, ("单位", 2, "D", "一"), "whole number"),
    ],
)
def test_a_fault_is_named_with_sheet_row_column_and_value(sheets, place, words):
    [fault] = faults(workbook(**({"单位": UNITS, "人员": PEOPLE, "用房": USES} | sheets)))
    assert (fault.sheet, fault.row, fault.column, fault.value) == place
    assert words in fault.sentence.en
    assert fault.sentence.zh


def test_dates_that_contradict_each_other():
    uses = [["房间号", "人员编号", "启用日期", "停用日期", "份额"], ["302", "01", "2026-05-01", "2026-04-30", "1.5"]]
    period, share = faults(workbook(单位=UNITS, 人员=PEOPLE, 用房=uses))
    assert (period.column, share.column) == ("D", "E")
    assert "before it starts, on 2026-05-01" in period.reason.en


def test_the_same_room_again_in_another_time_is_no_duplicate():
    uses = [
        ["房间号", "人员编号", "启用日期", "停用日期"],
        ["302", "01", None, "2026-04-30"],
        ["302", "01", "2026-06-01", None],
    ]
    assert len(read(workbook(单位=UNITS, 人员=PEOPLE, 用房=uses)).roster.assignments) == 2


def test_two_people_of_one_name_need_numbers():
    units = [["单位名称", "机关级别"], ["财政局", "县级"], ["住建局", "县级"]]
    people = [["姓名", "单位", "职级"], ["甲某", "财政局", "正科级"], ["甲某", "住建局", "正科级"]]
    uses = [["房间号", "姓名"], ["302", "甲某"]]
    [fault] = faults(workbook(单位=units, 人员=people, 用房=uses))
    assert "staff number" in fault.reason.en
    by_unit = [["房间号", "姓名", "单位"], ["302", "甲某", "住建局"]]
    [use] = read(workbook(单位=units, 人员=people, 用房=by_unit)).roster.assignments
    assert use.occupant_id == "住建局#1"


def test_two_main_posts_at_once_are_a_fault():
    people = [
        ["人员编号", "姓名", "单位", "职级", "是否主职"],
        ["01", "甲某", "县财政局", "正科级", "是"],
        ["01", "甲某", "县财政局", "副科级", "是"],
    ]
    [fault] = faults(workbook(单位=UNITS, 人员=people))
    assert (fault.row, fault.column) == (3, "E")


def test_every_fault_is_reported_and_nothing_is_taken_over():
    bad = [USES[0], ["399", "", "01", ""], ["398", "", "02", ""], ["302", "", "01", "游泳池"]]
    assert [(f.row, f.column) for f in faults(workbook(单位=UNITS, 人员=PEOPLE, 用房=bad))] == [
        (2, "A"),
        (3, "A"),
        (3, "C"),
        (4, "D"),
    ]


def test_a_fault_of_a_combined_table_is_said_once():
    text = "单位,姓名,职级,房间号\n,甲某,正科级,302\n"
    [fault] = faults(csv(text), organ="county")
    assert (fault.row, fault.column) == (2, "A")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 not really", "roster-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "roster-unreadable"),
        (b"\x00\x01\x02\x03" * 10, "roster-unreadable"),
    ],
)
def test_what_cannot_be_read_at_all_is_one_sentence(data, code):
    with pytest.raises(RosterRefused) as caught:
        read(data)
    assert caught.value.code == code
    assert caught.value.reason.zh


@pytest.mark.parametrize("data", [b"", b"a,b,c\n1,2,3\n"])
def test_a_table_without_headings_of_a_roster_says_which_are_wanted(data):
    [fault] = faults(data)
    assert "use the template" in fault.reason.en
