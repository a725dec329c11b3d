"""Shapes that several nouns share: problems, findings, GeoJSON."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.negotiation import Tongue
from service.store.records import Json

Outcome = Literal["info", "repaired", "warning", "rejected"]
Position = list[float]
COORDINATE_DECIMALS = 6


class Schema(BaseModel):
    """Base of everything on the wire."""

    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="null")


class RowError(Schema):
    """One row of a table that cannot be taken, and how to mend it; `reason` is in the language asked for."""

    sheet: str = Field(description="name of the sheet, empty in a file that has only one", examples=["距离"])
    row: int | None = Field(description="as the spreadsheet counts, from 1; null for the whole sheet", examples=[7])
    column: str = Field(description="letter and heading of the column, empty for the whole row", examples=["E 数值"])
    value: str = Field(description="what stands there", examples=["4,12o"])
    reason: str = Field(examples=["“4,12o” is not a number: write 4.120."])
    reason_zh: str
    reason_en: str


class Problem(Schema):
    """Why something was not done (RFC 9457)."""

    type: str = Field(examples=["urn:yijian:problem:space-not-found"])
    title: str = Field(examples=["No such space"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no space with the id “b1.x”."])
    code: str = Field(description="stable; match on this", examples=["space-not-found"])
    request_id: str | None = Field(examples=["3f9c2b1a0d4e5f67"])
    detail_zh: str = Field(examples=["没有编号为“b1.x”的房间。"])
    detail_en: str = Field(examples=["There is no space with the id “b1.x”."])
    rows: list[RowError] = Field(default=[], description="the rows of a table that have to be mended, all of them")
    evidence: dict[str, Any] = Field(
        default={},
        description="of a file that was refused: what it was decided by, such as the `layers` of a drawing",
    )


class FindingOut(Schema):
    """One result of a check; `reason` is in the language asked for."""

    code: str = Field(examples=["overlaps-walls"])
    subject: str = Field(description="id of the element it is about, empty for the whole file")
    outcome: Outcome
    reason: str = Field(examples=["The room overlaps walls by 0.42 m²."])
    reason_zh: str
    reason_en: str
    cause: str | None = Field(description="of a difference between declared and computed area", default=None)
    evidence: dict[str, Any]


class Geometry(Schema):
    """A GeoJSON polygon or multi-polygon: storey-local metres unless a CRS was asked for, six decimals."""

    type: Literal["Polygon", "MultiPolygon"]
    coordinates: list[Any] = Field(
        description="rings of [x, y]", examples=[[[[0.0, 0.0], [5.0, 0.0], [5.0, 4.0], [0.0, 4.0], [0.0, 0.0]]]]
    )


def finding_out(finding: Json, tongue: Tongue) -> FindingOut:
    """Return a stored finding with its reason in one language."""
    return FindingOut(
        code=finding["code"],
        subject=finding["subject"],
        outcome=finding["outcome"],
        reason=finding["reason_zh"] if tongue == "zh" else finding["reason_en"],
        reason_zh=finding["reason_zh"],
        reason_en=finding["reason_en"],
        cause=finding.get("cause"),
        evidence=finding["evidence"],
    )
