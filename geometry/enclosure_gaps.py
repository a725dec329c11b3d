"""Where walls stop short of each other: boxes in plan metres that close the gap, with its width and its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon, STRtree

from geometry.enclosure_rules import EnclosureRules

FACING_COSINE = -0.98  # 11°: two wall ends face each other
MIN_LENGTH = 1.5  # thicknesses: a shorter piece has no direction
MIN_RECTANGLE = 0.9  # share of its bounding rectangle that a straight wall fills
TOUCH_M = 0.02  # from the edge of a region to the box that closes it
BORDER_SHARE = 0.5  # of a gap's width along which a region ends
POLYGON = 3  # shapely's type number


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece added to close a gap: ``length_m`` along the wall, ``kind`` tells why."""

    region: Polygon
    length_m: float
    kind: str  # "extended-wall", "undrawn-door", or "open-gap" for one wider than a door


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """Both ends of all straight walls: number of the piece, middle of the end face, unit direction out, thickness."""

    piece: NDArray[np.int64]
    point: NDArray[np.float64]
    out: NDArray[np.float64]
    thickness_m: NDArray[np.float64]

    def boxes(
        self, start: NDArray[np.float64] | float, stop: NDArray[np.float64] | float, width: NDArray[np.float64]
    ) -> NDArray[np.object_]:
        """Return for each end the box ahead of it from ``start`` to ``stop`` metres, negative within the wall."""
        side = np.stack([-self.out[:, 1], self.out[:, 0]], axis=1) * (width / 2)[:, None]
        a = self.point + self.out * np.broadcast_to(start, len(self.out))[:, None]
        b = self.point + self.out * np.broadcast_to(stop, len(self.out))[:, None]
        return np.asarray(shapely.polygons(np.stack([a - side, b - side, b + side, a + side], axis=1)), dtype=object)

    def only(self, which: NDArray[np.int64]) -> _Ends:
        return _Ends(self.piece[which], self.point[which], self.out[which], self.thickness_m[which])


def _ends(pieces: NDArray[np.object_]) -> _Ends:
    boxes = shapely.minimum_rotated_rectangle(pieces)
    straight = (shapely.get_type_id(boxes) == POLYGON) & (shapely.area(pieces) >= MIN_RECTANGLE * shapely.area(boxes))
    index = np.flatnonzero(straight)
    c = shapely.get_coordinates(boxes[index]).reshape(-1, 5, 2)[:, :4]
    turned = np.hypot(*(c[:, 1] - c[:, 0]).T) < np.hypot(*(c[:, 2] - c[:, 1]).T)
    c[turned] = np.roll(c[turned], -1, axis=1)
    along, across = c[:, 1] - c[:, 0], c[:, 2] - c[:, 1]
    long, thick = np.hypot(*along.T), np.hypot(*across.T)
    walls = np.flatnonzero(long >= MIN_LENGTH * thick)
    c, along, thick, index = c[walls], along[walls] / long[walls, None], thick[walls], index[walls]
    point = np.concatenate([(c[:, 1] + c[:, 2]) / 2, (c[:, 0] + c[:, 3]) / 2])
    return _Ends(np.tile(index, 2), point, np.concatenate([along, -along]), np.tile(thick, 2))


def find_patches(parts: Sequence[Polygon], rules: EnclosureRules) -> list[Patch]:
    """Return boxes that carry free wall ends on to the next wall, or across an opening to the wall that faces them."""
    pieces = np.array(parts, dtype=object)
    ends = _ends(pieces)
    tree = STRtree(pieces)
    touch = 2 * rules.close_gap_m
    probes = ends.boxes(-ends.thickness_m, touch, ends.thickness_m + touch / 2)
    end, piece = tree.query(probes, predicate="intersects")
    touched = np.unique(end[ends.piece[end] != piece])
    free = ends.only(np.setdiff1d(np.arange(len(ends.piece)), touched))
    ahead = free.boxes(0.001, rules.extend_m, 0.8 * free.thickness_m)
    line = free.boxes(0.0, rules.max_wall_line_gap_m, 0.5 * free.thickness_m)
    end_tree = STRtree(np.asarray(shapely.points(free.point), dtype=object))
    out = []
    for i in range(len(free.piece)):
        one = free.only(np.array([i]))
        hits = [k for k in tree.query(ahead[i], predicate="intersects") if k != free.piece[i]]
        if hits:
            part = shapely.get_coordinates(ahead[i].intersection(shapely.union_all(pieces[hits])))
            reach = float(((part - free.point[i]) @ free.out[i]).min())
            out.append(Patch(one.boxes(-0.01, reach + 0.01, one.thickness_m)[0], reach, "extended-wall"))
            continue
        facing = [
            k
            for k in end_tree.query(line[i], predicate="intersects")
            if free.piece[k] != free.piece[i] and free.out[k] @ free.out[i] < FACING_COSINE
        ]
        gaps = [float(np.hypot(*(free.point[k] - free.point[i]))) for k in facing]
        if not gaps or free.piece[i] > free.piece[facing[int(np.argmin(gaps))]]:
            continue
        k, gap = facing[int(np.argmin(gaps))], min(gaps)
        width = np.minimum(one.thickness_m, free.thickness_m[k])
        patch = one.boxes(-0.01, gap + 0.01, width)[0]
        if gap <= rules.doorway_m:
            out.append(Patch(patch, gap, "undrawn-door"))
        elif not set(tree.query(patch, predicate="intersects")) - {free.piece[i], free.piece[k]}:
            out.append(Patch(patch, gap, "open-gap"))
    return out


def open_gaps_of(outline: Polygon, gaps: Sequence[Patch]) -> list[Patch]:
    """Return the open gaps along which a region ends; touching the corner of one is not enough."""
    edge = outline.exterior
    return [g for g in gaps if edge.intersection(g.region.buffer(TOUCH_M)).length >= BORDER_SHARE * g.length_m]
