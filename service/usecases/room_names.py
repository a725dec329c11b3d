"""When two people mean the same room number or the same storey, though they write it differently."""

from __future__ import annotations

import re
import unicodedata

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
BELOW = re.compile(r"^(?:地下|负|b(?=\d)|-)")
STOREY = re.compile(
    r"^(?:第|storey|floor|level|fl|f|l)?[\s.:_-]*(?P<number>\d{1,3}|[零〇一二两三四五六七八九十]{1,3})[\s._-]*"
    r"(?:storey|floor|层|楼|f|l)?$"
)
LEFT_OUT = re.compile(r"[\s._\-—–/]+")
SAID_AFTER = re.compile(r"(?:号房间|号房|房间|号|室)$")


def number_key(number: str) -> str:
    """Return what identifies a room number: "3-02 室", "302" and "302" in full width are one; "" for none."""
    plain = LEFT_OUT.sub("", unicodedata.normalize("NFKC", number).casefold())
    return SAID_AFTER.sub("", plain)


def storey_key(name: str) -> str:
    """Return what identifies a storey: "3F", "F3", "3层", "三层" and "Level 3" are one, so are "B1" and "地下一层"."""
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name).casefold()).strip()
    above = BELOW.sub("", plain)
    found = STOREY.match(above)
    if found is None:
        return "1" if plain in ("首层", "首楼") else plain
    sign = "-" if above != plain else ""
    return f"{sign}{_number(found['number'])}"


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (DIGITS[tens[-1]] if tens else 1) + (DIGITS[ones[0]] if ones else 0)
    return int("".join(str(DIGITS[sign]) for sign in text))
