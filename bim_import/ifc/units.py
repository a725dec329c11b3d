"""The units of an IFC file as factors to metres, square metres and radians."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from geometry.finding import Finding, Text

PREFIXES = {
    "EXA": 1e18,
    "PETA": 1e15,
    "TERA": 1e12,
    "GIGA": 1e9,
    "MEGA": 1e6,
    "KILO": 1e3,
    "HECTO": 1e2,
    "DECA": 1e1,
    "DECI": 1e-1,
    "CENTI": 1e-2,
    "MILLI": 1e-3,
    "MICRO": 1e-6,
    "NANO": 1e-9,
    "PICO": 1e-12,
    "FEMTO": 1e-15,
    "ATTO": 1e-18,
}
POWER = {"LENGTHUNIT": 1, "AREAUNIT": 2}

TWO_LENGTH_UNITS = Text(
    "文件声明了 {count} 个长度单位(换算系数 {factors}),按 {chosen} 米读取;请核对房间尺寸。",
    "The file declares {count} length units (factors {factors}); it was read with {chosen} m. Check the room sizes.",
)
NO_LENGTH_UNIT = Text(
    "文件没有声明长度单位,按米读取;请核对房间尺寸。",
    "The file declares no length unit; it was read in metres. Check the room sizes.",
)


@dataclass(frozen=True, slots=True)
class Units:
    """Factors from the file's numbers to SI: ``length`` to metres, ``area`` to m², ``angle`` to radians.

    ``lengths`` lists every length unit the file declares, the first of which is ``length``.
    """

    length: float = 1.0
    area: float = 1.0
    angle: float = 1.0
    lengths: tuple[float, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def read_units(file: Any) -> Units:
    """Return the units of a file; a missing AREAUNIT is the length unit squared, as authoring tools mean it."""
    found: dict[str, list[float]] = {"LENGTHUNIT": [], "AREAUNIT": [], "PLANEANGLEUNIT": []}
    for assignment in _assignments(file):
        for unit in assignment.Units or ():
            kind = getattr(unit, "UnitType", None)
            factor = unit_factor(unit) if kind in found else None
            if factor is not None and factor not in found[kind]:
                found[kind].append(factor)
    lengths = tuple(found["LENGTHUNIT"])
    findings = []
    if not lengths:
        findings.append(Finding("unit-suspect", "", "warning", NO_LENGTH_UNIT))
    elif len(lengths) > 1:
        factors = ", ".join(f"{f:g}" for f in lengths)
        reason = TWO_LENGTH_UNITS.format(count=len(lengths), factors=factors, chosen=f"{lengths[0]:g}")
        findings.append(Finding("unit-suspect", "", "warning", reason, {"length_units_m": list(lengths)}))
    length = lengths[0] if lengths else 1.0
    area = found["AREAUNIT"][0] if found["AREAUNIT"] else length * length
    angle = found["PLANEANGLEUNIT"][0] if found["PLANEANGLEUNIT"] else 1.0
    return Units(length, area, angle, lengths, tuple(findings))


def _assignments(file: Any) -> list[Any]:
    """Return the unit assignments of the project, all of them where the project names none."""
    of_project = [p.UnitsInContext for p in file.by_type("IfcProject") if p.UnitsInContext is not None]
    return of_project or list(file.by_type("IfcUnitAssignment"))


def unit_factor(unit: Any) -> float | None:
    """Return the factor of an IfcNamedUnit to SI (metres, m², radians), None where it cannot be told."""
    factor, seen = 1.0, set()
    while unit is not None and unit.id() not in seen:
        seen.add(unit.id())
        if unit.is_a("IfcSIUnit"):
            prefix = PREFIXES.get(unit.Prefix or "", 1.0)
            value = factor * prefix ** POWER.get(unit.UnitType, 1)
            return value if math.isfinite(value) and value > 0 else None
        if not unit.is_a("IfcConversionBasedUnit") or unit.ConversionFactor is None:
            return None
        value = unit.ConversionFactor.ValueComponent
        number = float(getattr(value, "wrappedValue", value))
        if not math.isfinite(number) or number <= 0:
            return None
        factor *= number
        unit = unit.ConversionFactor.UnitComponent
    return None
