"""Damaged and hostile survey files end in a refusal a person can act on, or in a report; never in anything else."""

import io
import json
import math
import random
import re
import zipfile
from pathlib import Path

import pytest

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from tests.bim_import.survey.test_roomplan import room
from tests.bim_import.survey.test_splay_rooms import splays
from tests.geometry.survey.test_wall_fit import ROOMS, shots
from tests.hostile.mutate import drop_block, flip_bytes, repeat_block, truncate
from tests.hostile.test_hostile_files import OUR_FAULT, outcome

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NUMBER = re.compile(rb"-?\d+\.?\d*")
ABSURD = (
    b"NaN",
    b"1e308",
    b"-0",
    b"1e-300",
    b"",
    b"null",
    b"99999999999",
    b"-5",
    b"text",
    b"'",
    b"=1/0",
    b"\xff\xfe",
    b"0",
)
QUICK, FULL = 6, 60


def swapped_numbers(data: bytes, rng: random.Random) -> bytes:
    share = rng.choice((0.01, 0.2, 0.8))
    return NUMBER.sub(lambda m: rng.choice(ABSURD) if rng.random() < share else m.group(), data)


def shuffled_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    rng.shuffle(lines)
    return b"".join(lines)


def inside_a_zip(mutation):
    """Return the mutation applied to one part of a workbook, which is packed again as if nothing had happened."""

    def mutate(data: bytes, rng: random.Random) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
            names = source.namelist()
            chosen = rng.choice(names)
            for name in names:
                part = source.read(name)
                target.writestr(name, mutation(part, rng) if name == chosen and part else part)
        return buffer.getvalue()

    mutate.__name__ = f"{mutation.__name__}_in_zip"
    return mutate


TEXT_MUTATIONS = (flip_bytes, truncate, drop_block, repeat_block, swapped_numbers, shuffled_lines)
ZIP_MUTATIONS = (flip_bytes, truncate, *(inside_a_zip(m) for m in (flip_bytes, truncate, drop_block, swapped_numbers)))


def sources() -> dict[str, bytes]:
    scan = json.dumps(room()).encode()
    survex = "*begin\n" + splays("1", shots(*ROOMS["L"], 30)) + "1 2 3 4 5\n*end\n"
    pocket = "TRIP\nDATA\n" + "\n".join(f"1.0\t\t{20 * k}.00\t0.00\t2.000\t>" for k in range(18)) + "\nPLAN\n"
    return {
        "survey_workbook.xlsx": (SAMPLES / "survey_workbook.xlsx").read_bytes(),
        "survey_quick_gb18030.csv": (SAMPLES / "survey_quick_gb18030.csv").read_bytes(),
        "survey_polar.csv": (SAMPLES / "survey_polar.csv").read_bytes(),
        "scan.json": scan,
        "house.svx": survex.encode(),
        "pocket.txt": pocket.encode(),
    }


def check(path: Path) -> None:
    """Read a file; whatever is wrong with it must be said, and what is measured must be a number."""
    try:
        result = read_file(path)
    except ImportRefused as refused:
        reason = refused.finding.reason
        assert reason.zh
        assert reason.en
        assert str(path.parent) not in reason.en
        json.dumps(refused.finding.evidence)
        return
    for space in result.model.spaces():
        assert math.isfinite(space.outline.area)
        assert space.outline.area > 0
        assert space.survey is not None
        assert math.isfinite(space.survey.standard_uncertainty_m2)


@pytest.mark.parametrize(
    "seed", [*range(QUICK), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(QUICK, FULL))]
)
@pytest.mark.parametrize("name", sorted(sources()))
def test_a_damaged_survey_is_reported_or_refused(name, seed, tmp_path):
    data = sources()[name]
    for mutation in ZIP_MUTATIONS if name.endswith("xlsx") else TEXT_MUTATIONS:
        damaged = tmp_path / f"{mutation.__name__}-{name}"
        damaged.write_bytes(mutation(data, random.Random(f"{mutation.__name__} {seed}")))
        check(damaged)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("columns.csv", b"a," * 500_000),
        ("quotes.csv", "房号,长(m),宽(m)\n".encode() + b'"' * 300_000),
        ("one_line.csv", "房号,长(m),宽(m)\r".encode() * 50_000),
        ("numbers.csv", b"1,2,3\n" * 100_000),
        ("deep.json", b'{"walls":' + b"[" * 200_000),
        ("objects.json", b'{"walls": [' + b"{}," * 200_000 + b"{}]}"),
        ("begin.svx", b"*begin a\n" * 100_000),
        ("settings.svx", b"*alias station x y\n*units tape feet\n*data normal from to tape\n" * 20_000),
        ("pocket.txt", b"TRIP\nDATA\n" + b"\t\t\t\t\t\n" * 100_000),
        ("noise.txt", random.Random(3).randbytes(100_000)),
    ],
)
def test_a_hostile_survey_ends_in_its_own_process_with_a_sentence(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    assert outcome(path) not in (OUR_FAULT, "import-crashed", "import-timeout", "import-memory", "report")


def test_many_bad_rows_are_counted(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("房号,长(m),宽(m)\n" + "".join(f"{i},x,-1\n" for i in range(5_000)), encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        read_file(path)
    assert refused.value.finding.evidence["count"] == 10_000
