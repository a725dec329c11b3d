"""Text files as people in offices write them: UTF-8 with or without its mark, UTF-16, GB 18030, Latin code pages."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Encoding = Literal["utf-8", "utf-16", "gb18030", "cp1252"]

NAMES: dict[Encoding, str] = {"utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB 18030", "cp1252": "Windows-1252"}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Both bytes high: the characters of GB 2312, nearly all that is written. Of an accented letter in a European code page
# the next byte is mostly a plain letter, which GB 18030 would take for the second half of a rare character.
_TWO_BYTES = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|[\x40-\x7e\x80-\xfe])")
_COMMON = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")


class Decoded(NamedTuple):
    """A text and the encoding it was in."""

    text: str
    encoding: Encoding


def decoded(data: bytes) -> Decoded | None:
    """Return the text of a file without its byte order mark, None where it is no text."""
    if data.startswith(UTF16_MARKS):
        return _in(data, "utf-16")
    if b"\0" in data:
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    as_utf8 = _in(data, "utf-8")
    if as_utf8 is not None:
        return as_utf8
    if is_common_chinese(data):
        as_gb = _in(data, "gb18030")
        if as_gb is not None:
            return as_gb
    return _in(data, "cp1252")


def is_common_chinese(data: bytes) -> bool:
    """Return whether at least half of what GB 18030 makes of these bytes are characters in daily use."""
    characters = _TWO_BYTES.findall(data)
    return 2 * sum(1 for c in characters if _COMMON.fullmatch(c)) >= len(characters)


def _in(data: bytes, encoding: Encoding) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeDecodeError:
        return None
