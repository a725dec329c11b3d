"""Titles of plans: "一层平面图", "1F PLAN", "地下一层", "SECOND FLOOR": which storey a drawing shows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bim_import.dxf.texts import TextItem

Point = tuple[float, float]

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_COUNT = r"(?:[零一二两三四五六七八九十百]+|\d{1,3})"
HAN = re.compile(
    rf"(?:.*?)(?P<below>地下|负)?(?P<count>{_COUNT})\s*层(?:\s*[~~\-—至到、,]\s*(?P<to>{_COUNT})\s*层)?(?P<half>夹层)?(?:.*)"
)
HAN_RANGE = re.compile(rf"(?P<count>{_COUNT})\s*[~~\-—至到]\s*(?P<to>{_COUNT})\s*层")
FIRST = re.compile("首层|底层|一楼")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
LATIN = (
    (re.compile(r"\b(?:basement|cellar)\b(?:\s*(?:level|floor)?\s*(\d+))?"), -1),
    (re.compile(r"\bb\s*(\d)\b"), -1),
    (re.compile(r"\b(?:level|storey|floor|étage|etage|og)\s*(\d{1,2})\b"), 1),
    (re.compile(r"\b(\d{1,2})\s*(?:f|fl|\.?\s*og|\.?\s*etage)\b"), 1),
    (re.compile(r"\bf\s*(\d{1,2})\b"), 1),
    (re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\s+(?:floor|storey|level)\b"), 1),
)
GROUND = re.compile(r"\b(?:ground\s+floor|erdgeschoss|eg|rez-de-chauss[ée]e)\b")
PLAN = re.compile(r"平面|布置图|\bplan\b|grundriss|\blayout\b", re.IGNORECASE)
SHORT = 14  # letters of a text that may be a title although it does not say "plan"


@dataclass(frozen=True, slots=True)
class Title:
    """A title: the storey's ``level`` (1 the ground storey, −1 the first below), its ``name``, the ``place``."""

    level: int
    name: str
    place: Point
    certain: bool  # it says that it is a plan


def title_of(item: TextItem) -> Title | None:
    """Return the storey that a text is the title of, None where it is no title."""
    text = unicodedata.normalize("NFKC", item.text).strip()
    level = level_of(text)
    if level is None:
        return None
    certain = PLAN.search(text) is not None
    if not certain and len(text) > SHORT:
        return None
    return Title(level, storey_name(level), item.place, certain)


def level_of(text: str) -> int | None:
    """Return the storey a text names: 1 the ground storey, 2 the next, −1 the first below; None if it names none."""
    plain = unicodedata.normalize("NFKC", text)
    match = HAN_RANGE.search(plain) or HAN.fullmatch(plain)
    if match:
        count = _count(match["count"])
        below = match.groupdict().get("below")
        return None if not count else -count if below else count
    if FIRST.search(plain):
        return 1
    low = plain.casefold().replace("_", " ")
    if GROUND.search(low):
        return 1
    for number, word in enumerate(ORDINALS, 1):
        if re.search(rf"\b{word}\s+(?:floor|storey|level)\b", low):
            return number
    for pattern, sign in LATIN:
        found = pattern.search(low)
        if found:
            return sign * int(found[1] or 1) or None
    return None


def storey_name(level: int) -> str:
    """Return how a storey is called: 1F, 2F, B1."""
    return f"{level}F" if level > 0 else f"B{-level}"


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    hundreds, _, rest = text.rpartition("百")
    value = 100 * (_count(hundreds) if hundreds else 1) if "百" in text else 0
    tens, ten, ones = rest.rpartition("十")
    if ten:
        value += 10 * (DIGITS.get(tens, 1) if tens else 1)
    return value + (DIGITS.get(ones.strip("零"), 0) if ones else 0)
