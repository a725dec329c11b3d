"""Which spaces of a file are wholes whose parts are modelled as spaces too, so that their floor would count twice.

A suite aggregates its rooms (CompositionType COMPLEX and PARTIAL, but few exporters set it); an area zone is drawn over
rooms without saying so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import STRtree

from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.spaces import ReadSpace
from geometry.finding import Finding, Text
from geometry.overlay import common, together
from geometry.tolerances import OVERLAP_M2, PARTS_COVER_SHARE, SAME_ROOM_IOU, TWIN_STOREY_M, ZONE_COVER_SHARE

NAMED = 5  # parts named in a sentence; the evidence has all of them
PARTS_MEASURED = Text("其组成部分 {parts} 已分别量算", "its parts {parts} are measured")
CONTAINS = Text(
    "此空间内另建有空间 {parts},占其 {share:.0%};同一楼面会重复计算,请只保留一种。",
    "Spaces {parts} are modelled inside this one and cover {share:.0%} of it: their floor counts twice. Keep either.",
)
PART_OF = Text(
    "此空间是空间 {whole} 的一部分,后者也单独量算;同一楼面会重复计算。",
    "It is a part of space {whole}, which is measured too: its floor counts twice.",
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A space with those that are its parts, and the share of its plan that they cover."""

    space: ReadSpace
    parts: tuple[ReadSpace, ...]
    share: float

    @property
    def is_covered(self) -> bool:
        """Whether the parts leave nothing of the whole to be measured."""
        return self.share >= PARTS_COVER_SHARE

    @property
    def why(self) -> Text:
        """Why a covered whole is no room, as the end of a sentence."""
        return PARTS_MEASURED.format(parts=self._named())

    @property
    def evidence(self) -> dict[str, Any]:
        """The ids of the parts and what they cover."""
        return {"parts": [p.id for p in self.parts], "share": self.share}

    def findings(self, *, of_parts: bool) -> Iterator[Finding]:
        """Yield ``contains-parts`` for the whole, and with ``of_parts`` for each part as well."""
        reason = CONTAINS.format(parts=self._named(), share=self.share)
        yield Finding("contains-parts", self.space.id, "warning", reason, self.evidence)
        for part in self.parts if of_parts else ():
            reason = PART_OF.format(whole=self.space.label)
            yield Finding("contains-parts", part.id, "warning", reason, {"whole": self.space.id})

    def _named(self) -> str:
        labels = [p.label for p in self.parts]
        return ", ".join([*labels[:NAMED], "…"] if len(labels) > NAMED else labels)


def aggregated(rooms: Sequence[ReadSpace], broken: Forgiving) -> list[Whole]:
    """Return the rooms under which other rooms are aggregated, at any depth, that share floor with them."""
    by_entity = {room.entity.id(): room for room in rooms}
    below: dict[int, list[ReadSpace]] = defaultdict(list)
    for room in rooms:
        with broken:
            for above in _above(room.entity):
                if above in by_entity:
                    below[above].append(room)
    found = [_whole(by_entity[number], parts) for number, parts in below.items()]
    covered = {whole.space.id for whole in found if whole.is_covered}
    measured = [Whole(w.space, tuple(p for p in w.parts if p.id not in covered), w.share) for w in found]
    # Parts that are wholes of their own whole leave no one to be measured: they are then judged by where they lie.
    return [w for w in measured if w.parts and w.share * w.space.outline.area > OVERLAP_M2]


def zones(rooms: Sequence[ReadSpace]) -> list[Whole]:
    """Return the rooms all but filled by others at their height that lie inside: a zone, or gross over net."""
    tree = STRtree([shapely.point_on_surface(room.outline) for room in rooms])
    found = []
    for room in rooms:
        near = [rooms[k] for k in sorted(tree.query(room.outline, predicate="contains").tolist())]
        near = [p for p in near if p is not room and _is_smaller_beside(p, room)]
        if sum(p.outline.area for p in near) < ZONE_COVER_SHARE * room.outline.area:
            continue
        inside = [p for p in near if common(p.outline, room.outline).area >= PARTS_COVER_SHARE * p.outline.area]
        whole = _whole(room, inside)
        if whole.share >= ZONE_COVER_SHARE:
            found.append(whole)
    return found


def _is_smaller_beside(part: ReadSpace, whole: ReadSpace) -> bool:
    apart_m = abs((part.floor_z_m or 0.0) - (whole.floor_z_m or 0.0))
    return part.outline.area < SAME_ROOM_IOU * whole.outline.area and apart_m <= TWIN_STOREY_M


def _whole(space: ReadSpace, parts: Sequence[ReadSpace]) -> Whole:
    covered = common(space.outline, together(p.outline for p in parts)).area
    return Whole(space, tuple(sorted(parts, key=lambda p: (p.number, p.id))), covered / space.outline.area)


def _above(entity: Any) -> Iterator[int]:
    """Yield the entity numbers of what a space is a part of, from the inside out."""
    seen = {entity.id()}
    waiting = [entity]
    while waiting:
        below = waiting.pop()
        for relation in (*below.Decomposes, *(getattr(below, "Nests", None) or ())):
            above = relation[4]
            if above is not None and above.id() not in seen:
                seen.add(above.id())
                waiting.append(above)
                yield above.id()
