"""What is doubtful about a room derived from walls: findings with their numbers in metres and m²."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from geometry.enclosure_barrier import Barrier
from geometry.enclosure_gaps import Patch, open_gaps_of
from geometry.enclosure_necks import Cut
from geometry.enclosure_rules import EnclosureRules
from geometry.finding import Finding, Text
from geometry.overlay import common, together
from geometry.plan import Element, Opening, Space

DOOR_REACH_M = 0.35  # from the door leaf to the face of its wall
BESIDE_M = 0.6  # either side of a door, where the rooms it joins lie
PATCH_TOUCH_M = 0.02  # a gap this near to the edge of a room is on its edge
STAIR_SHARE = (0.03, 0.6)  # of a room under a stair: neither touched by one only, nor a stairwell and nothing else
NO_BOX = np.zeros((4, 2))  # a door without extent in plan
NO_FLOOR = 0.2  # of a room's area on a slab: a void, a court, or outside
WHOLE_FLOOR = 0.9  # less is a room with a stair opening or a gallery


@dataclass(frozen=True, slots=True)
class Part:
    """A room with the region it was cut from: ``cuts`` bound it, ``suspect`` says it may still be several rooms."""

    outline: Polygon
    region_area_m2: float
    cuts: tuple[Cut, ...]
    suspect: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Doors, stairs and repairs of one level, asked about one room at a time."""

    doors: tuple[Opening, ...]
    stairs: tuple[Element, ...]
    patches: tuple[Patch, ...]
    open_gaps: tuple[Patch, ...]
    rules: EnclosureRules
    beside: NDArray[np.float64]
    _doors: STRtree
    _stairs: STRtree
    _patches: STRtree
    _knees: STRtree

    @classmethod
    def collect(
        cls,
        z_m: float,
        elements: Sequence[Element],
        openings: Sequence[Opening],
        barrier: Barrier,
        rules: EnclosureRules,
    ) -> Evidence:
        """Gather what stands on the level ``z_m``; doors of walls too low to enclose are left out."""
        cut = z_m + rules.cut_height_m
        doors = tuple(
            o
            for o in openings
            if o.kind == "door"
            and o.z_min_m <= cut <= o.z_max_m
            and o.host_id not in barrier.low
            and o.footprint.area > 0
        )
        stairs = tuple(e for e in elements if e.kind == "stair" and e.z_min_m < cut and e.z_max_m > z_m + 0.3)
        return cls(
            doors,
            stairs,
            barrier.patches,
            barrier.open_gaps,
            rules,
            _beside(doors),
            STRtree([d.footprint for d in doors]),
            STRtree([s.footprint for s in stairs]),
            STRtree([p.region for p in barrier.patches]),
            STRtree(barrier.knees),
        )

    def doors_of(self, outline: Polygon) -> list[Opening]:
        """Return the doors that open into a room."""
        near = self._doors.query(outline, predicate="dwithin", distance=DOOR_REACH_M)
        return [self.doors[i] for i in sorted(near)]

    def doors_inside(self, outline: Polygon) -> list[str]:
        """Return the ids of doors that have a room on both their sides."""
        near = self._doors.query(outline, predicate="dwithin", distance=DOOR_REACH_M)
        within = [shapely.contains_xy(outline, self.beside[i, :, 0], self.beside[i, :, 1]).all() for i in near]
        return [self.doors[i].id for i, both in zip(near, within, strict=True) if both]

    def stair_share(self, outline: Polygon) -> float:
        """Return the share of a room's area on which a stair stands."""
        near = [self.stairs[i].footprint for i in self._stairs.query(outline, predicate="intersects")]
        return common(together(near), outline).area / outline.area if near else 0.0

    def patches_of(self, outline: Polygon) -> list[Patch]:
        """Return the closed gaps a room has on its boundary."""
        near = self._patches.query(outline, predicate="dwithin", distance=PATCH_TOUCH_M)
        return [self.patches[i] for i in sorted(near)]

    def is_under_slope(self, outline: Polygon) -> bool:
        """Return whether a room is bounded by a wall that ends low because the roof lies on it."""
        return bool(len(self._knees.query(outline, predicate="dwithin", distance=PATCH_TOUCH_M)))


def room_findings(
    room: Space, part: Part, evidence: Evidence, *, floor_share: float | None, sloped: bool
) -> list[Finding]:
    """Return what is doubtful about one room; ``floor_share`` is None where the level has no slabs at all,
    ``sloped`` says that a sloping roof covers it.
    """
    doors = evidence.doors_of(part.outline)
    inner = evidence.doors_inside(part.outline)
    necks = [c for c in part.cuts if c.kind != "slot"]
    slots = [c for c in part.cuts if c.kind == "slot"]
    patches = evidence.patches_of(part.outline)
    stair = evidence.stair_share(part.outline)
    out = []
    gaps = open_gaps_of(part.outline, evidence.open_gaps)
    if gaps and not necks:
        out.append(_open(room, gaps))
    if necks:
        out.append(_cut_apart(room, part, necks))
    elif part.suspect or inner:
        out.append(_merged(room, inner))
    if slots or patches:
        out.append(_repaired(room, slots, patches))
    if STAIR_SHARE[0] <= stair <= STAIR_SHARE[1]:
        out.append(_with_stair(room, stair))
    if floor_share is not None and NO_FLOOR <= floor_share < WHOLE_FLOOR:
        out.append(_part_floor(room, floor_share))
    if floor_share is not None and floor_share < NO_FLOOR:
        out.append(_no_floor(room, floor_share))
    if sloped or (room.height_m is None and evidence.is_under_slope(part.outline)):
        out.append(_under_slope(room))
    if evidence.doors and not doors:
        out.append(_no_door(room, is_shaft=part.outline.area < evidence.rules.shaft_area_m2))
    return out


def _beside(doors: Sequence[Opening]) -> NDArray[np.float64]:
    """Return for each door two points (n, 2, 2), one on either side, where the rooms it joins lie."""
    boxes = shapely.minimum_rotated_rectangle(np.array([d.footprint for d in doors], dtype=object))
    corners = np.array([shapely.get_coordinates(b)[:4] if b.geom_type == "Polygon" else NO_BOX for b in boxes])
    corners = corners.reshape(-1, 4, 2)
    a, b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
    thin = np.where((np.hypot(*a.T) < np.hypot(*b.T))[:, None], a, b)
    thickness = np.maximum(np.hypot(*thin.T), 1e-9)[:, None]
    step = thin / thickness * (thickness / 2 + BESIDE_M)
    middle = corners.mean(axis=1)
    return np.stack([middle - step, middle + step], axis=1)


def _cut_apart(room: Space, part: Part, necks: Sequence[Cut]) -> Finding:
    text = Text(
        "此房间与相邻区域之间无墙(整个区域 {whole:.1f} m²),按 {n} 处假定边界分开,请核对。",
        "No wall stands between this room and the next (region of {whole:.1f} m²); "
        "it was cut off at {n} assumed boundaries. Check them.",
    )
    lines = [[[round(x, 3), round(y, 3)] for x, y in c.line.coords] for c in necks]
    return Finding(
        "merged-rooms",
        room.id,
        "warning",
        text.format(whole=part.region_area_m2, n=len(necks)),
        {
            "region_m2": part.region_area_m2,
            "assumed_boundaries": lines,
            "assumed_boundary_m": sum(c.width_m for c in necks),
            "divided": True,
        },
    )


def _open(room: Space, gaps: Sequence[Patch]) -> Finding:
    text = Text(
        "此区域未被墙体完全围合:{n} 处开口(最宽 {width:.2f} m)无门无墙,按墙线假定封闭。",
        "Walls do not fully enclose this region: {n} openings without door or wall (the widest {width:.2f} m) "
        "were taken as closed along the wall line.",
    )
    widths = sorted((g.length_m for g in gaps), reverse=True)
    return Finding(
        "not-enclosed", room.id, "warning", text.format(n=len(gaps), width=widths[0]), {"open_gaps_m": widths}
    )


def _merged(room: Space, doors: Sequence[str]) -> Finding:
    text = Text(
        "此区域可能由几个房间合成({why}),其间没有墙体。",
        "This region is probably several rooms in one ({why}); no wall stands between them.",
    )
    zh, en = (
        ("门的两侧都在其中", "a door has both its sides in it") if doors else ("墙线在此中断", "a wall line breaks off")
    )
    return Finding(
        "merged-rooms",
        room.id,
        "warning",
        Text(text.zh.format(why=zh), text.en.format(why=en)),
        {"region_m2": room.outline.area, "doors_inside": list(doors), "divided": False},
    )


def _repaired(room: Space, slots: Sequence[Cut], patches: Sequence[Patch]) -> Finding:
    gaps = sorted([c.width_m for c in slots] + [p.length_m for p in patches], reverse=True)
    text = Text(
        "墙体之间有 {n} 处缺口,已补齐(最大 {width:.2f} m)。",
        "{n} gaps between the walls were closed (the widest {width:.2f} m).",
    )
    return Finding(
        "repaired",
        room.id,
        "repaired",
        text.format(n=len(gaps), width=gaps[0]),
        {"gaps_m": gaps, "undrawn_doors": sum(p.kind == "undrawn-door" for p in patches)},
    )


def _with_stair(room: Space, share: float) -> Finding:
    text = Text(
        "楼梯占此区域 {share:.0%},楼梯间与房间之间没有墙体,面积包含楼梯。",
        "A stair stands on {share:.0%} of this region and no wall parts it from the room; the area includes it.",
    )
    return Finding("contains-stair", room.id, "warning", text.format(share=share), {"stair_share": share})


def _no_floor(room: Space, share: float) -> Finding:
    text = Text(
        "此区域下方只有 {share:.0%} 有楼板,可能是天井、中庭上空或室外。",
        "Only {share:.0%} of this region lies on a slab: a court, a void or outside.",
    )
    return Finding("no-floor", room.id, "warning", text.format(share=share), {"floor_share": share})


def _part_floor(room: Space, share: float) -> Finding:
    text = Text(
        "此区域有 {hole:.1f} m² 没有楼板(楼梯洞口或上空),面积包含该部分。",
        "{hole:.1f} m² of this region have no slab (a stair opening or a void); the area includes them.",
    )
    hole = (1 - share) * room.outline.area
    return Finding(
        "floor-opening", room.id, "warning", text.format(hole=hole), {"floor_share": share, "without_slab_m2": hole}
    )


def _under_slope(room: Space) -> Finding:
    text = Text(
        "此房间在坡屋面之下,面积按地面计,含净高不足部分。",
        "This room lies under a sloping roof; its area is that of the floor, whatever the headroom.",
    )
    return Finding("under-slope", room.id, "info", text, {"area_m2": room.outline.area})


def _no_door(room: Space, *, is_shaft: bool) -> Finding:
    if is_shaft:
        text = Text("面积小且无门,可能是管井。", "Small and without a door: probably a shaft.")
        return Finding("not-a-room", room.id, "warning", text, {"area_m2": room.outline.area})
    text = Text("没有门通向此区域。", "No door leads into this region.")
    return Finding("no-door", room.id, "info", text, {"area_m2": room.outline.area})
