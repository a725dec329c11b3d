"""Who is where and what was found about it: lists, one room, one storey, sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from service.allocation.people import Assignment, OrgUnit
from service.allocation.rooms import Room
from service.allocation.situation import Use
from service.errors import finding_not_found, space_not_found, storey_not_found
from service.store import cases, findings
from service.store.findings import Filter
from service.store.people_records import FindingRecord
from service.store.records import Page
from service.usecases.occupancy import Inputs, Occupancy, Standing

Compliance = Literal["over", "not-decided", "within", "vacant", "unknown", "none"]
AREA_CODES = frozenset({"over-entitlement", "private-suite", "several-offices", "second-office-not-smaller"})


@dataclass(frozen=True)
class FindingView:
    """One finding with what its ids stand for."""

    record: FindingRecord
    rooms: tuple[Room, ...]
    org_unit: OrgUnit | None
    case_id: str | None

    @property
    def number(self) -> str | None:
        """Return the number of the room it is about."""
        return (self.rooms[0].number or self.rooms[0].name) if self.rooms else None


@dataclass(frozen=True)
class RoomView:
    """One room with its uses, each with the id of its assignment, and the findings about it."""

    room: Room
    compliance: Compliance
    entitlement_m2: float | None
    uses: tuple[tuple[str, Use], ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True)
class RoomState:
    """One room of a storey as the plan colours it."""

    space_id: str
    compliance: Compliance
    org_unit_ids: tuple[str, ...]
    people: int
    excess_m2: float | None
    finding_ids: tuple[str, ...]


def list_findings(
    occupancy: Occupancy, wanted: Filter, *, as_of: date, cursor: str | None, limit: int
) -> tuple[Standing, Page[FindingView]]:
    """Return findings of a day, the gravest first."""
    stands, inputs = occupancy.stands(as_of), occupancy.inputs(as_of)
    with occupancy.database.read() as session:
        page = findings.page(session, stands.position, wanted, cursor=cursor, limit=limit)
        open_cases = {one.finding_id: one.id for one in cases.not_closed(session, [f.id for f in page.items])}
    return stands, Page(tuple(_view(one, inputs, open_cases.get(one.id)) for one in page.items), page.next)


def get_finding(occupancy: Occupancy, finding_id: str, *, as_of: date) -> tuple[Standing, FindingView]:
    """Return one finding of a day; raises ``finding-not-found``."""
    stands, inputs = occupancy.stands(as_of), occupancy.inputs(as_of)
    with occupancy.database.read() as session:
        record = findings.get(session, stands.position, finding_id)
        if record is None:
            raise finding_not_found(finding_id)
        case = cases.not_closed_for(session, finding_id)
    return stands, _view(record, inputs, case.id if case else None)


def summary(
    occupancy: Occupancy, wanted: Filter, *, as_of: date
) -> tuple[Standing, tuple[tuple[str, str, int, float], ...]]:
    """Return how many findings there are by code and outcome, with the sum of their excess in m²."""
    stands = occupancy.stands(as_of)
    with occupancy.database.read() as session:
        return stands, findings.counts(session, stands.position, wanted)


def storey_states(
    occupancy: Occupancy, storey_id: str, *, as_of: date
) -> tuple[Standing, tuple[RoomState, ...], dict[str, str]]:
    """Return every room of a storey as the plan colours it, and the names of the org units that occur."""
    stands, inputs = occupancy.stands(as_of), occupancy.inputs(as_of)
    chosen = [space_id for space_id, place in inputs.places.items() if place.storey_id == storey_id]
    if not chosen and storey_id not in inputs.storeys:
        raise storey_not_found(storey_id)
    with occupancy.database.read() as session:
        about = _by_space(findings.every(session, stands.position, Filter(storey_id=storey_id)))
    states = tuple(_state(inputs, space_id, about.get(space_id, [])) for space_id in chosen)
    units = inputs.roster.roster.org_unit
    names = {id_: units[id_].name for state in states for id_ in state.org_unit_ids if id_ in units}
    return stands, states, names


def room_people(occupancy: Occupancy, space_id: str, *, as_of: date) -> tuple[Standing, RoomView]:
    """Return one room with its people and the arithmetic of their entitlement; raises ``space-not-found``."""
    stands, inputs = occupancy.stands(as_of), occupancy.inputs(as_of)
    room = inputs.rooms.get(space_id)
    if room is None:
        raise space_not_found(space_id)
    with occupancy.database.read() as session:
        records = findings.every(session, stands.position, Filter(space_id=space_id))
        open_cases = {one.finding_id: one.id for one in cases.not_closed(session, [f.id for f in records])}
    ids = {one: id_ for id_, one in inputs.roster.of_space.get(space_id, ())}
    uses = inputs.situation.uses_of_room(space_id)
    limits = [use.entitlement.limit_m2 for use in uses if use.is_office]
    known = [limit for limit in limits if limit is not None]
    return stands, RoomView(
        room,
        _state(inputs, space_id, list(records)).compliance,
        sum(known) if known and len(known) == len(limits) else None,
        tuple((ids[use.assignment], use) for use in uses),
        tuple(_view(one, inputs, open_cases.get(one.id)) for one in records),
    )


def unit_of(inputs: Inputs, assignment: Assignment) -> str:
    """Return the id of the org unit a room is used for: the one named, else that of the occupant's last main post."""
    if assignment.org_unit_id:
        return assignment.org_unit_id
    occupant = inputs.situation.occupants.get(assignment.occupant_id)
    post = occupant.last_main_post(inputs.as_of) if occupant else None
    return post.org_unit_id if post else ""


def _state(inputs: Inputs, space_id: str, about: list[FindingRecord]) -> RoomState:
    uses = inputs.situation.uses_of_room(space_id)
    excess = [one.excess_m2 for one in about if one.excess_m2 is not None and one.outcome == "over"]
    return RoomState(
        space_id,
        _compliance(inputs.rooms[space_id], about),
        tuple(sorted({use.org_unit.id for use in uses if use.org_unit})),
        len({use.occupant.id for use in uses if use.occupant}),
        max(excess, default=None),
        tuple(one.id for one in about),
    )


def _compliance(room: Room, about: Iterable[FindingRecord]) -> Compliance:
    outcomes = {one.outcome for one in about if one.code in AREA_CODES}
    for outcome in ("over", "not-decided", "within"):
        if outcome in outcomes:
            return outcome
    if any(one.code == "vacant" for one in about):
        return "vacant"
    if room.use != "office":
        return "none"
    return "unknown"


def _by_space(records: Iterable[FindingRecord]) -> dict[str, list[FindingRecord]]:
    about: defaultdict[str, list[FindingRecord]] = defaultdict(list)
    for record in records:
        for place in record.spaces:
            about[place.space_id].append(record)
    return about


def _view(record: FindingRecord, inputs: Inputs, case_id: str | None) -> FindingView:
    rooms = tuple(inputs.rooms[space_id] for space_id in record.fields["space_ids"] if space_id in inputs.rooms)
    return FindingView(record, rooms, inputs.roster.roster.org_unit.get(record.org_unit_id), case_id)
