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
LONGEST: Final = 6

# What lowers the variance by less than a hundredth is not worth the way.
WORTHWHILE: Final = 0.01


def remeasurements(
    adjustment: Adjustment, gradient: Vector, rows: Sequence[Row], kept: Sequence[int], *, scale: float, fixed_m4: float
) -> tuple[Remeasurement, ...]:
    """Return the measurements worth repeating, best first; ``fixed_m4`` is the variance that repeating cannot lower.

    ``kept`` are the positions, among all rows of the record, of the rows of ``adjustment``; ``scale`` is s0 where it
    scales the uncertainty, else 1.
    """
    candidates = [i for i, row in enumerate(rows) if row.kind in {"distance", "angle"}]
    variances = adjustment.sigmas**2
    effects = adjustment.design @ adjustment.cofactors
    on_area = effects @ gradient
    among = effects @ adjustment.design.T
    variance = float(gradient @ adjustment.cofactors @ gradient)
    first = on_area**2 / (variances + np.diag(among))
    left, found = variance, list[Remeasurement]()
    while candidates and len(found) < LONGEST:
        gains = on_area**2 / (variances + np.diag(among))
        best = max(candidates, key=lambda i: gains[i])
        if gains[best] <= WORTHWHILE * variance:
            break
        column = among[:, best].copy()
        weight = variances[best] + column[best]
        on_area = on_area - column * (on_area[best] / weight)
        among = among - column[:, None] * (column / weight)
        left = max(0.0, left - gains[best])
        alone, together = (sqrt(max(0.0, v) * scale**2 + fixed_m4) for v in (variance - first[best], left))
        found.append(Remeasurement(kept[best], rows[best].start, rows[best].end, alone, together))
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
