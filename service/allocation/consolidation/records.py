"""The words of consolidation: rooms to sit in, people to seat, what is asked for, and a scenario that answers it.

Areas are m² of net usable area. Nothing here names a person: people go by their ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import floor
from typing import Final, Literal

from geometry.finding import Text

Strategy = Literal["reseat-only", "open-plan", "release-storeys", "fewest-moves", "own"]
Objective = Literal["released_area_m2", "released_storeys", "released_buildings", "people_moved"]

STRATEGIES: Final[tuple[Strategy, ...]] = ("reseat-only", "open-plan", "release-storeys", "fewest-moves")
SINGLE_FROM_M2: Final = 18.0  # own choice: posts with this entitlement or more sit alone
SINGLE_LEAST_M2: Final = 10.0  # JGJ/T 67-2019: a single office of 10 m² or more is recommended
LEAST_M2: Final = 6.0  # JGJ/T 67-2019: an ordinary office has 6 m² a person or more
WITHIN_M2: Final = 1e-6  # an area that is met to this is met
NEIGHBOUR_M: Final = 3.0  # own choice: rooms no farther apart, across a wall or a corridor, belong together


@dataclass(frozen=True, slots=True)
class Place:
    """A room that people can be seated in, or several joined into one (``members``, ids of rooms, else empty).

    ``area_m2`` is the room's own floor. ``counted_m2`` is what is held against entitlements: with what lies behind its
    door and its expanded uncertainty. ``storey`` is unique over all buildings. ``beside`` are the places no farther
    than ``NEIGHBOUR_M`` away on the same storey. ``workstations`` is what a checked layout holds, None where only the
    area limits the head count. ``near_window_share`` is the part of the floor within 6 m of a window, None if unknown.
    ``travel_m`` is the way from its door to the nearest stair or way out, None if unknown.
    """

    id: str
    number: str
    name: str
    building: str
    storey: str
    area_m2: float
    counted_m2: float
    beside: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    workstations: int | None = None
    near_window_share: float | None = None
    travel_m: float | None = None

    def seats(self, least_m2: float) -> int:
        """Return how many people the room holds: by the least area a person, and by its layout where it has one."""
        by_area = floor((self.area_m2 + WITHIN_M2) / least_m2)
        return by_area if self.workstations is None else min(by_area, self.workstations)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to be seated: ``limit_m2`` is the entitlement, ``now`` the room worked in today, "" without one."""

    id: str
    org_unit: str
    level: str
    limit_m2: float
    now: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """An org unit by its id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user has fixed before anything is searched for.

    ``stay`` are org units whose people keep their rooms. ``emptied_storeys`` and ``emptied_buildings`` must be empty
    afterwards (storeys by their unique name, buildings by name). ``together`` are pairs of org units that have to be on
    one storey. ``kept_rooms`` are not to be used, public rooms for instance. ``one_storey`` wants every org unit on one
    storey wherever one storey can hold it. People with an entitlement of ``single_from_m2`` or more sit alone.
    """

    stay: tuple[str, ...] = ()
    emptied_storeys: tuple[str, ...] = ()
    emptied_buildings: tuple[str, ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    kept_rooms: tuple[str, ...] = ()
    one_storey: bool = True
    single_from_m2: float = SINGLE_FROM_M2
    single_least_m2: float = SINGLE_LEAST_M2
    least_m2: float = LEAST_M2


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a scenario is worked out from. ``left_out`` says who and what takes no part, and why.

    ``places`` are plain rooms; ``joined`` are rooms that arise where walls go, used by the open-plan strategy only and
    never together with one of their members.
    """

    places: tuple[Place, ...]
    people: tuple[Person, ...]
    units: tuple[Unit, ...]
    choices: Choices = Choices()
    joined: tuple[Place, ...] = ()
    left_out: tuple[Text, ...] = ()

    def single(self, person: Person) -> bool:
        """Return whether a person is to sit alone."""
        return person.limit_m2 >= self.choices.single_from_m2 - 1e-9

    def floors_m2(self) -> dict[str, float]:
        """Return the floor of the plain rooms that every place takes; what a wall gives back is not in it."""
        plain = {place.id: place.area_m2 for place in self.places}
        return {join.id: sum(plain[member] for member in join.members) for join in self.joined} | plain


@dataclass(frozen=True, slots=True)
class Conflict:
    """A demand that, together with the others named, cannot be met."""

    code: str
    reason: Text
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockBound:
    """Nobody who keeps every one of ``units`` in one block of rooms releases more than ``released_area_m2``."""

    units: tuple[str, ...]
    released_area_m2: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """An answer: the place of every person, or the demands that conflict.

    ``bounds`` hold for every lawful answer to the same case and strategy: no one can release more than
    ``bounds["released_area_m2"]`` or move fewer people than ``bounds["people_moved"]``. ``block_bound`` holds for those
    that keep org units in one block.
    """

    strategy: Strategy
    room_of: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[Objective, float] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    seed: int = 0
    seconds: float = 0.0
    block_bound: BlockBound | None = None

    @property
    def feasible(self) -> bool:
        """Return whether everyone has a place."""
        return not self.conflicts
