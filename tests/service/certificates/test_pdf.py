from __future__ import annotations

import io
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from geometry.plan import Element
from service.certificates.document import RoomFacts
from service.certificates.pdf import make_pdf, set_pages
from service.certificates.seal import LASTS, Seal, open_seals, seal_pdf
from service.certificates.sheet import pages
from service.certificates.verify import UnreadableError
from service.errors import SetupError
from tests.service.certificates.issuing import KEY, KEYS, Issued, codes, issue, verdict_on
from tests.service.certificates.rooms import ISSUER, NOW, arc_room, document, rectangle, star_room
from tests.service.certificates.tools import run

COLUMN = Element("2O2Fr$t4X7Zf8NOew3FLOH", "column", "柱", rectangle(0.5, 0.4, 1.0, 1.0), 0.0, 3.0)
LONG = RoomFacts(
    "sp_1",
    "3tWcGdUQXB$8ruZkrHY7Rv",
    "B-1203-附1",
    "澜溪县行政中心综合协调与政务信息公开联合值班会商室（含文印收发）",
    "service",
    "b_1",
    "澜溪县行政中心综合办公大楼东附属楼（虚构）",
    "s_12",
    "地上十二层",
    43.2,
)


@dataclass(frozen=True)
class Twin:
    """A certificate, its PDF and the words on its pages."""

    issued: Issued
    pdf: bytes
    path: Path
    text: str


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return open_seals(tmp_path_factory.mktemp("keys"), issuer=ISSUER.name, now=NOW)[0]


@pytest.fixture(scope="module")
def keys(seal: Seal) -> dict[str, Any]:
    return {"keys": [*KEYS["keys"], seal.public_jwk()]}


CASES: dict[str, dict[str, Any]] = {
    "rectangle_with_column": {"outline": rectangle(5.4, 7.2), "elements": (COLUMN,), "seed": 5},
    "arc": {"outline": arc_room(60), "elements": (), "seed": 8},
    "forty_corners_and_long_names": {"outline": star_room(random.Random(1)), "elements": (), "room": LONG, "seed": 6},
}


@pytest.fixture(scope="module", params=list(CASES))
def twin(request: pytest.FixtureRequest, seal: Seal, tmp_path_factory: pytest.TempPathFactory) -> Twin:
    issued = issue(document(**CASES[request.param]))
    pdf = make_pdf(issued.canonical, issued.compact, seal)
    path = tmp_path_factory.mktemp("pdf") / "certificate.pdf"
    path.write_bytes(pdf)
    return Twin(issued, pdf, path, run("pdftotext", "-layout", str(path), "-"))


def squeezed(text: str) -> str:
    """Return text without spaces and line ends, so that wrapping on a page does not matter."""
    return re.sub(r"[\s\u200b]+", "", unicodedata.normalize("NFKC", text))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            if name != "code":  # codes are for programs
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def test_every_word_and_number_of_the_sheet_stands_on_the_pages(twin: Twin) -> None:
    told = pages(twin.issued.document, KEY.kid)
    drawn = told.pop("drawing")
    del told["qr"], told["issuer_url"]
    text = squeezed(twin.text)
    # Poppler reads only words that run along or across the page; the table has the lengths of all sides.
    dimensions = [side["text"] for side in drawn["dimensions"] if side["angle_deg"] in (0.0, -90.0)]
    for word in [*strings(told), *dimensions, f"1:{drawn['scale']}"]:
        for part in re.split(r"(?<=[。；])", word):  # a sentence may be cut by the column beside it
            assert squeezed(part)[:12] in text, word


def test_every_number_on_the_pages_is_one_of_the_certificate(twin: Twin) -> None:
    """Numbers read back from certificate and sheet are those of the JSON, rounded, or lengths and sums of them."""
    d = twin.issued.document
    ring = d["outline"]["coordinates"][0]
    lengths = [((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 for (ax, ay), (bx, by) in pairwise(ring)]
    known = [float(n) for n in re.findall(r"(?<=[:\[,])-?\d+(?:\.\d+)?(?=[,\]}])", twin.issued.canonical.decode())]
    known += [*lengths, sum(lengths), *_sums(lengths), sum(line["area_m2"] for line in d["deductions"])]
    written = re.sub(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|[A-Za-z_$#/]*\d[0-9A-Za-z_$-]{9,}", " ", "\n".join(twin.text.split("\f")[:-2])
    )
    numbers = re.findall(r"(?<![\w.,/-])-?\d+\.\d{2,6}(?![\w.])", written)
    assert len(numbers) > 10
    for number in numbers:
        decimals = len(number.split(".")[1])
        assert any(f"{value:.{decimals}f}" == number for value in known), number


def _sums(lengths: list[float]) -> list[float]:
    return [sum(lengths[i:j]) for i in range(len(lengths)) for j in range(i + 4, len(lengths) + 1)]


def test_the_chinese_on_the_page_is_text_in_an_embedded_font(twin: Twin) -> None:
    assert "房间面积证书" in squeezed(twin.text)
    table = run("pdffonts", str(twin.path)).splitlines()
    fonts = [line.split() for line in table[2:]]
    assert fonts
    for font in fonts:
        assert "NotoSansSC" in font[0]
        assert font[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, readable as text


def test_poppler_finds_the_signature_valid(twin: Twin) -> None:
    judged = run("pdfsig", str(twin.path))
    assert "Signature Validation: Signature is Valid." in judged
    assert "Total document signed" in judged
    assert "ETSI.CAdES.detached" in judged
    assert "SHA-256" in judged
    assert ISSUER.name in judged


def test_the_attachment_is_the_signed_json_and_nothing_else(twin: Twin, keys: dict[str, Any]) -> None:
    root = PdfFileReader(io.BytesIO(twin.pdf)).root
    (attached,) = (each.get_object() for each in root["/AF"])
    assert attached["/UF"] == "area-certificate.json"
    assert attached["/AFRelationship"] == "/Alternative"
    assert attached["/EF"]["/F"].get_object().data == twin.issued.json
    verdict = verdict_on(twin.pdf, keys)
    assert verdict.valid, verdict.refusals
    assert verdict.document == twin.issued.document


def test_the_file_says_that_it_is_pdf_a_3b(twin: Twin) -> None:
    described = PdfFileReader(io.BytesIO(twin.pdf)).root["/Metadata"].get_object().data.decode()
    assert re.search(r'pdfaid:part(="|>)3', described)
    assert re.search(r'pdfaid:conformance(="|>)B', described)


def test_the_pages_of_a_certificate_are_always_the_same() -> None:
    issued = issue(document(5))
    assert set_pages(issued.canonical, issued.compact) == set_pages(issued.canonical, issued.compact)


@pytest.fixture(scope="module")
def plain(seal: Seal) -> tuple[Issued, bytes]:
    issued = issue(document(9, outline=rectangle(3.0, 3.0), elements=()))
    return issued, make_pdf(issued.canonical, issued.compact, seal)


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_one_flipped_bit_of_the_pdf_is_found(
    plain: tuple[Issued, bytes], keys: dict[str, Any], data: st.DataObject
) -> None:
    changed = bytearray(plain[1])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = codes(verdict_on(bytes(changed), keys))
    except UnreadableError as error:
        assert error.code in ("pdf-unreadable", "pdf-without-certificate", "not-a-certificate")
        return
    assert found[0] in ("pdf-changed", "pdf-signer-unknown", "pdf-unsigned")


def test_a_page_changed_after_sealing_is_found(plain: tuple[Issued, bytes], keys: dict[str, Any]) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(plain[1]))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert codes(verdict_on(out.getvalue(), keys)) == ["pdf-changed"]
    assert codes(verdict_on(plain[1] + b"\n% another reader's note", keys)) == ["pdf-changed"]


def test_pages_without_a_seal_or_with_another_are_refused(
    plain: tuple[Issued, bytes], keys: dict[str, Any], tmp_path: Path
) -> None:
    issued = plain[0]
    unsealed = set_pages(issued.canonical, issued.compact)
    assert codes(verdict_on(unsealed, keys)) == ["pdf-unsigned"]
    strangers = open_seals(tmp_path, issuer=ISSUER.name, now=NOW)[0]
    assert codes(verdict_on(seal_pdf(unsealed, strangers, reason="", issuer=ISSUER.name), keys)) == [
        "pdf-signer-unknown"
    ]


def test_a_pdf_of_a_forged_certificate_is_refused_for_the_forgery(seal: Seal, keys: dict[str, Any]) -> None:
    issued, other = issue(document(1)), issue(document(2))
    assert codes(verdict_on(make_pdf(other.canonical, issued.compact, seal), keys)) == ["signature-wrong"]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(25))
def test_five_hundred_honest_certificates_survive_the_way_through_their_pdf(
    part: int, honest: list[Issued], seal: Seal, keys: dict[str, Any]
) -> None:
    for issued in honest[part::25]:
        verdict = verdict_on(make_pdf(issued.canonical, issued.compact, seal), keys)
        assert verdict.valid, verdict.refusals
        assert verdict.document == issued.document


def test_seals_are_kept_renewed_and_made_anew_for_another_name(tmp_path: Path) -> None:
    first = open_seals(tmp_path, issuer=ISSUER.name, now=NOW)
    assert open_seals(tmp_path, issuer=ISSUER.name, now=NOW)[0].certificate == first[0].certificate
    renamed = open_seals(tmp_path, issuer="澜溪县机关事务管理局（虚构）", now=NOW)
    assert [each.certificate for each in renamed[1:]] == [first[0].certificate]
    late = open_seals(tmp_path, issuer="澜溪县机关事务管理局（虚构）", now=NOW + LASTS)
    assert len(late) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.glob("*.pem"))


def test_a_seal_says_nothing_of_its_secret_and_publishes_its_certificate(seal: Seal) -> None:
    jwk = seal.public_jwk()
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(jwk)
    assert jwk["alg"] == "RS256"
    assert "0x" not in repr(seal)
    assert isinstance(seal.certificate, x509.Certificate)
    json.dumps(jwk)


def test_a_damaged_seal_is_told(tmp_path: Path) -> None:
    open_seals(tmp_path, issuer="x", now=NOW)
    (path,) = tmp_path.glob("*.pem")
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(SetupError) as refused:
        open_seals(tmp_path, issuer="x", now=NOW)
    assert refused.value.code == "seal-damaged"
