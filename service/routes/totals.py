"""Totals of org units, organs and buildings, for any day."""

from __future__ import annotations

from fastapi import APIRouter

from service.dependencies import AsOfQuery, ServicesDep, TongueDep
from service.error_responses import problems
from service.schemas.totals import TotalsOut, totals_out
from service.usecases.days import today
from service.usecases.totals import totals_on

router = APIRouter(tags=["people"])


@router.get(
    "/totals",
    summary="Area of every org unit, organ and building against approved staffing",
    responses=problems("invalid-request", "policy-not-in-force"),
)
def read_totals(services: ServicesDep, tongue: TongueDep, as_of: AsOfQuery = None) -> TotalsOut:
    """Return office, service and equipment area in use, and what the approved staffing allows."""
    return totals_out(*totals_on(services.occupancy, as_of=as_of or today()), tongue)
