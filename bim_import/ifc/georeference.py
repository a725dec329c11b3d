"""Where on earth an IFC model lies: one ``Georeference`` in metres, or none with the reason.

Asked in turn: IfcMapConversion and its kin (IFC4), the property sets ``ePSet_MapConversion`` / ``ePSet_ProjectedCRS``
(the agreed way in IFC2X3), latitude and longitude of IfcSite as a rough fallback that is said to be rough. A statement
is used only where the place it gives lies inside the area its CRS is meant for; the usual mistakes (another unit, the
zone number in the easting, axes exchanged, model already in map coordinates) are undone when that makes it fit, and
said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bim_import.ifc.georeference_texts import FINDINGS
from bim_import.ifc.units import Units, unit_factor
from geometry.finding import Finding
from geometry.frame import (
    CrsFacts,
    OutsideCrsError,
    crs_facts,
    easting_northing_m,
    inside_area_of_use,
    lonlat,
    projected_crs_for,
)
from geometry.plan import Georeference, GeoreferenceQuality

# Outside of the stated area by less than this a CRS is still used in practice: strips of 3° reach over each other.
AREA_MARGIN_DEG = 1.5

# Farther from its origin than this a model holds map coordinates and not a building site.
MAP_MAGNITUDE_M = 20_000.0

# A conversion that moves by nearly the model's own coordinates repeats them; a real second move would be another one.
DOUBLED_SHARE = 0.1

# Scale factors of projections stay within 0.4 % of 1, mean ground-to-grid factors included; anything else is a unit.
SCALE_TOLERANCE = 0.01

# Authoring tools put a model nobody placed at these points (longitude, latitude); so near, it is the tool's default.
DEFAULT_SITES = ((-71.0597, 42.3584), (0.0, 0.0))
DEFAULT_SITE_DEG = 0.01


@dataclass(frozen=True, slots=True)
class _Stated:
    """A map conversion as written, lengths in the units of the file; ``units_m`` are the units they may be in."""

    subject: str
    crs_names: tuple[str, ...]
    eastings: float
    northings: float
    height: float
    abscissa: float
    ordinate: float
    scale: float
    units_m: tuple[float, ...]
    quality: GeoreferenceQuality


def read_georeference(file: Any, units: Units) -> tuple[Georeference | None, list[Finding]]:
    """Return where the model lies, in metres of a projected CRS, and what had to be said about it.

    x, y of ``Georeference`` are the model's own coordinates in metres, before any ``Frame.offset_m``.
    """
    findings: list[Finding] = []
    origin_m = _origin_m(file, units)
    for stated in _stated(file, units, findings):
        georeference = _settle(stated, origin_m, units, findings)
        if georeference is not None:
            return georeference, findings
    return _rough(file, units, findings), findings


def _say(findings: list[Finding], key: str, subject: str = "", **evidence: Any) -> None:
    code, outcome, text = FINDINGS[key]
    findings.append(Finding(code, subject, outcome, text.format(**evidence), evidence))


# -- statements of the file --------------------------------------------------------------------------------------------


def _stated(file: Any, units: Units, findings: list[Finding]) -> Iterator[_Stated]:
    schema = file.schema_identifier if hasattr(file, "schema_identifier") else file.schema
    if not str(schema).upper().startswith("IFC2X"):
        yield from _conversions(file, units, findings)
    yield from _property_sets(file, units, findings)


def _conversions(file: Any, units: Units, findings: list[Finding]) -> Iterator[_Stated]:
    for conversion in file.by_type("IfcCoordinateOperation"):
        crs = conversion.TargetCRS
        if crs is None:
            continue
        subject = f"#{conversion.id()}"
        map_unit = getattr(crs, "MapUnit", None)
        stated_unit = unit_factor(map_unit) if map_unit is not None else None
        candidates = _different((stated_unit or units.length, units.length, 1.0))
        if conversion.is_a("IfcMapConversion"):
            factors = [getattr(conversion, name, 1.0) or 1.0 for name in ("FactorX", "FactorY")]
            if factors[0] != factors[1]:
                _say(findings, "uneven-scale", subject, factor_x=factors[0], factor_y=factors[1])
                continue
            numbers = [
                conversion.Eastings, conversion.Northings, conversion.OrthogonalHeight or 0.0,
                *_axis(conversion.XAxisAbscissa, conversion.XAxisOrdinate),
                (1.0 if conversion.Scale is None else conversion.Scale) * factors[0],
            ]  # fmt: skip
        elif conversion.is_a("IfcRigidOperation"):
            first, second = conversion.FirstCoordinate, conversion.SecondCoordinate
            if not (first.is_a("IfcLengthMeasure") and second.is_a("IfcLengthMeasure")):
                _say(findings, "not-plane", subject, crs=crs.Name or "")
                continue
            unscaled = units.length / (stated_unit or units.length)
            numbers = [first.wrappedValue, second.wrappedValue, conversion.Height or 0.0, 1.0, 0.0, unscaled]
        else:
            continue
        if not all(isinstance(n, (int, float)) and math.isfinite(n) for n in numbers):
            _say(findings, "not-finite", subject)
            continue
        e, n, height, abscissa, ordinate, scale = map(float, numbers)
        names = _crs_names(crs)
        yield _Stated(subject, names, e, n, height, abscissa, ordinate, scale, candidates, "map-conversion")


def _crs_names(crs: Any) -> tuple[str, ...]:
    parts = {
        n: getattr(crs, n, None) or "" for n in ("Name", "Description", "GeodeticDatum", "MapProjection", "MapZone")
    }
    described = [w.WellKnownText for w in getattr(crs, "WellKnownText", None) or () if w.WellKnownText]
    whole = " ".join(p for p in (parts["GeodeticDatum"], parts["MapProjection"], parts["MapZone"]) if p)
    return tuple(
        n for n in (parts["Name"], *described, parts["Description"], f"{parts['Name']} {whole}", whole) if n.strip()
    )


def _property_sets(file: Any, units: Units, findings: list[Finding]) -> Iterator[_Stated]:
    for holder in (*file.by_type("IfcSite"), *file.by_type("IfcProject")):
        sets = dict(_psets(holder))
        conversion = sets.get("epset_mapconversion")
        if conversion is None:
            continue
        crs = sets.get("epset_projectedcrs", {})
        subject = holder.GlobalId
        lengths = {n: _number(conversion.get(n)) for n in ("eastings", "northings")}
        if any(v is None for v in lengths.values()):
            _say(findings, "not-finite", subject)
            continue
        scale, height = _number(conversion.get("scale")), _number(conversion.get("orthogonalheight"))
        names = [crs.get(n) for n in ("name", "description", "geodeticdatum")] + [conversion.get("targetcrs")]
        unit = {"metre": 1.0, "meter": 1.0, "m": 1.0, "millimetre": 1e-3, "mm": 1e-3}.get(
            str(crs.get("mapunit") or "").strip().lower()
        )
        yield _Stated(
            subject,
            tuple(str(n) for n in names if n),
            lengths["eastings"] or 0.0,
            lengths["northings"] or 0.0,
            height or 0.0,
            *_axis(_number(conversion.get("xaxisabscissa")), _number(conversion.get("xaxisordinate"))),
            1.0 if scale is None else scale,
            _different((unit or units.length, units.length, 1.0)),
            "property-set",
        )


def _psets(holder: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for relation in holder.IsDefinedBy or ():
        definition = getattr(relation, "RelatingPropertyDefinition", None)
        if definition is not None and definition.is_a("IfcPropertySet"):
            values = {
                (p.Name or "").casefold(): p.NominalValue.wrappedValue
                for p in definition.HasProperties or ()
                if p.is_a("IfcPropertySingleValue") and p.NominalValue is not None
            }
            yield (definition.Name or "").casefold(), values


def _number(value: Any) -> float | None:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _axis(abscissa: float | None, ordinate: float | None) -> tuple[float, float]:
    """Return the direction of the model's x axis on the map; (1, 0) where the file does not say."""
    if abscissa is None or ordinate is None or not math.hypot(abscissa, ordinate) > 0:
        return 1.0, 0.0
    return abscissa, ordinate


def _different(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(dict.fromkeys(values))


# -- making one of them fit --------------------------------------------------------------------------------------------


def _settle(
    stated: _Stated, origin_m: tuple[float, float], units: Units, findings: list[Finding]
) -> Georeference | None:
    facts = _plane_crs(stated, findings)
    if facts is None:
        return None
    in_map_coordinates = math.hypot(*origin_m) > MAP_MAGNITUDE_M and _inside(facts.crs, *origin_m)
    moved = stated.eastings != 0.0 or stated.northings != 0.0
    if not moved and not in_map_coordinates:
        _say(findings, "blank", stated.subject, crs=facts.crs)
        return None
    if in_map_coordinates and moved and _doubled(stated, origin_m, facts):
        _say(findings, "twice", stated.subject, easting_m=origin_m[0], northing_m=origin_m[1], crs=facts.crs)
        return Georeference(facts.crs, 0.0, 0.0, 0.0, 0.0, 1.0, stated.quality)
    for unit_m in stated.units_m:
        scale, scale_repair = _scale(stated.scale, unit_m, units.length)
        if scale is None:
            continue
        rotation = math.atan2(stated.ordinate, stated.abscissa)
        for repair, easting, northing in _readings(stated, unit_m, facts):
            height = stated.height * unit_m
            candidate = Georeference(facts.crs, easting, northing, height, rotation, scale, stated.quality)
            if not _inside(facts.crs, *_on_map(candidate, origin_m)):
                continue
            if unit_m != stated.units_m[0]:
                _say(findings, "other-unit", stated.subject, stated_m=stated.units_m[0], used_m=unit_m)
            if scale_repair and stated.quality == "map-conversion":
                _say(findings, "scale-not-unit", stated.subject, scale=stated.scale)
            if repair:
                _say(findings, repair, stated.subject, eastings_m=easting, northings_m=northing)
            return candidate
    place = {"eastings": stated.eastings, "northings": stated.northings}
    _say(findings, "outside", stated.subject, crs=facts.crs, name=facts.name, **place)
    return None


def _doubled(stated: _Stated, origin_m: tuple[float, float], facts: CrsFacts) -> bool:
    """Return whether a model already in map coordinates would be moved by its own place once more."""
    e, n = stated.eastings * stated.units_m[0], stated.northings * stated.units_m[0]
    near = any(
        math.hypot(origin_m[0] - e * u / stated.units_m[0], origin_m[1] - n * u / stated.units_m[0])
        < DOUBLED_SHARE * math.hypot(*origin_m)
        for u in stated.units_m
    )
    return near or not _inside(facts.crs, origin_m[0] + e, origin_m[1] + n)


def _plane_crs(stated: _Stated, findings: list[Finding]) -> CrsFacts | None:
    known = [facts for name in stated.crs_names if (facts := crs_facts(name))]
    plane = next((facts for facts in known if facts.projected), None)
    if plane is None:
        name = stated.crs_names[0] if stated.crs_names else ""
        _say(findings, "geographic" if known else "unknown-crs", stated.subject, crs=known[0].name if known else name)
    return plane


def _scale(scale: float, unit_m: float, length_m: float) -> tuple[float | None, bool]:
    """Return metres on the map per metre of the model, and whether ``Scale`` had to be read otherwise than defined.

    IFC: Scale converts the length unit of the file to the map's, so s = Scale · map unit / length unit. Most exporters
    leave it at 1 whatever the units are.
    """
    defined = scale * unit_m / length_m
    if abs(defined - 1.0) <= SCALE_TOLERANCE:
        return defined, False
    return (scale, True) if abs(scale - 1.0) <= SCALE_TOLERANCE else (None, False)


def _readings(stated: _Stated, unit_m: float, facts: CrsFacts) -> Iterator[tuple[str, float, float]]:
    """Yield (repair, easting, northing) in metres: as written first, then each usual mistake undone."""
    e, n = stated.eastings * unit_m, stated.northings * unit_m
    yield "", e, n
    # China: 38 500 000 is 500 000 in zone 38. Files mix the numbers with and without the zone and the CRS of the other.
    zone = round(((facts.false_easting_m or 0.0) - 500_000.0) / 1e6)
    if zone > 0 and abs(e) < 1e6:
        yield "zone-missing", e + zone * 1e6, n
    elif zone <= 0 and 13e6 <= e < 46e6:
        yield "zone-in-easting", e % 1e6, n
    yield "axes-exchanged", n, e


def _inside(crs: str, easting_m: float, northing_m: float) -> bool:
    return inside_area_of_use(crs, easting_m, northing_m, margin_deg=AREA_MARGIN_DEG)


def _on_map(g: Georeference, xy_m: tuple[float, float]) -> tuple[float, float]:
    x, y = xy_m
    cos, sin = math.cos(g.rotation_rad), math.sin(g.rotation_rad)
    return g.eastings_m + g.scale * (x * cos - y * sin), g.northings_m + g.scale * (x * sin + y * cos)


def _origin_m(file: Any, units: Units) -> tuple[float, float]:
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


# -- the rough fallback ------------------------------------------------------------------------------------------------


def _rough(file: Any, units: Units, findings: list[Finding]) -> Georeference | None:
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
            _say(findings, "default-site", site.GlobalId, **evidence)
            continue
        crs = projected_crs_for(longitude, latitude)
        try:
            easting, northing = easting_northing_m(crs, longitude, latitude)
        except OutsideCrsError:
            continue
        rotation = _true_north(file) - _convergence(crs, easting, northing)
        elevation = _number(site.RefElevation) or 0.0
        georeference = Georeference(crs, 0.0, 0.0, elevation * units.length, rotation, 1.0, "rough-site-location")
        x, y = _on_map(georeference, _placed(site, units))
        _say(findings, "rough", site.GlobalId, crs=crs, **evidence)
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
