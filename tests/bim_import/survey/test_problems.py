"""Every bad row is named with sheet, row, column and what to do; nothing is imported unless all of it is."""

import datetime as dt

import pytest

from bim_import.errors import ImportRefused
from bim_import.survey.problems import Problems
from geometry.finding import Text
from tests.bim_import.survey.build import DISTANCES, ROOMS, problems, quick, raw_workbook, read, workbook

GOOD = ("1号楼", "1F", "101", "办公室", 5.2, 4.1)


@pytest.mark.parametrize(
    ("value", "word_zh", "word_en"),
    [
        (-4.5, "负", "negative"),
        (0, "零", "zero"),
        (900, "不可能", "no measurement"),
        (4500, "混用", "mixed"),
        ("约4.5", "不是数字", "no number"),
        ("four", "不是数字", "no number"),
        ("=4.2+0.3", "公式", "formula"),
        ("#REF!", "错误值", "error"),
        (dt.date(2026, 4, 5), "日期", "date"),
        (dt.time(4, 5), "日期", "date"),
        ("4月5日", "日期", "date"),
        (True, "不是数字", "no number"),
        (0.02, "太小", "too small"),
        (float("1e300"), "不可能", "no measurement"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_place(value, word_zh, word_en, tmp_path):
    bad = (*GOOD[:2], "102", "办公室", value, 4.1)
    path = quick(tmp_path / "a.xlsx", GOOD, bad, (*GOOD[:2], "103", "", 4.4, 4.0))
    (row,) = problems(path)
    assert (row["sheet"], row["row"], row["column"]) == ("房间", 3, "E 长(m)")
    assert word_zh in row["reason_zh"]
    assert word_en in row["reason_en"]


def test_one_problem_is_one_sentence_that_names_the_place(tmp_path):
    path = quick(tmp_path / "a.xlsx", (*GOOD[:4], -1, 4.1))
    with pytest.raises(ImportRefused) as refused:
        read(path)
    reason = refused.value.finding.reason
    assert reason.en.startswith("Sheet “房间”, row 2, column E 长(m): The value is negative")
    assert reason.zh.startswith("工作表“房间”第 2 行 E 长(m) 列:数值不能为负")


def test_all_problems_are_reported_together(tmp_path):
    path = quick(
        tmp_path / "a.xlsx",
        GOOD,
        (*GOOD[:2], "102", "", -1, 0),
        (*GOOD[:2], "101", "", 4.0, 3.0),
        (*GOOD[:2], "", "", 4.0, 3.0),
        (*GOOD[:2], "105", "", 4.0, None),
    )
    found = {(row["row"], row["column"][:1]) for row in problems(path)}
    assert found == {(3, "E"), (3, "F"), (4, "C"), (5, "C"), (6, "F")}


def test_a_room_number_may_occur_once_in_a_storey_and_again_in_another(tmp_path):
    path = quick(tmp_path / "a.xlsx", GOOD, ("1号楼", "2F", "101", "", 4.0, 3.0), ("2号楼", "1F", "101", "", 4.0, 3.0))
    assert len(read(path).model.spaces()) == 3


def test_a_row_without_a_storey_among_rows_with_one_is_named(tmp_path):
    (row,) = problems(quick(tmp_path / "a.xlsx", GOOD, ("1号楼", None, "102", "", 4.0, 3.0)))
    assert (row["row"], row["column"]) == (3, "B 楼层")


def test_merged_cells_in_a_column_that_is_read_are_named(tmp_path):
    rows = [ROOMS, GOOD, (None, "1F", "102", "", 4.0, 3.0), (*GOOD[:2], "103", "", 4.0, 3.0)]
    book, path = raw_workbook(tmp_path / "a.xlsx", {"房间": rows})
    book["房间"].merge_cells("A2:A3")
    book.save(path)
    found = problems(path)
    assert {(row["sheet"], row["row"], row["column"]) for row in found} >= {("房间", 2, "A 楼栋")}
    assert any("A2:A3" in row["reason_en"] for row in found)


def test_a_merged_title_above_the_headings_does_no_harm(tmp_path):
    book, path = raw_workbook(tmp_path / "a.xlsx", {"房间": [("办公用房测量表",), (), ROOMS, GOOD]})
    book["房间"].merge_cells("A1:F1")
    book.save(path)
    assert len(read(path).model.spaces()) == 1


def test_an_unknown_room_in_the_distances_is_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", 房间=[ROOMS, GOOD], 距离=[DISTANCES, ("109", "1", "2", 4.0)])
    (row,) = problems(path)
    assert (row["sheet"], row["row"], row["column"], row["value"]) == ("距离", 2, "A 房号", "109")


def test_a_corner_the_room_does_not_have_is_named(tmp_path):
    rooms = [("房号", "转角顺序"), ("101", "A B C D")]
    path = workbook(tmp_path / "a.xlsx", 房间=rooms, 距离=[DISTANCES, ("101", "A", "B", 4.0), ("101", "B", "E", 4.0)])
    (row,) = problems(path)
    assert (row["row"], row["column"], row["value"]) == (3, "C 终点", "E")


def test_missing_columns_are_named_by_both_their_names(tmp_path):
    (row,) = problems(workbook(tmp_path / "a.xlsx", 距离=[("房号", "起点", "数值(m)"), ("101", "A", 4.0)]))
    assert "终点" in row["reason_zh"]
    assert "To" in row["reason_en"]


def test_a_unit_nobody_knows_is_named(tmp_path):
    headings = (*DISTANCES[:3], "数值", "单位")
    (row,) = problems(workbook(tmp_path / "a.xlsx", 距离=[headings, ("101", "A", "B", 4.0, "英尺")]))
    assert (row["column"], row["value"]) == ("E 单位", "英尺")


def test_lengths_without_a_unit_that_could_be_anything_are_asked_for(tmp_path):
    headings = ("房号", "长", "宽")
    (row, *_) = problems(quick(tmp_path / "a.xlsx", ("101", 520, 410), headings=headings))
    assert row["row"] == 1
    assert "unit" in row["reason_en"].lower()


def test_two_columns_that_mean_the_same_are_named(tmp_path):
    headings = ("房号", "长(m)", "宽(m)", "房间长(m)")
    (row,) = problems(quick(tmp_path / "a.xlsx", ("101", 5.2, 4.1, 5.3), headings=headings))
    assert (row["row"], row["column"]) == (1, "D 房间长(m)")


def test_length_and_width_beside_distances_are_too_much(tmp_path):
    path = workbook(tmp_path / "a.xlsx", 房间=[ROOMS, GOOD], 距离=[DISTANCES, ("101", "1", "2", 4.0)])
    (row,) = problems(path)
    assert (row["sheet"], row["row"]) == ("房间", 2)


def test_thousands_of_bad_rows_are_counted_and_a_part_of_them_kept():
    problems = Problems()
    for row in range(5000):
        problems.add("s", row, "", row, Text("坏", "bad"))
    with pytest.raises(ImportRefused) as refused:
        problems.refuse_if_any()
    assert refused.value.finding.evidence["count"] == 5000
    assert len(refused.value.finding.evidence["rows"]) == 2000


def test_a_number_that_several_buildings_have_needs_its_building(tmp_path):
    rooms = [("楼栋", "楼层", "房号"), ("1号楼", "1F", "101"), ("2号楼", "1F", "101")]
    path = workbook(tmp_path / "a.xlsx", 房间=rooms, 距离=[DISTANCES, ("101", "1", "2", 4.0)])
    (row,) = problems(path)
    assert "2" in row["reason_en"]
    headings = ("楼栋", *DISTANCES)
    named = [headings, *(("2号楼", "101", a, b, d) for a, b, d in (("1", "2", 3.0), ("2", "3", 4.0), ("3", "1", 5.0)))]
    result = read(workbook(tmp_path / "b.xlsx", 房间=rooms, 距离=named))
    assert [s.id for s in result.model.spaces()] == ["survey:2号楼/1F/101"]
    assert result.model.spaces()[0].outline.area == pytest.approx(6.0, abs=1e-6)


def test_an_english_workbook_is_read_by_the_names_of_the_issue(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        rooms=[
            ("building", "storey", "number", "name", "use", "length_m", "width_m", "deductions_m2"),
            ("A", "2F", 201, "Office", "office", 5.0, 4.0, 0.25),
            ("A", "2F", 202, "Store", "storage", None, None, None),
        ],
        distances=[
            ("room", "from", "to", "value", "unit", "instrument", "reading 2"),
            (202, 1, 2, 300, "cm", "tape", 300.2),
            (202, 2, 3, 4.0, "m", "DISTO", None),
            (202, 3, 1, 5000, "mm", "Bosch GLM", None),
        ],
    )
    result = read(path)
    assert [round(s.outline.area, 2) for s in result.model.spaces()] == [20.0, 6.0]
