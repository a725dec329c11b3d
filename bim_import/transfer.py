"""Models as plain JSON: from the reading child to the service, and into the store and back.

Regions travel as WKB in base64 (exact, and a third of the size of coordinate lists); solids do not travel at all.
"""

from __future__ import annotations

import base64
from typing import Any

import cattrs
import orjson
import shapely
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from geometry.finding import Text
from geometry.plan import Element, Model
from geometry.region import Region


def region_to_text(region: Region) -> str:
    """Return a region as base64 WKB."""
    return base64.b64encode(shapely.to_wkb(region)).decode("ascii")


def region_from_text(text: str) -> Region:
    """Return the region that ``region_to_text`` wrote; raises ValueError if it is anything else."""
    region = shapely.from_wkb(base64.b64decode(text, validate=True))
    if not isinstance(region, shapely.Polygon | shapely.MultiPolygon):
        raise ValueError("not a region")
    return region


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    is_region = lambda kind: kind in (Region, shapely.Polygon, shapely.MultiPolygon)  # noqa: E731
    converter.register_unstructure_hook_func(is_region, region_to_text)
    converter.register_structure_hook_func(is_region, lambda text, _: region_from_text(text))
    converter.register_unstructure_hook(Text, list)
    converter.register_structure_hook(Text, lambda sentences, _: Text(*sentences))
    converter.register_unstructure_hook(Element, make_dict_unstructure_fn(Element, converter, body=override(omit=True)))
    converter.register_structure_hook(Element, make_dict_structure_fn(Element, converter, body=override(omit=True)))
    return converter


CONVERTER = _make_converter()


def to_json(record: Any) -> bytes:
    """Return any record of ``geometry.plan`` (or a list or dict of them) as JSON."""
    return orjson.dumps(CONVERTER.unstructure(record), option=orjson.OPT_SERIALIZE_NUMPY)


def model_from_json(text: bytes) -> Model:
    """Return the model that ``to_json`` wrote; raises if a field is missing, unknown or of the wrong kind."""
    return CONVERTER.structure(orjson.loads(text), Model)
