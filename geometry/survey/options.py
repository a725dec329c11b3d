"""What can be chosen about the adjustment of a room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdjustmentOptions:
    """How a room is adjusted and tested.

    ``alpha`` and ``power`` are those of one Baarda test (0.001 and 0.80 give 3.291 and δ0 = 4.132);
    ``coverage_factor`` is k of U = k·u (where s0 scales u, k is at least Student's t for 95 % with f degrees of
    freedom). ``instrument`` is assumed where neither an observation nor the survey names one. ``exclude_blunders``
    False tests and reports, but leaves every observation in. ``estimate_offset`` makes the zero offset of each
    instrument an unknown instead of an uncertainty: for a survey whose reference edge (front or back) may have been
    set wrongly.
    """

    alpha: float = 0.001
    power: float = 0.80
    coverage_factor: float = 2.0
    instrument: str = "laser"
    exclude_blunders: bool = True
    estimate_offset: bool = False
