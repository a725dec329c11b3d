"""Numbers as people write them into cells: full-width digits, a decimal comma, the unit behind, degrees and minutes.

A comma before exactly three digits may part decimals or thousands. Both readings are tried, and the one that is a
possible measurement counts; where both are, or neither, nothing is guessed (``Ambiguous``, or the caller's own check).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

METRES: dict[str, float] = {"m": 1.0, "cm": 0.01, "mm": 0.001}
DEGREES: dict[str, float] = {"deg": 1.0, "gon": 0.9}

_PLAIN = re.compile(r"^([+-]?)(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$")
_COMMA = re.compile(r"^([+-]?)(\d*),(\d+)$")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$")
_SEXAGESIMAL = re.compile(
    r"^([+-]?)(\d{1,3})\s*[°d:度\-]\s*(\d{1,2})\s*(?:['′:m分\-]\s*(?:(\d{1,2}(?:[.,]\d*)?)\s*(?:[\"″s秒]|''|′′)?)?)?$"
)
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "。": ".", "、": ",", "‘": "'", "’": "'", "“": '"', "”": '"'})


class Reading(NamedTuple):
    """A number and the unit written behind it, "" where there is none."""

    value: float
    unit: str


class NotANumberError(ValueError):
    """The text is no number."""


class AmbiguousError(ValueError):
    """A comma may part decimals or thousands, and both are possible measurements."""


def plain_text(text: str) -> str:
    """Return a text with full-width characters, odd blanks and odd signs levelled."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())


def read_number(text: str, possible: Callable[[float], bool] = lambda value: True) -> float:
    """Return the number a text stands for; ``possible`` decides between the readings of a comma."""
    plain = plain_text(text).casefold().replace(" ", "")
    if match := _PLAIN.match(plain):
        return _finite(match.group(0))
    if match := _COMMA.match(plain):
        sign, whole, digits = match.groups()
        decimal = _finite(f"{sign}{whole or '0'}.{digits}")
        if len(digits) != 3 or not whole or len(whole) > 3 or whole.startswith("0"):
            return decimal
        grouped = _finite(f"{sign}{whole}{digits}")
        fitting = [value for value in (decimal, grouped) if possible(value)]
        if len(fitting) == 2:
            raise AmbiguousError(text)
        return fitting[0] if fitting else decimal
    if match := _GROUPED.match(plain):
        last = max(plain.rfind("."), plain.rfind(","))
        mark = match.group(1)
        if last >= 0 and plain[last] != mark:
            return _finite(plain[:last].replace(mark, "") + "." + plain[last + 1 :])
        return _finite(plain.replace(mark, ""))
    raise NotANumberError(text)


def read_dms(text: str) -> float:
    """Return degrees from degrees, minutes and seconds: 90°12'30", 90-12-30, 90:12:30, or packed as 90.1230."""
    plain = plain_text(text).casefold()
    if match := _SEXAGESIMAL.match(plain):
        sign, degrees, minutes, seconds = match.groups()
        return _sexagesimal(sign, int(degrees), int(minutes), float((seconds or "0").replace(",", ".") or 0))
    if match := _PLAIN.match(plain.replace(" ", "").replace(",", ".")):
        return packed_dms(match.group(1) + match.group(2))
    raise NotANumberError(text)


def packed_dms(digits: str) -> float:
    """Return degrees from DDD.MMSS, as total stations and calculators show them."""
    sign = "-" if digits.startswith("-") else ""
    whole, _, behind = digits.lstrip("+-").partition(".")
    behind = behind.ljust(4, "0")
    minutes, seconds = int(behind[:2]), float(f"{behind[2:4]}.{behind[4:] or '0'}")
    return _sexagesimal(sign, int(whole or "0"), minutes, seconds)


def has_degree_signs(text: str) -> bool:
    """Return whether a text writes degrees with minutes, as 90°12'."""
    return _SEXAGESIMAL.match(plain_text(text).casefold()) is not None


def _sexagesimal(sign: str, degrees: int, minutes: int, seconds: float) -> float:
    if minutes >= 60 or seconds >= 60:
        raise NotANumberError(f"{degrees} {minutes} {seconds}")
    return (-1.0 if sign == "-" else 1.0) * (degrees + minutes / 60 + seconds / 3600)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NotANumberError(digits)
    return value
