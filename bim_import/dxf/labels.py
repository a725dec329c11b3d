"""What a text in a plan says: the number of a room, its name, its area, or nothing about a room.

One text may say all of it ("302 县长办公室 19.75㎡"), or each its part, on lines of one text or in texts of their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bim_import.dxf.texts import TextItem
from geometry.plan import AreaKind

Point = tuple[float, float]

_SQUARE_FOOT_M2 = 0.3048**2
_UNIT_M2 = {
    "m2": 1.0,
    "m²": 1.0,
    "m^2": 1.0,
    "sqm": 1.0,
    "sq.m": 1.0,
    "sq.m.": 1.0,
    "平方米": 1.0,
    "平米": 1.0,
    "平方": 1.0,
    "qm": 1.0,
    "м2": 1.0,
    "м²": 1.0,
    "кв.м": 1.0,
    "sf": _SQUARE_FOOT_M2,
    "sqft": _SQUARE_FOOT_M2,
    "sq.ft": _SQUARE_FOOT_M2,
    "sq.ft.": _SQUARE_FOOT_M2,
    "ft2": _SQUARE_FOOT_M2,
    "ft²": _SQUARE_FOOT_M2,
}
_BEFORE = (
    r"(?P<before>使用面积|套内面积|净面积|建筑面积|房间面积|面积|net\s+area|gross\s+area|floor\s+area|area|fläche|surface|"
    r"nua|nia|s|a)"
)
_NUMBER = r"(?P<value>\d{1,6}(?:[.,]\d{1,6})?)"
_UNIT = r"(?P<unit>m\s?[2²]|m\^2|sq\.?\s?m\.?|平方米|平米|平方|qm|м[2²]|кв\.?\s?м\.?|sq\.?\s?ft\.?|sf|ft[2²])"
AREA = re.compile(rf"(?:(?<![A-Za-z]){_BEFORE}\s*[=:≈]?\s*)?(?<![\d.]){_NUMBER}\s*{_UNIT}(?![A-Za-z\d])", re.IGNORECASE)
AREA_WITHOUT_UNIT = re.compile(
    rf"(?<![A-Za-z]){_BEFORE}\s*[=:]\s*{_NUMBER}(?![\d.,]|\s*(?:[A-Za-zμ°℃%]))", re.IGNORECASE
)
# 建筑面积 runs to the outside of the walls or their middle; it is no area of the room.
NO_ROOM_AREA = re.compile("建筑面积|gross", re.IGNORECASE)
NET = re.compile("使用面积|净面积|套内|net|nua|nia", re.IGNORECASE)

ROOM_NUMBER = re.compile(
    r"(?:No\.?\s*|№\s*|#)?"
    r"(?P<number>(?:[A-Z]{1,3}[-.]?)?\d{2,5}(?:[-.][A-Z]?\d{1,4}|-[A-Z])*[A-Z]?|[A-Z]{1,3}\d{1,2}-(?:[A-Z]?\d{1,4}|[A-Z]))"
    r"(?:\s*(?:#|号房间|号房|室|房|号))?",
    re.IGNORECASE,
)
GLUED = re.compile(r"^(?P<number>(?:[A-Z]{1,2}-?)?\d{3,4}[A-Z]?)(?:室|房)?[\s:]*(?P<rest>[㐀-鿿].+)$")
# Tags of doors and windows: M0921, FM甲1021, C1815, MLC2724, D-101 stands for a room all the same.
TAG = re.compile(r"(?:F?[MCL]{1,3}|TLM|TC|GC|BYC?|[FJGY]?[MC]Q?)[甲乙丙]?-?\d{4,6}[A-Za-z'’]?", re.IGNORECASE)
HEIGHT = re.compile(r"(?:[HhLlBb]\s*[=:]|[±+-]\s?\d|标高|层高|净高|FL|F\.F\.L|CH\b|i\s*=|R\s*=|Φ|φ|%%)")
PLAIN_NUMBER = re.compile(r"[\d.,\s]+")
ANNOTATION = re.compile(
    r"(?:上|下|上行|下行|up|dn|down|n|no\.?|nr\.?|北|见.*|详.*|参.*|预留.*|\d+\s*人|.*比例.*|1\s*[::]\s*\d+|.*平面图?|scale.*|.*\bplan)",
    re.IGNORECASE,
)
AROUND = "".join(sorted(" ,;:、。()[]/|-"))  # what may stand between the parts of a label
LETTERS = re.compile(r"[㐀-鿿]|[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Label:
    """What one text says of the room it stands in, at ``place`` (metres); areas in m². ``text`` is what is written."""

    place: Point
    text: str
    number: str = ""
    name: str = ""
    area_m2: float | None = None
    area_kind: AreaKind = "unspecified"
    anchor: Point = (0.0, 0.0)


def label_of(item: TextItem) -> Label | None:
    """Return what a text says of a room, None where it says nothing of one."""
    number, names = "", []
    area: float | None = None
    kind: AreaKind = "unspecified"
    tag = item.tag.casefold()
    for line in item.lines:
        plain = _plain(line)
        found = _area(plain)
        if found is not None:
            plain = found[0]
            if found[1] is not None:
                area, kind = found[1], found[2]
        elif area is None and re.search("area|面积", tag) and (bare := re.fullmatch(r"\d+(?:[.,]\d+)?", plain)):
            area, plain = float(bare[0].replace(",", ".")), ""
        own, rest = _number_and_rest(plain)
        number = number or own
        if rest and not _says_nothing(rest):
            names.append(rest)
    if not number and not names and area is None:
        return None
    return Label(item.place, item.text, number, " ".join(names), area, kind, item.anchor)


def _plain(line: str) -> str:
    text = unicodedata.normalize("NFKC", line.replace("㎡", "m²").replace("m²", "m2").replace("²", "2"))
    return " ".join(text.split())


def _area(text: str) -> tuple[str, float | None, AreaKind] | None:
    """Return the text without the area it states, the area in m² (None: not one of the room), and its kind."""
    match = AREA.search(text) or AREA_WITHOUT_UNIT.search(text)
    if match is None:
        return None
    rest = (text[: match.start()] + " " + text[match.end() :]).strip(AROUND)
    before = match["before"] or ""
    if NO_ROOM_AREA.search(before):
        return rest, None, "unspecified"
    unit = re.sub(r"\s", "", match.groupdict().get("unit") or "m2").casefold()
    value = float(match["value"].replace(",", ".")) * _UNIT_M2.get(unit, 1.0)
    return rest, (value or None), "net" if NET.search(before) else "unspecified"


def _number_and_rest(text: str) -> tuple[str, str]:
    """Return the room number in a text, and what else it says."""
    if not text or TAG.fullmatch(text) or HEIGHT.match(text):
        return "", ""
    glued = GLUED.match(text)
    if glued:
        return glued["number"].upper(), glued["rest"].strip()
    words = text.split(" ")
    for at in (0, len(words) - 1):
        word = words[at].strip(AROUND)
        match = ROOM_NUMBER.fullmatch(word)
        if match and not TAG.fullmatch(word) and not _is_dimension(word):
            return match["number"].upper(), " ".join(words[:at] + words[at + 1 :]).strip(AROUND)
    return "", text


def _is_dimension(word: str) -> bool:
    """Return whether a bare number is more likely a length in mm (3600) or a height (3.60) than that of a room."""
    if not re.fullmatch(r"\d+(?:[.,]\d+)?", word):
        return False
    return not word.isdigit() or len(word) > 4 or (len(word) == 4 and int(word) % 50 == 0 and word[-2:] in ("00", "50"))


def _says_nothing(text: str) -> bool:
    return bool(
        ANNOTATION.fullmatch(text) or PLAIN_NUMBER.fullmatch(text) or TAG.fullmatch(text) or HEIGHT.match(text)
    ) or not LETTERS.search(text)
