"""The content of an area certificate: frozen records, and their one canonical form (RFC 8785), which is what is signed.

Lengths are metres and areas m², coordinates storey-local metres. The document names no person. Field by field it is
explained in docs/certificates.md; ``service.certificates.compose`` makes one from a room and its area statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import orjson
import rfc8785

from geometry.area_remarks import MISSING, NOTES
from geometry.finding import Text
from geometry.plan import Deduction, Frame, Origin, Use
from geometry.region import Region
from geometry.survey.accuracy_class import STANDARD, ClassRule
from geometry.survey.record import AccuracyClass
from service.certificates.identifiers import new_certificate_id, read_certificate_id
from service.certificates.numbers import ANGLE_DECIMALS, MAP_DECIMALS, geojson, number, optional_number
from service.certificates.remarks import DOES_NOT_SAY, does_not_say

__all__ = [
    "SCHEMA_VERSION",
    "Addresses",
    "BasisFacts",
    "CertificateDocument",
    "Issuer",
    "Method",
    "RoomFacts",
    "Source",
    "Uncertainty",
    "new_certificate_id",
    "read_certificate_id",
    "to_canonical",
    "to_json",
]

DOCUMENT_TYPE: Final = "yijian-area-certificate"
SCHEMA_VERSION: Final = 1
_EXPONENT: Final = re.compile(rb"[:,\[]-?\d+(?:\.\d+)?e[-+]?\d")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who answers for the certificate; ``url`` is the public address of the service, or None where it has none."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a reader finds the public keys, the status page of this certificate and the signed status list.

    None where the service has no public address: the certificate can then be checked offline only.
    """

    keys: str | None = None
    status_page: str | None = None
    status_list: str | None = None


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """Which room: ``space_id`` is stable over revisions, ``source_id`` its id in the source file (IFC GlobalId)."""

    space_id: str
    source_id: str
    number: str
    name: str
    use: Use
    building_id: str
    building: str
    storey_id: str
    storey: str
    storey_elevation_m: float | None


@dataclass(frozen=True, slots=True)
class BasisFacts:
    """The measurement basis: ``rules_sha256`` is the hash of all its rules (``compose.rules_sha256``)."""

    id: str
    title: Text
    version: str
    rules_sha256: str


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Standard uncertainty of the net area in m², its coverage factor k, and the accuracy class reached, if any.

    The expanded uncertainty U = k·u is written beside them. ``accuracy_rule`` is the rule that the class was judged by
    (2u of the net area within its limit; for "none" beyond it). A modelled area has no ``Uncertainty`` at all.
    """

    standard_m2: float
    coverage_factor: float = 2.0
    accuracy_class: AccuracyClass | None = None
    accuracy_rule: ClassRule | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file the area comes from; ``revision`` counts the states of its building in this service."""

    file: str
    sha256: str
    revision: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Method:
    """How the outline came about, with what instrument, and whether it was compared with the room itself."""

    kind: Origin
    instrument: str | None = None
    verified_on_site: bool = False
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class CertificateDocument:
    """One area certificate before it is signed.

    ``outline`` is the boundary measured under the basis: its area is ``gross_area_m2``. ``deductions`` are those of the
    area statement; ``net_area_m2`` = gross − Σ deductions to 1e-6 m². ``status_index`` is the place of the certificate
    in the issuer's status list, unique per issuer. ``valid_until`` None: until superseded or revoked. ``replaces`` is
    the id of the certificate of the same room that this one supersedes.
    """

    id: str
    issuer: Issuer
    addresses: Addresses
    room: RoomFacts
    frame: Frame
    outline: Region
    basis: BasisFacts
    gross_area_m2: float
    deductions: tuple[Deduction, ...]
    net_area_m2: float
    limited_use_area_m2: float | None
    uncertainty: Uncertainty | None
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    source: Source
    method: Method
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    status_index: int
    replaces: str | None = None


def to_canonical(document: CertificateDocument) -> bytes:
    """Return the canonical JSON (RFC 8785, UTF-8) of the document: the bytes that are signed.

    Raises ``numbers.NotANumberError`` where a number is NaN, infinite or too large.
    """
    return canonical_json(to_json(document))


def canonical_json(value: dict[str, Any]) -> bytes:
    """Return the canonical JSON (RFC 8785) of an object with ASCII member names and numbers from ``numbers.number``.

    orjson writes such an object in the same bytes many times faster; only numbers below 1e-5 look different, and those
    it writes with an exponent.
    """
    quick = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return bytes(rfc8785.dumps(value)) if _EXPONENT.search(quick) else quick


def to_json(document: CertificateDocument) -> dict[str, Any]:
    """Return the document as plain JSON values; every number has passed ``numbers.number``."""
    d = document
    unsaid = does_not_say(verified_on_site=d.method.verified_on_site, has_uncertainty=d.uncertainty is not None)
    return {
        "type": DOCUMENT_TYPE,
        "schema_version": SCHEMA_VERSION,
        "id": d.id,
        "issuer": {"name": d.issuer.name, "url": d.issuer.url, "keys_url": d.addresses.keys},
        "issued_at": timestamp(d.issued_at),
        "valid_from": timestamp(d.valid_from),
        "valid_until": None if d.valid_until is None else timestamp(d.valid_until),
        "replaces": d.replaces,
        "status": {
            "page": d.addresses.status_page,
            "status_list": {"idx": d.status_index, "uri": d.addresses.status_list},
        },
        "room": {
            "id": d.room.space_id,
            "source_id": d.room.source_id,
            "number": d.room.number,
            "name": d.room.name,
            "use": d.room.use,
            "building": {"id": d.room.building_id, "name": d.room.building},
            "storey": {
                "id": d.room.storey_id,
                "name": d.room.storey,
                "elevation_m": optional_number(d.room.storey_elevation_m),
            },
        },
        "frame": _frame(d.frame),
        "outline": geojson(d.outline),
        "basis": {
            "id": d.basis.id,
            "title": _text(d.basis.title),
            "version": d.basis.version,
            "rules_sha256": d.basis.rules_sha256,
        },
        "gross_area_m2": number(d.gross_area_m2),
        "deductions": [_deduction(line) for line in d.deductions],
        "net_usable_area_m2": number(d.net_area_m2),
        "limited_use_area_m2": optional_number(d.limited_use_area_m2),
        "uncertainty": _uncertainty(d.uncertainty, d.net_area_m2),
        "missing": [{"code": code, **_text(MISSING[code])} for code in d.missing],
        "notes": [{"code": code, **_text(NOTES[code])} for code in d.notes],
        "source": {
            "file": d.source.file,
            "sha256": d.source.sha256,
            "revision": d.source.revision,
            "imported_at": timestamp(d.source.imported_at),
        },
        "method": {
            "kind": d.method.kind,
            "instrument": d.method.instrument,
            "verified_on_site": d.method.verified_on_site,
            "verified_on": None if d.method.verified_on is None else d.method.verified_on.isoformat(),
        },
        "does_not_say": [{"code": code, **_text(DOES_NOT_SAY[code])} for code in unsaid],
    }


def timestamp(moment: datetime) -> str:
    """Return an aware moment as RFC 3339 in UTC to the second, ``2026-11-21T08:30:00Z``."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is no moment")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _frame(frame: Frame) -> dict[str, Any]:
    g = frame.georeference
    return {
        "kind": "storey-local",
        "unit": "m",
        "offset_m": [number(value) for value in frame.offset_m],
        "georeference": None
        if g is None
        else {
            "crs": g.crs,
            "eastings_m": number(g.eastings_m, MAP_DECIMALS),
            "northings_m": number(g.northings_m, MAP_DECIMALS),
            "orthogonal_height_m": number(g.orthogonal_height_m, MAP_DECIMALS),
            "rotation_rad": number(g.rotation_rad, ANGLE_DECIMALS),
            "scale": number(g.scale, ANGLE_DECIMALS),
            "quality": g.quality,
        },
    }


def _deduction(line: Deduction) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "element": line.element,
        "area_m2": number(line.area_m2),
        "rule": line.rule,
        "footprint": None if line.footprint is None or line.footprint.is_empty else geojson(line.footprint),
    }


def _uncertainty(given: Uncertainty | None, net_area_m2: float) -> dict[str, Any] | None:
    if given is None:
        return None
    u, k = number(given.standard_m2), number(given.coverage_factor)
    return {
        "standard_m2": u,
        "coverage_factor": k,
        "expanded_m2": number(k * u),
        "accuracy_class": given.accuracy_class,
        "accuracy_rule": _accuracy_rule(given.accuracy_rule, net_area_m2),
    }


def _accuracy_rule(rule: ClassRule | None, net_area_m2: float) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {
        "standard": STANDARD,
        "class": rule.name,
        "per_root": rule.per_root,
        "per_area": rule.per_area,
        "limit_m2": number(rule.limit_m2(net_area_m2)),
        "coefficients": rule.confidence,
    }
