from __future__ import annotations

from math import inf

import pytest

from geometry.survey.reliability import critical_tau, critical_w, noncentrality


@pytest.mark.parametrize(
    ("alpha", "power", "delta0"), [(0.001, 0.80, 4.132), (0.001, 0.90, 4.572), (0.01, 0.80, 3.417), (0.05, 0.80, 2.802)]
)
def test_noncentrality(alpha: float, power: float, delta0: float) -> None:
    assert noncentrality(alpha, power) == pytest.approx(delta0, abs=6e-4)


@pytest.mark.parametrize(("alpha", "limit"), [(0.001, 3.291), (0.01, 2.576), (0.05, 1.960)])
def test_critical_w(alpha: float, limit: float) -> None:
    assert critical_w(alpha) == pytest.approx(limit, abs=5e-4)


def test_critical_tau_of_14_degrees_of_freedom() -> None:
    assert critical_tau(14, 0.05) == pytest.approx(1.92, abs=5e-3)
    assert critical_tau(1, 0.05) == inf
