"""Closed figures of a drawing as regions: columns, filled walls, outlines of rooms; in metres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from bim_import.dxf.contents import Fill, Stroke
from geometry.linework.gaps import close_small_gaps
from geometry.linework.graph import build_graph, faces_of
from geometry.overlay import together
from geometry.region import Region, polygonal, valid
from geometry.rings import close_ring
from geometry.tolerances import SLIVER_M2

Array = NDArray[np.float64]

LARGEST_COLUMN_M2 = 25.0  # a closed line around a whole bay is no column
GRID_M = 1e-9


def closed_regions(strokes: Iterable[Stroke]) -> list[Region]:
    """Return the figures that closed strokes run around."""
    found = [close_ring([(float(x), float(y)) for x, y in s.points]).region for s in strokes if s.closed]
    return [r for r in found if r.area > SLIVER_M2]


def fill_region(fill: Fill) -> Region:
    """Return what a hatch fills: rings inside others are left out, by turns."""
    regions: list[Region] = [valid(Polygon(r)) for r in fill.rings if len(r) > 2]
    while len(regions) > 1:  # in pairs, or a hatch of many rings takes the square of their number
        paired = [
            polygonal(shapely.symmetric_difference(a, b, grid_size=GRID_M))
            for a, b in zip(regions[::2], regions[1::2], strict=False)
        ]
        regions = [*paired, *regions[2 * len(paired) :]]
    return regions[0] if regions else Polygon()


def columns_of(strokes: Sequence[Stroke], fills: Sequence[Fill]) -> tuple[Region, ...]:
    """Return the bodies of columns, however often and in whatever way each one is drawn."""
    regions = [*closed_regions(strokes), *(fill_region(f) for f in fills), *open_regions(strokes)]
    small = [valid(r) for r in regions if SLIVER_M2 < r.area <= LARGEST_COLUMN_M2]
    if not small:
        return ()
    whole = together(small, grid_m=GRID_M)
    filled = [Polygon(p.exterior) for p in shapely.get_parts(whole)]
    return tuple(sorted(filled, key=lambda p: p.bounds))


def open_regions(strokes: Sequence[Stroke]) -> list[Region]:
    """Return the figures that lines which are not closed by themselves run around together."""
    lines = [s.segments for s in strokes if not s.closed]
    if not lines:
        return []
    segments = np.concatenate(lines)
    graph = build_graph(segments)
    pieces = [c.segments for c in close_small_gaps(graph)]
    return list(faces_of(build_graph(np.concatenate([segments, *pieces])).segments))


def wide_body(stroke: Stroke) -> Region:
    """Return the band that a polyline with a width draws."""
    points = np.vstack([stroke.points, stroke.points[:1]]) if stroke.closed else stroke.points
    line = shapely.LineString(points)
    band = shapely.buffer(line, stroke.width_m / 2, cap_style="flat", join_style="mitre")
    return polygonal(band)
