import numpy as np
import pytest

from geometry.footprint import footprint
from geometry.meshes import cloud, mesh_from_faces


def areas(mesh):
    t = mesh.vertices[mesh.faces]
    return 0.5 * np.linalg.norm(np.cross(t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]), axis=1)


def at(points, z=0.0):
    return [(float(x), float(y), z) for x, y in points]


L_SHAPE = at([(0, 0), (5, 0), (5, 2), (2, 2), (2, 4), (0, 4)])


@pytest.mark.parametrize(
    ("rings", "area"),
    [
        ([at([(0, 0), (1, 0), (0, 1)])], 0.5),
        ([at([(0, 0), (5, 0), (5, 4), (0, 4)])], 20.0),
        ([L_SHAPE], 14.0),
        ([L_SHAPE[::-1]], 14.0),
        ([at([(0, 0), (5, 0), (5, 4), (0, 4)]), at([(1, 1), (2, 1), (2, 2), (1, 2)])], 19.0),
    ],
    ids=["triangle", "rectangle", "recess", "recess turned", "hole"],
)
def test_a_face_is_filled_exactly(rings, area):
    mesh = mesh_from_faces([rings])
    assert areas(mesh).sum() == pytest.approx(area)
    assert footprint(mesh).area == pytest.approx(area)


def test_an_upright_face_keeps_its_area_and_has_no_footprint():
    wall = [(x, 1.0, z) for x, z in [(0, 0), (4, 0), (4, 3), (2, 1), (0, 3)]]
    mesh = mesh_from_faces([[wall]])
    assert areas(mesh).sum() == pytest.approx(8.0)
    assert footprint(mesh).is_empty


def test_a_star_is_not_taken_for_convex():
    a = np.arange(5) * 4 * np.pi / 5
    star = at(np.column_stack([np.cos(a), np.sin(a)]))
    outline = footprint(mesh_from_faces([[star]]))
    assert outline.area < 1.5  # the pentagon around it has 2.38


def test_a_face_that_crosses_itself_is_filled_where_it_lies():
    # the edges (0,0)–(2,2) and (2,0)–(0,1) cross at (2/3, 2/3)
    mesh = mesh_from_faces([[at([(0, 0), (2, 2), (2, 0), (0, 1)])]])
    assert footprint(mesh).area == pytest.approx(0.5 * 1 * 2 / 3 + 0.5 * 2 * 4 / 3)


def test_faces_without_an_area_are_left_out():
    assert len(mesh_from_faces([[at([(0, 0), (1, 1)])], [at([(0, 0), (1, 1), (2, 2), (3, 3), (1, 1)])]]).faces) == 0


def test_a_cloud_has_vertices_only():
    mesh = cloud([(0.0, 0.0, 0.0), (1.0, 2.0, 3.0)])
    assert mesh.vertices.shape == (2, 3)
    assert footprint(mesh).is_empty
