"""The document of ``yijian areas --json`` against what other systems were promised, key by key and sum by sum."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

import ifcopenshell
import pytest
import shapely
from shapely.geometry import shape

from geometry.basis import BASES
from service.usecases.areas_document import areas_document
from tests.corpus import CORPUS, corpus_file

ROOT = Path(__file__).resolve().parents[2]
SUM_M2 = 1e-6

TOP = {"source", "basis", "spaces", "report"}
SOURCE = {"file", "sha256", "kind", "schema", "application"}
SPACE = {
    *("id", "number", "name", "building", "storey", "storey_elevation_m", "origin", "use", "gross_area_m2"),
    *(
        "net_usable_area_m2",
        "standard_uncertainty_m2",
        "expanded_uncertainty_m2",
        "coverage_factor",
        "limited_use_area_m2",
        "missing",
        "declared",
        "deductions",
    ),
    *("outline", "findings"),
}
ORIGINS = {"modelled", "derived-from-walls", "surveyed", "drawn"}
USES = {"office", "service", "equipment", "ancillary", "technical", "circulation", "other", "not-a-room"}
OUTCOMES = {"info", "repaired", "warning", "rejected"}
CAUSES = {"wall-centre", "wall-overlap", "headroom", "national-factor", "unit", "unknown"}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

SMALL = ["samples/ugly/hole.ifc", "samples/ugly/reaches_into_walls.ifc", "samples/ugly/one_room_without_geometry.ifc"]
FILES = [
    *SMALL,
    *("07", "12"),
    *(pytest.param(f"{n:02d}", marks=pytest.mark.slow) for n in range(1, 12) if n != 7),
]


def find(name: str) -> Path:
    if name.endswith(".ifc"):
        return ROOT / name
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not here")
    return corpus_file(name)


@cache
def document(path: Path, ignore_spaces: bool, basis: str = "cn-usable") -> dict[str, Any]:
    payload = {"path": str(path), "file": path.name, "basis": basis, "ignore_spaces": ignore_spaces, "indent": False}
    text = areas_document(payload, lambda step, share: None)
    # NaN and Infinity are no JSON
    return json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in the document"))


def number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def check_finding(finding: dict[str, Any]) -> None:
    assert {"code", "outcome", "reason", "reason_zh"} <= set(finding)
    assert set(finding) <= {"code", "outcome", "reason", "reason_zh", "evidence", "cause", "subject"}
    assert KEBAB.fullmatch(finding["code"])
    assert finding["outcome"] in OUTCOMES
    assert finding["reason"].strip()
    assert finding["reason_zh"].strip()
    if finding["code"] == "declared-differs":
        assert finding["cause"] in CAUSES


def check_space(space: dict[str, Any]) -> None:
    assert set(space) == SPACE
    for key in ("id", "number", "name", "building", "storey"):
        assert isinstance(space[key], str), key
        assert space[key] == space[key].strip(), key
    assert space["id"]
    assert space["number"] or space["name"] or space["origin"] == "modelled"
    assert space["origin"] in ORIGINS
    assert space["use"] in USES
    for key in ("storey_elevation_m", "gross_area_m2", "net_usable_area_m2"):
        assert number(space[key]), key
    for key in ("standard_uncertainty_m2", "expanded_uncertainty_m2", "coverage_factor", "limited_use_area_m2"):
        assert space[key] is None or number(space[key]), key
    assert all(isinstance(m, str) for m in space["missing"])
    for declared in space["declared"]:
        assert set(declared) == {"name", "kind", "area_m2"}
        assert declared["kind"] in {"gross", "net", "unspecified"}
        assert number(declared["area_m2"])
    for deduction in space["deductions"]:
        assert set(deduction) == {"kind", "element", "area_m2", "rule"}
        assert number(deduction["area_m2"])
        assert deduction["area_m2"] > 0
        assert deduction["rule"].strip()
    total = math.fsum(d["area_m2"] for d in space["deductions"])
    assert space["gross_area_m2"] - total == pytest.approx(space["net_usable_area_m2"], abs=SUM_M2)
    assert 0 <= space["net_usable_area_m2"] <= space["gross_area_m2"] + SUM_M2
    check_outline(space["outline"])
    for finding in space["findings"]:
        check_finding(finding)


def check_outline(outline: dict[str, Any]) -> None:
    assert set(outline) == {"type", "coordinates"}
    assert outline["type"] in {"Polygon", "MultiPolygon"}
    polygons = outline["coordinates"] if outline["type"] == "MultiPolygon" else [outline["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert all(len(p) == 2 and number(p[0]) and number(p[1]) for p in ring)
    assert shape(outline).is_valid, shapely.is_valid_reason(shape(outline))


@pytest.mark.parametrize("ignore_spaces", [False, True], ids=["spaces", "derived"])
@pytest.mark.parametrize("name", FILES)
def test_the_document_has_the_promised_form(name: str, ignore_spaces: bool) -> None:
    path = find(name)
    found = document(path, ignore_spaces)
    assert set(found) == TOP
    assert set(found["source"]) == SOURCE
    assert found["source"]["file"] == path.name
    assert re.fullmatch(r"[0-9a-f]{64}", found["source"]["sha256"])
    assert found["source"]["kind"] == "ifc"
    assert found["basis"] == "cn-usable"
    assert len({s["id"] for s in found["spaces"]}) == len(found["spaces"])
    for space in found["spaces"]:
        check_space(space)
        assert shape(space["outline"]).area == pytest.approx(space["gross_area_m2"], abs=SUM_M2)
    report = found["report"]
    assert set(report) == {"accepted", "repaired", "rejected", "findings"}
    for finding in report["findings"]:
        assert isinstance(finding["subject"], str)
        check_finding(finding)


@pytest.mark.parametrize("name", FILES)
def test_no_space_of_the_file_is_lost_without_a_word(name: str) -> None:
    path = find(name)
    modelled = ifcopenshell.open(str(path)).by_type("IfcSpace")
    found = document(path, False)
    report = found["report"]
    assert report["accepted"] + report["repaired"] == len(found["spaces"])
    if modelled:
        assert report["accepted"] + report["repaired"] + report["rejected"] == len(modelled)
        rejected = {f["subject"] for f in report["findings"] if f["outcome"] == "rejected"}
        assert {s.GlobalId for s in modelled} <= {s["id"] for s in found["spaces"]} | rejected


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("basis", BASES)
def test_every_basis_has_a_ledger_that_sums(basis: str, name: str) -> None:
    found = document(find(name), False, basis)
    assert found["basis"] == basis
    for space in found["spaces"]:
        check_space(space)
