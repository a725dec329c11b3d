"""Storey-local metres to a coordinate reference system and back. The only user of pyproj.

Areas are always computed in storey-local metres; a CRS is for showing a plan on a map and for exchange. Coordinates of
a CRS are always (easting, northing) or (longitude, latitude), whatever axis order its definition has, as GeoJSON wants.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from geometry.crs_names import CGCS2000_3_CM, spellings
from geometry.plan import Frame, Georeference
from geometry.region import Region

if TYPE_CHECKING:
    import pyproj

Array = NDArray[np.float64]
T = TypeVar("T", float, Array)

GEOJSON_CRS = "EPSG:4326"


class NotGeoreferencedError(ValueError):
    """The model does not say where on earth it is."""


class UnknownCrsError(ValueError):
    """Not the name of a coordinate reference system that pyproj knows."""


class OutsideCrsError(ValueError):
    """The place cannot be expressed in the coordinate reference system asked for."""


@dataclass(frozen=True, slots=True)
class CrsFacts:
    """What a reader needs to know about a CRS: ``crs`` is its code or definition, ``unit_m`` metres per plane unit."""

    crs: str
    name: str
    projected: bool
    unit_m: float
    false_easting_m: float | None


def to_crs(region: Region, frame: Frame, target_crs: str) -> Region:
    """Return a region of the plan (storey-local metres) in units of ``target_crs``, easting or longitude first."""
    georeference = _georeference(frame)
    return _moved(region, lambda xy: _to(_to_map(xy, frame, georeference), georeference.crs, target_crs))


def from_crs(region: Region, frame: Frame, source_crs: str) -> Region:
    """Return a region given in ``source_crs`` (easting or longitude first) in storey-local metres of the plan."""
    georeference = _georeference(frame)
    return _moved(region, lambda xy: _from_map(_from(xy, georeference.crs, source_crs), frame, georeference))


def crs_facts(name: str) -> CrsFacts | None:
    """Return the CRS that ``name`` stands for, None if it cannot be told.

    Understood are EPSG codes in all usual spellings, WKT, PROJ strings, full names, and the CGCS2000 Gauss-Kruger names
    of other programs and of Chinese practice (``CGCS2000_3_Degree_GK_CM_114E``, ``国家2000 3度带 39带``).
    """
    for candidate in spellings(name):
        try:
            crs = _crs(candidate)
        except UnknownCrsError:
            continue
        flat = crs.sub_crs_list[0] if crs.is_compound and crs.sub_crs_list else crs
        authority = None if candidate.startswith("EPSG:") else crs.to_authority("EPSG", 100)
        return CrsFacts(
            ":".join(authority) if authority else candidate,
            crs.name,
            crs.is_projected,
            float(flat.axis_info[0].unit_conversion_factor) if crs.is_projected and flat.axis_info else math.nan,
            _false_easting_m(flat),
        )
    return None


def lonlat(crs: str, easting_m: float, northing_m: float) -> tuple[float, float]:
    """Return longitude and latitude (degrees, WGS 84) of a point in metres of a projected ``crs``."""
    unit = _unit_m(crs)
    lon, lat = _to(np.array([[easting_m / unit, northing_m / unit]]), crs, GEOJSON_CRS)[0]
    return float(lon), float(lat)


def easting_northing_m(crs: str, longitude_deg: float, latitude_deg: float) -> tuple[float, float]:
    """Return easting and northing in metres of a projected ``crs`` for a WGS 84 longitude and latitude."""
    e, n = _from(np.array([[longitude_deg, latitude_deg]]), crs, GEOJSON_CRS)[0] * _unit_m(crs)
    return float(e), float(n)


def inside_area_of_use(crs: str, easting_m: float, northing_m: float, *, margin_deg: float) -> bool:
    """Return whether a point lies where ``crs`` is meant to be used; True for a CRS without a stated area."""
    try:
        lon, lat = lonlat(crs, easting_m, northing_m)
        e, n = easting_northing_m(crs, lon, lat)
    except OutsideCrsError:
        return False
    # Far outside, projections fold back: a point that does not return to itself is nowhere.
    if not math.hypot(e - easting_m, n - northing_m) < 1.0:
        return False
    area = _crs(crs).area_of_use
    if area is None:
        return True
    west, east = area.west - margin_deg, area.east + margin_deg
    in_longitude = west <= lon <= east if area.west <= area.east else lon >= west or lon <= east
    return in_longitude and area.south - margin_deg <= lat <= area.north + margin_deg


def projected_crs_for(longitude_deg: float, latitude_deg: float) -> str:
    """Return a projected CRS that suits a place: CGCS2000 3° Gauss-Kruger around China, UTM (WGS 84) elsewhere."""
    if 73.5 <= longitude_deg <= 135.1 and 17.0 <= latitude_deg <= 53.6:
        meridian = min(max(3 * round(longitude_deg / 3), CGCS2000_3_CM[0]), CGCS2000_3_CM[1])
        return f"EPSG:{CGCS2000_3_CM[2] + (meridian - CGCS2000_3_CM[0]) // 3}"
    zone = min(int((longitude_deg + 180.0) // 6.0) + 1, 60)
    return f"EPSG:{(32600 if latitude_deg >= 0 else 32700) + zone}"


def on_map(g: Georeference, x: T, y: T) -> tuple[T, T]:
    """Return easting and northing in metres of file coordinates in metres (before any offset was taken off)."""
    cos, sin = math.cos(g.rotation_rad), math.sin(g.rotation_rad)
    return g.eastings_m + g.scale * (x * cos - y * sin), g.northings_m + g.scale * (x * sin + y * cos)


def _georeference(frame: Frame) -> Georeference:
    if frame.georeference is None:
        raise NotGeoreferencedError("the model is not georeferenced")
    return frame.georeference


def _to_map(xy: Array, frame: Frame, g: Georeference) -> Array:
    x, y = (xy + np.asarray(frame.offset_m)).T
    e, n = on_map(g, x, y)
    return np.asarray(np.column_stack((e, n)) / _unit_m(g.crs), dtype=np.float64)


def _from_map(en: Array, frame: Frame, g: Georeference) -> Array:
    e, n = (en * _unit_m(g.crs) - (g.eastings_m, g.northings_m)).T / g.scale
    cos, sin = math.cos(g.rotation_rad), math.sin(g.rotation_rad)
    xy = np.column_stack((e * cos + n * sin, n * cos - e * sin))
    return np.asarray(xy - np.asarray(frame.offset_m), dtype=np.float64)


def _to(xy: Array, own: str, other: str) -> Array:
    return xy if own == other else _transformed(xy, own, other, "FORWARD")


def _from(xy: Array, own: str, other: str) -> Array:
    return xy if own == other else _transformed(xy, own, other, "INVERSE")


def _transformed(xy: Array, own: str, other: str, direction: str) -> Array:
    # One transformer for both directions, so that going there and back uses the same operation.
    try:
        a, b = _transformer(own, other).transform(xy[:, 0], xy[:, 1], direction=direction)
    except _proj().exceptions.ProjError as error:
        raise OutsideCrsError(f"the place cannot be expressed in {other}") from error
    result = np.column_stack((a, b))
    if not np.isfinite(result).all():
        raise OutsideCrsError(f"the place cannot be expressed in {other}")
    return result


@cache
def _proj() -> Any:
    """Load PROJ when first asked for: it takes as long as reading a small file, and most files need no CRS.

    An importer must give the same answer with and without a network, so no grids are fetched.
    """
    import pyproj
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]  # documented there, not re-exported

    set_network_enabled(active=False)
    return pyproj


@lru_cache(maxsize=64)
def _transformer(own: str, other: str) -> pyproj.Transformer:
    transformer: pyproj.Transformer = _proj().Transformer.from_crs(_crs(own), _crs(other), always_xy=True)
    return transformer


@lru_cache(maxsize=256)
def _crs(name: str) -> pyproj.CRS:
    try:
        crs: pyproj.CRS = _proj().CRS.from_user_input(name)
    except _proj().exceptions.CRSError as error:
        raise UnknownCrsError(f"no coordinate reference system is called {name!r}") from error
    return crs


def _unit_m(crs: str) -> float:
    found = _crs(crs)
    flat = found.sub_crs_list[0] if found.is_compound and found.sub_crs_list else found
    if not found.is_projected:
        raise OutsideCrsError(f"{crs} has no plane coordinates")
    return float(flat.axis_info[0].unit_conversion_factor)


def _false_easting_m(crs: pyproj.CRS) -> float | None:
    if crs.coordinate_operation is None:
        return None
    for parameter in crs.coordinate_operation.params:
        if parameter.name == "False easting":
            return float(parameter.value) * float(parameter.unit_conversion_factor)
    return None


def _moved(region: Region, move: Callable[[Array], Array]) -> Region:
    return shapely.transform(region, move)
