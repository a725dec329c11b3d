from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bim_import.errors import ImportRefused
from bim_import.gama.reader import read_gama
from service.usecases.network_document import adjusted_document
from tests.bim_import.gama.networks import Maker, gkf, written

PLACES = {"A": (1000.0, 500.0), "B": (1180.0, 540.0), "C": (1130.0, 690.0), "D": (980.0, 660.0), "E": (1075.0, 600.0)}
AXES = ("ne", "sw", "es", "wn", "en", "nw", "se", "ws")
TRIANGLE = (
    '<point id="A" x="0" y="0" adj="XY"/><point id="B" x="4" y="0" adj="XY"/><point id="C" x="0" y="3" adj="XY"/>'
)


def adjusted(tmp_path: Path, text: str, loop: list[str] | None = None) -> dict[str, Any]:
    path = tmp_path / "network.gkf"
    path.write_text(text, encoding="utf-8")
    return adjusted_document(read_gama(path), loop=loop or [])


def places(document: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {p["id"]: (p["x"], p["y"]) for p in document["points"]}


@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize("angles", ["left-handed", "right-handed"])
@pytest.mark.parametrize("unit", ["gon", "degrees"])
def test_every_convention_gives_the_same_network(tmp_path: Path, axes: str, angles: str, unit: str) -> None:
    m = Maker(PLACES, axes=axes, angles=angles, unit=unit)
    points = m.point("A", 'fix="xy"') + "".join(m.point(n, 'adj="xy"', known=False) for n in "BCDE")
    text = m.file(
        points,
        f"<obs>{m.azimuth('A', 'B')}{m.distance('A', 'B')}{m.distance('B', 'C')}{m.distance('C', 'D')}</obs>"
        f'<obs from="A">{"".join(m.direction("A", n) for n in "BCDE")}</obs>'
        f"<obs>{m.angle('B', 'A', 'C')}{m.angle('C', 'B', 'D')}{m.angle('C', 'B', 'E')}</obs>",
    )
    document = adjusted(tmp_path, text)
    assert document["s0"] == pytest.approx(0, abs=1e-3)
    for name, place in places(document).items():
        assert place == pytest.approx(written(PLACES[name], axes), abs=1e-5)
    for row in document["observations"]:
        assert abs(row["residual"]) < 1e-3
        assert row["adjusted"] == pytest.approx(row["value"], abs=1e-6)


def test_points_without_coordinates_are_placed_by_intersection_and_resection(tmp_path: Path) -> None:
    m = Maker(PLACES)
    known = "".join(m.point(n, 'fix="xy"') for n in "ABD")
    text = m.file(
        known + m.point("C", 'adj="xy"', known=False) + m.point("E", 'adj="xy"', known=False),
        f"<obs>{m.distance('A', 'C')}{m.distance('B', 'C')}{m.distance('D', 'C')}</obs>"
        f'<obs from="E">{"".join(m.direction("E", n) for n in "ABD")}</obs>',
    )
    assert places(adjusted(tmp_path, text))["E"] == pytest.approx(PLACES["E"], abs=1e-6)
    assert places(adjusted(tmp_path, text))["C"] == pytest.approx(PLACES["C"], abs=1e-6)


def test_a_network_without_any_coordinates_finds_its_shape(tmp_path: Path) -> None:
    m = Maker(PLACES)
    pairs = [("A", "B"), ("B", "C"), ("C", "D"), ("D", "A"), ("A", "C"), ("B", "D")]
    points = "".join(m.point(n, 'adj="XY"', known=False) for n in "ABCD")
    document = adjusted(tmp_path, m.file(points, f"<obs>{''.join(m.distance(a, b) for a, b in pairs)}</obs>"))
    assert document["vPv"] == pytest.approx(0, abs=1e-6)
    assert document["area"]["area_m2"] == pytest.approx(abs(shoelace([PLACES[n] for n in "ABCD"])))


def shoelace(ring: list[tuple[float, float]]) -> float:
    return 0.5 * sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))


def test_observed_coordinates_and_vectors_with_their_covariance(tmp_path: Path) -> None:
    text = gkf(
        '<point id="A" x="0" y="0" adj="xy"/><point id="B" x="10" y="0" adj="xy"/>',
        '<coordinates><point id="A" x="0.002" y="0.001" z="5"/>'
        '<cov-mat dim="3" band="2">4 1 0 9 0 1</cov-mat></coordinates>'
        '<vectors><vec from="A" to="B" dx="10.001" dy="-0.003" dz="0.2"/>'
        '<cov-mat dim="3" band="0">1 1 1</cov-mat></vectors>',
    )
    document = adjusted(tmp_path, text)
    assert places(document)["A"] == pytest.approx((0.002, 0.001))
    assert places(document)["B"] == pytest.approx((10.003, -0.002))
    a, b = document["points"]
    assert (a["sigma_x_mm"], a["sigma_y_mm"], a["cov_xy_mm2"]) == pytest.approx((2.0, 3.0, 1.0))
    assert (b["sigma_x_mm"], b["sigma_y_mm"]) == pytest.approx((5**0.5, 10**0.5))
    assert document["s0"] is None


def test_correlated_distances_are_weighted_by_their_matrix(tmp_path: Path) -> None:
    # Two distances along one line to one point: the best estimate of its x is known in closed form.
    text = gkf(
        '<point id="A" x="0" y="0" fix="xy"/><point id="B" x="10" y="0" fix="y" adj="x"/>'
        '<point id="C" x="30" y="0" fix="xy"/>',
        '<obs><distance from="A" to="B" val="10.004"/><distance from="C" to="B" val="20.002"/>'
        '<cov-mat dim="2" band="1">4 1.5 1</cov-mat></obs>',
    )
    weight = np.linalg.inv(np.array([[4, 1.5], [1.5, 1]]))
    sign = np.array([1.0, -1.0])
    offset = float(sign @ weight @ np.array([4.0, 2.0]) / (sign @ weight @ sign))
    assert places(adjusted(tmp_path, text))["B"][0] == pytest.approx(10 + offset / 1000, abs=1e-9)


def test_a_standard_deviation_may_be_given_for_a_whole_kind(tmp_path: Path) -> None:
    m = Maker(PLACES)
    text = gkf(
        '<point id="A" x="0" y="0" fix="xy"/><point id="B" x="2000" y="0" adj="x" fix="y"/>',
        '<obs><distance from="A" to="B" val="2000"/></obs>',
        section='distance-stdev="3 2"',
    )
    assert adjusted(tmp_path, text)["observations"][0]["sigma"] == pytest.approx(3 + 2 * 2)
    assert m.places is PLACES


def test_slope_distances_are_reduced_and_heights_left_out(tmp_path: Path) -> None:
    text = gkf(
        '<point id="A" x="0" y="0" z="0" fix="xyz"/><point id="B" x="3" y="0" adj="xyz" fix=""/>'
        '<point id="C" x="3" y="4" adj="xy"/>',
        '<obs from="A"><s-distance to="B" val="5" stdev="2"/><z-angle to="B" val="40.966553" stdev="10"/></obs>'
        '<obs><distance from="B" to="C" val="4" stdev="2"/><distance from="A" to="C" val="5" stdev="2"/>'
        '<azimuth from="A" to="B" val="300" stdev="10"/></obs>'
        '<height-differences><dh from="A" to="B" val="4" stdev="1"/></height-differences>',
    )
    document = adjusted(tmp_path, text)
    assert places(document)["B"] == pytest.approx((3.0, 0.0), abs=1e-5)
    assert [f["code"] for f in document["findings"]] == ["heights-left-out"]


def test_angles_declared_the_wrong_way_round_are_pointed_out(tmp_path: Path) -> None:
    m = Maker(PLACES, angles="right-handed")
    points = "".join(m.point(n, 'fix="xy"' if n in "ABC" else 'adj="xy"') for n in "ABCDE")
    observations = (
        f"<obs>{''.join(m.distance(a, b) for a, b in ('AC', 'BC', 'AD', 'CD', 'CE', 'AE'))}"
        f"{m.angle('A', 'B', 'C')}{m.angle('B', 'C', 'A')}{m.angle('C', 'B', 'D')}{m.angle('A', 'E', 'D')}</obs>"
    )
    right = adjusted(tmp_path, gkf(points, observations, angles="right-handed"))
    wrong = adjusted(tmp_path, gkf(points, observations, angles="left-handed"))
    assert right["findings"] == []
    assert wrong["s0"] > 20
    assert "angles-reversed" in [f["code"] for f in wrong["findings"]]


def test_a_loop_may_be_asked_for(tmp_path: Path) -> None:
    m = Maker(PLACES)
    pairs = ("AB", "BC", "CD", "DA", "AC", "BD", "AE", "BE", "CE")
    points = "".join(m.point(n, 'adj="XY"') for n in "ABCDE")
    text = m.file(points, f"<obs>{''.join(m.distance(a, b) for a, b in pairs)}</obs>")
    assert adjusted(tmp_path, text)["area"] is None
    area = adjusted(tmp_path, text, loop=["A", "B", "C", "D"])["area"]
    assert area["area_m2"] == pytest.approx(abs(shoelace([PLACES[n] for n in "ABCD"])))
    with pytest.raises(ImportRefused, match="Point Z"):
        adjusted(tmp_path, text, loop=["A", "Z", "B"])


SIDES = (
    '<distance from="A" to="B" val="4" stdev="1"/><distance from="B" to="C" val="5" stdev="1"/>'
    '<distance from="C" to="A" val="3" stdev="1"/>'
)


SIDED = f"<obs>{SIDES}</obs>"
OPEN = SIDED.replace('<distance from="C" to="A" val="3" stdev="1"/>', "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "gama-unreadable"),
        ("no xml at all", "gama-unreadable"),
        ("<a><b></a>", "gama-unreadable"),
        ('<!DOCTYPE x [<!ENTITY e "e">]><gama-local>&e;</gama-local>', "gama-unreadable"),
        ("<html><body/></html>", "gama-no-network"),
        (gkf(TRIANGLE, SIDED).replace("points-observations", "nothing"), "gama-no-network"),
        (gkf(TRIANGLE, ""), "gama-nothing"),
        (gkf(TRIANGLE, SIDED, axes="up"), "gama-axes"),
        (gkf(TRIANGLE, SIDED, angles="sideways"), "gama-axes"),
        (gkf(TRIANGLE.replace('x="4"', 'x="four"'), SIDED), "gama-bad-point"),
        (gkf(TRIANGLE.replace('x="4"', 'x="nan"'), SIDED), "gama-bad-point"),
        (gkf(TRIANGLE + '<point id="A" x="9" y="9"/>', SIDED), "gama-twice"),
        (gkf(TRIANGLE, SIDED.replace('to="B"', 'to="Q"')), "gama-unknown-point"),
        (gkf(TRIANGLE, SIDED.replace('to="B"', 'to="A"')), "gama-same-point"),
        (gkf(TRIANGLE, SIDED.replace('val="5"', 'val="5,0"')), "gama-bad-value"),
        (gkf(TRIANGLE, SIDED.replace('val="5"', 'val="-5"')), "gama-bad-value"),
        (gkf(TRIANGLE, SIDED.replace('val="5"', 'val="1e999"')), "gama-bad-value"),
        (gkf(TRIANGLE, '<obs><angle from="A" bs="B" fs="C" val="90-0-x" stdev="1"/></obs>'), "gama-bad-value"),
        (gkf(TRIANGLE, SIDED.replace('stdev="1"', "")), "gama-no-sigma"),
        (gkf(TRIANGLE, SIDED.replace('stdev="1"', 'stdev="0"')), "gama-no-sigma"),
        (gkf(TRIANGLE, f'<obs>{SIDES}<cov-mat dim="2" band="0">1 1</cov-mat></obs>'), "gama-covariance"),
        (gkf(TRIANGLE, f'<obs>{SIDES}<cov-mat dim="3" band="1">1 2 1 2 1</cov-mat></obs>'), "gama-covariance"),
        (gkf(TRIANGLE, f'<obs>{SIDES}<cov-mat dim="x" band="0">1</cov-mat></obs>'), "gama-covariance"),
        (gkf(TRIANGLE, OPEN), "undetermined"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_one_sentence(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        adjusted(tmp_path, text)
    assert refused.value.finding.code == code
    assert refused.value.finding.reason.zh.endswith("。")
    assert refused.value.finding.reason.en.endswith(".")


@pytest.mark.parametrize("first", ["coordinates", "roles"])
def test_coordinates_and_roles_of_a_point_may_stand_apart(tmp_path: Path, first: str) -> None:
    roles = "".join(f'<point id="{n}" {"fix" if n in "AB" else "adj"}="xy"/>' for n in "ABC")
    points = "".join(re.sub(r'(adj|fix)="\w+"', "", p) for p in re.findall("<point[^>]*>", TRIANGLE))
    told = points + roles if first == "coordinates" else roles + points
    found = adjusted(tmp_path, gkf(told, SIDED))
    assert [p["id"] for p in found["points"] if p["fixed"]] == ["A", "B"]


def test_older_files_name_their_dtd_and_chinese_ones_their_encoding(tmp_path: Path) -> None:
    text = gkf(TRIANGLE, SIDED)
    body = text[text.index("<gama-local") :]
    older = '<?xml version="1.0" ?>\n<!DOCTYPE gama-local SYSTEM "gama-local.dtd">\n' + body
    assert adjusted(tmp_path, older)["vPv"] == adjusted(tmp_path, text)["vPv"]
    file = tmp_path / "gb.gkf"
    file.write_bytes(('<?xml version="1.0" encoding="GB2312"?>' + body.replace('"A"', '"甲"')).encode("gb2312"))
    assert {p.name for p in read_gama(file).network.points} == {"甲", "B", "C"}


def test_points_that_nothing_determines_are_named(tmp_path: Path) -> None:
    m = Maker(PLACES)
    points = "".join(m.point(n, 'fix="xy"' if n in "AB" else 'adj="xy"') for n in "ABCD")
    with pytest.raises(ImportRefused) as refused:
        adjusted(
            tmp_path, m.file(points, f"<obs>{m.distance('A', 'C')}{m.distance('B', 'C')}{m.distance('A', 'D')}</obs>")
        )
    assert refused.value.finding.evidence["points"] == ["D"]


def test_a_blunder_is_named(tmp_path: Path) -> None:
    m = Maker(PLACES)
    pairs = ("AB", "BC", "CD", "DA", "AC", "BD", "AE", "BE", "CE", "DE")
    rng = np.random.default_rng(3)
    observations = "".join(
        m.distance(a, b, error_m=float(rng.normal(0, 0.002)) + (0.06 if a + b == "AC" else 0.0)) for a, b in pairs
    )
    points = "".join(m.point(n, 'adj="XY"') for n in "ABCDE")
    document = adjusted(tmp_path, m.file(points, f"<obs>{observations}</obs>", parameters='sigma-act="apriori"'))
    assert document["blunder"]["points"] == ["A", "C"]
    assert document["blunder"]["blunder_estimate"] == pytest.approx(60, abs=15)
    assert document["blunder"]["test"] == "w"


def test_only_fixed_points_leave_nothing_to_adjust(tmp_path: Path) -> None:
    document = adjusted(tmp_path, gkf(TRIANGLE.replace('adj="XY"', 'fix="xy"'), SIDED))
    assert document["network"]["unknowns"] == 0
    assert document["network"]["degrees_of_freedom"] == 3
