"""Real building models beside the checkout: read once per test run. They are no part of the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from geometry.plan import Model

CORPUS = Path(__file__).resolve().parents[1] / ".." / "shared" / "corpus"


def has_corpus() -> bool:
    return CORPUS.is_dir()


def corpus_file(number: str) -> Path:
    return next(CORPUS.glob(f"{number}_*.ifc"))


@cache
def corpus_model(number: str) -> Model:
    from bim_import.read import read_file

    return read_file(corpus_file(number)).model


@cache
def opened(number: str) -> Any:
    import ifcopenshell

    return ifcopenshell.open(str(corpus_file(number)))
