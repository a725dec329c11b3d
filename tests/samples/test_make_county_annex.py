"""The sample drawing is written by its script, the same bytes on every run."""

from pathlib import Path

from samples.make_county_annex import DRAWING, write

SAMPLES = Path(__file__).parents[2] / "samples"


def test_writing_again_gives_the_committed_bytes(tmp_path):
    write(tmp_path)
    assert (tmp_path / DRAWING).read_bytes() == (SAMPLES / DRAWING).read_bytes(), f"{DRAWING} is out of date"
