"""When two people mean the same room number or the same storey, though they write it differently."""

from __future__ import annotations

import re
import unicodedata

from bim_import.survey.ids import NO_STOREY
from bim_import.survey.storey_names import level_of

LEFT_OUT = re.compile(r"[\s._\-—–/]+")
SAID_AFTER = re.compile(r"(?:号房间|号房|房间|号|室)$")


def number_key(number: str) -> str:
    """Return what identifies a room number: "3-02 室", "302" and "302" in full width are one; "" for none."""
    return SAID_AFTER.sub("", LEFT_OUT.sub("", _plain(number)))


def storey_key(name: str) -> str:
    """Return what identifies a storey: "3F", "F3", "三层" and "Level 3" are one, so are "B1" and "地下一层"; "" for
    none.
    """
    if name.strip() == NO_STOREY:
        return ""
    level = level_of(name)
    return f"level {level:g}" if level is not None else same_name(name)


def same_name(name: str) -> str:
    """Return a name as it is compared letter by letter."""
    return re.sub(r"\s+", " ", _plain(name)).strip()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
