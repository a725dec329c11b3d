"""Read one file and measure every space under every basis. Runs in the reading child only.

The service itself never opens a model: it gets rows that it can store as they are.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import shapely

from bim_import.read import ReadOptions, read_file
from bim_import.sandbox import Progress
from geometry.access import SpaceAccess, access_of_building, is_way
from geometry.areas import MISSING, NOTES, measure_under
from geometry.basis import BASES
from geometry.finding import Finding
from geometry.plan import AreaStatement, Building, Element, Model, Opening, Space, Storey
from geometry.plan_index import PlanIndex
from geometry.region import Region
from service.certificates.compose import rules_sha256
from service.store.records import (
    BuildingRecord,
    ElementRecord,
    Json,
    MeasuredModel,
    SpaceRecord,
    StatementRecord,
    StoreyRecord,
)
from service.usecases.finding_rows import finding_row, plain
from service.usecases.measured_json import to_bytes

DRAWN = frozenset(
    {
        "wall",
        "partition",
        "curtain-wall",
        "column",
        "pier",
        "chimney",
        "shaft",
        "duct",
        "stair",
        "lift",
        "slab-opening",
        "furniture",
        "built-in",
        "apparatus",
    }
)
# The reader's own steps in the words of the service, each with the share of that step that is then done.
READER_STEPS = {
    "open": ("read", 0.0),
    "units": ("read", 0.8),
    "spaces": ("spaces", 0.0),
    "elements": ("walls", 0.0),
    "openings": ("walls", 0.4),
    "storeys": ("walls", 0.7),
    "checks": ("walls", 0.9),
}
LABEL_PRECISION = 0.02  # of the size of a room: a label does not need its pole to the millimetre


def read_and_measure(payload: dict[str, Any], progress: Progress) -> bytes:
    """Return the measured model (``measured_json``) of ``payload`` {path, file, ignore_spaces, options}."""
    options = read_options(payload)

    def reading(step: str, _: float) -> None:
        if step in READER_STEPS:
            progress(*READER_STEPS[step])

    result = read_file(Path(payload["path"]), options=options, progress=reading, name=payload["file"])
    storeys = sum(len(building.storeys) for building in result.model.buildings) or 1
    done = 0

    def measured() -> None:
        nonlocal done
        done += 1
        progress("areas", done / storeys)

    progress("areas", 0.0)
    buildings = tuple(_building(building, measured) for building in result.model.buildings)
    progress("checks", 0.0)
    findings = [*result.report.findings, *(f for space in result.model.spaces() for f in space.findings)]
    report = {
        "accepted": result.report.accepted,
        "repaired": result.report.repaired,
        "rejected": result.report.rejected,
        "differs": len({f.subject for f in findings if f.code == "declared-differs"}),
        "findings": [finding_row(finding) for finding in _once(findings)],
    }
    model = MeasuredModel(source=asdict(result.source), report=report, frame=_frame(result.model), buildings=buildings)
    progress("checks", 1.0)
    return to_bytes(model)


def read_options(payload: Mapping[str, Any]) -> ReadOptions:
    """Return how to read a file: ``ignore_spaces``, and what else was said about it under ``options``."""
    said = payload.get("options") or {}
    return ReadOptions(payload["ignore_spaces"], unit=said.get("unit", ""), layers=said.get("layers", ""))


def _once(findings: list[Finding]) -> list[Finding]:
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for finding in findings:
        key = (finding.code, finding.subject, finding.reason.en)
        if key not in seen:
            seen.add(key)
            kept.append(finding)
    return kept


def _frame(model: Model) -> Json:
    georeference = model.frame.georeference
    return {
        "offset_m": [float(value) for value in model.frame.offset_m],
        "georeference": plain(asdict(georeference)) if georeference else None,
    }


def _building(building: Building, measured: Any) -> BuildingRecord:
    reached = access_of_building(building)
    storeys = tuple(_storey(storey, reached, measured) for storey in building.storeys)
    return BuildingRecord(building.id, building.name, storeys)


def _storey(storey: Storey, reached: Mapping[str, SpaceAccess], measured: Any) -> StoreyRecord:
    index = PlanIndex(storey.elements, storey.openings)
    spaces = tuple(
        _space(space, tuple(map(_statement, measure_under(space, BASES.values(), index=index))), reached.get(space.id))
        for space in storey.spaces
    )
    elements = [_element(element) for element in storey.elements if element.kind in DRAWN and _drawable(element)]
    openings = [_opening(opening, storey.elevation_m) for opening in storey.openings if _drawable(opening)]
    measured()
    return StoreyRecord(
        global_id=storey.id,
        name=storey.name,
        elevation_m=float(storey.elevation_m),
        spaces=spaces,
        elements=(*elements, *openings),
    )


def _space(space: Space, statements: tuple[StatementRecord, ...], reached: SpaceAccess | None) -> SpaceRecord:
    return SpaceRecord(
        global_id=space.id,
        number=space.number,
        name=space.name,
        use=space.use,
        origin=space.origin,
        outline=shapely.to_wkb(space.outline),
        label_point=_label_point(space.outline),
        floor_z_m=_number(space.floor_z_m),
        height_m=_number(space.height_m),
        declared=tuple(
            {"name": area.name, "kind": area.kind, "area_m2": float(area.area_m2)} for area in space.declared
        ),
        findings=tuple(finding_row(finding) for finding in space.findings),
        statements=statements,
        survey=plain(asdict(space.survey)) if space.survey else None,
        access=reached.access if reached else "unknown",
        only_through=reached.only_through if reached else "",
    )


def _statement(statement: AreaStatement) -> StatementRecord:
    return StatementRecord(
        basis=statement.basis,
        gross_area_m2=float(statement.gross_area_m2),
        net_area_m2=float(statement.net_area_m2),
        standard_uncertainty_m2=_number(statement.standard_uncertainty_m2),
        limited_use_area_m2=_number(statement.limited_use_area_m2),
        deductions=tuple(
            {
                "kind": line.kind,
                "element": line.element,
                "area_m2": float(line.area_m2),
                "rule": line.rule,
                "footprint": _wkb_text(line.footprint),
            }
            for line in statement.deductions
        ),
        missing=tuple(
            {"code": code, "text_zh": MISSING[code].zh, "text_en": MISSING[code].en} for code in statement.missing
        ),
        notes=tuple({"code": code, "text_zh": NOTES[code].zh, "text_en": NOTES[code].en} for code in statement.notes),
        boundary=None if statement.boundary is None else shapely.to_wkb(statement.boundary),
        rules_sha256=rules_sha256(BASES[statement.basis]),
    )


def _element(element: Element) -> ElementRecord:
    details = {} if element.load_bearing is None else {"load_bearing": element.load_bearing}
    return ElementRecord(element.id, element.kind, element.name, shapely.to_wkb(element.footprint), details)


def _opening(opening: Opening, floor_z_m: float) -> ElementRecord:
    details: dict[str, Any] = {
        "host_id": opening.host_id,
        "width_m": _number(opening.width_m),
        "hinge": _point(opening.hinge),
        "swing_start": _point(opening.swing_start),
        "swing_end": _point(opening.swing_end),
    }
    if opening.kind == "opening":
        details["passage"] = is_way(opening, floor_z_m)
    return ElementRecord(opening.id, opening.kind, opening.name, shapely.to_wkb(opening.footprint), details)


def _drawable(thing: Element | Opening) -> bool:
    return not thing.footprint.is_empty


def _label_point(outline: Region) -> tuple[float, float]:
    """Return the middle of the widest place of a room, where its label has most space."""
    if outline.is_empty or outline.area <= 0.0:
        return (0.0, 0.0)
    largest = max(shapely.get_parts(outline), key=shapely.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=LABEL_PRECISION * largest.area**0.5)
    x, y = radius.coords[0]
    return (float(x), float(y))


def _wkb_text(region: Region | None) -> str | None:
    return None if region is None or region.is_empty else base64.b64encode(shapely.to_wkb(region)).decode("ascii")


def _point(point: tuple[float, float] | None) -> list[float] | None:
    return None if point is None else [float(point[0]), float(point[1])]


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
