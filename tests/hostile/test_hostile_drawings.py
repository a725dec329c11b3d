"""Every damaged or hostile drawing ends in a refusal a person can act on, or in a report; never in a traceback."""

import random
from functools import cache
from pathlib import Path

import ezdxf
import numpy as np
import pytest

from tests.bim_import.dxf.draw import drawing, lines, text, two_rooms
from tests.hostile.mutate import drop_block, flip_bytes, repeat_block, truncate
from tests.hostile.test_hostile_files import OUR_FAULT, outcome

ROOT = Path(__file__).resolve().parents[2]
SURVEYS = ROOT.parent / "shared" / "surveys"
QUICK, FULL = 1, 25
LOST = (OUR_FAULT, "import-crashed", "import-timeout", "import-memory")


@cache
def sources() -> list[bytes]:
    found = [(ROOT / "samples" / "county_annex.dxf").read_bytes()]
    found += [path.read_bytes() for path in sorted(SURVEYS.glob("dxf_raum*.dxf"))]
    return found


def absurd_numbers(data: bytes, rng: random.Random) -> bytes:
    """Replace values of coordinate groups with numbers that are none, or far too large."""
    absurd = (b"NaN", b"1e308", b"-1e308", b"inf", b"0.0", b"1e-300", b"text", b"", b"99999999999999")
    rows = data.split(b"\n")
    share = rng.choice((0.001, 0.02, 0.2))
    for i in range(0, len(rows) - 1, 2):
        if rows[i].strip() in (b"10", b"20", b"11", b"21", b"40", b"41", b"50", b"51", b"42") and rng.random() < share:
            rows[i + 1] = rng.choice(absurd)
    return b"\n".join(rows)


def other_groups(data: bytes, rng: random.Random) -> bytes:
    """Turn group codes into others."""
    rows = data.split(b"\n")
    share = rng.choice((0.0005, 0.01))
    for i in range(0, len(rows), 2):
        if rng.random() < share:
            rows[i] = str(rng.randrange(-5, 1100)).encode()
    return b"\n".join(rows)


def other_types(data: bytes, rng: random.Random) -> bytes:
    """Turn entities into others."""
    kinds = (b"LINE", b"CIRCLE", b"ARC", b"LWPOLYLINE", b"INSERT", b"HATCH", b"MTEXT", b"SPLINE", b"ELLIPSE", b"MLINE")
    rows = data.split(b"\n")
    share = rng.choice((0.002, 0.05, 0.5))
    for i, row in enumerate(rows):
        if row.strip() in kinds and rng.random() < share:
            rows[i] = rng.choice(kinds)
    return b"\n".join(rows)


MUTATIONS = (flip_bytes, truncate, drop_block, repeat_block, absurd_numbers, other_groups, other_types)


@pytest.mark.parametrize(
    "seed", [*range(QUICK), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(QUICK, FULL))]
)
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_a_damaged_drawing_is_reported_or_refused(mutation, seed, tmp_path):
    rng = random.Random(f"dxf {mutation.__name__} {seed}")
    path = tmp_path / "damaged.dxf"
    path.write_bytes(mutation(rng.choice(sources()), rng))
    assert outcome(path) not in LOST


@pytest.mark.parametrize("seed", range(QUICK))
def test_a_damaged_binary_drawing_is_reported_or_refused(seed, tmp_path):
    doc = drawing()
    lines(doc, two_rooms(), "WALL")
    path = tmp_path / "binary.dxf"
    doc.saveas(path, fmt="bin")
    rng = random.Random(seed)
    path.write_bytes(rng.choice((flip_bytes, drop_block, repeat_block))(path.read_bytes(), rng))
    assert outcome(path) not in LOST


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("only-a-section", b"0\nSECTION\n0\nEOF\n"),
        ("no-entities", b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n"),
        ("garbage", b"0\nSECTION\n" + random.Random(2).randbytes(50_000) + b"\n0\nEOF\n"),
        ("zeros", b"0\nSECTION\n" + bytes(100_000) + b"EOF"),
        ("binary-head-only", b"AutoCAD Binary DXF\r\n\x1a\x00" + b"\xff" * 1000 + b"EOF\x00"),
        ("endless-line", b"0\nSECTION\n2\n" + b"A" * 5_000_000 + b"\n0\nEOF\n"),
    ],
)
def test_a_file_that_is_hardly_a_drawing_is_refused_in_one_sentence(name, content, tmp_path):
    path = tmp_path / f"{name}.dxf"
    path.write_bytes(content)
    code = outcome(path)
    assert code not in ("report", *LOST)


def test_a_block_that_doubles_itself_thirty_times_is_refused(tmp_path):
    doc = drawing()
    doc.blocks.new("B0").add_line((0, 0), (1, 1), dxfattribs={"layer": "WALL"})
    for n in range(1, 16):
        block = doc.blocks.new(f"B{n}")
        for k in range(4):
            block.add_blockref(f"B{n - 1}", (k, 0))
    doc.modelspace().add_blockref("B15", (0, 0), dxfattribs={"column_count": 1000, "row_count": 1000})
    path = tmp_path / "bomb.dxf"
    doc.saveas(path)
    assert outcome(path) == "drawing-too-large"


@pytest.mark.parametrize("kind", ["spline", "ellipse", "arc", "bulge", "hatch"])
def test_absurd_curves_do_not_eat_the_machine(kind, tmp_path):
    doc = drawing()
    space = doc.modelspace()
    on_wall = {"layer": "WALL"}
    lines(doc, two_rooms(), "WALL")
    if kind == "spline":
        space.add_spline([(n * 1e5 % 7e5, n * 3e5 % 1.1e6) for n in range(500)], dxfattribs=on_wall)
    elif kind == "ellipse":
        space.add_ellipse((0, 0), major_axis=(1e9, 0), ratio=1e-6, dxfattribs=on_wall)
    elif kind == "arc":
        space.add_arc((0, 0), 1e11, 0, 359, dxfattribs=on_wall)
    elif kind == "bulge":
        space.add_lwpolyline([(0, 0, 0, 0, 1e9), (1e-9, 0, 0, 0, -1e-9), (1, 1, 0, 0, 1e300)], dxfattribs=on_wall)
    else:
        hatch = space.add_hatch(dxfattribs=on_wall)
        for n in range(8):
            hatch.paths.add_polyline_path([(n, 0), (n + 1.5, 0, 5.0), (n, 1e6)], is_closed=True)
    path = tmp_path / "curve.dxf"
    doc.saveas(path)
    assert outcome(path) not in LOST


@pytest.mark.parametrize(
    ("count", "end"), [(60, "report"), pytest.param(1600, "lines-tangled", marks=pytest.mark.slow)]
)
def test_a_scribble_of_crossing_lines_is_survived(count, end, tmp_path):
    rng = np.random.default_rng(3)
    doc = drawing()
    lines(doc, rng.uniform(0, 40, (count, 2, 2)).tolist(), "WALL")
    path = tmp_path / "scribble.dxf"
    doc.saveas(path)
    assert outcome(path) == end


def test_long_and_odd_texts_are_survived(tmp_path):
    doc = drawing()
    lines(doc, two_rooms(), "WALL")
    for words in (
        "9" * 5000,
        "(" * 3000,
        "㎡" * 2000,
        "\\U+D800",
        "\\M+5FFFF",
        "A-" * 2000 + "1",
        "1." * 2000,
        "层" * 3000,
    ):
        text(doc, words, (2, 2))
    doc.modelspace().add_mtext("{" * 2000 + "\\P" * 500, dxfattribs={"insert": (2, 2), "layer": "TEXT"})
    path = tmp_path / "texts.dxf"
    ezdxf.options.write_fixed_meta_data_for_testing = False
    doc.saveas(path)
    assert outcome(path) == "report"
