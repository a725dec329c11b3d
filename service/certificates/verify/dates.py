"""Whether certificate and key were valid at their times."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from .shape import is_number, moment
from .signature import find_key, written
from .verdict import Verdict

CLOCK_SLACK: Final = timedelta(minutes=5)  # clocks of two machines differ


def check_dates(verdict: Verdict, document: dict[str, Any], now: datetime) -> None:
    """Refuse dates that contradict each other, or do not include ``now``."""
    issued, start, end = (moment(document[name]) for name in ("issued_at", "valid_from", "valid_until"))
    assert issued is not None
    assert start is not None
    if end is not None and end <= max(issued, start):
        verdict.reject("dates-wrong", end=document["valid_until"])
    if max(start, issued) > now + CLOCK_SLACK:
        verdict.reject("not-yet-valid", at=document["valid_from" if start > issued else "issued_at"])
    if end is not None and now > end:
        verdict.reject("expired", at=document["valid_until"])


def check_key_period(verdict: Verdict, document: dict[str, Any], keys: Mapping[str, Any] | None) -> None:
    """Refuse a certificate that was issued when its key was not (any more) to be used."""
    key, issued = find_key(verdict.kid, keys), moment(document["issued_at"])
    if key is None or issued is None:
        return
    if issued.timestamp() < seconds(key.get("nbf"), -math.inf):
        verdict.reject("key-not-yet-valid", issued=document["issued_at"], at=written(key["nbf"]))
    if issued.timestamp() > seconds(key.get("exp"), math.inf):
        verdict.reject("key-expired", issued=document["issued_at"], at=written(key["exp"]))


def seconds(value: Any, otherwise: float) -> float:
    """Return seconds since 1970 from a JSON value, ``otherwise`` where it is no number."""
    return float(value) if is_number(value) else otherwise
