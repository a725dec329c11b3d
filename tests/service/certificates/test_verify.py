from __future__ import annotations

import ast
import itertools
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely.geometry.polygon import orient

import service.certificates.verify as verifier
from geometry.areas import measure
from geometry.basis import BASES, Basis
from geometry.plan import HeadroomRegion, Opening, Space
from service.certificates.compose import basis_facts
from service.certificates.verify import REASONS, UNREADABLE, UnreadableError, read_keys
from service.certificates.verify.report import as_json, as_text
from tests.service.certificates.issuing import KEY, KEYS, Issued, codes, issue, verdict_on
from tests.service.certificates.rooms import NOW, any_outline, columns, document, rectangle, uncertain
from tests.service.certificates.tampering import Case, Tamper, swapped_key_in_the_key_file, ways

SEEDS = range(20)
WAYS = list(ways())


def first_code(case: Case) -> tuple[str, list[str]]:
    try:
        found = codes(verdict_on(case.data, case.keys, **case.options))
    except UnreadableError as error:
        return error.code, [error.code]
    return (found[0] if found else "valid"), found


def test_there_are_five_hundred_tampered_certificates() -> None:
    assert len(WAYS) * len(SEEDS) == 500


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_a_tampered_certificate_is_refused_for_the_right_reason(tamper: Tamper) -> None:
    for seed in SEEDS:
        case = tamper(random.Random(f"{tamper.__name__} {seed}"))
        code, found = first_code(case)
        expected = "key-id-wrong" if tamper is swapped_key_in_the_key_file else case.code
        if tamper is swapped_key_in_the_key_file and KEY.kid.encode() not in _header(case.data):
            expected = "unknown-key"
        assert code == expected, (seed, found)
        assert set(case.also) <= set(found), (seed, found)


def _header(data: bytes) -> bytes:
    import base64

    head = json.loads(data)["signature"].split(".")[0]
    return base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))


def shuffled(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        rng.shuffle(names)
        return {name: shuffled(value[name], rng) for name in names}
    return [shuffled(item, rng) for item in value] if isinstance(value, list) else value


def retold(data: bytes, rng: random.Random) -> bytes:
    """Return the JSON certificate as another honest program may write it."""
    read = shuffled(json.loads(data), rng)
    return rng.choice(
        [
            lambda: json.dumps(read, indent=rng.randint(0, 4), ensure_ascii=rng.random() < 0.5).encode(),
            lambda: json.dumps(read, separators=(" ,\t", "\r\n: ")).encode(),
            lambda: orjson.dumps(read, option=orjson.OPT_INDENT_2 * (rng.random() < 0.5)),
            lambda: b"\xef\xbb\xbf" + json.dumps(read).encode() + b"\n",
            lambda: data,
        ]
    )()


def test_five_hundred_honest_certificates_pass_however_they_are_written(honest: list[Issued]) -> None:
    assert len(honest) == 500
    for seed, issued in enumerate(honest):
        rng = random.Random(seed)
        data = issued.compact.encode() if seed % 10 == 0 else retold(issued.json, rng)
        verdict = verdict_on(data)
        assert verdict.valid, (seed, verdict.refusals)
        assert verdict.document == issued.document


def window_of(outline: Polygon) -> Opening:
    """Return a window down to the floor in the wall of the longest side, its reveal 20 cm deep, glazed all over."""
    corners = list(orient(outline).exterior.coords)
    a, b = max(itertools.pairwise(corners), key=lambda side: math.dist(*side))
    length = math.dist(a, b)
    (ux, uy), middle = ((b[0] - a[0]) / length, (b[1] - a[1]) / length), ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    half, depth = min(0.6, length / 3), 0.3
    ends = [(middle[0] + s * half * ux, middle[1] + s * half * uy) for s in (-1, 1)]
    out = [(x + depth * uy, y - depth * ux) for x, y in reversed(ends)]
    return Opening(
        "w", "window", "窗", Polygon([*ends, *out]), 0.0, 3.0, reveal_depth_m=0.2, glazed_height_share=1.0, sill_m=0.0
    )


@pytest.mark.parametrize("basis", BASES.values(), ids=BASES.keys())
def test_what_is_issued_under_any_basis_verifies(basis: Basis) -> None:
    rng = random.Random(basis.id)
    for seed in range(10):
        outline = any_outline(rng)
        raised = HeadroomRegion(2.0, shapely.box(*outline.bounds).buffer(-0.4).intersection(outline))
        space = Space(f"{seed}", "3F", "301", "办公室", "office", "modelled", outline, 0.0, 3.0, (raised,))
        measured = measure(
            space,
            basis=basis,
            elements=columns(rng, outline, 5),
            openings=[window_of(outline)],
            finish_thickness_m=0.02,
        )
        boundary = measured.boundary or outline
        made = document(seed, outline=boundary, statement=measured, basis=basis_facts(basis))
        verdict = verdict_on(issue(made).json)
        assert verdict.valid, verdict.refusals


@pytest.mark.slow
def test_every_certificate_for_every_room_of_the_sample_verifies(sample_certificates: list[bytes]) -> None:
    assert len(sample_certificates) == 2 * 713
    for data in sample_certificates:
        verdict = verdict_on(data)
        assert verdict.valid, verdict.refusals


@pytest.mark.parametrize("u_m2", [0.02, 0.08, 0.2, 0.9])
def test_an_accuracy_class_that_its_rule_does_not_give_is_refused(u_m2: float) -> None:
    made = issue(document(1, outline=rectangle(5, 4), elements=(), uncertainty=uncertain(20.0, u_m2)))
    assert verdict_on(made.json).valid
    stated = made.document["uncertainty"]
    for wrong in {"I", "II", "III", "none"} - {stated["accuracy_class"]}:
        changed = {**made.document, "uncertainty": {**stated, "accuracy_class": wrong}}
        assert codes(verdict_on(issue(changed).json)) == ["accuracy-class-differs"]
    for name, value in (("limit_m2", 9.9), ("per_root", 0.5)):
        rule = {**stated["accuracy_rule"], name: value}
        changed = {**made.document, "uncertainty": {**stated, "accuracy_rule": rule}}
        assert codes(verdict_on(issue(changed).json)) == ["accuracy-class-differs"]


def test_a_certificate_from_before_classes_were_judged_still_verifies() -> None:
    made = issue(document(1, outline=rectangle(5, 4), elements=(), uncertainty=uncertain(20.0, 0.02)))
    older = {name: value for name, value in made.document["uncertainty"].items() if name != "accuracy_rule"}
    assert verdict_on(issue({**made.document, "uncertainty": older | {"accuracy_class": None}}).json).valid


@pytest.mark.parametrize("name", ["exp", "nbf"])
@pytest.mark.parametrize("value", ["soon", None, True])
def test_a_key_whose_period_cannot_be_read_is_not_used(name: str, value: object) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_keys(json.dumps({"keys": [{**KEYS["keys"][0], name: value}]}).encode())
    assert refused.value.code == "keys-unreadable"


def test_the_version_of_the_format_is_a_number() -> None:
    assert codes(verdict_on(issue({**issue(document(1)).document, "schema_version": True}).json)) == ["unknown-schema"]


def test_without_keys_nothing_is_called_valid_but_all_else_is_checked() -> None:
    issued = issue(document(1))
    assert codes(verdict_on(issued.json, None)) == ["no-key"]
    changed = {**issued.document, "net_usable_area_m2": issued.document["net_usable_area_m2"] + 1}
    assert codes(verdict_on(issue(changed).json, None)) == ["no-key", "ledger-differs"]
    assert "https://yijian.example/.well-known/jwks.json" in verdict_on(issued.json, None).refusals[0].reason.zh


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-certificate"),
        (b"hello", "not-a-certificate"),
        (b"{}", "not-a-certificate"),
        (b"[]", "not-a-certificate"),
        (b'{"document":[],"signature":"a..b"}', "not-a-certificate"),
        (b'{"document":{', "not-json"),
        (b"\xff\xfe{\x00}\x00", "not-a-certificate"),
        (b'{"document":{"a":"\xff"},"signature":"a..b"}', "not-json"),
        (b'{"document":{"a":"\\ud800"},"signature":"a..b"}', "not-json"),
        (b'{"a":' * 100_000, "not-json"),
        (b"%PDF-1.7 damaged", "pdf-unreadable"),
    ],
)
def test_what_is_no_certificate_is_unreadable_not_invalid(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as error:
        verdict_on(data)
    assert error.value.code == code


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_crash_the_verifier(data: bytes) -> None:
    for given_bytes in (data, b"{" + data, b"%PDF-" + data):
        try:
            assert not verdict_on(given_bytes).valid
        except UnreadableError as error:
            assert error.code in UNREADABLE


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_signed_content_crashes_the_verifier(data: st.DataObject) -> None:
    """Whatever stands at any place of a signed document, the answer is a verdict."""
    changed = json.loads(issue(document(4)).canonical)
    node: Any = changed
    while True:
        names = list(node) if isinstance(node, dict) else list(range(len(node)))
        name = data.draw(st.sampled_from(names))
        if isinstance(node[name], dict | list) and node[name] and data.draw(st.booleans()):
            node = node[name]
            continue
        node[name] = data.draw(JSON)
        break
    verdict = verdict_on(issue(changed).json)
    assert set(codes(verdict)) <= set(REASONS)


def test_keys_that_are_none_or_secret_are_told() -> None:
    for text in (b"", b"[]", b'{"keys":[]}', b'{"keys":[1]}', b'{"a":1}', b'{"keys":[],"keys":[]}'):
        with pytest.raises(UnreadableError) as error:
            read_keys(text)
        assert error.value.code == "keys-unreadable"
    secret = {**KEY.public_jwk(), "d": "AAAA"}
    with pytest.raises(UnreadableError) as error:
        read_keys(json.dumps({"keys": [secret]}).encode())
    assert error.value.code == "keys-secret"
    assert "AAAA" not in error.value.reason.zh + error.value.reason.en
    assert read_keys(json.dumps(KEY.public_jwk()).encode()) == KEYS


def test_a_key_of_another_kind_never_checks_a_certificate() -> None:
    keys = {"keys": [{**KEY.public_jwk(), "kty": "oct"}, {**KEY.public_jwk(), "crv": "X25519"}]}
    assert codes(verdict_on(issue(document(2)).json, keys)) == ["unknown-key"]


def test_a_certificate_outlives_its_key_but_not_its_own_end() -> None:
    lasting = issue(document(3, valid_until=None))
    assert verdict_on(lasting.json, at=NOW + timedelta(days=3000)).valid
    ending = issue(document(3, valid_until=NOW + timedelta(days=2)))
    assert verdict_on(ending.json, at=NOW + timedelta(days=2)).valid
    assert codes(verdict_on(ending.json, at=NOW + timedelta(days=2, seconds=1))) == ["expired"]


def test_the_verdict_reads_in_both_languages_and_as_json() -> None:
    issued = issue(document(6))
    valid, invalid = verdict_on(issued.json), verdict_on(issued.json, at=NOW + timedelta(days=999))
    for language, yes, no in (("zh", "有效", "无效"), ("en", "VALID", "NOT VALID")):
        told = as_text(valid, language)
        assert told.startswith(yes)
        assert issued.document["id"] in told
        assert f"{issued.document['net_usable_area_m2']:.2f} m²" in told
        assert as_text(invalid, language).startswith(no)
    assert as_text(verdict_on(issued.json, None), "zh").startswith("未确认")
    assert as_json(valid)["code"] == "valid"
    assert as_json(invalid)["refusals"][0]["code"] == "expired"
    assert json.loads(json.dumps(as_json(valid)))["certificate"] == issued.document


def test_every_reason_is_told_in_both_languages_with_the_same_values() -> None:
    for code, text in {**REASONS, **UNREADABLE}.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert re.findall(r"{(\w+)", text.zh).sort() == re.findall(r"{(\w+)", text.en).sort()
        assert re.search(r"[一-鿿]", text.zh)
        assert not re.search(r"[一-鿿]", text.en)


def test_the_verifier_works_copied_away(tmp_path: Path) -> None:
    shutil.copytree(Path(verifier.__file__).parent, tmp_path / "verify", ignore=shutil.ignore_patterns("__pycache__"))
    issued = issue(document(1, valid_until=None, issued_at=NOW - timedelta(hours=1)))
    (tmp_path / "c.json").write_bytes(issued.json)
    (tmp_path / "jwks.json").write_text(json.dumps(KEYS))
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "LANG")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "verify", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)

    told = run("c.json", "--key", "jwks.json", "--json")
    assert told.returncode == (0 if datetime.now(UTC) > NOW else 1), told.stderr
    assert json.loads(told.stdout)["kid"] == KEY.kid
    assert run("c.json").returncode == 1
    assert run("nothing.json").returncode == 2


def test_the_verifier_imports_nothing_of_ours() -> None:
    """It imports its own neighbours, the standard library and four packages: nothing that issues can vouch for it."""
    folder = Path(verifier.__file__).parent
    outside = {"cryptography", "rfc8785", "shapely", "pyhanko", "pyhanko_certvalidator"}
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                assert node.level == 1
                assert (folder / f"{node.module}.py").is_file()
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [str(node.module)]
                for name in names:
                    assert name.split(".")[0] in sys.stdlib_module_names | outside, (path.name, name)
