from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely.geometry import shape

from geometry.plan import AreaStatement, Deduction
from service.certificates.compose import CertificateRefusedError
from service.certificates.document import canonical_json, new_certificate_id, read_certificate_id, to_canonical, to_json
from service.certificates.identifiers import ALPHABET
from service.certificates.numbers import NotANumberError, as_written, geojson, number
from tests.service.certificates.rooms import document, rectangle

STATEMENT = AreaStatement("a", "cn-usable", 20.0, 19.75, (Deduction("column", "c", 0.25, "clause"),))
ROOM = rectangle(5.0, 4.0)


@pytest.mark.parametrize("seed", range(100))
def test_the_written_outline_gives_back_the_gross_area_and_the_ledger_sums(seed: int) -> None:
    written = json.loads(to_canonical(document(seed)))
    assert shape(written["outline"]).area == pytest.approx(written["gross_area_m2"], abs=1e-6)
    left = written["gross_area_m2"] - math.fsum(line["area_m2"] for line in written["deductions"])
    assert left == pytest.approx(written["net_usable_area_m2"], abs=1e-9)


def test_canonical_form_is_a_fixed_point_of_rfc_8785() -> None:
    canonical = to_canonical(document(3))
    assert rfc8785.dumps(json.loads(canonical)) == canonical


def test_the_document_names_nobody_and_says_what_it_does_not_say() -> None:
    written = to_json(document(1, outline=ROOM, elements=(), uncertainty=None))
    codes = [line["code"] for line in written["does_not_say"]]
    assert "not-occupancy" in codes
    assert "no-uncertainty" in codes
    assert not {"occupant", "occupants", "person"} & set(json.dumps(written).replace('"', " ").split())


@pytest.mark.parametrize(
    ("statement", "outline", "code"),
    [
        (replace(STATEMENT, gross_area_m2=20.3, net_area_m2=20.05), ROOM, "certificate-outline-differs"),
        (replace(STATEMENT, net_area_m2=19.76), ROOM, "certificate-ledger-differs"),
        (replace(STATEMENT, net_area_m2=math.nan), ROOM, "certificate-number-unusable"),
        (replace(STATEMENT, gross_area_m2=math.inf), ROOM, "certificate-number-unusable"),
        (STATEMENT, Polygon(), "certificate-no-outline"),
        (
            replace(STATEMENT, net_area_m2=20.25, deductions=(Deduction("column", "c", -0.25, "clause"),)),
            ROOM,
            "certificate-negative-deduction",
        ),
    ],
)
def test_what_a_reader_could_not_recompute_is_not_issued(statement: AreaStatement, outline: Polygon, code: str) -> None:
    with pytest.raises(CertificateRefusedError) as refused:
        document(0, outline=outline, elements=(), **{"statement": statement})
    assert refused.value.code == code
    assert refused.value.reason.zh
    assert refused.value.reason.en


@settings(deadline=None)
@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_is_finite_and_never_a_negative_zero(value: float) -> None:
    try:
        written = number(value)
    except NotANumberError:
        assert not math.isfinite(value) or abs(value) > 1e9
        return
    assert rfc8785.dumps(written) != b"-0"
    assert abs(written - value) <= max(5.1e-10, abs(value) * 1e-15)
    assert json.loads(rfc8785.dumps(written)) == written


@settings(deadline=None, max_examples=300)
@given(
    st.dictionaries(
        st.text(st.characters(max_codepoint=126), max_size=6),
        st.floats(-1e9, 1e9).map(number) | st.text(max_size=9) | st.floats(0, 2e-5).map(number) | st.none(),
        max_size=6,
    )
)
def test_the_quick_canonical_form_is_that_of_rfc_8785(value: dict[str, Any]) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("exponent", range(-9, 10))
@pytest.mark.parametrize("digits", [1, 9, 1.5, 3.3333333, 9.999999999, 1.000000001])
def test_numbers_of_every_size_are_written_as_rfc_8785_has_them(digits: float, exponent: int) -> None:
    value = {"n": number(digits * 10.0**exponent / 10), "m": -number(digits * 10.0**exponent / 10)}
    assert canonical_json(value) == rfc8785.dumps(value)


def test_rings_run_the_same_way_however_they_were_drawn() -> None:
    drawn = Polygon(list(ROOM.exterior.coords)[::-1])
    assert geojson(drawn)["coordinates"][0][1] in ([0, 4], [5, 0], [0, 0])
    assert as_written(drawn).area == 20.0


def test_ids_differ_and_read_back_from_paper() -> None:
    ids = {new_certificate_id() for _ in range(1000)}
    assert len(ids) == 1000
    for each in ids:
        assert read_certificate_id(each) == each
        assert read_certificate_id(each.lower().replace("-", " ").replace("0", "o")) == each


def test_a_mistyped_id_is_noticed() -> None:
    given_id = new_certificate_id()
    places = [i for i in range(3, len(given_id)) if given_id[i] != "-"]
    for i in places:
        for symbol in ALPHABET:
            if symbol != given_id[i]:
                assert read_certificate_id(given_id[:i] + symbol + given_id[i + 1 :]) is None
    for i, j in itertools.pairwise(places):
        swapped = list(given_id)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        assert "".join(swapped) == given_id or read_certificate_id("".join(swapped)) is None


@pytest.mark.parametrize("text", ["", "YJ-", "YJ-0000", "' OR 1=1", "YJ-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU", "编号"])
def test_what_is_no_id_is_told(text: str) -> None:
    assert read_certificate_id(text) is None
