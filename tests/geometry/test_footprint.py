import math

import numpy as np
import pytest
import shapely
from shapely import Polygon, box
from shapely.affinity import rotate

from geometry.footprint import footprint
from geometry.section import prism_mesh, section_at
from geometry.solid import Difference, HalfSpace, Prism, Union, transformed

EYE = np.eye(4)
UP = np.array([0.0, 0.0, 1.0])
ROOM = Prism(box(0, 0, 5, 4), EYE, 3 * UP)


def plane(height_m, slope_x, *, above=True, bound=None):
    """The half-space above (or below) the plane z = height + slope · x."""
    normal = np.array([slope_x, 0.0, -1.0])
    normal = normal / np.linalg.norm(normal) * (1.0 if above else -1.0)
    return HalfSpace(np.array([0.0, 0.0, height_m]), normal, None if bound is None else Prism(bound, EYE, UP))


def by_sections(solid, low=0.0, high=3.0, steps=400):
    """The same footprint from many sections: an independent, approximate way."""
    parts = [section_at(solid, float(z)) for z in np.linspace(low + 1e-4, high - 1e-4, steps)]
    return shapely.union_all([p for p in parts if p is not None])


def test_a_prism_projects_to_its_profile():
    assert footprint(ROOM).equals(box(0, 0, 5, 4))


def test_a_slanted_prism_projects_to_the_way_it_sweeps():
    slanted = Prism(box(0, 0, 1, 1), EYE, np.array([2.0, 1.0, 3.0]))
    hull = box(0, 0, 1, 1).union(box(2, 1, 3, 2)).convex_hull
    assert footprint(slanted).symmetric_difference(hull).area < 1e-6


def test_an_opening_swept_through_a_wall_projects_to_a_rectangle():
    # profile 0.9 × 2.1 m upright in the plane y = 0, swept 0.2 m along y
    upright = np.array([[1, 0, 0, 3.0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])
    opening = Prism(box(0, 0, 0.9, 2.1), upright, np.array([0.0, 0.2, 0.0]))
    assert footprint(opening).symmetric_difference(box(3, 0, 3.9, 0.2)).area < 1e-9


def test_an_upright_arch_projects_to_its_whole_width():
    upright = rotate(box(0, 0, 1, 1), 0)
    arch = Polygon([(0, 0), (0.2, 0), (0.2, 2), (0.8, 2), (0.8, 0), (1, 0), (1, 2.2), (0, 2.2)])
    matrix = np.array([[1, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])
    solid = Prism(arch, matrix, np.array([0.0, 1.0, 0.0]))
    assert footprint(solid).symmetric_difference(upright).area < 1e-9


@pytest.mark.parametrize(
    "tools",
    [
        (plane(1.0, -0.5),),
        (plane(2.0, 0.4, above=False),),
        (plane(1.0, -0.5), plane(-0.5, 0.4, above=False)),
        (plane(1.0, -0.5, bound=box(1, 1, 4, 3)), plane(0.2, 0.3, above=False, bound=box(0, 0, 3, 2))),
        (plane(0.5, 0.0), plane(1.0, 0.0, above=False)),
    ],
    ids=["roof", "ramp", "roof and ramp", "bounded", "nothing left"],
)
def test_a_cut_prism_projects_to_where_anything_of_it_is_left(tools):
    solid = Difference(ROOM, tools)
    assert footprint(solid).symmetric_difference(by_sections(solid)).area < 0.02 * 5


def test_an_attic_whose_roof_reaches_below_its_floor_is_narrower_than_its_profile():
    # roof z = 3.2 − 0.8·x meets the floor at x = 4
    solid = Difference(ROOM, (plane(3.2, -0.8),))
    assert footprint(solid).area == pytest.approx(4.0 * 4.0)


def test_a_hole_through_the_whole_height_is_a_hole():
    tool = Prism(box(1, 1, 2, 2), np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, -1.0], [0, 0, 0, 1]]), 5 * UP)
    assert footprint(Difference(ROOM, (tool,))).area == pytest.approx(19.0)


def test_a_niche_does_not_change_the_projection():
    tool = Prism(box(1, 1, 2, 2), EYE, 1 * UP)
    assert footprint(Difference(ROOM, (tool,))).area == pytest.approx(20.0)


def test_the_projection_of_a_mesh_is_that_of_its_solid():
    l_shape = Polygon([(0, 0), (5, 0), (5, 2), (2, 2), (2, 4), (0, 4)])
    prism = Prism(l_shape, EYE, 3 * UP)
    assert footprint(prism_mesh(prism)).symmetric_difference(l_shape).area < 1e-6


def test_a_wall_drawn_in_elevation_around_a_door_keeps_its_whole_footprint_when_cut():
    # 4 m wide and 3.6 m high; the door of 1 m ends at 2.1 m, higher than the middle, and the gable narrows the top
    elevation = Polygon([(0, 0), (1, 0), (1, 2.1), (2, 2.1), (2, 0), (4, 0), (4, 3), (2, 3.6), (0, 3)])
    stand = np.array([[1.0, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])
    wall = Prism(elevation, stand, np.array([0.0, 0.2, 0.0]))
    roof = HalfSpace(np.array([0.0, 0.0, 100.0]), np.array([0.0, 0.0, -1.0]))
    assert footprint(Difference(wall, (roof,))).area == pytest.approx(footprint(wall).area)
    assert footprint(wall).area == pytest.approx(0.8)


def test_parts_that_touch_at_a_point_stay_two_parts():
    parts = Union((Prism(box(0, 0, 1, 1), EYE, UP), Prism(box(1, 1, 2, 2), EYE, UP)))
    region = footprint(parts)
    assert region.area == pytest.approx(2.0)
    assert region.is_valid


@pytest.mark.parametrize("degrees", [0.0, 12.5, 90.0, 181.0])
def test_rigid_motion_keeps_the_area(degrees):
    a = math.radians(degrees)
    matrix = EYE.copy()
    matrix[:2, :2] = [[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]]
    matrix[:3, 3] = (4321.0, -987.0, 12.0)
    solid = Difference(ROOM, (plane(3.2, -0.8), plane(0.1, 0.1, above=False, bound=box(0, 0, 2, 2))))
    assert footprint(transformed(solid, matrix)).area == pytest.approx(footprint(solid).area, rel=1e-8)


def test_scaling_from_millimetres_scales_the_area():
    mm = Prism(box(0, 0, 5000, 4000), EYE, 3000 * UP)
    to_m = np.diag([0.001, 0.001, 0.001, 1.0])
    assert footprint(transformed(mm, to_m)).area == pytest.approx(20.0)
