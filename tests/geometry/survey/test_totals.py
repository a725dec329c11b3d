from __future__ import annotations

from math import sqrt

import pytest

from geometry.survey.record import SurveyRecord
from geometry.survey.rectangle import rectangle
from geometry.survey.room import adjust_room
from geometry.survey.totals import total_area


def room(instrument: str) -> SurveyRecord:
    record = adjust_room(rectangle(id="r", number="1", length_m=(5.0,), width_m=(4.0,), instrument=instrument)).record
    assert record is not None
    return record


def test_a_common_offset_adds_up_before_it_is_squared() -> None:
    one = room("disto")
    area_m2, u_m2 = total_area([one] * 100)
    alone = sqrt(one.standard_uncertainty_m2**2 - one.offset_uncertainty_m2**2)
    assert area_m2 == pytest.approx(2000)
    assert u_m2 == pytest.approx(sqrt((10 * alone) ** 2 + (100 * 9 * 0.0005) ** 2))
    assert u_m2 > 10 * one.standard_uncertainty_m2


def test_rooms_of_different_instruments_share_nothing() -> None:
    one, other = room("disto"), room("bosch-glm")
    _, u_m2 = total_area([one, other])
    assert u_m2 == pytest.approx(sqrt(one.standard_uncertainty_m2**2 + other.standard_uncertainty_m2**2))
    assert total_area([]) == (0.0, 0.0)
