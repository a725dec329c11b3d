"""What "from" and "to" mean: a corner, or a wall of the room, in the many ways people write them.

"3", "角3", "corner 3" and "C" are corners; "墙2", "W2", "wall A-B" and "A-B" are walls; 南墙 and "south wall" are
walls of a room with four corners. A wall is named by the corner it begins at, by its number, or by both its corners.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bim_import.survey.numbers import plain_text
from bim_import.survey.words import level, words
from geometry.survey.observations import Corner, End, Wall

_PAIR = re.compile(r"^\s*(\S+?)\s*(?:[-–—~→/]|至|到|\s)\s*(\S+?)\s*$")
_PARTS = re.compile(r"[\s,;、/→>]+|(?<=\w)[-–—](?=\w)")
_NUMBER = re.compile(r"^\d{1,4}$")
_NATURAL = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Label:
    """An end as written: labels of its corners (one of a corner, two of a wall), or the number of a wall."""

    corners: tuple[str, ...] = ()
    wall: str = ""
    compass: int | None = None


def label_of(text: str) -> Label:
    """Return what an end says before the corners of its room are known."""
    plain = plain_text(text)
    if level(plain) in words().compass:
        return Label(compass=words().compass[level(plain)])
    rest = _without(plain, words().wall_words)
    if rest is not None:
        pair = _PAIR.match(rest)
        return Label(corners=_pair(pair)) if pair else Label(wall=_corner_label(rest))
    rest = _without(plain, words().corner_words)
    if rest is not None and not _PAIR.match(rest):
        return Label(corners=(rest,))
    pair = _PAIR.match(plain)
    if pair:
        return Label(corners=_pair(pair))
    return Label(corners=(_corner_label(plain),))


def end_of(text: str, corners: tuple[str, ...]) -> End | None:
    """Return the corner or wall of a room with these corner labels, None where it has none of that name."""
    index = {level(corner): i for i, corner in enumerate(corners)}
    if level(text) in index:
        return Corner(index[level(text)])
    label = label_of(text)
    if label.compass is not None:
        return Wall(label.compass) if len(corners) == 4 else None
    if label.wall:
        if level(label.wall) in index:
            return Wall(index[level(label.wall)])
        if _NUMBER.match(label.wall) and 1 <= int(label.wall) <= len(corners):
            return Wall(int(label.wall) - 1)
        return None
    at = [index.get(level(corner)) for corner in label.corners]
    if len(at) == 1:
        return None if at[0] is None else Corner(at[0])
    first, second = at
    if first is None or second is None:
        return None
    if (first + 1) % len(corners) == second:
        return Wall(first)
    return Wall(second) if (second + 1) % len(corners) == first else None


def listed_corners(text: str) -> tuple[str, ...]:
    """Return the corner labels of a list such as "A B C D", "1-2-3-4", or of their number alone, "6"."""
    plain = plain_text(text)
    if _NUMBER.match(plain) and 3 <= int(plain) <= 200:
        return tuple(str(i + 1) for i in range(int(plain)))
    parts = [_corner_label(part) for part in _PARTS.split(plain) if part]
    if len(parts) == 1 and plain.isascii() and plain.isalpha() and len(plain) >= 3:
        return tuple(plain)  # ABCDEF
    return tuple(parts)


def corners_in_order(labels: Iterable[Label]) -> tuple[str, ...]:
    """Return the corners that observations name, in their natural order (1, 2, 10; A, B, C).

    Where only walls are numbered there are as many corners as the highest number; compass walls make four.
    """
    named: dict[str, str] = {}
    highest, compass = 0, False
    for label in labels:
        for corner in label.corners:
            named.setdefault(level(corner), corner)
        if _NUMBER.match(label.wall):
            highest = max(highest, int(label.wall))
        elif label.wall:
            named.setdefault(level(label.wall), label.wall)
        compass = compass or label.compass is not None
    if compass and not named and not highest:
        return ("1", "2", "3", "4")
    if highest and not named:
        return tuple(str(i + 1) for i in range(highest))
    return tuple(sorted(named.values(), key=natural))


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a key under which 2 stands before 10."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in _NATURAL.split(text) if part]


def _pair(match: re.Match[str]) -> tuple[str, ...]:
    return _corner_label(match.group(1)), _corner_label(match.group(2))


def _corner_label(text: str) -> str:
    rest = _without(text, words().corner_words)
    return (rest if rest else text).strip()


def _without(text: str, prefixes: tuple[str, ...]) -> str | None:
    """Return what follows one of these words, None where none of them begins the text and a label follows."""
    plain = text.casefold()
    for prefix in prefixes:
        if plain.startswith(prefix):
            rest = text[len(prefix) :].strip(" .:#-–")
            # "Wa" is a label, "W1" and "W A" are walls: a letter may not follow letters without a blank
            apart = not prefix.isascii() or not text[len(prefix) :][:1].isalpha()
            if rest and apart:
                return rest
    return None
