"""Does a scenario hold: every person, room and choice looked at again, knowing nothing of how it was found.

Areas are m². A limit that is met to ``WITHIN_M2`` is met.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Final

from geometry.finding import Text
from service.allocation.consolidation.blocks import blocks
from service.allocation.consolidation.one_storey import storeys_that_hold
from service.allocation.consolidation.records import Case, Person, Place, Scenario, Strategy

WITHIN_M2: Final = 1e-6
WITH_JOINED: Final[frozenset[Strategy]] = frozenset({"open-plan", "own"})

REASONS: Final[dict[str, Text]] = {
    "half-applied": Text(
        "方案已说明无法成立,却仍安排了人员。", "The scenario says that it cannot be, and still seats people."
    ),
    "twice": Text("{who} 在人员或房间名单中出现两次。", "{who} is listed twice among the people or the rooms."),
    "unseated": Text("有人没有座位:{who}。", "Someone has no place: {who}."),
    "unknown-person": Text("方案安排了不在名单中的人:{who}。", "Someone is seated who is not among the people: {who}."),
    "unknown-place": Text(
        "{who} 被安排到不存在的房间 {room}。", "{who} is seated in a room that does not exist: {room}."
    ),
    "joined-not-asked": Text(
        "房间 {room} 要拆墙合并才有,本策略不动墙。",
        "Room {room} only exists once walls go, and this strategy touches none.",
    ),
    "joined-and-member": Text(
        "房间 {room} 同时被单独使用又被并入 {joined}。",
        "Room {room} is used by itself and as a part of {joined} at the same time.",
    ),
    "kept-room": Text("房间 {room} 须保留,不得坐人。", "Room {room} is kept, and someone is seated in it."),
    "emptied-storey": Text(
        "楼层 {storey} 须腾空,房间 {room} 仍有人。", "Storey {storey} is to be emptied, but room {room} is used."
    ),
    "emptied-building": Text(
        "楼栋 {building} 须腾空,房间 {room} 仍有人。", "Building {building} is to be emptied, but room {room} is used."
    ),
    "mixed-units": Text(
        "房间 {room} 坐了几个单位的人:{units}。", "Room {room} holds people of several org units: {units}."
    ),
    "below-minimum-area": Text(
        "房间 {room} {area_m2:.2f} m²,坐 {people} 人,人均不足 {least_m2:g} m²。",
        "Room {room} has {area_m2:.2f} m² for {people} people, less than {least_m2:g} m² each.",
    ),
    "over-entitlement": Text(
        "房间 {room} 计 {area_m2:.2f} m²,超过所坐人员的标准之和 {limit_m2:g} m²。",
        "Room {room} counts {area_m2:.2f} m², over the {limit_m2:g} m² that its people are entitled to together.",
    ),
    "too-few-workstations": Text(
        "房间 {room} 只能布置 {workstations} 个工位,却坐 {people} 人。",
        "Room {room} holds {workstations} workstations, but {people} people are seated in it.",
    ),
    "not-alone": Text(
        "{who} 应单间办公,但房间 {room} 坐了 {people} 人。",
        "{who} is to sit alone, but {people} people are in room {room}.",
    ),
    "single-too-small": Text(
        "{who} 的单间 {room} 只有 {area_m2:.2f} m²,不足 {least_m2:g} m²。",
        "The single office {room} of {who} has {area_m2:.2f} m², less than {least_m2:g} m².",
    ),
    "moved-though-staying": Text(
        "单位 {unit} 应保持原位,但 {who} 被换了房间。", "Org unit {unit} is to stay, but {who} has another room."
    ),
    "joins-who-stay": Text(
        "房间 {room} 的人保持原位,不得再安排他人:{who}。",
        "The people of room {room} stay as they are, and nobody joins them: {who}.",
    ),
    "not-together": Text(
        "单位 {unit} 与 {other} 应在同一楼层,却在:{storeys}。",
        "Org units {unit} and {other} are to be on one storey, but are on: {storeys}.",
    ),
    "unit-split": Text(
        "单位 {unit} 分在几层({storeys}),而楼层 {storey} 容得下。",
        "Org unit {unit} is on several storeys ({storeys}), though storey {storey} could hold it.",
    ),
    "bound-broken": Text(
        "方案的 {objective} 为 {value:g},超出所称的界 {bound:g};该界不成立。",
        "The scenario reaches {value:g} in {objective}, past the bound of {bound:g}: that bound does not hold.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a scenario gets wrong; ``subjects`` are ids of people, rooms and org units."""

    code: str
    reason: Text
    subjects: tuple[str, ...] = field(default=())


def faults(case: Case, scenario: Scenario) -> list[Fault]:
    """Return everything that is wrong with a scenario, empty where nothing is.

    A scenario that names conflicts is right when it seats nobody; whether those demands do conflict is not asked here.
    """
    if not scenario.feasible:
        return [_fault("half-applied", *scenario.room_of)] if scenario.room_of else []
    seats = _Seats(case, scenario)
    return [
        *seats.everyone_once(),
        *seats.places_free_to_use(),
        *(fault for room in seats.people_in for fault in seats.room(room)),
        *seats.choices(),
        *seats.bounds(),
    ]


class _Seats:
    """Who sits where, in places that exist."""

    def __init__(self, case: Case, scenario: Scenario) -> None:
        self.case, self.scenario = case, scenario
        self.place: dict[str, Place] = {place.id: place for place in (*case.joined, *case.places)}
        self.joined = {place.id for place in case.joined} - {place.id for place in case.places}
        self.people_in: dict[str, list[Person]] = defaultdict(list)
        self.staying = {p.id for p in case.people if p.org_unit in case.choices.stay and p.now}
        for person in case.people:
            room = scenario.room_of.get(person.id, "")
            if room in self.place:
                self.people_in[room].append(person)

    def everyone_once(self) -> Iterator[Fault]:
        """Look for people without a place that exists, people nobody asked to seat, and ids that are not unique."""
        places = (place.id for place in (*self.case.places, *self.case.joined))
        for ids in (Counter(person.id for person in self.case.people), Counter(places)):
            for who in sorted(key for key, count in ids.items() if count > 1):
                yield _fault("twice", who, who=who)
        known = set()
        for person in self.case.people:
            known.add(person.id)
            room = self.scenario.room_of.get(person.id, "")
            if not room:
                yield _fault("unseated", person.id, who=person.id)
            elif room not in self.place:
                yield _fault("unknown-place", person.id, room, who=person.id, room=room)
        for who in sorted(self.scenario.room_of.keys() - known):
            yield _fault("unknown-person", who, who=who)

    def places_free_to_use(self) -> Iterator[Fault]:
        """Look at kept rooms, emptied storeys and buildings, and rooms that only exist without their walls."""
        chosen = self.case.choices
        part_of: dict[str, str] = {}
        for room in self.people_in:
            place = self.place[room]
            parts = place.members if room in self.joined else (room,)
            if room in self.joined and self.scenario.strategy not in WITH_JOINED:
                yield _fault("joined-not-asked", room, room=place.number or room)
            for part in parts:
                if part in part_of:
                    yield _fault("joined-and-member", room, part_of[part], part, room=part, joined=place.number or room)
                part_of[part] = room
            if (kept := {room, *parts} & set(chosen.kept_rooms)) and not self._stays(room):
                yield _fault("kept-room", *sorted(kept), room=place.number or room)
            if place.storey in chosen.emptied_storeys:
                yield _fault("emptied-storey", room, storey=place.storey, room=place.number or room)
            if place.building in chosen.emptied_buildings:
                yield _fault("emptied-building", room, building=place.building, room=place.number or room)

    def room(self, room: str) -> Iterator[Fault]:
        """Look at one room with its people; where all stay as the user wants, it stays as it is, lawful or not."""
        if self._stays(room):
            return
        place, people, chosen = self.place[room], self.people_in[room], self.case.choices
        staying = {person.id for person in people if person.id in self.staying and person.now == room}
        if staying:
            new = sorted({person.id for person in people} - staying)
            yield _fault("joins-who-stay", room, *new, room=place.number or room, who=", ".join(new))
        named = {"room": place.number or room, "people": len(people), "area_m2": place.area_m2}
        units = sorted({person.org_unit for person in people})
        if len(units) > 1:
            yield _fault("mixed-units", room, *units, units=", ".join(map(self._unit, units)), **named)
        if place.area_m2 < chosen.least_m2 * len(people) - WITHIN_M2:
            yield _fault("below-minimum-area", room, least_m2=chosen.least_m2, **named)
        limit_m2 = fsum(person.limit_m2 for person in people)
        if place.counted_m2 > limit_m2 + WITHIN_M2:
            yield _fault("over-entitlement", room, limit_m2=limit_m2, **(named | {"area_m2": place.counted_m2}))
        if place.workstations is not None and len(people) > place.workstations:
            yield _fault("too-few-workstations", room, workstations=place.workstations, **named)
        for leader in filter(self.case.single, people):
            if len(people) > 1:
                yield _fault("not-alone", leader.id, room, who=leader.id, **named)
            if place.area_m2 < chosen.single_least_m2 - WITHIN_M2:
                yield _fault(
                    "single-too-small", leader.id, room, who=leader.id, least_m2=chosen.single_least_m2, **named
                )

    def choices(self) -> Iterator[Fault]:
        """Look at what was chosen for whole org units."""
        chosen, storeys_of = self.case.choices, defaultdict(set)
        for room, people in self.people_in.items():
            for person in people:
                storeys_of[person.org_unit].add(self.place[room].storey)
        for person in self.case.people:
            if person.id in self.staying and self.scenario.room_of.get(person.id, "") != person.now:
                unit = self._unit(person.org_unit)
                yield _fault("moved-though-staying", person.id, person.org_unit, unit=unit, who=person.id)
        for unit, other in chosen.together:
            storeys = storeys_of[unit] | storeys_of[other]
            if len(storeys) > 1:
                names = {"unit": self._unit(unit), "other": self._unit(other), "storeys": ", ".join(sorted(storeys))}
                yield _fault("not-together", unit, other, **names)
        for unit, storeys in sorted(storeys_of.items()) if self._one_storey() else ():
            if len(storeys) < 2 or unit in chosen.stay:
                continue
            for storey in storeys_that_hold(self.case, unit)[:1]:
                listed = ", ".join(sorted(storeys))
                yield _fault("unit-split", unit, unit=self._unit(unit), storeys=listed, storey=storey)

    def _stays(self, room: str) -> bool:
        return all(person.id in self.staying and person.now == room for person in self.people_in[room])

    def _one_storey(self) -> bool:
        # Who moves as few people as possible leaves org units where they are.
        return self.case.choices.one_storey and self.scenario.strategy != "fewest-moves"

    def bounds(self) -> Iterator[Fault]:
        """Look for a bound that this very scenario goes past."""
        used = {part for room in self.people_in for part in (self.place[room].members or (room,))} | set(self.people_in)
        kept = set(self.case.choices.kept_rooms)
        free = [place for place in self.case.places if place.id not in kept]
        left = [place for place in free if place.id not in used]
        busy = [place for place in self.case.places if place.id in used]
        moved = sum(self.scenario.room_of.get(person.id, "") != person.now for person in self.case.people)
        reached = {
            "released_area_m2": fsum(place.area_m2 for place in left),
            "released_storeys": len({p.storey for p in left} - {p.storey for p in busy}),
            "released_buildings": len({p.building for p in left} - {p.building for p in busy}),
            "people_moved": moved,
        }
        claimed = [*self.scenario.bounds.items()]
        asked = self.scenario.block_bound
        if asked is not None and self._one_block_each(asked.units):
            claimed.append(("released_area_m2", asked.released_area_m2))
        for objective, bound in claimed:
            value = reached[objective]
            past = bound - value if objective == "people_moved" else value - bound
            if past > WITHIN_M2 * max(1.0, abs(bound)):
                yield _fault("bound-broken", objective, objective=objective, value=value, bound=bound)

    def _one_block_each(self, units: Sequence[str]) -> bool:
        """Return whether the rooms of each org unit hang together."""
        of = blocks(self.case, self.scenario.room_of)
        return all(len(of.get(unit, ())) < 2 for unit in units)

    def _unit(self, unit: str) -> str:
        return next((known.name for known in self.case.units if known.id == unit), unit)


def _fault(code: str, *subjects: str, **values: object) -> Fault:
    return Fault(code, REASONS[code].format(**values), subjects)
