"""Other programs read, check and tell again what is issued: Node's crypto, OpenSSL, the vectors of RFC 8785."""

from __future__ import annotations

import base64
import json
import shutil
import struct
from pathlib import Path

import pytest

from service.certificates.verify.reading import canonical
from tests.service.certificates.issuing import KEY, KEYS, Issued, issue, verdict_on
from tests.service.certificates.rooms import document
from tests.service.certificates.tools import run

HERE = Path(__file__).parent

# RFC 8785, appendix B: IEEE 754 bits and the text they must be written as.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_are_written_as_rfc_8785_has_them(bits: str, text: str) -> None:
    (value,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical({"n": value}) == b'{"n":%b}' % text.encode()


def test_members_are_sorted_as_rfc_8785_has_them() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    told = json.loads(canonical(dict.fromkeys(names)))
    assert list(told) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_texts_are_escaped_as_rfc_8785_has_them() -> None:
    assert canonical({"s": '\u20ac$\u000f\nA\'B"\\\\"/'}) == '{"s":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()


def test_five_hundred_certificates_check_in_node_and_come_back_whole(honest: list[Issued]) -> None:
    told = run(
        "node",
        str(HERE / "check.mjs"),
        stdin=json.dumps({"keys": KEYS, "certificates": [each.json.decode() for each in honest]}).encode(),
    )
    back = told.splitlines()
    assert len(back) == 500
    for issued, text in zip(honest, back, strict=True):
        verdict = verdict_on(text.encode())
        assert verdict.valid, verdict.refusals
        assert verdict.document == issued.document


def test_openssl_finds_the_signature_good(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing")
    head, middle, tail = issue(document(1)).compact.split(".")
    signed, signature, pem = (tmp_path / name for name in ("signed", "signature", "key.pem"))
    signed.write_text(f"{head}.{middle}")
    signature.write_bytes(base64.urlsafe_b64decode(tail + "=="))
    public = base64.urlsafe_b64decode(KEY.public_jwk()["x"] + "=")
    key = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + public).decode()  # the prefix is RFC 8410's
    pem.write_text(f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n")
    given = ("-inkey", str(pem), "-in", str(signed), "-sigfile", str(signature))
    assert "Verified Successfully" in run("openssl", "pkeyutl", "-verify", "-pubin", "-rawin", *given)
