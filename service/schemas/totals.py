"""Totals of org units, organs and buildings on the wire; m² of usable area under `basis`, no person in them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from geometry.basis import DEFAULT_BASIS
from service.allocation.entitlement.totals import Amount
from service.negotiation import Tongue, pick
from service.schemas.common import Schema
from service.usecases.occupancy import Standing
from service.usecases.totals import BodyTotal, Totals


class AmountOut(Schema):
    """Area by class; leased rooms are in every figure."""

    office_m2: float
    service_m2: float
    equipment_m2: float
    total_m2: float
    leased_m2: float
    standard_uncertainty_m2: float | None = Field(description="of the total; null where no room was measured")
    rooms_without_area: int


class BodyTotalOut(Schema):
    """An org unit, or an organ with all its units, against its approved staffing."""

    org_unit_id: str
    name: str = Field(examples=["财政局"])
    org_unit_ids: list[str] = Field(description="the units that were added up")
    staff: int | None = Field(description="approved posts; null where the roster has none")
    used: AmountOut
    approved_least_m2: float | None = Field(description="office + service + 9 % equipment; null where it is not known")
    approved_most_m2: float | None
    outcome: Literal["over", "within", "not-decided"]
    excess_m2: float | None = Field(description="over `approved_most_m2`; null without a verdict")
    why: str | None = Field(description="what forbids a verdict")


class BuildingTotalOut(Schema):
    """All rooms of a building by their use, used or empty."""

    building_id: str | None = Field(description="null for rooms that only the roster knows")
    name: str
    used: AmountOut


class TotalsOut(Schema):
    """The totals of one day."""

    as_of: date
    policy: str
    roster_version: int
    basis: str = Field(examples=["cn-usable"])
    org_units: list[BodyTotalOut]
    organs: list[BodyTotalOut]
    buildings: list[BuildingTotalOut]


def totals_out(stands: Standing, totals: Totals, tongue: Tongue) -> TotalsOut:
    """Return totals in one language."""
    return TotalsOut(
        as_of=stands.as_of,
        policy=stands.policy,
        roster_version=stands.roster_version,
        basis=DEFAULT_BASIS,
        org_units=[_body(one, tongue) for one in totals.org_units],
        organs=[_body(one, tongue) for one in totals.organs],
        buildings=[
            BuildingTotalOut(building_id=one.building_id, name=one.name, used=_amount(one.used))
            for one in totals.buildings
        ],
    )


def _body(one: BodyTotal, tongue: Tongue) -> BodyTotalOut:
    least, most = one.approved_m2 or (None, None)
    return BodyTotalOut(
        org_unit_id=one.unit.id,
        name=one.unit.name,
        org_unit_ids=list(one.org_unit_ids),
        staff=one.staff or None,
        used=_amount(one.used),
        approved_least_m2=least,
        approved_most_m2=most,
        outcome=one.outcome,  # type: ignore[arg-type]  # only these three
        excess_m2=one.excess_m2,
        why=None if one.why is None else pick(one.why, tongue),
    )


def _amount(used: Amount) -> AmountOut:
    return AmountOut(
        office_m2=used.office_m2,
        service_m2=used.service_m2,
        equipment_m2=used.equipment_m2,
        total_m2=used.total_m2,
        leased_m2=used.leased_m2,
        standard_uncertainty_m2=used.u_m2,
        rooms_without_area=len(used.unmeasured),
    )
