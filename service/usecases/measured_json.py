"""A measured model as JSON: what the reading child hands to the service."""

from __future__ import annotations

from service.store.records import MeasuredModel
from service.store.space_json import converter


def to_bytes(model: MeasuredModel) -> bytes:
    """Return the model as JSON."""
    return converter().dumps(model)


def from_bytes(text: bytes) -> MeasuredModel:
    """Return the model that ``to_bytes`` wrote; raises if a field is missing, unknown or of the wrong kind."""
    return converter().loads(text, MeasuredModel)
