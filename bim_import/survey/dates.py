"""Days as people write them: a date cell, 2026-07-01, 2026年7月1日, 1.7.2026, 20260701, or Excel's bare count of days.

What could be two days (07/08/2026) is not guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from bim_import.survey.grid import is_blank
from bim_import.survey.numbers import plain_text
from bim_import.survey.words import level, words

FIRST: Final = dt.date(1990, 1, 1)  # no hand-held laser is older
_EXCEL_ZERO: Final = dt.date(1899, 12, 30)
_YEAR_FIRST: Final = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[t ]\s*\d{1,2}[:时].*)?$"
)
_YEAR_LAST: Final = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$")
_PACKED: Final = re.compile(r"^(\d{4})(\d\d)(\d\d)$")
_NAMED: Final = re.compile(
    r"^(\d{1,2})\.?[ -]([a-z]{3})[a-z]*\.?,?[ -](\d{4})$|^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LABELLED: Final = re.compile(r"^([^:]{1,40}?)\s*:\s*(.*)$")


class NotADayError(ValueError):
    """The cell is no day, or could be two."""


class ImpossibleDayError(ValueError):
    """A day, but nobody measured on it: before lasers or in the future."""


def read_day(value: object, *, today: dt.date | None = None) -> dt.date:
    """Return the day a cell stands for; raises ``NotADayError`` or ``ImpossibleDayError``."""
    day = _day(value)
    # One day more than today: the file may come from the other side of the date line.
    if not FIRST <= day <= (today or dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=1):
        raise ImpossibleDayError(day.isoformat())
    return day


def stated_day(rows: Iterable[tuple[int, tuple[object, ...]]]) -> tuple[int, object] | None:
    """Return row and value of a date of measurement beside a table: "测量日期：2026-07-01", or in the next cell."""
    names = words().measured_on
    for number, values in rows:
        for index, cell in enumerate(values):
            if not isinstance(cell, str) or is_blank(cell):
                continue
            plain = plain_text(cell)
            labelled = _LABELLED.match(plain)
            if labelled and level(labelled.group(1)) in names and labelled.group(2):
                return number, labelled.group(2)
            if level(plain.rstrip(": ")) in names:
                following = next((v for v in values[index + 1 :] if not is_blank(v)), None)
                return None if following is None else (number, following)
    return None


def _day(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NotADayError
    if isinstance(value, int | float):
        if not float(value).is_integer():
            raise NotADayError
        text = str(int(value))
        if len(text) == 5:
            return _EXCEL_ZERO + dt.timedelta(days=int(text))
    else:
        text = plain_text(value).casefold()
    return _from_text(text)


def _from_text(text: str) -> dt.date:
    try:
        if match := _YEAR_FIRST.match(text) or _PACKED.match(text):
            return dt.date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        if match := _NAMED.match(text):
            day, month, year = match.group(1, 2, 3) if match.group(1) else match.group(5, 4, 6)
            return dt.date(int(year), _MONTHS.index(month) + 1, int(day))
        if match := _YEAR_LAST.match(text):
            first, mark, second, year = match.groups()
            if mark == "." or int(first) > 12 or first == second:  # 1.7.2026 is written by people who put days first
                return dt.date(int(year), int(second), int(first))
            if int(second) > 12:
                return dt.date(int(year), int(first), int(second))
    except ValueError as error:
        raise NotADayError from error
    raise NotADayError
