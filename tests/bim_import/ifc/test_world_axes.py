"""A WorldCoordinateSystem is said and not applied, as the geometry kernel of IfcOpenShell does not apply it either."""

from __future__ import annotations

import ifcopenshell
import ifcopenshell.geom
import pytest

from bim_import.read import read_file
from tests.bim_import.ifc.build import room


def with_axes(*axes):
    step = room()
    system = step.axis(*axes)
    step.replace(step.context, f"IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,{system},$)")
    return step


def about_the_axes(result):
    return [f for f in result.report.findings if f.code == "world-axes"]


MOVED = ((100.0, 200.0, 7.0), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0))


def test_it_is_said_and_changes_nothing(tmp_path):
    result = read_file(with_axes(*MOVED).save(tmp_path))
    (finding,) = about_the_axes(result)
    assert finding.evidence["origin_m"] == pytest.approx([100.0, 200.0, 7.0])
    assert finding.evidence["turn_deg"] == pytest.approx(90.0)
    assert result.model.spaces()[0].outline.bounds == pytest.approx((0.0, 0.0, 5.0, 4.0))


def test_the_geometry_kernel_leaves_it_out_too():
    file = ifcopenshell.file.from_string(with_axes(*MOVED).text())
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    shape = ifcopenshell.geom.create_shape(settings, file.by_type("IfcSpace")[0])
    assert (max(shape.geometry.verts[0::3]), max(shape.geometry.verts[1::3])) == pytest.approx((5.0, 4.0))


def test_axes_at_the_origin_are_nothing_to_say(tmp_path):
    step = with_axes((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
    assert about_the_axes(read_file(step.save(tmp_path))) == []


def test_broken_axes_are_passed_over(tmp_path):
    step = with_axes((float("nan"), 0.0, 0.0))
    result = read_file(step.save(tmp_path))
    assert about_the_axes(result) == []
    assert len(result.model.spaces()) == 1
