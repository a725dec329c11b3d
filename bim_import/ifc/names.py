"""Stable ids and readable names of IFC entities."""

from __future__ import annotations

import re
from typing import Any

# AutoCAD Architecture names a space by its object type, its style and a counter: "SPACE | Standard(1)".
STYLE_LABEL = re.compile(r"^space \| .*?(?:\((?P<counter>\d+)\))?$", re.IGNORECASE)


class Ids:
    """Ids of one file: the GlobalId, or the entity number where it is missing or used twice."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}
        self.repeated: list[str] = []

    def of(self, entity: Any) -> str:
        """Return the id of an entity, the same every time it is asked for."""
        number: int = entity.id()
        guid = str(entity[0] or "").strip()
        owner = self._taken.setdefault(guid, number) if guid else 0
        if owner == number:
            return guid
        if guid and guid not in self.repeated:
            self.repeated.append(guid)
        return f"{guid}#{number}"


def text(value: Any) -> str:
    """Return an attribute as text without blanks around it, "" where there is none."""
    return str(value).strip() if value is not None else ""


def number_and_name(space: Any) -> tuple[str, str]:
    """Return a room's number and name: ``Name`` and ``LongName``, told apart by digits where only one is given.

    Of a label that a program made up from type and style only the counter is a number.
    """
    short, long = text(space.Name), text(getattr(space, "LongName", None))
    label = STYLE_LABEL.match(short)
    if label is not None:
        short = label["counter"] or ""
    if short and long:
        return short, long
    only = short or long
    digits = sum(c.isdigit() for c in only)
    return (only, "") if digits and digits * 2 >= len(only.replace(" ", "")) else ("", only)
