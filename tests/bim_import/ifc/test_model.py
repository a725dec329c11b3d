"""Real models, and this reader against IfcOpenShell's own geometry kernel; skipped where the corpus is absent."""

from collections import Counter
from functools import cache
from pathlib import Path

import ifcopenshell
import ifcopenshell.geom
import numpy as np
import pytest
import shapely

from bim_import.ifc.shapes import NoShapeError, Shapes
from bim_import.ifc.units import read_units
from bim_import.read import read_file
from geometry.footprint import footprint

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real models is not on this machine")


def path(number):
    return next(CORPUS.glob(f"{number}_*"))


@cache
def read(number):
    return read_file(path(number))


def spaces(number):
    return read(number).model.spaces()


def gross(space):
    return next(d.area_m2 for d in space.declared if d.kind == "gross")


def flagged(number, code):
    return [s for s in spaces(number) if any(f.code == code for f in s.findings)]


def causes(number):
    return Counter(f.evidence["cause"] for s in spaces(number) for f in s.findings if f.code == "declared-differs")


@pytest.mark.parametrize(("number", "count"), [("02", 82), ("04", 7)])
def test_every_space_is_as_large_as_declared(number, count):
    assert len(spaces(number)) == count
    for space in spaces(number):
        assert space.outline.area == pytest.approx(gross(space), rel=1e-4)


def test_eleven_of_fourteen_are_within_a_percent_and_the_others_explained():
    near = [s for s in spaces("06") if abs(s.outline.area / gross(s) - 1) <= 0.01]
    assert len(near) >= 11
    assert causes("06") == {"wall-overlap": 14 - len(near)}


@pytest.mark.parametrize(("number", "count"), [("01", 99), ("03", 21)])
def test_all_spaces_lie_within_their_walls_and_differ_by_the_wall_centre(number, count):
    assert len(spaces(number)) == count
    assert flagged(number, "overlaps-walls") == []
    assert set(causes(number)) == {"wall-centre"}


def test_spaces_that_reach_into_walls_are_flagged():
    assert len(spaces("05")) == 48
    assert len(flagged("05", "overlaps-walls")) >= 40


def test_areas_without_an_area_unit_are_square_metres():
    assert len(spaces("08")) == 13
    for space in spaces("08"):
        assert 2 < space.outline.area < 50
        assert all(d.area_m2 == pytest.approx(space.outline.area, rel=0.01) for d in space.declared)
    assert flagged("08", "unit-suspect") == []
    (finding,) = (f for f in read("08").report.findings if f.code == "unit-suspect")
    assert (finding.subject, finding.outcome) == ("", "info")
    assert finding.evidence["not_fitting_rooms"] == 0


def test_spaces_without_storeys_get_one():
    assert len(spaces("11")) == 8
    assert "no-storeys" in [f.code for f in read("11").report.findings]


def test_spaces_with_a_plan_outline_only_are_read():
    assert [s.number for s in spaces("12")] == ["0.01", "1.01", "1.02"]
    assert sum(s.outline.area for s in spaces("12")) == pytest.approx(36.04)


@pytest.mark.parametrize(("number", "count"), [("09", 38), ("10", 15)])
def test_models_without_spaces_get_their_rooms(number, count):
    assert len(spaces(number)) >= count
    assert {s.origin for s in spaces(number)} == {"derived-from-walls"}


def test_the_attic_has_its_headroom():
    attic = next(s for s in spaces("04") if s.headroom)
    at_1_5_m = next(h.region.area for h in attic.headroom if h.height_m == 1.5)
    assert attic.outline.area == pytest.approx(107.16, abs=0.01)
    assert at_1_5_m == pytest.approx(74.509, abs=0.01)


@pytest.mark.parametrize("number", [f"{n:02d}" for n in range(1, 13)])
def test_every_model_arrives_whole(number):
    result = read(number)
    assert result.report.rejected == 0
    for space in result.model.spaces():
        assert space.outline.is_valid
        assert space.outline.area > 0.5
        assert not any(f.code == "unit-suspect" for f in space.findings)
    storeys = [s for b in result.model.buildings for s in b.storeys]
    assert all(e.footprint.is_valid and e.footprint.area > 0 for s in storeys for e in s.elements)


# -- against the geometry kernel ---------------------------------------------------------------------------------------


def kernel_footprint(settings, element):
    """The union of all projected triangles that the kernel makes of an element, None where it makes none."""
    try:
        shape = ifcopenshell.geom.create_shape(settings, element)
    except RuntimeError:  # it fails over a broken material beside a sound shape
        return None
    points = np.array(shape.geometry.verts).reshape(-1, 3)[:, :2]
    corners = points[np.array(shape.geometry.faces).reshape(-1, 3)]
    polygons = shapely.polygons(corners)
    return shapely.union_all(polygons[shapely.area(polygons) > 1e-10], grid_size=1e-7)


def sample(entities, limit):
    return entities[:: max(1, len(entities) // limit)]


@pytest.mark.parametrize("number", [f"{n:02d}" for n in range(1, 12)])
def test_footprints_agree_with_the_geometry_kernel(number):
    file = ifcopenshell.open(str(path(number)))
    settings = ifcopenshell.geom.settings()
    settings.set("use-world-coords", True)
    settings.set("disable-opening-subtractions", True)
    shapes = Shapes(read_units(file), (0.0, 0.0))
    compared, unbuilt = 0, 0
    for name, limit in (("IfcSpace", 30), ("IfcWall", 40), ("IfcColumn", 10), ("IfcSlab", 10)):
        for entity in sample(file.by_type(name), limit):
            try:
                ours = footprint(shapes.body(entity))
            except NoShapeError:
                continue
            theirs = kernel_footprint(settings, entity)
            if theirs is None:
                unbuilt += 1
                continue
            # curves are chords on both sides, the kernel's far coarser ones
            assert ours.symmetric_difference(theirs).area < 1e-3 + 2e-3 * theirs.area, entity
            compared += 1
    assert compared >= 4
    assert unbuilt * 4 <= compared
