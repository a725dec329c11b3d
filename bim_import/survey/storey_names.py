"""In which order storeys stand one above the other, told by their names: B1, 1F, 2F, 三层, 地下一层, 夹层, RF."""

from __future__ import annotations

import re
import unicodedata

STOREY_HEIGHT_M = 3.6  # usual between two floors of an office building; only for showing them in order
ROOF = 1000.0
MEZZANINE = 0.5

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "首": 1, "底": 1}
_BELOW = re.compile(r"^(?:b|地下|负|-|basement|ug|u)\s*(?:第)?\s*(\d+|[零一二三四五六七八九十百]+)?")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)|([零〇一二两三四五六七八九十百]+)(?=层|楼|f|$)|(首|底)(?=层|楼)")


def level_of(name: str) -> float | None:
    """Return the number of a storey, 1 for the ground floor, −1 for the first basement, None where none is named."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip().replace("−", "-")
    if not plain:
        return None
    if re.search(r"屋顶|屋面|天面|roof|^rf$|^r$", plain):
        return ROOF
    below = _BELOW.match(plain)
    if below and (below.group(1) or plain in ("地下室", "basement", "b", "ug")):
        return -float(_value(below.group(1) or "1"))
    mezzanine = MEZZANINE if re.search(r"夹层|mezz|^m\d", plain) else 0.0
    if re.search(r"^(g|gf|eg|ground|ground floor|首层|底层|一楼)$", plain):
        return 1.0
    match = _NUMBER.search(plain)
    if match is None:
        return None
    return float(_value(next(group for group in match.groups() if group))) + mezzanine


def nominal_elevation_m(level: float) -> float:
    """Return where a storey of this level is drawn when nobody measured it, metres above the ground floor."""
    return round((level - 1 if level >= 1 else level) * STOREY_HEIGHT_M, 3)


def storey_order(names: list[str]) -> list[str]:
    """Return names from the lowest storey to the highest; names that say nothing follow in the order they came."""
    levels = {name: level_of(name) for name in names}
    return sorted(names, key=lambda n: (levels[n] is None, levels[n] or 0.0, names.index(n)))


def _value(text: str) -> float:
    if text[0].isdigit():
        return float(text)
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return float(total + digit)
