"""Which numbers a certificate may hold: finite JSON numbers with a fixed count of decimals, and no negative zero.

A coordinate or area is rounded to nine decimals: a corner moves by at most half a nanometre, so that an outline with a
perimeter P gives back its area to P · 0.7 nm, which is below 1e-6 m² for every room up to 1.4 km around. Values have
up to five digits before the point, so all fourteen digits are exact in double precision and read the same everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from geometry.region import Region

LENGTH_DECIMALS: Final = 9
AREA_DECIMALS: Final = 9
MAP_DECIMALS: Final = 6  # eastings reach eight digits before the point
ANGLE_DECIMALS: Final = 12  # a plan of 1 km turned by half of the last one moves 0.5 nm
LARGEST: Final = 1e9  # metres or m²: beyond this no number of a room can be meant, nor keeps its decimals


class NotANumberError(ValueError):
    """A value that a certificate cannot hold: NaN, infinite or too large."""


def number(value: float, decimals: int = AREA_DECIMALS) -> float | int:
    """Return ``value`` rounded to ``decimals``, an integer where nothing is left behind the point, never −0.

    Raises ``NotANumberError`` for NaN, infinities and what is larger than any room.
    """
    given = float(value)
    if not math.isfinite(given) or abs(given) > LARGEST:
        raise NotANumberError(f"a certificate cannot hold the number {given}")
    rounded = round(given, decimals)
    return int(rounded) if rounded.is_integer() else rounded


def optional_number(value: float | None, decimals: int = AREA_DECIMALS) -> float | int | None:
    """Return ``number(value)``, None for None."""
    return None if value is None else number(value, decimals)


def geojson(region: Region) -> dict[str, Any]:
    """Return a region of the plan as a GeoJSON geometry in metres, each coordinate a ``number``.

    Outer rings run counter-clockwise and holes clockwise (RFC 7946), so that equal regions look alike.
    """
    polygons = [_rings(orient(polygon)) for polygon in shapely.get_parts(region) if not polygon.is_empty]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def as_written(region: Region) -> Region:
    """Return the region that a reader of ``geojson(region)`` gets; rounding may have made its rings touch."""
    shape = geojson(region)
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    read = [Polygon(rings[0], rings[1:]) for rings in polygons]
    return read[0] if len(read) == 1 else MultiPolygon(read)


def _rings(polygon: Polygon) -> list[list[list[float | int]]]:
    return [_ring(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


def _ring(points: Iterable[tuple[float, ...]]) -> list[list[float | int]]:
    return [[number(point[0], LENGTH_DECIMALS), number(point[1], LENGTH_DECIMALS)] for point in points]
