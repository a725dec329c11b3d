"""Shapes as GeoJSON geometries in plain JSON values, with six decimals."""

from __future__ import annotations

from typing import Any, Final

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

DECIMALS: Final = 6


def geojson(shape: BaseGeometry) -> dict[str, Any]:
    """Return a shape as a GeoJSON geometry with six decimals."""
    made: dict[str, Any] = mapping(shape)
    return {"type": made["type"], "coordinates": _rounded(made["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    return round(coordinates, DECIMALS) if isinstance(coordinates, float) else [_rounded(c) for c in coordinates]
