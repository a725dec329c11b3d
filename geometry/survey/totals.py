"""The area of several surveyed rooms together, with what they have in common.

Rooms surveyed one by one share no reading, but they share the instrument: a zero offset lengthens all of them. So the
offset's effects are added before they are squared, everything else after. (Rooms of one network that share points are
summed by ``geometry.survey.area.areas_with_covariance``.)
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from geometry.survey.record import SurveyRecord


def total_area(records: Iterable[SurveyRecord]) -> tuple[float, float]:
    """Return the sum of the outlines' areas and its standard uncertainty, m²."""
    area_m2 = variance = 0.0
    effects: dict[str, float] = {}
    offset_u_m: dict[str, float] = {}
    for record in records:
        area_m2 += record.area_m2
        variance += record.standard_uncertainty_m2**2 - record.offset_uncertainty_m2**2
        for offset in record.offsets:
            effects[offset.instrument] = effects.get(offset.instrument, 0.0) + offset.area_m2_per_m
            known_m = offset_u_m.get(offset.instrument, 0.0)
            offset_u_m[offset.instrument] = max(known_m, offset.standard_uncertainty_m)
    variance += sum((effect * offset_u_m[instrument]) ** 2 for instrument, effect in effects.items())
    return area_m2, sqrt(max(0.0, variance))
