"""What a state of the house amounts to, in figures: space, change, compliance, quality, money and energy.

The same formulas for today and for every scenario; docs/consolidation.md spells them out. Areas are m² of net usable
area, money is in the currency of the rates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import fsum
from statistics import median
from typing import Any

from service.allocation.consolidation.blocks import blocks, storeys_of_units
from service.allocation.consolidation.rates import Rates, energy_figure
from service.allocation.consolidation.records import BlockBound, Case, Person, Place

WITHIN = 1e-6


def metrics(
    case: Case,
    room_of: Mapping[str, str],
    *,
    bounds: Mapping[str, float] | None = None,
    block_bound: BlockBound | None = None,
    rates: Rates | None = None,
) -> dict[str, Any]:
    """Return the figures of a state in which people sit as ``room_of`` says; ids it does not know have no room.

    ``bounds`` are those of the scenario, by objective. Released area stands beside ``block_bound`` where the state
    keeps those org units in one block, and says so (``bound_for``); what holds for all lawful answers is there too. A
    figure that cannot be known is None, never guessed.
    """
    state = _State(case, room_of)
    objectives = state.objectives(bounds or {}, block_bound)
    return state.space() | objectives | state.order() | state.quality() | state.money(rates or Rates())


def current_rooms(case: Case) -> dict[str, str]:
    """Return the room of everyone who has one today."""
    return {person.id: person.now for person in case.people if person.now}


def with_bound(value: float, bound: float | None) -> dict[str, float | None]:
    """Return a value with its bound and gap |bound − value| / |bound|; no gap without a bound or to a bound of 0."""
    if bound is None:
        return {"value": value, "bound": None, "gap": None}
    off = abs(bound - value)
    if off <= WITHIN:
        return {"value": value, "bound": bound, "gap": 0.0}
    return {"value": value, "bound": bound, "gap": off / abs(bound) if bound else None}


class _State:
    """Who sits where, counted once for all figures."""

    def __init__(self, case: Case, room_of: Mapping[str, str]) -> None:
        self.case, self.room_of = case, room_of
        self.place = {place.id: place for place in (*case.joined, *case.places)}
        self.people_in: dict[str, list[Person]] = defaultdict(list)
        for person in case.people:
            if (room := room_of.get(person.id, "")) in self.place:
                self.people_in[room].append(person)
        self.rooms = [(self.place[room], people) for room, people in self.people_in.items()]

    @cached_property
    def used(self) -> list[Place]:
        """Plain rooms that someone sits in, by themselves or as a part of a joined room."""
        inside = {part for place, _ in self.rooms for part in (place.members or (place.id,))}
        return [place for place in self.case.places if place.id in inside]

    @cached_property
    def left(self) -> list[Place]:
        """Plain rooms that nobody uses, without those that are kept."""
        taken = {place.id for place in self.used} | set(self.case.choices.kept_rooms)
        return [place for place in self.case.places if place.id not in taken]

    @cached_property
    def seated(self) -> int:
        return sum(len(people) for _, people in self.rooms)

    @cached_property
    def used_area_m2(self) -> float:
        return fsum(place.area_m2 for place, _ in self.rooms)

    @cached_property
    def moved(self) -> int:
        return sum(self.room_of.get(person.id, "") != person.now for person in self.case.people)

    def space(self) -> dict[str, Any]:
        each = sorted(place.area_m2 / len(people) for place, people in self.rooms for _ in people)
        least_m2 = self.case.choices.least_m2
        alone = {place.id for place, people in self.rooms if len(people) == 1 and self.case.single(people[0])}
        emptied = _emptied(self.left, self.used, "storey")
        return {
            "staff": len(self.case.people),
            "seated": self.seated,
            "unseated": len(self.case.people) - self.seated,
            "workstations": sum(1 if p.id in alone else p.seats(least_m2) for p, _ in self.rooms),
            "m2_per_person": {"min": each[0] if each else None, "median": median(each) if each else None},
            "used_area_m2": self.used_area_m2,
            "released_storey_area_m2": fsum(place.area_m2 for place in self.left if place.storey in emptied),
        }

    @cached_property
    def blocks(self) -> dict[str, tuple[frozenset[str], ...]]:
        return blocks(self.case, self.room_of)

    def objectives(self, bounds: Mapping[str, float], block_bound: BlockBound | None) -> dict[str, Any]:
        values: dict[str, float] = {
            "released_area_m2": fsum(place.area_m2 for place in self.left),
            "released_storeys": len(_emptied(self.left, self.used, "storey")),
            "released_buildings": len(_emptied(self.left, self.used, "building")),
            "people_moved": self.moved,
        }
        found: dict[str, Any] = {key: with_bound(value, bounds.get(key)) for key, value in values.items()}
        return found | {"released_area_m2": self._released(found["released_area_m2"], block_bound)}

    def _released(self, lawful: Mapping[str, float | None], block_bound: BlockBound | None) -> dict[str, Any]:
        """Return released area beside the tightest bound that holds for this state, and the one of all lawful ones."""
        all_lawful = {"lawful_bound": lawful["bound"], "lawful_gap": lawful["gap"]}
        in_blocks = block_bound and all(len(self.blocks.get(unit, ())) < 2 for unit in block_bound.units)
        if not block_bound or not in_blocks:
            return {**lawful, "bound_for": None if lawful["bound"] is None else "lawful", **all_lawful}
        beside = with_bound(lawful["value"] or 0.0, block_bound.released_area_m2)
        return {**beside, "bound_for": "one-block", **all_lawful}

    def order(self) -> dict[str, Any]:
        count, units = sum(map(len, self.blocks.values())), sum(map(bool, self.blocks.values()))
        chosen, staff = self.case.choices, len(self.case.people)
        return {
            "people_moved_share": self.moved / staff if staff else 0.0,
            "units_split": sum(len(on) > 1 for on in storeys_of_units(self.case, self.room_of).values()),
            "blocks": count,
            "blocks_per_unit": count / units if units else None,
            "over_entitlement": sum(
                place.counted_m2 > fsum(person.limit_m2 for person in people) + WITHIN for place, people in self.rooms
            ),
            "leaders_without_single_office": sum(
                not self._sits_alone(person) for person in self.case.people if self.case.single(person)
            ),
            "below_minimum_area": sum(
                place.area_m2 < chosen.least_m2 * len(people) - WITHIN for place, people in self.rooms
            ),
        }

    def quality(self) -> dict[str, Any]:
        shares = [(self._near_window(place), len(people)) for place, people in self.rooms]
        known = [(share, heads) for share, heads in shares if share is not None]
        heads_known = sum(heads for _, heads in known)
        ways = [place.travel_m for place, _ in self.rooms]
        return {
            "near_window_share": fsum(s * heads for s, heads in known) / heads_known if heads_known else None,
            "near_window_unknown": self.seated - heads_known,
            "longest_travel_m": max((way for way in ways if way is not None), default=None)
            if None not in ways
            else None,
        }

    def money(self, rates: Rates) -> dict[str, Any]:
        works_m2 = fsum(place.area_m2 for place, _ in self.rooms if place.members)
        per_year = rates.running_per_m2_year
        return {
            "one_off_cost": _sum([(rates.per_move, self.moved), (rates.works_per_m2, works_m2)]),
            "yearly_cost": None if per_year is None else per_year * self.used_area_m2,
            "energy_kgce": energy_figure(rates.energy).kgce_per_m2 * self.used_area_m2,
        }

    def _sits_alone(self, person: Person) -> bool:
        room = self.room_of.get(person.id, "")
        alone = len(self.people_in.get(room, ())) == 1
        return alone and self.place[room].area_m2 >= self.case.choices.single_least_m2 - WITHIN

    def _near_window(self, place: Place) -> float | None:
        """Return the part of a room near a window; that of its members, by area, where a joined room has no own."""
        if place.near_window_share is not None or not place.members:
            return place.near_window_share
        members = [self.place[member] for member in place.members]
        area_m2 = fsum(member.area_m2 for member in members)
        parts = [m.near_window_share * m.area_m2 for m in members if m.near_window_share is not None]
        return fsum(parts) / area_m2 if len(parts) == len(members) and area_m2 else None


def _emptied(left: Iterable[Place], used: Iterable[Place], what: str) -> set[str]:
    """Return the storeys or buildings with rooms to use that have nobody in them."""
    return {getattr(place, what) for place in left} - {getattr(place, what) for place in used}


def _sum(items: Iterable[tuple[float | None, float]]) -> float | None:
    """Return Σ rate · amount; None where a rate that is needed was not given, or none was given at all."""
    known = list(items)
    if all(rate is None for rate, _ in known) or any(rate is None and amount for rate, amount in known):
        return None
    return fsum(rate * amount for rate, amount in known if rate is not None)
