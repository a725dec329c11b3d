"""A room as entitlement sees it: its use, its area with uncertainty and basis, and behind which door it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geometry.access import Access
from geometry.plan import Origin, Use

SourceKind = Literal["survey", "model", "drawing", "declared"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured area of a room in m² with its standard uncertainty; None means *as modelled*.

    ``source`` names the file or survey it comes from.
    """

    net_area_m2: float
    standard_uncertainty_m2: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class OtherSource:
    """What a source that does not count says of a room: m², with its standard uncertainty where it has one.

    ``on`` is the day of a survey (ISO), "" where it is not known.
    """

    kind: SourceKind
    net_area_m2: float
    standard_uncertainty_m2: float | None = None
    on: str = ""


@dataclass(frozen=True, slots=True)
class SharedOffset:
    """A zero offset that all rooms measured with one instrument share: it changes this area by ``area_m2_per_m`` · c.

    Its effect is part of the room's own uncertainty; in a sum of rooms the effects add up before they are squared.
    """

    instrument: str
    area_m2_per_m: float
    standard_uncertainty_m: float


@dataclass(frozen=True, slots=True)
class Room:
    """A room with its net usable area in m² under ``basis``; None where no area is known.

    ``access`` and ``only_through`` carry the door rule: the latter is the id of the nearest room that everyone must
    pass to get here, "" where there is none. ``further_areas`` are other measurements of the same room: a verdict that
    they contradict is not decided. ``other_sources`` are those that do not count beside the one that does (the model of
    a surveyed room, an older survey): a verdict stands, and says what it would be by them. ``origin``
    *declared* is a number out of a roster that nobody measured. ``measure_again`` names the walls that weigh most in
    the uncertainty, worst first.
    """

    id: str
    number: str
    name: str
    building: str = ""
    storey: str = ""
    use: Use = "office"
    net_area_m2: float | None = None
    standard_uncertainty_m2: float | None = None
    basis: str = ""
    origin: Origin | Literal["declared"] = "modelled"
    leased: bool = False
    access: Access = "unknown"
    only_through: str = ""
    further_areas: tuple[Measured, ...] = ()
    other_sources: tuple[OtherSource, ...] = ()
    measure_again: tuple[str, ...] = ()
    shared_offsets: tuple[SharedOffset, ...] = ()
