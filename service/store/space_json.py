"""A room as JSON: how a source keeps what it was read as."""

from __future__ import annotations

from functools import cache
from typing import Any

from cattrs.preconf.orjson import OrjsonConverter, make_converter

from service.store.records import Json, SpaceRecord


@cache
def converter() -> OrjsonConverter:
    """Return what turns our records into JSON and back; unknown fields are refused."""
    return make_converter(forbid_extra_keys=True)


def to_json(space: SpaceRecord) -> Json:
    """Return a room as JSON values."""
    kept: Any = converter().unstructure(space)
    return dict(kept)


def from_json(kept: Json) -> SpaceRecord:
    """Return the room that ``to_json`` wrote."""
    return converter().structure(kept, SpaceRecord)
