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
from typing import Any

from bim_import.ifc.georeference_site import origin_m, rough_place
from bim_import.ifc.georeference_statements import Stated, statements
from bim_import.ifc.georeference_texts import say
from bim_import.ifc.units import Units
from geometry.finding import Finding
from geometry.frame import CrsFacts, crs_facts, inside_area_of_use, on_map
from geometry.plan import Georeference

# Outside of the stated area by less than this a CRS is still used in practice: strips of 3° reach over each other.
AREA_MARGIN_DEG = 1.5

# Farther from its origin than this a model holds map coordinates and not a building site.
MAP_MAGNITUDE_M = 20_000.0

# A conversion that moves by nearly the model's own coordinates repeats them; a real second move would be another one.
DOUBLED_SHARE = 0.1

# Scale factors of projections stay within 0.4 % of 1, mean ground-to-grid factors included; anything else is a unit.
SCALE_TOLERANCE = 0.01


def read_georeference(
    file: Any, units: Units, *, own_place_m: tuple[float, float] = (0.0, 0.0)
) -> tuple[Georeference | None, list[Finding]]:
    """Return where the model lies, in metres of a projected CRS, and what had to be said about it.

    x, y of ``Georeference`` are the model's own coordinates in metres, before any ``Frame.offset_m``. ``own_place_m``
    is where the geometry lies in them, for files that hold map coordinates in points instead of placements.
    """
    findings: list[Finding] = []
    origin = max(origin_m(file, units), own_place_m, key=lambda place: math.hypot(*place))
    for stated in statements(file, units, findings):
        georeference = _settle(stated, origin, units, findings)
        if georeference is not None:
            return georeference, findings
    return rough_place(file, units, findings), findings


def _settle(stated: Stated, origin: tuple[float, float], units: Units, findings: list[Finding]) -> Georeference | None:
    facts = _plane_crs(stated, findings)
    if facts is None:
        return None
    in_map_coordinates = math.hypot(*origin) > MAP_MAGNITUDE_M and _inside(facts.crs, *origin)
    moved = stated.eastings != 0.0 or stated.northings != 0.0
    if not moved and not in_map_coordinates:
        say(findings, "blank", stated.subject, crs=facts.crs)
        return None
    if in_map_coordinates and moved and _doubled(stated, origin, facts):
        say(findings, "twice", stated.subject, easting_m=origin[0], northing_m=origin[1], crs=facts.crs)
        return Georeference(facts.crs, 0.0, 0.0, 0.0, 0.0, 1.0, stated.quality)
    for unit_m in stated.units_m:
        scale, scale_repair = _scale(stated.scale, unit_m, units.length)
        if scale is None:
            continue
        rotation = math.atan2(stated.ordinate, stated.abscissa)
        for repair, easting, northing in _readings(stated, unit_m, facts):
            height = stated.height * unit_m
            candidate = Georeference(facts.crs, easting, northing, height, rotation, scale, stated.quality)
            if not _inside(facts.crs, *on_map(candidate, *origin)):
                continue
            if unit_m != stated.units_m[0]:
                say(findings, "other-unit", stated.subject, stated_m=stated.units_m[0], used_m=unit_m)
            if scale_repair and stated.quality == "map-conversion":
                say(findings, "scale-not-unit", stated.subject, scale=stated.scale)
            if repair:
                say(findings, repair, stated.subject, eastings_m=easting, northings_m=northing)
            return candidate
    place = {"eastings": stated.eastings, "northings": stated.northings}
    say(findings, "outside", stated.subject, crs=facts.crs, name=facts.name, **place)
    return None


def _doubled(stated: Stated, origin: tuple[float, float], facts: CrsFacts) -> bool:
    """Return whether a model already in map coordinates would be moved by its own place once more."""
    e, n = stated.eastings * stated.units_m[0], stated.northings * stated.units_m[0]
    near = any(
        math.hypot(origin[0] - e * u / stated.units_m[0], origin[1] - n * u / stated.units_m[0])
        < DOUBLED_SHARE * math.hypot(*origin)
        for u in stated.units_m
    )
    return near or not _inside(facts.crs, origin[0] + e, origin[1] + n)


def _plane_crs(stated: Stated, findings: list[Finding]) -> CrsFacts | None:
    known = [facts for name in stated.crs_names if (facts := crs_facts(name))]
    plane = next((facts for facts in known if facts.projected), None)
    if plane is None:
        name = stated.crs_names[0] if stated.crs_names else ""
        say(findings, "geographic" if known else "unknown-crs", stated.subject, crs=known[0].name if known else name)
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


def _readings(stated: Stated, unit_m: float, facts: CrsFacts) -> Iterator[tuple[str, float, float]]:
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
