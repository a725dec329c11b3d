"""A layout as a file for other programs: GeoJSON, DXF drawing, and the stored model with the workstations in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import shapely

from bim_import.errors import ImportRefused
from bim_import.sandbox import Limits, run_in_child
from geometry.basis import DEFAULT_BASIS
from geometry.finding import Text
from geometry.region import polygonal
from service.errors import ConflictError, ServiceError
from service.exports.layout_dxf import layout_dxf
from service.exports.layout_geojson import layout_geojson
from service.exports.plan_dxf import Unit
from service.store import buildings, imports, spaces
from service.store.database import Database
from service.store.files import FileStore
from service.store.layouts import LayoutRecord
from service.store.records import RevisionRecord
from service.usecases.plain_geojson import geojson
from service.usecases.project import projection
from service.usecases.read_layouts import get_finished

TARGET: Final = "service.exports.layout_ifc:layout_ifc"
NO_MODEL = Text(
    "这些房间来自图纸或实测(文件“{file}”),没有可写入工位的 IFC 模型;请改用 DXF 或 GeoJSON。",
    "These rooms come from a drawing or a survey (“{file}”), so there is no IFC model to put the workstations into; "
    "take the DXF or the GeoJSON.",
)
NOT_MADE = Text(
    "无法在模型“{file}”中写入工位:{why}请改用 DXF 或 GeoJSON。",
    "The workstations could not be put into the model “{file}”: {why} Take the DXF or the GeoJSON.",
)

ChildRunner = Callable[..., bytes]


def as_geojson(database: Database, layout_id: str, *, crs: str | None) -> bytes:
    """Return a layout as GeoJSON; raises ``layout-not-finished``, ``crs-unknown``, ``not-georeferenced``."""
    record, layout = get_finished(database, layout_id)
    with database.read() as session:
        revision = buildings.revision(session, record.building_id, record.revision)
    assert revision is not None
    name, project = projection(revision, crs) or (None, None)
    about = {"crs": name, "layout": record.id, "building": revision.name, "storey": record.storey}
    return layout_geojson(layout, about, project)


def as_dxf(database: Database, layout_id: str, *, unit: Unit) -> tuple[str, bytes]:
    """Return the name and the bytes of a drawing of a layout, in coordinates of the source file."""
    record, layout = get_finished(database, layout_id)
    with database.read() as session:
        revision = buildings.revision(session, record.building_id, record.revision)
        elements = spaces.elements(session, record.revision_key, record.storey_id)
    assert revision is not None
    x, y = revision.frame["offset_m"]
    built = [(e.kind, polygonal(shapely.from_wkb(e.footprint))) for e in elements]
    data = layout_dxf(layout, built, offset_m=(float(x), float(y)), unit=unit)
    return f"{file_stem(revision, record, layout)}.dxf", data


def as_ifc(
    database: Database, files: FileStore, layout_id: str, *, limits: Limits, run_child: ChildRunner = run_in_child
) -> tuple[str, bytes]:
    """Return the name and the bytes of the model with the workstations of a layout; raises ``layout-no-model``.

    Made once and kept: a layout never changes.
    """
    record, layout = get_finished(database, layout_id)
    revision = _model_of(database, record)
    name = f"{file_stem(revision, record, layout)}.ifc"
    kept = files.made(f"layout-{record.id}", ".ifc")
    if kept is not None:
        return name, kept
    with database.read() as session:
        rows = spaces.some_of_revision(session, record.revision_key, record.space_ids, basis=DEFAULT_BASIS)
        storey = buildings.storey_global_id(session, record.revision_key, record.storey_id)
    payload: dict[str, Any] = {
        "path": str(files.path_of(revision.sha256).resolve()),
        "id": record.id,
        "layout": layout,
        "offset_m": [float(value) for value in revision.frame["offset_m"]],
        "storey": storey,
        "floor_z_m": next((row.space.floor_z_m for row in rows if row.space.floor_z_m is not None), None),
        "rooms": [
            {"global_id": row.space.global_id, "outline": geojson(shapely.from_wkb(row.space.outline))} for row in rows
        ],
    }
    try:
        made = run_child(TARGET, payload, limits=limits)
    except ImportRefused as refused:
        why = refused.finding.reason
        text = Text(
            NOT_MADE.zh.format(file=revision.file, why=why.zh), NOT_MADE.en.format(file=revision.file, why=why.en)
        )
        raise ServiceError("layout-model-failed", text) from refused
    return name, files.keep_made(f"layout-{record.id}", ".ifc", made)


def _model_of(database: Database, record: LayoutRecord) -> RevisionRecord:
    """Return the newest revision up to that of the layout which was read from a model; raises ``layout-no-model``."""
    with database.read() as session:
        known = [r for r in buildings.revisions(session, record.building_id) if r.revision <= record.revision]
        for revision in known:
            source = imports.get(session, revision.import_id)
            if source is not None and source.source is not None and source.source["kind"] == "ifc":
                return revision
    raise ConflictError("layout-no-model", NO_MODEL.format(file=known[0].file if known else ""))


def file_stem(revision: RevisionRecord, record: LayoutRecord, layout: dict[str, Any]) -> str:
    """Return what the files of a layout are called: building, storey, rooms and number of workstations."""
    rooms = "+".join(room["number"] or room["name"] for room in layout["area_ledger"]["rooms"][:4])
    return f"{revision.name}-{record.storey}-{rooms}-{layout['count']}"
