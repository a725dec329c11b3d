"""Findings as they are stored."""

from __future__ import annotations

import math
from typing import Any

from geometry.finding import Finding
from service.store.records import Json


def finding_row(finding: Finding) -> Json:
    """Return a finding as it is stored: both languages, the cause of a difference lifted out of the evidence."""
    evidence = {key: value for key, value in finding.evidence.items() if key != "cause"}
    return {
        "code": finding.code,
        "subject": finding.subject,
        "outcome": finding.outcome,
        "reason_zh": finding.reason.zh,
        "reason_en": finding.reason.en,
        "cause": finding.evidence.get("cause"),
        "evidence": plain(evidence),
    }


def plain(value: Any) -> Any:
    """Return JSON values for what may hold numbers of NumPy, tuples and mappings."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, str | bytes):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)
