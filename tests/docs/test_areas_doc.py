"""docs/areas.md names every basis, every clause and every code, in the words of the code."""

from __future__ import annotations

from dataclasses import fields

import pytest

from geometry.area_remarks import MISSING, NOTES
from geometry.basis import BASES
from geometry.basis_rules import Basis
from tests.docs.areas_tables import DOCUMENT, render

TEXT = DOCUMENT.read_text("utf-8")


def test_the_tables_are_those_of_the_code() -> None:
    assert render() in TEXT, "run: python -m tests.docs.areas_tables"


@pytest.mark.parametrize("basis", BASES.values(), ids=BASES.keys())
def test_every_basis_and_clause_appears(basis: Basis) -> None:
    assert f"`{basis.id}`" in TEXT
    for field in fields(basis):
        clause = getattr(getattr(basis, field.name), "clause", None)
        assert clause is None or clause in TEXT


def test_every_code_appears() -> None:
    for code in (*MISSING, *NOTES):
        assert f"`{code}`" in TEXT
