"""A storey given out as a drawing and read back has the same areas."""

from __future__ import annotations

import re
from pathlib import Path

import ezdxf
import pytest

from bim_import.read import read_file
from geometry.areas import measure_all
from geometry.basis import BASES
from tests.service.conftest import API, Client

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "county_annex.dxf"


def stored(client: Client, storey: str) -> dict[str, tuple[float, float]]:
    features = client.get(f"{API}/storeys/{storey}/spaces").json()["features"]
    found = {}
    for feature in features:
        areas = client.get(f"{API}/spaces/{feature['id']}/areas", params={"basis": "cn-usable"}).json()
        found[feature["properties"]["number"]] = (areas["gross_area_m2"], areas["net_usable_area_m2"])
    return found


def read_back(answer, path: Path) -> dict[str, tuple[float, float]]:
    path.write_bytes(answer.content)
    (storey,) = read_file(path).model.buildings[0].storeys
    statements = measure_all(storey, basis=BASES["cn-usable"])
    return {s.number: (m.gross_area_m2, m.net_area_m2) for s, m in zip(storey.spaces, statements, strict=True)}


@pytest.mark.parametrize("unit", ["mm", "m"])
@pytest.mark.parametrize("source", ["model", "drawing"])
def test_a_storey_given_out_is_read_back_with_the_same_areas(
    source: str, unit: str, client: Client, office_file: Path, tmp_path: Path
) -> None:
    state = client.bring_in(office_file if source == "model" else SAMPLE)
    storey = client.get(f"{API}/buildings/{state['building_id']}/storeys").json()["items"][0]["id"]
    answer = client.get(f"{API}/storeys/{storey}/plan.dxf", params={"unit": unit})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/vnd.dxf"
    assert re.search(r"filename=\"[^\"]+\.dxf\"", answer.headers["content-disposition"])
    before, after = stored(client, storey), read_back(answer, tmp_path / "back.dxf")
    assert after.keys() == before.keys()
    for number, areas in before.items():
        assert after[number] == pytest.approx(areas, abs=1e-6), number


def test_every_thing_lies_on_its_layer_in_the_unit_stated(client: Client, office_file: Path, tmp_path: Path) -> None:
    state = client.bring_in(office_file)
    storey = client.get(f"{API}/buildings/{state['building_id']}/storeys").json()["items"][0]["id"]
    path = tmp_path / "plan.dxf"
    path.write_bytes(client.get(f"{API}/storeys/{storey}/plan.dxf").content)
    document = ezdxf.readfile(path)
    assert document.header["$INSUNITS"] == 4
    layers = {e.dxf.layer for e in document.modelspace()}
    assert {"ROOM", "TEXT", "COLUMN"} <= layers <= {"ROOM", "WALL", "COLUMN", "DOOR", "WINDOW", "TEXT"}
    assert not document.audit().errors


def test_an_unknown_storey_has_no_drawing(client: Client) -> None:
    answer = client.get(f"{API}/storeys/nothing/plan.dxf")
    assert (answer.status_code, answer.json()["code"]) == (404, "storey-not-found")
