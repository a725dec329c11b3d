"""XLSX workbooks as grids: values, formulas as formulas, merged ranges and hidden rows, row by row.

The workbook comes from anybody. Its directory is judged before anything is unpacked; XML is read by defusedxml (as
openpyxl does where it is installed); only cells are looked at, never drawings, macros or links.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bim_import.errors import ImportRefused
from bim_import.survey.grid import CellError, Formula, Grid, is_blank
from bim_import.survey.refusals import refuse

MIB = 1024 * 1024
MAX_UNPACKED_BYTES = 512 * MIB
MAX_RATIO = 200  # sheets of numbers deflate 5- to 30-fold
RATIO_FREE_BYTES = 32 * MIB
MAX_ROWS = 300_000  # rows with something in them, all sheets together
LAST_ROW = 1_048_576  # of a sheet of Excel
MAX_COLUMNS = 200  # further to the right no survey goes; formatted emptiness does
RANGE = re.compile(r"^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$")


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of a workbook; raises ``ImportRefused`` where it cannot be used."""
    try:
        _judge(path)
        return _read(path)
    except (ImportRefused, MemoryError):
        raise
    except Exception as error:  # whatever the reader makes of a broken workbook, the file is the reason
        raise refuse("workbook-damaged") from error


def _judge(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise refuse("workbook-macros")
    if any("externallinks/" in name for name in names):
        raise refuse("workbook-links")
    if "xl/workbook.bin" in names:
        raise refuse("workbook-binary")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refuse("workbook-encrypted")
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED_BYTES:
        raise refuse("workbook-too-large", limit_mib=MAX_UNPACKED_BYTES // MIB)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if size > RATIO_FREE_BYTES and size > MAX_RATIO * min(packed, path.stat().st_size):
        raise refuse("workbook-bomb")


def _read(path: Path) -> list[Grid]:
    import openpyxl

    # A stream, not a path: a service keeps files under their hash, and openpyxl asks a path for its extension.
    with warnings.catch_warnings(), path.open("rb") as stream:
        warnings.simplefilter("ignore")  # about styles and extensions nobody asks for
        workbook = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        try:
            with zipfile.ZipFile(path) as archive:
                left = MAX_ROWS
                grids = []
                for sheet in workbook.worksheets:
                    grid = _grid(sheet, archive, left)
                    left -= len(grid.rows)
                    grids.append(grid)
        finally:
            workbook.close()
    return grids


def _grid(sheet: Any, archive: zipfile.ZipFile, left: int) -> Grid:
    # openpyxl tells merged ranges and hidden rows only when it loads whole sheets with their styles; the part is read
    # once more instead, by its path, which it keeps to itself.
    with archive.open(sheet._worksheet_path) as part:
        merged, hidden_rows = _merged_and_hidden(part)
    sheet.reset_dimensions()  # what a file says about its size is often wrong
    rows: list[tuple[int, tuple[object, ...]]] = []
    for number, values in _rows(sheet):
        if len(rows) >= left:
            raise refuse("workbook-too-large", limit_mib=MAX_UNPACKED_BYTES // MIB)
        rows.append((number, values))
    return Grid(sheet.title, rows, merged, hidden_rows, sheet.sheet_state != "visible")


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[object, ...]]]:
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        values = [_value(cell) for cell in cells]
        while values and is_blank(values[-1]):
            values.pop()
        if values:
            yield number, tuple(values)


def _value(cell: Any) -> object:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Formula(value if isinstance(value, str) else "=")
    if cell.data_type == "e":
        return CellError(str(value))
    return value


def _merged_and_hidden(part: IO[bytes]) -> tuple[tuple[tuple[int, int, int, int], ...], frozenset[int]]:
    merged: list[tuple[int, int, int, int]] = []
    hidden: set[int] = set()
    number = 0
    try:
        for event, element in iterparse(part, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "row":
                number = int(element.get("r") or number + 1)
                if number > LAST_ROW:  # before openpyxl hands out every empty row up to it
                    raise refuse("workbook-damaged")
                if element.get("hidden") in ("1", "true"):
                    hidden.add(number)
            elif event == "start" and tag == "mergeCell":
                match = RANGE.match(element.get("ref") or "")
                if match:
                    first, top, last, bottom = match.groups()
                    merged.append((int(top), _column(first), int(bottom), _column(last)))
            elif event == "end":
                element.clear()
    except (ParseError, DefusedXmlException) as error:
        raise refuse("workbook-damaged") from error
    return tuple(merged), frozenset(hidden)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
