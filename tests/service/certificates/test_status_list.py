from __future__ import annotations

import base64
import json
import random
import zlib
from datetime import timedelta
from typing import Any

import pytest

from service.certificates.document import Addresses
from service.certificates.signing import sign
from service.certificates.status_list import Status, sign_status_list, status_bytes
from tests.service.certificates.issuing import KEY, KEYS, OTHER_KEY, codes, issue, verdict_on
from tests.service.certificates.rooms import ISSUER, NOW, document

URI = f"{ISSUER.url}/api/v1/status-lists/1"
CHANGED: list[tuple[int, Status]] = [(3, "revoked"), (5, "superseded"), (998, "revoked")]
NO_LIST = b'{"iat":1,"exp":2,"status_list":{"bits":2,"lst":"AAAA"}}'


def signed(changed: list[tuple[int, Status]] = CHANGED, size: int = 1000, **options: Any) -> str:
    given = {"issuer": ISSUER.url, "uri": URI, "now": NOW, **options}
    return sign_status_list(status_bytes(size, changed), given.pop("key", KEY), **given)


def test_a_certificate_is_what_the_list_says() -> None:
    for index in range(1000):
        found = dict(CHANGED).get(index)
        if found is None and index % 50:
            continue
        verdict = verdict_on(issue(document(1, status_index=index)).json, status_list=signed().encode())
        assert verdict.status == (found or "valid")
        assert codes(verdict) == ([found] if found else [])


def test_the_list_of_a_million_certificates_is_small_and_right() -> None:
    rng = random.Random(7)
    changed = {rng.randrange(1_000_000): rng.choice(["revoked", "superseded"]) for _ in range(20_000)}
    compact = signed(list(changed.items()), 1_000_000)  # type: ignore[arg-type]
    assert len(compact) < 120_000
    payload = json.loads(base64.urlsafe_b64decode(compact.split(".")[1] + "=="))
    raw = zlib.decompress(base64.urlsafe_b64decode(payload["status_list"]["lst"] + "=="))
    values = {"valid": 0, "revoked": 1, "superseded": 3}
    for index in [*list(changed)[:500], *rng.sample(range(1_000_000), 500)]:
        assert raw[index // 4] >> 2 * (index % 4) & 3 == values[changed.get(index, "valid")]
    assert set(payload) == {"iss", "sub", "iat", "exp", "ttl", "status_list", "history"}


def test_an_index_outside_of_the_list_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside"):
        status_bytes(4, [(4, "revoked")])


@pytest.mark.parametrize(
    ("compact", "code"),
    [
        (signed(key=OTHER_KEY), "status-list-wrong"),
        (signed(uri="https://elsewhere.example/list"), "status-list-wrong"),
        (signed([], size=1), "status-list-wrong"),
        (signed(now=NOW - timedelta(days=30)), "status-list-stale"),
        (signed(now=NOW + timedelta(days=30)), "status-list-stale"),
        (sign(b"{}", KEY), "status-list-wrong"),
        (sign(NO_LIST, KEY, typ="statuslist+jwt"), "status-list-wrong"),
        ("", "status-list-wrong"),
        ("a.b.c", "status-list-wrong"),
    ],
)
def test_a_list_that_cannot_be_trusted_vouches_for_nothing(compact: str, code: str) -> None:
    verdict = verdict_on(issue(document(1, status_index=40)).json, status_list=compact.encode())
    assert codes(verdict) == [code]
    assert verdict.status is None


def test_an_issuer_without_public_address_has_a_list_all_the_same() -> None:
    lonely = issue(document(1, status_index=3, addresses=Addresses()))
    assert codes(verdict_on(lonely.json, status_list=signed().encode())) == ["revoked"]


def test_the_list_names_the_newest_entry_of_the_history() -> None:
    compact = signed(history_head=(17, "ab" * 32))
    payload = json.loads(base64.urlsafe_b64decode(compact.split(".")[1] + "=="))
    assert payload["history"] == {"sequence": 17, "hash": "ab" * 32}
    assert verdict_on(issue(document(1)).json, KEYS, status_list=compact.encode()).valid
