"""A layout given out as GeoJSON, DXF and IFC has the same workstations at the same places."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import ezdxf
import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.util.placement
import ifcopenshell.util.unit
import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from bim_import.read import read_file
from service.app import create_app
from service.exports.layout_ifc import layout_ifc
from tests.service.build_ifc import OFFICE_DOORS, OFFICES, write_ifc
from tests.service.conftest import API, LOCAL, Client, local_settings
from tests.service.running import wait_for

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "county_annex.dxf"


def ask(client: Client, numbers: tuple[str, ...], **more: Any) -> dict[str, Any]:
    items = client.get(f"{API}/spaces").json()["items"]
    chosen = [next(item["id"] for item in items if item["number"] == number) for number in numbers]
    asked = client.post(f"{API}/layouts", json={"spaces": chosen, "time_limit_s": 1, **more})
    assert asked.status_code == 202, asked.text
    return wait_for(
        lambda: (state := client.get(asked.headers["location"]).json())["status"] in ("done", "failed") and state,
        seconds=240,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("layouts")
    with Client(create_app(local_settings(folder / "data")), base_url=LOCAL) as client:
        client.bring_in(write_ifc(folder / "office.ifc", OFFICES, doors=OFFICE_DOORS, crs="EPSG:4547"))
        yield client, ask(client, ("101", "102")), folder


def seats(layout: dict[str, Any]) -> list[tuple[float, float, float]]:
    said = [feature["properties"] for feature in layout["workstations"]["features"]]
    return [(one["x_m"], one["y_m"], one["rotation_deg"]) for one in said]


def test_the_geojson_says_of_every_feature_what_it_is(house: Any) -> None:
    client, layout, _ = house
    answer = client.get(f"{API}/layouts/{layout['id']}.geojson")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/geo+json")
    features = answer.json()["features"]
    kinds = [feature["properties"]["kind"] for feature in features]
    assert kinds.count("workstation") == kinds.count("way-out") == layout["count"]
    assert {"floor", "wall-gone", "door", "aisle"} <= set(kinds)
    gone = next(f for f in features if f["properties"]["kind"] == "wall-gone")
    assert shape(gone["geometry"]).area == pytest.approx(0.8)
    mapped = client.get(f"{API}/layouts/{layout['id']}.geojson", params={"crs": "EPSG:4547"}).json()
    assert mapped["crs"] == "EPSG:4547"
    x, _ = mapped["features"][0]["geometry"]["coordinates"][0][0]
    assert x >= 500000


@pytest.mark.parametrize(("unit", "per_m"), [("mm", 1000.0), ("m", 1.0)])
def test_the_drawing_has_a_block_per_workstation_and_the_rest_on_layers(house: Any, unit: str, per_m: float) -> None:
    client, layout, folder = house
    answer = client.get(f"{API}/layouts/{layout['id']}/plan.dxf", params={"unit": unit})
    assert answer.status_code == 200
    path = folder / f"layout-{unit}.dxf"
    path.write_bytes(answer.content)
    document = ezdxf.readfile(path)
    assert not document.audit().errors
    inserts = list(document.modelspace().query("INSERT[name=='WORKSTATION']"))
    found = [(i.dxf.insert.x / per_m, i.dxf.insert.y / per_m, i.dxf.rotation) for i in inserts]
    assert found == [pytest.approx(seat, abs=1e-4) for seat in seats(layout)]
    assert [i.get_attrib_text("NUMBER") for i in inserts] == [str(n) for n in range(1, layout["count"] + 1)]
    assert all(-90 <= a.dxf.rotation <= 90 for i in inserts for a in i.attribs)
    measured = sorted(d.get_measurement() / per_m for d in document.modelspace().query("DIMENSION"))
    assert measured == pytest.approx([4.0, 11.2], abs=1e-3)
    desk = next(e for e in document.blocks["WORKSTATION"] if e.dxf.layer == "WORKSTATION")
    corners = [np.array(i.matrix44().transform(v)) for i in inserts[:1] for v in desk.vertices_in_wcs()]
    drawn = shapely.Polygon([c[:2] / per_m for c in corners])
    assert drawn.symmetric_difference(shape(layout["workstations"]["features"][0]["geometry"])).area < 1e-4
    layers = {e.dxf.layer for e in document.modelspace()}
    assert {"ROOM", "WALL-GONE", "AISLE", "DOOR", "WORKSTATION", "WAY-OUT", "DIMENSION"} <= layers
    assert document.layers.get("WAY-OUT").is_off()


def test_the_model_holds_the_workstations_and_everything_it_had(house: Any) -> None:
    client, layout, folder = house
    answer = client.get(f"{API}/layouts/{layout['id']}/model.ifc")
    assert answer.status_code == 200, answer.text
    path = folder / "with-layout.ifc"
    path.write_bytes(answer.content)
    before, after = ifcopenshell.open(str(folder / "office.ifc")), ifcopenshell.open(str(path))
    for entity in before:
        assert str(after.by_id(entity.id())) == str(entity)
    assert_placed(after, layout, unit_m=1.0)
    model = read_file(path).model
    assert [s.number for s in model.spaces()] == ["101", "102", "103"]
    desks = [e for b in model.buildings for st in b.storeys for e in st.elements if e.kind == "furniture"]
    assert len(desks) == layout["count"]
    drawn = shapely.union_all([e.footprint for e in desks])
    wanted = shapely.union_all([shape(f["geometry"]) for f in layout["workstations"]["features"]])
    assert drawn.symmetric_difference(wanted).area < 1e-3
    assert client.get(f"{API}/layouts/{layout['id']}/model.ifc").content == answer.content


def assert_placed(file: Any, layout: dict[str, Any], *, unit_m: float) -> None:
    kind = "IfcFurnishingElement" if file.schema == "IFC2X3" else "IfcFurniture"
    furniture = sorted(file.by_type(kind), key=lambda one: int(one.Tag))
    assert len(furniture) == layout["count"]
    for one, (x, y, turn) in zip(furniture, seats(layout), strict=True):
        matrix = ifcopenshell.util.placement.get_local_placement(one.ObjectPlacement)
        assert matrix[:2, 3] * unit_m == pytest.approx((x, y), abs=1e-3)
        looks = math.degrees(math.atan2(matrix[1, 0], matrix[0, 0]))
        assert (looks - turn + 180) % 360 - 180 == pytest.approx(0.0, abs=1e-6)
        assert ifcopenshell.util.element.get_type(one).is_a("IfcFurnitureType")
        assert ifcopenshell.util.element.get_container(one).is_a() in ("IfcSpace", "IfcBuildingStorey")
        assert ifcopenshell.util.element.get_pset(one, "Yijian_Layout", "Workstations") == layout["count"]
    ids = [entity.GlobalId for entity in file.by_type("IfcRoot")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
@pytest.mark.parametrize("unit", ["METRE", "MILLIMETRE"])
def test_positions_hold_in_every_schema_unit_and_turned_storey(
    house: Any, schema: str, unit: str, tmp_path: Path
) -> None:
    _, layout, _ = house
    source = tmp_path / "source.ifc"
    file = ifcopenshell.open(str(write_ifc(source, OFFICES, schema=schema)))
    storey = file.by_type("IfcBuildingStorey")[0]
    axes = storey.ObjectPlacement.RelativePlacement
    axes.RefDirection = file.create_entity("IfcDirection", (0.6, 0.8, 0.0))
    axes.Axis = file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    axes.Location = file.create_entity("IfcCartesianPoint", (7.0, -3.0, 1.2))
    if unit == "MILLIMETRE":
        file = ifcopenshell.util.unit.convert_file_length_units(file, "MILLIMETRE")
    file.write(str(source))
    ways = [feature["properties"] for feature in layout["workstations"]["features"]]
    document = {
        "workstations": ways,
        "module": layout["module_size"],
        **{name: layout[name] for name in ("profile", "count", "bound", "legal")},
    }
    made = layout_ifc(
        {
            "path": str(source),
            "id": layout["id"],
            "layout": document,
            "offset_m": [0.0, 0.0],
            "storey": storey.GlobalId,
            "floor_z_m": None,
            "rooms": [],
        },
        lambda step, share: None,
    )
    (tmp_path / "made.ifc").write_bytes(made)
    back = ifcopenshell.open(str(tmp_path / "made.ifc"))
    per_m = 1.0 if unit == "METRE" else 0.001
    assert_placed(back, layout, unit_m=per_m)
    first = ifcopenshell.util.placement.get_local_placement(back.by_type("IfcFurnishingElement")[0].ObjectPlacement)
    assert first[2, 3] * per_m == pytest.approx(1.2)


def test_rooms_of_a_drawing_have_no_model_and_nothing_is_given_out_before_it_is_done(client: Client) -> None:
    client.bring_in(SAMPLE)
    number = next(item["number"] for item in client.get(f"{API}/spaces").json()["items"] if item["use"] == "office")
    layout = ask(client, (number,))
    assert layout["status"] == "done", layout["problem"]
    answer = client.get(f"{API}/layouts/{layout['id']}/model.ifc")
    assert (answer.status_code, answer.json()["code"]) == (409, "layout-no-model")
    assert client.get(f"{API}/layouts/{layout['id']}/plan.dxf").status_code == 200
    assert client.get(f"{API}/layouts/nothing/plan.dxf").json()["code"] == "layout-not-found"


def test_the_same_geojson_is_made_from_the_command_line(tmp_path: Path) -> None:
    from tests.service.test_cli_areas import yijian

    source = write_ifc(tmp_path / "office.ifc", OFFICES, doors=OFFICE_DOORS)
    targets = {ending: tmp_path / f"layout.{ending}" for ending in ("geojson", "dxf", "ifc")}
    options = [part for ending, path in targets.items() for part in (f"--{ending}", str(path))]
    code, out, err = yijian("layout", str(source), "--space", "101", "--json", *options)
    assert code == 0, err
    count = json.loads(out)["count"]
    kinds = [f["properties"]["kind"] for f in json.loads(targets["geojson"].read_text("utf-8"))["features"]]
    assert kinds.count("workstation") == count
    assert len(ezdxf.readfile(targets["dxf"]).modelspace().query("INSERT")) == count
    assert len(ifcopenshell.open(str(targets["ifc"])).by_type("IfcFurniture")) == count
    code, _, err = yijian("layout", str(source), "--space", "101", "--ifc", str(source))
    assert code == 2
    assert "office.ifc" in err
