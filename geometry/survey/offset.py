"""A zero offset that all distances of one instrument share: as an unknown, and whether it explains a misfit.

Measuring from the wrong edge of a laser adds its length, about 0.1 m, to every distance. No single reading looks wrong
then; diagonals and angles beside walls give it away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

import numpy as np

from geometry.survey.equations import Equation
from geometry.survey.least_squares import Adjustment, adjust
from geometry.survey.observations import AssumedAngle
from geometry.survey.reliability import critical_w, global_test
from geometry.survey.room_equations import RoomEquations, Row

# Twice the length of a rangefinder: what an unknown offset may be before anything is observed.
UNKNOWN_OFFSET_M: Final = 0.2


@dataclass(frozen=True, slots=True)
class Offset:
    """An estimated offset of ``instrument`` (read − true), metres, and how much of vᵀPv it explains."""

    instrument: str
    offset_m: float
    u_m: float
    explained: float


def with_offset(room: RoomEquations, instrument: str, *, sigma_m: float = UNKNOWN_OFFSET_M) -> RoomEquations:
    """Return the same equations with the offset of ``instrument`` as one more unknown, 0 ± ``sigma_m`` beforehand."""
    position = len(room.problem.x0)
    equations = [
        replace(e, offset=position) if row.kind == "distance" and row.instrument == instrument else e
        for row, e in zip(room.rows, room.problem.equations, strict=True)
    ]
    equations.append(Equation("unknown", (position,), 0.0, sigma_m))
    row = Row(AssumedAngle(0), "assumed-offset", instrument, "", (), (), instrument)
    problem = replace(
        room.problem,
        equations=tuple(equations),
        x0=np.append(room.problem.x0, 0.0),
        offsets=room.problem.offsets + 1,
    )
    return replace(room, problem=problem, rows=(*room.rows, row))


def instruments(room: RoomEquations) -> tuple[str, ...]:
    """Return the instruments whose distances may share an offset."""
    return tuple(dict.fromkeys(r.instrument for r in room.rows if r.kind == "distance" and r.instrument is not None))


def suspected_offset(room: RoomEquations, first: Adjustment, *, alpha: float) -> Offset | None:
    """Return the offset that makes a room fit which does not fit otherwise, None where there is no such doubt.

    It must be significant, and the rest must pass the global test with it.
    """
    if global_test(first).outcome != "worse":
        return None
    found: list[Offset] = []
    for instrument in instruments(room):
        adjustment = adjust(with_offset(room, instrument).problem)
        if adjustment.open_motions.shape[1] or global_test(adjustment).outcome == "worse":
            continue
        offset_m, u_m = float(adjustment.x[-1]), sqrt(float(adjustment.cofactors[-1, -1]))
        if abs(offset_m) > critical_w(alpha) * u_m:
            found.append(Offset(instrument, offset_m, u_m, first.vtpv - adjustment.vtpv))
    return max(found, key=lambda o: o.explained, default=None)
