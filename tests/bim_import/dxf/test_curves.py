import math

import numpy as np
import pytest
import shapely

from bim_import.dxf.curves import bulge_points, curves_of
from tests.bim_import.dxf.draw import MM, areas, codes, drawing, polygon, read, rectangle


def area(points):
    return shapely.Polygon(points).area


@pytest.mark.parametrize("bulge", [1.0, -1.0, 0.3, -0.3, math.tan(math.pi / 8), 3.0])
def test_an_arc_of_a_polyline_keeps_its_area(bulge):
    # A chord of 4 m with an arc over it: the segment of a circle beside a triangle.
    sweep = 4 * math.atan(abs(bulge))
    radius = 4.0 / (2 * math.sin(sweep / 2))
    segment = 0.5 * radius**2 * (sweep - math.sin(sweep))
    ring = bulge_points([(0, 0, bulge), (4, 0, 0), (2, 10, 0)], closed=True, metres=1.0)
    # A positive bulge turns left, so the arc lies to the right of the chord: below it, outside of the triangle.
    assert area(ring) == pytest.approx(20.0 + math.copysign(segment, bulge), abs=1e-9)


def test_a_circle_and_an_ellipse_keep_their_area(tmp_path):
    doc = drawing(unit=MM)
    doc.modelspace().add_circle((0, 0), 2000, dxfattribs={"layer": "ROOM"})
    doc.modelspace().add_ellipse((20000, 0), major_axis=(3000, 1000), ratio=0.5, dxfattribs={"layer": "ROOM"})
    major = math.hypot(3.0, 1.0)
    expected = [math.pi * major * major * 0.5, math.pi * 4.0]
    assert areas(read(doc, tmp_path)) == pytest.approx(sorted(expected, reverse=True), abs=1e-9)


def test_chords_leave_an_arc_by_no_more_than_a_tenth_of_a_millimetre():
    entity = drawing().modelspace().add_arc((0, 0), 5.0, 10, 170)
    (curve,) = curves_of(entity, 1.0)
    middles = (curve.points[1:, :2] + curve.points[:-1, :2]) / 2
    for points in (middles, curve.points[:, :2]):
        assert np.abs(np.hypot(*points.T) - 5.0).max() <= 1e-4
    assert curve.points[0] == pytest.approx([5 * math.cos(math.radians(10)), 5 * math.sin(math.radians(10)), 0.0])


def test_a_spline_is_followed():
    fit = [(0, 0), (2, 1), (4, 0), (4, 3), (0, 3)]
    entity = drawing().modelspace().add_spline_control_frame(fit)
    (curve,) = curves_of(entity, 1.0)
    line = shapely.LineString(curve.points[:, :2])
    assert all(line.distance(shapely.Point(p)) < 1e-3 for p in fit)


def test_an_entity_drawn_from_below_is_where_it_looks(tmp_path):
    doc = drawing()
    ring = doc.modelspace().add_lwpolyline(
        [(0, 0, 0, 0, 1.0), (-4, 0, 0, 0, 0), (-4, 4, 0, 0, 0), (0, 4, 0, 0, 0)],
        close=True,
        dxfattribs={"layer": "ROOM"},
    )
    ring.dxf.extrusion = (0, 0, -1)
    (space,) = read(doc, tmp_path).model.spaces()
    assert space.outline.area == pytest.approx(16.0 - math.pi * 2**2 / 2, abs=1e-9)  # the arc cuts into the square
    assert space.outline.bounds == pytest.approx((0, 0, 4, 4), abs=1e-3)


@pytest.mark.parametrize("scale", [(1, 1), (-1, 1), (1, -1), (2, 2), (0.001, 0.001), (3, 0.5)])
@pytest.mark.parametrize("angle", [0, 30, 90, 217])
def test_a_block_scaled_turned_and_mirrored_keeps_its_area_times_its_scale(scale, angle, tmp_path):
    doc = drawing()
    block = doc.blocks.new("SUITE", base_point=(1, 1))
    block.add_lwpolyline([(0, 0, 0, 0, 0.5), (5, 0, 0, 0, 0), (5, 4, 0, 0, 0), (0, 4, 0, 0, 0)], close=True)
    size = {"xscale": scale[0] * 10, "yscale": scale[1] * 10, "rotation": angle, "layer": "ROOM"}
    doc.modelspace().add_blockref("SUITE", (100, 50), dxfattribs=size)
    sweep = 4 * math.atan(0.5)
    radius = 5.0 / (2 * math.sin(sweep / 2))
    drawn = 20.0 + 0.5 * radius**2 * (sweep - math.sin(sweep))
    expected = drawn * 100 * abs(scale[0] * scale[1])
    assert areas(read(doc, tmp_path)) == pytest.approx([expected], rel=1e-9)


def test_nested_and_repeated_blocks_are_unfolded(tmp_path):
    doc = drawing(unit=MM)
    inner = doc.blocks.new("ROOM1")
    polygon(doc, rectangle(0, 0, 5000, 4000), "0", target=inner)
    outer = doc.blocks.new("WING")
    outer.add_blockref("ROOM1", (0, 0), dxfattribs={"layer": "房间"})
    outer.add_blockref("ROOM1", (10000, 0), dxfattribs={"layer": "房间", "xscale": -1})
    doc.modelspace().add_blockref("WING", (0, 0), dxfattribs={"row_count": 2, "row_spacing": 6000, "rotation": 45})
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0] * 4, abs=1e-9)


def test_a_block_that_holds_itself_does_no_harm(tmp_path):
    doc = drawing()
    block = doc.blocks.new("LOOP")
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM", target=block)
    doc.modelspace().add_blockref("LOOP", (0, 0))
    block.add_blockref("LOOP", (1, 1))
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([20.0])
    assert {"drawing-repaired", "broken-entities"} & set(codes(result))
