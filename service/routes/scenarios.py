"""Consolidation scenarios: ask for some, follow them, edit one by hand, compare them with today."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from service.dependencies import Cursor, Limit, RoleDep, ServicesDep, TongueDep
from service.error_responses import problems
from service.exports.scenario_words import say
from service.routes.bills import BillDep
from service.routes.files import PDF, XLSX, attachment, file_response
from service.schemas.scenario_cases import ScenarioCasesIn, ScenarioCasesOut, scenario_cases_out
from service.schemas.scenarios import ComparisonOut, EditIn, ScenarioDetail, ScenarioIn, ScenarioList, ScenarioRequested
from service.schemas.scenarios_out import comparison_out, scenario_detail, scenario_list, scenario_requested
from service.usecases import scenarios
from service.usecases.compare_scenarios import compare, some_scenarios
from service.usecases.days import today
from service.usecases.scenario_cases import open_scenario_cases
from service.usecases.scenario_report import comparison_pdf
from service.usecases.scenario_tables import comparison_xlsx
from service.usecases.scenarios import Asked
from service.usecases.split_bill import split_bill

router = APIRouter(prefix="/scenarios", tags=["scenarios"])
WRITES = ("invalid-request", "origin-refused", "role-insufficient")
COMPARED = ("invalid-request", "scenario-not-found", "scenarios-differ")
CHECKED: dict[int | str, dict[str, Any]] = {
    201: {"description": "an own edit, checked", "model": ScenarioRequested},
    202: {"description": "begun; ask again at `Location`"},
}
Ids = Annotated[
    str,
    Query(max_length=400, description="ids of up to four scenarios, with commas; the newest comparable without it"),
]


@router.post(
    "",
    status_code=202,
    summary="Ask for scenarios, or check an own edit at once",
    responses=CHECKED
    | problems(
        *WRITES,
        "building-not-found",
        "storey-not-found",
        "space-not-found",
        "org-unit-not-found",
        "policy-not-in-force",
        "scenario-nobody",
        "scenario-not-found",
        "scenario-not-done",
        "storage-full",
    ),
)
def create_scenario(
    given: ScenarioIn, request: Request, response: Response, services: ServicesDep, tongue: TongueDep
) -> ScenarioRequested:
    """Begin to work scenarios out; `Location` is where to follow them. An own edit is done when this answers."""
    asked = Asked(
        building_ids=tuple(dict.fromkeys(given.buildings)),
        as_of=given.as_of or today(),
        name=given.name.strip(),
        choices=given.choices.model_dump(),
        rates=given.rates.model_dump(exclude_none=True),
        time_limit_s=given.time_limit_s,
        seed=given.seed,
    )
    if given.assignments is not None:
        edits = [edit.model_dump() for edit in given.assignments]
        records = [scenarios.own_scenario(services.occupancy, asked, given.base, edits).record]
        response.status_code = 201
    else:
        records = scenarios.request_scenarios(services.occupancy, asked, given.wanted)
        for record in records:
            services.solver.submit(scenarios.job_id(record.id))
    if len(records) == 1:
        path = str(request.app.url_path_for("read_scenario", scenario_id=records[0].id))
    else:
        path = f"{request.app.url_path_for('compare_scenarios')}?ids={','.join(record.id for record in records)}"
    response.headers["Location"] = path
    return scenario_requested(records, tongue)


@router.post(
    "/check",
    summary="Check an own edit without keeping it",
    responses=problems(
        *WRITES,
        "building-not-found",
        "storey-not-found",
        "space-not-found",
        "org-unit-not-found",
        "policy-not-in-force",
        "scenario-nobody",
        "scenario-not-found",
        "scenario-not-done",
    ),
)
def check_scenario(given: EditIn, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> ScenarioDetail:
    """Return what an own edit would come to; it has no id and nothing is stored."""
    asked = Asked(
        building_ids=tuple(dict.fromkeys(given.buildings)),
        as_of=given.as_of or today(),
        name="",
        choices=given.choices.model_dump(),
        rates={},
        time_limit_s=0.0,
        seed=0,
    )
    edits = [edit.model_dump() for edit in given.assignments]
    return scenario_detail(
        scenarios.own_scenario(services.occupancy, asked, given.base, edits, keep=False), tongue, role
    )


@router.get("", summary="Scenarios, newest first", responses=problems("bad-cursor", "invalid-request"))
def read_scenarios(
    services: ServicesDep,
    tongue: TongueDep,
    building: Annotated[str | None, Query(max_length=250, description="id of a building")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ScenarioList:
    """Return scenarios without the people in them."""
    page = scenarios.list_scenarios(services.database, building_id=building, cursor=cursor, limit=limit)
    return scenario_list(page, tongue)


@router.get(
    "/compare",
    summary="Today and up to four scenarios side by side",
    responses=problems(*COMPARED),
)
def compare_scenarios(
    services: ServicesDep, tongue: TongueDep, role: RoleDep, bill: BillDep, ids: Ids = ""
) -> ComparisonOut:
    """Return figures with bound and gap, org units by storey, who is in which room, and what each would pay."""
    found = compare(services.database, _split(ids))
    return comparison_out(found, tongue, role, split_bill(found, bill) if found and bill else None)


@router.get(
    "/compare.xlsx",
    summary="The comparison as a workbook",
    response_class=Response,
    responses=problems(*COMPARED) | file_response(XLSX, "figures, storeys, joined rooms, moves, assignments"),
)
def export_comparison_xlsx(
    services: ServicesDep, tongue: TongueDep, role: RoleDep, bill: BillDep, ids: Ids = ""
) -> Response:
    """Return the comparison; for readers without persons."""
    found = some_scenarios(services.database, _split(ids))
    made = comparison_xlsx(found, tongue=tongue, role=role, paid=split_bill(found, bill) if bill else None)
    return _file(made, XLSX, f"{say('comparison', tongue)}.xlsx")


@router.get(
    "/compare.pdf",
    summary="The comparison as a report",
    response_class=Response,
    responses=problems(*COMPARED) | file_response(PDF, "figures with bound and gap, storeys, joined rooms, conflicts"),
)
def export_comparison_pdf(
    services: ServicesDep, tongue: TongueDep, role: RoleDep, bill: BillDep, ids: Ids = ""
) -> Response:
    """Return the comparison to be printed; it names no person."""
    found = some_scenarios(services.database, _split(ids))
    made = comparison_pdf(found, tongue=tongue, role=role, paid=split_bill(found, bill) if bill else None)
    return _file(made, PDF, f"{say('comparison', tongue)}.pdf", inline=True)


@router.get("/{scenario_id}", summary="One scenario with everything in it", responses=problems("scenario-not-found"))
def read_scenario(scenario_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> ScenarioDetail:
    """Return one scenario: figures, places, moves, conflicts, and what the independent check says."""
    return scenario_detail(scenarios.get_scenario(services.occupancy, scenario_id), tongue, role)


@router.post(
    "/{scenario_id}/cancel",
    summary="Stop working a scenario out",
    responses=problems("scenario-not-found", "scenario-ended", "origin-refused", "role-insufficient"),
)
def cancel_scenario(scenario_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep) -> ScenarioDetail:
    """End a scenario that waits or is being worked out."""
    scenarios.cancel_scenario(services.database, scenario_id)
    return scenario_detail(scenarios.get_scenario(services.occupancy, scenario_id), tongue, role)


@router.post(
    "/{scenario_id}/repeat",
    status_code=202,
    summary="Work a scenario out again from its own inputs",
    responses=problems("scenario-not-found", "origin-refused", "role-insufficient", "storage-full"),
)
def repeat_scenario(
    scenario_id: str, request: Request, response: Response, services: ServicesDep, tongue: TongueDep
) -> ScenarioRequested:
    """Begin a new scenario from the inputs of this one; `repeats` of it says whether it came out the same."""
    record = scenarios.repeat_scenario(services.occupancy, scenario_id)
    if record.is_open:
        services.solver.submit(scenarios.job_id(record.id))
    response.headers["Location"] = str(request.app.url_path_for("read_scenario", scenario_id=record.id))
    return scenario_requested([record], tongue)


@router.post(
    "/{scenario_id}/cases",
    status_code=201,
    summary="Open a rectification case for every over-entitlement that a scenario ends",
    responses=problems(
        *WRITES,
        "scenario-not-found",
        "scenario-not-done",
        "scenario-not-lawful",
        "scenario-outdated",
        "case-incomplete",
        "policy-not-in-force",
    ),
)
def create_scenario_cases(
    scenario_id: str, services: ServicesDep, tongue: TongueDep, role: RoleDep, given: ScenarioCasesIn | None = None
) -> ScenarioCasesOut:
    """Open all of them or none; asking again opens none twice. Each case names the moves that mend it."""
    changes = given.model_dump(exclude_none=True) if given else {}
    found = open_scenario_cases(services.occupancy, scenario_id, changes, role=role, tongue=tongue)
    return scenario_cases_out(found, tongue, role)


def _file(content: bytes, media_type: str, name: str, *, inline: bool = False) -> Response:
    headers = {"Content-Disposition": attachment(name, inline=inline), "Cache-Control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)


def _split(ids: str) -> list[str]:
    return [one for one in (part.strip() for part in ids.split(",")) if one]
