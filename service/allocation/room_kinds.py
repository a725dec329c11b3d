"""What kind of side room a name means: rest room, toilet, store, meeting room, balcony; the words are data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, cast

RoomKind = Literal["", "toilet", "rest-room", "storage", "meeting", "reception", "balcony", "public"]
_LATIN = re.compile(r"[a-z ]+")


@lru_cache(maxsize=65536)
def kind_of_name(name: str) -> RoomKind:
    """Return the kind of room the longest known term in ``name`` stands for, "" where none is in it."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return next((kind for pattern, kind in _terms() if pattern.search(folded)), "")


@cache
def _terms() -> tuple[tuple[re.Pattern[str], RoomKind], ...]:
    text = resources.files("service.allocation").joinpath("room_kinds.toml").read_text("utf-8")
    terms = [(term, cast(RoomKind, kind)) for kind, words in tomllib.loads(text).items() for term in words]
    terms.sort(key=lambda entry: -len(entry[0]))
    return tuple((re.compile(_whole(term)), kind) for term, kind in terms)


def _whole(term: str) -> str:
    return rf"(?<![a-z]){term}s?(?![a-z])" if _LATIN.fullmatch(term) else re.escape(term)
