from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
import shapely
from pyproj.network import is_network_enabled
from shapely import MultiPolygon, Polygon, box

from geometry.frame import (
    NotGeoreferencedError,
    OutsideCrsError,
    UnknownCrsError,
    crs_facts,
    easting_northing_m,
    from_crs,
    inside_area_of_use,
    lonlat,
    projected_crs_for,
    to_crs,
)
from geometry.plan import Frame, Georeference
from geometry.region import Region

ROOM = Polygon([(0, 0), (6, 0), (6, 3), (3, 3), (3, 5), (0, 5)], [box(1, 1, 2, 2).exterior.coords])
WINGS = MultiPolygon([box(0, 0, 10, 5), box(40, 3, 50, 9)])


def frame(
    crs: str = "EPSG:4547",
    e: float = 512_345.678,
    n: float = 3_412_345.678,
    *,
    turn_deg: float = 0.0,
    scale: float = 1.0,
    offset: tuple[float, float] = (0.0, 0.0),
) -> Frame:
    return Frame(offset, Georeference(crs, e, n, 12.0, math.radians(turn_deg), scale, "map-conversion"))


def farthest(a: Region, b: Region) -> float:
    return float(np.abs(shapely.get_coordinates(a) - shapely.get_coordinates(b)).max())


def test_the_network_is_never_asked() -> None:
    assert not is_network_enabled()


@pytest.mark.parametrize("region", [ROOM, WINGS])
@pytest.mark.parametrize("target", ["EPSG:4547", "EPSG:4326", "EPSG:4490", "EPSG:4526", "EPSG:3857", "EPSG:4508"])
@pytest.mark.parametrize("turn_deg", [0.0, 37.5, -120.0])
def test_there_and_back_is_the_same_place_to_a_micrometre(region: Region, target: str, turn_deg: float) -> None:
    placed = frame(turn_deg=turn_deg, scale=0.9998, offset=(300.0, -1200.0))
    again = from_crs(to_crs(region, placed, target), placed, target)
    assert farthest(region, again) <= 1e-6


def test_plan_coordinates_become_eastings_and_northings() -> None:
    placed = to_crs(box(0, 0, 5, 4), frame(), "EPSG:4547")
    assert placed.bounds == pytest.approx((512_345.678, 3_412_345.678, 512_350.678, 3_412_349.678))


def test_a_turn_is_counter_clockwise_and_the_offset_comes_first() -> None:
    placed = to_crs(box(0, 0, 5, 4), frame(turn_deg=90.0, offset=(100.0, 0.0)), "EPSG:4547")
    assert placed.bounds == pytest.approx((512_341.678, 3_412_445.678, 512_345.678, 3_412_450.678))


def test_geojson_has_the_longitude_first() -> None:
    lon, lat = shapely.get_coordinates(to_crs(ROOM, frame(), "EPSG:4326"))[0]
    assert lon == pytest.approx(114.13, abs=0.01)
    assert lat == pytest.approx(30.83, abs=0.01)


def test_a_crs_in_feet_gets_feet() -> None:
    # New York Long Island, US survey feet: 984 250 ftUS are 300 000 m.
    placed = to_crs(box(0, 0, 3, 3), frame("EPSG:2263", 300_000.0, 60_960.0), "EPSG:2263")
    assert placed.bounds[0] == pytest.approx(984_250.0)
    assert placed.bounds[2] - placed.bounds[0] == pytest.approx(3 / (1200 / 3937))


def test_a_model_without_a_place_says_so() -> None:
    with pytest.raises(NotGeoreferencedError):
        to_crs(ROOM, Frame(), "EPSG:4326")
    with pytest.raises(NotGeoreferencedError):
        from_crs(ROOM, Frame(), "EPSG:4326")


def test_an_unknown_crs_says_so() -> None:
    with pytest.raises(UnknownCrsError):
        to_crs(ROOM, frame(), "EPSG:1")


def test_a_place_outside_every_projection_says_so() -> None:
    with pytest.raises(OutsideCrsError):
        to_crs(ROOM, frame("EPSG:4547", 1e30, 1e30), "EPSG:4326")


def test_every_cgcs2000_strip_is_known_by_its_usual_names() -> None:
    for zone in range(25, 46):
        facts = crs_facts(f"CGCS2000_3_Degree_GK_Zone_{zone}")
        assert facts is not None
        assert facts.name == f"CGCS2000 / 3-degree Gauss-Kruger zone {zone}"
    for meridian in range(75, 136, 3):
        facts = crs_facts(f"CGCS2000_3_Degree_GK_CM_{meridian}E")
        assert facts is not None
        assert facts.name == f"CGCS2000 / 3-degree Gauss-Kruger CM {meridian}E"
    for zone in range(13, 24):
        facts = crs_facts(f"CGCS2000_GK_Zone_{zone}")
        assert facts is not None
        assert facts.name == f"CGCS2000 / Gauss-Kruger zone {zone}"
    for meridian in range(75, 136, 6):
        facts = crs_facts(f"CGCS2000 6度带 中央经线{meridian}")
        assert facts is not None
        assert facts.name == f"CGCS2000 / Gauss-Kruger CM {meridian}E"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("EPSG:4547", "EPSG:4547"),
        ("epsg 4547", "EPSG:4547"),
        ("EPSG4547", "EPSG:4547"),
        ("4547", "EPSG:4547"),
        ("urn:ogc:def:crs:EPSG::4547", "EPSG:4547"),
        ("urn:ogc:def:crs:EPSG:9.8:4547", "EPSG:4547"),
        ("EPSG:28992", "EPSG:28992"),
        ("EPSG:32760 - WGS 84 / UTM zone 60S", "EPSG:32760"),
        ("CGCS2000 / 3-degree Gauss-Kruger zone 39", "EPSG:4527"),
        ("CGCS2000 / Gauss-Kruger CM 117E", "EPSG:4509"),
        ("国家2000 3度带 39带", "EPSG:4527"),
        ("CGCS2000 三度带 中央经线114", "EPSG:4547"),
        ("2000国家大地坐标系 3度带 第38带", "EPSG:4526"),
        (pyproj.CRS("EPSG:4547").to_wkt(), "EPSG:4547"),
    ],
)
def test_a_projected_crs_is_known_by_any_spelling(name: str, code: str) -> None:
    facts = crs_facts(name)
    assert facts is not None
    assert facts.projected
    assert pyproj.CRS(facts.crs).equals(pyproj.CRS(code), ignore_axis_order=True)


@pytest.mark.parametrize(
    "name", ["", "   ", "Local", "foo bar", "EPSG:99999", "CGCS2000 3度带 99带", "CGCS2000 CM 113E"]
)
def test_what_is_no_crs_is_none(name: str) -> None:
    assert crs_facts(name) is None


def test_a_geographic_crs_is_told_from_a_projected_one() -> None:
    facts = crs_facts("EPSG:4490")
    assert facts is not None
    assert not facts.projected


@pytest.mark.parametrize(
    ("crs", "e", "n", "inside"),
    [
        ("EPSG:4547", 500_000.0, 4_000_000.0, True),
        ("EPSG:4547", 38_500_000.0, 4_000_000.0, False),
        ("EPSG:4547", 0.0, 0.0, False),
        ("EPSG:4526", 38_500_000.0, 4_000_000.0, True),
        ("EPSG:28992", 149_626.3, 413_717.7, True),
        ("EPSG:28992", 149_626_315.9, 413_717_684.2, False),
        ("EPSG:28992", math.inf, 0.0, False),
    ],
)
def test_a_place_is_inside_the_area_its_crs_is_for(crs: str, e: float, n: float, inside: bool) -> None:
    assert inside_area_of_use(crs, e, n, margin_deg=0.5) is inside


@pytest.mark.parametrize(
    ("lon", "lat", "crs"),
    [(105.6, 30.8, "EPSG:4544"), (116.4, 39.9, "EPSG:4548"), (6.1, 49.6, "EPSG:32632"), (174.8, -36.8, "EPSG:32760")],
)
def test_a_rough_place_gets_a_crs_that_suits_it(lon: float, lat: float, crs: str) -> None:
    assert projected_crs_for(lon, lat) == crs
    assert lonlat(crs, *easting_northing_m(crs, lon, lat)) == pytest.approx((lon, lat), abs=1e-9)
