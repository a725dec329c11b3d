from __future__ import annotations

import pytest

from geometry.survey.instruments import INSTRUMENTS


def test_what_is_stated_for_95_percent_is_halved() -> None:
    assert INSTRUMENTS["disto"].distance_sigma_m(5.0) == pytest.approx(0.0005)
    assert INSTRUMENTS["distox2"].distance_sigma_m(5.0) == pytest.approx(0.002)


@pytest.mark.parametrize(("distance_m", "stated_mm"), [(10, 1.0), (20, 1.25), (30, 1.5), (40, 2.5)])
def test_a_disto_grows_from_10_and_again_from_30_metres(distance_m: float, stated_mm: float) -> None:
    assert INSTRUMENTS["disto"].distance_sigma_m(distance_m) == pytest.approx(stated_mm / 2000)


def test_a_tenth_of_a_degree_is_nine_millimetres_at_five_metres() -> None:
    sigma_deg = INSTRUMENTS["disto-dst360"].angle_sigma_deg()
    assert sigma_deg is not None
    assert 2 * sigma_deg * 3.14159265 / 180 * 5000 == pytest.approx(8.7, abs=0.05)
    assert INSTRUMENTS["tape"].angle_sigma_deg() is None


@pytest.mark.parametrize(("distance_m", "stated_mm"), [(2, 2), (5, 5), (10, 10)])
def test_point_to_point_grows_with_distance(distance_m: float, stated_mm: float) -> None:
    assert 2000 * INSTRUMENTS["disto-s910-p2p"].distance_sigma_m(distance_m) == pytest.approx(stated_mm)


def test_every_instrument_has_a_precision_at_room_distances() -> None:
    for instrument in INSTRUMENTS.values():
        assert 0 < instrument.distance_sigma_m(4.0) < 0.1
