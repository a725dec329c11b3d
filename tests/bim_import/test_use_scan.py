"""The longest term at each place, whole words in letters, anywhere in Chinese."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bim_import.use_scan import HAN, LETTER, TermScanner

EXACT = ("电梯", "电梯机房", "机房", "科$", "office", "off", "store room", "wc")
SUFFIXES = ("technikraum", "flur")
PREFIXES = ("sanitaer",)
SCANNER = TermScanner(EXACT, SUFFIXES, PREFIXES)


def found(text: str) -> list[str]:
    return [word for _, word in SCANNER.find(text)]


def test_the_longest_term_counts():
    assert found("电梯机房") == ["电梯机房"]
    assert found("store room") == ["store room"]


def test_words_in_letters_are_whole():
    assert found("office") == ["office"]
    assert found("officer") == found("scoff") == found("l'office") == []
    assert found("off-office") == ["off", "office"]


def test_chinese_terms_stand_anywhere():
    assert found("3层机房A") == ["机房"]


def test_a_term_that_ends_the_name():
    assert found("人事科") == found("人事科 2") == ["科"]
    assert found("科技") == found("科2室") == []


def test_compounds():
    assert found("kellerflur") == ["kellerflur"]
    assert found("flur-technikraum") == ["flur-technikraum"]
    assert found("sanitaeranlage") == ["sanitaeranlage"]
    assert found("flurs") == []


def _pattern() -> re.Pattern[str]:
    """The same rules as one regular expression, which is too slow to compile for the whole list."""
    han = "|".join(["电梯机房", "电梯", "机房", rf"科(?![\d ]*[{HAN}])"])
    words = "|".join(sorted((t for t in EXACT if t.isascii()), key=len, reverse=True))
    compound = "|".join([*(f"[{LETTER}-]*{s}" for s in SUFFIXES), *(f"{p}[{LETTER}]*" for p in PREFIXES)])
    return re.compile(
        f"(?:{han})|(?<![{LETTER}'])(?:{words})(?![{LETTER}'])|(?<![{LETTER}'])(?:{compound})(?![{LETTER}'])"
    )


PIECES = [t.strip("$") for t in (*EXACT, *SUFFIXES, *PREFIXES)]
TEXTS = st.lists(st.sampled_from([*PIECES, *"-' (2层xй", "off"]), max_size=8).map("".join)


@given(TEXTS)
def test_it_finds_what_the_pattern_finds(text):
    assert list(SCANNER.find(text)) == [(m.start(), m[0]) for m in PATTERN.finditer(text)]


PATTERN = _pattern()
