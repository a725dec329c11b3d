"""The units of an IFC file as factors to metres, square metres and radians."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from geometry.finding import Finding, Text
from geometry.tolerances import ROOM_HEIGHT_M

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

    ``lengths`` lists every length unit the file declares; ``area_declared`` says whether it has an AREAUNIT.
    """

    length: float = 1.0
    area: float = 1.0
    angle: float = 1.0
    lengths: tuple[float, ...] = ()
    area_declared: bool = True

    def findings(self) -> list[Finding]:
        """Return what is doubtful about the length unit."""
        if not self.lengths:
            return [Finding("unit-suspect", "", "warning", NO_LENGTH_UNIT)]
        if len(self.lengths) == 1:
            return []
        factors = ", ".join(f"{f:g}" for f in self.lengths)
        reason = TWO_LENGTH_UNITS.format(count=len(self.lengths), factors=factors, chosen=f"{self.length:g}")
        evidence = {"length_units_m": list(self.lengths), "chosen_m": self.length}
        return [Finding("unit-suspect", "", "warning", reason, evidence)]

    def settled(self, heights: Sequence[float]) -> Units:
        """Return the units with the declared length unit under which things of these ``heights`` are as high as rooms.

        ``heights`` are in the length unit of the file. Only a file with several length units leaves a choice.
        """
        if len(self.lengths) < 2 or not heights:
            return self
        low, high = ROOM_HEIGHT_M
        fitting = [f for f in self.lengths if low <= median(heights) * f <= high]
        if not fitting:
            return self
        return replace(self, length=fitting[0], area=self.area if self.area_declared else fitting[0] ** 2)


def read_units(file: Any) -> Units:
    """Return the units of a file; a missing AREAUNIT is the length unit squared, as authoring tools mean it."""
    found: dict[str, list[float]] = {"LENGTHUNIT": [], "AREAUNIT": [], "PLANEANGLEUNIT": []}
    for unit in _units(file):
        kind = str(getattr(unit, "UnitType", None))
        factor = unit_factor(unit) if kind in found else None
        if factor is not None and factor not in found[kind]:
            found[kind].append(factor)
    lengths = tuple(found["LENGTHUNIT"])
    length = lengths[0] if lengths else 1.0
    area = found["AREAUNIT"][0] if found["AREAUNIT"] else length * length
    angle = found["PLANEANGLEUNIT"][0] if found["PLANEANGLEUNIT"] else 1.0
    return Units(length, area, angle, lengths, bool(found["AREAUNIT"]))


def _units(file: Any) -> list[Any]:
    """Return the units of the project, those of all assignments where the project names none."""
    named: list[Any] = [getattr(p, "UnitsInContext", None) for p in file.by_type("IfcProject")]
    assignments = [a for a in named if hasattr(a, "Units")] or list(file.by_type("IfcUnitAssignment"))
    return [u for a in assignments for u in a.Units or () if hasattr(u, "is_a")]


def unit_factor(unit: Any) -> float | None:
    """Return the factor of an IfcNamedUnit to SI (metres, m², radians), None where it cannot be told."""
    factor = 1.0
    seen: set[int] = set()
    while hasattr(unit, "is_a") and unit.id() not in seen:
        seen.add(unit.id())
        if unit.is_a("IfcSIUnit"):
            prefix = PREFIXES.get(unit.Prefix or "", 1.0)
            total = factor * prefix ** POWER.get(unit.UnitType, 1)
            return total if math.isfinite(total) and total > 0 else None
        if not unit.is_a("IfcConversionBasedUnit") or unit.ConversionFactor is None:
            return None
        measure = unit.ConversionFactor
        value = getattr(measure, "ValueComponent", None)
        number: Any = getattr(value, "wrappedValue", value)
        if not isinstance(number, int | float) or not math.isfinite(number) or number <= 0:
            return None
        factor *= number
        unit = measure.UnitComponent
    return None
