"""Every damaged or hostile file ends in a refusal a person can act on, or in a report; never in a traceback."""

import json
import math
import random
from pathlib import Path

import pytest

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, run_in_child
from tests.hostile.mutate import MUTATIONS, zip_that_declares, zipped

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
LIMITS = Limits(time_s=120, memory_mib=2048)
# Codes of the sandbox that mean "our reader had no answer of its own": a crash of native code is outside our hands,
# an unhandled exception is not.
OUR_FAULT = "import-failed"
QUICK, FULL = 5, 25  # seeds for each of the eight mutations: 40 files in `make test`, 200 in `make test-all`


def small_models() -> list[Path]:
    ours = [ROOT / "samples" / "ugly" / name for name in ("reaches_into_walls.ifc", "several_bodies.ifc")]
    theirs = [CORPUS / name for name in ("12_synthetic-ifc4.ifc", "11_bpi-office.ifc", "07_Building-Architecture.ifc")]
    return [path for path in (*ours, *theirs) if path.exists()]


def outcome(path: Path, *, ignore_spaces: bool = False) -> str:
    """Return "report" or the refusal's code, having checked that either can be relied on."""
    payload = {
        "path": str(path), "file": path.name, "basis": "cn-usable", "ignore_spaces": ignore_spaces, "indent": False,
    }  # fmt: skip
    try:
        document = json.loads(run_in_child("service.usecases.areas_document:areas_document", payload, limits=LIMITS))
    except ImportRefused as refused:
        reason = refused.finding.reason
        assert reason.zh, refused.finding.code
        assert reason.en, refused.finding.code
        assert str(path.parent) not in reason.en
        return refused.finding.code
    for space in document["spaces"]:
        gross, net = space["gross_area_m2"], space["net_usable_area_m2"]
        assert math.isfinite(gross)
        assert 0 <= net <= gross + 1e-6
        assert gross - sum(item["area_m2"] for item in space["deductions"]) == pytest.approx(net, abs=1e-6)
    return "report"


@pytest.mark.parametrize(
    "seed", [*range(QUICK), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(QUICK, FULL))]
)
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_a_damaged_model_is_reported_or_refused(mutation, seed, tmp_path):
    rng = random.Random(f"{mutation.__name__} {seed}")
    source = rng.choice(small_models())
    damaged = tmp_path / "damaged.ifc"
    damaged.write_bytes(mutation(source.read_bytes(), rng))
    assert outcome(damaged, ignore_spaces=seed % 4 == 3) != OUR_FAULT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.ifc", b""),
        ("one-character.ifc", b"A" * 10_000_000),
        ("zeros.ifc", bytes(1_000_000)),
        ("parentheses.ifc", b"ISO-10303-21;HEADER;" + b"(" * 1_000_000),
        ("utf16.ifc", "ISO-10303-21;HEADER;ENDSEC;DATA;ENDSEC;".encode("utf-16")),
        ("page.ifc", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
        ("noise.ifc", random.Random(1).randbytes(100_000)),
        ("bomb.ifczip", zip_that_declares(0xFFFFFFFE)),
        ("real-bomb.ifczip", zipped(b"ISO-10303-21;" + bytes(300_000_000))),
        ("path.ifczip", zipped(b"ISO-10303-21;", "../../etc/model.ifc")),
        ("nothing.ifczip", zipped(b"hello", "readme.txt")),
        ("cut.ifczip", zipped(b"ISO-10303-21;" * 1000)[:-30]),
        ("notzip.ifczip", b"PK\x03\x04" + b"\x00" * 100),
    ],
)
def test_a_file_that_is_no_model_is_refused_in_one_sentence(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    code = outcome(path)
    assert code not in ("report", OUR_FAULT, "import-crashed", "import-timeout", "import-memory")
