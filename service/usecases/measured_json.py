"""A measured model as JSON: what the reading child hands to the service."""

from __future__ import annotations

from functools import cache

from cattrs.preconf.orjson import OrjsonConverter, make_converter

from service.store.records import MeasuredModel


@cache
def _converter() -> OrjsonConverter:
    return make_converter(forbid_extra_keys=True)


def to_bytes(model: MeasuredModel) -> bytes:
    """Return the model as JSON."""
    return _converter().dumps(model)


def from_bytes(text: bytes) -> MeasuredModel:
    """Return the model that ``to_bytes`` wrote; raises if a field is missing, unknown or of the wrong kind."""
    return _converter().loads(text, MeasuredModel)
