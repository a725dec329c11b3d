from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bim_import.survey.dates import ImpossibleDayError, NotADayError, read_day
from tests.bim_import.survey.build import problems, read, workbook

TODAY = dt.date(2026, 11, 25)
DAY = dt.date(2026, 7, 1)
HEADINGS = ("房号", "长(m)", "宽(m)", "测量日期")


@pytest.mark.parametrize(
    "written",
    [
        *(dt.datetime(2026, 7, 1, 9, 30), DAY, 20260701, 46204, 46204.0, "20260701", "２０２６－０７－０１"),  # noqa: DTZ001
        *(
            "2026-07-01",
            "2026/7/1",
            "2026.7.1",
            "2026年7月1日",
            "2026 年 7 月 1 日",
            "2026-07-01 10:15",
            "2026-07-01T10:15",
        ),
        *("1.7.2026", "1 Jul 2026", "July 1, 2026", "01-July-2026"),
    ],
)
def test_a_day_is_read_as_people_write_it(written: object) -> None:
    assert read_day(written, today=TODAY) == DAY


@pytest.mark.parametrize(
    "written", ["7/8/2026", "7月1日", "昨天", "2026-02-30", "2026-13-01", 0.5, True, None, 12, "1e400"]
)
def test_what_is_no_certain_day_is_not_guessed(written: object) -> None:
    with pytest.raises(NotADayError):
        read_day(written, today=TODAY)


@pytest.mark.parametrize("written", ["2026-11-27", "1989-12-31", 99999])
def test_nobody_measured_in_the_future_or_before_lasers(written: object) -> None:
    with pytest.raises(ImpossibleDayError):
        read_day(written, today=TODAY)


def test_a_row_has_its_own_day_and_the_day_above_the_headings_is_for_the_others(tmp_path: Path) -> None:
    above = [("澜溪县房间面积测量表",), ("测量日期：2026-06-30", None, "测量人：甲"), HEADINGS]
    file = workbook(tmp_path / "s.xlsx", 房间=[*above, ("101", 5, 4, DAY), ("102", 5, 4)])
    days = {space.number: space.survey.measured_on for space in read(file).model.spaces() if space.survey}
    assert days == {"101": DAY, "102": dt.date(2026, 6, 30)}


def test_the_last_day_of_its_readings_is_when_a_room_was_measured(tmp_path: Path) -> None:
    walls = [("1", a, b, v, f"2026-07-0{a}") for a, b, v in ((1, 2, 5.0), (2, 3, 4.0), (3, 4, 5.0), (4, 1, 4.0))]
    rows = [("房号", "起点", "终点", "数值(m)", "date"), *walls, ("1", 1, 3, 6.403, "2026-07-02")]
    (space,) = read(workbook(tmp_path / "s.xlsx", 距离=rows)).model.spaces()
    assert space.survey is not None
    assert space.survey.measured_on == dt.date(2026, 7, 4)


def test_a_bad_day_is_a_problem_of_its_row(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "s.xlsx", 房间=[("测量日期", "不详"), HEADINGS, ("101", 5, 4, "7/8/2026"), ("102", 5, 4, "=TODAY()")]
    )
    assert [(row["row"], row["value"]) for row in problems(file)] == [(1, "不详"), (3, "7/8/2026"), (4, "=TODAY()")]
