"""The words of survey files (``words.toml``): which heading is which column, which word is which unit or thing.

Headings are compared levelled: width, case, blanks, dashes, underscores and marks of "required" fall away. A heading in
two languages ("房号 Number") counts when either half is known.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from geometry.plan import ElementKind

SheetId = Literal["rooms", "distances", "diagonals", "angles", "obstacles", "heights", "shots", "control"]
Quantity = Literal["length", "angle", "area"]

_HAN = "㐀-鿿"
_LEVEL = re.compile(r"[\s_\-*:·]+")
_TWO_LANGUAGES = re.compile(rf"^(.*[{_HAN}]\s*\d*)[\s/|(]+([^{_HAN}]+?)\)?$", re.DOTALL)
_IN_BRACKETS = re.compile(r"^(.*?)[\s]*[(\[/【〔]\s*([^()\[\]【】〔〕]*?)\s*[)\]】〕]?$", re.DOTALL)
_BEHIND = re.compile(rf"^(.*?)(?:[\s_]+|(?<=[{_HAN}]))([a-z°²^2]+|[{_HAN}]+)$", re.DOTALL)


REMARKED = 1000  # rank of a heading with a remark in brackets: after all without


class Heading(NamedTuple):
    """The column a heading means, the unit it states, and how far it is from the column's usual name."""

    column: str
    unit: str | None
    rank: int
    foreign: str = ""  # a unit in brackets that is not read, such as ft or 尺


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What one kind of sheet is called and which columns it may have."""

    id: SheetId
    names: frozenset[str]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    headings: Mapping[str, tuple[str, int]]  # levelled heading -> column, and how far from its usual name


@dataclass(frozen=True, slots=True)
class Words:
    """The whole list, levelled."""

    sheets: Mapping[SheetId, SheetWords]
    titles: Mapping[str, tuple[str, str]]  # column -> (Chinese, English) as the template writes it
    about: Mapping[str, tuple[str, str]]  # column -> what belongs into it
    sheet_titles: Mapping[str, tuple[str, str]]
    people_sheets: frozenset[str]
    people_columns: frozenset[str]
    foreign_units: frozenset[str]
    note_rows: frozenset[str]  # what the first cell says of a row that is no room
    measured_on: frozenset[str]  # what a date of measurement above the headings is called
    units: Mapping[str, tuple[Quantity, str]]
    yes: frozenset[str]
    no: frozenset[str]
    turns: Mapping[str, str]
    obstacles: Mapping[str, ElementKind]
    obstacle_titles: Mapping[str, tuple[str, str]]
    wall_words: tuple[str, ...]  # longest first
    corner_words: tuple[str, ...]
    compass: Mapping[str, int]  # levelled word -> wall of a room with four corners
    instruments: tuple[tuple[str, str], ...]  # (levelled word, key of geometry.survey.instruments)


def level(text: str) -> str:
    """Return a word in the one spelling words are compared in."""
    return _LEVEL.sub("", unicodedata.normalize("NFKC", text).casefold()).strip(".。")


def heading_of(text: str, sheet: SheetWords) -> Heading | None:
    """Return the column of ``sheet`` a heading means and the unit it states, None where it means none."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    whole = sheet.headings.get(level(plain))  # 长度 is a heading of its own, not 长 in degrees
    if whole is not None:
        return Heading(whole[0], None, whole[1])
    for name, unit in (*_without_unit(plain), (plain, None)):
        for candidate in _halves(name):
            known = sheet.headings.get(level(candidate))
            if known is not None:
                return Heading(known[0], unit, known[1])
    match = _IN_BRACKETS.match(plain)
    known = sheet.headings.get(level(match.group(1))) if match and match.group(2) else None
    if match is None or known is None:
        return None
    # "长(净)" is a length, "长(尺)" one that is not read.
    foreign = match.group(2) if level(match.group(2)) in words().foreign_units else ""
    return Heading(known[0], None, known[1] + REMARKED, foreign)


def _without_unit(plain: str) -> Iterator[tuple[str, str]]:
    """Yield a heading without the unit in brackets or behind it, and that unit."""
    units = words().units
    for pattern in (_IN_BRACKETS, _BEHIND):
        match = pattern.match(plain)
        if match and match.group(1) and level(match.group(2)) in units:
            yield match.group(1).strip(), units[level(match.group(2))][1]


def stated_unit(text: str) -> str | None:
    """Return the unit in brackets or behind a heading that need not mean a column, None where there is none."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return next((unit for _, unit in _without_unit(plain)), None)


def names_sheet(title: str, names: frozenset[str]) -> bool:
    """Return whether a sheet's title is one of ``names``, in either language or both."""
    return any(level(half) in names for half in _halves(unicodedata.normalize("NFKC", title).casefold().strip()))


def known_half(text: str, known: Container[str]) -> str | None:
    """Return a word levelled, or the half of it that is known where it is written in two languages ("是 Yes")."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return next((level(half) for half in _halves(plain) if level(half) in known), None)


def instrument_of(text: str) -> str | None:
    """Return the key of the instrument a text speaks of, None where it names none that is known."""
    plain = level(text)
    return next((key for word, key in words().instruments if word in plain), None)


def unit_of(text: str, quantity: Quantity) -> str | None:
    """Return the unit a word stands for, None where it is no unit of that quantity."""
    known = words().units.get(level(text))
    return known[1] if known and known[0] == quantity else None


@cache
def words() -> Words:
    """Return the list of words."""
    table: dict[str, Any] = tomllib.loads(
        resources.files("bim_import.survey").joinpath("words.toml").read_text("utf-8")
    )
    columns: dict[str, list[str]] = table["columns"]
    sheets: dict[SheetId, SheetWords] = {}
    for sheet_id, entry in table["sheets"].items():
        headings: dict[str, tuple[str, int]] = {}
        # What only this sheet means by a word goes before what all mean by it.
        for column, names in entry.get("also", {}).items():
            headings |= {level(name): (column, rank) for rank, name in enumerate(names)}
        for column in (*entry["required"], *entry["optional"]):
            for rank, name in enumerate(columns[column]):
                headings.setdefault(level(name), (column, rank))
        sheets[sheet_id] = SheetWords(
            sheet_id, _levelled(entry["names"]), tuple(entry["required"]), tuple(entry["optional"]), headings
        )
    units: dict[str, tuple[Quantity, str]] = {
        level(name): (quantity, unit)
        for quantity, by_unit in table["units"].items()
        for unit, names in by_unit.items()
        for name in names
    }
    some = table["words"]
    turns = {level(w): "clockwise" for w in some["clockwise"]}
    turns |= {level(w): "counter-clockwise" for w in some["counter_clockwise"]}
    return Words(
        sheets=sheets,
        titles={column: (names[0], names[1]) for column, names in columns.items()},
        about={column: (texts[0], texts[1]) for column, texts in table["about"].items()},
        sheet_titles={sheet: (entry["names"][0], entry["names"][1]) for sheet, entry in table["sheets"].items()},
        people_sheets=_levelled(table["people"]["sheets"]),
        people_columns=_levelled(table["people"]["columns"]),
        foreign_units=_levelled(table["people"]["foreign_units"]),
        note_rows=_levelled(table["people"]["note_rows"]),
        measured_on=_levelled(columns["measured_on"]),
        units=units,
        yes=_levelled(some["yes"]),
        no=_levelled(some["no"]),
        turns=turns,
        obstacles={level(name): kind for kind, names in table["obstacles"].items() for name in names},
        obstacle_titles={kind: (names[0], names[1]) for kind, names in table["obstacles"].items()},
        wall_words=_longest_first(table["ends"]["wall"]),
        corner_words=_longest_first(table["ends"]["corner"]),
        compass={level(word): wall for wall, names in enumerate(table["ends"]["compass"]) for word in names},
        instruments=tuple((level(word), key) for key, names in table["instruments"].items() for word in names),
    )


def _halves(name: str) -> tuple[str, ...]:
    match = _TWO_LANGUAGES.match(name)
    return (name, match.group(1), match.group(2)) if match else (name,)


def _levelled(names: list[str]) -> frozenset[str]:
    return frozenset(map(level, names))


def _longest_first(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(map(level, names), key=len, reverse=True))
