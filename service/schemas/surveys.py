"""A survey on the wire: what was observed in a room, what came of it, and how sure it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from service.negotiation import Tongue
from service.schemas.common import FindingOut, Schema, finding_out
from service.schemas.sources import expanded, source_id
from service.store.records import Json, RoomSource
from service.usecases.number_walls import NumberedWall, numbered_walls
from service.usecases.read_sources import SurveyView


class SurveySourceOut(Schema):
    """The file a survey came with."""

    id: str
    kind: Literal["model", "drawing", "survey"]
    file: str = Field(examples=["survey-2026-02.xlsx"])
    sha256: str
    import_id: str
    imported_at: datetime
    measured_on: date | None
    instrument: str = Field(examples=["disto"])


class SurveyChoice(Schema):
    """Another survey of the same room."""

    id: str
    measured_on: date | None
    since_revision: int


class CornerOut(Schema):
    """A corner in the room's own frame, metres; the covariance of its place where it was surveyed, m²."""

    label: str = Field(examples=["A"])
    x_m: float
    y_m: float
    var_x_m2: float | None = None
    cov_xy_m2: float | None = None
    var_y_m2: float | None = None


class WallOut(Schema):
    """A wall, numbered from 1 around the room, counter-clockwise."""

    number: int = Field(examples=[3])
    label: str = Field(description="its two corners", examples=["C–D"])
    corners: list[int] = Field(description="indices of its corners, from 0", examples=[[2, 3]])
    length_m: float = Field(examples=[5.012])
    variance_share: float | None = Field(description="of the variance of the area, 0 to 1", default=None)


class ObservationOut(Schema):
    """One observation after the adjustment; residual = adjusted − observed."""

    reading: str = Field(description="where it was read", examples=["距离!7"])
    kind: str = Field(examples=["distance"])
    start: str = Field(examples=["A"])
    end: str = Field(examples=["B"])
    unit: Literal["m", "deg"]
    value: float = Field(examples=[5.012])
    sigma: float = Field(description="standard deviation before the adjustment, in `unit`")
    adjusted: float
    residual_mm: float = Field(description="of an angle: the arc at the end of its shorter wall")
    redundancy: float = Field(description="r: 0, nothing checks it, to 1")
    w: float | None = Field(description="Baarda's test value; null where it cannot be tested")
    mdb_mm: float | None = Field(description="the smallest blunder the test finds")
    undetected_area_m2: float | None = Field(description="the error of the area such a blunder leaves")
    variance_share: float
    corners: list[int] = Field(description="indices of the corners at its ends")
    walls: list[int] = Field(description="numbers of the walls it belongs to")
    instrument: str | None
    assumed: bool = Field(description="nobody measured it: a right angle taken for granted, with its sigma")
    excluded: bool = Field(description="found wrong and left out")
    blunder_mm: float | None = Field(description="by how much it is wrong (read − true)")


class ClosureOut(Schema):
    """A misclosure found before the adjustment, against its own standard uncertainty."""

    kind: str = Field(examples=["diagonals"])
    value: float
    u: float
    unit: Literal["mm", "deg"]
    ratio: float = Field(description="value ÷ u: the test")
    critical: float
    passed: bool
    relative_length: float | None = Field(description="N of 1 : N")


class GlobalTestOut(Schema):
    """vᵀPv against χ², two-sided."""

    lower: float
    upper: float
    outcome: Literal["as-stated", "worse", "better", "untested"]


class RemeasurementOut(Schema):
    """A measurement worth repeating, in the order of use."""

    observation: int = Field(description="index in `observations`")
    start: str
    end: str
    walls: list[int] = Field(description="numbers of the walls it belongs to")
    u_alone_m2: float = Field(description="standard uncertainty of the area after repeating only this one")
    u_together_m2: float = Field(description="after repeating this one and all before it")


class ObstacleOut(Schema):
    """Something measured that takes area away."""

    kind: str = Field(examples=["column"])
    label: str
    count: int
    area_m2: float
    total_area_m2: float
    standard_uncertainty_m2: float = Field(description="of all together")
    reading: str


class StationOut(Schema):
    """Where the instrument stood for polar shots, in the frame of `corners`, metres."""

    label: str
    x_m: float
    y_m: float


class AdjustmentOut(Schema):
    """What the adjustment says of the outline, m²; `null` in a survey that was not adjusted."""

    area_m2: float = Field(examples=[20.951216])
    standard_uncertainty_m2: float = Field(examples=[0.005889])
    expanded_uncertainty_m2: float
    coverage_factor: float
    offset_uncertainty_m2: float = Field(description="part of u that comes from a zero offset of the instrument")
    accuracy_class: str = Field(description="GB/T 17986.1-2000: I, II, III or none", examples=["I"])
    accuracy_class_confidence: str | None = Field(description="how well the coefficients of the class are known")
    worst_undetected_area_m2: float | None = Field(description="largest error one undetected blunder could have left")
    degrees_of_freedom: int
    vtpv: float
    s0: float | None
    scaled: bool = Field(description="u was scaled up by s0: the global test failed and no blunder explains it")
    global_test: GlobalTestOut
    closures: list[ClosureOut]
    observations: list[ObservationOut]
    remeasure: list[RemeasurementOut]
    obstacles: list[ObstacleOut]
    stations: list[StationOut] = Field(description="of polar shots; empty in surveys stored by an older version")


class SurveyOut(Schema):
    """One room as a surveyor sees it: corners and numbered walls, and what was observed, if anything was."""

    space_id: str
    number: str = Field(examples=["302"])
    name: str
    storey_id: str
    storey: str = Field(examples=["3F"])
    building_id: str
    building: str
    revision: int
    basis: str = Field(examples=["cn-usable"])
    net_usable_area_m2: float = Field(description="by this source")
    gross_area_m2: float
    standard_uncertainty_m2: float | None
    expanded_uncertainty_m2: float | None
    source: SurveySourceOut
    surveys: list[SurveyChoice] = Field(description="every survey of the room, oldest first")
    corners: list[CornerOut]
    walls: list[WallOut]
    adjustment: AdjustmentOut | None
    findings: list[FindingOut]


def survey_out(found: SurveyView, *, basis: str, tongue: Tongue) -> SurveyOut:
    """Return a survey, or the bare outline of a room nobody has surveyed."""
    view, space, survey = found.view, found.space, found.survey
    statement = next(one for one in space.statements if one.basis == basis)
    walls = numbered_walls(space.outline, survey)
    return SurveyOut(
        space_id=space.space_id,
        number=space.number,
        name=space.name,
        storey_id=view.row.storey_id,
        storey=view.storey.name,
        building_id=view.revision.building_id,
        building=view.revision.name,
        revision=view.revision.revision,
        basis=basis,
        net_usable_area_m2=statement.net_area_m2,
        gross_area_m2=statement.gross_area_m2,
        standard_uncertainty_m2=statement.standard_uncertainty_m2,
        expanded_uncertainty_m2=expanded(statement.standard_uncertainty_m2),
        source=SurveySourceOut(
            id=source_id(found.source.position) if found.source else "",
            kind=found.source.kind if found.source else "model",
            file=found.record.file,
            sha256=found.record.sha256,
            import_id=found.record.id,
            imported_at=found.record.created_at,
            measured_on=found.source.measured_on if found.source else None,
            instrument=found.source.instrument if found.source else "",
        ),
        surveys=[_choice(source) for source in found.surveys],
        corners=[CornerOut(**corner) for corner in walls.corners],
        walls=[_wall(wall) for wall in walls.walls],
        adjustment=_adjustment(survey) if survey and "area_m2" in survey else None,
        findings=[finding_out(finding, tongue) for finding in space.findings],
    )


def _choice(source: RoomSource) -> SurveyChoice:
    return SurveyChoice(
        id=source_id(source.position), measured_on=source.measured_on, since_revision=source.first_revision
    )


def _wall(wall: NumberedWall) -> WallOut:
    return WallOut(
        number=wall.number,
        label=wall.label,
        corners=list(wall.corners),
        length_m=wall.length_m,
        variance_share=wall.variance_share,
    )


def _adjustment(survey: Json) -> AdjustmentOut:
    observations = [_observation(row) for row in survey["observations"]]
    plain = (
        "area_m2",
        "standard_uncertainty_m2",
        "expanded_uncertainty_m2",
        "coverage_factor",
        "offset_uncertainty_m2",
        "accuracy_class",
        "accuracy_class_confidence",
        "worst_undetected_area_m2",
        "degrees_of_freedom",
        "vtpv",
        "s0",
        "scaled",
    )
    return AdjustmentOut(
        **{name: survey[name] for name in plain},
        global_test=GlobalTestOut(**survey["global_test"]),
        closures=[ClosureOut(**_known(row, ClosureOut)) for row in survey["closures"]],
        observations=observations,
        remeasure=[
            RemeasurementOut(**_known(row, RemeasurementOut), walls=observations[row["observation"]].walls)
            for row in survey.get("remeasure", ())
        ],
        obstacles=[ObstacleOut(**_known(row, ObstacleOut)) for row in survey["obstacles"]],
        stations=[StationOut(**row) for row in survey.get("stations", ())],
    )


def _observation(row: Json) -> ObservationOut:
    told = _known(row, ObservationOut) | {"walls": [index + 1 for index in row["walls"]]}
    return ObservationOut(**told)


def _known(row: Json, schema: type[Schema]) -> dict[str, Any]:
    """Return what a shape has a place for: a record may say more than is told."""
    return {name: row[name] for name in schema.model_fields if name in row}
