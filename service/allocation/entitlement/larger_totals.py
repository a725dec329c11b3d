"""Totals above the org unit: what stands in each building, and each organ with all its units against their staffing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from geometry.finding import Text
from service.allocation.entitlement.totals import Amount, Approved, amount, amount_of_uses, approved_for
from service.allocation.people import OrgUnit
from service.allocation.situation import Situation


@dataclass(frozen=True, slots=True)
class OrganTotal:
    """An organ with its units: area in use, and what their staffing allows in m², or why that cannot be said.

    ``approved_m2`` is (least, most): the service area a post falls with the number of posts, so one formula over all
    gives less than the sum of the units; which of both the rule means is not decided here.
    """

    organ: OrgUnit
    org_unit_ids: tuple[str, ...]
    used: Amount
    approved_m2: tuple[float, float] | Text


def amount_by_building(s: Situation) -> dict[str, Amount]:
    """Return the office, service and equipment area of every building in m², used or empty, each room by its use."""
    rooms: dict[str, list[tuple[str, str, float]]] = {}
    for room in s.rooms.values():
        rooms.setdefault(room.building, []).append((room.id, room.use, 1.0))
    return {building: amount(s, pieces) for building, pieces in rooms.items()}


def totals_by_organ(s: Situation) -> tuple[OrganTotal, ...]:
    """Return one total for every org unit that belongs to no other, with all units below it."""
    below: dict[str, list[OrgUnit]] = {}
    for unit in s.org_units.values():
        below.setdefault(_organ_of(s, unit).id, []).append(unit)
    return tuple(_organ_total(s, s.org_units[organ], units) for organ, units in below.items())


def _organ_total(s: Situation, organ: OrgUnit, units: Sequence[OrgUnit]) -> OrganTotal:
    used = amount_of_uses(s, [use for unit in units for use in s.uses_of_org_unit(unit.id)])
    return OrganTotal(organ, tuple(unit.id for unit in units), used, _approved(s, organ, units))


def _approved(s: Situation, organ: OrgUnit, units: Sequence[OrgUnit]) -> tuple[float, float] | Text:
    each: list[Approved] = []
    for unit in units:
        approved = approved_for(s, unit)
        if isinstance(approved, Text):
            return approved
        each.append(approved)
    policy = s.policy
    level, _ = policy.organ_for(organ.organ_level, organ.kind, organ.rank)
    assert policy.service  # or no unit had an approved area
    assert policy.equipment
    staff = sum(approved.staff for approved in each)
    least, most = (value * staff for value in policy.service.by_organ[level].per_post_m2(staff))
    offices = fsum(approved.office_m2 for approved in each)
    services = (
        min(least, fsum(approved.service_least_m2 for approved in each)),
        max(most, fsum(approved.service_most_m2 for approved in each)),
    )
    share = 1 + policy.equipment.share
    return (offices + services[0]) * share, (offices + services[1]) * share


def _organ_of(s: Situation, unit: OrgUnit) -> OrgUnit:
    """Return the outermost unit a unit belongs to; units that belong to each other in a circle end at the first."""
    seen = {unit.id}
    while unit.parent_id in s.org_units and unit.parent_id not in seen:
        unit = s.org_units[unit.parent_id]
        seen.add(unit.id)
    return unit
