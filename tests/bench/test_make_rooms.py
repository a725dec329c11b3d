"""The synthetic model has the rooms it was asked for, with the areas known from its numbers."""

import ifcopenshell
import ifcopenshell.validate
import pytest

from bim_import.read import read_file
from geometry.areas import measure_all
from geometry.basis import BASES
from tests.bench.make_rooms import write


def test_the_schema_is_kept(tmp_path):
    path = tmp_path / "rooms.ifc"
    write(120, path)
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(ifcopenshell.open(path), log, express_rules=False)
    assert log.statements == []


def test_rooms_of_20_square_metres_half_of_them_with_a_column(tmp_path):
    path = tmp_path / "rooms.ifc"
    write(120, path)
    model = read_file(path).model
    storeys = [s for b in model.buildings for s in b.storeys]
    assert [len(s.spaces) for s in storeys] == [100, 20]
    net = [line.net_area_m2 for s in storeys for line in measure_all(s, basis=BASES["cn-usable"])]
    assert sorted(net) == pytest.approx([20.0 - 0.16] * 60 + [20.0] * 60, abs=1e-9)
