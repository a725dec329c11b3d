"""What the pages of a PDF twin say, as strings: taken from the signed document and nothing else.

Areas are printed to 0.01 m² where they are the result and to 1e-6 m² in the ledger, whose lines must sum; lengths and
coordinates to the millimetre. Rounding is that of the whole product (``format``: to the nearest, ties to even digits).
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections.abc import Mapping
from typing import Any

import rfc8785
import segno

from service.certificates.drawing import draw, rings, sides
from service.certificates.words import ACCURACY_CLASSES, KINDS, METHODS, USES, named


def pages(document: Mapping[str, Any], kid: str) -> dict[str, Any]:
    """Return all that is printed for ``document`` (the JSON of a certificate), signed with the key ``kid``."""
    sheet = draw(document)
    room, source, method = document["room"], document["source"], document["method"]
    deducted_m2 = math.fsum(line["area_m2"] for line in document["deductions"])
    return {
        "id": document["id"],
        "issuer": document["issuer"]["name"],
        "issuer_url": document["issuer"]["url"],
        "keys_url": document["issuer"]["keys_url"],
        "status_page": document["status"]["page"],
        "qr": _qr(document["status"]["page"] or document["id"]),
        "net": f"{document['net_usable_area_m2']:.2f}",
        "net_exact": f"{document['net_usable_area_m2']:.6f}",
        "gross_exact": f"{document['gross_area_m2']:.6f}",
        "deducted_exact": f"{deducted_m2:.6f}",
        "limited_use": None if document["limited_use_area_m2"] is None else f"{document['limited_use_area_m2']:.6f}",
        "basis": document["basis"],
        "room": {
            "number": room["number"],
            "name": room["name"],
            "use": _pair(named(USES, room["use"])),
            "building": room["building"]["name"],
            "storey": room["storey"]["name"],
            "elevation": None if room["storey"]["elevation_m"] is None else f"{room['storey']['elevation_m']:.3f}",
            "id": room["id"],
            "source_id": room["source_id"],
        },
        "uncertainty": _uncertainty(document["uncertainty"]),
        "method": {
            **_pair(named(METHODS, method["kind"])),
            "instrument": method["instrument"],
            "verified_on_site": method["verified_on_site"],
            "verified_on": method["verified_on"],
        },
        "source": {**source, "imported_at": _moment(source["imported_at"]), "revision": str(source["revision"])},
        "issued_at": _moment(document["issued_at"]),
        "valid_from": _moment(document["valid_from"]),
        "valid_until": None if document["valid_until"] is None else _moment(document["valid_until"]),
        "replaces": document["replaces"],
        "does_not_say": document["does_not_say"],
        "remarks": [*document["missing"], *document["notes"]],
        "kid": kid,
        "sha256": hashlib.sha256(rfc8785.dumps(document)).hexdigest(),
        "ledger": [
            {
                "kind": _pair(named(KINDS, line["kind"])),
                "element": line["element"],
                "rule": line["rule"],
                "area": f"{line['area_m2']:.6f}",
            }
            for line in document["deductions"]
        ],
        "corners": _corners(document),
        "perimeter": f"{math.fsum(side.length_m for side in sides(document['outline'])):.3f}",
        "frame": _frame(document["frame"]),
        "drawing": {
            "scale": str(sheet.scale),
            "landscape": sheet.landscape,
            "width_mm": sheet.width_mm,
            "height_mm": sheet.height_mm,
            **sheet.content,
        },
    }


def _corners(document: Mapping[str, Any]) -> list[dict[str, str]]:
    points = [point for ring in rings(document["outline"]) for point in ring]
    return [
        {
            "number": str(side.start),
            "x": f"{x:.3f}",
            "y": f"{y:.3f}",
            "to": str(side.end),
            "length": f"{side.length_m:.3f}",
        }
        for (x, y), side in zip(points, sides(document["outline"]), strict=True)
    ]


def _uncertainty(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "standard": f"{given['standard_m2']:.4f}",
        "factor": f"{given['coverage_factor']:g}",
        "expanded": f"{given['expanded_m2']:.4f}",
        "accuracy_class": _pair(named(ACCURACY_CLASSES, given["accuracy_class"] or "")),
        "accuracy_rule": _accuracy_rule(given.get("accuracy_rule")),
    }


def _accuracy_rule(rule: Mapping[str, Any] | None) -> dict[str, str] | None:
    if rule is None:
        return None
    return {
        "standard": rule["standard"],
        "class": rule["class"],
        "formula": f"{rule['per_root']:g}·√S + {rule['per_area']:g}·S",
        "limit": f"{rule['limit_m2']:.4f}",
        "sure": rule["coefficients"] == "confirmed",
    }


def _frame(frame: Mapping[str, Any]) -> dict[str, Any]:
    georeference = frame["georeference"]
    east, north = frame["offset_m"]
    return {
        "offset": f"{east:g}, {north:g}",
        "crs": None if georeference is None else georeference["crs"],
        "rough": georeference is not None and georeference["quality"] == "rough-site-location",
    }


def _pair(text: tuple[str, str]) -> dict[str, str]:
    return {"zh": text[0], "en": text[1]}


def _moment(text: str) -> str:
    return text.replace("T", " ").replace("Z", " UTC")


def _qr(content: str) -> str:
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode("utf-8")


def as_input(document: Mapping[str, Any], kid: str, signed_json: bytes) -> str:
    """Return the pages and the certificate itself as the one JSON text that the page template reads."""
    return json.dumps({**pages(document, kid), "certificate": signed_json.decode("utf-8")}, ensure_ascii=False)
