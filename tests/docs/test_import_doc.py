"""docs/import.md names every cause, every use and every finding about georeferences that the code can give."""

from pathlib import Path
from typing import get_args

from bim_import.ifc.georeference_texts import FINDINGS
from geometry.difference_texts import Cause
from geometry.plan import GeoreferenceQuality, Use

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "import.md").read_text("utf-8")


def test_every_cause_of_a_difference_is_explained():
    assert [c for c in get_args(Cause) if f"| `{c}` |" not in TEXT] == []


def test_every_use_is_named():
    assert [u for u in get_args(Use) if f"`{u}`" not in TEXT] == []


def test_every_finding_about_georeferences_is_explained():
    assert sorted({code for code, _, _ in FINDINGS.values() if f"| `{code}` |" not in TEXT}) == []


def test_every_quality_of_a_georeference_is_named():
    assert [q for q in get_args(GeoreferenceQuality) if f"`{q}`" not in TEXT] == []
