"""Every ugly file gets the answer its table promises: a refusal with its code, or a report and the right areas."""

from pathlib import Path

import pytest

from bim_import.errors import ImportRefused
from bim_import.read import read_file
from geometry.differences import with_differences
from samples.make_ugly import DEFECTS, table, write

UGLY = Path(__file__).parents[2] / "samples" / "ugly"


def test_writing_again_gives_the_committed_bytes(tmp_path):
    write(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in UGLY.iterdir()}


def test_the_readme_is_the_table():
    assert (UGLY / "README.md").read_text(encoding="utf-8") == table()


def test_every_file_name_occurs_once():
    assert len({d.file for d in DEFECTS}) == len(DEFECTS)


@pytest.mark.parametrize("defect", DEFECTS, ids=[d.file for d in DEFECTS])
def test_answer(defect, tmp_path):
    path = UGLY / defect.file
    if not defect.kept:
        path = tmp_path / defect.file
        path.write_bytes(defect.make())
    if defect.refused:
        with pytest.raises(ImportRefused) as refusal:
            read_file(path)
        finding = refusal.value.finding
        assert finding.code == defect.refused
        assert finding.reason.zh
        assert finding.reason.en
        assert str(tmp_path) not in finding.reason.en
        return
    result = read_file(path)
    spaces = with_differences(result.model).spaces()
    findings = [*result.report.findings, *(f for s in spaces for f in s.findings)]
    codes = {f.code for f in findings}
    assert set(defect.says) <= codes
    causes = {f.evidence.get("cause") for f in findings if f.code == "declared-differs"}
    assert set(defect.causes) <= causes
    if not defect.causes:
        assert not causes, "a declared area that is right must not be called different"
    if defect.areas_m2:
        areas = {s.number: s.outline.area for s in spaces}
        assert areas == pytest.approx(dict(defect.areas_m2), abs=1e-6)
    for number, name in defect.names:
        assert next(s.name for s in spaces if s.number == number) == name
    if defect.storeys is not None:
        assert sum(len(b.storeys) for b in result.model.buildings) == defect.storeys


def test_planned_areas_are_not_declared_areas():
    result = read_file(UGLY / "planned_area_only.ifc")
    assert all(s.declared == () for s in result.model.spaces())


def test_no_factor_of_a_million():
    result = read_file(UGLY / "no_area_unit.ifc")
    spaces = with_differences(result.model).spaces()
    assert [d.area_m2 for s in spaces for d in s.declared] == pytest.approx([20.0])


@pytest.mark.parametrize(
    "file", ["georeferenced_twice.ifc", "georeferenced_twice_by_placement.ifc", "map_conversion_in_mm.ifc"]
)
def test_the_room_lands_where_it_is(file):
    result = read_file(UGLY / file)
    frame = result.model.frame
    place = frame.georeference
    assert place is not None
    x, y = result.model.spaces()[0].outline.centroid.coords[0]
    east = place.eastings_m + place.scale * (x + frame.offset_m[0])
    north = place.northings_m + place.scale * (y + frame.offset_m[1])
    assert (east, north) == pytest.approx((437215.4 + 2.5, 3081640.25 + 2.0), abs=1e-3)
