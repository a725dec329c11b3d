"""Swaps and shares that get an office within its limit, those that move fewest people first.

Swap (调换): the people of the office change places with those of another one, or go to an empty one. Share (合用):
others join the office until the limits of all cover it, or its people join others. Both are exhaustive: no way of that
kind moves fewer people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from service.allocation.remedy import Move
from service.allocation.seats import Office, fits, least_m2_per_person, limit_of
from service.allocation.situation import Situation, Use

MOST_LEAVING = 3  # people who leave one room together; more is no remedy but a reorganisation
ROOMY_SHARED = 8  # rooms with more people: only one or two at a time are asked to leave


@dataclass(frozen=True, slots=True)
class Plan:
    """Moves that would do, with what makes one better than another of as many people."""

    moves: tuple[Move, ...]
    rooms: tuple[str, ...]  # every room of which people or their number change, the office first
    strangers: int  # people who would sit with, or in rooms of, another org unit
    away: int  # people who would change storeys
    spare_m2: float  # what the limits leave of the floor

    @property
    def rank(self) -> tuple[int, int, int, float, tuple[str, ...]]:
        """Return what plans are ordered by: people moved, among strangers, storeys changed, unused limit, then ids."""
        people = len({move.occupant_id for move in self.moves})
        return (people, self.strangers, self.away, round(self.spare_m2, 6), self.rooms)


def swaps(s: Situation, office: Office, table: Mapping[str, Office]) -> Iterator[Plan]:
    """Yield every exchange with one other office after which both are within their limits."""
    for other in table.values():
        if other.id == office.id or not fits(s, other, office.users) or not fits(s, office, other.users):
            continue
        moves = (*_all_to(office.users, office, other), *_all_to(other.users, other, office))
        spare = office.limit_m2 - other.area_m2
        yield _plan(s, moves, (office.id, other.id), table, spare)


def moves_together(s: Situation, office: Office, table: Mapping[str, Office]) -> Iterator[Plan]:
    """Yield every way in which the people of the office join those of another one."""
    for other in table.values():
        if other.id == office.id or not other.users or not fits(s, other, (*other.users, *office.users)):
            continue
        spare = other.limit_m2 + office.limit_m2 - other.area_m2
        yield _plan(s, _all_to(office.users, office, other), (office.id, other.id), table, spare)


def joins(s: Situation, office: Office, table: Mapping[str, Office]) -> list[Plan]:
    """Return the ways in which fewest people join the office so that the limits of all cover it."""
    least = least_m2_per_person(s)
    places = int((office.area_m2 + 1e-9) // least) - len(office.users) if least else len(table)
    leaving = [list(_leaving(s, other)) for other in table.values() if other.id != office.id and other.users]
    if places < 1 or not leaving:
        return []
    singles = [group for groups in leaving for group in groups if len(group) == 1]
    plans = [p for group in singles if (p := _join(s, office, group, table)) is not None]
    if plans:
        return plans
    best = _fewest(office, [_largest_of_each_size(groups) for groups in leaving], places)
    return [p for people in best if (p := _join(s, office, people, table)) is not None]


def _fewest(office: Office, leaving: list[list[tuple[Use, ...]]], places: int) -> list[tuple[Use, ...]]:
    """Return, for the smallest number of people that can do, the group with the largest limits, by rooms.

    ``most[k]`` is the largest sum of limits that k people leaving the rooms seen so far can bring (a knapsack).
    """
    short = office.area_m2 - office.limit_m2
    most: dict[int, tuple[float, tuple[Use, ...]]] = {0: (0.0, ())}
    for groups in leaving:
        after = dict(most)
        for count, (limit, people) in most.items():
            for group in groups:
                k = count + len(group)
                total = limit + limit_of(group)
                if k <= places and total > after.get(k, (-1.0, ()))[0]:
                    after[k] = (total, (*people, *group))
        most = after
    enough = [k for k, (limit, _) in most.items() if k and limit >= short - 1e-9]
    return [most[k][1] for k in sorted(enough)[:1]]


def _largest_of_each_size(groups: list[tuple[Use, ...]]) -> list[tuple[Use, ...]]:
    """Return, of the groups of as many people out of one room, the one with the largest limits."""
    best: dict[int, tuple[Use, ...]] = {}
    for group in groups:
        if len(group) not in best or limit_of(group) > limit_of(best[len(group)]):
            best[len(group)] = group
    return list(best.values())


def _leaving(s: Situation, other: Office) -> Iterator[tuple[Use, ...]]:
    """Yield the groups that could leave an office and leave it within the limits of those who stay."""
    most = min(len(other.users), MOST_LEAVING if len(other.users) <= ROOMY_SHARED else 1)
    for count in range(1, most + 1):
        for group in combinations(other.users, count):
            stay = tuple(use for use in other.users if use not in group)
            if not stay or fits(s, other, stay):
                yield group
    if len(other.users) > most:
        yield other.users


def _join(s: Situation, office: Office, people: tuple[Use, ...], table: Mapping[str, Office]) -> Plan | None:
    if not fits(s, office, (*office.users, *people)):
        return None
    moves = tuple(Move(u.assignment.occupant_id, u.space_id, office.id) for u in people)
    rooms = (office.id, *dict.fromkeys(u.space_id for u in people))
    return _plan(s, moves, rooms, table, office.limit_m2 + limit_of(people) - office.area_m2)


def _all_to(users: Iterable[Use], office: Office, other: Office) -> tuple[Move, ...]:
    return tuple(Move(use.assignment.occupant_id, office.id, other.id) for use in users)


def _plan(
    s: Situation, moves: tuple[Move, ...], rooms: tuple[str, ...], table: Mapping[str, Office], spare_m2: float
) -> Plan:
    unit = {u.assignment.occupant_id: u.org_unit for room in rooms for u in table[room].users}
    storey = {room: (s.rooms[room].building, s.rooms[room].storey) for room in rooms}
    strangers = 0
    for move in moves:
        stay = {m.occupant_id for m in moves if m.from_space_id == move.to_space_id}
        hosts = [u.org_unit for u in table[move.to_space_id].users if u.assignment.occupant_id not in stay]
        left = [u.org_unit for u in table[move.to_space_id].users]
        own = unit.get(move.occupant_id)
        strangers += any(host != own for host in hosts) or (not hosts and bool(left) and own not in left)
    away = sum(storey[m.from_space_id] != storey[m.to_space_id] for m in moves)
    return Plan(moves, rooms, strangers, away, spare_m2)
