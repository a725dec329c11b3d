"""Regions as GeoJSON with six decimals: a micrometre in storey-local metres, a decimetre in degrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shapely

from geometry.region import Region
from service.schemas.common import COORDINATE_DECIMALS, Geometry

Projection = Callable[[Region], Region]


def geometry_of(wkb: bytes, project: Projection | None = None) -> Geometry:
    """Return a stored region as GeoJSON, in the CRS of ``project`` if given."""
    region = shapely.from_wkb(wkb)
    assert isinstance(region, shapely.Polygon | shapely.MultiPolygon)
    if project is not None:
        region = project(region)
    if isinstance(region, shapely.Polygon):
        return Geometry(type="Polygon", coordinates=_rings(region))
    return Geometry(type="MultiPolygon", coordinates=[_rings(part) for part in region.geoms])


def _rings(polygon: shapely.Polygon) -> list[Any]:
    if polygon.is_empty:
        return []
    oriented = shapely.orient_polygons(polygon)  # outer rings counter-clockwise (RFC 7946 section 3.1.6)
    return [
        shapely.get_coordinates(ring).round(COORDINATE_DECIMALS).tolist()
        for ring in (oriented.exterior, *oriented.interiors)
    ]
