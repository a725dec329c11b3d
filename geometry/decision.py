"""Is a value over a limit: over, within, or not decided, from the value, its standard uncertainty and the limit.

Decision rule with guard bands w on both sides (JCGM 106:2012, guarded acceptance and guarded rejection): within if
value ≤ limit − w, over if value ≥ limit + w, between them not decided. w = k·u with k the one-sided normal quantile of
the accepted risk of a wrong verdict: 1.645 for 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import erf, hypot, inf, sqrt
from statistics import NormalDist
from typing import Literal

from geometry.tolerances import VERDICT_M2

Verdict = Literal["over", "within", "not-decided"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its numbers; value, limit and guard band share one unit, ``probability_over`` is 0 to 1.

    ``probability_over`` is None where the value comes without uncertainty (as modelled): then the guard band is 0 and
    the verdict is a plain comparison.
    """

    verdict: Verdict
    value: float
    limit: float
    guard_band: float
    probability_over: float | None


def decide(value: float, limit: float, *, u: float | None = None, risk: float = 0.05) -> Decision:
    """Return whether ``value`` with standard uncertainty ``u`` is over ``limit``, wrong with at most ``risk``.

    A value equal to the limit without uncertainty is within: limits are the largest area allowed.
    """
    if u is not None and not 0 <= u < inf:
        raise ValueError(f"a standard uncertainty is a finite number not below 0, got {u}")
    if not 0 < risk < 0.5:
        raise ValueError(f"a risk lies between 0 and 0.5, got {risk}")
    guard_band = _coverage(risk) * u if u else 0.0
    verdict: Verdict
    if not u:
        verdict = "over" if value > limit + VERDICT_M2 else "within"
    elif value >= limit + guard_band:
        verdict = "over"
    elif value <= limit - guard_band:
        verdict = "within"
    else:
        verdict = "not-decided"
    return Decision(verdict, value, limit, guard_band, None if u is None else probability_over(value, limit, u=u))


@cache
def _coverage(risk: float) -> float:
    """Return the one-sided normal quantile of a risk: 1.645 for 5 %."""
    return NormalDist().inv_cdf(1 - risk)


def probability_over(value: float, limit: float, *, u: float) -> float:
    """Return the probability (0 to 1) that the true value exceeds ``limit``: Φ((value − limit)/u), JCGM 106:2012."""
    if u == 0:
        return 1.0 if value > limit + VERDICT_M2 else 0.0
    return 0.5 * (1 + erf((value - limit) / (u * sqrt(2))))


def uncertainty_of_difference(u1: float, u2: float, *, covariance: float = 0.0) -> float:
    """Return the standard uncertainty of a difference: u_d² = u1² + u2² − 2·cov(1, 2), JCGM 100:2008, 5.2.2."""
    if covariance == 0.0:
        return hypot(u1, u2)
    return sqrt(max(0.0, u1 * u1 + u2 * u2 - 2 * covariance))
