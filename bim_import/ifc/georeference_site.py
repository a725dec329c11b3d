"""Where an IFC model lies in its own coordinates, and the rough place its site names by latitude and longitude."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bim_import.ifc.georeference_statements import number
from bim_import.ifc.georeference_texts import say
from bim_import.ifc.units import Units
from geometry.finding import Finding
from geometry.frame import OutsideCrsError, easting_northing_m, lonlat, on_map, projected_crs_for
from geometry.plan import Georeference

# Authoring tools put a model nobody placed at these points (longitude, latitude); so near, it is the tool's default.
DEFAULT_SITES = ((-71.0597, 42.3584), (0.0, 0.0))
DEFAULT_SITE_DEG = 0.01


def origin_m(file: Any, units: Units) -> tuple[float, float]:
    """Return a point of the model in its own coordinates, metres: the farthest of a few placements."""
    points = [(0.0, 0.0)]
    kinds = ("IfcSite", "IfcBuilding", "IfcBuildingStorey", "IfcSpace", "IfcWall")
    for product in (p for kind in kinds for p in islice(file.by_type(kind), 3)):
        x, y, cos, sin = 0.0, 0.0, 1.0, 0.0
        for location, (c, s) in reversed(list(_placements(product.ObjectPlacement))):
            x, y = x + cos * location[0] - sin * location[1], y + sin * location[0] + cos * location[1]
            cos, sin = cos * c - sin * s, sin * c + cos * s
        if math.isfinite(x) and math.isfinite(y):
            points.append((x * units.length, y * units.length))
    return max(points, key=lambda p: math.hypot(*p))


def _placements(placement: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield (location, direction of x) of a local placement and those it stands on, innermost first."""
    seen: set[int] = set()
    while placement is not None and placement.is_a("IfcLocalPlacement") and placement.id() not in seen:
        seen.add(placement.id())
        relative = placement.RelativePlacement
        at = _numbers(getattr(getattr(relative, "Location", None), "Coordinates", None), (0.0, 0.0))
        along = _numbers(getattr(getattr(relative, "RefDirection", None), "DirectionRatios", None), (1.0, 0.0))
        length = math.hypot(*along) or 1.0
        yield at, (along[0] / length, along[1] / length)
        placement = placement.PlacementRelTo


def _numbers(values: Any, default: tuple[float, float]) -> tuple[float, float]:
    return (float(values[0]), float(values[1])) if values is not None and len(values) >= 2 else default


def rough_place(file: Any, units: Units, findings: list[Finding]) -> Georeference | None:
    """Return the place of IfcSite's latitude and longitude (its placement's origin), turned to true north."""
    for site in file.by_type("IfcSite"):
        latitude, longitude = _degrees(site.RefLatitude), _degrees(site.RefLongitude)
        if latitude is None or longitude is None or abs(latitude) > 84.0 or abs(longitude) > 180.0:
            continue
        evidence = {"latitude_deg": round(latitude, 6), "longitude_deg": round(longitude, 6)}
        if any(
            abs(longitude - lon) < DEFAULT_SITE_DEG and abs(latitude - lat) < DEFAULT_SITE_DEG
            for lon, lat in DEFAULT_SITES
        ):
            say(findings, "default-site", site.GlobalId, **evidence)
            continue
        crs = projected_crs_for(longitude, latitude)
        try:
            easting, northing = easting_northing_m(crs, longitude, latitude)
        except OutsideCrsError:
            continue
        rotation = _true_north(file) - _convergence(crs, easting, northing)
        elevation = number(site.RefElevation) or 0.0
        georeference = Georeference(crs, 0.0, 0.0, elevation * units.length, rotation, 1.0, "rough-site-location")
        x, y = on_map(georeference, *_placed(site, units))
        say(findings, "rough", site.GlobalId, crs=crs, **evidence)
        return Georeference(
            crs, easting - x, northing - y, elevation * units.length, rotation, 1.0, "rough-site-location"
        )
    return None


def _placed(site: Any, units: Units) -> tuple[float, float]:
    x, y = 0.0, 0.0
    for location, _ in islice(_placements(site.ObjectPlacement), 1):
        x, y = location[0] * units.length, location[1] * units.length
    return (x, y) if math.isfinite(x) and math.isfinite(y) else (0.0, 0.0)


def _degrees(compound: Any) -> float | None:
    """Return degrees of an IfcCompoundPlaneAngleMeasure: degrees, minutes, seconds, millionths of a second.

    All parts carry the sign; exporters that set it on the first non-zero part only are understood too.
    """
    if not compound or len(compound) < 3 or not all(isinstance(c, (int, float)) for c in compound):
        return None
    parts = [abs(float(c)) for c in compound] + [0.0]
    if parts[1] >= 60.0 or parts[2] >= 60.0:
        return None
    value = parts[0] + parts[1] / 60.0 + parts[2] / 3600.0 + parts[3] / 3.6e9
    return -value if any(c < 0 for c in compound) else value


def _true_north(file: Any) -> float:
    """Return the angle that turns the model's y axis frame so that TrueNorth points up, radians counter-clockwise."""
    for context in file.by_type("IfcGeometricRepresentationContext"):
        if context.is_a("IfcGeometricRepresentationSubContext") or context.TrueNorth is None:
            continue
        x, y = _numbers(context.TrueNorth.DirectionRatios, (0.0, 1.0))
        if math.isfinite(x) and math.isfinite(y) and math.hypot(x, y) > 0:
            return math.pi / 2 - math.atan2(y, x)
    return 0.0


def _convergence(crs: str, easting_m: float, northing_m: float) -> float:
    """Return the angle from grid north to true north at a point, radians clockwise, from two points on a meridian."""
    longitude, latitude = lonlat(crs, easting_m, northing_m)
    e, n = easting_northing_m(crs, longitude, latitude + 1e-3)
    return math.atan2(e - easting_m, n - northing_m)
