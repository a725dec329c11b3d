"""A layout as one GeoJSON FeatureCollection: every feature says under ``kind`` what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

DECIMALS = 6
Project = Callable[[Any], BaseGeometry]


def layout_geojson(layout: Mapping[str, Any], about: Mapping[str, Any], project: Project | None = None) -> bytes:
    """Return floor, walls that go, obstacles, doors, windows, aisles, workstations and ways out.

    Storey-local metres as in the layout document, or the CRS of ``project``. ``about`` stands beside the features.
    """
    features = [
        {"type": "Feature", "geometry": _geometry(geometry, project), "properties": {"kind": kind, **said}}
        for kind, geometry, said in _things(layout)
        if geometry is not None
    ]
    return orjson.dumps({"type": "FeatureCollection", **about, "features": features})


def _things(layout: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None, dict[str, Any]]]:
    ledger = layout["area_ledger"]
    yield "floor", layout["outline"], {"spaces": layout["spaces"], "net_usable_area_m2": layout["net_usable_area_m2"]}
    yield "wall-gone", ledger["walls_gone_geometry"], {"area_m2": ledger["walls_gone_area_m2"]}
    for obstacle in layout["obstacles"]:
        yield "obstacle", obstacle["geometry"], {"id": obstacle["id"], "obstacle": obstacle["kind"]}
    for door in layout["doors"]:
        yield "door", door["geometry"], {"id": door["id"], "width_m": door["width_m"]}
        yield "door-leaf", door["leaf"], {"id": door["id"]}
    for window in layout["windows"]:
        yield "window", window, {}
    yield "aisle", layout["aisles"], {}
    shown = ("x_m", "y_m", "rotation_deg", "width_m", "depth_m", "way_out_m")
    for number, seat in enumerate(layout["workstations"], start=1):
        yield "workstation", seat["desk"], {"number": number} | {name: seat[name] for name in shown}
        yield "way-out", seat["way_out"], {"number": number, "length_m": seat["way_out_m"]}


def _geometry(geometry: dict[str, Any], project: Project | None) -> dict[str, Any]:
    if project is None:
        return geometry
    made = mapping(project(shape(geometry)))
    return {"type": made["type"], "coordinates": _rounded(made["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    return round(coordinates, DECIMALS) if isinstance(coordinates, float) else [_rounded(c) for c in coordinates]
