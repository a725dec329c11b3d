"""Where the next page of a list starts, as an opaque text."""

from __future__ import annotations

import base64
import binascii

from geometry.finding import Text
from service.errors import InvalidRequestError

BAD_CURSOR = Text("翻页标记无效,请从第一页重新读取。", "The cursor is not valid; read again from the first page.")
LARGEST = 2**31 - 1  # positions are 32-bit on PostgreSQL


def to_cursor(position: int) -> str:
    """Return the cursor for the rows after ``position``."""
    return base64.urlsafe_b64encode(f"p{position}".encode()).decode("ascii").rstrip("=")


def from_cursor(cursor: str) -> int:
    """Return the position a cursor stands for; raises ``bad-cursor`` for anything ``to_cursor`` did not write."""
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
    except (ValueError, binascii.Error):
        raise InvalidRequestError("bad-cursor", BAD_CURSOR) from None
    if not (text.startswith("p") and text[1:].isdecimal()) or int(text[1:]) > LARGEST:
        raise InvalidRequestError("bad-cursor", BAD_CURSOR)
    return int(text[1:])
