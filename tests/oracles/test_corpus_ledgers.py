"""Ledgers of real building models, where they are at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bim_import.read import ReadOptions, read_file
from geometry.areas import measure_all
from geometry.basis import BASES
from geometry.plan import AreaStatement, Model

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FZK_HAUS = "04_AC20-FZK-Haus.ifc"
GYM = "05_fail-grf005-ifc4_blank_map_conversion@9c014b0.ifc"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files is not here")


@cache
def model(name: str) -> Model:
    return read_file(CORPUS / name, options=ReadOptions()).model


def statements(name: str, basis: str) -> list[AreaStatement]:
    storeys = [s for b in model(name).buildings for s in b.storeys]
    return [statement for storey in storeys for statement in measure_all(storey, basis=BASES[basis])]


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("name", [FZK_HAUS, GYM])
def test_every_ledger_sums(name: str, basis: str) -> None:
    found = statements(name, basis)
    assert found
    for s in found:
        assert s.gross_area_m2 - sum(d.area_m2 for d in s.deductions) == pytest.approx(s.net_area_m2, abs=1e-6)
        assert 0.0 <= s.net_area_m2 <= s.gross_area_m2


def test_rooms_drawn_into_their_walls_are_measured_to_the_wall_face() -> None:
    found = statements(GYM, "cn-usable")
    assert sum(s.net_area_m2 for s in found) == pytest.approx(1355.0, rel=0.005)
    assert sum(any(d.kind == "wall-overlap" for d in s.deductions) for s in found) >= 40


def test_the_attic_of_the_house_loses_its_stair_hole_and_its_low_edges() -> None:
    (attic,) = [s for s in statements(FZK_HAUS, "woflv") if s.gross_area_m2 > 100]
    assert {d.kind for d in attic.deductions} >= {"slab-opening", "headroom"}
    assert attic.missing == ()
