"""The attic room of rechner-berechnung.de: 3 m × 4 m, slopes along both long sides down to the floor.

The middle 1 m is over 2 m high: 4 m²; half a metre left and right lies between 1 and 2 m: 2 m² after halving; the outer
strips count nothing. WoFlV 6 m², floor 12 m². Hence the clear height is twice the distance from the side.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geometry.areas import measure
from geometry.basis import BASES
from geometry.headroom import CeilingPlane, headroom_regions
from geometry.plan import Space
from tests.geometry.rooms import room

OUTLINE = box(0, 0, 3, 4)
SLOPES = (CeilingPlane(2.0, 0.0, 0.0), CeilingPlane(-2.0, 0.0, 6.0))


def attic(**more: Any) -> Space:
    return room(OUTLINE, height_m=3.0, headroom=headroom_regions(OUTLINE, SLOPES), **more)


@pytest.mark.parametrize(
    ("basis", "net_m2"),
    [
        ("woflv", 6.0),
        ("rics-nia", 6.0),
        ("gb50096", 5.4),
        ("cn-usable/headroom-2.20", 3.2),
        ("gbt17986-usable", 3.2),
        ("cn-usable", 12.0),
        ("ifc-net", 12.0),
        ("din277-nrf", 12.0),
        ("ipms-3.2", 12.0),
        ("boma", 12.0),
    ],
)
def test_net_area_of_the_attic(basis: str, net_m2: float) -> None:
    found = measure(attic(), basis=BASES[basis])
    assert found.gross_area_m2 == pytest.approx(12.0, abs=1e-9)
    assert found.net_area_m2 == pytest.approx(net_m2, abs=1e-9)


def test_ipms_states_half_of_the_attic_as_limited_use() -> None:
    assert measure(attic(), basis=BASES["ipms-3.2"]).limited_use_area_m2 == pytest.approx(6.0, abs=1e-9)


def test_a_basis_without_headroom_rule_says_that_the_attic_is_low() -> None:
    assert measure(attic(), basis=BASES["cn-usable"]).notes == ("headroom-not-cut",)
    assert measure(attic(), basis=BASES["woflv"]).notes == ()


def test_an_attic_without_known_ceiling_is_not_guessed() -> None:
    unknown = room(OUTLINE, height_m=None)
    for basis in ("woflv", "rics-nia", "gb50096", "ipms-3.2", "cn-usable/headroom-2.20"):
        found = measure(unknown, basis=BASES[basis])
        assert "headroom" in found.missing
        assert found.net_area_m2 == pytest.approx(12.0)
        assert found.limited_use_area_m2 is None


@given(
    low_m=st.floats(0.0, 1.0),
    high_m=st.floats(2.05, 6.0),
    width_m=st.floats(1.0, 12.0),
    length_m=st.floats(1.0, 20.0),
)
def test_woflv_under_any_slope_follows_the_closed_form(
    low_m: float, high_m: float, width_m: float, length_m: float
) -> None:
    # rechneronline.de: start height x, end height y, width b, length l, for x ≤ 1 and y ≥ 2.
    none = width_m * (1 - low_m) / (high_m - low_m)
    half = width_m * (2 - low_m) / (high_m - low_m) - none
    full = width_m - half - none
    outline = box(0, 0, width_m, length_m)
    slope = CeilingPlane((high_m - low_m) / width_m, 0.0, low_m)
    space = room(outline, height_m=high_m, headroom=headroom_regions(outline, [slope]))
    expected = length_m * (full + half / 2)
    assert measure(space, basis=BASES["woflv"]).net_area_m2 == pytest.approx(expected, abs=2e-6)
