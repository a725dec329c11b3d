"""Measured files made to order: a model with walls, surveys of rooms, drawings."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import shapely
from shapely.affinity import rotate, translate

from geometry.basis import DEFAULT_BASIS
from service.store import imports
from service.store.database import Database
from service.store.records import (
    BuildingRecord,
    ElementRecord,
    ImportRecord,
    MeasuredModel,
    SpaceRecord,
    StatementRecord,
    StoreyRecord,
)
from service.usecases.store_file import Stored, store_file

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
L_SHAPE = shapely.Polygon([(0, 0), (6, 0), (6, 2), (3, 2), (3, 4), (0, 4)])


def column(x: float, y: float, size: float = 0.5) -> dict[str, Any]:
    foot = shapely.box(x, y, x + size, y + size)
    wkb = base64.b64encode(shapely.to_wkb(foot)).decode()
    return {"kind": "column", "element": "C1", "area_m2": foot.area, "rule": "§", "footprint": wkb}


def room(
    number: str,
    outline: shapely.Polygon,
    *,
    origin: str = "modelled",
    u: float | None = None,
    lines: tuple[dict[str, Any], ...] = (),
    global_id: str = "",
    measured_on: str | None = None,
    declared: tuple[dict[str, Any], ...] = (),
) -> SpaceRecord:
    net = outline.area - sum(line["area_m2"] for line in lines)
    where = outline.representative_point()
    return SpaceRecord(
        global_id=global_id or f"{origin}-{number}",
        number=number,
        name="办公室" if origin == "modelled" else "",
        use="office" if origin == "modelled" else "other",
        origin=origin,
        outline=shapely.to_wkb(outline),
        label_point=(where.x, where.y),
        floor_z_m=0.0 if origin == "modelled" else None,
        height_m=2.8 if origin == "modelled" else None,
        declared=declared,
        findings=(),
        statements=(StatementRecord(DEFAULT_BASIS, outline.area, net, u, None, lines, ()),),
        survey={"measured_on": measured_on, "observations": [{"instrument": "disto"}, {"instrument": None}]}
        if origin == "surveyed"
        else None,
    )


def surveyed(number: str, outline: shapely.Polygon, *, turned_deg: float = 0.0, **more: Any) -> SpaceRecord:
    """A room as a survey has it: in a frame of its own."""
    own = translate(rotate(outline, turned_deg, origin=(0, 0)), 100.0, 50.0)
    made = room(number, own, origin="surveyed", **({"u": 0.02} | more))
    told = {"code": "not-placed", "subject": made.global_id, "outcome": "info", "reason_zh": "无", "reason_en": "no"}
    return replace(made, findings=(told | {"cause": None, "evidence": {}},))


def file_of(
    *storeys: tuple[str, tuple[SpaceRecord, ...]], global_id: str = "B1", name: str = "主楼", kind: str = "ifc"
) -> MeasuredModel:
    wall = ElementRecord("W1", "wall", "墙", shapely.to_wkb(shapely.box(5, 0, 5.2, 4)))
    return MeasuredModel(
        source={"file": f"a.{kind}", "sha256": "ab", "kind": kind, "schema": "", "application": "x"},
        report={"accepted": 1, "repaired": 0, "rejected": 0, "differs": 0, "findings": []},
        frame={"offset_m": [0.0, 0.0], "georeference": None},
        buildings=(
            BuildingRecord(
                global_id,
                name,
                tuple(
                    StoreyRecord(f"S-{label}", label, 3.6 * n, rooms, (wall,) if kind == "ifc" else ())
                    for n, (label, rooms) in enumerate(storeys)
                ),
            ),
        ),
    )


def import_record(id_: str, *, target: str | None = None, options: dict[str, Any] | None = None) -> ImportRecord:
    return ImportRecord(
        id=id_,
        status="running",
        progress=0.0,
        step="store",
        file=f"{id_}.bin",
        size_bytes=5,
        sha256=id_ * 4,
        ignore_spaces=False,
        target_building_id=target,
        created_at=NOW,
        started_at=NOW,
        finished_at=None,
        building_ids=(),
        revision=None,
        report=None,
        problem=None,
        source=None,
        options=options or {},
    )


def keep(
    database: Database,
    measured: MeasuredModel,
    import_id: str,
    *,
    into: str | None = None,
    options: dict[str, Any] | None = None,
    **more: Any,
) -> Stored:
    with database.write() as session:
        record = import_record(import_id, target=into, options=options)
        imports.add(session, record, identity=import_id)
        return store_file(session, measured, record, now=NOW, **more)
