"""How large and how far away the things of a file are, from a sample: settles its length unit and its plan frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bim_import.ifc.forgiving import Forgiving
from bim_import.ifc.shapes import Shapes
from bim_import.ifc.units import Units
from geometry.finding import Finding, Text
from geometry.tolerances import FAR_AWAY_M, FRAME_STEP_M

SAMPLE = 32
NO_OFFSET = (0.0, 0.0)

FAR_AWAY = Text(
    "模型离坐标原点 {distance_km:.0f} 千米,平面坐标已整体减去 ({x_m:.0f}, {y_m:.0f}) 米。",
    "The model lies {distance_km:.0f} km from its origin; ({x_m:.0f}, {y_m:.0f}) m were taken off plan coordinates.",
)


@dataclass(frozen=True, slots=True)
class Scale:
    """The units to read a file with, what is taken off its plan coordinates, and where it lies in them, in metres."""

    units: Units
    offset_m: tuple[float, float] = NO_OFFSET
    place_m: tuple[float, float] = NO_OFFSET

    def findings(self) -> list[Finding]:
        """Return what a reader must know about unit and place."""
        found = self.units.findings()
        if self.offset_m != NO_OFFSET:
            x, y = self.offset_m
            reason = FAR_AWAY.format(distance_km=float(np.hypot(x, y)) / 1000, x_m=x, y_m=y)
            found.append(Finding("far-from-origin", "", "info", reason, {"offset_m": [x, y]}))
        return found


def settle_scale(units: Units, entities: Sequence[Any]) -> Scale:
    """Return the scale that a sample of ``entities`` shows; the offset is nothing or whole hundreds of metres."""
    shapes = Shapes(replace(units, length=1.0), NO_OFFSET)
    corners, heights = [], []
    sample = Forgiving("sample")  # what fails here fails again, and is reported, when it is read in full
    for entity in entities[:: max(1, len(entities) // SAMPLE)]:
        with sample:
            region, low, high = shapes.bounding(entity, kernel=False)
            if not region.is_empty:
                corners.append(region.bounds[:2])
                heights.append(high - low)
    units = units.settled(heights)
    if not corners:
        return Scale(units)
    x, y = (float(v) * units.length for v in np.median(np.asarray(corners), axis=0))
    if np.hypot(x, y) < FAR_AWAY_M:
        return Scale(units, place_m=(x, y))
    return Scale(units, (round(x / FRAME_STEP_M) * FRAME_STEP_M, round(y / FRAME_STEP_M) * FRAME_STEP_M), (x, y))
