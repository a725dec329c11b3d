"""What to say about a file that declares no unit of area: which one was taken, and whether declared areas fit it."""

from __future__ import annotations

from collections.abc import Sequence

from bim_import.ifc.units import Units
from geometry.finding import Finding, Text
from geometry.plan import Space

NONE_DECLARED = Text(
    "文件没有声明面积单位;房间也没有标注面积,不影响结果。",
    "The file declares no area unit; no room has a declared area either, so nothing depends on it.",
)
FITTING = Text(
    "文件没有声明面积单位,标注面积按长度单位的平方({factor:g} m²)读取;{rooms} 个有标注面积的房间都相符。",
    "The file declares no area unit; declared areas were taken in the square of its length unit ({factor:g} m²), which "
    "fits all {rooms} rooms that have one.",
)
NOT_FITTING = Text(
    "文件没有声明面积单位,标注面积按长度单位的平方({factor:g} m²)读取;"
    "{rooms} 个有标注面积的房间中有 {off} 个不符,请核对。",
    "The file declares no area unit; declared areas were taken in the square of its length unit ({factor:g} m²), which "
    "does not fit {off} of {rooms} rooms that have one. Check them.",
)


def area_unit_findings(units: Units, spaces: Sequence[Space]) -> list[Finding]:
    """Return one ``unit-suspect`` about the file where it has no AREAUNIT; ``spaces`` carry their differences already.

    Computed areas never depend on it: they follow from lengths.
    """
    if units.area_declared:
        return []
    declared = [s for s in spaces if s.declared]
    off = sum(any(f.evidence.get("cause") == "unit" for f in s.findings) for s in declared)
    text = NOT_FITTING if off else FITTING if declared else NONE_DECLARED
    reason = text.format(factor=units.area, rooms=len(declared), off=off)
    evidence = {"area_unit_m2": units.area, "declared_rooms": len(declared), "not_fitting_rooms": off}
    return [Finding("unit-suspect", "", "warning" if off else "info", reason, evidence)]
