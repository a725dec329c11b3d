"""The rooms and people a scenario is worked out from, gathered once from the store and kept as JSON under its hash.

Whoever works a scenario out again needs nothing but this and its grounds: later revisions and rosters do not change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from geometry.finding import Text
from service.allocation.consolidation.case import case_of
from service.allocation.consolidation.records import Case, Choices
from service.allocation.people import Occupant, Roster
from service.allocation.rooms import Room
from service.allocation.situation import Situation, situation
from service.errors import (
    InvalidRequestError,
    building_not_found,
    org_unit_not_found,
    space_not_found,
    storey_not_found,
)
from service.store.scenario_records import Baseline
from service.usecases.joins import Join
from service.usecases.occupancy import Inputs, Occupancy
from service.usecases.scenario_grounds import Grounds, converter, grounds_of, sha256_of

NOBODY = Text(
    "所选建筑在 {day} 没有可安排的人员或办公室:{why}请先导入名册,并确认房间用途。",
    "The chosen buildings have nobody to seat or no office on {day}: {why}import a roster first and check the uses of "
    "the rooms.",
)
PAIR_OF_ONE = Text(
    "“同层”的一对里两次都是“{unit}”;请选两个不同的单位。",
    "A pair that belongs on one storey names “{unit}” twice; choose two different org units.",
)
NO_PEOPLE = Text("名册中没有人在这些建筑里办公。", "nobody of the roster works in these buildings; ")
NO_ROOMS = Text("没有用途为办公室且面积已知的房间。", "no room is an office with a known area; ")


@dataclass(frozen=True)
class StoreyOfCase:
    """A storey as the case calls it (``key``, unique over all buildings) and as the store does."""

    key: str
    id: str
    name: str
    building_id: str
    building: str


@dataclass(frozen=True)
class KeptCase:
    """A case with its storeys; rooms, people and org units go by the ids of the store.

    ``unit_index`` is the place of each org unit in the roster, which decides its colour everywhere. ``grounds`` is the
    hash of what it was made from (``scenario_grounds``), "" in cases that earlier versions kept.
    """

    case: Case
    storeys: tuple[StoreyOfCase, ...]
    unit_index: dict[str, int]
    grounds: str = ""

    def to_bytes(self) -> bytes:
        """Return it as JSON, the same bytes for the same content."""
        return converter.dumps(self)

    def varied(self, choices: Mapping[str, Any], *, joined: bool) -> KeptCase:
        """Return the case with some choices of ``Choices`` changed, without rooms to be joined where none are."""
        case = replace(self.case, choices=replace(self.case.choices, **choices))
        return replace(self, case=case if joined else replace(case, joined=()))

    @staticmethod
    def from_bytes(content: bytes) -> KeptCase:
        """Return what ``to_bytes`` wrote."""
        return converter.loads(content, KeptCase)

    @property
    def sha256(self) -> str:
        """Return the hash of its JSON."""
        return sha256_of(self.to_bytes())


@dataclass(frozen=True)
class Gathered:
    """A case as it is kept, the grounds it refers to, and the situation both were made from."""

    kept: KeptCase
    grounds: Grounds
    now: Situation | None


def baseline_of(occupancy: Occupancy, building_ids: Sequence[str], as_of: date) -> Baseline:
    """Return what a scenario about some buildings would start from today; raises ``building-not-found``."""
    inputs = occupancy.inputs(as_of)
    for building_id in building_ids:
        if building_id not in inputs.revisions:
            raise building_not_found(building_id)
    revisions = {building_id: inputs.revisions[building_id].revision for building_id in building_ids}
    return Baseline(tuple(building_ids), revisions, inputs.roster.version, occupancy.policy.label, as_of)


def gather(occupancy: Occupancy, baseline: Baseline, choices: Mapping[str, Any], *, joining: bool = False) -> Gathered:
    """Return rooms, people and choices of a baseline; raises where a choice names what is not there.

    ``choices`` are as a client gave them: storeys, buildings, org units and rooms by their ids in the store. With
    ``joining`` the rooms that may be joined are among the places of the case.
    """
    inputs = occupancy.inputs(baseline.as_of)
    keys = [inputs.revision_keys[building_id] for building_id in baseline.building_ids]
    facts = occupancy.plans.of(keys)
    roster, rooms = narrowed(inputs, set(baseline.building_ids))
    now = situation(roster, rooms, occupancy.policy, baseline.as_of)
    case = case_of(now, facts.outlines, near_window=facts.near_window, travel_m=facts.travel_m)
    if not case.people or not case.places:
        raise InvalidRequestError("scenario-nobody", _nobody(case, baseline.as_of))
    storeys = _storeys(case, inputs)
    case = replace(case, choices=_choices(choices, case, storeys))
    joins: Mapping[str, Join] = {}
    if joining:
        from service.usecases.joins_of_store import joined_case  # a solver that the service does without otherwise

        case, joins = joined_case(case, occupancy.plans, keys, assume_removable=choices.get("assume_removable", True))
    grounds = grounds_of(now, roster, rooms, joins)
    order = {unit.id: n for n, unit in enumerate(inputs.roster.roster.org_units)}
    index = {unit.id: order[unit.id] for unit in case.units}
    return Gathered(KeptCase(case, storeys, index, grounds.sha256), grounds, now)


def narrowed(inputs: Inputs, chosen: set[str]) -> tuple[Roster, list[Room]]:
    """Return the roster and the rooms of some buildings alone.

    People who work elsewhere take no part. Those without any room do where somebody of their org unit works here.
    """
    s, roster = inputs.situation, inputs.roster.roster
    here = {room_id for room_id, place in inputs.places.items() if place.building_id in chosen}

    def rooms_of(occupant: Occupant) -> set[str]:
        return {use.space_id for use in s.uses_of_occupant(occupant.id) if use.is_office}

    def unit_of(occupant: Occupant) -> str:
        post = occupant.main_post_on(s.day)
        return post.org_unit_id if post else ""

    working = [one for one in roster.occupants if rooms_of(one) & here]
    units = {unit_of(one) for one in working}
    roomless = [one for one in roster.occupants if not rooms_of(one) and unit_of(one) in units]
    taking_part = {one.id for one in (*working, *roomless)}
    about = Roster(
        roster.org_units,
        tuple(one for one in roster.occupants if one.id in taking_part),
        tuple(one for one in roster.assignments if one.space_id in here),
    )
    return about, [room for room in s.rooms.values() if room.id in here]


def _storeys(case: Case, inputs: Inputs) -> tuple[StoreyOfCase, ...]:
    """Return the storeys of the rooms of a case, lowest first within a building."""
    found: dict[str, StoreyOfCase] = {}
    for place in case.places:
        at = inputs.places[place.id]
        building = inputs.revisions[at.building_id].name
        name = inputs.storeys.get(at.storey_id, place.storey)
        found.setdefault(place.storey, StoreyOfCase(place.storey, at.storey_id, name, at.building_id, building))
    order = {storey_id: n for n, storey_id in enumerate(inputs.storeys)}
    return tuple(sorted(found.values(), key=lambda storey: order.get(storey.id, len(order))))


def _choices(given: Mapping[str, Any], case: Case, storeys: Sequence[StoreyOfCase]) -> Choices:
    """Return choices in the words of the case; raises for ids that are not there."""
    keys = {storey.id: storey.key for storey in storeys}
    building_of = {place.storey: place.building for place in case.places}
    names = {storey.building_id: building_of[storey.key] for storey in storeys}
    units, rooms = {unit.id for unit in case.units}, {place.id for place in case.places}
    for id_ in given.get("emptied_storeys", ()):
        if id_ not in keys:
            raise storey_not_found(id_)
    for id_ in given.get("emptied_buildings", ()):
        if id_ not in names:
            raise building_not_found(id_)
    for id_ in (*given.get("stay", ()), *(unit for pair in given.get("together", ()) for unit in pair)):
        if id_ not in units:
            raise org_unit_not_found(id_)
    for one, other in given.get("together", ()):
        if one == other:
            raise InvalidRequestError("invalid-request", PAIR_OF_ONE.format(unit=name_of(case, one)))
    for id_ in given.get("kept_rooms", ()):
        if id_ not in rooms:
            raise space_not_found(id_)
    plain = ("one_storey", "single_from_m2", "single_least_m2", "least_m2")
    return replace(
        case.choices,
        stay=tuple(given.get("stay", ())),
        emptied_storeys=tuple(keys[id_] for id_ in given.get("emptied_storeys", ())),
        emptied_buildings=tuple(names[id_] for id_ in given.get("emptied_buildings", ())),
        together=tuple((a, b) for a, b in given.get("together", ())),
        kept_rooms=tuple(given.get("kept_rooms", ())),
        **{name: given[name] for name in plain if given.get(name) is not None},
    )


def name_of(case: Case, unit_id: str) -> str:
    """Return the name of an org unit of a case."""
    return next((unit.name for unit in case.units if unit.id == unit_id), unit_id)


def _nobody(case: Case, day: date) -> Text:
    why = [text for text, missing in ((NO_PEOPLE, not case.people), (NO_ROOMS, not case.places)) if missing]
    return Text(
        NOBODY.zh.format(day=day, why="".join(text.zh for text in why)),
        NOBODY.en.format(day=day, why="".join(text.en for text in why)),
    )
