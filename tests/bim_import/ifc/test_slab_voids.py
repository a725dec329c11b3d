"""A hole in the profile of a slab is a hole in the floor, unless something else carries the floor there."""

from __future__ import annotations

import pytest

from bim_import.read import read_file
from geometry.areas import measure_all
from geometry.basis import BASES
from tests.bim_import.ifc.build import rectangle, room

HOLE = rectangle(1, 1, 3, 2)


def slab(step, storey, points, *, holes=(), top=0.0, name="slab"):
    shape = step.shape(step.prism(step.profile(points, holes), 0.2, origin=(0, 0, top - 0.2)))
    return step.element(storey, "IFCSLAB", shape, name=name, rest=",$,.FLOOR.")


@pytest.fixture
def step():
    return room()


@pytest.fixture
def storey(step):
    return next(iter(step.composed.values()))[0]


def read(step, tmp_path):
    (building,) = read_file(step.save(tmp_path)).model.buildings
    (storey,) = building.storeys
    return storey, [e for e in storey.elements if e.kind == "slab-opening"]


def test_a_void_in_the_profile_is_deducted_like_an_opening(step, storey, tmp_path):
    slab(step, storey, rectangle(-0.2, -0.2, 5.2, 4.2), holes=(HOLE,))
    found, (hole,) = read(step, tmp_path)
    (owner,) = (e for e in found.elements if e.kind == "slab")
    assert hole.id == f"{owner.id}/hole-1"
    assert (hole.z_min_m, hole.z_max_m) == pytest.approx((-0.2, 0.0))
    (statement,) = measure_all(found, basis=BASES["cn-usable"])
    assert statement.net_area_m2 == pytest.approx(18.0)
    assert [(d.kind, d.element) for d in statement.deductions] == [("slab-opening", hole.id)]


def test_holes_are_numbered_from_west_to_east(step, storey, tmp_path):
    slab(step, storey, rectangle(-0.2, -0.2, 5.2, 4.2), holes=(rectangle(3.5, 1, 4, 2), HOLE))
    _, holes = read(step, tmp_path)
    assert [(h.id.rpartition("/")[2], h.footprint.bounds[0]) for h in holes] == [("hole-1", 1.0), ("hole-2", 3.5)]


def test_a_sunken_slab_in_the_hole_carries_the_floor(step, storey, tmp_path):
    slab(step, storey, rectangle(-0.2, -0.2, 5.2, 4.2), holes=(HOLE,))
    slab(step, storey, rectangle(1.01, 1.01, 2.99, 1.99), top=-0.35, name="bathroom")
    _, holes = read(step, tmp_path)
    assert holes == []


def test_half_a_hole_remains_beside_a_slab(step, storey, tmp_path):
    slab(step, storey, rectangle(-0.2, -0.2, 5.2, 4.2), holes=(HOLE,))
    slab(step, storey, rectangle(1, 1, 2, 2), name="half")
    _, (hole,) = read(step, tmp_path)
    assert hole.footprint.area == pytest.approx(1.0)


def test_a_slab_of_another_storey_closes_nothing(step, storey, tmp_path):
    slab(step, storey, rectangle(-0.2, -0.2, 5.2, 4.2), holes=(HOLE,))
    slab(step, storey, rectangle(-0.2, -0.2, 5.2, 4.2), top=3.2, name="ceiling")
    _, holes = read(step, tmp_path)
    assert len(holes) == 1


def test_walls_that_stand_in_the_hole_have_a_floor_there(step, storey, tmp_path):
    slab(step, storey, rectangle(-1.0, -1.0, 9.0, 9.0), holes=(rectangle(-0.3, -0.3, 5.3, 4.3),))
    _, holes = read(step, tmp_path)
    assert holes == []


def test_a_column_in_its_own_hole_is_deducted_once(step, storey, tmp_path):
    around = rectangle(1, 1, 1.5, 1.5)
    slab(step, storey, rectangle(-0.2, -0.2, 5.2, 4.2), holes=(around,))
    step.element(storey, "IFCCOLUMN", step.shape(step.prism(step.profile(around), 3.4, origin=(0, 0, -0.4))))
    found, (hole,) = read(step, tmp_path)
    assert hole.footprint.area == pytest.approx(0.25)
    (statement,) = measure_all(found, basis=BASES["cn-usable"])
    assert [d.kind for d in statement.deductions] == ["column"]
    assert statement.net_area_m2 == pytest.approx(19.75)


def test_a_court_that_no_room_covers_costs_no_room_anything(step, storey, tmp_path):
    slab(step, storey, rectangle(-0.2, -0.2, 12, 4.2), holes=(rectangle(6, 1, 11, 3),))
    found, (hole,) = read(step, tmp_path)
    assert hole.footprint.area == pytest.approx(10.0)
    (statement,) = measure_all(found, basis=BASES["cn-usable"])
    assert statement.net_area_m2 == pytest.approx(20.0)
