"""Lines that stop a little short of each other: the pieces that close them, each with its place and width in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geometry.linework.graph import OVERSHOOT_M, Array, Graph, Ints, Lines, feet_of
from geometry.tolerances import LINE_GAP_M, LINE_ROUNDING_M

BEHIND = 0.1  # cosine: a line beside an end may be joined, the one it came from may not


@dataclass(frozen=True, slots=True)
class Closing:
    """A piece of line that was not drawn: from ``start`` to ``end``, around ``corner`` where two lines go on to meet.

    ``width_m`` is how wide the gap was; ``at_end`` says that the other side is the end of a line, not its middle.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    width_m: float
    corner: tuple[float, float] | None = None
    at_end: bool = False

    @property
    def is_rounding(self) -> bool:
        """Whether the ends were one point but for the digits of the file."""
        return self.width_m <= LINE_ROUNDING_M

    @property
    def segments(self) -> Array:
        """Return the piece as (n, 2, 2) segments; one that ends on a line goes a little past it, to meet it surely."""
        if self.corner is not None:
            return np.array([[self.start, self.corner], [self.end, self.corner]])
        piece = np.array([[self.start, self.end]])
        return piece if self.at_end else lengthened(piece)


def lengthened(segments: Array) -> Array:
    """Return (n, 2, 2) segments that go on past their second ends by ``OVERSHOOT_M``."""
    along = segments[:, 1] - segments[:, 0]
    length = np.hypot(*along.T)[:, None]
    past = np.divide(along, length, out=np.zeros_like(along), where=length > 0) * OVERSHOOT_M
    return np.stack([segments[:, 0], segments[:, 1] + past], axis=1)


def close_small_gaps(graph: Graph, targets: Array | None = None) -> list[Closing]:
    """Return pieces that carry loose ends on to the next line, up to ``LINE_GAP_M`` away.

    Asked in turn: what lies straight ahead; another loose end with which it forms a corner or a line; whatever is
    nearest. ``targets`` are further segments that may be met (columns). An end that only sticks out over another line
    by less than the tolerance is left alone.
    """
    at, edge, out = graph.loose()
    segments = graph.segments
    length = np.hypot(*(segments[:, 1] - segments[:, 0]).T) if len(segments) else np.empty(0)
    other = graph.edges[edge].sum(axis=1) - at
    sticks_out = (length[edge] <= LINE_GAP_M) & (graph.degree[other] > 2)
    at, edge, out = at[~sticks_out], edge[~sticks_out], out[~sticks_out]
    if not len(at):
        return []
    everything = segments if targets is None or not len(targets) else np.concatenate([segments, targets])
    lines = Lines(everything)
    point = graph.points[at]
    hits = lines.first_hits(point, out, LINE_GAP_M)
    found = [
        _onto(point[i], point[i] + out[i] * hits.distance_m[i], everything[hits.edge[i]])
        for i in np.flatnonzero(hits.edge >= 0)
    ]
    left = np.flatnonzero(hits.edge < 0)
    paired, corners = _corners(point[left], out[left])
    left = left[~paired]
    found += corners
    found += _nearest(point[left], out[left], edge[left], lines, everything)
    return list({_rounded(c): c for c in found}.values())  # two ends may have found each other


def _rounded(closing: Closing) -> frozenset[tuple[float, float]]:
    return frozenset((round(x, 6), round(y, 6)) for x, y in (closing.start, closing.end))


def _corners(point: Array, out: Array) -> tuple[NDArray[np.bool_], list[Closing]]:
    """Return which loose ends were joined with another one, and the pieces that join them."""
    used = np.zeros(len(point), dtype=bool)
    found: list[Closing] = []
    if len(point) < 2:
        return used, found
    dots = np.asarray(shapely.points(point), dtype=object)
    a, b = STRtree(dots).query(dots, predicate="dwithin", distance=1.5 * LINE_GAP_M)
    apart = np.hypot(*(point[a] - point[b]).T)
    order = np.lexsort((b, a, np.round(apart, 9)))
    for i, j in zip(a[order].tolist(), b[order].tolist(), strict=True):
        if i >= j or used[i] or used[j]:
            continue
        gap = float(np.hypot(*(point[j] - point[i])))
        corner = _corner(point[i], out[i], point[j], out[j])
        if corner is not None:
            found.append(_closing(point[i], point[j], gap, corner))
        elif gap <= LINE_GAP_M:
            found.append(_closing(point[i], point[j], gap, at_end=True))
        else:
            continue
        used[i] = used[j] = True
    return used, found


def _corner(p: Array, d: Array, q: Array, e: Array) -> Array | None:
    """Return where two ends would meet if both went on straight, if that is ahead of both and near."""
    cross = float(d[0] * e[1] - d[1] * e[0])
    if abs(cross) < 0.05:  # 3°: they run along each other and meet anywhere
        return None
    w = q - p
    s = float(w[0] * e[1] - w[1] * e[0]) / cross
    t = float(w[0] * d[1] - w[1] * d[0]) / cross
    if -LINE_ROUNDING_M <= s <= LINE_GAP_M and -LINE_ROUNDING_M <= t <= LINE_GAP_M:
        return np.asarray(p + d * s, dtype=np.float64)
    return None


def _nearest(point: Array, out: Array, own: Ints, lines: Lines, segments: Array) -> list[Closing]:
    """Return the pieces from loose ends to the nearest other line that is not behind them."""
    if not len(point):
        return []
    dots = np.asarray(shapely.points(point), dtype=object)
    i, k = lines.near(dots, LINE_GAP_M)
    keep = k != own[i]
    i, k = i[keep], k[keep]
    foot = feet_of(point[i], segments[k])
    apart = np.hypot(*(foot - point[i]).T)
    ahead = ((foot - point[i]) * out[i]).sum(axis=1) >= -BEHIND * apart
    i, k, foot, apart = i[ahead], k[ahead], foot[ahead], apart[ahead]
    order = np.lexsort((k, np.round(apart, 9), i))
    i, k, foot, apart = i[order], k[order], foot[order], apart[order]
    first = np.concatenate([[True], i[1:] != i[:-1]]) if len(i) else np.empty(0, dtype=bool)
    return [_onto(point[i[n]], foot[n], segments[k[n]]) for n in np.flatnonzero(first) if apart[n] > 0]


def _onto(start: Array, met: Array, segment: Array) -> Closing:
    """Return the piece from a loose end to where it meets a segment, or to the segment's end if that is there."""
    apart = np.hypot(*(segment - met).T)
    nearest = int(np.argmin(apart))
    at_end = bool(apart[nearest] <= LINE_ROUNDING_M)
    end = segment[nearest] if at_end else met
    return _closing(start, end, float(np.hypot(*(end - start))), at_end=at_end)


def _closing(start: Array, end: Array, width_m: float, corner: Array | None = None, *, at_end: bool = False) -> Closing:
    a, b = (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))
    return Closing(a, b, width_m, None if corner is None else (float(corner[0]), float(corner[1])), at_end)
