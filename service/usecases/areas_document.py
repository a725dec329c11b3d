"""The document of ``yijian areas --json``: every space of one file with its areas, from no database.

Runs in the reading child, so that the parent neither opens the file nor holds the model.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from shapely.geometry import mapping

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from bim_import.sandbox import Progress
from geometry.areas import measure_all
from geometry.basis import BASES
from geometry.finding import Finding, Text
from geometry.plan import AreaStatement, Building, Space, Storey
from geometry.region import Region
from service.usecases.measure import read_options

COORDINATE_DECIMALS = 9  # a certificate is recomputed from these: 1 nm keeps an area to 1e-6 m²
AREA_DECIMALS = 9
UNKNOWN_BASIS = Text(
    "没有名为 {basis} 的测量依据;可用的有:{known}。",
    "There is no measurement basis called {basis}; choose one of: {known}.",
)


def areas_document(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the contract's areas document (JSON) for ``payload`` {path, basis, ignore_spaces, options, file}.

    Areas in m², outlines in storey-local metres. Raises ``ImportRefused`` when the file cannot be used.
    """
    basis = BASES.get(payload["basis"])
    if basis is None:
        raise ImportRefused("unknown-basis", UNKNOWN_BASIS.format(basis=payload["basis"], known=", ".join(BASES)))
    result = read_file(Path(payload["path"]), options=read_options(payload), progress=progress, name=payload["file"])
    progress("areas", 0.0)
    spaces = [
        _space_row(space, statement, storey, building)
        for building in result.model.buildings
        for storey in building.storeys
        for space, statement in zip(storey.spaces, measure_all(storey, basis=basis), strict=True)
    ]
    report = result.report
    document = {
        "source": {
            "file": payload["file"],
            "sha256": result.source.sha256,
            "kind": result.source.kind,
            "schema": result.source.schema,
            "application": result.source.application,
        },
        "basis": basis.id,
        "spaces": spaces,
        "report": {
            "accepted": report.accepted,
            "repaired": report.repaired,
            "rejected": report.rejected,
            "findings": [{"subject": finding.subject, **finding_row(finding)} for finding in report.findings],
        },
    }
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_INDENT_2 * payload["indent"])


def finding_row(finding: Finding) -> dict[str, Any]:
    """Return a finding in the words of the contract, its reason in English and Chinese."""
    row: dict[str, Any] = {"code": finding.code, "outcome": finding.outcome}
    if "cause" in finding.evidence:
        row["cause"] = finding.evidence["cause"]
    row |= {"reason": finding.reason.en, "reason_zh": finding.reason.zh, "evidence": dict(finding.evidence)}
    return row


def _space_row(space: Space, statement: AreaStatement, storey: Storey, building: Building) -> dict[str, Any]:
    return {
        "id": space.id,
        "number": space.number,
        "name": space.name,
        "building": building.name,
        "storey": storey.name,
        "storey_elevation_m": round(storey.elevation_m, 6),
        "origin": space.origin,
        "use": space.use,
        "gross_area_m2": round(statement.gross_area_m2, AREA_DECIMALS),
        "net_usable_area_m2": round(statement.net_area_m2, AREA_DECIMALS),
        "standard_uncertainty_m2": statement.standard_uncertainty_m2,
        "expanded_uncertainty_m2": _expanded(space, statement),
        "coverage_factor": space.survey.coverage_factor if space.survey else None,
        "limited_use_area_m2": statement.limited_use_area_m2,
        "missing": list(statement.missing),
        "declared": [
            {"name": area.name, "kind": area.kind, "area_m2": round(area.area_m2, AREA_DECIMALS)}
            for area in space.declared
        ],
        "deductions": [
            {
                "kind": item.kind,
                "element": item.element,
                "area_m2": round(item.area_m2, AREA_DECIMALS),
                "rule": item.rule,
            }
            for item in statement.deductions
        ],
        "outline": _geojson(space.outline),
        "findings": [finding_row(finding) for finding in space.findings],
    }


def _expanded(space: Space, statement: AreaStatement) -> float | None:
    """Return U = k·u of a surveyed room's net area, m²; None where it is as modelled."""
    if space.survey is None or statement.standard_uncertainty_m2 is None:
        return None
    return space.survey.coverage_factor * statement.standard_uncertainty_m2


def _geojson(region: Region) -> dict[str, Any]:
    shape: dict[str, Any] = mapping(region)
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, COORDINATE_DECIMALS)
    return [_rounded(part) for part in coordinates]
