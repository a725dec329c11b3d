from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geometry.decision import decide, probability_over, uncertainty_of_difference


def test_zener_diode_of_jcgm_106_conforms_with_92_percent() -> None:
    assert 1 - probability_over(-5.47, -5.40, u=0.05) == pytest.approx(0.9192, abs=5e-5)


@pytest.mark.parametrize(("limit", "probability"), [(20.93, 0.960), (20.95, 0.533), (20.98, 0.008)])
def test_probability_over_a_limit(limit: float, probability: float) -> None:
    assert probability_over(20.951, limit, u=0.012) == pytest.approx(probability, abs=5e-4)


@pytest.mark.parametrize(
    ("value", "u", "verdict"),
    [
        (18.0, None, "within"),
        (18.000000001, None, "within"),
        (18.01, None, "over"),
        (18.0, 0.0, "within"),
        (18.01, 0.012, "not-decided"),
        (17.99, 0.012, "not-decided"),
        (18.02, 0.012, "over"),
        (17.98, 0.012, "within"),
    ],
)
def test_verdict_against_18_square_metres(value: float, u: float | None, verdict: str) -> None:
    assert decide(value, 18.0, u=u).verdict == verdict


def test_guard_band_is_1_645_u_at_5_percent_and_2_u_at_2_3_percent() -> None:
    assert decide(18.0, 18.0, u=0.1).guard_band == pytest.approx(0.1645, abs=1e-4)
    assert decide(18.0, 18.0, u=0.1, risk=0.02275).guard_band == pytest.approx(0.2, abs=1e-4)


def test_a_modelled_value_has_no_probability() -> None:
    assert decide(20.0, 18.0).probability_over is None


@pytest.mark.parametrize("u", [-0.1, float("nan"), float("inf")])
def test_an_impossible_uncertainty_is_refused(u: float) -> None:
    with pytest.raises(ValueError, match="standard uncertainty"):
        decide(18.0, 18.0, u=u)


def test_shared_error_cancels_in_a_difference() -> None:
    assert uncertainty_of_difference(0.03, 0.04) == pytest.approx(0.05)
    assert uncertainty_of_difference(0.03, 0.03, covariance=0.0009) == pytest.approx(0.0)


@given(st.floats(0, 100), st.floats(1, 60), st.floats(1e-4, 2), st.floats(0.001, 0.4))
def test_a_verdict_is_wrong_with_at_most_the_accepted_risk(value: float, limit: float, u: float, risk: float) -> None:
    decision = decide(value, limit, u=u, risk=risk)
    p = decision.probability_over
    assert p is not None
    if decision.verdict == "over":
        assert p >= 1 - risk - 1e-9
    elif decision.verdict == "within":
        assert p <= risk + 1e-9
    else:
        assert risk - 1e-9 <= p <= 1 - risk + 1e-9
