"""What the lines of a plan enclose: rooms to the faces of their walls, the walls, the openings (plan metres).

1. Ends that stop short of the next line are carried on to it.
2. Wall faces go on through the columns that interrupt them.
3. Gaps between wall ends are closed along both faces: what is drawn there, or how wide it is, says whether.
4. The lines are noded; each face between them is a room, the body of a wall, an opening, or part of a column.
5. A gap that nobody drew a door in and that is wider than one is closed only where labels or the lack of any room ask
   for it, and the room says so.

A dangling line, a symbol, a line drawn twice changes nothing: only what encloses counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from geometry.linework.arrangement import Arrangement, arrange
from geometry.linework.columns import edges_of, through_columns
from geometry.linework.ends import WallEnds, open_sides, wall_ends
from geometry.linework.gaps import Closing, close_small_gaps
from geometry.linework.graph import Array, Lines, build_graph
from geometry.linework.loops import columns_in
from geometry.linework.openings import Gap, find_gaps
from geometry.linework.records import Drawing, DrawnRoom, Enclosed
from geometry.linework.rules import RULES, LineworkRules
from geometry.linework.signs import bare_lines
from geometry.overlay import together
from geometry.region import Region
from geometry.tolerances import LINE_GAP_M, SLIVER_M2

TOUCH_M = 1e-6


def enclose(drawing: Drawing, *, rules: LineworkRules = RULES) -> Enclosed:
    """Return what ``drawing`` encloses. The same lines in any order, split or repeated, give the same rooms."""
    column_lines = edges_of(drawing.columns)
    graph = build_graph(drawing.walls)
    small = close_small_gaps(graph, column_lines)
    graph = build_graph(np.concatenate([drawing.walls.reshape(-1, 2, 2), *(c.segments for c in small)]))
    through = through_columns(graph, drawing.columns)
    ends = _away_from(wall_ends(graph, rules), drawing.columns)
    base = np.concatenate([graph.segments, through, open_sides(ends)])
    everything = Lines(np.concatenate([base, column_lines]))
    gaps = find_gaps(ends, everything, drawing.signs, rules)
    plan = _Plan(drawing, base, column_lines, rules)
    sure = [g for g in gaps if g.sure]
    plan.add(bare_lines(drawing.signs, sure, plan.arranged(sure), rules))
    chosen = [*sure, *plan.asked_for(sure, [g for g in gaps if not g.sure])]
    arranged = plan.arranged(chosen)
    return _result(plan, arranged, chosen, small, ends)


class _Plan:
    """The lines that stand, and what they enclose together with a choice of gaps."""

    def __init__(self, drawing: Drawing, base: Array, column_lines: Array, rules: LineworkRules) -> None:
        self.drawing, self.column_lines, self.rules = drawing, column_lines, rules
        self._lines = base

    def add(self, segments: Array) -> None:
        """Let further lines stand."""
        self._lines = np.concatenate([self._lines, segments])

    def arranged(self, gaps: Sequence[Gap]) -> Arrangement:
        """Return the faces with ``gaps`` closed."""
        lines = np.concatenate([self._lines, *(g.lines for g in gaps)])
        return arrange(
            lines,
            self.column_lines,
            columns=self.drawing.columns,
            openings=[g.opening.region for g in gaps],
            solids=self.drawing.solids,
            labels=self.drawing.labels,
            rules=self.rules,
        )

    def asked_for(self, sure: Sequence[Gap], doubtful: Sequence[Gap]) -> list[Gap]:
        """Return the doubtful gaps to close: those outside of every room, and those that part numbers of rooms."""
        if not doubtful:
            return []
        before = self.arranged(sure)
        rooms = before.faces[before.rooms()]
        crowded = self._crowded(rooms)
        middles = np.asarray(shapely.points([np.mean(g.opening.line, axis=0) for g in doubtful]), dtype=object)
        gap, room = STRtree(rooms).query(middles, predicate="intersects") if len(rooms) else ([], [])
        inside = dict(zip(list(gap), list(room), strict=True))
        outside = [g for n, g in enumerate(doubtful) if n not in inside]
        parting = [g for n, g in enumerate(doubtful) if inside.get(n) in crowded]
        if parting and not self._parts(before, [*sure, *outside], parting):
            parting = []
        return [*outside, *parting]

    def _crowded(self, rooms: NDArray[np.object_]) -> set[int]:
        """Return the rooms with several numbers in them."""
        if not len(rooms) or not len(self.drawing.numbers):
            return set()
        _, room = STRtree(rooms).query(shapely.points(self.drawing.numbers), predicate="intersects")
        found, count = np.unique(room, return_counts=True)
        return set(found[count > 1].tolist())

    def _parts(self, before: Arrangement, kept: Sequence[Gap], parting: Sequence[Gap]) -> bool:
        """Return whether closing gaps leaves fewer rooms with several numbers, and none of its parts without one."""
        after = self.arranged([*kept, *parting])
        old, new = before.faces[before.rooms()], after.faces[after.rooms()]
        return len(self._crowded(new)) < len(self._crowded(old))


def _away_from(ends: WallEnds, columns: Sequence[Region]) -> WallEnds:
    """Return the ends that do not stop at a column: there the faces are carried on through it."""
    if not len(columns) or not len(ends):
        return ends
    dots = np.asarray(shapely.points(ends.middle), dtype=object)
    near, _ = STRtree(list(columns)).query(dots, predicate="dwithin", distance=LINE_GAP_M)
    keep = np.setdiff1d(np.arange(len(ends)), near)
    return WallEnds(*(getattr(ends, name)[keep] for name in ("left", "right", "out", "thickness_m", "slender")))


def _result(
    plan: _Plan, arranged: Arrangement, gaps: Sequence[Gap], small: Sequence[Closing], ends: WallEnds
) -> Enclosed:
    closings = tuple(c for c in small if not c.is_rounding)
    openings = tuple(g.opening for g in gaps)
    parts = arranged.room_parts()
    single = arranged.single_line_m()
    extra: list[Polygon] = []
    rooms = []
    for n, pieces in parts.items():
        face: Polygon = arranged.faces[n]
        whole = together([face, *(arranged.faces[p] for p in pieces)]) if pieces else face
        if not isinstance(whole, Polygon) or whole.area <= SLIVER_M2:
            whole = face
        whole, loops = columns_in(whole, arranged.faces[arranged.kinds == "room"], plan.rules)
        extra += loops
        edge = whole.boundary
        rooms.append(
            DrawnRoom(
                shapely.orient_polygons(whole),
                tuple(c for c in closings if shapely.dwithin(edge, shapely.points(c.start), TOUCH_M)),
                tuple(i for i, o in enumerate(openings) if _borders(edge, o.line, o.region)),
                min(1.0, single.get(n, 0.0) / face.length),
            )
        )
    walls = tuple(arranged.faces[arranged.kinds == "wall"].tolist())
    columns = (*plan.drawing.columns, *extra)
    loose = tuple((float(x), float(y)) for x, y in ends.middle)
    return Enclosed(tuple(rooms), walls, columns, openings, closings, loose)


def _borders(edge: BaseGeometry, line: tuple[tuple[float, float], ...], region: Region) -> bool:
    if not region.is_empty:
        return bool(shapely.intersection(edge, region.boundary).length > TOUCH_M)
    return bool(shapely.dwithin(edge, shapely.linestrings(line), TOUCH_M))
