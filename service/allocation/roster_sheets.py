"""Rows of a roster file as plain cells: XLSX or CSV, whatever the encoding, merged cells filled, formulas by value.

Only what a person sees in the file is read. A formula counts with the value saved beside it; without one it is a fault.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from geometry.finding import Text
from service.allocation.roster_cells import Cell

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 200
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

TOO_LARGE = Text("文件 {file} 太大;请按单位拆分。", "The file {file} is too large; split it by org unit.")
NOT_A_WORKBOOK = Text(
    "{file} 不是可读的 XLSX 工作簿;请在表格软件中打开,另存为 .xlsx 后再试。",
    "{file} is no workbook that can be read; open it in a spreadsheet program and save it as .xlsx.",
)
OLD_FORMAT = Text(
    "{file} 是旧版 .xls 或加密的工作簿;请另存为不加密的 .xlsx。",
    "{file} is an old .xls or an encrypted workbook; save it as .xlsx without a password.",
)
NOT_TEXT = Text(
    "{file} 不是文本文件;CSV 请保存为 UTF-8 或 GB 18030。", "{file} is no text; save a CSV as UTF-8 or GB 18030."
)


class RosterRefused(Exception):  # noqa: N818  - named as ImportRefused is
    """The file cannot be read as a roster at all."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.code, self.reason = code, reason


class Formula:
    """A formula without a saved value stands in the cell."""

    def __str__(self) -> str:
        return "="


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows`` of cells with their row numbers from 1; empty rows are left out."""

    name: str
    rows: tuple[tuple[int, tuple[Cell | Formula, ...]], ...]


def read_sheets(files: Sequence[tuple[str, bytes]]) -> tuple[Sheet, ...]:
    """Return the sheets of XLSX and CSV files (name, content); what a file is, its content decides."""
    found: list[Sheet] = []
    for name, content in files:
        if len(content) > MOST_BYTES:
            raise RosterRefused("roster-too-large", TOO_LARGE.format(file=name))
        if content.startswith(OLD_EXCEL):
            raise RosterRefused("roster-unreadable", OLD_FORMAT.format(file=name))
        found += _workbook(name, content) if content.startswith(b"PK") else [_csv(name, content)]
    return tuple(found)


def _workbook(name: str, content: bytes) -> list[Sheet]:
    import openpyxl  # not needed for CSV

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > MOST_UNPACKED_BYTES:
                raise RosterRefused("roster-too-large", TOO_LARGE.format(file=name))
            sheets = [entry for entry in archive.namelist() if entry.startswith("xl/worksheets/")]
            has_formulas = any(b"<f" in archive.read(entry) for entry in sheets if entry.endswith(".xml"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # unknown extensions, invalid defaults: none concerns the values
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(content)) if has_formulas else None
    except RosterRefused:
        raise
    except Exception as bad:  # a damaged workbook raises whatever openpyxl meets
        raise RosterRefused("roster-unreadable", NOT_A_WORKBOOK.format(file=name)) from bad
    return [
        _sheet(sheet, formulas[sheet.title] if formulas else None)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]


def _sheet(sheet: Any, formulas: Any) -> Sheet:
    width = min(sheet.max_column, MOST_COLUMNS)
    merged = _merged(sheet, width)
    rows = []
    for at, values in enumerate(
        sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=width, values_only=True)
    ):
        row = at + 1
        cells: list[Any] = [merged.get((row, column + 1), value) for column, value in enumerate(values)]
        if formulas is not None:
            for column, value in enumerate(cells):
                if value is None and isinstance(formulas.cell(row, column + 1).value, str):
                    cells[column] = Formula() if formulas.cell(row, column + 1).data_type == "f" else None
        if any(cell is not None and cell != "" for cell in cells):
            rows.append((row, tuple(cells)))
    return Sheet(sheet.title, tuple(rows))


def _merged(sheet: Any, width: int) -> dict[tuple[int, int], Any]:
    """Return the value of every cell of a merged block but the first: it stands for all of them."""
    found: dict[tuple[int, int], Any] = {}
    for block in sheet.merged_cells.ranges:
        if (
            block.max_row > MOST_ROWS
            or (block.max_row - block.min_row + 1) * (block.max_col - block.min_col + 1) > MOST_ROWS
        ):
            continue
        value = sheet.cell(block.min_row, block.min_col).value
        for row in range(block.min_row, block.max_row + 1):
            for column in range(block.min_col, min(block.max_col, width) + 1):
                found[row, column] = value
    return found


def _csv(name: str, content: bytes) -> Sheet:
    text = _decoded(name, content)
    sample = text[:4096]
    delimiter = max(",;\t", key=lambda mark: (sample.count(mark), mark == ","))
    csv.field_size_limit(1024 * 1024)
    try:
        rows = [
            (number, tuple(cell.strip() or None for cell in row[:MOST_COLUMNS]))
            for number, row in _numbered(text, delimiter)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as bad:
        raise RosterRefused("roster-unreadable", NOT_TEXT.format(file=name)) from bad
    return Sheet(name.rsplit(".", 1)[0], tuple(rows))


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


def _decoded(name: str, content: bytes) -> str:
    """Return the text of a CSV: UTF-8 with or without mark, UTF-16 with its mark, else GB 18030."""
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RosterRefused("roster-unreadable", NOT_TEXT.format(file=name))
