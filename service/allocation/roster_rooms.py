"""Which room of the building a roster means: by id, or by number with building and storey where the number repeats."""

from __future__ import annotations

from collections.abc import Iterable

from geometry.finding import Text
from service.allocation.rooms import Room
from service.allocation.roster_cells import folded
from service.allocation.roster_problems import NO_SUCH_ROOM, SEVERAL_ROOMS

SUFFIX = "室"


class RoomNames:
    """Finds rooms as people write them."""

    def __init__(self, rooms: Iterable[Room]) -> None:
        self._by_id: dict[str, Room] = {}
        self._by_name: dict[str, list[Room]] = {}
        for room in rooms:
            self.put(room)

    def put(self, room: Room) -> None:
        """Make a room known by its id, its number and, without a number, its name; it replaces one of the same id."""
        same = self._by_name.setdefault(_key(room.number or room.name), [])
        if room.id in self._by_id:
            same[:] = [other for other in same if other.id != room.id]
        self._by_id[room.id] = room
        same.append(room)

    def find(self, written: str, building: str = "", storey: str = "") -> Room | Text:
        """Return the room, or why it cannot be said which one is meant."""
        if written in self._by_id:
            return self._by_id[written]
        found = self._by_name.get(_key(written), [])
        if building:
            found = [room for room in found if folded(building) in (folded(room.building), folded(room.building[:1]))]
        if storey:
            narrowed = [room for room in found if _same_storey(storey, room.storey)]
            found = narrowed or ([] if len(found) != 1 else found)
        if len(found) == 1:
            return found[0]
        if not found:
            return NO_SUCH_ROOM
        where = "、".join(f"{room.building} {room.storey}".strip() or room.id for room in found[:4])
        return SEVERAL_ROOMS.format(where=where)


def _key(written: str) -> str:
    return folded(written).removesuffix(SUFFIX)


def _same_storey(written: str, storey: str) -> bool:
    return _storey(written) == _storey(storey)


def _storey(text: str) -> str:
    """Return what tells storeys apart: 3, 3F, 三层 written as 3层 are one."""
    plain = folded(text)
    for mark in ("楼层", "层", "楼", "f"):
        plain = plain.removesuffix(mark)
    return plain.lstrip("0") or plain
