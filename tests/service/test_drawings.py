"""Drawings through the same import as models: over HTTP and on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bim_import.dxf.draw import drawing, polygon, rectangle, text
from tests.service.conftest import API, Client
from tests.service.test_cli_areas import yijian


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Two rooms and a column in millimetres; the file does not say so, and its layers are called 1, 2 and 3."""
    doc = drawing(unit=None)
    polygon(doc, rectangle(0, 0, 5000, 4000), "1")
    polygon(doc, rectangle(5240, 0, 8240, 4000), "1")
    polygon(doc, rectangle(1000, 1000, 1500, 1500), "2")
    text(doc, "101 办公室 20.00㎡", (2500, 2000), layer="3", height=250)
    text(doc, "102", (6700, 2000), layer="3", height=250)
    path = tmp_path / "一层.dxf"
    doc.saveas(path)
    return path


LAYERS = "room=1;column=2"


def test_a_drawing_without_a_unit_fails_until_its_unit_is_given(client: Client, plan: Path) -> None:
    refused = client.wait(client.upload(plan, layers=LAYERS)["id"])
    assert refused["status"] == "failed"
    assert refused["problem"]["code"] == "unit-missing"
    assert "毫米" in refused["problem"]["detail_zh"]
    assert refused["options"] == {"layers": LAYERS}
    assert refused["problem"]["evidence"]["fits_labels"] == ["mm"]
    assert refused["problem"]["evidence"]["layers"] == {"1": 2, "2": 1}  # to choose from
    done = client.bring_in(plan, unit="mm", layers=LAYERS)
    assert done["id"] != refused["id"]
    assert done["source"]["kind"] == "dxf"
    rooms = {r["number"]: r for r in client.get(f"{API}/spaces").json()["items"]}
    areas = client.get(f"{API}/spaces/{rooms['101']['id']}/areas", params={"basis": "cn-usable"}).json()
    assert areas["gross_area_m2"] == pytest.approx(20.0, abs=1e-9)
    assert areas["net_usable_area_m2"] == pytest.approx(19.75, abs=1e-9)
    assert [line["kind"] for line in areas["deductions"]] == ["column"]


def test_the_same_drawing_in_another_unit_is_another_import(client: Client, plan: Path) -> None:
    first = client.bring_in(plan, unit="mm", layers=LAYERS)
    assert client.upload(plan, unit="mm", layers=LAYERS)["id"] == first["id"]
    assert client.upload(plan, unit="cm", layers=LAYERS)["id"] != first["id"]


def test_a_choice_of_layers_has_its_limit(client: Client, plan: Path) -> None:
    with plan.open("rb") as stream:
        answer = client.post(f"{API}/imports", files={"file": ("a.dxf", stream)}, data={"layers": "wall=" + "x" * 2000})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


def test_the_command_line_asks_for_the_unit_and_takes_it(plan: Path) -> None:
    code, out, err = yijian("areas", plan, "--layers", LAYERS, YIJIAN_LANG="en")
    assert (code, out) == (2, "")
    assert "--unit" in err
    assert "millimetres" in err
    code, out, err = yijian("areas", plan, "--layers", LAYERS, "--unit", "mm", "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert [(s["number"], s["storey"], s["origin"]) for s in document["spaces"]] == [
        ("101", "1F", "drawn"),
        ("102", "1F", "drawn"),
    ]
    assert document["spaces"][0]["net_usable_area_m2"] == pytest.approx(19.75, abs=1e-9)


def test_layers_that_say_nothing_are_listed_to_choose_from(plan: Path) -> None:
    code, _, err = yijian("areas", plan, "--unit", "mm", YIJIAN_LANG="en")
    assert code == 2
    assert "1 (2)" in err
    assert "2 (1)" in err
