import math

import numpy as np
import pytest
from shapely import MultiPolygon, Polygon, box

from geometry.meshes import mesh_from_faces
from geometry.section import prism_mesh, section_at, triangles, z_range
from geometry.solid import Difference, HalfSpace, Prism, Union, transformed

EYE = np.eye(4)
UP = np.array([0.0, 0.0, 1.0])


def prism(region=None, height=3.0, z=0.0):
    matrix = EYE.copy()
    matrix[2, 3] = z
    return Prism(region or box(0, 0, 5, 4), matrix, UP * height)


def turned(degrees):
    a = math.radians(degrees)
    matrix = EYE.copy()
    matrix[:2, :2] = [[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]]
    return matrix


def roof(height_m, slope=1.0):
    """All that lies above the plane z = height + slope · x."""
    normal = np.array([slope, 0.0, -1.0])
    return HalfSpace(np.array([0.0, 0.0, height_m]), normal / np.linalg.norm(normal))


def test_a_prism_has_its_profile_between_its_ends_and_nothing_beyond():
    assert section_at(prism(), 1.5).equals(box(0, 0, 5, 4))
    assert section_at(prism(), 0.0).equals(box(0, 0, 5, 4))
    assert section_at(prism(), -0.01) is None
    assert section_at(prism(), 3.01) is None
    assert z_range(prism(z=7.2)) == pytest.approx((7.2, 10.2))


def test_a_prism_swept_downwards_ends_below_its_profile():
    down = Prism(box(0, 0, 1, 1), EYE, -2 * UP)
    assert z_range(down) == (-2.0, 0.0)
    assert section_at(down, -1.0).area == pytest.approx(1.0)


def test_a_slanted_prism_moves_with_height():
    slanted = Prism(box(0, 0, 1, 1), EYE, np.array([2.0, 0.0, 2.0]))
    assert section_at(slanted, 1.0).symmetric_difference(box(1, 0, 2, 1)).area < 1e-12


def test_a_prism_lying_on_its_side_is_cut_as_a_mesh():
    # a gable of 4 m width and 2 m height in the plane x = 0, swept 5 m along x
    gable = np.array([[0, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])
    lying = Prism(Polygon([(-2, 0), (2, 0), (0, 2)]), gable, np.array([5.0, 0.0, 0.0]))
    assert section_at(lying, 1.0).area == pytest.approx(5 * 2, abs=1e-6)
    assert z_range(lying) == pytest.approx((0.0, 2.0))


def test_a_half_space_cuts_a_straight_line_at_every_height():
    cut = Difference(prism(height=10.0), (roof(1.0),))
    assert section_at(cut, 0.5).area == pytest.approx(20.0)
    assert section_at(cut, 3.0).area == pytest.approx((5 - 2) * 4)
    assert section_at(cut, 7.0) is None
    assert z_range(cut) == pytest.approx((0.0, 6.0), abs=1e-5)


def test_a_bounded_half_space_cuts_only_within_its_bound():
    flat = HalfSpace(np.array([0.0, 0.0, 1.0]), -UP, Prism(box(0, 0, 2, 4), EYE, UP))
    cut = Difference(prism(), (flat,))
    assert section_at(cut, 2.0).area == pytest.approx(12.0)
    assert section_at(cut, 0.5).area == pytest.approx(20.0)


def test_a_bound_with_a_lying_axis_reaches_as_far_as_it_should():
    along_y = np.array([[1, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])
    above_floor = Prism(box(0, 1, 2, 2), along_y, np.array([0.0, 1.0, 0.0]))  # x 0–2, z 1–2, any y
    everything = HalfSpace(np.array([0.0, 0.0, 99.0]), UP, above_floor)
    cut = Difference(prism(), (everything,))
    assert section_at(cut, 1.5).area == pytest.approx(12.0, abs=1e-6)
    assert section_at(cut, 0.5).area == pytest.approx(20.0)


def test_a_hole_in_a_profile_stays_a_hole():
    ring = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    assert section_at(prism(ring), 1.0).area == pytest.approx(15.0)
    assert sum(Polygon(t).area for t in triangles(ring)) == pytest.approx(15.0)


def test_the_mesh_of_a_prism_is_cut_like_the_prism():
    ring = Polygon([(0, 0), (4, 0), (4, 4), (2, 1), (0, 4)], [[(1, 0.5), (1.4, 0.5), (1.4, 0.9), (1, 0.9)]])
    mesh = transformed(prism_mesh(prism(ring)), turned(33))
    expected = section_at(transformed(prism(ring), turned(33)), 1.0)
    assert section_at(mesh, 1.0).symmetric_difference(expected).area < 1e-6


def test_a_mesh_cut_exactly_at_its_floor_is_its_floor():
    mesh = prism_mesh(prism())
    assert section_at(mesh, 0.0).area == pytest.approx(20.0, abs=1e-4)
    assert section_at(mesh, 3.0).area == pytest.approx(20.0, abs=1e-4)
    assert section_at(mesh, 3.1) is None


def test_a_pyramid_shrinks_with_the_square_of_the_height():
    base, top = [(0, 0, 0), (4, 0, 0), (4, 4, 0), (0, 4, 0)], (2, 2, 4)
    sides = [[[base[i], base[(i + 1) % 4], top]] for i in range(4)]
    pyramid = mesh_from_faces([[base[::-1]], *sides])
    for z in (0.5, 1.0, 3.0):
        assert section_at(pyramid, z).area == pytest.approx((4 - z) ** 2, abs=1e-5)


def test_several_bodies_are_one_region():
    both = Union((prism(box(0, 0, 2, 2)), prism(box(3, 0, 5, 2), height=1.0)))
    assert isinstance(section_at(both, 0.5), MultiPolygon)
    assert section_at(both, 2.0).area == pytest.approx(4.0)
    assert z_range(both) == (0.0, 3.0)


def test_a_cut_that_leaves_nothing_has_no_height():
    nothing = Difference(prism(), (HalfSpace(np.array([0.0, 0.0, -1.0]), -UP),))
    low, high = z_range(nothing)
    assert low == high


@pytest.mark.parametrize("degrees", [0, 17, 90, 200])
def test_turning_a_cut_prism_turns_its_section(degrees):
    cut = Difference(prism(height=10.0), (roof(1.0), roof(3.2, slope=-0.2)))
    before = section_at(cut, 2.5)
    after = section_at(transformed(cut, turned(degrees)), 2.5)
    assert after.area == pytest.approx(before.area, rel=1e-9)
