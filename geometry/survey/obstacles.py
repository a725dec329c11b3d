"""Columns and ducts that a surveyor measured but did not locate: lines of the ledger, and their part in the
uncertainty.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot, pi, sqrt

from geometry.basis_rules import ObstacleRule
from geometry.plan import Deduction, ElementKind
from geometry.survey.observations import Obstacle
from geometry.survey.record import ObstacleRow, SurveyRecord
from geometry.tolerances import LEDGER_M2, RULE_M, RULE_M2


def obstacle_row(obstacle: Obstacle) -> ObstacleRow:
    """Return the area of an obstacle with its uncertainty: u(l·w) = σ·√(l² + w²), of a circle π/2·d·σ; equal ones
    alike.
    """
    length_m, width_m, count = obstacle.length_m, obstacle.width_m, obstacle.count
    u_m2 = obstacle.sigma_m * (pi / 2 * length_m if width_m is None else hypot(length_m, width_m))
    return ObstacleRow(
        kind=obstacle.kind,
        label=obstacle.label or obstacle.kind,
        area_m2=obstacle.area_m2,
        least_side_m=length_m if width_m is None else min(length_m, width_m),
        count=count,
        total_area_m2=obstacle.area_m2 * count,
        standard_uncertainty_m2=u_m2 * count,
        reading=obstacle.reading,
    )


def surveyed_obstacles(
    record: SurveyRecord | None, rules: Mapping[ElementKind, ObstacleRule], *, left_m2: float
) -> tuple[list[Deduction], float | None]:
    """Return the ledger lines of a survey's obstacles under ``rules``, and u of what then remains, m².

    They have no place, so none has a footprint; ``left_m2`` is what may be taken off at most. u is None without a
    survey.
    """
    if record is None:
        return [], None
    ledger: list[Deduction] = []
    variance = record.standard_uncertainty_m2**2
    for kind, rule in rules.items():
        for number, row in enumerate((o for o in record.obstacles if o.kind == kind), start=1):
            taken = min(row.total_area_m2, left_m2)
            if not _counts(row, rule) or taken < LEDGER_M2:
                continue
            left_m2 -= taken
            variance += row.standard_uncertainty_m2**2
            name = row.label if row.label != kind else f"{kind} {number}"
            ledger.append(Deduction(kind, name, taken, rule.clause))
    return ledger, sqrt(variance)


def _counts(row: ObstacleRow, rule: ObstacleRule) -> bool:
    """Return whether the rule takes this obstacle off, by the size of one of them; they are taken to reach the
    ceiling.
    """
    return (
        rule.deducted
        and rule.over_area_m2 + RULE_M2 < row.area_m2 <= rule.up_to_area_m2 + RULE_M2
        and row.least_side_m >= rule.from_projection_m - RULE_M
    )
