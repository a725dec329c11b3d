"""The best that anyone could reach with a house, objective by objective; each bound stands by itself."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum, inf
from typing import Final

from service.allocation.consolidation.bounds import least_floor_m2, least_open
from service.allocation.consolidation.demand import capacity
from service.allocation.consolidation.floor_bound import FloorBound
from service.allocation.consolidation.house import House
from service.allocation.consolidation.moves_bound import least_moves
from service.allocation.consolidation.records import BlockBound, Objective, Place

LEAST_S: Final = 2.0  # for a bound on storeys: less is worth nothing
MARGIN: Final = 1e-4  # relative: what HiGHS may be off in a mixed-integer programme
SUMS: Final = 1e-9  # relative: what sums of prices may be off
GROUPS: Final[tuple[tuple[Objective, str], ...]] = (("released_storeys", "storey"), ("released_buildings", "building"))


@dataclass(frozen=True, slots=True)
class Possible:
    """What no lawful answer can pass, and what none can that keeps org units in one block.

    ``feasible`` is False where it is certain that there is no lawful answer at all.
    """

    bounds: Mapping[Objective, float]
    block_bound: BlockBound | None = None
    feasible: bool = True


def possible_in(house: House, *, time_limit_s: float) -> Possible:
    """Return what nobody can pass: area, storeys and buildings released at most, people moved at least.

    Blocks that come up on the way are added to those of the house.
    """
    case, people = house.case, house.people
    places = (*House(case).places, *_gained(house)) if house.joined else house.places
    kept = set(case.choices.kept_rooms)
    staying = set(house.staying.values())
    all_m2 = fsum(place.area_m2 for place in case.places if place.id not in kept | staying)
    floor_m2 = _floor_by_heads_m2(house)
    if not house.joined:
        floor_m2 = least_floor_m2(case, people, places, time_limit_s=0.25 * time_limit_s) * (1 - MARGIN)
    if floor_m2 == inf:
        return Possible({}, feasible=False)
    blocks: BlockBound | None = None
    if house.one_storey:
        by_storey_m2, blocks = _by_storey(house, all_m2, time_limit_s=0.55 * time_limit_s)
        floor_m2 = max(floor_m2, by_storey_m2)
    found: dict[Objective, float] = {"released_area_m2": all_m2 - floor_m2}
    for objective, group in GROUPS:
        names = {getattr(place, group) for place in case.places if place.id not in kept}
        pinned = {getattr(place, group) for place in case.places if place.id in staying}
        price = {name: 0.0 if name in pinned else 1.0 for name in names}
        least = least_open(
            case,
            people,
            places,
            price,
            group=group,
            one_storey=house.one_storey,
            time_limit_s=max(LEAST_S, 0.1 * time_limit_s),
        ).bound
        if least == inf:
            return Possible({}, feasible=False)
        found[objective] = float(len(names - pinned) - _up(least))
    found["people_moved"] = float(least_moves(case, people, places))
    return Possible(found, blocks)


def _by_storey(house: House, all_m2: float, *, time_limit_s: float) -> tuple[float, BlockBound | None]:
    """Return the least floor with org units on one storey, and the most that is released with them in one block."""
    if not house.small:
        house.prepare()
    floor = FloorBound(house)
    units = floor.can_be_in_one_block()
    began, in_one_block_m2 = time.monotonic(), 0.0
    if units:
        in_one_block = floor.least(house.columns, one_block=units, time_limit_s=0.6 * time_limit_s)
        house.learn(in_one_block.columns, floor.demands)
        in_one_block_m2 = in_one_block.least_m2
    left_s = max(0.4 * time_limit_s, time_limit_s - (time.monotonic() - began))
    least_m2 = floor.least(house.columns, time_limit_s=left_s).least_m2 * (1 - SUMS)
    blocks = BlockBound(units, all_m2 - max(least_m2, in_one_block_m2 * (1 - SUMS))) if units else None
    return least_m2, blocks


def _floor_by_heads_m2(house: House) -> float:
    """Return the least floor of plain rooms in use whatever is joined: by heads, less all strips that joins add."""
    case, chosen = house.case, house.case.choices
    plain = {place.id: place for place in case.places}
    strips = fsum(join.area_m2 - fsum(plain[m].area_m2 for m in join.members) for join in house.joined)
    sharing = sum(not case.single(person) for person in house.people)
    single = [p.area_m2 for p in (*case.places, *house.joined) if p.area_m2 >= chosen.single_least_m2 - 1e-9]
    return chosen.least_m2 * sharing + fsum(sorted(single)[: len(house.people) - sharing]) - strips


def _gained(house: House) -> list[Place]:
    """Return the seats that joins add as rooms of their own without floor: what no choice of joins can exceed."""
    plain = {place.id: place for place in house.case.places}
    gained = []
    for join in house.joined:
        more = capacity(join, house.case) - sum(capacity(plain[m], house.case) for m in join.members)
        if more > 0:
            gained.append(replace(join, area_m2=more * house.case.choices.least_m2, counted_m2=0.0, members=()))
    return gained


def _up(least: float) -> int:
    """Return the whole number that a bound on a whole number means."""
    return max(0, int(-(-(least - 1e-4) // 1)))
