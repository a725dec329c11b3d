"""The record of one ugly file: what is wrong with it, how it is made, and what the import must answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """One file of the collection.

    Either ``refused`` is the code the import refuses it with, or ``says`` are finding codes that must appear (in the
    report or on a room) and ``areas_m2`` the gross areas of its rooms by number. ``causes`` are causes of
    ``declared-differs``. ``names`` are the names of rooms by number, where names are the matter.
    ``kept`` False: too large to keep, made when it is wanted.
    """

    file: str
    wrong: str
    make: Callable[[], bytes]
    refused: str = ""
    says: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    areas_m2: tuple[tuple[str, float], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    storeys: int | None = None
    kept: bool = True

    @property
    def answer(self) -> str:
        """Return what the import says, for the table of the README."""
        if self.refused:
            return f"refused: `{self.refused}`"
        parts = [f"`{code}`" for code in self.says]
        parts += [f"`declared-differs`, cause `{cause}`" for cause in self.causes]
        if self.areas_m2:
            areas = ", ".join(f"{number}: {area:g} m²" for number, area in self.areas_m2)
            parts.append(areas)
        return "; ".join(parts)
