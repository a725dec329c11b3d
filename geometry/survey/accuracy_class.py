"""Which accuracy class of Chinese housing surveys an area reaches: GB/T 17986.1-2000, classes I, II, III.

The limit of a class is twice its standard deviation (中误差): limit = a·√S + b·S with S in m². U (k = 2) within the
limit means that the class is reached. How well each row is known is part of the data: the coefficients come from
secondary sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

from geometry.survey.record import AccuracyClass

Confidence = Literal["confirmed", "plausible", "unverified"]
STANDARD: Final = "GB/T 17986.1-2000"


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One class: limit_m2 = ``per_root`` · √S + ``per_area`` · S."""

    name: AccuracyClass
    per_root: float
    per_area: float
    confidence: Confidence

    def limit_m2(self, area_m2: float) -> float:
        """Return the largest deviation the class allows an area of ``area_m2``, m²."""
        return self.per_root * sqrt(area_m2) + self.per_area * area_m2


RULES: Final = (
    ClassRule("I", 0.02, 0.0006, "unverified"),
    ClassRule("II", 0.04, 0.002, "plausible"),
    ClassRule("III", 0.08, 0.006, "confirmed"),
)


def judged_by(area_m2: float, expanded_uncertainty_m2: float) -> tuple[AccuracyClass, ClassRule]:
    """Return the class reached, "none" where none is, and the rule that says so: for "none" the widest."""
    reached = class_reached(area_m2, expanded_uncertainty_m2)
    return ("none", RULES[-1]) if reached is None else (reached.name, reached)


def class_reached(area_m2: float, expanded_uncertainty_m2: float) -> ClassRule | None:
    """Return the strictest class whose limit holds U (k = 2), or None."""
    return next((rule for rule in RULES if expanded_uncertainty_m2 <= rule.limit_m2(area_m2)), None)
