"""Spaces on the wire: as map features and as lines of a list."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.negotiation import Tongue
from service.schemas.areas import SourceRef, source_ref
from service.schemas.common import FindingOut, Geometry, Outcome, Schema, finding_out
from service.schemas.geojson import Projection, geometry_of
from service.store.records import ImportRecord, Json, RevisionRecord, SpaceHit, SpaceRow, StatementRecord, StoreyRow


class DeclaredOut(Schema):
    """An area the authoring tool wrote into the file."""

    name: str = Field(examples=["Qto_SpaceBaseQuantities.NetFloorArea"])
    kind: Literal["gross", "net", "unspecified"]
    area_m2: float = Field(examples=[20.0])


class SpaceProperties(Schema):
    """What is known about a space; areas follow `basis`."""

    global_id: str = Field(description="its id in the source file", examples=["0$WU4A9R19$vKWO$AdOnKA"])
    number: str = Field(examples=["302"])
    name: str = Field(examples=["县长办公室"])
    use: str = Field(examples=["office"])
    origin: str = Field(examples=["modelled"])
    storey_id: str
    basis: str = Field(examples=["cn-usable"])
    gross_area_m2: float = Field(examples=[20.0])
    net_usable_area_m2: float = Field(examples=[19.75])
    standard_uncertainty_m2: float | None
    declared: list[DeclaredOut]
    difference_of_declared: float | None = Field(
        description="(declared − gross) / gross of the declared area nearest to the computed gross", examples=[0.004]
    )
    difference_cause: str | None = Field(examples=["wall-centre"])
    findings: list[FindingOut]
    worst_outcome: Outcome | None
    label_point: list[float] = Field(description="where a label has most room", examples=[[2.5, 2.0]])


class SpaceFeature(Schema):
    """A space as GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    id: str = Field(examples=["k7mq2wxa.0$WU4A9R19$vKWO$AdOnKA"])
    geometry: Geometry
    properties: SpaceProperties


class SpaceCollection(Schema):
    """The spaces of one storey."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    crs: str | None = Field(description="of the coordinates; null means storey-local metres", examples=[None])
    revision: int = Field(examples=[1])
    features: list[SpaceFeature]


class SpaceDetailProperties(SpaceProperties):
    """What is known about a space, with its place and source."""

    storey: str = Field(examples=["3F"])
    building_id: str
    building: str = Field(examples=["主楼"])
    source: SourceRef
    floor_z_m: float | None = Field(description="in the model's vertical axis", examples=[7.2])
    height_m: float | None = Field(examples=[2.8])


class SpaceDetail(Schema):
    """One space as GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: Geometry
    properties: SpaceDetailProperties


class SpaceLine(Schema):
    """One line of a list of spaces."""

    id: str
    number: str = Field(examples=["302"])
    name: str = Field(examples=["县长办公室"])
    use: str = Field(examples=["office"])
    storey_id: str
    storey: str = Field(examples=["3F"])
    building_id: str
    building: str = Field(examples=["主楼"])
    basis: str = Field(examples=["cn-usable"])
    net_usable_area_m2: float = Field(examples=[19.75])
    gross_area_m2: float = Field(examples=[20.0])
    declared_area_m2: float | None = Field(description="the declared area nearest to the computed gross")
    difference_of_declared: float | None
    worst_outcome: Outcome | None


class SpaceList(Schema):
    """Spaces of the newest revisions."""

    items: list[SpaceLine]
    next: str | None


def space_feature(row: SpaceRow, basis: str, tongue: Tongue, project: Projection | None = None) -> SpaceFeature:
    """Return a space as feature."""
    return SpaceFeature(
        id=row.space.space_id,
        geometry=geometry_of(row.space.outline, project),
        properties=SpaceProperties(**_properties(row, basis, tongue, project)),
    )


def space_detail(
    row: SpaceRow,
    storey: StoreyRow,
    revision: RevisionRecord,
    source: ImportRecord,
    *,
    basis: str,
    tongue: Tongue,
    project: Projection | None,
) -> SpaceDetail:
    """Return a space as feature with its place and source."""
    return SpaceDetail(
        id=row.space.space_id,
        geometry=geometry_of(row.space.outline, project),
        properties=SpaceDetailProperties(
            storey=storey.name,
            building_id=revision.building_id,
            building=revision.name,
            source=source_ref(revision, source),
            floor_z_m=row.space.floor_z_m,
            height_m=row.space.height_m,
            **_properties(row, basis, tongue, project),
        ),
    )


def space_line(hit: SpaceHit, basis: str) -> SpaceLine:
    """Return a space as line of a list."""
    space = hit.row.space
    statement = _statement(hit.row, basis)
    declared = _nearest_declared(space.declared, statement.gross_area_m2)
    return SpaceLine(
        id=space.space_id,
        number=space.number,
        name=space.name,
        use=space.use,
        storey_id=hit.row.storey_id,
        storey=hit.storey,
        building_id=hit.row.building_id,
        building=hit.building,
        basis=basis,
        net_usable_area_m2=statement.net_area_m2,
        gross_area_m2=statement.gross_area_m2,
        declared_area_m2=declared,
        difference_of_declared=_difference(declared, statement.gross_area_m2),
        worst_outcome=hit.row.worst_outcome,  # type: ignore[arg-type]  # validated by the schema
    )


def _properties(row: SpaceRow, basis: str, tongue: Tongue, project: Projection | None) -> Json:
    space = row.space
    statement = _statement(row, basis)
    cause = next((f["cause"] for f in space.findings if f["code"] == "declared-differs"), None)
    label = _projected(space.label_point, project)
    return {
        "global_id": space.global_id,
        "number": space.number,
        "name": space.name,
        "use": space.use,
        "origin": space.origin,
        "storey_id": row.storey_id,
        "basis": basis,
        "gross_area_m2": statement.gross_area_m2,
        "net_usable_area_m2": statement.net_area_m2,
        "standard_uncertainty_m2": statement.standard_uncertainty_m2,
        "declared": [DeclaredOut(**area) for area in space.declared],
        "difference_of_declared": _difference(
            _nearest_declared(space.declared, statement.gross_area_m2), statement.gross_area_m2
        ),
        "difference_cause": cause,
        "findings": [finding_out(finding, tongue) for finding in space.findings],
        "worst_outcome": row.worst_outcome,
        "label_point": label,
    }


def _statement(row: SpaceRow, basis: str) -> StatementRecord:
    return next(statement for statement in row.space.statements if statement.basis == basis)


def _nearest_declared(declared: tuple[Json, ...], gross_m2: float) -> float | None:
    areas: list[float] = [area["area_m2"] for area in declared]
    return min(areas, key=lambda area_m2: abs(area_m2 - gross_m2), default=None)


def _difference(declared_m2: float | None, gross_m2: float) -> float | None:
    return None if declared_m2 is None or gross_m2 <= 0.0 else (declared_m2 - gross_m2) / gross_m2


def _projected(point: tuple[float, float], project: Projection | None) -> list[float]:
    if project is None:
        return [round(value, 6) for value in point]
    from shapely import Point

    # A label is a place, not an area: a dot's middle lands where the point would.
    middle = project(Point(point).buffer(0.01)).centroid
    return [round(middle.x, 6), round(middle.y, 6)]
