"""docs/certificates.md names every member and every reason, and what it tells people to run works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from geometry.plan import Element, Frame
from samples.make_certificate import CERTIFICATE, KEYS, sample
from service.certificates.document import to_json
from service.cli import app
from tests.docs.certificates_tables import DOCUMENT, render
from tests.service.certificates.issuing import KEY, issue
from tests.service.certificates.issuing import KEYS as TEST_KEYS
from tests.service.certificates.rooms import GEOREFERENCE, document, rectangle
from tests.service.certificates.tools import run

ROOT = DOCUMENT.parents[1]
TEXT = DOCUMENT.read_text("utf-8")


def members(value: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, item in value.items():
        path = f"{prefix}{name}"
        if isinstance(item, dict):
            yield from members(item, f"{path}.")
        elif isinstance(item, list) and item and isinstance(item[0], dict):
            for line in item:
                yield from members(line, f"{path}[].")
        else:
            yield path


def test_every_member_of_a_certificate_has_a_row_and_every_row_is_a_member() -> None:
    column = Element("c", "column", "柱", rectangle(0.5, 0.5, 1.0, 1.0), 0.0, 3.0)
    full = document(8, outline=rectangle(5, 4), elements=(column,), frame=Frame((0.0, 0.0), GEOREFERENCE))
    written = to_json(full)
    written["missing"] = written["notes"] = [{"code": "x", "zh": "x", "en": "x"}]
    assert written["uncertainty"] is not None
    section = TEXT.split("## The document, member by member")[1].split("## ")[0]
    explained = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
    found = set(members(written))
    whole = {
        "frame.georeference",
        "deductions",
        "deductions[].footprint",
        "uncertainty",
        "uncertainty.accuracy_rule",
    }  # may be null or empty
    assert found - explained == set()
    assert explained - found == whole


def test_the_reasons_are_those_of_the_verifier() -> None:
    assert render() in TEXT, "run: python -m tests.docs.certificates_tables"


def block(language: str, containing: str) -> str:
    for found in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL):
        if containing in found:
            return str(found)
    raise AssertionError(containing)


def test_the_check_by_hand_with_node_works(tmp_path: Path) -> None:
    (tmp_path / "check.mjs").write_text(block("js", "createPublicKey"), "utf-8")
    (tmp_path / "jwks.json").write_text(json.dumps(TEST_KEYS))
    honest = issue(document(2)).json
    (tmp_path / "good.json").write_bytes(honest)
    (tmp_path / "bad.json").write_bytes(honest.replace(b"3F", b"4F"))
    for name, answer in (("good.json", "true"), ("bad.json", "false")):
        told = run("node", str(tmp_path / "check.mjs"), str(tmp_path / name), str(tmp_path / "jwks.json"))
        assert told.strip() == answer


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing")
def test_the_check_by_hand_with_openssl_works(tmp_path: Path) -> None:
    (tmp_path / "certificate.jws").write_text(issue(document(2)).compact + "\n")
    script = block("sh", "openssl")
    environment = {**os.environ, "X": KEY.public_jwk()["x"]}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert "Verified Successfully" in done.stdout, done.stderr


def test_the_sample_is_what_its_script_writes_and_it_verifies() -> None:
    assert (CERTIFICATE.read_bytes(), KEYS.read_bytes()) == sample()
    done = CliRunner().invoke(app, ["verify", str(CERTIFICATE), "--key", str(KEYS), "--at", "2026-02-01", "--json"])
    assert json.loads(done.stdout)["code"] == "valid"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_verifies_the_sample(readme: str) -> None:
    (command,) = re.findall(r"^\.venv/bin/yijian (verify [^#\n]*)", (ROOT / readme).read_text("utf-8"), re.MULTILINE)
    assert [str(ROOT / word) for word in command.split()[1::2]] == [str(CERTIFICATE), str(KEYS)]
    assert command.split()[2] == "--key"
