"""Many certificates as one file: CSV for spreadsheets, JSON, ZIP with all that an offline check needs, GeoPackage.

Certificates come some at a time and are written as they come, so that a hundred thousand need no more memory than a
few hundred.
"""

from __future__ import annotations

import csv
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyogrio.raw
import shapely
from shapely.geometry import shape

from geometry.plan import Frame, Georeference
from service.certificates.signing import signed_json
from service.store.certificate_records import CertificateRecord, SignedDocument

Lot = Sequence[tuple[CertificateRecord, SignedDocument]]
COLUMNS: Final = {
    "id": "证书编号 certificate",
    "status": "状态 status",
    "building": "建筑 building",
    "storey": "楼层 storey",
    "number": "房间号 number",
    "basis": "测量依据 basis",
    "net_area_m2": "使用面积 net usable area m²",
    "gross_area_m2": "总面积 gross area m²",
    "standard_uncertainty_m2": "标准不确定度 u m²",
    "issued_at": "签发 issued",
    "valid_until": "有效期至 valid until",
    "status_at": "状态自 status since",
    "cause": "原因 cause",
    "reason": "说明 reason",
    "successor_id": "新证书 successor",
    "revision": "版本 revision",
    "space_id": "房间标识 space id",
    "building_id": "建筑标识 building id",
}
STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would run in a spreadsheet
LOCAL: Final = 'LOCAL_CS["storey-local metres",UNIT["metre",1]]'
LAYER: Final = "certificates"


def write_csv(path: Path, lots: Iterable[Lot]) -> None:
    """Write one line per certificate; UTF-8 with a byte order mark, as spreadsheets want Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.values())
        for lot in lots:
            writer.writerows([_cell(getattr(record, name)) for name in COLUMNS] for record, _ in lot)


def write_json(path: Path, lots: Iterable[Lot]) -> None:
    """Write ``{"certificates": […]}``, each signed as it is served alone."""
    with path.open("wb") as file:
        file.write(b'{"certificates":[')
        between = b"\n"
        for lot in lots:
            for _, signed in lot:
                file.write(between + _signed(signed))
                between = b",\n"
        file.write(b"\n]}\n")


def write_zip(path: Path, lots: Iterable[Lot], *, keys: dict[str, Any], status_list: str) -> None:
    """Write one JSON file per certificate, the list as CSV, the public keys and the signed status list."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        lines = path.with_name(path.name + ".csv")
        try:
            write_csv(lines, _written_to(archive, lots))
            archive.write(lines, "certificates.csv")
        finally:
            lines.unlink(missing_ok=True)
        archive.writestr("keys.json", orjson.dumps(keys, option=orjson.OPT_INDENT_2))
        archive.writestr("status-list.jwt", status_list)


def write_gpkg(path: Path, lots: Iterable[Lot]) -> None:
    """Write outlines: in the CRS of the model where it has one (a layer for each), else in storey-local metres."""
    begun: set[str] = set()
    for lot in lots:
        by_layer: defaultdict[tuple[str, str], list[tuple[CertificateRecord, bytes]]] = defaultdict(list)
        for record, signed in lot:
            layer, crs, outline = _placed(orjson.loads(signed.document))
            by_layer[layer, crs].append((record, outline))
        for (layer, crs), rows in by_layer.items():
            _write_layer(path, layer, crs, rows, append=layer in begun)
            begun.add(layer)
    if not begun:
        _write_layer(path, LAYER, LOCAL, [], append=False)


def _write_layer(
    path: Path, layer: str, crs: str, rows: Sequence[tuple[CertificateRecord, bytes]], *, append: bool
) -> None:
    def column(name: str) -> Any:
        values = [getattr(record, name) for record, _ in rows]
        if name == "revision":
            return np.array(values, dtype=np.int32)
        if name.endswith("_m2"):
            return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
        return np.array([value.isoformat() if name.endswith(("_at", "until")) and value else value for value in values],
                        dtype=object)  # fmt: skip

    pyogrio.raw.write(
        path,
        geometry=np.array([outline for _, outline in rows], dtype=object),
        field_data=[column(name) for name in COLUMNS],
        fields=list(COLUMNS),
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        driver="GPKG",
        layer=layer,
        crs=crs,
        append=append,
    )


def _placed(document: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return layer, CRS and outline (WKB) of one certificate."""
    outline = shape(document["outline"])
    assert isinstance(outline, shapely.Polygon | shapely.MultiPolygon)
    frame = document["frame"]
    if frame["georeference"] is not None:
        from geometry.frame import OutsideCrsError, UnknownCrsError, to_crs  # PROJ takes a while to load

        crs = frame["georeference"]["crs"]
        x, y = frame["offset_m"]
        try:
            moved = to_crs(outline, Frame((x, y), Georeference(**frame["georeference"])), crs)
            return f"{LAYER}_{crs.replace(':', '_').lower()}", crs, shapely.to_wkb(moved)
        except (OutsideCrsError, UnknownCrsError):
            pass
    return LAYER, LOCAL, shapely.to_wkb(outline)


def _written_to(archive: zipfile.ZipFile, lots: Iterable[Lot]) -> Iterable[Lot]:
    for lot in lots:
        for record, signed in lot:
            archive.writestr(f"{record.id}.json", _signed(signed))
        yield lot


def _signed(signed: SignedDocument) -> bytes:
    # ``signed_json`` takes the payload out again, so none is put in.
    return signed_json(signed.document, f"{signed.protected}..{signed.signature}")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(STARTS_FORMULA) else value
    if isinstance(value, float):
        return f"{value:.6f}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
