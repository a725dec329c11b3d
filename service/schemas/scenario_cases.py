"""Cases that follow from a scenario, on the wire."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from service.allocation.cases import Way
from service.negotiation import Tongue
from service.roles import Role, sees_people
from service.schemas.cases import CaseOut, case_out
from service.schemas.common import Schema
from service.schemas.scenarios import MoveOut
from service.schemas.scenarios_out import move_out
from service.usecases.scenario_cases import ScenarioCases


class ScenarioCasesIn(Schema):
    """What all new cases have in common."""

    way: Way | None = None
    owner: str | None = Field(None, max_length=80)
    deadline: date | None = None


class ScenarioCasesOut(Schema):
    """What came of it; every case names the moves that mend it in the first event of its history."""

    opened: list[CaseOut] = Field(description="a case for each over-entitlement that the scenario ends")
    already_open: list[CaseOut] = Field(description="cases about such findings that were there, left as they are")
    other_moves: list[MoveOut] = Field(description="moves that end no finding")


def scenario_cases_out(found: ScenarioCases, tongue: Tongue, role: Role) -> ScenarioCasesOut:
    """Return what came of it in one language."""
    unit_of = {person.id: person.org_unit for person in found.case.people}
    return ScenarioCasesOut(
        opened=[case_out(view, tongue, role) for view in found.opened],
        already_open=[case_out(view, tongue, role) for view in found.already_open],
        other_moves=[move_out(move, unit_of, shown=sees_people(role)) for move in found.other_moves],
    )
