"""Why there is no answer: demands that contradict each other, as few as can be, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf
from typing import Any, Final

from geometry.finding import Text
from service.allocation.consolidation.bounds import least_open, surely_too_few_rooms
from service.allocation.consolidation.demand import capacity
from service.allocation.consolidation.exact import seat_exactly
from service.allocation.consolidation.house import House
from service.allocation.consolidation.records import Case, Choices, Conflict

FEW: Final = 2  # sets up to this size are all tried, so that the smallest is found; larger ones are thinned out
SECONDS: Final = 3.0  # per question

TOO_FEW_SEATS = Text(
    "现有房间坐不下:需安排 {people} 人(其中 {single} 人单间),可用房间最多容 {seats} 人。请增加房间。",
    "The rooms do not hold everybody: {people} people ({single} of them alone), seats for {seats} at most. Add rooms.",
)
NO_LAWFUL_SEATING = Text(
    "现有房间组合不出合规的安排:每间面积不得超过所坐人员标准之和,人均不少于 {least_m2:g} m²,{single} 人须单间。",
    "No combination of rooms is lawful: every room within the entitlements of its people together, {least_m2:g} m² a "
    "person at least, {single} people alone.",
)
NOT_FOUND = Text(
    "在时限内没有找到能安排所有人的方案(还差 {count} 人)。请放宽时限或减少固定条件。",
    "No plan that seats everybody was found in the time given ({count} without a place). Give more time, or fix less.",
)
TWICE = Text("“{subject}”出现了两次。", "“{subject}” stands there twice.")
UNKNOWN = Text("所选的“{subject}”在建筑或名册里不存在。", "“{subject}” is neither in the buildings nor in the roster.")
NOBODY = Text("没有需要安排的人。", "There is nobody to be seated.")
NO_ROOMS = Text("没有可以安排人的办公室。", "There is no office to seat anybody in.")
STAYS_APART = Text(
    "单位“{unit}”与“{other}”要在同一层,但保持原位的房间在几层:{storeys}。",
    "Org units “{unit}” and “{other}” are to be on one storey, but rooms that stay are on several: {storeys}.",
)
STAYS_IN_EMPTIED = Text(
    "单位“{unit}”应保持原位,但其房间所在的“{storey}”要腾空。",
    "Org unit “{unit}” is to stay, but “{storey}”, where it has rooms, is to be emptied.",
)
DEMANDS: Final[dict[str, Text]] = {
    "stay": Text("单位“{subject}”保持原位", "org unit “{subject}” stays"),
    "emptied-storey": Text("腾空楼层“{subject}”", "storey “{subject}” is emptied"),
    "emptied-building": Text("腾空楼栋“{subject}”", "building “{subject}” is emptied"),
    "together": Text("单位“{subject}”在同一层", "org units “{subject}” are on one storey"),
    "kept-rooms": Text("保留 {subject} 间房间不用", "{subject} rooms are kept"),
    "one-storey": Text("每个单位在同一层", "every org unit is on one storey"),
    "singles": Text("标准达到 {subject} m² 的人单间办公", "people entitled to {subject} m² or more sit alone"),
}
# What a choice as a whole is without its demand. The least area a person is a standard, no choice to be given up.
RELAXED: Final[dict[str, Any]] = {"kept_rooms": (), "one_storey": False, "single_from_m2": inf}


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing the user asked for: an item of a list among the choices, or (``item`` None) a choice as a whole."""

    code: str
    subject: str
    field: str
    item: object = None

    @property
    def text(self) -> Text:
        """Return the demand in words."""
        return DEMANDS[self.code].format(subject=self.subject)

    def dropped(self, choices: Choices) -> Choices:
        """Return the choices without this demand."""
        value: Any = RELAXED.get(self.field)
        if self.item is not None:
            value = tuple(v for v in getattr(choices, self.field) if v != self.item)
        return replace(choices, **{self.field: value})


def wrong_input(case: Case) -> list[Conflict]:
    """Return what is wrong with a case itself: ids twice, choices about what does not exist, nothing to do."""
    found = [
        Conflict("twice", TWICE.format(subject=subject), (subject,))
        for ids in ([p.id for p in case.places], [p.id for p in case.people], [u.id for u in case.units])
        for subject, count in Counter(ids).items()
        if count > 1
    ]
    units, rooms = {unit.id for unit in case.units}, {place.id for place in case.places}
    chosen = case.choices
    asked = [(unit, units) for unit in (*chosen.stay, *(u for pair in chosen.together for u in pair))]
    asked += [(storey, {p.storey for p in case.places}) for storey in chosen.emptied_storeys]
    asked += [(building, {p.building for p in case.places}) for building in chosen.emptied_buildings]
    asked += [(room, rooms) for room in chosen.kept_rooms]
    found += [
        Conflict("unknown", UNKNOWN.format(subject=subject), (subject,))
        for subject, known in asked
        if subject not in known
    ]
    if not case.people:
        found.append(Conflict("nobody", NOBODY))
    elif not case.places:
        found.append(Conflict("no-rooms", NO_ROOMS))
    return found or [*_stays_in_emptied(case), *_stays_apart(case)]


def _stays_apart(case: Case) -> Iterator[Conflict]:
    """Look for pairs that have to be together while people who stay already are on several storeys."""
    name = {unit.id: unit.name for unit in case.units}
    storey = {place.id: place.storey for place in case.places}
    for pair in case.choices.together:
        staying = [p for p in case.people if p.org_unit in pair and p.org_unit in case.choices.stay]
        storeys = sorted({storey[p.now] for p in staying if p.now in storey})
        if len(storeys) > 1:
            one, other = (name.get(unit, unit) for unit in pair)
            text = STAYS_APART.format(unit=one, other=other, storeys=", ".join(storeys))
            yield Conflict("stay-apart", text, pair)


def _stays_in_emptied(case: Case) -> Iterator[Conflict]:
    name = {unit.id: unit.name for unit in case.units}
    place = {place.id: place for place in case.places}
    seen = set()
    for person in case.people:
        there = place.get(person.now)
        if person.org_unit not in case.choices.stay or there is None:
            continue
        emptied = there.storey in case.choices.emptied_storeys or there.building in case.choices.emptied_buildings
        if emptied and (person.org_unit, there.storey) not in seen:
            seen.add((person.org_unit, there.storey))
            text = STAYS_IN_EMPTIED.format(unit=name.get(person.org_unit, person.org_unit), storey=there.storey)
            yield Conflict("stay-in-emptied", text, (person.org_unit, there.storey))


def conflicts_of(case: Case) -> tuple[Conflict, ...]:
    """Return the smallest set of demands that cannot all be met, empty where no contradiction can be proved.

    Sets of one and two are all tried; beyond that a larger one is thinned out until each of its demands is needed.
    """
    if _possible(case):
        return ()
    demands = list(_demands(case))
    bare = case
    for demand in demands:
        bare = replace(bare, choices=demand.dropped(bare.choices))
    if not _possible(bare):
        return (_too_few_seats(bare, single=sum(case.single(person) for person in House(case).people)),)
    for size in range(1, FEW + 1):
        for kept in combinations(demands, size):
            if not _possible(_only(case, demands, kept)):
                return tuple(Conflict(demand.code, demand.text, (demand.subject,)) for demand in kept)
    needed = list(demands)
    for demand in demands:
        fewer = [other for other in needed if other is not demand]
        if not _possible(_only(case, demands, tuple(fewer))):
            needed = fewer
    return tuple(Conflict(demand.code, demand.text, (demand.subject,)) for demand in needed)


def not_found(count: int) -> Conflict:
    """Return that a search ended without an answer, which proves nothing."""
    return Conflict("not-found", NOT_FOUND.format(count=count))


def _only(case: Case, demands: list[Demand], kept: tuple[Demand, ...]) -> Case:
    choices = case.choices
    for demand in demands:
        if demand not in kept:
            choices = demand.dropped(choices)
    return replace(case, choices=choices)


def _demands(case: Case) -> Iterator[Demand]:
    chosen = case.choices
    name = {unit.id: unit.name for unit in case.units}
    for storey in chosen.emptied_storeys:
        yield Demand("emptied-storey", storey, "emptied_storeys", storey)
    for building in chosen.emptied_buildings:
        yield Demand("emptied-building", building, "emptied_buildings", building)
    for unit in chosen.stay:
        yield Demand("stay", name[unit], "stay", unit)
    for pair in chosen.together:
        yield Demand("together", "、".join(name[unit] for unit in pair), "together", pair)
    if chosen.kept_rooms:
        yield Demand("kept-rooms", str(len(chosen.kept_rooms)), "kept_rooms")
    if chosen.one_storey:
        yield Demand("one-storey", "", "one_storey")
    if any(case.single(person) for person in case.people):
        yield Demand("singles", f"{chosen.single_from_m2:g}", "single_from_m2")


def _possible(case: Case) -> bool:
    """Return False where there surely is no seating: proved room by room in small houses, by relaxations else."""
    house = House(case)
    people, places = house.people, house.places
    if not people:
        return True
    if house.small:
        exact = seat_exactly(
            case, people, places,
            one_storey=house.one_storey, together=case.choices.together, only_on=house.only_on, time_limit_s=SECONDS,
        )  # fmt: skip
        return exact is not None
    if surely_too_few_rooms(case, people, places, time_limit_s=SECONDS):
        return False
    free = dict.fromkeys({place.storey for place in places}, 0.0)
    return least_open(case, people, places, free, one_storey=house.one_storey, time_limit_s=SECONDS).bound != inf


def _too_few_seats(case: Case, *, single: int) -> Conflict:
    """Return what stands against a case without any demand; ``single`` people were to sit alone before."""
    house = House(case)
    seats = sum(capacity(place, case) for place in house.places)
    if seats >= len(house.people):
        text = NO_LAWFUL_SEATING.format(least_m2=case.choices.least_m2, single=single)
        return Conflict("no-lawful-seating", text)
    return Conflict("too-few-seats", TOO_FEW_SEATS.format(people=len(house.people), single=single, seats=seats))
