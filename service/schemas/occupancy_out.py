"""From findings and rooms of the use cases to what is sent; here persons are left out for readers."""

from __future__ import annotations

from geometry.finding import Text
from service.allocation.findings import OPEN_OUTCOMES
from service.allocation.situation import Use
from service.negotiation import Tongue, pick
from service.roles import Role, sees_people
from service.schemas.occupancy import (
    EntitlementLine,
    FindingCount,
    FindingSummary,
    OccupancyFindingOut,
    PersonRef,
    PlaceOut,
    RemedyList,
    RemedyMove,
    RemedyOut,
    RemedyRoom,
    RoomOccupancy,
    SpaceOccupancy,
    StoreyOccupancy,
)
from service.schemas.people import assignment_out, occupant_out
from service.usecases.occupancy import Standing
from service.usecases.public_reasons import public_reason
from service.usecases.read_occupancy import FindingView, RoomState, RoomView
from service.usecases.remedies import RemedyView

ROOM_CODES = frozenset({"over-entitlement"})


def finding_out(view: FindingView, tongue: Tongue, role: Role) -> OccupancyFindingOut:
    """Return one finding in one language."""
    record, fields = view.record, view.record.fields
    shown = sees_people(role)
    reason = Text(*fields["reason"]) if shown else _public(view)
    rooms = {room.id: room for room in view.rooms}
    levels = {person["id"]: person["post_level"] for person in fields["evidence"].get("occupants", ())}
    return OccupancyFindingOut(
        id=record.id,
        code=fields["code"],
        outcome=fields["outcome"],
        severity=fields["severity"],
        scope=fields["scope"],
        space=next(iter(fields["space_ids"]), None),
        number=view.number,
        places=[
            PlaceOut(
                space_id=place.space_id,
                number=rooms[place.space_id].number,
                name=rooms[place.space_id].name,
                storey_id=place.storey_id,
                storey=rooms[place.space_id].storey,
                building_id=place.building_id,
                building=rooms[place.space_id].building,
                area_m2=rooms[place.space_id].net_area_m2,
            )
            for place in record.spaces
        ],
        occupants=[PersonRef(id=id_, post_level=levels.get(id_) or None) for id_ in fields["occupant_ids"]]
        if shown
        else [],
        people=len(fields["occupant_ids"]),
        org_unit_id=record.org_unit_id or None,
        org_unit=view.org_unit.name if view.org_unit else None,
        basis=view.rooms[0].basis if view.rooms else "cn-usable",
        area_m2=fields["area_m2"],
        standard_uncertainty_m2=fields["standard_uncertainty_m2"],
        entitlement_m2=fields["entitlement_m2"],
        excess_m2=fields["excess_m2"],
        excess_of_entitlement=fields["excess_of_entitlement"],
        clause=fields["clause"] if shown else _document(fields["clause"]),
        policy=fields["policy"],
        reason=pick(reason, tongue),
        reason_zh=reason.zh,
        reason_en=reason.en,
        evidence=fields["evidence"] if shown else {},
        case_id=view.case_id,
    )


def summary_out(stands: Standing, counts: tuple[tuple[str, str, int, float], ...]) -> FindingSummary:
    """Return findings in numbers; the excess of bodies is not added to that of rooms."""
    return FindingSummary(
        as_of=stands.as_of,
        policy=stands.policy,
        roster_version=stands.roster_version,
        counts=[
            FindingCount(code=code, outcome=outcome, findings=findings, excess_m2=excess)  # type: ignore[arg-type]
            for code, outcome, findings, excess in counts
        ],
        open=sum(findings for _, outcome, findings, _ in counts if outcome in OPEN_OUTCOMES),
        excess_m2=sum(excess for code, outcome, _, excess in counts if outcome == "over" and code in ROOM_CODES),
    )


def storey_out(stands: Standing, states: tuple[RoomState, ...], units: dict[str, str]) -> StoreyOccupancy:
    """Return the rooms of a storey as the plan colours them."""
    return StoreyOccupancy(
        as_of=stands.as_of,
        policy=stands.policy,
        roster_version=stands.roster_version,
        rooms=[
            RoomOccupancy(
                space_id=state.space_id,
                compliance=state.compliance,
                org_unit_ids=list(state.org_unit_ids),
                occupants=state.people,
                excess_m2=state.excess_m2,
                findings=list(state.finding_ids),
            )
            for state in states
        ],
        org_units=units,
    )


def room_out(stands: Standing, view: RoomView, tongue: Tongue, role: Role) -> SpaceOccupancy:
    """Return one room with its people and the arithmetic of their entitlement."""
    return SpaceOccupancy(
        space_id=view.room.id,
        as_of=stands.as_of,
        policy=stands.policy,
        roster_version=stands.roster_version,
        compliance=view.compliance,
        basis=view.room.basis,
        area_m2=view.room.net_area_m2,
        standard_uncertainty_m2=view.room.standard_uncertainty_m2,
        entitlement_m2=view.entitlement_m2,
        lines=[_line(id_, use, stands, role) for id_, use in view.uses],
        findings=[finding_out(one, tongue, role) for one in view.findings],
    )


def remedy_list(finding_id: str, stands: Standing, view: RemedyView, role: Role) -> RemedyList:
    """Return remedies; readers learn how many people move, not who."""
    return RemedyList(
        finding_id=finding_id,
        as_of=stands.as_of,
        policy=stands.policy,
        searched=view.remedies is not None,
        items=[
            RemedyOut(
                rank=one.rank,
                kind=one.kind,
                title_zh=one.title.zh,
                title_en=one.title.en,
                reason_zh=one.reason.zh,
                reason_en=one.reason.en,
                clause=one.clause,
                people_moved=one.people_moved,
                rooms=[
                    RemedyRoom(
                        space_id=room.space_id,
                        number=view.rooms[room.space_id].number,
                        storey_id=view.places[room.space_id].storey_id if room.space_id in view.places else None,
                        area_before_m2=room.area_before_m2,
                        area_after_m2=room.area_after_m2,
                        entitlement_before_m2=room.entitlement_before_m2,
                        entitlement_after_m2=room.entitlement_after_m2,
                        people_before=room.people_before,
                        people_after=room.people_after,
                    )
                    for room in one.rooms
                ],
                moves=[
                    RemedyMove(
                        occupant_id=move.occupant_id if sees_people(role) else None,
                        from_space_id=move.from_space_id,
                        to_space_id=move.to_space_id,
                    )
                    for move in one.moves
                ],
                partition=[list(point) for point in one.partition] or None,
                verified=one.verified,
            )
            for one in view.remedies or ()
        ],
    )


def _line(id_: str, use: Use, stands: Standing, role: Role) -> EntitlementLine:
    # A limit tells the post it belongs to, so readers do not get it either.
    entitlement = use.entitlement if use.is_office and sees_people(role) else None
    return EntitlementLine(
        assignment=assignment_out(id_, use.assignment, role),
        occupant=occupant_out(use.occupant, stands.as_of, role) if use.occupant else None,
        org_unit=use.org_unit.name if use.org_unit else None,
        level_zh=entitlement.title.zh if entitlement else None,
        level_en=entitlement.title.en if entitlement else None,
        limit_m2=entitlement.limit_m2 if entitlement else None,
        clause=(entitlement.clause or None) if entitlement else None,
        why=entitlement.why if entitlement else None,
        give_back_by=use.clock.last_day if use.clock and sees_people(role) else None,
    )


def _document(clause: str) -> str:
    """Return document and article of each clause without the row of the table, which names a post."""
    return "; ".join(", ".join(one.split(", ")[:2]) for one in clause.split("; "))


def _public(view: FindingView) -> Text:
    return public_reason(view.record.code, view.record.outcome, number=view.number, fields=view.record.fields)
