"""Totals of one day: every org unit, every organ with its units, every building, against what staffing allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geometry.finding import Text
from service.allocation.entitlement.larger_totals import totals_by_organ
from service.allocation.entitlement.totals import (
    Amount,
    amount,
    amount_of_uses,
    approved_for,
    outcome_of_total,
)
from service.allocation.findings import Outcome
from service.allocation.people import OrgUnit
from service.usecases.occupancy import Inputs, Occupancy, Standing

BOTH_ENDS = Text("两种算法的核定面积结论不同", "the two readings of what is approved lead to different verdicts")


@dataclass(frozen=True, slots=True)
class BodyTotal:
    """An org unit, or an organ with all its units: area in use and what their staffing allows, m².

    ``approved_m2`` is (least, most), None where it cannot be said; ``why`` says what forbids a verdict.
    """

    unit: OrgUnit
    org_unit_ids: tuple[str, ...]
    staff: int
    used: Amount
    approved_m2: tuple[float, float] | None
    outcome: Outcome
    why: Text | None

    @property
    def excess_m2(self) -> float | None:
        """Return what is over the most that may be approved, m²; None without a verdict."""
        if self.approved_m2 is None or self.outcome == "not-decided":
            return None
        return max(0.0, self.used.total_m2 - self.approved_m2[1])


@dataclass(frozen=True, slots=True)
class BuildingTotal:
    """All rooms of a building, used or empty, each by its use; ``building_id`` is None for rooms of the roster only."""

    building_id: str | None
    name: str
    used: Amount


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of one day."""

    org_units: tuple[BodyTotal, ...]
    organs: tuple[BodyTotal, ...]
    buildings: tuple[BuildingTotal, ...]


def totals_on(occupancy: Occupancy, *, as_of: date) -> tuple[Standing, Totals]:
    """Return the totals of a day with the evaluation they belong to."""
    return occupancy.stands(as_of), totals_of(occupancy.inputs(as_of))


def totals_of(inputs: Inputs) -> Totals:
    """Return what ``inputs`` add up to."""
    return Totals(tuple(_units(inputs)), tuple(_organs(inputs)), tuple(_buildings(inputs)))


def _units(inputs: Inputs) -> Iterable[BodyTotal]:
    s = inputs.situation
    for unit in s.org_units.values():
        approved = approved_for(s, unit)
        ends = approved if isinstance(approved, Text) else approved.ends_m2
        yield _body(unit, (unit.id,), unit.staff, amount_of_uses(s, s.uses_of_org_unit(unit.id)), ends)


def _organs(inputs: Inputs) -> Iterable[BodyTotal]:
    units = inputs.situation.org_units
    for total in totals_by_organ(inputs.situation):
        staff = sum(units[id_].staff for id_ in total.org_unit_ids)
        yield _body(total.organ, total.org_unit_ids, staff, total.used, total.approved_m2)


def _body(
    unit: OrgUnit, ids: tuple[str, ...], staff: int, used: Amount, approved: tuple[float, float] | Text
) -> BodyTotal:
    if isinstance(approved, Text):
        return BodyTotal(unit, ids, staff, used, None, "not-decided", approved)
    outcome, why = outcome_of_total(used, *approved)
    if outcome == "not-decided" and why is None and approved[0] != approved[1]:
        why = BOTH_ENDS
    return BodyTotal(unit, ids, staff, used, approved, outcome, why)


def _buildings(inputs: Inputs) -> Iterable[BuildingTotal]:
    pieces: defaultdict[tuple[str | None, str], list[tuple[str, str, float]]] = defaultdict(list)
    for room in inputs.rooms.values():
        place = inputs.places.get(room.id)
        pieces[place.building_id if place else None, room.building].append((room.id, room.use, 1.0))
    for (building_id, name), rooms in pieces.items():
        yield BuildingTotal(building_id, name, amount(inputs.situation, rooms))
