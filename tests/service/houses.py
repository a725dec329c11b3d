"""A building put straight into the store, where a test is not about importing it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import shapely

from geometry.basis import DEFAULT_BASIS
from service.store import imports
from service.store.database import Database
from service.store.records import (
    BuildingRecord,
    Json,
    MeasuredModel,
    SpaceRecord,
    StatementRecord,
    StoreyRecord,
)
from service.usecases.store_model import store_model
from tests.service.store.test_store import import_record

ROOMS = {"101": 19.75, "102": 24.0, "103": 22.4}
GEOREFERENCE = {
    "crs": "EPSG:4547",
    "eastings_m": 500000.0,
    "northings_m": 3400000.0,
    "orthogonal_height_m": 0.0,
    "rotation_rad": 0.0,
    "scale": 1.0,
    "quality": "map-conversion",
}


def furnish(
    database: Database,
    nets_m2: Mapping[str, float] | None = None,
    *,
    u_m2: float | None = None,
    georeference: Json | None = None,
) -> str:
    """Store rooms by number and net area as the next revision of one building and return its id.

    Each room is 4 m deep, in a row, with a column of a quarter of a square metre taken off room 101.
    """
    rooms = ROOMS if nets_m2 is None else nets_m2
    storey = StoreyRecord("S1", "1F", 0.0, tuple(_room(n, *room, u_m2) for n, room in enumerate(rooms.items())), ())
    sha256 = secrets.token_hex(32)
    measured = MeasuredModel(
        source={"file": "a.ifc", "sha256": sha256, "kind": "ifc", "schema": "IFC4", "application": "x"},
        report={"accepted": len(rooms), "repaired": 0, "rejected": 0, "differs": 0, "findings": []},
        frame={"offset_m": [0.0, 0.0], "georeference": georeference},
        buildings=(BuildingRecord("B1", "主楼", (storey,)),),
    )
    id_ = secrets.token_hex(8)
    with database.write() as session:
        record = import_record(id_, sha256=sha256)
        imports.add(session, record, identity=id_)
        return store_model(session, measured, record, now=datetime.now(UTC))[0][0]


def _room(place: int, number: str, net_m2: float, u_m2: float | None) -> SpaceRecord:
    taken_m2 = 0.25 if number == "101" else 0.0
    line = {"kind": "column", "element": "C1", "area_m2": taken_m2, "rule": "§ columns", "footprint": None}
    outline = shapely.box(place * 10, 0, place * 10 + (net_m2 + taken_m2) / 4, 4)
    bases = (DEFAULT_BASIS, "ifc-net")
    statements = tuple(
        StatementRecord(basis, net_m2 + taken_m2, net_m2, u_m2, None, (line,) if taken_m2 else (), ())
        for basis in bases
    )
    return SpaceRecord(
        global_id=f"G{number}",
        number=number,
        name="会议室" if number == "102" else "办公室",
        use="office",
        origin="modelled",
        outline=shapely.to_wkb(outline),
        label_point=(place * 10 + 1.0, 2.0),
        floor_z_m=0.0,
        height_m=2.8,
        declared=(),
        findings=(),
        statements=statements,
    )
