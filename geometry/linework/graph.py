"""Lines noded into a graph: where they meet, which ends stay loose, what a ray from a point meets first (metres)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from geometry.tolerances import LINE_GRID_M

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

PARALLEL = 1e-4  # sine of the angle (20") below which a line runs along a ray: 1 mm in 10 m
STRAIGHT_COSINE = 1 - 1e-6  # of the turn at a corner that is none: under 0.1°
BEHIND_M = 1e-7  # a ray does not meet the line it starts on
OVERSHOOT_M = 1e-6  # by which a piece goes on past the line it ends at, to meet it whatever the last digits say


MAX_EDGES = 400_000


class TooManyLinesError(ValueError):
    """The lines cross each other so often that they cannot be a plan."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Noded lines: ``points`` (n, 2), ``edges`` (m, 2) as numbers of points, ``degree`` (n,) edges at each point."""

    points: Array
    edges: Ints
    degree: Ints

    @property
    def segments(self) -> Array:
        """Return the edges as (m, 2, 2) coordinates."""
        return np.asarray(self.points[self.edges], dtype=np.float64)

    def loose(self) -> tuple[Ints, Ints, Array]:
        """Return point, edge and unit direction outwards of every end that meets nothing."""
        side_edge, side = np.nonzero(self.degree[self.edges] == 1)
        at = self.edges[side_edge, side]
        before = self.edges[side_edge, 1 - side]
        out = self.points[at] - self.points[before]
        length = np.hypot(*out.T)
        return at, side_edge.astype(np.int64), out / np.maximum(length, LINE_GRID_M)[:, None]


def as_lines(segments: Array) -> NDArray[np.object_]:
    """Return (n, 2, 2) segments as shapely lines."""
    if not len(segments):
        return np.empty(0, dtype=object)
    return np.asarray(shapely.linestrings(segments), dtype=object)


def build_graph(segments: Array) -> Graph:
    """Return the graph of (n, 2, 2) segments in metres, noded on a grid of ``LINE_GRID_M``.

    Repeated and overlapping pieces become one edge; segments shorter than the grid vanish. Raises ``TooManyLinesError``
    for more than ``MAX_EDGES`` pieces.
    """
    if not len(segments):
        return _numbered(np.empty((0, 2, 2)))
    noded = shapely.union_all(as_lines(segments), grid_size=LINE_GRID_M)
    xy, owner = shapely.get_coordinates(shapely.get_parts(noded), return_index=True)
    same = np.flatnonzero(owner[:-1] == owner[1:])
    if len(same) > MAX_EDGES:
        raise TooManyLinesError(f"{len(same)} pieces of line")
    return _numbered(np.stack([xy[same], xy[same + 1]], axis=1))


def extended(graph: Graph, segments: Array) -> Graph:
    """Return a graph with further segments in it; only what they touch is noded again."""
    if not len(segments) or not len(graph.edges):
        return build_graph(segments) if len(segments) else graph
    own = graph.segments
    _, touched = STRtree(as_lines(own)).query(as_lines(segments), predicate="dwithin", distance=2 * LINE_GRID_M)
    near = np.zeros(len(own), dtype=bool)
    near[touched] = True
    renoded = build_graph(np.concatenate([own[near], segments]))
    return _numbered(np.concatenate([own[~near], renoded.segments]))


def _numbered(pairs: Array) -> Graph:
    """Return the graph of noded pairs of points (n, 2, 2)."""
    if not len(pairs):
        return Graph(np.empty((0, 2)), np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64))
    xy = pairs.reshape(-1, 2)
    grid = np.round(xy / LINE_GRID_M).astype(np.int64)
    _, first, number = np.unique(grid, axis=0, return_index=True, return_inverse=True)
    edges = np.sort(number.reshape(-1, 2), axis=1)
    edges = np.unique(edges[edges[:, 0] != edges[:, 1]], axis=0).astype(np.int64)
    degree = np.bincount(edges.ravel(), minlength=len(first)).astype(np.int64)
    return Graph(xy[first], edges, degree)


def without_tails(graph: Graph) -> Graph:
    """Return a graph without the tails that pieces leave behind the lines they end at."""
    length = np.hypot(*(graph.points[graph.edges[:, 1]] - graph.points[graph.edges[:, 0]]).T)
    tail = (graph.degree[graph.edges] == 1).any(axis=1) & (length <= 2 * OVERSHOOT_M)
    if not tail.any():
        return graph
    edges = graph.edges[~tail]
    used, number = np.unique(edges, return_inverse=True)
    edges = number.reshape(-1, 2).astype(np.int64)
    degree = np.bincount(edges.ravel(), minlength=len(used)).astype(np.int64)
    return Graph(graph.points[used], edges, degree)


def faces_of(segments: Array) -> NDArray[np.object_]:
    """Return the bounded faces (polygons, with holes) that noded (n, 2, 2) segments enclose."""
    if not len(segments):
        return np.empty(0, dtype=object)
    found = shapely.get_parts(shapely.polygonize(as_lines(segments)))
    polygons = [p for p in found if isinstance(p, Polygon) and p.area > 0]
    return np.array(polygons, dtype=object) if polygons else np.empty(0, dtype=object)


def faces_beside(graph: Graph, faces: NDArray[np.object_]) -> tuple[Ints, Ints]:
    """Return pairs (edge, face): each face with the edges of ``graph`` that its rings run along."""
    if not len(faces) or not len(graph.edges):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    rings, owner = shapely.get_rings(faces, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = np.flatnonzero(ring[:-1] == ring[1:])
    grid = np.round(np.concatenate([graph.points, xy]) / LINE_GRID_M).astype(np.int64)
    _, number = np.unique(grid, axis=0, return_inverse=True)
    number = number.reshape(-1)
    points, corners = number[: len(graph.points)], number[len(graph.points) :]
    size = int(number.max()) + 1
    key = _pair_key(points[graph.edges[:, 0]], points[graph.edges[:, 1]], size)
    asked = _pair_key(corners[same], corners[same + 1], size)
    order = np.argsort(key, kind="stable")
    at = np.minimum(np.searchsorted(key[order], asked), len(key) - 1)
    edge = order[at]
    known = key[edge] == asked
    return edge[known].astype(np.int64), owner[ring[same]][known].astype(np.int64)


def _pair_key(a: Ints, b: Ints, size: int) -> Ints:
    return np.asarray(np.minimum(a, b) * size + np.maximum(a, b), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Hits:
    """What rays met first: distance (inf: nothing) and the number of the edge (−1: none)."""

    distance_m: Array
    edge: Ints


class Lines:
    """Segments found by place, for shooting rays among them."""

    def __init__(self, segments: Array) -> None:
        self.segments = segments
        self._tree = STRtree(as_lines(segments))

    def first_hits(self, origins: Array, directions: Array, reach_m: float) -> Hits:
        """Return what the rays from ``origins`` (n, 2) along unit ``directions`` meet within ``reach_m``.

        A line that starts at the origin is not met; one that runs along the ray is met where it begins.
        """
        distance = np.full(len(origins), np.inf)
        edge = np.full(len(origins), -1, dtype=np.int64)
        if not len(origins) or not len(self.segments):
            return Hits(distance, edge)
        rays = shapely.linestrings(np.stack([origins, origins + directions * reach_m], axis=1))
        # A ray that ends on a line or runs along it may miss it by rounding: ask a little beside it as well.
        ray, line = self._tree.query(rays, predicate="dwithin", distance=2 * LINE_GRID_M)
        at = _meeting(origins[ray], directions[ray], self.segments[line])
        good = (at > BEHIND_M) & (at <= reach_m + 2 * LINE_GRID_M)
        ray, line, at = ray[good], line[good], at[good]
        order = np.lexsort((line, at, ray))
        ray, line, at = ray[order], line[order], at[order]
        first = np.concatenate([[True], ray[1:] != ray[:-1]]) if len(ray) else np.empty(0, dtype=bool)
        distance[ray[first]] = at[first]
        edge[ray[first]] = line[first]
        return Hits(distance, edge)

    def distance(self, point: Array) -> float:
        """Return how far the nearest line is from a point."""
        dot = shapely.Point(point)
        found = self._tree.nearest(dot)
        return np.inf if found is None else float(dot.distance(self._tree.geometries[found]))

    def nearest(self, point: Array, direction: Array, reach_m: float) -> Array | None:
        """Return the nearest point on any line within ``reach_m``, not further aside of ``direction`` than 45°."""
        near = self._tree.query(shapely.Point(point), predicate="dwithin", distance=reach_m)
        feet = feet_of(np.broadcast_to(point, (len(near), 2)), self.segments[near])
        step = feet - point
        apart = np.hypot(*step.T)
        ahead = (apart > BEHIND_M) & (step @ direction >= 0.7 * apart)
        if not ahead.any():
            return None
        return np.asarray(feet[ahead][int(np.argmin(apart[ahead]))], dtype=np.float64)

    def near(self, regions: NDArray[np.object_], within_m: float) -> tuple[Ints, Ints]:
        """Return pairs (region, segment) that lie within ``within_m`` of each other."""
        a, b = self._tree.query(regions, predicate="dwithin", distance=within_m)
        return a.astype(np.int64), b.astype(np.int64)


def _meeting(origin: Array, direction: Array, segment: Array) -> Array:
    """Return how far along each ray its segment is met; −inf where it is not, or only touched from behind.

    Lines that all but run along the ray meet it somewhere by chance; they are met where they begin.
    """
    a, b = segment[:, 0] - origin, segment[:, 1] - origin
    along = b - a
    length = np.maximum(np.hypot(*along.T), LINE_GRID_M)
    cross = direction[:, 0] * along[:, 1] - direction[:, 1] * along[:, 0]
    start = a[:, 0] * direction[:, 0] + a[:, 1] * direction[:, 1]
    stop = b[:, 0] * direction[:, 0] + b[:, 1] * direction[:, 1]
    low, high = np.minimum(start, stop), np.maximum(start, stop)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.clip((a[:, 0] * along[:, 1] - a[:, 1] * along[:, 0]) / cross, low, high)
    beside = np.where(low > BEHIND_M, low, -np.inf)
    return np.asarray(np.where(np.abs(cross) <= PARALLEL * length, beside, t), dtype=np.float64)


def feet_of(point: Array, segment: Array) -> Array:
    """Return the point of each segment nearest to each point."""
    along = segment[:, 1] - segment[:, 0]
    square = np.maximum((along**2).sum(axis=1), 1e-300)
    share = np.clip(((point - segment[:, 0]) * along).sum(axis=1) / square, 0.0, 1.0)
    return np.asarray(segment[:, 0] + share[:, None] * along, dtype=np.float64)
