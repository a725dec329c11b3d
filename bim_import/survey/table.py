"""A sheet whose headings are understood: which column is which, in which unit, and the rows below."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bim_import.survey.dates import ImpossibleDayError, NotADayError, read_day, stated_day
from bim_import.survey.grid import Formula, Grid, column_letter, is_blank
from bim_import.survey.numbers import plain_text
from bim_import.survey.problems import Problems
from bim_import.survey.row_reasons import FORMULA, UNKNOWN_UNIT, why_no_day
from bim_import.survey.words import Heading, SheetId, SheetWords, heading_of, level, names_sheet, stated_unit, words
from geometry.finding import Text

HEADING_ROWS = 20  # titles, dates and signatures above the headings
ENOUGH = 2  # known headings that make a row the heading row

MISSING = Text(
    "工作表“{sheet}”缺少列:{columns}。",
    "The sheet “{sheet}” lacks the columns: {columns}.",
)
MISSING_HERE = Text("表格缺少列:{columns}。", "The table lacks the columns: {columns}.")
TWICE = Text(
    "这一列与 {other} 列含义相同,无法判断用哪一列;请删去或改名其中一列。",
    "This column means the same as column {other}; delete or rename one of the two.",
)
MERGED = Text(
    "单元格已合并({range}),无法判断数值属于哪一行;请取消合并并逐行填写。",
    "The cells {range} are merged, so that nobody can say which row the value belongs to; split them and fill in "
    "every "
    "row.",
)
# Columns of which a second one would change a number; of the others the better-named one counts.
NAMES_ONLY = frozenset({"building", "storey", "number", "name", "use", "remark", "instrument"})
SUMS = frozenset({"合计", "总计", "小计", "total", "sum", "subtotal", "grandtotal"})

_MEASURED = re.compile(r"^\s*\d+(?:[.,]\d+)?\s*[a-z]{0,2}\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, understood: ``columns`` maps a column to its index from 0, ``units`` to the unit in its heading."""

    sheet: SheetWords
    name: str
    heading_row: int
    columns: dict[str, int]
    units: dict[str, str]
    labels: dict[str, str]  # column -> "E 数值", as a person finds it
    rows: list[tuple[int, tuple[object, ...]]]
    hidden_rows: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    sums: tuple[int, ...] = ()  # rows of totals, notes and signatures, left out
    measured_on: dt.date | None = None  # stated above the headings, for all rows that do not say otherwise

    def label(self, column: str) -> str:
        """Return how a person finds a column: letter and heading."""
        return self.labels.get(column, "")


@dataclass(slots=True)
class _Headings:
    row: int = 0
    found: dict[str, list[tuple[int, str, Heading]]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def sheet_id_of(grid: Grid) -> SheetId | None:
    """Return what kind of sheet a grid is: by its title, else by its headings; None where neither says so."""
    for sheet in words().sheets.values():
        if grid.name and names_sheet(grid.name, sheet.names):
            return sheet.id
    scored = []
    for sheet in words().sheets.values():
        headings = _headings(grid, sheet)
        if all(column in headings.found for column in sheet.required) and len(headings.found) >= ENOUGH:
            scored.append((len(headings.found), sheet.id))
    return max(scored, key=lambda s: s[0])[1] if scored else None


def is_for_people(grid: Grid) -> bool:
    """Return whether a sheet holds instructions or examples."""
    return names_sheet(grid.name, words().people_sheets)


def understood(grid: Grid, sheet_id: SheetId, problems: Problems) -> Table | None:
    """Return the table of a grid; None where columns are missing, which is then said."""
    sheet = words().sheets[sheet_id]
    headings = _headings(grid, sheet)
    missing = [column for column in sheet.required if column not in headings.found]
    if missing:
        titles = [words().titles[column] for column in missing]
        values = {"sheet": grid.name}
        template = MISSING if grid.name else MISSING_HERE
        reason = Text(
            template.zh.format(columns="、".join(zh for zh, _ in titles), **values),
            template.en.format(columns=", ".join(en for _, en in titles), **values),
        )
        first = grid.rows[0][0] if grid.rows else 1
        problems.add(grid.name, headings.row or first, "", "", reason)
        return None
    columns, units, labels = {}, {}, {}
    for column, candidates in headings.found.items():
        index, text, heading = min(candidates, key=lambda c: c[2].rank)
        columns[column], labels[column] = index, f"{column_letter(index + 1)} {' '.join(text.split())}"
        if heading.unit:
            units[column] = heading.unit
        if heading.foreign:
            problems.add(grid.name, headings.row, labels[column], text, UNKNOWN_UNIT.format(value=heading.foreign))
        if column not in NAMES_ONLY:
            for other, other_text, _ in candidates:
                if other != index:
                    label = f"{column_letter(other + 1)} {' '.join(other_text.split())}"
                    problems.add(
                        grid.name, headings.row, label, other_text, TWICE.format(other=column_letter(index + 1))
                    )
    rows, sums = _data_rows(grid, headings.row, columns)
    _check_merged(grid, headings.row, columns, labels, frozenset(sums), problems)
    hidden = tuple(number for number, _ in rows if number in grid.hidden_rows)
    unknown = tuple(u for u in headings.unknown if level(u) not in words().people_columns)
    return Table(
        sheet,
        grid.name,
        headings.row,
        columns,
        units,
        labels,
        rows,
        hidden,
        unknown,
        tuple(sums),
        _day(grid, headings.row, sums, problems),
    )


def _day(grid: Grid, heading_row: int, notes: list[int], problems: Problems) -> dt.date | None:
    """Return the date of measurement above the headings or in a note below, None (and a problem) where it is none."""
    stated = stated_day((row, values) for row, values in grid.rows if row < heading_row or row in notes)
    if stated is None:
        return None
    row, value = stated
    try:
        if isinstance(value, Formula):
            problems.add(grid.name, row, "", value.text, FORMULA)
            return None
        return read_day(value)
    except (NotADayError, ImpossibleDayError) as error:
        problems.add(grid.name, row, "", value, why_no_day(error, value))
    return None


def _headings(grid: Grid, sheet: SheetWords) -> _Headings:
    """Return the headings in the row of the first twenty that has most of them."""
    best, seen = _Headings(), list[_Headings]()
    for number, values in grid.rows[:HEADING_ROWS]:
        here = _Headings(number)
        for index, value in enumerate(values):
            if not isinstance(value, str) or is_blank(value) or len(value) > 80:
                continue
            heading = heading_of(value, sheet)
            if heading is None:
                here.unknown.append(plain_text(value))
            else:
                here.found.setdefault(heading.column, []).append((index, value, heading))
        if len(here.found) > len(best.found):
            best = here
        seen.append(here)
    return _with_second_row(grid, best, seen)


def _with_second_row(grid: Grid, best: _Headings, seen: list[_Headings]) -> _Headings:
    """Return the headings with those of a row above or below: 尺寸(m) over 长 and 宽, with the unit above for both."""
    cells = dict(grid.rows)
    for other in seen:
        upper, lower = (best, other) if other.row == best.row + 1 else (other, best)
        if upper.row + 1 != lower.row or not other.found or other.found.keys() & best.found.keys():
            continue
        if lower.unknown or len(lower.found) < ENOUGH or any(not isinstance(v, str | None) for v in cells[lower.row]):
            continue  # a row of the table
        both = _Headings(lower.row, dict(upper.found), [])
        for column, candidates in lower.found.items():
            both.found[column] = [
                (index, text, heading if heading.unit else heading._replace(unit=_unit_above(cells[upper.row], index)))
                for index, text, heading in candidates
            ]
        return both
    return best


def _unit_above(values: tuple[object, ...], index: int) -> str | None:
    """Return the unit in the nearest heading above or to the left of a cell, None where it states none."""
    above = next((v for v in reversed(values[: index + 1]) if not is_blank(v)), None)
    return stated_unit(above) if isinstance(above, str) else None


def _data_rows(
    grid: Grid, heading_row: int, columns: dict[str, int]
) -> tuple[list[tuple[int, tuple[object, ...]]], list[int]]:
    rows, sums = [], []
    indices = sorted(columns.values())
    first = [columns[c] for c in ("building", "storey", "number", "name") if c in columns]
    for number, values in grid.rows:
        if number <= heading_row or all(i >= len(values) or is_blank(values[i]) for i in indices):
            continue
        if any(i < len(values) and _is_sum(values[i]) for i in {0, *first}) or _is_note(values):
            sums.append(number)
            continue
        rows.append((number, values))
    return rows, sums


def _is_sum(value: object) -> bool:
    return isinstance(value, str) and level(value) in SUMS


def _is_note(values: tuple[object, ...]) -> bool:
    """Return whether a row is a note or a signature: words only, the first of them one that says so."""
    texts = [value for value in values if not is_blank(value)]
    if not texts or not isinstance(texts[0], str) or any(_MEASURED.match(str(value)) for value in texts[1:]):
        return False
    said = re.split(r"[:.\d(、]", plain_text(texts[0]).casefold(), maxsplit=1)[0]
    return level(said) in words().note_rows


def _check_merged(
    grid: Grid,
    heading_row: int,
    columns: dict[str, int],
    labels: dict[str, str],
    left_out: frozenset[int],
    problems: Problems,
) -> None:
    last_row = max((number for number, _ in grid.rows), default=0)
    for top, first, bottom, last in grid.merged:
        if bottom <= heading_row or top > last_row or top in left_out:
            continue
        touched = [c for c, index in columns.items() if first <= index + 1 <= last]
        if not touched:
            continue
        column = min(touched, key=lambda c: columns[c])
        row = max(top, heading_row + 1)
        reach = f"{column_letter(first)}{top}:{column_letter(last)}{bottom}"
        problems.add(grid.name, row, labels[column], _cell(grid.rows, top, first - 1), MERGED.format(range=reach))


def _cell(rows: Iterable[tuple[int, tuple[object, ...]]], row: int, index: int) -> object:
    for number, values in rows:
        if number == row and index < len(values):
            value = values[index]
            return value.text if isinstance(value, Formula) else value
    return ""
