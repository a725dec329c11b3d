"""The plane divided by lines: faces, what each of them is, and which edges lie between which faces (plan metres)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geometry.linework.faces import classify
from geometry.linework.graph import Array, Graph, as_lines, faces_beside, faces_of
from geometry.linework.rules import LineworkRules
from geometry.region import Region

BESIDE_M = 1e-7  # a line lies on another only up to rounding
SHORTEST_M = 1e-6  # a shorter edge has no middle that could be told from its ends


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Faces and their ``kinds``. ``beside`` lists for each edge the faces on its sides: none, one or two."""

    faces: NDArray[np.object_]
    kinds: NDArray[np.object_]
    edges: Array
    beside: list[tuple[int, ...]]
    is_wall_edge: NDArray[np.bool_]

    def rooms(self) -> NDArray[np.int64]:
        """Return the numbers of the faces that are rooms."""
        return np.flatnonzero(self.kinds == "room")

    def room_parts(self) -> dict[int, list[int]]:
        """Return for each room the pieces of columns in it that no wall face parts from it.

        A piece that touches something else besides, across an edge that is the column's alone, stays outside.
        """
        neighbours: dict[int, set[int]] = defaultdict(set)
        for edge in np.flatnonzero(~self.is_wall_edge).tolist():
            sides = self.beside[edge]
            for face in sides:
                if self.kinds[face] == "column":
                    others = [f for f in sides if f != face]
                    neighbours[face].add(others[0] if others else -1)
        parts: dict[int, list[int]] = {int(r): [] for r in self.rooms()}
        for piece, around in neighbours.items():
            real = {f for f in around if f < 0 or self.kinds[f] != "column"}
            if len(real) == 1:
                room = next(iter(real))
                if room in parts:
                    parts[room].append(piece)
        return parts

    def single_line_m(self) -> dict[int, float]:
        """Return for each room the length of its boundary on whose other side stands no wall, opening or column."""
        length = np.hypot(*(self.edges[:, 1] - self.edges[:, 0]).T) if len(self.edges) else np.empty(0)
        found: dict[int, float] = defaultdict(float)
        for edge, sides in enumerate(self.beside):
            rooms = [f for f in sides if self.kinds[f] == "room"]
            if rooms and len(rooms) == max(len(sides), 1):
                for face in rooms:
                    found[face] += float(length[edge])
        return found


def arrange(
    graph: Graph,
    wall_lines: Array,
    *,
    columns: Sequence[Region],
    openings: Sequence[Region],
    solids: Sequence[Region],
    labels: Array,
    rules: LineworkRules,
) -> Arrangement:
    """Return the faces of a graph; ``wall_lines`` in it bound rooms, the others only what stands in them."""
    edges = graph.segments
    faces = faces_of(edges)
    kinds = classify(faces, columns=columns, openings=openings, solids=solids, labels=labels, rules=rules)
    beside: list[list[int]] = [[] for _ in range(len(edges))]
    for edge, face in zip(*(found.tolist() for found in faces_beside(graph, faces)), strict=True):
        beside[edge].append(face)
    is_wall = np.ones(len(edges), dtype=bool)
    if len(columns) and len(edges):
        long = np.flatnonzero(np.hypot(*(edges[:, 1] - edges[:, 0]).T) > SHORTEST_M)
        middle = np.asarray(shapely.points(edges[long].mean(axis=1)), dtype=object)
        on, _ = STRtree(as_lines(wall_lines)).query(middle, predicate="dwithin", distance=BESIDE_M)
        is_wall[long] = False
        is_wall[long[np.unique(on)]] = True
    return Arrangement(faces, kinds, edges, [tuple(b[:2]) for b in beside], is_wall)
