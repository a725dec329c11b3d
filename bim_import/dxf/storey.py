"""One storey out of a drawing's lines and labels: rooms, walls, columns, doors and windows (plan metres)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from bim_import.dxf import remarks
from bim_import.dxf.assign import RoomLabels, assign
from bim_import.dxf.bodies import columns_of
from bim_import.dxf.doors import signs_of
from bim_import.dxf.labels import Label
from bim_import.dxf.outlines import nested, outlines_of
from bim_import.dxf.plan_lines import PlanLines, wall_bodies
from bim_import.use_terms import match_of_text
from geometry.finding import Finding, Text
from geometry.linework.enclose import enclose
from geometry.linework.records import Drawing, DrawnOpening, Enclosed, Sign
from geometry.linework.rules import RULES
from geometry.overlap import WallIndex
from geometry.plan import Element, ElementKind, Opening, Space, Storey, Use
from geometry.region import Region
from geometry.tolerances import SLIVER_M2

Array = NDArray[np.float64]

# Heights a drawing does not have: enough that a column stands from floor to ceiling. No area depends on more.
ASSUMED_HEIGHT_M = 3.0
SLIVER_M = 0.004  # the mean width of a face that two lines drawn almost upon each other leave between them
SHARED = 0.1  # of a room between walls that an outline drawn for a room covers: it is that room

NOT_A_ROOM = Text(
    "名称「{name}」含「{term}」,不计为房间。", "Its name '{name}' contains '{term}': not counted as a room."
)


@dataclass(frozen=True, slots=True)
class Found:
    """A storey, and what is to be said about the drawing as a whole."""

    storey: Storey
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Room:
    region: Region
    findings: tuple[Finding, ...]  # with subject "": the id is not known before the labels are


def build_storey(lines: PlanLines, labels: Sequence[Label], *, storey_id: str, name: str, elevation_m: float) -> Found:
    """Return the storey that ``lines`` draw."""
    walls, solids = wall_bodies(lines)
    columns = columns_of(lines.columns, lines.column_fills)
    signs = signs_of(lines.openings, lines.kinds)
    places = _places(labels)
    numbers = _places([b for b in labels if b.number]) if any(b.number for b in labels) else places[:0]
    enclosed = enclose(Drawing(walls, columns, signs, solids, places, numbers))
    drawn, loops = nested(outlines_of(lines.rooms, lines.room_fills), places, RULES)
    rooms = [_Room(o.region, tuple(remarks.of_outline("", o))) for o in drawn]
    rooms += _between_walls(enclosed, [o.region for o in drawn], numbers)
    rooms.sort(key=lambda r: _reading_order(r.region))
    given, rest = assign(labels, [r.region for r in rooms], reach_m=RULES.label_reach_m)
    ids = _Ids(storey_id)
    elements = _elements(enclosed, (*enclosed.columns, *loops), ids, elevation_m)
    index = WallIndex(elements)
    any_label = any(g.numbers or g.names for g in given)
    spaces = tuple(_space(room, own, storey_id, ids, index, any_label) for room, own in zip(rooms, given, strict=True))
    findings = remarks.outside(rest)
    if not spaces and len(walls):
        findings += remarks.nothing_enclosed(enclosed, len(walls))
    openings = tuple(_opening(o, signs, ids, elevation_m) for o in _used(enclosed))
    return Found(Storey(storey_id, name, elevation_m, spaces, elements, openings), tuple(findings))


def _between_walls(enclosed: Enclosed, outlines: Sequence[Region], numbers: Array) -> list[_Room]:
    """Return the rooms between walls; where outlines are drawn only those that have a number and no outline."""
    rooms = list(enclosed.rooms)
    if outlines:
        tree = STRtree(list(outlines))
        dots = STRtree(np.asarray(shapely.points(numbers), dtype=object)) if len(numbers) else None
        kept = []
        for room in rooms:
            shared = sum(shapely.intersection(outlines[k], room.outline).area for k in tree.query(room.outline))
            numbered = dots is not None and len(dots.query(room.outline, predicate="intersects")) > 0
            if numbered and shared < SHARED * room.outline.area:
                kept.append(room)
        rooms = kept
    crowded = {g for room in rooms for g in room.openings if enclosed.openings[g].because == "open-gap"}
    found = []
    for room in rooms:
        parted = any(g in crowded and sum(g in other.openings for other in rooms) > 1 for g in room.openings)
        found.append(_Room(room.outline, tuple(remarks.of_enclosed("", room, enclosed, parted=parted))))
    return found


def _space(room: _Room, own: RoomLabels, storey_id: str, ids: _Ids, index: WallIndex, any_label: bool) -> Space:
    subject = ids.of("room", room.region)
    number, name = (own.numbers or [""])[0], " ".join(own.names)
    use, why = _use(own.names)
    findings = [Finding(f.code, subject, f.outcome, f.reason, f.evidence) for f in room.findings]
    findings += remarks.of_labels(subject, own, others_labelled=any_label)
    if use == "not-a-room":
        findings.append(Finding("not-a-room", subject, "info", why))
    space = Space(
        subject, storey_id, number, name, use, "drawn", room.region, declared=own.declared(), findings=tuple(findings)
    )
    overlap = index.finding(space)
    return space if overlap is None else _with(space, overlap)


def _with(space: Space, finding: Finding) -> Space:
    return Space(
        space.id,
        space.storey_id,
        space.number,
        space.name,
        space.use,
        space.origin,
        space.outline,
        declared=space.declared,
        findings=(*space.findings, finding),
    )


def _use(names: Sequence[str]) -> tuple[Use, Text]:
    for name in names:
        match = match_of_text(name)
        if match:
            return match.use, NOT_A_ROOM.format(name=name, term=match.term)
    return "other", NOT_A_ROOM


# -- what stands around the rooms --------------------------------------------------------------------------------------


def _elements(enclosed: Enclosed, columns: Iterable[Region], ids: _Ids, elevation_m: float) -> tuple[Element, ...]:
    low, high = elevation_m, elevation_m + ASSUMED_HEIGHT_M
    walls = [w for w in enclosed.walls if w.area > SLIVER_M2 and 2 * w.area / w.length > SLIVER_M]
    kinds: list[tuple[ElementKind, Region]] = [("wall", w) for w in walls]
    kinds += [("column", c) for c in columns]
    return tuple(Element(ids.of(kind, region), kind, "", region, low, high) for kind, region in kinds)


def _used(enclosed: Enclosed) -> list[DrawnOpening]:
    used = {n for room in enclosed.rooms for n in room.openings}
    return [o for n, o in enumerate(enclosed.openings) if n in used or o.sign is not None]


def _opening(opening: DrawnOpening, signs: Sequence[Sign], ids: _Ids, elevation_m: float) -> Opening:
    region = opening.region
    if region.is_empty:
        region = shapely.buffer(shapely.linestrings(opening.line), SLIVER_M, cap_style="flat")
    leaf = signs[opening.sign].leaves[:1] if opening.sign is not None else ()
    hinge, start, end = (leaf[0][0], *_shut_first(leaf[0], region)) if leaf else (None, None, None)
    return Opening(
        ids.of(opening.kind, region),
        opening.kind,
        "",
        region,
        elevation_m,
        elevation_m + ASSUMED_HEIGHT_M,
        width_m=opening.width_m,
        hinge=hinge,
        swing_start=start,
        swing_end=end,
    )


def _shut_first(
    leaf: tuple[tuple[float, float], ...], region: Region
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of a swing, the one in the opening first: there the leaf lies when the door is shut."""
    a, b = sorted(leaf[1:], key=lambda p: (round(float(shapely.distance(region, shapely.points(p))), 6), p))
    return a, b


class _Ids:
    """Ids from what a thing is and where it lies: the same for the same drawing, however it was written."""

    def __init__(self, storey_id: str) -> None:
        self._storey_id = storey_id
        self._taken: dict[str, int] = {}

    def of(self, kind: str, region: Region) -> str:
        """Return the id of a thing; of several in one place the later ones get a number."""
        c = region.centroid
        place = f"{self._storey_id}|{c.x:.2f}|{c.y:.2f}|{region.area:.2f}"
        plain = f"drawn-{kind}-" + blake2s(place.encode(), digest_size=8).hexdigest()
        count = self._taken[plain] = self._taken.get(plain, 0) + 1
        return plain if count == 1 else f"{plain}-{count}"


def _places(labels: Sequence[Label]) -> Array:
    return np.array([b.place for b in labels], dtype=np.float64).reshape(-1, 2)


def _reading_order(region: Region) -> tuple[float, float, float]:
    x0, _, _, y1 = region.bounds
    return (-round(y1, 1), round(x0, 1), region.area)
