from __future__ import annotations

import json

import pytest

from service.certificates.keys import KeyRing
from service.certificates.signing import (
    STATUS_LIST_TYP,
    SignatureRefusedError,
    kid_of,
    payload_of,
    sign,
    signed_json,
)
from tests.service.certificates.issuing import KEY, OTHER_KEY, issue
from tests.service.certificates.rooms import document

RING = KeyRing((KEY,))


def test_a_signature_gives_back_its_payload_and_names_its_key() -> None:
    issued = issue(document(1))
    assert payload_of(issued.compact, RING) == issued.canonical
    assert kid_of(issued.compact) == KEY.kid


def test_the_json_certificate_holds_the_content_once() -> None:
    issued = issue(document(1))
    envelope = json.loads(issued.json)
    assert set(envelope) == {"document", "signature"}
    head, middle, tail = envelope["signature"].split(".")
    assert middle == ""
    assert issued.compact.startswith(f"{head}.")
    assert issued.compact.endswith(f".{tail}")
    assert signed_json(issued.canonical, issued.compact) == issued.json


@pytest.mark.parametrize(
    "compact",
    [
        sign(b"{}", OTHER_KEY),
        sign(b"{}", KEY, typ=STATUS_LIST_TYP),
        sign(b"{}", KEY)[:-4] + "AAAA",
        "e30.e30.",
        "eyJhbGciOiJub25lIn0.e30.",
        "not a signature",
        "",
    ],
)
def test_no_other_signature_is_ours(compact: str) -> None:
    with pytest.raises(SignatureRefusedError):
        payload_of(compact, RING)


def test_the_same_content_and_key_give_the_same_signature() -> None:
    assert sign(b"{}", KEY) == sign(b"{}", KEY)


def test_a_hall_with_thousands_of_columns_can_be_signed() -> None:
    large = json.dumps({"x": "列" * 700_000}).encode()
    assert payload_of(sign(large, KEY), RING) == large
