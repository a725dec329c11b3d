"""What a room's name says about its use, in the languages real files are written in.

The words are data (``use_terms.toml``). A name is read like this:

1. At each place the longest term counts, so 电梯机房 is a machine room and not 电梯.
2. Of several terms the one that *names* the room wins: the last in Chinese, English, Finnish (会议室储藏间 is a store),
   the first in German, Dutch, French, Italian and Russian (Flur Büro is a corridor).
3. Alternatives (会议室/办公室, kitchen & store) and notes in brackets yield to what stands before them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, get_args

from bim_import.use_scan import HAN, LETTER, TermScanner
from geometry.plan import Use

_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_BLANKS = re.compile(r"\s+")
_HAN_APART = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
_PLAIN = re.compile(f"[{HAN}]*|[a-z]*")  # spelled for comparison already
_SEPARATOR = re.compile(r"[/,;&+、,;]|\b(?:and|und|och)\b|[及和与兼]")
_OPEN, _CLOSE = "([{【〔", ")]}】〕"


@dataclass(frozen=True, slots=True)
class TermMatch:
    """The use a text stands for, and the term of the list that decided it."""

    use: Use
    term: str


@dataclass(frozen=True, slots=True)
class _Term:
    use: Use
    text: str
    first: bool  # the naming word comes first in this language


@dataclass(frozen=True, slots=True)
class _Lexicon:
    scanner: TermScanner
    terms: Mapping[str, _Term]  # folded exact text -> term
    suffixes: tuple[tuple[str, _Term], ...]
    prefixes: tuple[tuple[str, _Term], ...]
    before: re.Pattern[str]
    fold: Mapping[int, int]
    codes: Mapping[str, Mapping[str, Use]]
    properties: tuple[str, ...]


def use_of_text(text: str) -> Use | None:
    """Return the use that a room name stands for, None where no term of the list is in it."""
    match = match_of_text(text)
    return match.use if match else None


@lru_cache(maxsize=4096)
def match_of_text(text: str) -> TermMatch | None:
    """Return the use of a room name with the deciding term, None where no term of the list is in it."""
    lexicon = _lexicon()
    folded = _fold(text, lexicon.fold)
    found = [
        (_rank(folded, start, lexicon), term) for start, word in lexicon.scanner.find(folded) if (term := _term(word))
    ]
    if not found:
        return None
    best = min(rank for rank, _ in found)
    terms = [term for rank, term in found if rank == best]
    term = terms[0] if terms[0].first else terms[-1]
    return TermMatch(term.use, term.text)


def use_of_code(system: str, code: str) -> Use | None:
    """Return the use that a classification code stands for; ``system`` is a key of ``[codes]`` in the list."""
    plain = re.sub(r"\s+", " ", code).strip().upper()
    known = [prefix for prefix in _lexicon().codes.get(system, {}) if plain.startswith(prefix)]
    return _lexicon().codes[system][max(known, key=len)] if known else None


def use_properties() -> tuple[str, ...]:
    """Return the names of properties that tell a room's use, most telling first."""
    return _lexicon().properties


def _rank(folded: str, start: int, lexicon: _Lexicon) -> tuple[int, int, int]:
    """Return (inside brackets, alternatives before it, after a preposition) of the term at ``start``: least wins."""
    before = folded[:start]
    depth = sum(before.count(c) for c in _OPEN) - sum(before.count(c) for c in _CLOSE)
    cuts = [m.end() for m in _SEPARATOR.finditer(before)]
    segment = before[cuts[-1] :] if cuts else before
    return (max(depth, 0), len(cuts), 1 if lexicon.before.search(segment) else 0)


def _term(matched: str) -> _Term | None:
    lexicon = _lexicon()
    if matched in lexicon.terms:
        return lexicon.terms[matched]
    return next(
        (term for end, term in lexicon.suffixes if matched.endswith(end)),
        next((term for start, term in lexicon.prefixes if matched.startswith(start)), None),
    )


def _fold(text: str, traditional: Mapping[int, int]) -> str:
    """Return ``text`` in the one spelling terms are compared in: width, case, accents, umlauts, blanks."""
    if _PLAIN.fullmatch(text):
        return unicodedata.normalize("NFKC", text.translate(traditional))
    text = _HUMP.sub(" ", unicodedata.normalize("NFKC", text))
    text = text.translate(traditional).casefold().replace("’", "'").replace("_", " ")
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(umlaut, letters)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _HAN_APART.sub("", _BLANKS.sub(" ", text).strip())


@cache
def _lexicon() -> _Lexicon:
    table: dict[str, Any] = tomllib.loads(resources.files("bim_import").joinpath("use_terms.toml").read_text("utf-8"))
    characters = table.pop("fold")
    fold = str.maketrans(characters["traditional"], characters["simplified"])
    codes = table.pop("codes")
    properties = table.pop("properties")["names"]
    exact: dict[str, _Term] = {}
    suffixes: list[tuple[str, _Term]] = []
    prefixes: list[tuple[str, _Term]] = []
    before: list[str] = []
    spelled: list[str] = []  # exact terms as the scanner needs them, with their "$"
    for language in table.values():
        before += language.get("before", ())
        for use in get_args(Use):
            for text in language.get(use, ()):
                term = _Term(use, text.strip("*$"), language["head"] == "first")
                folded = _fold(text.strip("*$"), fold)
                if text.startswith("*"):
                    suffixes.append((folded, term))
                elif text.endswith("*"):
                    prefixes.append((folded, term))
                elif folded not in exact:
                    exact[folded] = term
                    spelled.append(folded + ("$" if text.endswith("$") else ""))
    suffixes.sort(key=lambda s: -len(s[0]))
    return _Lexicon(
        TermScanner(spelled, [end for end, _ in suffixes], [start for start, _ in prefixes]),
        exact,
        tuple(suffixes),
        tuple(prefixes),
        re.compile(rf"(?<![{LETTER}])(?:{'|'.join(map(re.escape, before))})(?![{LETTER}])"),
        fold,
        codes,
        tuple(properties),
    )
