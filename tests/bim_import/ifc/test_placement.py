import math

import ifcopenshell
import numpy as np
import pytest

from bim_import.ifc.placement import BadPlacementError, Placements, axis2placement, finite, transformation


@pytest.fixture
def file():
    return ifcopenshell.file(schema="IFC4")


def axis(file, origin=(0, 0, 0), z=None, x=None):
    def direction(v):
        return None if v is None else file.createIfcDirection([float(c) for c in v])

    location = file.createIfcCartesianPoint([float(c) for c in origin])
    return file.createIfcAxis2Placement3D(location, direction(z), direction(x))


def at(matrix, *xyz):
    return (matrix @ np.array([*xyz, 1.0]))[:3]


def test_a_chain_of_placements_multiplies(file):
    building = file.createIfcLocalPlacement(None, axis(file, (10, 0, 0), x=(0, 1, 0), z=(0, 0, 1)))
    room = file.createIfcLocalPlacement(building, axis(file, (5, 0, 3)))
    assert at(Placements().matrix(room), 1, 0, 0) == pytest.approx((10, 6, 3))


def test_the_reference_direction_is_turned_across_the_axis(file):
    matrix = axis2placement(axis(file, z=(0, 0, 1), x=(1, 1, 5)))
    assert matrix[:3, 0] == pytest.approx((math.sqrt(0.5), math.sqrt(0.5), 0))
    assert np.linalg.det(matrix[:3, :3]) == pytest.approx(1.0)


def test_a_reference_direction_along_the_axis_still_gives_a_frame(file):
    matrix = axis2placement(axis(file, z=(1, 0, 0), x=(1, 0, 0)))
    assert np.linalg.det(matrix[:3, :3]) == pytest.approx(1.0)


def test_no_placement_is_the_world_frame():
    assert Placements().matrix(None) == pytest.approx(np.eye(4))


def test_a_placement_relative_to_itself_is_refused_every_time(file):
    a = file.createIfcLocalPlacement(None, axis(file))
    b = file.createIfcLocalPlacement(a, axis(file))
    a.PlacementRelTo = b
    placements = Placements()
    for _ in range(2):
        for placement in (a, b):
            with pytest.raises(BadPlacementError) as error:
                placements.matrix(placement)
            assert error.value.code == "recursive-placement"


def test_a_chain_of_ten_thousand_placements_is_fine(file):
    placement = None
    for _ in range(10_000):
        placement = file.createIfcLocalPlacement(placement, axis(file, (0.001, 0, 0)))
    assert at(Placements().matrix(placement), 0, 0, 0)[0] == pytest.approx(10.0)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf"), 1e14])
def test_numbers_that_are_none_are_refused(bad):
    with pytest.raises(BadPlacementError):
        finite((0.0, bad))


def test_coordinates_that_are_no_numbers_are_refused(file):
    placement = file.createIfcLocalPlacement(None, axis(file, (1e200, 0, 0)))
    with pytest.raises(BadPlacementError) as error:
        Placements().matrix(placement)
    assert error.value.code == "not-finite"


def test_a_transformation_scales_and_mirrors(file):
    origin = file.createIfcCartesianPoint((1.0, 0.0, 0.0))
    y = file.createIfcDirection((0.0, -1.0, 0.0))
    operator = file.createIfcCartesianTransformationOperator3D(None, y, origin, 2.0, None)
    assert at(transformation(operator), 1, 1, 1) == pytest.approx((3, -2, 2))
    uneven = file.createIfcCartesianTransformationOperator3DnonUniform(None, None, origin, 2.0, None, 3.0, 4.0)
    assert at(transformation(uneven), 1, 1, 1) == pytest.approx((3, 3, 4))
