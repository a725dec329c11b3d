"""What is drawn on a plan, on the wire."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from service.schemas.common import Geometry, Schema
from service.schemas.geojson import Projection, geometry_of
from service.store.records import ElementRecord


class ElementProperties(Schema):
    """What is drawn and, for doors, how it opens (plan points, storey-local metres)."""

    id: str = Field(description="its id in the source file")
    kind: str = Field(examples=["wall"])
    name: str
    host_id: str | None = None
    hinge: list[float] | None = None
    swing_start: list[float] | None = None
    swing_end: list[float] | None = None
    width_m: float | None = None
    load_bearing: bool | None = Field(None, description="null where the file does not say")
    passage: bool | None = Field(None, description="of an opening without a door: whether people walk through")


class ElementFeature(Schema):
    """Something drawn, as GeoJSON feature."""

    type: Literal["Feature"] = "Feature"
    geometry: Geometry
    properties: ElementProperties


class PlanCollection(Schema):
    """All that is drawn on one storey besides its spaces."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    crs: str | None
    revision: int
    features: list[ElementFeature]


def element_feature(element: ElementRecord, project: Projection | None) -> ElementFeature:
    """Return one drawn thing; in another CRS without the swing of its leaf, which is only for drawing."""
    details: dict[str, Any] = dict(element.details)
    if project is not None:
        details |= {"hinge": None, "swing_start": None, "swing_end": None}
    return ElementFeature(
        geometry=geometry_of(element.footprint, project),
        properties=ElementProperties(id=element.global_id, kind=element.kind, name=element.name, **details),
    )
