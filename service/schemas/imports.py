"""Imports on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from service.negotiation import Tongue
from service.schemas.common import FindingOut, Problem, Schema, finding_out
from service.store.records import STEPS, ImportRecord

Status = Literal["queued", "running", "done", "failed"]


class SourceOut(Schema):
    """What kind of file it was."""

    kind: str = Field(examples=["ifc"])
    schema_: str = Field(alias="schema", examples=["IFC4"])
    application: str = Field(examples=["ArchiCAD"])

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ReportOut(Schema):
    """What was taken, repaired, rejected; `differs` counts spaces whose declared area differs from the computed one."""

    accepted: int = Field(examples=[98])
    repaired: int = Field(examples=[1])
    rejected: int = Field(examples=[0])
    differs: int = Field(examples=[3])
    matched: int | None = Field(default=None, description="rooms of a survey or drawing that are known rooms")
    aside: int | None = Field(default=None, description="rooms of a survey or drawing that could not be placed")
    findings: list[FindingOut]


class ImportOut(Schema):
    """One file given to the service and what became of it."""

    id: str = Field(examples=["9f3c21d07be4a655"])
    status: Status
    progress: float = Field(ge=0, le=1, examples=[0.42])
    step: str = Field(examples=["spaces"])
    steps: list[str] = Field(description="all steps in order", examples=[list(STEPS)])
    file: str = Field(examples=["county-centre.ifc"])
    size_bytes: int = Field(examples=[4_812_201])
    sha256: str
    ignore_spaces: bool
    target_building_id: str | None = Field(description="the building the file was said to belong to")
    options: dict[str, Any] = Field(
        description="what else was said about the file, by form field", examples=[{"unit": "mm"}]
    )
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    building_id: str | None = Field(description="the first building of the file", examples=["k7mq2wxa"])
    building_ids: list[str]
    revision: int | None = Field(examples=[1])
    report: ReportOut | None
    problem: Problem | None = Field(description="why it failed")
    source: SourceOut | None


class ImportList(Schema):
    """Imports, newest first."""

    items: list[ImportOut]
    next: str | None


def import_out(record: ImportRecord, tongue: Tongue, problem: Problem | None, *, findings: bool = True) -> ImportOut:
    """Return an import in one language, with or without the findings of its report."""
    report = None
    if record.report is not None:
        rows = record.report["findings"] if findings else []
        report = ReportOut(**(record.report | {"findings": [finding_out(row, tongue) for row in rows]}))
    return ImportOut(
        id=record.id,
        status=record.status,
        progress=record.progress,
        step=record.step,
        steps=list(STEPS),
        file=record.file,
        size_bytes=record.size_bytes,
        sha256=record.sha256,
        ignore_spaces=record.ignore_spaces,
        target_building_id=record.target_building_id,
        options=record.options,
        created_at=record.created_at,
        started_at=record.started_at,
        finished_at=record.finished_at,
        building_id=record.building_ids[0] if record.building_ids else None,
        building_ids=list(record.building_ids),
        revision=record.revision,
        report=report,
        problem=problem,
        source=SourceOut(**record.source) if record.source else None,
    )
