"""Texts of a drawing as people read them: formatting codes stripped, encodings put right, the place of their middle."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

Point = tuple[float, float]

UNICODE = re.compile(r"\\[Uu]\+([0-9A-Fa-f]{4})")
MULTIBYTE = re.compile(r"\\[Mm]\+([1-5])([0-9A-Fa-f]{4})")
CODEPAGES = {"1": "shift_jis", "2": "big5", "3": "cp949", "4": "johab", "5": "gbk"}
HAN = re.compile("[㐀-鿿]")
WIDE = re.compile("[⺀-鿿豈-﫿＀-￯]")
LATIN_WIDTH = 0.7  # of the height that a letter is wide; a Chinese character is as wide as high
LINE_STEP = 1.67  # heights from one line to the next
MTEXT_ANCHORS = {
    1: (0, 1),
    2: (0.5, 1),
    3: (1, 1),
    4: (0, 0.5),
    5: (0.5, 0.5),
    6: (1, 0.5),
    7: (0, 0),
    8: (0.5, 0),
    9: (1, 0),
}


@dataclass(frozen=True, slots=True)
class TextItem:
    """A text: its lines, the middle of the box around it (drawing units, later metres), height, layer.

    ``anchor`` is where it was placed. ``repaired`` says that its encoding had to be put right.
    """

    lines: tuple[str, ...]
    place: Point
    height: float
    layer: str
    anchor: Point
    insert: str = ""
    repaired: bool = False
    tag: str = ""

    @property
    def text(self) -> str:
        """Return all lines in one."""
        return " ".join(self.lines)

    def moved(self, place: Point, scale: float, insert: str) -> TextItem:
        """Return the text at ``place``, its sizes times ``scale``; the anchor moves along."""
        dx, dy = (self.anchor[0] - self.place[0]) * scale, (self.anchor[1] - self.place[1]) * scale
        anchor = (place[0] + dx, place[1] + dy)
        return replace(self, place=place, height=self.height * scale, anchor=anchor, insert=insert)


def text_of(entity: Any, layer: str) -> TextItem | None:
    """Return the text of a TEXT, MTEXT or ATTRIB, None where it is blank or hidden."""
    kind = entity.dxftype()
    if kind == "ATTRIB" and (entity.is_invisible or not entity.dxf.text):
        return None
    raw = entity.plain_text(split=True) if kind == "MTEXT" else [entity.plain_text()]
    cleaned = [put_right(line) for line in raw]
    lines = tuple(line for line in (" ".join(text.split()) for text, _ in cleaned) if line)
    if not lines:
        return None
    place, anchor, height = _mtext_place(entity, lines) if kind == "MTEXT" else _text_place(entity, lines[0])
    tag = str(entity.dxf.tag) if kind == "ATTRIB" else ""
    return TextItem(lines, place, height, layer, anchor, repaired=any(r for _, r in cleaned), tag=tag)


def put_right(text: str) -> tuple[str, bool]:
    """Return a text with escapes resolved, and whether bytes of another encoding than stated had to be recognised.

    Drawings from Chinese programs often state a Western code page and hold GBK bytes; read as stated these become
    letters with accents, none of them Chinese.
    """
    text = UNICODE.sub(lambda m: chr(int(m[1], 16)), text)
    text = MULTIBYTE.sub(_multibyte, text)
    if text.isascii() or HAN.search(text):
        return text.translate(_NO_SURROGATES) if not text.isascii() else text, False
    for encoding in ("cp1252", "latin-1"):
        try:
            data = text.encode(encoding, "surrogateescape")
        except UnicodeEncodeError:
            continue
        for target in ("utf-8", "gb18030"):
            try:
                decoded = data.decode(target)
            except UnicodeDecodeError:
                continue
            if _is_chinese(decoded):
                return decoded, True
    return text.translate(_NO_SURROGATES), False


@lru_cache(maxsize=4096)
def layer_name(name: str) -> str:
    """Return the name of a layer as people read it: in the encoding it is in, without bytes that are in none."""
    return put_right(name)[0]


def _is_chinese(text: str) -> bool:
    """Return whether a text holds Chinese and nothing that only looks like it.

    "Größe" is valid GBK too, but accented letters make rare characters there: a text has to be mostly of the 3,755
    common ones, whose first byte is B0 to D7.
    """
    foreign = [c for c in text if not c.isascii()]
    han = [c for c in foreign if HAN.match(c)]
    if not han or any(c not in "㎡²、。（）：，·±~" for c in foreign if not HAN.match(c)):
        return False
    common = sum(0xB0 <= c.encode("gb18030")[0] <= 0xD7 and c.encode("gb18030")[1] >= 0xA1 for c in han)
    return 3 * common >= 2 * len(han)


_NO_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def _multibyte(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match[2]).decode(CODEPAGES[match[1]])
    except (UnicodeDecodeError, LookupError):
        return match[0]


def _width(line: str, height: float) -> float:
    wide = len(WIDE.findall(line))
    return height * (wide + LATIN_WIDTH * (len(line) - wide))


def _text_place(entity: Any, line: str) -> tuple[Point, Point, float]:
    dxf = entity.dxf
    height = float(dxf.get("height", 0.0) or 0.0)
    width = _width(line, height) * float(dxf.get("width", 1.0) or 1.0)
    horizontal, vertical = int(dxf.get("halign", 0) or 0), int(dxf.get("valign", 0) or 0)
    aligned = (horizontal or vertical) and dxf.hasattr("align_point")
    anchor = dxf.align_point if aligned else dxf.insert
    share_x = {1: 0.5, 2: 1.0, 4: 0.5}.get(horizontal, 0.0)
    share_y = {1: 0.0, 2: 0.5, 3: 1.0}.get(vertical, 0.5 if horizontal == 4 else 0.0)
    if aligned and horizontal in (3, 5):  # stretched from insert to align_point
        first, last = dxf.insert, dxf.align_point
        anchor, share_x = type(first)((first.x + last.x) / 2, (first.y + last.y) / 2, 0), 0.5
    angle = math.radians(float(dxf.get("rotation", 0.0) or 0.0))
    dx, dy = (0.5 - share_x) * width, (0.5 - share_y) * height
    start = (float(anchor.x), float(anchor.y))
    middle = _turned(start, dx, dy, angle)
    extrusion = dxf.extrusion if dxf.hasattr("extrusion") else None
    if extrusion is not None and not extrusion.isclose((0.0, 0.0, 1.0)):
        to_wcs = entity.ocs().to_wcs
        middle, start = to_wcs((*middle, 0)).vec2, to_wcs((*start, 0)).vec2
        return (middle.x, middle.y), (start.x, start.y), height
    return middle, start, height


def _mtext_place(entity: Any, lines: tuple[str, ...]) -> tuple[Point, Point, float]:
    height = float(entity.dxf.get("char_height", 0.0) or 0.0)
    width = max(_width(line, height) for line in lines)
    tall = height + (len(lines) - 1) * LINE_STEP * height * float(entity.dxf.get("line_spacing_factor", 1.0) or 1.0)
    share_x, share_y = MTEXT_ANCHORS.get(int(entity.dxf.get("attachment_point", 1) or 1), (0, 1))
    if entity.dxf.hasattr("text_direction"):
        angle = math.atan2(entity.dxf.text_direction.y, entity.dxf.text_direction.x)
    else:
        angle = math.radians(float(entity.dxf.get("rotation", 0.0) or 0.0))
    anchor = (float(entity.dxf.insert.x), float(entity.dxf.insert.y))
    return _turned(anchor, (0.5 - share_x) * width, (0.5 - share_y) * tall, angle), anchor, height


def _turned(anchor: Point, dx: float, dy: float, angle: float) -> Point:
    cos, sin = math.cos(angle), math.sin(angle)
    return anchor[0] + dx * cos - dy * sin, anchor[1] + dx * sin + dy * cos
