"""Where terms of a list stand in a room's name, read from left to right, the longest at each place.

Compared as plain strings: a pattern of two thousand terms takes longer to compile than all names of a building to read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

LETTER = "A-Za-zÀ-ɏͰ-ӿ"
HAN = "㐀-鿿"
HAS_HAN = re.compile(f"[{HAN}]")
_MORE_HAN = re.compile(rf"[\d ]*[{HAN}]")
_LETTERS = re.compile(f"[{LETTER}]*")
_COMPOUND = re.compile(f"[{LETTER}-]*")


class TermScanner:
    """Finds terms in folded text.

    ``exact`` terms in Chinese count anywhere, one that ends in "$" only where no other character follows, though a
    number may (人事科2); in letters they are whole words. ``suffixes`` end and ``prefixes`` begin a longer word.
    """

    def __init__(self, exact: Iterable[str], suffixes: Sequence[str], prefixes: Sequence[str]) -> None:
        self._han: dict[str, list[str]] = defaultdict(list)
        self._words: dict[str, list[str]] = defaultdict(list)
        for term in sorted(exact, key=len, reverse=True):
            (self._han if HAS_HAN.search(term) else self._words)[term[0]].append(term)
        self._suffixes, self._prefixes = tuple(suffixes), tuple(prefixes)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (start, matched text), none overlapping the one before."""
        at = 0
        while at < len(text):
            end = self._han_end(text, at)
            if end is None and (at == 0 or not _is_word(text[at - 1])):
                end = self._word_end(text, at)
            if end is None:
                at += 1
            else:
                yield at, text[at:end]
                at = end

    def _han_end(self, text: str, at: int) -> int | None:
        for term in self._han.get(text[at], ()):
            if term.endswith("$"):
                end = at + len(term) - 1
                if text.startswith(term[:-1], at) and not _MORE_HAN.match(text, end):
                    return end
            elif text.startswith(term, at):
                return at + len(term)
        return None

    def _word_end(self, text: str, at: int) -> int | None:
        for term in self._words.get(text[at], ()):
            if text.startswith(term, at) and _ends_word(text, at + len(term)):
                return at + len(term)
        return self._compound_end(text, at)

    def _compound_end(self, text: str, at: int) -> int | None:
        run = _COMPOUND.match(text, at)
        assert run is not None  # it matches nothing as well
        for suffix in self._suffixes:
            start = text.rfind(suffix, at, run.end() + len(suffix))
            while start >= 0:
                if _ends_word(text, start + len(suffix)):
                    return start + len(suffix)
                start = text.rfind(suffix, at, start + len(suffix) - 1)
        for prefix in self._prefixes:
            if text.startswith(prefix, at):
                rest = _LETTERS.match(text, at + len(prefix))
                assert rest is not None
                if _ends_word(text, rest.end()):
                    return rest.end()
        return None


def _is_word(character: str) -> bool:
    return character == "'" or _LETTERS.fullmatch(character) is not None


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not _is_word(text[end])
