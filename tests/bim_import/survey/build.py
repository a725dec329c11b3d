"""Small survey workbooks for tests, written with openpyxl as people's programs write them."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import openpyxl

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from bim_import.report import ReadResult

ROOMS = ("楼栋", "楼层", "房号", "名称", "长(m)", "宽(m)")
DISTANCES = ("房号", "起点", "终点", "数值(m)")


def workbook(path: Path, /, **sheets: list[tuple[object, ...]]) -> Path:
    """Write a workbook; each sheet is a list of rows, the first its headings."""
    return raw_workbook(path, sheets)[1]


def raw_workbook(path: Path, sheets: dict[str, list[tuple[object, ...]]]) -> tuple[Any, Path]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return book, path


def quick(path: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = ROOMS) -> Path:
    """Write a workbook of rooms with length and width."""
    return workbook(path, 房间=[headings, *rows])


def read(path: Path) -> ReadResult:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return read_file(path)


def problems(path: Path) -> list[dict[str, Any]]:
    """Return the row problems a file is refused with."""
    try:
        read(path)
    except ImportRefused as refused:
        assert refused.finding.code == "survey-rows-invalid", refused.finding
        rows: list[dict[str, Any]] = list(refused.finding.evidence["rows"])
        assert rows
        for row in rows:
            assert row["reason_zh"]
            assert row["reason_en"]
        return rows
    raise AssertionError("the file was not refused")


def refusal(path: Path) -> str:
    """Return the code a file is refused with."""
    try:
        read(path)
    except ImportRefused as refused:
        assert refused.finding.reason.zh
        assert refused.finding.reason.en
        return refused.finding.code
    raise AssertionError("the file was not refused")
