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
from geometry.linework.doubt import breaks, by_room, parting
from geometry.linework.ends import WallEnds, open_sides, wall_ends
from geometry.linework.gaps import Closing, close_small_gaps
from geometry.linework.graph import Array, Graph, Lines, build_graph, extended, without_tails
from geometry.linework.loops import columns_in
from geometry.linework.openings import Gap, find_gaps
from geometry.linework.records import Drawing, DrawnOpening, DrawnRoom, Enclosed
from geometry.linework.rules import RULES, LineworkRules
from geometry.linework.signs import bare_lines
from geometry.linework.wall_pieces import wall_pieces
from geometry.overlay import together
from geometry.region import Region
from geometry.tolerances import LINE_GAP_M, SLIVER_M2

TOUCH_M = 1e-6


def enclose(drawing: Drawing, *, rules: LineworkRules = RULES) -> Enclosed:
    """Return what ``drawing`` encloses. The same lines in any order, split or repeated, give the same rooms."""
    column_lines = edges_of(drawing.columns)
    graph = build_graph(drawing.walls)
    small = close_small_gaps(graph, column_lines)
    graph = without_tails(extended(graph, _joined([c.segments for c in small])))
    through = through_columns(graph, drawing.columns)
    ends = _away_from(wall_ends(graph, rules), drawing.columns)
    sides = _joined([through, open_sides(ends)])
    everything = Lines(_joined([graph.segments, sides, column_lines]))
    gaps = find_gaps(ends, everything, drawing.signs, rules)
    plan = _Plan(drawing, _joined([graph.segments, sides]), extended(graph, _joined([sides, column_lines])), rules)
    sure = [g for g in gaps if g.sure]
    if drawing.signs:
        plan.add(bare_lines(drawing.signs, sure, plan.arranged(sure), rules))
    doubtful = [g for g in gaps if not g.sure]
    chosen = [*sure, *plan.asked_for(sure, doubtful)]
    return _result(plan, chosen, doubtful, small, ends)


class _Plan:
    """The lines that stand, and what they enclose together with a choice of gaps."""

    def __init__(self, drawing: Drawing, wall_lines: Array, graph: Graph, rules: LineworkRules) -> None:
        self.drawing, self.rules = drawing, rules
        self._lines, self._graph = wall_lines, graph

    def add(self, segments: Array) -> None:
        """Let further lines stand."""
        self._lines = _joined([self._lines, segments])
        self._graph = extended(self._graph, segments)

    def arranged(self, gaps: Sequence[Gap]) -> Arrangement:
        """Return the faces with ``gaps`` closed."""
        closing = _joined([g.lines for g in gaps])
        return arrange(
            extended(self._graph, closing),
            _joined([self._lines, closing]),
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
        homes = by_room(doubtful, rooms)
        outside = homes.pop(-1, [])
        found = [g for n, own in homes.items() for g in parting(rooms[n], own, self.drawing.numbers)]
        return found + (self._enclosing(rooms, sure, outside) if outside else [])

    def _enclosing(self, rooms: NDArray[np.object_], sure: Sequence[Gap], outside: Sequence[Gap]) -> list[Gap]:
        """Return the gaps that close rooms where none was; where rooms are labelled only those with a label."""
        after = self.arranged([*sure, *outside])
        faces = after.faces[after.rooms()]
        known = STRtree(rooms).query(shapely.point_on_surface(faces), predicate="intersects")[0] if len(rooms) else []
        new = faces[np.setdiff1d(np.arange(len(faces)), known)]
        labels = self.drawing.labels
        if len(labels) and len(new):
            labelled = STRtree(new).query(shapely.points(labels), predicate="intersects")[1]
            new = new[np.unique(labelled)]
        return [g for g in outside if any(borders(face.boundary, g.opening) for face in new)]


def _joined(parts: Sequence[Array]) -> Array:
    return np.concatenate([np.empty((0, 2, 2)), *parts])


def _away_from(ends: WallEnds, columns: Sequence[Region]) -> WallEnds:
    """Return the ends that do not stop at a column: there the faces are carried on through it."""
    if not len(columns) or not len(ends):
        return ends
    dots = np.asarray(shapely.points(ends.middle), dtype=object)
    near, _ = STRtree(list(columns)).query(dots, predicate="dwithin", distance=LINE_GAP_M)
    keep = np.setdiff1d(np.arange(len(ends)), near)
    return WallEnds(*(getattr(ends, name)[keep] for name in ("left", "right", "out", "thickness_m", "slender")))


def _result(
    plan: _Plan, gaps: Sequence[Gap], doubtful: Sequence[Gap], small: Sequence[Closing], ends: WallEnds
) -> Enclosed:
    arranged = plan.arranged(gaps)
    closings = tuple(c for c in small if not c.is_rounding)
    openings = tuple(g.opening for g in gaps)
    parts = arranged.room_parts()
    single = arranged.single_line_m()
    faces = arranged.faces[arranged.rooms()]
    unclosed = by_room([g for g in doubtful if g not in gaps], faces)
    index = _Borders(openings, closings)
    extra: list[Polygon] = []
    rooms = []
    for number, (n, pieces) in enumerate(parts.items()):
        face: Polygon = arranged.faces[n]
        whole = together([face, *(arranged.faces[p] for p in pieces)]) if pieces else face
        if not isinstance(whole, Polygon) or whole.area <= SLIVER_M2:
            whole = face
        whole, loops = columns_in(whole, faces, plan.rules)
        extra += loops
        rooms.append(
            DrawnRoom(
                shapely.orient_polygons(whole),
                index.closings_of(whole.boundary),
                index.openings_of(whole.boundary),
                min(1.0, single.get(n, 0.0) / face.length),
                tuple(g.opening for g in breaks(face, unclosed.get(number, []), plan.rules)),
            )
        )
    walls = tuple(wall_pieces(arranged.faces[arranged.kinds == "wall"].tolist(), plan.rules))
    columns = (*plan.drawing.columns, *extra)
    loose = tuple((float(x), float(y)) for x, y in ends.middle)
    return Enclosed(tuple(rooms), walls, columns, openings, closings, loose)


class _Borders:
    """Openings and closed gaps found by the rooms they lie on the edge of."""

    def __init__(self, openings: Sequence[DrawnOpening], closings: Sequence[Closing]) -> None:
        self._openings, self._closings = openings, closings
        lines = [shapely.LineString(o.line) if o.region.is_empty else o.region for o in openings]
        self._opening_tree = STRtree(lines)
        self._closing_tree = STRtree([shapely.Point(c.start) for c in closings])

    def openings_of(self, edge: BaseGeometry) -> tuple[int, ...]:
        """Return the numbers of the openings along a room's edge."""
        near = self._opening_tree.query(edge, predicate="dwithin", distance=TOUCH_M)
        return tuple(sorted(int(n) for n in near if borders(edge, self._openings[n])))

    def closings_of(self, edge: BaseGeometry) -> tuple[Closing, ...]:
        """Return the gaps between lines that were closed along a room's edge."""
        near = self._closing_tree.query(edge, predicate="dwithin", distance=TOUCH_M)
        return tuple(self._closings[n] for n in sorted(near.tolist()))


def borders(edge: BaseGeometry, opening: DrawnOpening) -> bool:
    """Return whether an opening lies along a room's edge; touching it at a corner is not enough."""
    if opening.region.is_empty:
        return bool(shapely.dwithin(edge, shapely.LineString(opening.line), TOUCH_M))
    return bool(shapely.intersection(edge, opening.region.boundary).length > TOUCH_M)
