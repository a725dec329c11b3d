"""Textbook networks: our coordinates, tests and covariances beside those of GNU Gama and of the textbooks."""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from defusedxml.ElementTree import parse

from bim_import.gama.reader import read_gama
from service.usecases.network_document import adjusted_document
from tests.networks import has_networks, network_file, result_file

pytestmark = pytest.mark.skipif(not has_networks(), reason="the published networks are not here")

NAMES = ("Benning88", "Ghilani14_5", "Ghilani16_1", "Ghilani21_10", "Hoepke", "StrangBorre", "room_L")


@cache
def document(name: str) -> dict[str, Any]:
    return adjusted_document(read_gama(network_file(name)), loop=[])


@cache
def gama(name: str) -> Element:
    root = parse(result_file(name)).getroot()
    assert root is not None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def number(element: Element, path: str) -> float:
    text = element.findtext(path)
    assert text is not None
    return float(text)


def point(name: str, of: str) -> tuple[float, float]:
    row = next(p for p in document(name)["points"] if p["id"] == of)
    return row["x"], row["y"]


@pytest.mark.parametrize(
    ("name", "of", "x", "y"),
    [
        ("Ghilani14_5", "Wisconsin", 2415776.90438, 391043.29449),
        ("Ghilani14_5", "Campus", 2416892.69552, 387603.25513),
        ("Hoepke", "1006", 3578284.29198, 5708758.62749),
        ("StrangBorre", "P", 170.71227, 170.71853),
        ("StrangBorre", "1", 170.7032, 270.72133),
        ("Benning88", "6", 2000.0, 1999.99757),
        ("Ghilani21_10", "C", 9787.82499, 8038.53535),
        ("Ghilani21_10", "D", 9260.86043, 4843.93411),
        ("Ghilani16_1", "U", 1173.08864, 1099.98723),
    ],
)
def test_coordinates_to_a_tenth_of_a_millimetre(name: str, of: str, x: float, y: float) -> None:
    assert point(name, of) == pytest.approx((x, y), abs=1e-4, rel=0)


@pytest.mark.parametrize(
    ("name", "vtpv", "s0"),
    [
        ("Ghilani14_5", 184.7027, 13.59054),
        ("Hoepke", 343.644, 4.954),
        ("StrangBorre", 1.3838, 1.176),
        ("Benning88", None, 0.503),
        ("room_L", 1.4792, 0.4054),
    ],
)
def test_sum_of_squares_and_s0_to_four_digits(name: str, vtpv: float | None, s0: float) -> None:
    assert document(name)["s0"] == pytest.approx(s0, rel=6e-4)
    if vtpv is not None:
        assert document(name)["vPv"] == pytest.approx(vtpv, rel=5e-5)


@pytest.mark.parametrize("name", NAMES)
def test_everything_gama_prints_of_a_network(name: str) -> None:
    ours, theirs = document(name), gama(name)
    adjusted = {p.findtext("id"): p for p in theirs.iter("point") if p.find("X") is not None or p.find("x") is not None}
    for row in ours["points"]:
        if not row["fixed"]:
            p = adjusted[row["id"]]
            x, y = (float(p.findtext(a) or p.findtext(a.lower()) or "nan") for a in ("X", "Y"))
            assert (row["x"], row["y"]) == pytest.approx((x, y), abs=2e-6, rel=0)
    network = ours["network"]
    assert network["degrees_of_freedom"] == number(theirs, ".//degrees-of-freedom")
    assert network["defect"] == number(theirs, ".//defect")
    assert ours["sum_of_squares"] == pytest.approx(number(theirs, ".//sum-of-squares"), rel=1e-5)
    assert ours["sigma_aposteriori"] == pytest.approx(number(theirs, ".//standard-deviation/aposteriori"), rel=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_every_observation_beside_gama(name: str) -> None:
    ours = document(name)
    rows = [e for e in gama(name).find("observations") or () if e.find("obs") is not None]
    assert len(rows) == len(ours["observations"])
    scale = ours["s0"] if ours["uncertainties_scaled_by_s0"] else 1.0
    for ours_row, e in zip(ours["observations"], rows, strict=True):
        r = 1 - (1 - number(e, "f") / 100) ** 2  # gama prints 100·(1 − √(1 − r))
        assert ours_row["redundancy"] == pytest.approx(r, abs=2e-4)
        if ours_row["unit"] == "m":
            assert ours_row["adjusted"] == pytest.approx(number(e, "adj"), abs=2e-6, rel=0)
        if ours_row["w"] is not None and e.find("std-residual") is not None:
            assert abs(ours_row["w"]) / scale == pytest.approx(number(e, "std-residual"), abs=6e-3)


@pytest.mark.parametrize("name", NAMES)
def test_standard_deviations_of_the_points_beside_gama(name: str) -> None:
    ours, theirs = document(name), gama(name)
    dim = int(number(theirs, ".//cov-mat/dim"))
    band = [float(e.text or "nan") for e in theirs.iterfind(".//cov-mat/flt")]
    assert len(band) == dim * (dim + 1) // 2
    diagonal, start = [], 0
    for i in range(dim):
        diagonal.append(band[start])
        start += dim - i
    sigmas = dict(
        zip(
            [p.findtext("id") for p in theirs.iterfind(".//adjusted/point")],
            np.sqrt(diagonal).reshape(-1, 2),
            strict=True,
        )
    )
    for row in ours["points"]:
        if row["id"] in sigmas:
            assert (row["sigma_x_mm"], row["sigma_y_mm"]) == pytest.approx(tuple(sigmas[row["id"]]), rel=1e-4)


def test_the_blunder_in_hoepkes_network_is_found() -> None:
    blunder = document("Hoepke")["blunder"]
    assert blunder["number"] == 9
    assert blunder["points"] == ["1087", "20"]
    assert blunder["w"] == pytest.approx(12.55, abs=5e-3)
    assert blunder["tau"] == pytest.approx(2.53, abs=5e-3)
    assert blunder["critical"] == pytest.approx(1.92, abs=5e-3)
    assert blunder["redundancy"] == pytest.approx(0.588, abs=5e-4)
    assert blunder["blunder_estimate"] == pytest.approx(-16.4, abs=0.05)
    assert blunder["localised"]


def test_with_one_degree_of_freedom_no_observation_is_singled_out() -> None:
    rows = document("Ghilani14_5")["observations"]
    assert [abs(row["w"]) for row in rows] == pytest.approx([13.59054] * 5, rel=1e-4)
    assert document("Ghilani14_5")["blunder"] is None


def test_the_l_shaped_room_has_its_area_and_uncertainty() -> None:
    area = document("room_L")["area"]
    assert area["ring"] == [f"P{k}" for k in range(6)]
    assert area["area_m2"] == pytest.approx(20.951216, abs=5e-7)
    assert area["standard_uncertainty_m2"] == pytest.approx(0.005889, abs=5e-7)


def test_standard_deviations_of_ghilanis_example() -> None:
    rows = {p["id"]: p for p in document("Ghilani14_5")["points"]}
    found = [rows[n][f"sigma_{a}_mm"] / 1000 for n in ("Wisconsin", "Campus") for a in "xy"]
    assert sorted(found) == pytest.approx(sorted([0.1488, 0.2206, 0.1038, 0.2705]), abs=5e-5)
