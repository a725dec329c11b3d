"""What measuring instruments are good for: standard deviations (1σ) as data.

Makers state accuracy in different ways; ``stated_confidence`` says which, so that 95 % figures are halved once, here.
Each row carries how well its figures are known: ``stated`` (read in the maker's data), ``remembered`` (to be checked
against the data sheet), ``assumed`` (a cautious choice of ours). Sources and figures: docs/surveys.md, "Instruments".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from types import MappingProxyType
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Growth:
    """From ``beyond_m`` on, every further metre adds ``mm_per_m`` to the stated accuracy."""

    beyond_m: float
    mm_per_m: float


@dataclass(frozen=True, slots=True)
class Instrument:
    """One kind of instrument: stated accuracy of a distance in mm and of an angle in degrees.

    ``zero_offset_mm`` is the standard uncertainty of what all its distances may have in common (wear of the reference
    edge, a wrong reference): makers do not part it from the stated accuracy, so the same size is assumed.
    """

    name: str
    distance_mm: float
    stated_confidence: Literal["1σ", "95 %"]
    angle_deg: float | None = None
    growth: tuple[Growth, ...] = ()
    zero_offset_mm: float = 0.5
    knowledge: Literal["stated", "remembered", "assumed"] = "stated"

    def distance_sigma_m(self, distance_m: float) -> float:
        """Return the standard deviation (1σ) of one distance of ``distance_m``, metres."""
        stated_mm = self.distance_mm
        for i, step in enumerate(self.growth):
            upper_m = self.growth[i + 1].beyond_m if i + 1 < len(self.growth) else distance_m
            stated_mm += step.mm_per_m * max(0.0, min(distance_m, upper_m) - step.beyond_m)
        return stated_mm / (2000.0 if self.stated_confidence == "95 %" else 1000.0)

    def angle_sigma_deg(self) -> float | None:
        """Return the standard deviation (1σ) of one direction or angle, degrees; None where it measures none."""
        if self.angle_deg is None:
            return None
        return self.angle_deg / (2.0 if self.stated_confidence == "95 %" else 1.0)


INSTRUMENTS: Final[Mapping[str, Instrument]] = MappingProxyType(
    {
        "laser": Instrument("laser rangefinder, make unknown", 3.0, "95 %", zero_offset_mm=1.0, knowledge="assumed"),
        "disto": Instrument("Leica DISTO", 1.0, "95 %", growth=(Growth(10.0, 0.025), Growth(30.0, 0.1))),
        "bosch-glm": Instrument("Bosch GLM", 1.5, "95 %", zero_offset_mm=0.75, knowledge="remembered"),
        "disto-dst360": Instrument(
            "Leica DISTO on DST 360", 1.0, "95 %", 0.1, (Growth(10.0, 0.025), Growth(30.0, 0.1))
        ),
        "disto-s910-p2p": Instrument(
            "Leica DISTO S910, point to point", 0.0, "95 %", 0.1, (Growth(0.0, 1.0),), knowledge="remembered"
        ),
        "distox2": Instrument("DistoX2", 2.0, "1σ", 0.5, zero_offset_mm=1.0, knowledge="remembered"),
        "tape": Instrument("steel tape", 3.0, "1σ", zero_offset_mm=1.0, knowledge="assumed"),
        "total-station": Instrument("total station", 2.0, "1σ", 0.0014, knowledge="assumed"),
        "roomplan": Instrument("Apple RoomPlan", 30.0, "1σ", 1.0, zero_offset_mm=10.0, knowledge="assumed"),
    }
)


def combined_sigma_m(*parts_m: float) -> float:
    """Return the standard deviation of independent parts together, metres."""
    return hypot(*parts_m)
