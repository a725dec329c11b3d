"""The strokes of a drawing sorted by what they stand for: walls, columns, doors, windows, outlines of rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from bim_import.dxf.bodies import fill_region, wide_body
from bim_import.dxf.contents import Contents, Fill, Stroke
from bim_import.dxf.doors import swings_among
from bim_import.dxf.layers import MOST_KEPT, Role, Roles, role_of_name
from bim_import.dxf.refusals import refuse
from geometry.finding import Finding, Text
from geometry.linework.columns import edges_of
from geometry.linework.graph import as_lines
from geometry.region import Region

Array = NDArray[np.float64]

MIN_WIDE_M = 0.04  # a polyline drawn wider than a pen is the body of a wall
DRAWN_SHARE = 0.5  # of a filled wall's boundary along which lines are drawn anyway
BESIDE_M = 0.01
LISTED = 12

ASSUMED = Text(
    "图纸只有一个有线条的图层“{layer}”,已把它当作墙线;若不是,请用 --layers 指定。",
    "Only one layer, “{layer}”, has lines; they were taken for walls. If they are not, name the layers with --layers.",
)
IGNORED = Text(
    "{count} 个图元所在的 {layers} 个图层看不出与房间有关,未采用:{names}。如其中有墙体,请用 --layers 指定。",
    "{count} items on {layers} layers whose names say nothing about rooms were not used: {names}. If walls are among "
    "them, name them with --layers.",
)


@dataclass(frozen=True, slots=True)
class PlanLines:
    """Strokes and fills by role; ``kinds`` says of each opening stroke whether it is a door's or a window's."""

    walls: list[Stroke]
    wall_fills: list[Fill]
    columns: list[Stroke]
    column_fills: list[Fill]
    openings: list[Stroke]
    kinds: list[str]
    rooms: list[Stroke]
    room_fills: list[Fill]
    findings: tuple[Finding, ...] = ()

    def room_segments(self) -> Array:
        """Return the lines of walls and of outlines of rooms as (n, 2, 2) segments."""
        parts = [s.segments for s in (*self.walls, *self.rooms)]
        parts += [np.stack([r[:-1], r[1:]], axis=1) for f in (*self.wall_fills, *self.room_fills) for r in f.rings]
        return np.concatenate(parts) if parts else np.empty((0, 2, 2))

    def on(self, holds: Callable[[Array], NDArray[np.bool_]]) -> PlanLines:
        """Return what lies, by its middle, at places that ``holds`` is true of."""
        openings = list(zip(self.openings, self.kinds, strict=True))
        middles = _middles([s.points for s in self.openings])
        kept = [pair for pair, on in zip(openings, holds(middles), strict=True) if on]
        return PlanLines(
            _held(self.walls, holds),
            _held_fills(self.wall_fills, holds),
            _held(self.columns, holds),
            _held_fills(self.column_fills, holds),
            [stroke for stroke, _ in kept],
            [kind for _, kind in kept],
            _held(self.rooms, holds),
            _held_fills(self.room_fills, holds),
        )


def sort_strokes(contents: Contents, roles: Roles) -> PlanLines:
    """Return the strokes by role; raises ``ImportRefused`` where no layer can be told to be that of walls or rooms."""
    findings: list[Finding] = []
    used, assumed = _settled(contents, roles)
    if assumed:
        findings.append(Finding("layer-assumed", "", "warning", ASSUMED.format(layer=assumed), {"layer": assumed}))
    by_role: dict[Role, list[Stroke]] = {}
    for stroke in contents.strokes:
        by_role.setdefault(_role(stroke, used, assumed), []).append(stroke)
    fills: dict[Role, list[Fill]] = {}
    for fill in contents.fills:
        fills.setdefault(_role(fill, used, assumed), []).append(fill)
    walls = [*by_role.get("wall", ()), *by_role.get("glazing", ())]
    swings, moved = swings_among(walls)
    walls = [s for n, s in enumerate(walls) if n not in swings]
    doors = [*by_role.get("door", ()), *moved]
    windows = by_role.get("window", [])
    unknown = Counter(s.layer for s in by_role.get("unknown", ()))
    if unknown:
        findings.append(_ignored(unknown))
    return PlanLines(
        walls,
        fills.get("wall", []),
        by_role.get("column", []),
        fills.get("column", []),
        [*doors, *windows],
        ["door"] * len(doors) + ["window"] * len(windows),
        by_role.get("room", []),
        fills.get("room", []),
        tuple(findings),
    )


def wall_bodies(lines: PlanLines) -> tuple[Array, tuple[Region, ...]]:
    """Return the wall lines (n, 2, 2), and the walls that are filled or drawn as wide lines.

    The boundary of a filled wall joins the lines where nobody drew it.
    """
    bands = [wide_body(s) for s in lines.walls if s.width_m >= MIN_WIDE_M]
    filled = [r for r in (fill_region(f) for f in lines.wall_fills) if not r.is_empty]
    parts = [s.segments for s in lines.walls if s.width_m < MIN_WIDE_M]
    drawn = np.concatenate(parts) if parts else np.empty((0, 2, 2))
    bare = [r for r in filled if not _is_drawn(r, drawn)]
    return np.concatenate([drawn, edges_of([*bands, *bare])]), (*bands, *filled)


def _is_drawn(region: Region, segments: Array) -> bool:
    if not len(segments):
        return False
    lines = as_lines(segments)
    near = STRtree(lines).query(region.boundary, predicate="dwithin", distance=BESIDE_M)
    around = shapely.union_all(shapely.buffer(lines[near], BESIDE_M))
    return bool(shapely.intersection(region.boundary, around).length >= DRAWN_SHARE * region.boundary.length)


def _held(strokes: list[Stroke], holds: Callable[[Array], NDArray[np.bool_]]) -> list[Stroke]:
    return [s for s, on in zip(strokes, holds(_middles([s.points for s in strokes])), strict=True) if on]


def _held_fills(fills: list[Fill], holds: Callable[[Array], NDArray[np.bool_]]) -> list[Fill]:
    return [f for f, on in zip(fills, holds(_middles([f.rings[0] for f in fills])), strict=True) if on]


def _middles(points: list[Array]) -> Array:
    return np.array([p.mean(axis=0) for p in points], dtype=np.float64).reshape(-1, 2)


def _role(item: Stroke | Fill, roles: Roles, assumed: str) -> Role:
    role = roles.role(item.layer)
    if role == "unknown" and item.block:
        by_block = role_of_name(item.block)
        role = by_block if by_block in ("door", "window", "column", "ignored") else role
    if role == "unknown" and assumed and item.layer == assumed:
        return "wall"
    return role


def _settled(contents: Contents, roles: Roles) -> tuple[Roles, str]:
    """Return the roles to use, and the one layer taken for walls although its name does not say so ("" if none)."""
    drawn = contents.drawn()
    if any(roles.role(layer) in ("wall", "glazing", "room") for layer in drawn):
        return roles, ""
    candidates = [layer for layer, _ in drawn.most_common() if roles.role(layer) == "unknown"]
    if len(candidates) == 1 and not roles.chosen:
        return roles, candidates[0]
    if not candidates and not drawn:
        return roles, ""
    listed = "; ".join(f"{layer} ({count})" for layer, count in drawn.most_common(LISTED))
    example = candidates[0] if candidates else next(iter(drawn))
    counts = dict(drawn.most_common(MOST_KEPT))
    raise refuse("layers-unclear", {"layers": counts}, layers=listed, example=example)


def _ignored(unknown: Counter[str]) -> Finding:
    names = ", ".join(f"{layer} ({count})" for layer, count in unknown.most_common(LISTED))
    reason = IGNORED.format(count=unknown.total(), layers=len(unknown), names=names)
    return Finding("layers-ignored", "", "info", reason, {"layers": dict(unknown.most_common(50))})
