"""Could a wrong reading have gone unnoticed: global test, Baarda's w, τ, minimal detectable blunder.

Baarda (1968): w_i = v_i / (σ_i·√r_i), normal where all is well; the smallest blunder found with the wanted power is
∇_i = δ0·σ_i/√r_i, and what it does to a function of the unknowns is its influence times ∇_i. Correlated observations
use w = (Pv)_i / √(P·Qvv·P)_ii. Where σ0 is not known, Pope's (1976) τ = w / s0 takes the place of w.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import chdtri, ndtri, stdtrit

from geometry.survey.least_squares import Adjustment, Matrix, Vector
from geometry.survey.record import GlobalTest

# Less redundancy than this is none: nothing else sees the observation, and v/√r would be rounding divided by rounding.
CHECKED_R: Final = 0.01

# Below this a blunder shows mostly in other observations and cannot be localised (Baarda; surveys.md 2.3).
LOCALISED_R: Final = 0.1

GLOBAL_ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True)
class Reliability:
    """Test values of every observation; NaN in ``w``, infinite in ``mdb`` where nothing checks it.

    ``mdb`` and ``blunder`` (the estimate −v/r of read − true) are in the unit of the observation, metres or radians.
    """

    redundancy: Vector
    w: Vector
    mdb: Vector
    blunder: Vector
    correlation: Matrix


def reliability(adjustment: Adjustment, *, alpha: float, power: float) -> Reliability:
    """Return the tests of every observation for Baarda's ``alpha`` and ``power``."""
    r, sigmas = adjustment.redundancy, adjustment.sigmas
    residual_cofactors = np.eye(len(r)) - adjustment.hat  # of whitened residuals
    whitened = _whitened_residuals(adjustment)
    if adjustment.whitener is not None:
        half = solve_triangular(adjustment.whitener, np.eye(len(r)), lower=True)
        residual_cofactors = half.T @ residual_cofactors @ half
        whitened = half.T @ whitened
    spread = np.sqrt(np.clip(np.diag(residual_cofactors), 0.0, None))
    checked = r >= CHECKED_R
    safe = np.where(checked, spread, 1.0)
    root = np.sqrt(np.where(checked, r, 1.0))
    delta0 = noncentrality(alpha, power)
    return Reliability(
        redundancy=r,
        w=np.where(checked, whitened / safe, np.nan),
        mdb=np.where(checked, delta0 * sigmas / root if adjustment.whitener is None else delta0 / safe, np.inf),
        blunder=np.where(checked, -whitened / safe**2 * (sigmas if adjustment.whitener is None else 1.0), np.nan),
        correlation=residual_cofactors / np.outer(safe, safe),
    )


def critical_w(alpha: float) -> float:
    """Return the two-sided limit of w: 3.291 for 0.001."""
    return float(ndtri(1 - alpha / 2))


def noncentrality(alpha: float, power: float) -> float:
    """Return δ0: 4.132 for α = 0.001 and power 0.80."""
    return critical_w(alpha) + float(ndtri(power))


def critical_tau(f: int, alpha: float) -> float:
    """Return the limit of |τ| with f degrees of freedom: t·√f / √(f − 1 + t²), t of f − 1; infinite for f < 2."""
    if f < 2:
        return inf
    t = float(stdtrit(f - 1, 1 - alpha / 2))
    return t * sqrt(f) / sqrt(f - 1 + t * t)


def global_test(adjustment: Adjustment, *, alpha: float = GLOBAL_ALPHA) -> GlobalTest:
    """Return whether vᵀPv lies between the quantiles of χ² with f degrees of freedom."""
    f = adjustment.degrees_of_freedom
    if f <= 0:
        return GlobalTest(0.0, inf, "untested")
    lower, upper = float(chdtri(f, 1 - alpha / 2)), float(chdtri(f, alpha / 2))
    vtpv = adjustment.vtpv
    return GlobalTest(lower, upper, "worse" if vtpv > upper else "better" if vtpv < lower else "as-stated")


def s0(adjustment: Adjustment) -> float | None:
    """Return √(vᵀPv / f), 1 where the a-priori σ were right; None without redundancy."""
    f = adjustment.degrees_of_freedom
    return sqrt(adjustment.vtpv / f) if f > 0 else None


def _whitened_residuals(adjustment: Adjustment) -> Vector:
    if adjustment.whitener is None:
        return np.asarray(adjustment.residuals / adjustment.sigmas)
    return np.asarray(solve_triangular(adjustment.whitener, adjustment.residuals, lower=True))
