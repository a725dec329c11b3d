"""The files that ``yijian layout`` writes beside its document: GeoJSON, DXF, and a copy of the model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from bim_import.errors import ImportRefused
from geometry.finding import Text
from geometry.plan import Space, Storey
from service.exports.layout_dxf import layout_dxf
from service.exports.layout_geojson import layout_geojson
from service.usecases.plain_geojson import geojson

NO_MODEL = Text(
    "{file} 不是 IFC 模型,无法写入工位;请改用 --dxf 或 --geojson。",
    "{file} is no IFC model, so workstations cannot be put into it; use --dxf or --geojson.",
)
SAME_FILE = Text(
    "不能覆盖原模型 {file};请给 --ifc 另一个文件名。",
    "The model {file} itself is not written over; give --ifc another name.",
)
MODELS = (".ifc", ".ifczip")


def check_targets(payload: dict[str, Any]) -> None:
    """Raise ``ImportRefused`` where a file that is asked for cannot be written, before anything is searched."""
    target = payload.get("ifc")
    if target is None:
        return
    if not payload["file"].lower().endswith(MODELS):
        raise ImportRefused("layout-no-model", NO_MODEL.format(file=payload["file"]))
    if Path(target).resolve() == Path(payload["path"]).resolve():
        raise ImportRefused("layout-no-model", SAME_FILE.format(file=payload["file"]))


def write_files(
    payload: dict[str, Any],
    document: dict[str, Any],
    storey: Storey,
    spaces: Sequence[Space],
    *,
    offset_m: tuple[float, float],
) -> None:
    """Write the files that ``payload`` names under ``geojson``, ``dxf`` and ``ifc``."""
    if payload.get("geojson"):
        about = {"crs": None, "building": payload["file"], "storey": storey.name}
        Path(payload["geojson"]).write_bytes(layout_geojson(document, about))
    if payload.get("dxf"):
        built = [(e.kind, e.footprint) for e in storey.elements] + [(o.kind, o.footprint) for o in storey.openings]
        Path(payload["dxf"]).write_bytes(layout_dxf(document, built, offset_m=offset_m))
    if payload.get("ifc"):
        from service.exports.layout_ifc import layout_ifc

        asked = {
            "path": payload["path"],
            "id": hashlib.sha256(orjson.dumps(document["workstations"])).hexdigest()[:16],
            "layout": document,
            "offset_m": list(offset_m),
            "storey": storey.id,
            "floor_z_m": next((s.floor_z_m for s in spaces if s.floor_z_m is not None), None),
            "rooms": [{"global_id": s.id, "outline": geojson(s.outline)} for s in spaces],
        }
        Path(payload["ifc"]).write_bytes(layout_ifc(asked, lambda step, share: None))
