"""CSV as a grid: the delimiter and the encoding are found out, the row numbers are those of the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from bim_import.survey.grid import Formula, Grid, is_blank
from bim_import.survey.refusals import refuse
from bim_import.survey.table import sheet_id_of
from bim_import.text import UTF16_MARKS, Decoded, decoded

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 300_000
MAX_COLUMNS = 200  # further to the right no survey goes
DELIMITERS = (",", ";", "\t", "|")
PROBED_LINES = 30


def read_grid(path: Path) -> tuple[Grid, Decoded]:
    """Return a CSV file as one grid without a name, and the text it was read from; raises ``ImportRefused``."""
    if path.stat().st_size > MAX_BYTES:
        raise refuse("table-too-large", limit_mib=MAX_BYTES // 1024**2)
    text = decoded(path.read_bytes())
    if text is None:
        raise refuse("not-read")
    return grid_of(text.text), text


def grid_of(text: str) -> Grid:
    """Return a text as a grid; raises ``ImportRefused`` where it is too long for one."""
    rows: list[tuple[int, tuple[object, ...]]] = []
    delimiter = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    started = 1  # a quoted cell may hold line breaks: the row number is that of its first line
    try:
        for cells in reader:
            number, started = started, reader.line_num + 1
            values: list[object] = [_value(cell) for cell in cells[:MAX_COLUMNS]]
            while values and is_blank(values[-1]):
                values.pop()
            if values and not (number == 1 and len(cells) == 2 and cells[0].casefold() == "sep="):
                rows.append((number, tuple(values)))
            if len(rows) > MAX_ROWS:
                raise refuse("table-too-large", limit_mib=MAX_BYTES // 1024**2)
    except csv.Error as error:  # a cell longer than any cell is
        raise refuse("not-read") from error
    return Grid("", rows)


def looks_like_table(beginning: bytes) -> bool:
    """Return whether the first bytes of a file are a table: a line with a known heading, or lines of equal length."""
    whole_lines = beginning[: beginning.rfind(b"\n") + 1] or beginning
    text = decoded(beginning[: len(beginning) // 2 * 2] if beginning.startswith(UTF16_MARKS) else whole_lines)
    if text is None or text.text.lstrip().startswith(("<", "{", "[", "%")):
        return False
    grid = grid_of(text.text)
    if sheet_id_of(grid) is not None:
        return True
    widths = [len(values) for _, values in grid.rows[:PROBED_LINES]]
    return len(widths) > 1 and min(widths) > 1 and max(widths) - min(widths) <= 1


def delimiter_of(text: str) -> str:
    """Return the delimiter that parts the first lines into the same number of cells, most of them."""
    lines = [line for line in text.splitlines()[: PROBED_LINES * 2] if line.strip()][:PROBED_LINES]
    if lines and (first := lines[0].strip().casefold()).startswith("sep=") and len(first) == 5:
        return first[4]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            counts = [len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines]
        except csv.Error:  # a cell longer than any cell is
            return (0, 0)
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=score)


def _value(cell: str) -> object:
    return Formula(cell.strip()) if cell.lstrip().startswith("=") else cell
