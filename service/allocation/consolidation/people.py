"""From seats by class to people by name: as many as possible stay where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from service.allocation.consolidation.demand import Demand, Seats
from service.allocation.consolidation.records import Case, Person

FORBIDDEN: Final = 1e6


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat: for somebody with an entitlement of at least ``limit_m2``, ``single`` for one who sits alone."""

    place: str
    limit_m2: float
    single: bool


def seats_of_demand(demand: Demand, used: Mapping[str, Seats]) -> list[Seat]:
    """Return the seats in the rooms that a unit uses."""
    seats: list[Seat] = []
    for place, way in used.items():
        if way.single >= 0:
            seats.append(Seat(place, demand.singles[way.single][0], True))
        if way.low:
            seats += [Seat(place, demand.sharing[0][0], False)] * way.low
        if way.high:
            seats += [Seat(place, demand.sharing[-1][0], False)] * way.high
    return seats


def take_seats(people: Sequence[Person], seats: Sequence[Seat], case: Case) -> dict[str, str]:
    """Return the place of every person, moving the fewest; there are as many seats as people.

    An assignment problem per org unit (Hungarian method). Raises ``ValueError`` where seats and people do not match.
    """
    cost = np.full((len(people), len(seats)), FORBIDDEN)
    for i, person in enumerate(people):
        for k, seat in enumerate(seats):
            if seat.single == case.single(person) and seat.limit_m2 <= person.limit_m2 + 1e-9:
                cost[i, k] = 0.0 if person.now == seat.place else 1.0
    rows, columns = linear_sum_assignment(cost)
    if len(people) != len(seats) or cost[rows, columns].sum() >= FORBIDDEN:
        raise ValueError("people and seats do not match")
    return {people[i].id: seats[k].place for i, k in zip(rows.tolist(), columns.tolist(), strict=True)}
