"""What moves, works and a square metre cost, as the user says, and what energy a square metre takes, as policy data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

DEFAULT_ENERGY = "public-institutions-2020"


@dataclass(frozen=True, slots=True)
class Energy:
    """Energy per m² and year in kg of coal equivalent, with where it is written and how sure we are of it (H, M, L)."""

    kgce_per_m2: float
    document: str
    article: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Money in the currency of the user; None where no rate was given, and then no cost is worked out from it.

    ``per_move`` is for one person who moves, ``works_per_m2`` for one m² of a room that loses walls, and
    ``running_per_m2_year`` for one m² in use over a year.
    """

    per_move: float | None = None
    works_per_m2: float | None = None
    running_per_m2_year: float | None = None
    energy: str = DEFAULT_ENERGY


@cache
def energy_figure(key: str = DEFAULT_ENERGY) -> Energy:
    """Return an energy figure by its key; raises ``KeyError`` where the data have none of that name."""
    text = resources.files("service.allocation.consolidation").joinpath("energy.toml").read_text("utf-8")
    table = tomllib.loads(text)[key]
    return Energy(table["kgce_per_m2"], table["document"], table["article"], table["confidence"])
