from __future__ import annotations

import math
from typing import Any

import ifcopenshell
import ifcopenshell.guid
import pytest

from bim_import.ifc.georeference import read_georeference
from bim_import.ifc.units import Units, read_units
from geometry.finding import Finding
from geometry.frame import lonlat
from geometry.plan import Georeference
from tests.corpus import has_corpus, opened

METRES = Units()
MILLIMETRES = Units(length=1e-3, area=1e-6, lengths=(1e-3,))

# A county town in Sichuan: CGCS2000 3-degree strip with central meridian 105°.
CRS = "EPSG:4544"
E, N = 561_234.5, 3_401_234.5


class File:
    def __init__(self, schema: str = "IFC4") -> None:
        self.ifc = ifcopenshell.file(schema=schema)
        origin = self.point(0.0, 0.0, 0.0)
        self.axes = self.ifc.create_entity("IfcAxis2Placement3D", Location=origin)
        self.context = self.ifc.create_entity(
            "IfcGeometricRepresentationContext",
            ContextType="Model",
            CoordinateSpaceDimension=3,
            WorldCoordinateSystem=self.axes,
        )

    def point(self, *xyz: float) -> Any:
        return self.ifc.create_entity("IfcCartesianPoint", Coordinates=[float(v) for v in xyz])

    def unit(self, prefix: str | None = None) -> Any:
        return self.ifc.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Prefix=prefix, Name="METRE")

    def crs(self, name: str | None, map_unit: Any = None, **more: Any) -> Any:
        return self.ifc.create_entity("IfcProjectedCRS", Name=name, MapUnit=map_unit, **more)

    def conversion(self, crs: Any, e: float, n: float, kind: str = "IfcMapConversion", **more: Any) -> File:
        self.ifc.create_entity(
            kind, SourceCRS=self.context, TargetCRS=crs, Eastings=e, Northings=n, OrthogonalHeight=300.0, **more
        )
        return self

    def site(self, at: tuple[float, float] = (0.0, 0.0), **more: Any) -> File:
        placement = self.ifc.create_entity(
            "IfcLocalPlacement",
            RelativePlacement=self.ifc.create_entity("IfcAxis2Placement3D", Location=self.point(*at, 0.0)),
        )
        self.the_site = self.ifc.create_entity(
            "IfcSite", GlobalId=ifcopenshell.guid.new(), ObjectPlacement=placement, **more
        )
        return self

    def pset(self, name: str, **values: tuple[str, Any]) -> File:
        properties = [
            self.ifc.create_entity("IfcPropertySingleValue", Name=k, NominalValue=self.ifc.create_entity(*v))
            for k, v in values.items()
        ]
        definition = self.ifc.create_entity(
            "IfcPropertySet", GlobalId=ifcopenshell.guid.new(), Name=name, HasProperties=properties
        )
        self.ifc.create_entity(
            "IfcRelDefinesByProperties",
            GlobalId=ifcopenshell.guid.new(),
            RelatedObjects=[self.the_site],
            RelatingPropertyDefinition=definition,
        )
        return self

    def read(self, units: Units = METRES) -> tuple[Georeference | None, list[str]]:
        georeference, findings = read_georeference(self.ifc, units)
        check(findings)
        return georeference, [f.code for f in findings]


def check(findings: list[Finding]) -> None:
    for finding in findings:
        assert finding.reason.zh
        assert "{" not in finding.reason.en


def test_a_map_conversion_is_taken_as_it_is() -> None:
    file = File()
    file.conversion(file.crs(CRS), E, N, XAxisAbscissa=0.8, XAxisOrdinate=0.6, Scale=0.9999)
    georeference, codes = file.read()
    assert codes == []
    assert georeference == Georeference(CRS, E, N, 300.0, math.atan2(0.6, 0.8), 0.9999, "map-conversion")


def test_the_x_axis_need_not_have_length_one() -> None:
    file = File()
    file.conversion(file.crs(CRS), E, N, XAxisAbscissa=8.0, XAxisOrdinate=6.0)
    georeference, _ = file.read()
    assert georeference is not None
    assert georeference.rotation_rad == pytest.approx(math.atan2(0.6, 0.8))
    assert georeference.scale == 1.0


def test_an_x_axis_of_length_zero_means_no_turn() -> None:
    file = File()
    file.conversion(file.crs(CRS), E, N, XAxisAbscissa=0.0, XAxisOrdinate=0.0)
    georeference, _ = file.read()
    assert georeference is not None
    assert georeference.rotation_rad == 0.0


def test_the_map_unit_is_respected() -> None:
    file = File()
    file.conversion(file.crs(CRS, file.unit("MILLI")), E * 1e3, N * 1e3, Scale=1.0)
    georeference, codes = file.read(MILLIMETRES)
    assert codes == []
    assert georeference is not None
    assert (georeference.eastings_m, georeference.northings_m) == pytest.approx((E, N))
    assert georeference.orthogonal_height_m == pytest.approx(0.3)
    assert georeference.scale == 1.0


def test_the_scale_converts_the_unit_of_the_file() -> None:
    file = File()
    file.conversion(file.crs(CRS, file.unit()), E, N, Scale=0.001)
    georeference, codes = file.read(MILLIMETRES)
    assert codes == []
    assert georeference is not None
    assert georeference.scale == pytest.approx(1.0)


def test_a_scale_left_at_one_in_a_millimetre_file_is_repaired() -> None:
    file = File()
    file.conversion(file.crs(CRS, file.unit()), E, N, Scale=1.0)
    georeference, codes = file.read(MILLIMETRES)
    assert codes == ["georeference-scale"]
    assert georeference is not None
    assert georeference.scale == 1.0


def test_millimetres_under_a_map_unit_of_metres_are_repaired() -> None:
    file = File()
    file.conversion(file.crs(CRS, file.unit()), E * 1e3, N * 1e3)
    georeference, codes = file.read(MILLIMETRES)
    assert codes == ["unit-suspect"]
    assert georeference is not None
    assert georeference.eastings_m == pytest.approx(E)


def test_a_scaled_conversion_multiplies_its_factors() -> None:
    file = File("IFC4X3_ADD2")
    more = {"Scale": 1.0, "FactorX": 0.9996, "FactorY": 0.9996, "FactorZ": 1.0}
    file.conversion(file.crs(CRS), E, N, "IfcMapConversionScaled", **more)
    georeference, codes = file.read()
    assert codes == []
    assert georeference is not None
    assert georeference.scale == pytest.approx(0.9996)


def test_a_conversion_that_would_distort_is_not_used() -> None:
    file = File("IFC4X3_ADD2")
    more = {"Scale": 1.0, "FactorX": 1.0, "FactorY": 0.9, "FactorZ": 1.0}
    file.conversion(file.crs(CRS), E, N, "IfcMapConversionScaled", **more)
    assert file.read() == (None, ["georeference-scale"])


def test_a_rigid_operation_only_moves() -> None:
    file = File("IFC4X3_ADD2")
    file.ifc.create_entity(
        "IfcRigidOperation",
        SourceCRS=file.context,
        TargetCRS=file.crs(CRS),
        FirstCoordinate=file.ifc.create_entity("IfcLengthMeasure", E),
        SecondCoordinate=file.ifc.create_entity("IfcLengthMeasure", N),
        Height=300.0,
    )
    georeference, codes = file.read()
    assert codes == []
    assert georeference == Georeference(CRS, E, N, 300.0, 0.0, 1.0, "map-conversion")


@pytest.mark.parametrize(
    "name",
    [
        "EPSG:4544",
        "4544",
        "CGCS2000 / 3-degree Gauss-Kruger CM 105E",
        "CGCS2000_3_Degree_GK_CM_105E",
        "国家2000 3度带 中央经线105",
    ],
)
def test_cgcs2000_by_its_usual_names(name: str) -> None:
    file = File()
    file.conversion(file.crs(name), E, N)
    georeference, codes = file.read()
    assert codes == []
    assert georeference is not None
    assert lonlat(georeference.crs, georeference.eastings_m, georeference.northings_m) == pytest.approx(
        (105.64, 30.73), abs=0.01
    )


def test_a_crs_named_in_its_parts_is_understood() -> None:
    file = File()
    crs = file.crs("CGCS2000", GeodeticDatum="CGCS2000", MapProjection="3-degree Gauss-Kruger", MapZone="zone 35")
    file.conversion(crs, 35_000_000 + E, N)
    georeference, codes = file.read()
    assert codes == []
    assert georeference is not None
    assert georeference.crs == "EPSG:4523"


@pytest.mark.parametrize("name", ["EPSG:4490", "EPSG:4326"])
def test_a_geographic_crs_is_refused_for_areas(name: str) -> None:
    file = File()
    file.conversion(file.crs(name), 105.6, 30.7)
    assert file.read() == (None, ["georeference-geographic"])


def test_an_unknown_crs_is_said() -> None:
    file = File()
    file.conversion(file.crs("Site grid"), E, N)
    assert file.read() == (None, ["georeference-unknown-crs"])


def test_a_zone_number_the_crs_does_not_use_is_taken_off() -> None:
    file = File()
    file.conversion(file.crs(CRS), 35_000_000 + E, N)
    georeference, codes = file.read()
    assert codes == ["georeference-zone"]
    assert georeference is not None
    assert georeference.eastings_m == pytest.approx(E)


def test_a_zone_number_the_crs_asks_for_is_added() -> None:
    file = File()
    file.conversion(file.crs("EPSG:4523"), E, N)
    georeference, codes = file.read()
    assert codes == ["georeference-zone"]
    assert georeference is not None
    assert georeference.eastings_m == pytest.approx(35_000_000 + E)


def test_exchanged_axes_are_put_right() -> None:
    file = File()
    file.conversion(file.crs(CRS), N, E)
    georeference, codes = file.read()
    assert codes == ["georeference-axes"]
    assert georeference is not None
    assert (georeference.eastings_m, georeference.northings_m) == (E, N)


def test_a_blank_conversion_is_not_used() -> None:
    file = File()
    file.conversion(file.crs(CRS), 0.0, 0.0)
    assert file.read() == (None, ["georeference-blank"])


def test_a_place_outside_the_crs_is_not_used() -> None:
    file = File()
    file.conversion(file.crs("EPSG:28992"), E, N)
    assert file.read() == (None, ["georeference-outside-crs"])


def test_a_model_in_map_coordinates_is_not_moved_again() -> None:
    file = File().site((E + 40.0, N - 25.0))
    file.conversion(file.crs(CRS), E, N, XAxisAbscissa=0.8, XAxisOrdinate=0.6)
    georeference, codes = file.read()
    assert codes == ["georeferenced-twice"]
    assert georeference == Georeference(CRS, 0.0, 0.0, 0.0, 0.0, 1.0, "map-conversion")


def test_twice_is_noticed_in_millimetres_too() -> None:
    file = File().site(((E + 40.0) * 1e3, (N - 25.0) * 1e3))
    file.conversion(file.crs(CRS, file.unit()), E, N, Scale=0.001)
    georeference, codes = file.read(MILLIMETRES)
    assert codes == ["georeferenced-twice"]
    assert georeference is not None
    assert georeference.eastings_m == 0.0


def test_a_small_place_does_not_pass_for_another_unit_when_it_is_there_twice() -> None:
    # Luxembourg's coordinates are small: moved twice the model would still lie near the country.
    file = File().site((76_690.0, 77_150.0))
    file.conversion(file.crs("EPSG:2169"), 76_670.0, 77_179.0)
    assert file.read()[1] == ["georeferenced-twice"]


def test_a_model_in_map_coordinates_with_a_conversion_of_zeros_is_in_place() -> None:
    file = File().site((E, N))
    file.conversion(file.crs(CRS), 0.0, 0.0)
    georeference, codes = file.read()
    assert codes == []
    assert georeference is not None
    assert (georeference.eastings_m, georeference.northings_m) == (0.0, 0.0)


def test_map_coordinates_in_points_are_noticed_where_the_reader_tells() -> None:
    file = File().site()
    file.conversion(file.crs(CRS), E, N)
    georeference, findings = read_georeference(file.ifc, METRES, own_place_m=(E + 100.0, N))
    assert [f.code for f in findings] == ["georeferenced-twice"]
    assert georeference is not None
    assert georeference.eastings_m == 0.0


def epsets(file: File, e: float, n: float, crs: str, **more: tuple[str, Any]) -> File:
    file.pset("ePSet_MapConversion", Eastings=("IfcLengthMeasure", e), Northings=("IfcLengthMeasure", n), **more)
    return file.pset("ePSet_ProjectedCRS", Name=("IfcLabel", crs))


def test_property_sets_of_ifc2x3() -> None:
    more = {"XAxisAbscissa": ("IfcReal", 0.6), "XAxisOrdinate": ("IfcReal", 0.8), "Scale": ("IfcReal", 1.0)}
    georeference, codes = epsets(File("IFC2X3").site(), E, N, CRS, **more).read()
    assert codes == []
    assert georeference is not None
    assert georeference.quality == "property-set"
    assert georeference.rotation_rad == pytest.approx(math.atan2(0.8, 0.6))


def test_property_sets_in_the_length_unit_of_the_file() -> None:
    georeference, codes = epsets(File("IFC2X3").site(), E * 1e3, N * 1e3, CRS).read(MILLIMETRES)
    assert codes == []
    assert georeference is not None
    assert georeference.eastings_m == pytest.approx(E)


def test_property_sets_in_metres_inside_a_millimetre_file() -> None:
    georeference, codes = epsets(File("IFC2X3").site(), E, N, CRS).read(MILLIMETRES)
    assert codes == ["unit-suspect"]
    assert georeference is not None
    assert (georeference.eastings_m, georeference.scale) == (pytest.approx(E), 1.0)


def test_property_sets_with_a_number_missing() -> None:
    file = File("IFC2X3").site().pset("ePSet_MapConversion", Eastings=("IfcText", "unknown"))
    assert file.read() == (None, ["georeference-not-a-number"])


def test_the_site_is_a_rough_fallback() -> None:
    file = File().site((12.0, 5.0), RefLatitude=(30, 46, 12, 500_000), RefLongitude=(105, 42, 36, 0))
    file.context.TrueNorth = file.ifc.create_entity("IfcDirection", DirectionRatios=(0.0, 1.0))
    georeference, codes = file.read()
    assert codes == ["georeference-rough"]
    assert georeference is not None
    assert (georeference.crs, georeference.quality) == ("EPSG:4544", "rough-site-location")
    # The site's origin lies at its latitude and longitude, not the model's.
    cos, sin = math.cos(georeference.rotation_rad), math.sin(georeference.rotation_rad)
    e = georeference.eastings_m + 12.0 * cos - 5.0 * sin
    n = georeference.northings_m + 12.0 * sin + 5.0 * cos
    assert lonlat(georeference.crs, e, n) == pytest.approx((105.71, 30.770138888), abs=1e-8)


def test_true_north_turns_the_rough_place() -> None:
    file = File().site(RefLatitude=(30, 46, 12), RefLongitude=(105, 0, 0))
    # North is where the model's x axis points: the model turns a quarter counter-clockwise.
    file.context.TrueNorth = file.ifc.create_entity("IfcDirection", DirectionRatios=(1.0, 0.0))
    georeference, _ = file.read()
    assert georeference is not None
    assert georeference.rotation_rad == pytest.approx(math.pi / 2, abs=1e-6)


def test_negative_angles_carry_the_sign_on_any_part() -> None:
    for latitude in ((-36, -50, 0), (-36, 50, 0)):
        file = File().site(RefLatitude=latitude, RefLongitude=(174, 46, 0))
        georeference, _ = file.read()
        assert georeference is not None
        assert georeference.crs == "EPSG:32760"
        _, lat = lonlat(georeference.crs, georeference.eastings_m, georeference.northings_m)
        assert lat == pytest.approx(-36.8333333, abs=1e-6)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [((0, 0, 0), (0, 0, 0)), ((42, 21, 30, 344_238), (-71, -3, -35, -194_702))]
)
def test_a_tools_default_place_is_not_used(latitude: tuple[int, ...], longitude: tuple[int, ...]) -> None:
    file = File().site(RefLatitude=latitude, RefLongitude=longitude)
    assert file.read() == (None, ["georeference-default-site"])


def test_a_map_conversion_that_cannot_be_used_falls_back_to_the_site() -> None:
    file = File().site(RefLatitude=(30, 46, 12), RefLongitude=(105, 42, 36))
    file.conversion(file.crs("EPSG:4490"), 105.7, 30.7)
    georeference, codes = file.read()
    assert codes == ["georeference-geographic", "georeference-rough"]
    assert georeference is not None
    assert georeference.quality == "rough-site-location"


def test_nothing_said_is_nothing_known() -> None:
    assert File().read() == (None, [])
    assert File("IFC2X3").site().read() == (None, [])


def test_placements_that_refer_to_themselves_end() -> None:
    file = File().site((E, N))
    placement = file.the_site.ObjectPlacement
    placement.PlacementRelTo = placement
    file.conversion(file.crs(CRS), E, N)
    assert file.read()[1] == ["georeferenced-twice"]


@pytest.mark.skipif(not has_corpus(), reason="the corpus of real models is not here")
@pytest.mark.parametrize(
    ("number", "crs", "quality", "place"),
    [
        ("03", "EPSG:9897", "property-set", (6.122, 49.629)),
        ("04", "EPSG:32632", "rough-site-location", (8.437, 49.100)),
        ("05", "EPSG:28992", "map-conversion", (5.309, 51.712)),
        ("07", "EPSG:32760", "map-conversion", (179.080, -8.462)),
    ],
)
def test_places_of_real_models(number: str, crs: str, quality: str, place: tuple[float, float]) -> None:
    file = opened(number)
    georeference, findings = read_georeference(file, read_units(file))
    check(findings)
    assert georeference is not None
    assert (georeference.crs, georeference.quality) == (crs, quality)
    assert georeference.scale == pytest.approx(1.0)
    assert lonlat(crs, georeference.eastings_m, georeference.northings_m) == pytest.approx(place, abs=2e-3)


@pytest.mark.skipif(not has_corpus(), reason="the corpus of real models is not here")
@pytest.mark.parametrize("number", ["01", "08", "10", "11", "12"])
def test_real_models_that_nobody_placed(number: str) -> None:
    file = opened(number)
    assert read_georeference(file, read_units(file))[0] is None
