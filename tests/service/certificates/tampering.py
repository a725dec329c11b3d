"""Twenty-five ways to tamper with a certificate, each with the reason it must be refused for."""

from __future__ import annotations

import base64
import copy
import hmac
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import rfc8785

from service.certificates.keys import KeyRing, Revocation
from service.certificates.signing import CERTIFICATE_TYP, sign, signed_json
from tests.service.certificates.issuing import KEY, KEYS, OTHER_KEY, Issued, issue, throwaway_key
from tests.service.certificates.rooms import NOW, document


@dataclass
class Case:
    """Bytes to check, under which keys and options, and the codes that must come first and be among the rest."""

    data: bytes
    code: str
    keys: dict[str, Any] = field(default_factory=lambda: KEYS)
    also: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


Tamper = Callable[[random.Random], Case]


def issued(rng: random.Random, **changes: Any) -> Issued:
    return issue(document(rng.getrandbits(30), **changes))


def with_signature(document: dict[str, Any], of: Issued) -> bytes:
    """Return the changed document beside the signature of the unchanged one."""
    return signed_json(rfc8785.dumps(document), of.compact)


def resigned(document: dict[str, Any]) -> bytes:
    """Return the changed document signed with the issuer's own key: only recomputation can find it out."""
    return issue(document).json


# -- by somebody without the key ---------------------------------------------------------------------------------------


def flipped_bit_of_the_document(rng: random.Random) -> Case:
    honest = issued(rng)
    start = honest.json.index(b"{", 1)
    while True:
        changed = bytearray(honest.json)
        changed[start + rng.randrange(len(honest.canonical))] ^= 1 << rng.randrange(8)
        try:
            # An outside judge of whether this is still JSON at all, and what it says.
            read = json.loads(changed.decode("utf-8"), object_pairs_hook=_once)
        except (ValueError, KeyError) as error:
            twice = isinstance(error, KeyError)
            return Case(bytes(changed), "duplicate-member" if twice else "not-json")
        if read.get("document") != honest.document:
            return Case(bytes(changed), "signature-wrong")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise KeyError
    return dict(pairs)


def flipped_bit_of_the_signature(rng: random.Random) -> Case:
    honest = issued(rng)
    head, middle, tail = honest.compact.split(".")
    raw = bytearray(base64.urlsafe_b64decode(tail + "=="))
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return Case(f"{head}.{middle}.{_b64(bytes(raw))}".encode(), "signature-wrong")


def spare_bits_of_the_signature(rng: random.Random) -> Case:
    # 64 bytes leave four spare bits in the last of 86 symbols: another spelling of the same signature.
    compact = issued(rng).compact
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet.index(compact[-1])
    return Case((compact[:-1] + alphabet[last + rng.randint(1, 15)]).encode(), "signature-malformed")


def moved_vertex(rng: random.Random) -> Case:
    honest = issued(rng)
    changed = copy.deepcopy(honest.document)
    _move_vertex(changed["outline"], rng)
    return Case(with_signature(changed, honest), "signature-wrong", also=("gross-differs",))


def changed_digit_of_any_number(rng: random.Random) -> Case:
    honest = issued(rng)
    text = honest.canonical.decode()
    number = rng.choice(list(re.finditer(r"(?<=[:\[,])-?\d+(\.\d+)?(e-?\d+)?(?=[,\]}])", text)))
    start, end = number.span()
    while True:
        at = rng.choice([i for i in range(start, end) if text[i].isdigit()])
        changed = text[:at] + rng.choice("0123456789".replace(text[at], "")) + text[at + 1 :]
        if not re.match(r"-?0\d", changed[start:end]):  # a leading zero is no JSON; that is another case
            break
    return Case(b'{"document":%b,"signature":"%b"}' % (changed.encode(), _detached(honest)), "signature-wrong")


def another_rooms_signature(rng: random.Random) -> Case:
    return Case(with_signature(issued(rng).document, issued(rng)), "signature-wrong")


def signed_with_another_key_under_the_name_of_ours(rng: random.Random) -> Case:
    honest = issued(rng)
    disguised = throwaway_key("somebody else")
    forged = sign(honest.canonical, disguised)
    head = _b64(json.dumps({"alg": "EdDSA", "kid": KEY.kid, "typ": CERTIFICATE_TYP}).encode())
    return Case(".".join((head, *forged.split(".")[1:])).encode(), "signature-wrong")


def signed_with_an_unknown_key(rng: random.Random) -> Case:
    return Case(issue(document(rng.getrandbits(30)), OTHER_KEY).json, "unknown-key")


def swapped_key_in_the_key_file(rng: random.Random) -> Case:
    keys = copy.deepcopy(KEYS)
    keys["keys"][0]["x"] = OTHER_KEY.public_jwk()["x"]
    return Case(issue(document(rng.getrandbits(30)), OTHER_KEY if rng.random() < 0.5 else KEY).json, "", keys=keys)


def duplicate_member(rng: random.Random) -> Case:
    honest = issued(rng)
    text = honest.json.decode()
    name = rng.choice(["net_usable_area_m2", "id", "number", "idx", "area_m2", "coordinates", "signature", "document"])
    found = re.search(rf'"{name}":("[^"]*"|[^,}}\[{{]+|\[|{{)', text)
    while found is None:
        name = "net_usable_area_m2"
        found = re.search(rf'"{name}":("[^"]*"|[^,}}]+)', text)
    return Case((text[: found.start()] + f'"{name}":1,' + text[found.start() :]).encode(), "duplicate-member")


def no_number(rng: random.Random) -> Case:
    text = issued(rng).json.decode()
    value = rng.choice(["NaN", "Infinity", "-Infinity", "1e999", "-1e400"])
    name = rng.choice(["gross_area_m2", "net_usable_area_m2", "idx"])
    return Case(re.sub(rf'"{name}":[-\d.]+', f'"{name}":{value}', text).encode(), "number-not-finite")


def unsigned_member(rng: random.Random) -> Case:
    envelope = json.loads(issued(rng).json)
    envelope[rng.choice(["note", "keys", "jwk", "Document"])] = "超标，请处理"
    return Case(json.dumps(envelope).encode(), "unsigned-member")


def algorithm_none(rng: random.Random) -> Case:
    honest = issued(rng)
    head = _b64(
        json.dumps({"alg": rng.choice(["none", "None", "NONE"]), "kid": KEY.kid, "typ": CERTIFICATE_TYP}).encode()
    )
    return Case(f"{head}.{honest.compact.split('.')[1]}.AA".encode(), "algorithm-refused")


def public_key_as_hmac_secret(rng: random.Random) -> Case:
    honest = issued(rng)
    head = _b64(json.dumps({"alg": "HS256", "kid": KEY.kid, "typ": CERTIFICATE_TYP}).encode())
    signing_input = f"{head}.{honest.compact.split('.')[1]}"
    secret = base64.urlsafe_b64decode(KEY.public_jwk()["x"] + "=")
    mac = hmac.new(secret, signing_input.encode(), "sha256").digest()
    return Case(f"{signing_input}.{_b64(mac)}".encode(), "algorithm-refused")


def key_brought_along_in_the_header(rng: random.Random) -> Case:
    honest = issued(rng)
    public = {name: value for name, value in OTHER_KEY.public_jwk().items() if name in ("kty", "crv", "x")}
    more = rng.choice([{"jwk": public}, {"jku": "https://example.org/k"}, {"crit": ["b64"], "b64": False}])
    head = _b64(json.dumps({"alg": "EdDSA", "kid": KEY.kid, "typ": CERTIFICATE_TYP, **more}).encode())
    return Case(f"{head}.{'.'.join(honest.compact.split('.')[1:])}".encode(), "signature-malformed")


# -- keys and times ----------------------------------------------------------------------------------------------------


def key_expired_when_it_signed(rng: random.Random) -> Case:
    key = throwaway_key(
        "old", not_before=NOW - timedelta(days=900), not_after=NOW - timedelta(seconds=rng.randint(1, 10**7))
    )
    return Case(issue(document(rng.getrandbits(30)), key).json, "key-expired", keys=KeyRing((key, KEY)).public_jwks())


def key_not_yet_valid_when_it_signed(rng: random.Random) -> Case:
    key = throwaway_key("next", not_before=NOW + timedelta(seconds=rng.randint(1, 10**7)))
    return Case(
        issue(document(rng.getrandbits(30)), key).json, "key-not-yet-valid", keys=KeyRing((key, KEY)).public_jwks()
    )


def key_revoked(rng: random.Random) -> Case:
    key = throwaway_key("lost", revoked=Revocation(NOW + timedelta(hours=rng.randint(-99, 12)), "介质丢失"))
    return Case(issue(document(rng.getrandbits(30)), key).json, "key-revoked", keys=KeyRing((key,)).public_jwks())


def expired(rng: random.Random) -> Case:
    return Case(issued(rng).json, "expired", options={"at": NOW + timedelta(days=365, seconds=rng.randint(1, 10**8))})


def not_yet_valid(rng: random.Random) -> Case:
    start = NOW + timedelta(days=rng.randint(2, 300))
    return Case(issued(rng, valid_from=start).json, "not-yet-valid")


# -- by somebody with the key: the content contradicts itself ----------------------------------------------------------


def moved_vertex_and_signed(rng: random.Random) -> Case:
    changed = issued(rng).document
    _move_vertex(changed["outline"], rng)
    return Case(resigned(changed), "gross-differs")


def changed_area_and_signed(rng: random.Random) -> Case:
    changed = issued(rng).document
    name, code = rng.choice([("net_usable_area_m2", "ledger-differs"), ("gross_area_m2", "gross-differs")])
    changed[name] = round(changed[name] + rng.choice([-0.01, 0.01, 2e-6, 1.0]), 9)
    return Case(resigned(changed), code, also=("ledger-differs",))


def deduction_changed_and_signed(rng: random.Random) -> Case:
    changed = _with_column(rng)
    line = changed["deductions"][0]
    kind = rng.choice(["footprint-differs", "footprint-outside", "footprints-overlap", "deduction-negative"])
    if kind == "footprint-differs":
        line["area_m2"] = round(line["area_m2"] + 0.01, 9)
        changed["net_usable_area_m2"] = round(changed["net_usable_area_m2"] - 0.01, 9)
    elif kind == "footprint-outside":
        line["footprint"]["coordinates"] = [[[x + 90, y] for x, y in ring] for ring in line["footprint"]["coordinates"]]
    elif kind == "footprints-overlap":
        changed["deductions"].append(copy.deepcopy(line))
        changed["net_usable_area_m2"] = round(changed["net_usable_area_m2"] - line["area_m2"], 9)
    else:
        line["footprint"], line["area_m2"] = None, -line["area_m2"]
        changed["net_usable_area_m2"] = round(changed["gross_area_m2"] - line["area_m2"], 9)
    return Case(resigned(changed), kind)


def uncertainty_or_dates_changed_and_signed(rng: random.Random) -> Case:
    changed = issued(rng, uncertainty=None).document
    if rng.random() < 0.5:
        changed["uncertainty"] = {
            "standard_m2": 0.02, "coverage_factor": 2, "expanded_m2": 0.05, "accuracy_class": None,
        }  # fmt: skip
        return Case(resigned(changed), "uncertainty-differs")
    changed["valid_until"] = changed["valid_from"]
    return Case(resigned(changed), "dates-wrong")


def member_missing_or_unreadable_and_signed(rng: random.Random) -> Case:
    changed = issued(rng).document
    kind = rng.randrange(4)
    if kind == 0:
        del changed[rng.choice(["room", "basis", "outline", "source", "net_usable_area_m2", "does_not_say"])]
        return Case(resigned(changed), "member-wrong")
    if kind == 1:
        changed["gross_area_m2"] = str(changed["gross_area_m2"])
        return Case(resigned(changed), "member-wrong")
    if kind == 2:
        changed["schema_version"] = rng.choice([0, 2, "1"])
        return Case(resigned(changed), "unknown-schema")
    spaced = json.dumps(changed, ensure_ascii=False, indent=1).encode()
    return Case(sign(spaced, KEY).encode(), "not-canonical")


def _with_column(rng: random.Random) -> dict[str, Any]:
    from geometry.plan import Element
    from tests.service.certificates.rooms import rectangle

    column = Element("2O2Fr$t4X7Zf8NOew3FLOH", "column", "柱", rectangle(0.4, 0.4, 1.0, 1.0), 0.0, 3.0)
    return issued(rng, outline=rectangle(rng.uniform(4, 9), rng.uniform(4, 9)), elements=(column,)).document


def _move_vertex(outline: dict[str, Any], rng: random.Random) -> None:
    ring = outline["coordinates"][0]
    i = rng.randrange(1, len(ring) - 1)
    (ax, ay), (bx, by) = ring[i - 1], ring[i + 1]
    # Across the line between its neighbours, so that the area changes by half of 1 cm times their distance.
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    ring[i] = [round(ring[i][0] - 0.01 * (by - ay) / length, 9), round(ring[i][1] + 0.01 * (bx - ax) / length, 9)]


def _detached(honest: Issued) -> bytes:
    head, _, tail = honest.compact.split(".")
    return f"{head}..{tail}".encode()


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def ways() -> Iterator[Tamper]:
    """Yield every way above."""
    for name, value in list(globals().items()):
        if callable(value) and getattr(value, "__annotations__", {}).get("return") == "Case" and name != "Case":
            yield value
