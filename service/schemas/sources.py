"""The sources of a room on the wire, side by side."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from geometry.decision import Decision
from service.negotiation import Tongue, pick
from service.schemas.common import FindingOut, Geometry, Schema, finding_out
from service.schemas.geojson import geometry_of
from service.usecases.placing import placing_of
from service.usecases.read_sources import Comparison, DeclaredView, SourcesView, SourceView
from service.usecases.reconcile import COVERAGE_FACTOR

Kind = Literal["model", "drawing", "survey"]


class PlacingOut(Schema):
    """How the outline of a file was brought onto the plan; deviations are those of the corners of either outline."""

    by: Literal["fit", "control-points", "side-by-side", "as-read"]
    mirrored: bool = Field(description="drawn the wrong way round in the file")
    rotation_deg: float = Field(description="counter-clockwise", examples=[-90.0])
    overlap: float | None = Field(description="area in common ÷ area of both together", examples=[0.98])
    rms_mm: float | None = Field(examples=[12.4])
    max_mm: float | None = Field(examples=[31.0])


class DifferenceOut(Schema):
    """A figure minus the one that counts, m²."""

    area_m2: float = Field(examples=[-0.38])
    standard_uncertainty_m2: float | None = Field(description="of the difference; null where nobody knows")
    expanded_uncertainty_m2: float | None = Field(description="U = 2u", examples=[0.04])
    significant: bool | None = Field(description="larger than U")


class VerdictOut(Schema):
    """What follows from one figure for the limit asked about; see `risk`."""

    outcome: Literal["over", "within", "not-decided"]
    guard_band_m2: float = Field(description="0 for a figure without uncertainty: a plain comparison")
    probability_over: float | None


class RoomSourceOut(Schema):
    """What one file says about a room."""

    id: str = Field(description="name it to `GET /spaces/{id}/survey?source=…`; empty for a model that stands alone")
    kind: Kind
    authoritative: bool
    file: str = Field(examples=["survey-2026-02.xlsx"])
    sha256: str
    import_id: str
    imported_at: datetime
    measured_on: date | None = Field(description="where the file says when it was measured")
    instrument: str = Field(examples=["disto"])
    since_revision: int = Field(description="of the building; a plan that changes places a survey anew")
    gross_area_m2: float = Field(examples=[20.0])
    net_usable_area_m2: float = Field(examples=[19.75])
    standard_uncertainty_m2: float | None = Field(description="null: as modelled or drawn")
    expanded_uncertainty_m2: float | None = Field(description="U = 2u")
    difference: DifferenceOut
    verdict: VerdictOut | None
    placing: PlacingOut
    findings: list[FindingOut]
    geometry: Geometry = Field(description="the outline where it lies on the plan")


class DeclaredSourceOut(Schema):
    """An area that a file declares; a gross one is compared with the gross area, and says nothing about a limit."""

    name: str = Field(examples=["Qto_SpaceBaseQuantities.NetFloorArea"])
    kind: Literal["gross", "net", "unspecified"]
    area_m2: float = Field(examples=[20.0])
    file: str
    import_id: str
    difference: DifferenceOut
    verdict: VerdictOut | None


class SourcesOut(Schema):
    """Everything that is known about the size of one room, the source that counts first."""

    space_id: str
    number: str = Field(examples=["302"])
    name: str = Field(examples=["县长办公室"])
    storey_id: str
    storey: str = Field(examples=["3F"])
    building_id: str
    building: str
    revision: int = Field(examples=[3])
    basis: str = Field(examples=["cn-usable"])
    rule: str = Field(description="why the first one counts", examples=["survey-first"])
    reason: str
    reason_zh: str
    reason_en: str
    coverage_factor: float = Field(description="k of U = k·u", examples=[2.0])
    limit_m2: float | None
    risk: float | None = Field(description="of a wrong verdict that `over` and `within` accept", examples=[0.05])
    verdicts_agree: bool | None = Field(description="whether the verdict is the same whichever figure is taken")
    sources: list[RoomSourceOut]
    declared: list[DeclaredSourceOut]


RISK = 0.05  # what geometry.decision accepts unless told otherwise


def sources_out(found: SourcesView, tongue: Tongue) -> SourcesOut:
    """Return the sources of a room in one language."""
    view, space = found.view, found.view.row.space
    return SourcesOut(
        space_id=space.space_id,
        number=space.number,
        name=space.name,
        storey_id=view.row.storey_id,
        storey=view.storey.name,
        building_id=view.revision.building_id,
        building=view.revision.name,
        revision=view.revision.revision,
        basis=found.basis,
        rule=found.rule,
        reason=pick(found.reason, tongue),
        reason_zh=found.reason.zh,
        reason_en=found.reason.en,
        coverage_factor=COVERAGE_FACTOR,
        limit_m2=found.limit_m2,
        risk=None if found.limit_m2 is None else RISK,
        verdicts_agree=found.verdicts_agree,
        sources=[_source(one, tongue) for one in found.sources],
        declared=[_declared(one) for one in found.declared],
    )


def _source(one: SourceView, tongue: Tongue) -> RoomSourceOut:
    u = one.statement.standard_uncertainty_m2
    placing = placing_of(one.source.placing)
    return RoomSourceOut(
        id=source_id(one.source.position),
        kind=one.source.kind,
        authoritative=one.counts,
        file=one.record.file,
        sha256=one.record.sha256,
        import_id=one.record.id,
        imported_at=one.record.created_at,
        measured_on=one.source.measured_on,
        instrument=one.source.instrument,
        since_revision=one.source.first_revision,
        gross_area_m2=one.statement.gross_area_m2,
        net_usable_area_m2=one.statement.net_area_m2,
        standard_uncertainty_m2=u,
        expanded_uncertainty_m2=expanded(u),
        difference=_difference(one.comparison),
        verdict=_verdict(one.verdict),
        placing=PlacingOut(
            by=placing.by,
            mirrored=placing.mirrored,
            rotation_deg=placing.rotation_deg,
            overlap=placing.overlap,
            rms_mm=placing.rms_mm,
            max_mm=placing.max_mm,
        ),
        findings=[finding_out(finding, tongue) for finding in one.space.findings],
        geometry=geometry_of(one.space.outline),
    )


def source_id(position: int) -> str:
    """Return the id of a source; "" for one that is not stored beside the room."""
    return str(position) if position else ""


def expanded(u: float | None) -> float | None:
    """Return U = k·u."""
    return None if u is None else COVERAGE_FACTOR * u


def _declared(one: DeclaredView) -> DeclaredSourceOut:
    return DeclaredSourceOut(
        name=one.name,
        kind=one.kind,  # type: ignore[arg-type]  # validated by the schema
        area_m2=one.area_m2,
        file=one.record.file,
        import_id=one.record.id,
        difference=_difference(one.comparison),
        verdict=_verdict(one.verdict),
    )


def _difference(comparison: Comparison) -> DifferenceOut:
    return DifferenceOut(
        area_m2=comparison.difference_m2,
        standard_uncertainty_m2=comparison.u_m2,
        expanded_uncertainty_m2=expanded(comparison.u_m2),
        significant=comparison.is_significant,
    )


def _verdict(decision: Decision | None) -> VerdictOut | None:
    if decision is None:
        return None
    return VerdictOut(
        outcome=decision.verdict, guard_band_m2=decision.guard_band, probability_over=decision.probability_over
    )
