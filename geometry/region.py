"""A region of the plan: one polygon or several, in metres."""

from __future__ import annotations

from shapely import MultiPolygon, Polygon

Region = Polygon | MultiPolygon
