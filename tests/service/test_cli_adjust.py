from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from tests.bim_import.gama.networks import Maker

PLACES = {"P1": (0.0, 0.0), "P2": (5.0, 0.0), "P3": (5.0, 4.0), "P4": (0.0, 4.0)}
PAIRS = (("P1", "P2"), ("P2", "P3"), ("P3", "P4"), ("P4", "P1"), ("P1", "P3"), ("P2", "P4"))
runner = CliRunner()


@pytest.fixture
def room(tmp_path: Path) -> Path:
    m = Maker(PLACES)
    points = "".join(m.point(n, 'adj="XY"') for n in PLACES)
    path = tmp_path / "room.gkf"
    text = m.file(points, f"<obs>{''.join(m.distance(a, b) for a, b in PAIRS)}</obs>", parameters='sigma-act="apriori"')
    path.write_text(text, encoding="utf-8")
    return path


def test_json_and_nothing_else(room: Path) -> None:
    result = runner.invoke(app, ["adjust", str(room), "--json"])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["source"]["file"] == "room.gkf"
    assert document["area"]["area_m2"] == pytest.approx(20.0)
    assert document["network"]["degrees_of_freedom"] == 1
    row = document["observations"][0]
    assert set(row) >= {"value", "adjusted", "residual", "w", "tau", "redundancy", "blunder_estimate", "mdb"}


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("观测值", "自由度")), ("en", ("Observed", "degrees of freedom"))]
)
def test_tables_in_both_languages(
    room: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("YIJIAN_LANG", language)
    result = runner.invoke(app, ["adjust", str(room)])
    assert result.exit_code == 0
    assert all(word in result.stdout for word in words)
    assert "A = 20.000000 m²" in result.stdout


def test_a_file_that_cannot_be_used_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "broken.gkf"
    path.write_text("<gama-local>", encoding="utf-8")
    for arguments in ([str(path)], [str(tmp_path / "nowhere.gkf")]):
        result = runner.invoke(app, ["adjust", *arguments])
        assert result.exit_code == 2
        assert len(result.stderr.strip().splitlines()) == 1
        assert "Traceback" not in result.stderr
