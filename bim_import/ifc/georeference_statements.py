"""What an IFC file states about its place on earth, as written: conversions of IFC4, property sets of IFC2X3."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bim_import.ifc.georeference_texts import say
from bim_import.ifc.units import Units, unit_factor
from geometry.finding import Finding
from geometry.plan import GeoreferenceQuality


@dataclass(frozen=True, slots=True)
class Stated:
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


def statements(file: Any, units: Units, findings: list[Finding]) -> Iterator[Stated]:
    """Yield every statement of a map conversion, the most trustworthy first; what is unreadable is said."""
    schema = file.schema_identifier if hasattr(file, "schema_identifier") else file.schema
    if not str(schema).upper().startswith("IFC2X"):
        yield from _conversions(file, units, findings)
    yield from _property_sets(file, units, findings)


def _conversions(file: Any, units: Units, findings: list[Finding]) -> Iterator[Stated]:
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
                say(findings, "uneven-scale", subject, factor_x=factors[0], factor_y=factors[1])
                continue
            numbers = [
                conversion.Eastings, conversion.Northings, conversion.OrthogonalHeight or 0.0,
                *_axis(conversion.XAxisAbscissa, conversion.XAxisOrdinate),
                (1.0 if conversion.Scale is None else conversion.Scale) * factors[0],
            ]  # fmt: skip
        elif conversion.is_a("IfcRigidOperation"):
            first, second = conversion.FirstCoordinate, conversion.SecondCoordinate
            if not (first.is_a("IfcLengthMeasure") and second.is_a("IfcLengthMeasure")):
                say(findings, "not-plane", subject, crs=crs.Name or "")
                continue
            unscaled = units.length / (stated_unit or units.length)
            numbers = [first.wrappedValue, second.wrappedValue, conversion.Height or 0.0, 1.0, 0.0, unscaled]
        else:
            continue
        if not all(isinstance(n, (int, float)) and math.isfinite(n) for n in numbers):
            say(findings, "not-finite", subject)
            continue
        e, n, height, abscissa, ordinate, scale = map(float, numbers)
        names = _crs_names(crs)
        yield Stated(subject, names, e, n, height, abscissa, ordinate, scale, candidates, "map-conversion")


def _crs_names(crs: Any) -> tuple[str, ...]:
    parts = {
        n: getattr(crs, n, None) or "" for n in ("Name", "Description", "GeodeticDatum", "MapProjection", "MapZone")
    }
    described = [w.WellKnownText for w in getattr(crs, "WellKnownText", None) or () if w.WellKnownText]
    whole = " ".join(p for p in (parts["GeodeticDatum"], parts["MapProjection"], parts["MapZone"]) if p)
    return tuple(
        n for n in (parts["Name"], *described, parts["Description"], f"{parts['Name']} {whole}", whole) if n.strip()
    )


def _property_sets(file: Any, units: Units, findings: list[Finding]) -> Iterator[Stated]:
    for holder in (*file.by_type("IfcSite"), *file.by_type("IfcProject")):
        sets = dict(_psets(holder))
        conversion = sets.get("epset_mapconversion")
        if conversion is None:
            continue
        crs = sets.get("epset_projectedcrs", {})
        subject = holder.GlobalId
        lengths = {n: number(conversion.get(n)) for n in ("eastings", "northings")}
        if any(v is None for v in lengths.values()):
            say(findings, "not-finite", subject)
            continue
        scale, height = number(conversion.get("scale")), number(conversion.get("orthogonalheight"))
        names = [crs.get(n) for n in ("name", "description", "geodeticdatum")] + [conversion.get("targetcrs")]
        unit = {"metre": 1.0, "meter": 1.0, "m": 1.0, "millimetre": 1e-3, "mm": 1e-3}.get(
            str(crs.get("mapunit") or "").strip().lower()
        )
        yield Stated(
            subject,
            tuple(str(n) for n in names if n),
            lengths["eastings"] or 0.0,
            lengths["northings"] or 0.0,
            height or 0.0,
            *_axis(number(conversion.get("xaxisabscissa")), number(conversion.get("xaxisordinate"))),
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


def number(value: Any) -> float | None:
    """Return a value as a finite number, None where it is none."""
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
