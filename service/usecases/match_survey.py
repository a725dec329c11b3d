"""Which known room each room of a survey or drawing is: by its number within the storey, then by its place.

A number names a room only if the outlines can be laid on each other as well: a survey of another 302 must not replace
ours. What cannot be told is not guessed; it comes back with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geometry.finding import Text
from geometry.region import Region
from service.usecases.best_fit import best_fit
from service.usecases.identity import SAME_NUMBER_IOU, SAME_PLACE_IOU
from service.usecases.placing import Placing, compared
from service.usecases.room_names import number_key, same_name, storey_key

CLEARLY_BETTER = 0.2  # of overlap: how much the best of several rooms with one number must be ahead

NO_NUMBER = Text(
    "没有房间号,也没有控制点,不知道它在哪里。请在表中填写房间号,或给出控制点,然后重新导入。",
    "It has no number and no control points, so nobody knows where it lies. Give it its number, or control points, and "
    "import again.",
)
NO_ROOM = Text(
    "本建筑{where}没有房间 {number}。请核对房间号和楼层,改正后重新导入。",
    "The building has no room {number}{where}. Check number and storey, mend the file and import again.",
)
OTHER_STOREY = Text(
    "测量表说房间 {number} 在“{storey}”,本建筑的 {number} 却在“{found}”。请核对楼层后重新导入。",
    "The file says that room {number} is on “{storey}”, but in this building it is on “{found}”. Check the storey and "
    "import again.",
)
SEVERAL = Text(
    "本建筑有 {n} 个房间 {number}({places}),形状无法区分。请在表中写明楼层后重新导入。",
    "The building has {n} rooms {number} ({places}) and their shapes do not tell them apart. Name the storey and "
    "import again.",
)
MISFIT = Text(
    "与本建筑的房间 {number} 对不上:这里 {area:.2f} m²,那里 {other:.2f} m²,最多只有 {overlap:.0%} 重合。"
    "可能量的是另一间,或平面图已过时;请核对房间号。",
    "It does not fit room {number} of this building: {area:.2f} m² here, {other:.2f} m² there, at most {overlap:.0%} "
    "in common. Another room was measured, or the plan is out of date; check the number.",
)
TAKEN = Text(
    "文件里另有一个房间 {number} 已对应到同一房间。请改正其中一个房间号后重新导入。",
    "Another room {number} of this file already is that room. Correct one of the two numbers and import again.",
)
WHERE = Text("“{storey}”", " on “{storey}”")


@dataclass(frozen=True, slots=True)
class Place:
    """A room as matching sees it: an id, what people call it, the name of its storey, and its outline."""

    id: str
    number: str
    storey: str
    outline: Region
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The known room, and how the outline lies on it."""

    id: str
    placing: Placing


@dataclass(frozen=True, slots=True)
class Matching:
    """What became of every room of the file, by its id there: the room it is, or why nobody knows."""

    found: dict[str, Match]
    unknown: dict[str, Text]


def match_survey(
    known: Sequence[Place], read: Sequence[Place], *, control: Callable[[Place], Placing | None] = lambda room: None
) -> Matching:
    """Return which known room each room read is; every known room is used once.

    ``control`` gives the placing of a room that comes with control points: its place then counts as well.
    """
    found: dict[str, Match] = {}
    unknown: dict[str, Text] = {}
    taken: set[str] = set()
    for room in read:
        answer = _by_number(known, room, control(room))
        if isinstance(answer, Text):
            answer = _by_place(known, room, control(room)) or answer
        if isinstance(answer, Match) and answer.id in taken:
            answer = TAKEN.format(number=room.number)
        if isinstance(answer, Match):
            found[room.id] = answer
            taken.add(answer.id)
        else:
            unknown[room.id] = answer
    return Matching(found, unknown)


def _by_number(known: Sequence[Place], room: Place, control: Placing | None) -> Match | Text:
    number, storey = number_key(room.number), storey_key(room.storey)
    if not number:
        return NO_NUMBER
    same = [place for place in known if number_key(place.number) == number]
    here = [place for place in same if same_name(place.storey) == same_name(room.storey)]
    here = here or [place for place in same if storey and storey_key(place.storey) == storey]
    if not here and same and storey and any(storey_key(place.storey) == storey for place in known):
        places = "、".join(dict.fromkeys(place.storey for place in same))
        return OTHER_STOREY.format(number=room.number, storey=room.storey, found=places)
    choice = _preferred(here or same)
    if not choice:
        where = WHERE.format(storey=room.storey) if storey else Text("", "")
        return Text(
            NO_ROOM.zh.format(number=room.number, where=where.zh), NO_ROOM.en.format(number=room.number, where=where.en)
        )
    return _best(choice, room, control)


def _by_place(known: Sequence[Place], room: Place, control: Placing | None) -> Match | None:
    if control is None:
        return None
    laid = [(compared(control, room.outline, place.outline), place) for place in known if not place.aside]
    best = max(laid, key=lambda one: one[0].overlap or 0.0, default=None)
    if best is None or (best[0].overlap or 0.0) < SAME_PLACE_IOU:
        return None
    return Match(best[1].id, best[0])


def _preferred(places: Iterable[Place]) -> list[Place]:
    """Return the rooms that lie on a plan, else those kept aside."""
    every = list(places)
    return [place for place in every if not place.aside] or every


def _best(choice: Sequence[Place], room: Place, control: Placing | None) -> Match | Text:
    fits = [(_laid(room, place, control), place) for place in choice]
    fits.sort(key=lambda one: -(one[0].overlap or 0.0))
    (placing, place), overlap = fits[0], fits[0][0].overlap or 0.0
    if overlap < SAME_NUMBER_IOU:
        return MISFIT.format(number=room.number, area=room.outline.area, other=place.outline.area, overlap=overlap)
    if len(fits) > 1 and overlap < (fits[1][0].overlap or 0.0) + CLEARLY_BETTER:
        places = "、".join(place.storey for place in choice)
        return SEVERAL.format(n=len(choice), number=room.number, places=places)
    return Match(place.id, placing)


def _laid(room: Place, place: Place, control: Placing | None) -> Placing:
    """Return how a room lies on a known one: as control points say, unless they lead elsewhere."""
    if control is not None:
        said = compared(control, room.outline, place.outline)
        if (said.overlap or 0.0) >= SAME_NUMBER_IOU:
            return said
    return best_fit(room.outline, place.outline)
