"""A sheet as it was read: rows of raw cells with their place, before anybody asks what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Formula(NamedTuple):
    """A cell that holds a formula instead of a value."""

    text: str


class CellError(NamedTuple):
    """A cell that shows an error (#REF!, #DIV/0!)."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``rows`` are (row number from 1, values from column 1), empty rows left out.

    A value is str, int, float, bool, a date or time, ``Formula`` or ``CellError``; None where a cell is empty.
    ``merged`` are (first row, first column, last row, last column). ``name`` is "" where the file has no sheets.
    """

    name: str
    rows: list[tuple[int, tuple[object, ...]]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden: bool = False


def column_letter(column: int) -> str:
    """Return the letters a spreadsheet shows for a column counted from 1."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_blank(value: object) -> bool:
    """Return whether a cell holds nothing a person can see."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u3000\u200b\ufeff"))
