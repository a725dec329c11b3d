import math
from itertools import pairwise

import ifcopenshell
import pytest
from shapely import Polygon

from bim_import.ifc.curves import CurveReader, NeedsKernelError, UnsupportedShapeError
from bim_import.ifc.placement import BadPlacementError
from bim_import.ifc.profiles import ProfileReader

METRES = CurveReader(length=1.0, angle=1.0)


@pytest.fixture
def file():
    return ifcopenshell.file(schema="IFC4")


def point(file, *xy):
    return file.createIfcCartesianPoint([float(v) for v in xy])


def position(file, x=0.0, y=0.0, direction=None):
    turned = None if direction is None else file.createIfcDirection([float(v) for v in direction])
    return file.createIfcAxis2Placement2D(point(file, x, y), turned)


def circle(file, radius, **place):
    return file.createIfcCircle(position(file, **place), float(radius))


def arc(file, radius, start, end, *, sense=True):
    a, b = file.createIfcParameterValue(start), file.createIfcParameterValue(end)
    return file.createIfcTrimmedCurve(circle(file, radius), [a], [b], sense, "PARAMETER")


def sector(points):
    return Polygon([(0, 0), *[p[:2] for p in points]]).area


@pytest.mark.parametrize("radius", [0.05, 0.25, 3.0, 60.0])
def test_a_round_profile_has_its_exact_area(file, radius):
    points = METRES.points(circle(file, radius))
    assert Polygon([p[:2] for p in points]).area == pytest.approx(math.pi * radius**2, rel=1e-9)


@pytest.mark.parametrize("angle", [0.1, 1.0, math.pi / 2, 3.0, 5.5])
def test_an_arc_keeps_the_area_of_its_sector_and_its_ends(file, angle):
    points = METRES.points(arc(file, 10.0, 0.3, 0.3 + angle))
    assert abs(sector(points)) == pytest.approx(0.5 * angle * 100, rel=1e-9)
    assert math.dist(points[0][:2], (10 * math.cos(0.3), 10 * math.sin(0.3))) < 1e-12
    assert math.dist(points[-1][:2], (10 * math.cos(0.3 + angle), 10 * math.sin(0.3 + angle))) < 1e-12


def test_chords_stay_near_the_arc(file):
    points = METRES.points(arc(file, 10.0, 0.0, 1.0))
    radii = [math.hypot(*p[:2]) for p in points]
    middles = [math.hypot((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(points)]
    assert max(radii) < 10.0 + 1e-4
    assert min(middles) > 10.0 - 1.5e-4


def test_the_same_arc_in_millimetres_has_the_same_chords(file):
    in_mm = CurveReader(length=0.001, angle=1.0)
    assert len(in_mm.points(arc(file, 10_000.0, 0.0, 1.0))) == len(METRES.points(arc(file, 10.0, 0.0, 1.0)))


def test_an_arc_against_the_sense_of_its_circle_runs_backwards(file):
    points = METRES.points(arc(file, 2.0, math.pi / 2, 0.0, sense=False))
    assert points[0][:2] == pytest.approx((0, 2))
    assert points[-1][:2] == pytest.approx((2, 0))
    assert abs(sector(points)) == pytest.approx(math.pi)


def test_angles_are_read_in_the_unit_of_the_file(file):
    degrees = CurveReader(length=1.0, angle=math.pi / 180)
    assert abs(sector(degrees.points(arc(file, 2.0, 0.0, 90.0)))) == pytest.approx(math.pi)


def test_an_arc_trimmed_by_points(file):
    trims = [point(file, 0, 2)], [point(file, -2, 0)]
    curve = file.createIfcTrimmedCurve(circle(file, 2.0), *trims, True, "CARTESIAN")
    assert abs(sector(METRES.points(curve))) == pytest.approx(math.pi)


def test_a_poly_curve_with_an_arc_through_three_points(file):
    table = file.createIfcCartesianPointList2D([(0.0, 0.0), (2.0, 0.0), (1.0, 1.0)])
    segments = [file.createIfcArcIndex((2, 3, 1)), file.createIfcLineIndex((1, 2))]
    curve = file.createIfcIndexedPolyCurve(table, segments, False)
    assert abs(Polygon([p[:2] for p in METRES.points(curve)]).area) == pytest.approx(math.pi / 2)


def test_three_points_on_a_line_are_no_arc():
    a, b, c = (0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (2.0, 0.0, 0.0)
    assert METRES.arc_through(a, b, c) == [a, b, c]


def test_a_composite_curve_turns_the_segments_that_run_backwards(file):
    def line(a, b):
        return file.createIfcPolyline([point(file, *a), point(file, *b)])

    parts = [
        (line((0, 0), (2, 0)), True),
        (arc(file, 2.0, 0.0, math.pi / 2), True),
        (line((0, 0), (0, 2)), False),
    ]
    segments = [file.createIfcCompositeCurveSegment("CONTINUOUS", sense, c) for c, sense in parts]
    curve = file.createIfcCompositeCurve(segments, False)
    assert Polygon([p[:2] for p in METRES.points(curve)]).area == pytest.approx(math.pi)


def test_a_composite_curve_that_contains_itself_ends(file):
    curve = file.createIfcCompositeCurve([], False)
    curve.Segments = [file.createIfcCompositeCurveSegment("CONTINUOUS", True, curve)]
    with pytest.raises(UnsupportedShapeError):
        METRES.points(curve)


def test_a_spline_is_left_to_the_kernel(file):
    poles = [point(file, 0, 0), point(file, 1, 1), point(file, 2, 0)]
    kind = "UNSPECIFIED"
    spline = file.createIfcBSplineCurveWithKnots(2, poles, kind, False, False, [3, 3], [0.0, 1.0], kind)
    with pytest.raises(NeedsKernelError):
        METRES.points(spline)


def test_numbers_that_are_none_are_refused(file):
    with pytest.raises(BadPlacementError):
        METRES.points(file.createIfcPolyline([point(file, 0, 0), point(file, 1e300, 1)]))


# -- profiles ----------------------------------------------------------------------------------------------------------


def area(profile):
    region = ProfileReader(METRES).region(profile)
    assert region.is_valid
    return region.area


@pytest.mark.parametrize(
    ("kind", "sizes", "expected"),
    [
        ("IfcRectangleProfileDef", (5.0, 4.0), 20.0),
        ("IfcRectangleHollowProfileDef", (5.0, 4.0, 0.5, None, None), 20.0 - 12.0),
        ("IfcRoundedRectangleProfileDef", (5.0, 4.0, 0.5), 20.0 - (4 - math.pi) * 0.25),
        ("IfcCircleProfileDef", (0.5,), math.pi * 0.25),
        ("IfcCircleHollowProfileDef", (0.5, 0.1), math.pi * (0.25 - 0.16)),
        ("IfcEllipseProfileDef", (2.0, 1.0), math.pi * 2),
        ("IfcIShapeProfileDef", (0.2, 0.4, 0.01, 0.02, None, None, None), 2 * 0.2 * 0.02 + 0.36 * 0.01),
        ("IfcLShapeProfileDef", (0.2, 0.1, 0.01, None, None, None), 0.2 * 0.01 + 0.09 * 0.01),
        ("IfcLShapeProfileDef", (0.2, None, 0.01, None, None, None), 0.2 * 0.01 + 0.19 * 0.01),
        ("IfcTShapeProfileDef", (0.2, 0.1, 0.01, 0.02, *[None] * 5), 0.1 * 0.02 + 0.18 * 0.01),
        ("IfcUShapeProfileDef", (0.2, 0.1, 0.01, 0.02, None, None, None), 0.2 * 0.01 + 2 * 0.09 * 0.02),
        ("IfcZShapeProfileDef", (0.2, 0.1, 0.01, 0.02, None, None), 0.2 * 0.01 + 2 * 0.09 * 0.02),
        ("IfcCShapeProfileDef", (0.2, 0.1, 0.01, 0.03, None), 0.2 * 0.01 + 2 * 0.09 * 0.01 + 2 * 0.02 * 0.01),
        ("IfcTrapeziumProfileDef", (4.0, 2.0, 3.0, 1.0), 9.0),
    ],
)
def test_a_parametric_profile_has_its_area(file, kind, sizes, expected):
    # rounding of the corners of the rounded rectangle is by chords of 1/32 of a quarter circle
    assert area(file.create_entity(kind, "AREA", None, position(file), *sizes)) == pytest.approx(expected, rel=1e-4)


def test_a_profile_lies_where_its_position_says(file):
    profile = file.createIfcRectangleProfileDef("AREA", None, position(file, 10, 5, (0, 1)), 4.0, 2.0)
    assert ProfileReader(METRES).region(profile).bounds == pytest.approx((9, 3, 11, 7))


def test_a_profile_with_voids(file):
    def ring(x0, y0, x1, y1):
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
        return file.createIfcPolyline([point(file, *c) for c in corners])

    profile = file.createIfcArbitraryProfileDefWithVoids("AREA", None, ring(0, 0, 5, 4), [ring(1, 1, 2, 2)])
    assert area(profile) == pytest.approx(19.0)


def test_a_mirrored_and_a_derived_profile(file):
    square = file.createIfcRectangleProfileDef("AREA", None, position(file, 3, 0), 2.0, 2.0)
    operator = file.createIfcCartesianTransformationOperator2D(None, None, point(file, 1, 1), 2.0)
    assert ProfileReader(METRES).region(file.createIfcMirroredProfileDef("AREA", None, square)).bounds[2] == -2.0
    derived = file.createIfcDerivedProfileDef("AREA", None, square, operator)
    assert ProfileReader(METRES).region(derived).bounds == pytest.approx((5, -1, 9, 3))


def test_a_composite_profile_of_two_squares(file):
    squares = [file.createIfcRectangleProfileDef("AREA", None, position(file, x, 0), 1.0, 1.0) for x in (0, 5)]
    assert area(file.createIfcCompositeProfileDef("AREA", None, squares)) == pytest.approx(2.0)


def test_a_wall_along_a_centre_line(file):
    line = file.createIfcPolyline([point(file, 0, 0), point(file, 4, 0), point(file, 4, 3)])
    profile = file.createIfcCenterLineProfileDef("CURVE", None, line, 0.2)
    assert area(profile) == pytest.approx(7 * 0.2)
