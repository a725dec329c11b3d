"""Whether a document has every member a certificate must have, each of its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from .verdict import Verdict

DOCUMENT_TYPE: Final = "yijian-area-certificate"
SCHEMA_VERSION: Final = 1

# Members by path, and their kind; with "?" null is allowed. Others may be there as well: a later version adds some.
DOCUMENT: Final = {
    "id": "text",
    "issuer.name": "text",
    "issued_at": "moment",
    "valid_from": "moment",
    "valid_until": "moment?",
    "status.status_list.idx": "count",
    "status.status_list.uri": "text?",
    "room.id": "text",
    "room.source_id": "text",
    "room.number": "text",
    "room.name": "text",
    "room.building.name": "text",
    "room.storey.name": "text",
    "frame.kind": "text",
    "frame.offset_m": "list",
    "outline": "object",
    "basis.id": "text",
    "basis.version": "text",
    "basis.rules_sha256": "hash",
    "gross_area_m2": "number",
    "deductions": "list",
    "net_usable_area_m2": "number",
    "limited_use_area_m2": "number?",
    "uncertainty": "object?",
    "source.file": "text",
    "source.sha256": "hash",
    "source.revision": "count",
    "source.imported_at": "moment",
    "method.kind": "text",
    "method.verified_on_site": "flag",
    "does_not_say": "list",
}
DEDUCTION: Final = {
    "kind": "text",
    "element": "text",
    "area_m2": "number",
    "rule": "text",
    "footprint": "object?",
}
UNCERTAINTY: Final = {
    "standard_m2": "number",
    "coverage_factor": "number",
    "expanded_m2": "number",
    "accuracy_class": "text?",
}
ACCURACY_RULE: Final = {
    "standard": "text",
    "class": "text",
    "per_root": "number",
    "per_area": "number",
    "limit_m2": "number",
    "coefficients": "text",
}

_ABSENT: Final = object()
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def check_shape(verdict: Verdict, document: dict[str, Any]) -> bool:
    """Return whether ``document`` can be read as a certificate of this version."""
    version = document.get("schema_version")
    if document.get("type") != DOCUMENT_TYPE or not is_number(version) or version != SCHEMA_VERSION:
        verdict.reject("unknown-schema", version=f"{document.get('type')} {version}"[:80])
        return False
    wrong = list(_wrong(document, DOCUMENT, ""))
    if not wrong:
        for i, line in enumerate(document["deductions"]):
            wrong += _wrong(line, DEDUCTION, f"deductions[{i}].")
        if document["uncertainty"] is not None:
            wrong += _wrong(document["uncertainty"], UNCERTAINTY, "uncertainty.")
            rule = document["uncertainty"].get("accuracy_rule")  # older certificates have none
            if rule is not None:
                wrong += _wrong(rule, ACCURACY_RULE, "uncertainty.accuracy_rule.")
    for name in wrong:
        verdict.reject("member-wrong", name=name)
    return not wrong


def member(value: Any, path: str) -> Any:
    """Return the member at a dotted path, None where there is none."""
    found = _member(value, path)
    return None if found is _ABSENT else found


def moment(text: Any) -> datetime | None:
    """Return the moment that RFC 3339 text in UTC names, None where it is none."""
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def is_number(value: Any) -> bool:
    """Return whether a JSON value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(value: Any, members: Mapping[str, str], prefix: str) -> list[str]:
    return [f"{prefix}{path}" for path, kind in members.items() if not _is(kind, _member(value, path))]


def _member(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value.get(name, _ABSENT) if isinstance(value, dict) else _ABSENT
    return value


def _is(kind: str, value: Any) -> bool:
    if kind.endswith("?"):
        return value is None or _is(kind[:-1], value)
    return {
        "text": isinstance(value, str),
        "number": is_number(value),
        "count": is_number(value) and value >= 0 and value == int(value),
        "flag": isinstance(value, bool),
        "list": isinstance(value, list),
        "object": isinstance(value, dict),
        "hash": isinstance(value, str) and _HASH.fullmatch(value) is not None,
        "moment": moment(value) is not None,
    }[kind]
