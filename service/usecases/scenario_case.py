"""The rooms and people a scenario is worked out from, gathered once from the store and kept as JSON under its hash.

Whoever works a scenario out again needs nothing but this: later revisions and rosters do not change it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import shapely
from cattrs.preconf.orjson import make_converter

from geometry.basis import DEFAULT_BASIS
from geometry.daylight import near_window_share
from geometry.finding import Text
from geometry.region import Region, polygonal
from service.allocation.consolidation.case import case_of
from service.allocation.consolidation.records import Case, Choices
from service.allocation.people import Occupant, Roster
from service.allocation.situation import Situation, situation
from service.errors import (
    InvalidRequestError,
    building_not_found,
    org_unit_not_found,
    space_not_found,
    storey_not_found,
)
from service.store import spaces
from service.store.scenario_records import Baseline
from service.usecases.occupancy import Inputs, Occupancy

NOBODY = Text(
    "所选建筑在 {day} 没有可安排的人员或办公室:{why}请先导入名册,并确认房间用途。",
    "The chosen buildings have nobody to seat or no office on {day}: {why}import a roster first and check the uses of "
    "the rooms.",
)
NO_PEOPLE = Text("名册中没有人在这些建筑里办公。", "nobody of the roster works in these buildings; ")
NO_ROOMS = Text("没有用途为办公室且面积已知的房间。", "no room is an office with a known area; ")
converter = make_converter()
converter.register_structure_hook(Text, lambda value, _: Text(*value))


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

    ``unit_index`` is the place of each org unit in the roster, which decides its colour everywhere.
    """

    case: Case
    storeys: tuple[StoreyOfCase, ...]
    unit_index: dict[str, int]

    def to_bytes(self) -> bytes:
        """Return it as JSON, the same bytes for the same content."""
        return converter.dumps(self)

    @staticmethod
    def from_bytes(content: bytes) -> KeptCase:
        """Return what ``to_bytes`` wrote."""
        return converter.loads(content, KeptCase)

    @property
    def sha256(self) -> str:
        """Return the hash of its JSON."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def baseline_of(occupancy: Occupancy, building_ids: Sequence[str], as_of: date) -> Baseline:
    """Return what a scenario about some buildings would start from today; raises ``building-not-found``."""
    inputs = occupancy.inputs(as_of)
    for building_id in building_ids:
        if building_id not in inputs.revisions:
            raise building_not_found(building_id)
    revisions = {building_id: inputs.revisions[building_id].revision for building_id in building_ids}
    return Baseline(tuple(building_ids), revisions, inputs.roster.version, occupancy.policy.label, as_of)


def gather(occupancy: Occupancy, baseline: Baseline, choices: Mapping[str, Any]) -> KeptCase:
    """Return rooms, people and choices of a baseline; raises where a choice names what is not there.

    ``choices`` are as a client gave them: storeys, buildings, org units and rooms by their ids in the store.
    """
    inputs = occupancy.inputs(baseline.as_of)
    plan = _plan(occupancy, inputs, baseline.building_ids)
    case = case_of(narrowed(inputs, set(baseline.building_ids)), plan.outlines, near_window=plan.near_window)
    if not case.people or not case.places:
        raise InvalidRequestError("scenario-nobody", _nobody(case, baseline.as_of))
    storeys = _storeys(case, inputs)
    order = {unit.id: n for n, unit in enumerate(inputs.roster.roster.org_units)}
    index = {unit.id: order[unit.id] for unit in case.units}
    return KeptCase(replace(case, choices=_choices(choices, case, storeys)), storeys, index)


def narrowed(inputs: Inputs, chosen: set[str]) -> Situation:
    """Return the situation of some buildings alone.

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
    return situation(about, [room for room in s.rooms.values() if room.id in here], s.policy, s.day)


@dataclass(frozen=True)
class _Plan:
    outlines: dict[str, Region]
    near_window: dict[str, float]


def _plan(occupancy: Occupancy, inputs: Inputs, building_ids: Sequence[str]) -> _Plan:
    """Return the outlines of the rooms, and the share of each floor that lies near a window."""
    outlines: dict[str, Region] = {}
    near: dict[str, float] = {}
    with occupancy.database.read() as session:
        for building_id in building_ids:
            key = inputs.revisions[building_id].key
            by_storey: dict[str, dict[str, Region]] = {}
            for row in spaces.of_revision(session, key, basis=DEFAULT_BASIS):
                outline = polygonal(shapely.from_wkb(row.space.outline))
                by_storey.setdefault(row.storey_id, {})[row.space.space_id] = outline
            for storey_id, there in by_storey.items():
                outlines |= there
                elements = spaces.elements(session, key, storey_id)
                windows = [polygonal(shapely.from_wkb(one.footprint)) for one in elements if one.kind == "window"]
                if windows:
                    shares = {id_: near_window_share(outline, windows) for id_, outline in there.items()}
                    near |= {id_: share for id_, share in shares.items() if share is not None}
    return _Plan(outlines, near)


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


def _nobody(case: Case, day: date) -> Text:
    why = [text for text, missing in ((NO_PEOPLE, not case.people), (NO_ROOMS, not case.places)) if missing]
    return Text(
        NOBODY.zh.format(day=day, why="".join(text.zh for text in why)),
        NOBODY.en.format(day=day, why="".join(text.en for text in why)),
    )
