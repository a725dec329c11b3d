"""What a cell of a roster says: texts, numbers, dates, shares, yes or no, and choices from a list of words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from importlib import resources
from math import isfinite
from typing import Any

from geometry.finding import Text

Cell = str | int | float | bool | date | datetime | None

# Excel counts days from 1899-12-30 (its 1900 has a 29 February); 20 000 is 1954, 80 000 is 2119.
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = (20_000, 80_000)
YEARS = range(1900, 2200)
_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$|^(\d{4})(\d{2})(\d{2})$")
_CLOCK = re.compile(r"\s+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_MONTH = re.compile(r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*月?$")
_BRACKETS = re.compile(r"[((\[【].*?[))\]】]")

NOT_A_DATE = Text("不是日期;请写成 2026-11-21。", "This is no date; write 2026-11-21.")
ONLY_A_MONTH = Text("只有年月;请写明哪一天,如 2026-11-21。", "Only a month is given; say which day, as 2026-11-21.")
NOT_A_SHARE = Text("份额应在 0 与 1 之间,如 0.5、50% 或 1/2。", "A share lies between 0 and 1: 0.5, 50% or 1/2.")
NOT_A_COUNT = Text("应为不小于 0 的整数。", "This must be a whole number not below 0.")
NOT_AN_AREA = Text("应为大于 0 的面积(m²)。", "This must be an area in m² above 0.")
NOT_A_CHOICE = Text("不认识;可用:{allowed}。", "This is not known; choose one of: {allowed}.")


class CellError(ValueError):
    """A cell does not hold what its column wants."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@cache
def words() -> Mapping[str, Any]:
    """Return the headings and choices of rosters."""
    text = resources.files("service.allocation").joinpath("roster_headers.toml").read_text("utf-8")
    return tomllib.loads(text)


def folded(text: str) -> str:
    """Return a heading or word in the spelling they are compared in: width, case, without blanks, stars, brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(_BRACKETS.sub("", plain).replace("*", "").split())


def text_of(cell: Cell) -> str:
    """Return a cell as text: 302.0 is the room number 302, a date is written as one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return unicodedata.normalize("NFC", str(cell)).strip()


def day_of(cell: Cell) -> date | None:
    """Return a day, None for an empty cell; raises ``CellError``. Texts, Excel dates and their day numbers are read."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        if cell.year not in YEARS:
            raise CellError(NOT_A_DATE)
        return cell
    text = text_of(cell)
    if not text or folded(text) in {folded(word) for word in words()["words"]["no_end"]}:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and EXCEL_DAYS[0] <= cell <= EXCEL_DAYS[1]:
        return EXCEL_EPOCH + timedelta(days=int(cell))
    plain = _CLOCK.sub("", unicodedata.normalize("NFKC", text))
    match = _DAY.match(plain)
    if match is None:
        raise CellError(ONLY_A_MONTH if _MONTH.match(plain) else NOT_A_DATE)
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        if year in YEARS:
            return date(year, month, day)
    except ValueError:
        pass
    raise CellError(NOT_A_DATE)


def share_of(cell: Cell) -> float | None:
    """Return a share from 0 to 1, None for an empty cell; raises ``CellError``."""
    text = unicodedata.normalize("NFKC", text_of(cell))
    if not text:
        return None
    try:
        share = float(Fraction(text.removesuffix("%").strip())) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise CellError(NOT_A_SHARE) from None
    if not 0 < share <= 1:
        raise CellError(NOT_A_SHARE)
    return share


def count_of(cell: Cell) -> int | None:
    """Return a whole number not below 0, None for an empty cell; raises ``CellError``."""
    text = unicodedata.normalize("NFKC", text_of(cell)).removesuffix("人").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise CellError(NOT_A_COUNT)
    return int(text)


def area_of(cell: Cell) -> float | None:
    """Return an area in m² above 0, None for an empty cell; raises ``CellError``."""
    text = re.sub(r"\s*(m2|m²|㎡|平方米)$", "", unicodedata.normalize("NFKC", text_of(cell)))
    if not text:
        return None
    try:
        area = float(text)
    except ValueError:
        raise CellError(NOT_AN_AREA) from None
    if not isfinite(area) or area <= 0:
        raise CellError(NOT_AN_AREA)
    return area


def choice_of(cell: Cell, column: str) -> str:
    """Return the key of a word among the choices of ``column``, "" for an empty cell; raises ``CellError``."""
    text = folded(text_of(cell))
    if not text:
        return ""
    choices = _choices(column)
    if text not in choices:
        allowed = "、".join(entries[0] for entries in words()["values"][column].values())
        english = ", ".join(words()["values"][column])
        raise CellError(Text(NOT_A_CHOICE.zh.format(allowed=allowed), NOT_A_CHOICE.en.format(allowed=english)))
    return choices[text]


def yes_of(cell: Cell, *, default: bool) -> bool:
    """Return yes or no, ``default`` for an empty cell; raises ``CellError``."""
    if isinstance(cell, bool):
        return cell
    found = choice_of(cell, "yes")
    return default if not found else found == "yes"


def is_nobody(text: str) -> bool:
    """Return whether a name says that nobody is there."""
    return folded(text) in {folded(word) for word in words()["words"]["nobody"]}


@cache
def _choices(column: str) -> Mapping[str, str]:
    return {folded(word): key for key, entries in words()["values"][column].items() for word in (key, *entries)}
