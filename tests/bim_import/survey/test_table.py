"""What stands around the rows of a table: headings in two rows, units nobody reads, notes and signatures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.bim_import.survey.build import problems, raw_workbook, read, workbook

HEADINGS = ("房号", "长(m)", "宽(m)")


def merged(path: Path, rows: list[tuple[object, ...]], *ranges: str) -> Path:
    book: Any
    book, _ = raw_workbook(path, {"房间": rows})
    for reach in ranges:
        book["房间"].merge_cells(reach)
    book.save(path)
    return path


def areas(file: Path) -> dict[str, float]:
    return {space.number: round(space.outline.area, 6) for space in read(file).model.spaces()}


@pytest.mark.parametrize(("unit", "length", "width"), [("m", 5, 4), ("mm", 5000, 4000)])
def test_headings_in_two_rows_share_the_unit_above(tmp_path: Path, unit: str, length: int, width: int) -> None:
    rows: list[tuple[object, ...]] = [
        ("房号", f"净尺寸({unit})", None, "备注"),
        (None, "长", "宽", None),
        ("101", length, width, "x"),
    ]
    assert areas(merged(tmp_path / "t.xlsx", rows, "B1:C1", "A1:A2")) == {"101": 20.0}


def test_a_row_of_the_table_is_no_second_row_of_headings(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("房号,名称,长(m),宽(m)\n管井,柱,1,1\n102,柱,5,4\n", encoding="utf-8")
    assert areas(file) == {"管井": 1.0, "102": 20.0}


@pytest.mark.parametrize("heading", ["长(尺)", "Length (ft)", "长[英寸]"])
def test_a_unit_that_is_not_read_is_a_problem_of_its_heading(tmp_path: Path, heading: str) -> None:
    file = workbook(tmp_path / "t.xlsx", 房间=[("房号", heading, "宽(m)"), ("101", 15, 4)])
    assert ("B " + heading, 1) in {(row["column"], row["row"]) for row in problems(file)}


def test_a_remark_in_brackets_is_no_unit(tmp_path: Path) -> None:
    rows = [("房号", "长(净)", "宽(净)", "单位"), ("101", 5, 4, "m")]
    assert areas(workbook(tmp_path / "t.xlsx", 房间=rows)) == {"101": 20.0}
    both = [("房号", "长(净)", "长(毛)", "宽(m)"), ("101", 5, 6, 4)]
    assert [row["column"] for row in problems(workbook(tmp_path / "u.xlsx", 房间=both))] == ["C 长(毛)"]


def test_notes_and_signatures_below_a_table_are_no_rooms(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        HEADINGS,
        ("101", 5, 4),
        ("注：长宽为净尺寸", None, None),
        ("测量人：甲", "复核人：乙", None),
        ("测量日期", "2026-07-01", None),
    ]
    result = read(merged(tmp_path / "t.xlsx", rows, "A3:C3"))
    (space,) = result.model.spaces()
    assert space.survey is not None
    assert space.survey.measured_on == dt.date(2026, 7, 1)
    (said,) = (f for f in result.report.findings if f.code == "survey-sums-left-out")
    assert said.evidence["rows"] == [3, 4, 5]


def test_a_room_called_like_a_signature_stays(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("名称,房号,长(m),宽(m)\n审核,102,5,4\n记录,103,3,2\n", encoding="utf-8")
    assert areas(file) == {"102": 20.0, "103": 6.0}
