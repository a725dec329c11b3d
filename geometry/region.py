"""A region of the plan: one polygon or several, in metres."""

from __future__ import annotations

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Region = Polygon | MultiPolygon


def polygonal(geometry: BaseGeometry) -> Region:
    """Return the polygons of any geometry as one region: lines and points, which have no area, fall away."""
    if isinstance(geometry, Polygon | MultiPolygon):
        return geometry
    parts = [p for p in shapely.get_parts(geometry) if isinstance(p, Polygon | MultiPolygon) and not p.is_empty]
    return polygonal(shapely.union_all(parts)) if parts else Polygon()


def valid(region: Region) -> Region:
    """Return ``region`` itself where its rings do not cross, else the area they enclose."""
    return region if region.is_valid else polygonal(shapely.make_valid(region))
