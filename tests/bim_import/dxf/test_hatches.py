import math

import pytest

from tests.bim_import.dxf.draw import areas, drawing, lines, read, rectangle, two_rooms


def hatch(doc, layer):
    return doc.modelspace().add_hatch(color=2, dxfattribs={"layer": layer})


def test_a_hatched_room_has_the_area_of_its_boundary(tmp_path):
    doc = drawing()
    hatch(doc, "面积").paths.add_polyline_path([(0, 0), (5, 0, 1.0), (5, 4), (0, 4)], is_closed=True)
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0 + math.pi * 4 / 2], abs=1e-8)


def test_an_inner_ring_of_a_hatch_is_left_out(tmp_path):
    doc = drawing()
    paths = hatch(doc, "AREA").paths
    paths.add_polyline_path(rectangle(0, 0, 8, 6), is_closed=True, flags=1)
    paths.add_polyline_path(rectangle(2, 2, 5, 4), is_closed=True, flags=16)
    (space,) = read(doc, tmp_path).model.spaces()
    assert space.outline.area == pytest.approx(48 - 6, abs=1e-8)
    assert len(space.outline.interiors) == 1


@pytest.mark.parametrize("turned", [False, True])
def test_edges_of_a_hatch_follow_each_other_whichever_way_they_were_drawn(turned, tmp_path):
    doc = drawing()
    edges = hatch(doc, "AREA").paths.add_edge_path()
    edges.add_line(*(((0, 0), (5, 0)) if not turned else ((5, 0), (0, 0))))
    edges.add_arc((5, 2), radius=2, start_angle=-90, end_angle=90, ccw=True)
    edges.add_line((5, 4), (0, 4))
    edges.add_arc((0, 2), radius=2, start_angle=90, end_angle=270, ccw=True)
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0 + math.pi * 4], abs=1e-8)


def test_an_elliptic_edge_keeps_its_area(tmp_path):
    doc = drawing()
    edges = hatch(doc, "AREA").paths.add_edge_path()
    edges.add_ellipse((10, 10), major_axis=(3, 0), ratio=0.5, start_angle=0, end_angle=360)
    assert areas(read(doc, tmp_path)) == pytest.approx([math.pi * 3 * 1.5], abs=1e-8)


def test_walls_that_are_only_filled_enclose_rooms(tmp_path):
    doc = drawing()
    paths = hatch(doc, "WALL").paths
    paths.add_polyline_path(rectangle(-0.24, -0.24, 9.24, 4.24), is_closed=True)
    paths.add_polyline_path(rectangle(0, 0, 5, 4), is_closed=True)
    paths.add_polyline_path(rectangle(5.8, 0, 9, 4), is_closed=True)  # 0.8 m thick between: a wall because it is filled
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0, 12.8], abs=1e-8)


def test_a_filled_wall_whose_lines_are_drawn_too_counts_once(tmp_path):
    doc = drawing()
    lines(doc, two_rooms(door=None), "WALL")
    hatch(doc, "WALL").paths.add_polyline_path(rectangle(5, 0, 5.24, 4), is_closed=True)
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0, 19.04], abs=1e-8)
