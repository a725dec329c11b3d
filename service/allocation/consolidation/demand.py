"""What an org unit needs: people counted by class, those who sit alone and those who share.

Within a class people are interchangeable. At most two classes share, the lowest limit and, of all higher ones, their
lowest: to count somebody with less than they may have can cost a solution but never makes an unlawful one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, prod

import numpy as np

from service.allocation.consolidation.records import WITHIN_M2, Case, Person, Place

SLACK = 1e-9
STATES = 20_000


@dataclass(frozen=True, slots=True)
class Seats:
    """How a room is used: people of the first and second sharing class, or one of the singles' class ``single``."""

    low: int = 0
    high: int = 0
    single: int = -1

    @property
    def people(self) -> int:
        """Return how many people sit in the room."""
        return 1 if self.single >= 0 else self.low + self.high


@dataclass(frozen=True, slots=True)
class Demand:
    """The people of an org unit, or of a part of it.

    ``sharing`` are at most two classes (limit m², count), lower first; ``singles`` those who sit alone, lower first.
    """

    unit: str
    people: tuple[Person, ...]
    sharing: tuple[tuple[float, int], ...]
    singles: tuple[tuple[float, int], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """Return the head count of every class: low, high, then the singles."""
        shared = [count for _, count in self.sharing]
        return (*shared, *[0] * (2 - len(shared)), *(count for _, count in self.singles))

    def ways(self, place: Place, case: Case) -> list[Seats]:
        """Return every way in which the unit could use a room lawfully."""
        found = []
        most = capacity(place, case)
        low_m2, high_m2 = self._limits
        low_count, high_count = self.counts[:2]
        for high in range(min(high_count, most) + 1):
            least = max(0, ceil((place.counted_m2 - WITHIN_M2 - high * high_m2) / low_m2))
            found += [Seats(low, high) for low in range(max(least, 1 - high), min(low_count, most - high) + 1)]
        if single_fits(place, case):
            fits = [k for k, (limit, _) in enumerate(self.singles) if place.counted_m2 <= limit + WITHIN_M2]
            found += [Seats(single=k) for k in fits]
        return found

    def seated(self, way: Seats) -> tuple[int, ...]:
        """Return how many of every class sit in a room used so."""
        return (way.low, way.high, *(int(way.single == k) for k in range(len(self.singles))))

    @property
    def _limits(self) -> tuple[float, float]:
        limits = [limit for limit, _ in self.sharing]
        return (limits[0] if limits else 1.0, limits[-1] if limits else 1.0)

    def class_of(self, person: Person, case: Case) -> int:
        """Return the class of a person: 0 or 1 sharing, 2 + k alone."""
        if case.single(person):
            return 2 + max(k for k, (limit, _) in enumerate(self.singles) if limit <= person.limit_m2 + SLACK)
        return max(k for k, (limit, _) in enumerate(self.sharing) if limit <= person.limit_m2 + SLACK)

    def halves(self, case: Case) -> tuple[Demand, Demand]:
        """Return the unit in two parts of equal size and mix."""
        ranked = sorted(self.people, key=lambda p: (p.limit_m2, p.now, p.id))
        return demand_of(self.unit, ranked[::2], case), demand_of(self.unit, ranked[1::2], case)


def demands(case: Case, people: Sequence[Person] | None = None, *, hopeful: bool = False) -> tuple[Demand, ...]:
    """Return what every org unit needs, in the order of the units; ``hopeful`` as in ``demand_of``."""
    by_unit: dict[str, list[Person]] = {unit.id: [] for unit in case.units}
    for person in case.people if people is None else people:
        by_unit.setdefault(person.org_unit, []).append(person)
    return tuple(demand_of(unit, group, case, hopeful=hopeful) for unit, group in by_unit.items() if group)


def demand_of(unit: str, people: Sequence[Person], case: Case, *, hopeful: bool = False) -> Demand:
    """Return the demand of people who belong together.

    Classes that have to be merged take the lower limit, so that no seating is unlawful; or (``hopeful``) the higher
    one, so that no lawful seating is missed and a bound remains one.
    """
    sharing = Counter(p.limit_m2 for p in people if not case.single(p))
    singles = Counter(p.limit_m2 for p in people if case.single(p))
    shared, alone = sorted(sharing.items()), sorted(singles.items())
    while len(shared) > 2:
        shared = _merged(shared, len(shared) - 2, hopeful)
    while prod(count + 1 for _, count in (*shared, *alone)) > STATES and (len(alone) > 1 or len(shared) > 1):
        if len(alone) > 1:
            alone = _merged(alone, 0, hopeful)
        else:
            shared = _merged(shared, 0, hopeful)
    return Demand(unit, tuple(people), tuple(shared), tuple(alone))


def _merged(classes: list[tuple[float, int]], k: int, hopeful: bool) -> list[tuple[float, int]]:
    """Return the classes with the k-th and the next one made one."""
    (low, some), (high, more) = classes[k : k + 2]
    return [*classes[:k], (high if hopeful else low, some + more), *classes[k + 2 :]]


def capacity(place: Place, case: Case) -> int:
    """Return how many people can share a room of the case."""
    return place.seats(case.choices.least_m2)


def single_fits(place: Place, case: Case) -> bool:
    """Return whether a room is large enough for somebody alone, whatever may stand in the way otherwise."""
    return place.area_m2 >= case.choices.single_least_m2 - WITHIN_M2 and place.workstations != 0


@lru_cache(maxsize=256)
def digits(counts: tuple[int, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return all states between nobody and ``counts``, one a row, the last class turning fastest."""
    states: np.ndarray[tuple[int, int], np.dtype[np.int64]] = (
        np.indices([n + 1 for n in counts]).reshape(len(counts), -1).T.copy()
    )
    states.flags.writeable = False
    return states
