"""Which measurement, repeated, makes the area surer: contributions to u²(A), and u(A) predicted after repeating.

A repeated observation with the design row a and the standard deviation σ lowers the variance of the area by
(gᵀ·Q·a)² / (σ² + aᵀ·Q·a) (recursive least squares): nothing has to be measured to know that.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

import numpy as np

from geometry.decision import decide
from geometry.survey.least_squares import Adjustment, Vector
from geometry.survey.record import Remeasurement, SurveyRecord
from geometry.survey.room_equations import Row

# Longer lists help nobody: who has to repeat ten readings surveys the room again.
LONGEST: Final = 8


def remeasurements(
    adjustment: Adjustment, gradient: Vector, rows: Sequence[Row], kept: Sequence[int], *, scale: float, fixed_m4: float
) -> tuple[Remeasurement, ...]:
    """Return the measurements worth repeating, best first; ``fixed_m4`` is the variance that repeating cannot lower.

    ``kept`` are the positions, among all rows of the record, of the rows of ``adjustment``; ``scale`` is s0 where it
    scales the uncertainty, else 1.
    """
    candidates = [i for i, row in enumerate(rows) if row.kind in {"distance", "angle"}]
    cofactors, sigmas = adjustment.cofactors.copy(), adjustment.sigmas
    first = _gains(adjustment, cofactors, sigmas, gradient)
    variance = float(gradient @ cofactors @ gradient)
    alone = {i: sqrt(max(0.0, variance - first[i]) * scale**2 + fixed_m4) for i in candidates}
    found: list[Remeasurement] = []
    while candidates and len(found) < LONGEST:
        gains = _gains(adjustment, cofactors, sigmas, gradient)
        best = max(candidates, key=lambda i: gains[i])
        if gains[best] <= 1e-3 * variance:
            break
        row = adjustment.design[best]
        effect = cofactors @ row
        cofactors -= np.outer(effect, effect) / (sigmas[best] ** 2 + row @ effect)
        together = sqrt(max(0.0, float(gradient @ cofactors @ gradient)) * scale**2 + fixed_m4)
        found.append(Remeasurement(kept[best], rows[best].start, rows[best].end, alone[best], together))
        candidates.remove(best)
    return tuple(found)


def decided_by(
    record: SurveyRecord, value_m2: float, limit_m2: float, *, other_u_m2: float = 0.0, risk: float = 0.05
) -> tuple[Remeasurement, ...] | None:
    """Return the shortest list of measurements whose repetition should decide ``value_m2`` against ``limit_m2``.

    () if it is decided already, None if repeating readings will not decide it: then the offset of the instrument, the
    obstacles (``other_u_m2``) or the closeness to the limit stand in the way. Predicted with the present value of the
    area.
    """

    def open_at(u_m2: float) -> bool:
        return decide(value_m2, limit_m2, u=sqrt(u_m2**2 + other_u_m2**2), risk=risk).verdict == "not-decided"

    if not open_at(record.standard_uncertainty_m2):
        return ()
    for count, step in enumerate(record.remeasure, start=1):
        if not open_at(step.u_together_m2):
            return record.remeasure[:count]
    return None


def _gains(adjustment: Adjustment, cofactors: np.ndarray, sigmas: Vector, gradient: Vector) -> Vector:
    """Return by how much each observation, repeated, would lower the variance of the area."""
    effects = adjustment.design @ cofactors
    own = np.einsum("ij,ij->i", effects, adjustment.design)
    return np.asarray((effects @ gradient) ** 2 / (sigmas**2 + own))
