"""The words findings are made of, in Chinese and English: rooms, numbers of people, areas, days. No names of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geometry.finding import Text
from service.allocation.rooms import Room

_ZH = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_EN = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PEOPLE = tuple(
    Text(f"{zh}人", f"{en} {'person' if en == 'one' else 'people'}") for zh, en in zip(_ZH, _EN, strict=True)
)

ROOMS = Text("{numbers} 合计", "Rooms {numbers} together")
NOTHING = Text("", "")
SUITE = Text("{number} 室(连同门内 {behind})", "Room {number} (with {behind} behind its door)")


def label(room: Room) -> str:
    """Return what a room is called: its number, else its name, else its id."""
    return room.number or room.name or room.id


def rooms_text(rooms: Sequence[Room], behind: Sequence[Room] = ()) -> Text:
    """Return the name of one room, of a suite or of several rooms at the beginning of a sentence."""
    if len(rooms) > 1:
        return _listed(ROOMS, "numbers", [*rooms, *behind])
    number = label(rooms[0]).removesuffix("室") or label(rooms[0])
    if behind:
        return _listed(SUITE, "behind", behind, number=number)
    return Text(f"{number} 室", f"Room {number}")


def listed(names: Sequence[str]) -> Text:
    """Return names in a row, as either language separates them."""
    return Text("、".join(names), ", ".join(names))


def people(count: int) -> Text:
    """Return a number of people in words up to ten."""
    return _PEOPLE[count] if count < len(_PEOPLE) else Text(f"{count} 人", f"{count} people")


def number(value: float) -> str:
    """Return m² as they are printed: two decimals, never −0.00."""
    return f"{value + 0.0:.2f}" if abs(value) >= 0.005 else "0.00"


def percent(share: float | None) -> Text:
    """Return a share of the standard in brackets, nothing without one."""
    if share is None:
        return NOTHING
    written = f"{share * 100:.1f}"
    return Text(f"({written}%)", f" ({written} %)")


def uncertainty(u: float | None) -> Text:
    """Return the standard uncertainty of an area in brackets, nothing where it is as modelled."""
    if not u:
        return NOTHING
    written = f"{u:.2g}"
    return Text(f"(标准不确定度 {written} m²)", f" (standard uncertainty {written} m²)")


def days(count: int) -> Text:
    """Return a number of days."""
    return Text(f"{count} 天", f"{count} {'day' if count == 1 else 'days'}")


def day_text(day: date) -> str:
    """Return a day as both languages write it."""
    return day.isoformat()


def filled(sentence: Text, **values: object) -> Text:
    """Return both sentences; a value that is a ``Text`` is put in in the language of the sentence."""
    zh, en = values, dict(values)
    for name, value in en.items():
        if isinstance(value, Text):
            zh[name], en[name] = value
    return Text(sentence.zh.format_map(zh), sentence.en.format_map(en))


def _listed(sentence: Text, key: str, rooms: Sequence[Room], **values: str) -> Text:
    return filled(sentence, **{key: listed([label(room) for room in rooms])}, **values)
