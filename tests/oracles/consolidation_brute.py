"""The best that any seating of a small house reaches, by trying them all: for up to eight people and six rooms.

Uses the records and the independent judge only. People who cannot be told apart (same org unit, limit and room today)
are seated in the order of the rooms, each set of seats once. Rooms are left early where more people, or people of a
second org unit, can only make things worse; everything else is left to the judge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from service.allocation.consolidation.blocks import blocks
from service.allocation.consolidation.check import WITH_JOINED, faults
from service.allocation.consolidation.records import Case, Person, Place, Scenario, Strategy


@dataclass(frozen=True)
class Best:
    """The best value of each objective over all lawful seatings, each by itself, and how many seatings are lawful."""

    released_area_m2: float
    released_storeys: int
    released_buildings: int
    people_moved: int
    seatings: int


def best(case: Case, strategy: Strategy = "reseat-only") -> Best | None:
    """Return the best of every objective, None where no seating is lawful."""
    return best_of(case, list(seatings(case, strategy)))


def best_of(case: Case, lawful: Sequence[dict[str, str]]) -> Best | None:
    """Return the best of every objective among all lawful seatings."""
    found = [_values(case, room_of) for room_of in lawful]
    if not found:
        return None
    areas, storeys, buildings, moved = zip(*found, strict=True)
    return Best(max(areas), max(storeys), max(buildings), min(moved), len(found))


def most_in_blocks(case: Case, lawful: Sequence[dict[str, str]], units: Collection[str]) -> float | None:
    """Return the most that is released by one of the lawful seatings that has each of ``units`` in one block."""
    areas = [
        _values(case, room_of)[0]
        for room_of in lawful
        if all(len(found) < 2 for unit, found in blocks(case, room_of).items() if unit in units)
    ]
    return max(areas, default=None)


def seatings(case: Case, strategy: Strategy = "reseat-only") -> Iterator[dict[str, str]]:
    """Yield every lawful seating, of people who cannot be told apart only one order."""
    places = list(case.places) + (list(case.joined) if strategy in WITH_JOINED else [])
    people = sorted(case.people, key=lambda p: (not _stays(case, p), p.org_unit, p.limit_m2, p.now, p.id))
    for seats in _seats(case, people, places, [], [[] for _ in places]):
        room_of = {person.id: places[seat].id for person, seat in zip(people, seats, strict=True)}
        if not faults(case, Scenario(strategy, room_of)):
            yield room_of


def _seats(
    case: Case, people: list[Person], places: list[Place], taken: list[int], inside: list[list[Person]]
) -> Iterator[list[int]]:
    if len(taken) == len(people):
        held = ((at, here) for at, here in zip(places, inside, strict=True) if here and not _stays(case, here[0]))
        if all(fsum(p.limit_m2 for p in here) >= at.counted_m2 - 1e-6 for at, here in held):
            yield list(taken)
        return
    person = people[len(taken)]
    twin = len(taken) > 0 and _alike(people[len(taken) - 1], person)
    for seat in range(taken[-1] if twin else 0, len(places)):
        here = inside[seat]
        if _stays(case, person):
            closed = places[seat].id != person.now
        else:
            full = places[seat].area_m2 < case.choices.least_m2 * (len(here) + 1) - 1e-6
            closed = full or (here and (here[0].org_unit != person.org_unit or _stays(case, here[0])))
        if closed:
            continue
        here.append(person)
        taken.append(seat)
        yield from _seats(case, people, places, taken, inside)
        taken.pop()
        here.pop()


def _stays(case: Case, person: Person) -> bool:
    return person.org_unit in case.choices.stay and person.now != ""


def _alike(a: Person, b: Person) -> bool:
    return (a.org_unit, a.limit_m2, a.now) == (b.org_unit, b.limit_m2, b.now)


def _values(case: Case, room_of: dict[str, str]) -> tuple[float, int, int, int]:
    used = set(room_of.values())
    used |= {member for joined in case.joined if joined.id in used for member in joined.members}
    free = [p for p in case.places if p.id not in case.choices.kept_rooms]
    left = [p for p in free if p.id not in used]
    busy = [p for p in case.places if p.id in used]
    storeys = {p.storey for p in left} - {p.storey for p in busy}
    buildings = {p.building for p in left} - {p.building for p in busy}
    moved = sum(room_of[p.id] != p.now for p in case.people)
    return fsum(p.area_m2 for p in left), len(storeys), len(buildings), moved
