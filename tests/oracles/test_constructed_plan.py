"""One 8 × 6 m plan with a column, a pier, two shafts, a window reveal and a slope, whose area is known per basis.

Ceiling h = 1 + y, so y < 0.2 m is below 1.2 m, y < 0.5 below 1.5, y < 1.0 below 2.0 and y < 1.1 below 2.1.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import box

from geometry.areas import measure
from geometry.basis import BASES
from geometry.headroom import CeilingPlane, headroom_regions
from geometry.plan import AreaStatement
from tests.geometry.rooms import body, room, window

OUTLINE = box(0, 0, 8, 6)
PLAN = room(OUTLINE, height_m=7.0, headroom=headroom_regions(OUTLINE, [CeilingPlane(0.0, 1.0, 1.0)]))
BODIES = (
    body("column", box(3, 3, 3.4, 3.4)),
    body("pier", box(0, 2, 0.3, 2.8)),
    body("shaft", box(7.2, 5.2, 8, 6), name="small-shaft"),
    body("shaft", box(6, 0, 8, 0.8), name="large-shaft"),
)
WINDOW = window(box(2, 6, 4, 6.3), z_max_m=4.9, sill_m=0.0, reveal_depth_m=0.15, glazed_height_share=0.7)


def statement(basis: str, *, glazed_height_share: float = 0.7) -> AreaStatement:
    glazed = replace(WINDOW, glazed_height_share=glazed_height_share)
    return measure(PLAN, basis=BASES[basis], elements=BODIES, openings=[glazed])


@pytest.mark.parametrize(
    ("basis", "gross_m2", "net_m2"),
    [
        ("cn-usable", 48.00, 45.36),
        ("cn-usable/shafts-in", 48.00, 47.60),
        ("ifc-net", 48.00, 45.36),
        ("din277-nrf", 48.00, 46.96),
        ("din277-nuf", 48.00, 45.36),
        ("rics-nia", 48.00, 42.36),
        ("ipms-3.2", 48.30, 46.06),
        ("boma", 48.30, 46.06),
        ("woflv", 48.30, 42.46),
        ("gb50096", 48.00, 41.16),
    ],
)
def test_every_basis_gives_its_value(basis: str, gross_m2: float, net_m2: float) -> None:
    found = statement(basis)
    assert found.gross_area_m2 == pytest.approx(gross_m2, abs=0.005)
    assert found.net_area_m2 == pytest.approx(net_m2, abs=0.005)
    assert found.gross_area_m2 - sum(d.area_m2 for d in found.deductions) == pytest.approx(found.net_area_m2, abs=1e-6)


def test_full_height_glazing_adds_the_reveal_to_the_nia() -> None:
    assert statement("rics-nia", glazed_height_share=1.0).net_area_m2 == pytest.approx(42.66, abs=0.005)


def test_ipms_states_the_limited_use_area_apart() -> None:
    assert statement("ipms-3.2").limited_use_area_m2 == pytest.approx(3.00, abs=0.005)
    assert statement("boma").limited_use_area_m2 is None


def test_half_glazed_is_where_ipms_and_boma_part() -> None:
    at_half = {
        b: statement(b, glazed_height_share=0.5).gross_area_m2 for b in ("ipms-3.2", "boma", "ipms-3.2/half-counts")
    }
    assert at_half == pytest.approx({"ipms-3.2": 48.00, "boma": 48.30, "ipms-3.2/half-counts": 48.30}, abs=0.005)


def test_only_the_structural_face_bases_miss_an_input() -> None:
    missing = {basis: statement(basis).missing for basis in BASES}
    assert {basis for basis, codes in missing.items() if codes} == {
        "gb50096",
        "gbt17986-usable",
        "cn-usable/structural-face",
    }
    assert missing["gb50096"] == ("finish-thickness",)
