"""A file without a unit of area is said to have none, and whether its declared areas fit what was taken instead."""

from __future__ import annotations

import pytest

from bim_import.read import read_file
from tests.bim_import.ifc.build import Step, rectangle


def about_the_unit(tmp_path, declared, *, area_unit=False):
    step = Step(prefix=".MILLI.", area_unit=area_unit)
    storey = step.storey("1F", 0.0)
    for i, area in enumerate(declared):
        shape = step.shape(step.prism(step.profile(rectangle(i * 6000, 0, i * 6000 + 5000, 4000)), 3000.0))
        space = step.space(storey, shape, number=str(101 + i))
        if area is not None:
            quantity = step.add(f"IFCQUANTITYAREA('GrossFloorArea',$,$,{area},$)")
            of = step.add(f"IFCELEMENTQUANTITY('{step.guid()}',$,'Qto_SpaceBaseQuantities',$,$,({quantity}))")
            step.add(f"IFCRELDEFINESBYPROPERTIES('{step.guid()}',$,$,$,({space}),{of})")
    result = read_file(step.save(tmp_path))
    assert [s.outline.area for s in result.model.spaces()] == pytest.approx([20.0] * len(declared))
    return [f for f in result.report.findings if f.code == "unit-suspect" and not f.subject]


def test_declared_areas_in_the_square_of_the_length_unit_fit(tmp_path):
    (finding,) = about_the_unit(tmp_path, ["20000000.", "20000000."])
    assert finding.outcome == "info"
    assert finding.evidence == {"area_unit_m2": pytest.approx(1e-6), "declared_rooms": 2, "not_fitting_rooms": 0}


def test_declared_square_metres_in_a_millimetre_file_do_not_fit(tmp_path):
    (finding,) = about_the_unit(tmp_path, ["20.", None])
    assert finding.outcome == "warning"
    assert finding.evidence["not_fitting_rooms"] == 1


def test_nothing_depends_on_it_without_declared_areas(tmp_path):
    (finding,) = about_the_unit(tmp_path, [None])
    assert finding.outcome == "info"
    assert finding.evidence["declared_rooms"] == 0


def test_a_declared_unit_is_nothing_to_say(tmp_path):
    assert about_the_unit(tmp_path, ["20."], area_unit=True) == []
