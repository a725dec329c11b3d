"""Which label belongs to which room: the room it stands in, else a small room beside it that has none (metres)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import STRtree

from bim_import.dxf.labels import Label
from geometry.plan import DeclaredArea
from geometry.region import Region

LABEL = "drawing label"  # what a declared area from a drawing is called
SAME_AREA_M2 = 0.005


@dataclass(slots=True)
class RoomLabels:
    """The labels of one room, in reading order."""

    labels: list[Label] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """Return the different numbers written in the room."""
        return list(dict.fromkeys(label.number for label in self.labels if label.number))

    @property
    def names(self) -> list[str]:
        """Return the different names written in the room."""
        return list(dict.fromkeys(label.name for label in self.labels if label.name))

    def declared(self) -> tuple[DeclaredArea, ...]:
        """Return the areas written in the room, each value once."""
        found: list[DeclaredArea] = []
        for label in self.labels:
            value = label.area_m2
            if value is not None and not any(abs(value - d.area_m2) < SAME_AREA_M2 for d in found):
                found.append(DeclaredArea(LABEL, label.area_kind, value))
        return tuple(found)


def assign(labels: Sequence[Label], rooms: Sequence[Region], *, reach_m: float) -> tuple[list[RoomLabels], list[Label]]:
    """Return the labels of each room, and those that belong to none.

    A label stands in a room with the middle of its text, else with the point it was placed at. One that stands in none
    goes to the nearest room up to ``reach_m`` away that has no label yet.
    """
    result = [RoomLabels() for _ in rooms]
    ordered = sorted(labels, key=lambda b: (-round(b.place[1], 2), round(b.place[0], 2), b.text))
    if not rooms or not ordered:
        return result, ordered
    tree = STRtree(list(rooms))
    left: list[Label] = []
    for label in ordered:
        room = _around(label.place, rooms, tree)
        if room is None:
            room = _around(label.anchor, rooms, tree)
        if room is None:
            left.append(label)
        else:
            result[room].labels.append(label)
    bare = [n for n, r in enumerate(result) if not r.labels]
    rest: list[Label] = []
    for label in left:
        room = _beside(label, rooms, bare, reach_m)
        if room is None:
            rest.append(label)
        else:
            result[room].labels.append(label)
    return result, rest


def _around(point: tuple[float, float], rooms: Sequence[Region], tree: STRtree) -> int | None:
    found = tree.query(shapely.points(point), predicate="intersects")
    return min((int(n) for n in found), key=lambda n: rooms[n].area, default=None)


def _beside(label: Label, rooms: Sequence[Region], bare: Sequence[int], reach_m: float) -> int | None:
    if not bare:
        return None
    apart = shapely.distance(np.array([rooms[n] for n in bare], dtype=object), shapely.points(label.place))
    nearest = int(np.argmin(apart))
    return bare[nearest] if apart[nearest] <= reach_m else None
