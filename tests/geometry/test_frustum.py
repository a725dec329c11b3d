import numpy as np
import pytest
from shapely import Point, Polygon, box

from geometry.footprint import footprint
from geometry.frustum import frustum
from geometry.section import section_at, z_range
from geometry.solid import Prism

UP = Prism(box(0, 0, 5, 4), np.eye(4), np.array([0.0, 0.0, 3.0]))


def test_a_frustum_narrows_evenly():
    mesh = frustum(UP, box(0.5, 0.5, 4.5, 3.5))
    assert mesh is not None
    assert z_range(mesh) == (0.0, 3.0)
    assert footprint(mesh).area == pytest.approx(20.0)
    assert section_at(mesh, 1.5).area == pytest.approx(4.5 * 3.5)


def test_a_far_side_drawn_the_other_way_round_is_the_same():
    mesh = frustum(UP, box(0.5, 0.5, 4.5, 3.5).reverse())
    assert mesh is not None
    assert section_at(mesh, 1.5).area == pytest.approx(4.5 * 3.5)


def test_a_frustum_keeps_its_shaft():
    ring = Prism(box(0, 0, 6, 6).difference(box(2, 2, 4, 4)), UP.matrix, UP.sweep)
    end = box(0, 0, 6, 6).difference(box(1, 1, 5, 5))
    mesh = frustum(ring, end)
    assert mesh is not None
    assert section_at(mesh, 1.5).area == pytest.approx(36.0 - 9.0)


@pytest.mark.parametrize(
    "end",
    [
        Point(2, 2).buffer(1),
        Polygon([(0, 0), (5, 0), (2, 4)]),
        box(0, 0, 5, 4).difference(box(1, 1, 2, 2)),
        box(0, 0, 1, 1) | box(3, 0, 4, 1),
    ],
    ids=["round", "triangle", "hole", "two parts"],
)
def test_unlike_profiles_have_no_frustum(end):
    assert frustum(UP, end) is None
