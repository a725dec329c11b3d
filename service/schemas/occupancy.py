"""Findings about rooms and the people in them on the wire. Areas m² under `basis`; readers see no person."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from service.allocation.findings import Code, Outcome, Scope, Severity
from service.schemas.common import Schema
from service.schemas.people import AssignmentOut, OccupantOut

Compliance = Literal["over", "not-decided", "within", "vacant", "unknown", "none"]


class PersonRef(Schema):
    """A person in a finding."""

    id: str
    post_level: str | None = Field(description="`<organ>.<post>` of the policy, else as the roster writes it")


class PlaceOut(Schema):
    """A room a finding is about, and where it lies."""

    space_id: str
    number: str = Field(examples=["302"])
    name: str = Field(examples=["办公室"])
    storey_id: str
    storey: str = Field(examples=["3F"])
    building_id: str
    building: str = Field(examples=["主楼"])
    area_m2: float | None = Field(description="of the whole room", examples=[27.5])


class OccupancyFindingOut(Schema):
    """One result of one rule on one day; `reason` is in the language asked for."""

    id: str = Field(description="the same from day to day", examples=["5a0c1be39d7f2e64"])
    code: Code
    outcome: Outcome
    severity: Severity
    scope: Scope
    space: str | None = Field(description="the room it is about, the office of several; null for a body")
    number: str | None = Field(description="of that room", examples=["302"])
    places: list[PlaceOut] = Field(description="all rooms the area was summed over, the office first")
    occupants: list[PersonRef] = Field(description="empty for readers")
    people: int = Field(description="how many persons it is about", examples=[2])
    org_unit_id: str | None
    org_unit: str | None = Field(examples=["财政局"])
    basis: str = Field(examples=["cn-usable"])
    area_m2: float | None = Field(examples=[27.5])
    standard_uncertainty_m2: float | None
    entitlement_m2: float | None = Field(examples=[18.0])
    excess_m2: float | None = Field(examples=[9.5])
    excess_of_entitlement: float | None = Field(description="never of the area used", examples=[0.528])
    clause: str
    policy: str = Field(examples=["cn-2014@4f1c22a9"])
    reason: str
    reason_zh: str
    reason_en: str
    evidence: dict[str, Any] = Field(description="the figures behind it; empty for readers")
    case_id: str | None = Field(description="the case about it that is not closed")


class OccupancyFindingList(Schema):
    """Findings, the gravest first."""

    items: list[OccupancyFindingOut]
    next: str | None
    as_of: date
    policy: str
    roster_version: int = Field(description="0 where there is no roster yet")


class FindingCount(Schema):
    """How many findings of one code have one outcome."""

    code: Code
    outcome: Outcome
    findings: int
    excess_m2: float


class FindingSummary(Schema):
    """Findings in numbers."""

    as_of: date
    policy: str
    roster_version: int
    counts: list[FindingCount]
    open: int = Field(description="findings about which something has to be done")
    excess_m2: float = Field(description="sum of what single rooms and persons are over")


class RoomOccupancy(Schema):
    """A room of a storey as the plan colours it."""

    space_id: str
    compliance: Compliance = Field(description="`none`: no office, and nobody's")
    org_unit_ids: list[str]
    occupants: int
    excess_m2: float | None
    findings: list[str] = Field(description="ids of the findings about it")


class StoreyOccupancy(Schema):
    """Who is where on a storey, and whether they may be."""

    as_of: date
    policy: str
    roster_version: int
    rooms: list[RoomOccupancy]
    org_units: dict[str, str] = Field(description="names of the org units that occur")


class EntitlementLine(Schema):
    """What one person in a room is entitled to. Only the org unit is said to readers."""

    assignment: AssignmentOut
    occupant: OccupantOut | None
    org_unit: str | None
    level_zh: str | None
    level_en: str | None
    limit_m2: float | None = Field(examples=[18.0])
    clause: str | None
    why: str | None = Field(description="why there is no limit: `no-level`, `unknown-level`, …")
    give_back_by: date | None = Field(description="last day on which the office may still be kept")


class SpaceOccupancy(Schema):
    """The people of a room and the arithmetic of their entitlement."""

    space_id: str
    as_of: date
    policy: str
    roster_version: int
    compliance: Compliance
    basis: str
    area_m2: float | None
    standard_uncertainty_m2: float | None
    entitlement_m2: float | None = Field(description="sum of the limits; null while one of them is not known")
    lines: list[EntitlementLine]
    findings: list[OccupancyFindingOut]


class RemedyRoom(Schema):
    """A room before and after a remedy."""

    space_id: str
    number: str
    storey_id: str | None = Field(description="null for a room that no model has")
    area_before_m2: float | None
    area_after_m2: float | None
    entitlement_before_m2: float | None
    entitlement_after_m2: float | None
    people_before: int
    people_after: int


class RemedyMove(Schema):
    """One person who moves; `occupant_id` is null for readers."""

    occupant_id: str | None
    from_space_id: str
    to_space_id: str


class RemedyOut(Schema):
    """One lawful way to get rid of a finding; lower ranks come first."""

    rank: int
    kind: Literal["swap", "share", "convert", "works"]
    title_zh: str
    title_en: str
    reason_zh: str
    reason_en: str
    clause: str
    people_moved: int
    rooms: list[RemedyRoom]
    moves: list[RemedyMove]
    partition: list[list[float]] | None = Field(description="line of a new wall on the plan, storey-local metres")
    verified: bool = Field(description="re-verified by the independent checker")


class RemedyList(Schema):
    """Remedies in lawful order: swap, share, other use, and works last."""

    finding_id: str
    as_of: date
    policy: str
    searched: bool = Field(description="false: no remedies are searched for where a finding is of this kind")
    items: list[RemedyOut]
