"""Buildings, their revisions and storeys on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from service.schemas.common import Schema
from service.store.records import RevisionRecord, StoreyRow


class UseTotal(Schema):
    """Spaces of one use on a storey."""

    spaces: int = Field(examples=[12])
    net_usable_area_m2: float = Field(examples=[214.6])


class StoreyOut(Schema):
    """One storey; areas follow `basis`, without what is `not-a-room`."""

    id: str = Field(examples=["k7mq2wxa.1xS3BCk291UvhgP2dvNMQJ"])
    building_id: str = Field(examples=["k7mq2wxa"])
    name: str = Field(examples=["3F"])
    elevation_m: float = Field(examples=[7.2])
    spaces: int = Field(examples=[33])
    basis: str = Field(examples=["cn-usable"])
    net_usable_area_m2: float = Field(examples=[812.4])
    gross_area_m2: float = Field(examples=[820.0])
    bbox: list[float] | None = Field(
        description="what is drawn, storey-local metres: x0, y0, x1, y1", examples=[[0.0, 0.0, 48.0, 16.5]]
    )
    by_use: dict[str, UseTotal]
    aside: bool = Field(
        default=False,
        description="no storey but a sheet of surveyed rooms that nobody knows the place of; counted in no sum",
    )


class StoreyList(Schema):
    """Storeys, lowest first."""

    items: list[StoreyOut]


class GeoreferenceOut(Schema):
    """Where the plan lies on earth."""

    crs: str = Field(examples=["EPSG:4547"])
    quality: str = Field(description="how the file says it", examples=["map-conversion"])
    rotation_rad: float = Field(description="plan x against grid east, counter-clockwise", examples=[0.1963])


class BuildingOut(Schema):
    """One building in one revision; areas follow `basis`, without what is `not-a-room`."""

    id: str = Field(examples=["k7mq2wxa"])
    name: str = Field(examples=["主楼"])
    source_file: str = Field(
        description="the file its plan comes from; surveys only add to it", examples=["county-centre.ifc"]
    )
    sha256: str
    revision: int = Field(examples=[2])
    imported_at: datetime
    storeys: int = Field(examples=[6])
    spaces: int = Field(examples=[201])
    basis: str = Field(examples=["cn-usable"])
    net_usable_area_m2: float = Field(examples=[9120.5])
    gross_area_m2: float = Field(examples=[9204.1])
    findings: dict[str, int] = Field(description="how many findings of each outcome", examples=[{"warning": 3}])
    georeferenced: bool
    site_id: str | None = Field(description="the same for buildings that came in one file")


class BuildingList(Schema):
    """Buildings in their newest revisions."""

    items: list[BuildingOut]
    next: str | None


class BuildingDetail(Schema):
    """One building with its storeys."""

    id: str = Field(examples=["k7mq2wxa"])
    name: str = Field(examples=["主楼"])
    source_file: str = Field(examples=["county-centre.ifc"])
    sha256: str
    revision: int = Field(examples=[2])
    imported_at: datetime
    storeys: list[StoreyOut]
    spaces: int = Field(examples=[201])
    basis: str = Field(examples=["cn-usable"])
    net_usable_area_m2: float = Field(examples=[9120.5])
    gross_area_m2: float = Field(examples=[9204.1])
    findings: dict[str, int] = Field(examples=[{"warning": 3}])
    georeferenced: bool
    georeference: GeoreferenceOut | None
    site_id: str | None


class RoomName(Schema):
    """A room that came or went."""

    space_id: str
    number: str


class AreaChange(Schema):
    """A room whose net area changed, under the default basis."""

    space_id: str
    number: str
    before_m2: float
    after_m2: float


class Changes(Schema):
    """What a revision did to the one before."""

    appeared: list[RoomName]
    vanished: list[RoomName]
    area_changed: list[AreaChange]


class RevisionOut(Schema):
    """One state of a building."""

    revision: int = Field(examples=[2])
    import_id: str
    imported_at: datetime
    file: str
    sha256: str
    changes: Changes


class RevisionList(Schema):
    """Revisions, newest first."""

    items: list[RevisionOut]


def storey_out(row: StoreyRow, basis: str) -> StoreyOut:
    """Return a storey with its sums."""
    return StoreyOut(
        id=row.storey_id,
        building_id=row.building_id,
        name=row.name,
        elevation_m=row.elevation_m,
        basis=basis,
        **row.summary,
    )


def building_out(revision: RevisionRecord, basis: str) -> BuildingOut:
    """Return a building in a list."""
    return BuildingOut(storeys=revision.summary["storeys"], **_common(revision, basis))


def building_detail(revision: RevisionRecord, storeys: tuple[StoreyRow, ...], basis: str) -> BuildingDetail:
    """Return a building with its storeys."""
    georeference = revision.frame["georeference"]
    return BuildingDetail(
        storeys=[storey_out(row, basis) for row in storeys],
        georeference=GeoreferenceOut(**{key: georeference[key] for key in GeoreferenceOut.model_fields})
        if georeference
        else None,
        **_common(revision, basis),
    )


def revision_out(revision: RevisionRecord) -> RevisionOut:
    """Return one state of a building."""
    return RevisionOut(
        revision=revision.revision,
        import_id=revision.import_id,
        imported_at=revision.imported_at,
        file=revision.file,
        sha256=revision.sha256,
        changes=Changes(**revision.changes),
    )


def _common(revision: RevisionRecord, basis: str) -> dict[str, Any]:
    summary = revision.summary
    return {
        "id": revision.building_id,
        "name": revision.name,
        "source_file": summary["source"]["file"],
        "sha256": summary["source"]["sha256"],
        "revision": revision.revision,
        "imported_at": revision.imported_at,
        "spaces": summary["spaces"],
        "basis": basis,
        "net_usable_area_m2": summary["net_usable_area_m2"],
        "gross_area_m2": summary["gross_area_m2"],
        "findings": summary["findings"],
        "georeferenced": revision.frame["georeference"] is not None,
        "site_id": revision.site_id,
    }
