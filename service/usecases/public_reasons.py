"""The reason of a finding for those who see no persons: made from rooms, bodies and areas only.

The full reason may name posts, which tell who somebody is. This one is written from the code and the figures alone, so
nothing of the full one can slip through.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geometry.finding import Text

ROOM: Final[Mapping[str, Text]] = {
    "over": Text("{number} 室面积超过核定标准。", "Room {number} is larger than its entitlement."),
    "within": Text("{number} 室面积未超过核定标准。", "Room {number} is within its entitlement."),
    "not-decided": Text(
        "{number} 室是否超标尚不能判定,需复核。", "Whether room {number} is over cannot be decided yet; look again."
    ),
}
CODES: Final[Mapping[str, Text]] = {
    "several-offices": Text("有人使用一处以上办公室。", "Somebody has more than one office."),
    "second-office-not-smaller": Text("第二处办公室不符合规定。", "A second office is not as the rules ask."),
    "kept-after-leaving": Text(
        "{number} 室在使用人离开后未按期腾退。", "Room {number} was not given back in time after its occupant left."
    ),
    "other-use": Text("{number} 室改变了核定用途。", "Room {number} is in another use than approved."),
    "no-room": Text("有人没有办公室。", "Somebody has no office."),
    "vacant": Text("{number} 室闲置。", "Room {number} is vacant."),
    "not-entitled-body": Text(
        "{number} 室由不得占用的单位使用。", "Room {number} is used by a body that may not have it."
    ),
    "private-suite": Text(
        "只能经 {number} 室进入的房间计入该室。", "Rooms reached only through room {number} count to it."
    ),
    "unit-over-total": Text("单位用房总面积须核对。", "The total area of the org unit has to be checked."),
}
FIGURES: Final = Text(
    "面积 {area:.2f} m²,核定 {entitlement:.2f} m²。", "Area {area:.2f} m², entitlement {entitlement:.2f} m²."
)


def public_reason(code: str, outcome: str, *, number: str | None, fields: Mapping[str, Any]) -> Text:
    """Return the reason of a finding without a word about persons."""
    sentence = CODES.get(code) or ROOM.get(outcome) or ROOM["not-decided"]
    text = sentence.format(number=number or "—")
    area, entitlement = fields.get("area_m2"), fields.get("entitlement_m2")
    if area is None or entitlement is None:
        return text
    figures = FIGURES.format(area=area, entitlement=entitlement)
    return Text(f"{text.zh}{figures.zh}", f"{text.en} {figures.en}")
