"""Scenarios by strategy: the same house seated for different ends, each beside the best that anyone could reach."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Final

from service.allocation.consolidation.bounds import least_open
from service.allocation.consolidation.conflicts import conflicts_of, not_found, wrong_input
from service.allocation.consolidation.exact import Weights
from service.allocation.consolidation.fewest_moves import fewest_moves
from service.allocation.consolidation.house import House, Progress, Seated
from service.allocation.consolidation.house_bounds import Possible, possible_in
from service.allocation.consolidation.records import Case, Place, Scenario, Strategy

SPARE: Final = (0.0, 0.01, 0.02, 0.04, 0.07, 0.12, 0.2)  # seats more than people, until the units can be packed
BOUNDS_SHARE: Final = 0.4  # of the time; what comes up on the way to them is searched for no more
SEARCH_SHARE: Final = 0.4  # at least, however long the bounds took
Layout = Callable[[Place], int]  # workstations of a joined room, by a checked layout


def solve(
    case: Case,
    strategy: Strategy,
    *,
    time_limit_s: float = 60.0,
    seed: int = 0,
    possible: Possible | None = None,
    house: House | None = None,
    layout: Layout | None = None,
    progress: Progress | None = None,
) -> Scenario:
    """Return the scenario of a strategy: everyone seated, with bounds, or what stands against it.

    ``possible`` and ``house`` of the same case are used where they are known already. ``layout`` says how many
    workstations a joined room holds, and open-plan uses it up to that only. The same seed gives the same answer as long
    as no search is cut short by the time limit.
    """
    began = time.monotonic()
    wrong = wrong_input(case)
    if wrong:
        return Scenario(strategy, conflicts=tuple(wrong), seed=seed, seconds=time.monotonic() - began)
    if strategy == "fewest-moves":
        case = replace(case, choices=replace(case.choices, one_storey=False))
    if house is None or strategy in ("open-plan", "fewest-moves"):
        house = House(case, joined=strategy == "open-plan")
    if possible is None:
        possible = possible_in(house, time_limit_s=BOUNDS_SHARE * time_limit_s)
    found = None
    if possible.feasible:
        left_s = max(SEARCH_SHARE * time_limit_s, time_limit_s - (time.monotonic() - began))
        found = _seated(house, strategy, left_s, seed, layout, progress)
    seconds = round(time.monotonic() - began, 3)
    if found is None or found.unseated:
        # With walls gone there are more seats than today: then only the bounds can prove that they are too few.
        proved = () if found is not None and house.joined and case.joined else conflicts_of(case)
        reasons = proved or (not_found(found.unseated if found else len(case.people)),)
        return Scenario(strategy, conflicts=reasons, seed=seed, seconds=seconds)
    bounds, blocks = dict(possible.bounds), possible.block_bound
    return Scenario(strategy, dict(found.room_of), bounds, seed=seed, seconds=seconds, block_bound=blocks)


def _seated(
    house: House,
    strategy: Strategy,
    time_limit_s: float,
    seed: int,
    layout: Layout | None,
    progress: Progress | None,
) -> Seated | None:
    if strategy == "fewest-moves":
        return fewest_moves(house, time_limit_s=time_limit_s, seed=seed, progress=progress)
    if strategy == "release-storeys":
        return _release_storeys(house, time_limit_s, seed, progress)
    if strategy == "open-plan":
        return _open_plan(house, time_limit_s, seed, layout)
    return house.seat(time_limit_s=time_limit_s, seed=seed)


def _release_storeys(house: House, time_limit_s: float, seed: int, progress: Progress | None) -> Seated:
    """Close the storeys that a relaxation says can be spared, with ever more seats to spare until the units fit.

    Where they never do, fewer of them are closed.
    """
    area = _storey_m2(house.places)
    if house.small:
        weights = Weights(area=0.01, storey_m2=area)
        return house.seat(weights=weights, time_limit_s=time_limit_s, seed=seed)
    began = time.monotonic()
    house.prepare(lambda done: progress(0.2 * done) if progress else None)
    tried: set[frozenset[str]] = set()
    closed: Collection[str] = ()
    for attempt, spare in enumerate(SPARE):
        left_s = time_limit_s - (time.monotonic() - began)
        if tried and left_s < 0.1 * time_limit_s:
            break
        choice = least_open(
            house.case, house.people, house.places, area,
            one_storey=house.one_storey, spare=spare, time_limit_s=max(2.0, 0.08 * time_limit_s),
        )  # fmt: skip
        if choice.left_open is None or choice.left_open in tried:
            continue
        share = left_s if tried else left_s / (len(SPARE) - attempt)
        tried.add(choice.left_open)
        closed = area.keys() - choice.left_open
        seated = house.seat(closed=closed, time_limit_s=max(2.0, share), seed=seed)
        if progress:
            progress(0.2 + 0.8 * (attempt + 1) / len(SPARE))
        if not seated.unseated:
            return seated
    return _fewer_closed(house, sorted(closed, key=lambda name: (area[name], name)), 0.1 * time_limit_s, seed)


def _fewer_closed(house: House, closed: Sequence[str], time_limit_s: float, seed: int) -> Seated:
    """Close half as many storeys, the first of ``closed``, again and again until everybody is seated.

    With none closed this is the search of reseat-only, in ``time_limit_s`` as each before: it may seat not everybody.
    """
    while True:
        closed = closed[: len(closed) // 2]
        seated = house.seat(closed=closed, time_limit_s=max(2.0, time_limit_s), seed=seed)
        if not seated.unseated or not closed:
            return seated


def _open_plan(house: House, time_limit_s: float, seed: int, layout: Layout | None) -> Seated:
    """Seat with joined rooms; those whose layout holds fewer people than were given to them are cut down, and again.

    Where that seats not everybody no wall goes.
    """
    began = time.monotonic()
    seated = _joined(house, time_limit_s * 0.7, seed, layout)
    if not seated.unseated:
        return seated
    plain_house = House(house.case)
    left_s = time_limit_s - (time.monotonic() - began)
    plain = plain_house.seat(time_limit_s=max(2.0, left_s), seed=seed)
    return min((seated, plain), key=lambda one: one.unseated)


def _joined(house: House, time_limit_s: float, seed: int, layout: Layout | None) -> Seated:
    began = time.monotonic()
    seated = house.seat(time_limit_s=time_limit_s * 0.7, seed=seed)
    while layout is not None:
        holds = _laid_out(house, seated, layout)
        if not holds:
            return seated
        house = house.with_workstations(holds)  # each round cuts a room down: it ends
        left_s = time_limit_s - (time.monotonic() - began)
        seated = house.seat(time_limit_s=max(2.0, left_s * 0.5), seed=seed)
    return seated


def _laid_out(house: House, seated: Seated, layout: Layout) -> dict[str, int]:
    """Return the workstations of joined rooms in use that hold fewer than are seated there."""
    heads: dict[str, int] = {}
    for room in seated.room_of.values():
        heads[room] = heads.get(room, 0) + 1
    short = {}
    for place in house.places:
        if place.members and place.id in heads:
            holds = layout(place)
            if holds < heads[place.id]:
                short[place.id] = holds
    return short


def _storey_m2(places: Sequence[Place]) -> dict[str, float]:
    area: dict[str, float] = {}
    for place in places:
        if not place.members:
            area[place.storey] = area.get(place.storey, 0.0) + place.area_m2
    return area
