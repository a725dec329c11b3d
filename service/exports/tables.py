"""Tables as XLSX: headings with their unit, numbers as numbers, filter and frozen heading, notes below."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import xlsxwriter

Kind = Literal["text", "area", "count", "share", "day"]
Cell = str | float | int | date | None
FORMATS = {"text": "@", "area": "#,##0.00", "count": "0", "share": "0.0%", "day": "yyyy-mm-dd"}
EPOCH = datetime(2026, 1, 1)  # noqa: DTZ001  - the properties of a workbook have no zone; the same bytes every time
SHEET_NAME = 31  # longest that spreadsheet programs take
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; areas are m², shares 1 = 100 %. ``to_fill`` marks what the system does not know."""

    heading: str
    kind: Kind = "text"
    width: int = 14
    to_fill: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title, columns, rows as long as the columns, and sentences below."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


def workbook(sheets: Sequence[Sheet], *, title: str) -> bytes:
    """Return a workbook with these sheets."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": EPOCH, "title": title})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True}),
        "to_fill": book.add_format({"bold": True, "bg_color": "#FDE9D9", "border": 1, "text_wrap": True}),
        "note": book.add_format({"font_color": "#52606D"}),
    }
    cells = {kind: book.add_format({"num_format": pattern, "border": 1}) for kind, pattern in FORMATS.items()}
    used: set[str] = set()
    for sheet in sheets:
        _write(book.add_worksheet(_name(sheet.name, used)), sheet, styles, cells)
    book.close()
    return target.getvalue()


def _write(target: Any, sheet: Sheet, styles: dict[str, Any], cells: dict[str, Any]) -> None:
    target.write_string(0, 0, sheet.title, styles["title"])
    for at, column in enumerate(sheet.columns):
        target.set_column(at, at, column.width)
        target.write_string(1, at, column.heading, styles["to_fill" if column.to_fill else "heading"])
    for row, values in enumerate(sheet.rows, start=2):
        for at, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            _cell(target, row, at, value, cells[column.kind])
    last = 1 + len(sheet.rows)
    target.freeze_panes(2, 0)
    target.autofilter(1, 0, max(last, 2), len(sheet.columns) - 1)
    for offset, note in enumerate(sheet.notes):
        target.write_string(last + 2 + offset, 0, note, styles["note"])
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(0, 1)


def _cell(target: Any, row: int, column: int, value: Cell, style: Any) -> None:
    if value is None or value == "":
        target.write_blank(row, column, None, style)
    elif isinstance(value, str):
        target.write_string(row, column, value, style)  # never a formula, whatever it begins with
    elif isinstance(value, date):
        target.write_datetime(row, column, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    else:
        target.write_number(row, column, value, style)


def _name(wanted: str, used: set[str]) -> str:
    plain = wanted.translate(FORBIDDEN).strip()[:SHEET_NAME] or "1"
    name, n = plain, 1
    while name.casefold() in used:
        n += 1
        name = f"{plain[: SHEET_NAME - 3]} {n}"
    used.add(name.casefold())
    return name
