import math

import ifcopenshell
import numpy as np
import pytest
from shapely import box

from bim_import.ifc.curves import UnsupportedShapeError
from bim_import.ifc.shapes import NoShapeError, Shapes, bounding_footprint
from bim_import.ifc.solids import SolidReader, extent
from bim_import.ifc.units import Units
from geometry.footprint import footprint
from geometry.section import section_at, z_range
from geometry.solid import Difference, Mesh, Prism, Union
from tests.bim_import.ifc.build import Step, rectangle

ROOM = rectangle(0, 0, 5, 4)
BOX_FACES = [
    [[(0, 0, 0), (0, 4, 0), (5, 4, 0), (5, 0, 0)]],
    [[(0, 0, 3), (5, 0, 3), (5, 4, 3), (0, 4, 3)]],
    [[(0, 0, 0), (5, 0, 0), (5, 0, 3), (0, 0, 3)]],
    [[(5, 0, 0), (5, 4, 0), (5, 4, 3), (5, 0, 3)]],
    [[(5, 4, 0), (0, 4, 0), (0, 4, 3), (5, 4, 3)]],
    [[(0, 4, 0), (0, 0, 0), (0, 0, 3), (0, 4, 3)]],
]


def read(step, item, **options):
    file = ifcopenshell.file.from_string(step.text())
    return SolidReader(Units()).solid(file.by_id(int(item[1:])), **options)


def check(solid, *, area=20.0, low=0.0, high=3.0):
    assert footprint(solid).area == pytest.approx(area, rel=1e-6)
    assert z_range(solid) == pytest.approx((low, high), abs=1e-4)


def test_an_extrusion_is_a_prism():
    step = Step()
    solid = read(step, step.prism(step.profile(ROOM), 3.0, origin=(1, 2, 5)))
    assert isinstance(solid, Prism)
    check(solid, low=5.0, high=8.0)


def test_an_extrusion_against_its_axis_points_down():
    step = Step()
    check(read(step, step.prism(step.profile(ROOM), 3.0, along=(0, 0, -1))), low=-3.0, high=0.0)


def test_a_profile_with_a_hole():
    step = Step()
    check(read(step, step.prism(step.profile(ROOM, [rectangle(1, 1, 2, 2)]), 3.0)), area=19.0)


def test_an_extrusion_without_depth_is_refused():
    step = Step()
    with pytest.raises(UnsupportedShapeError):
        read(step, step.prism(step.profile(ROOM), 0.0))


def test_a_clipped_wall_keeps_what_is_below_the_plane():
    step = Step()
    tool = step.half_space((0, 0, 2.5), (0, 0, 1))
    solid = read(step, step.cut(step.prism(step.profile(ROOM), 3.0), tool))
    check(solid, high=2.5)


def test_the_agreement_flag_says_which_side_goes():
    step = Step()
    tool = step.half_space((0, 0, 2.5), (0, 0, 1), agreement=".T.")
    check(read(step, step.cut(step.prism(step.profile(ROOM), 3.0), tool)), low=2.5)


def test_a_chain_of_cuts_is_one_difference():
    step = Step()
    solid = step.prism(step.profile(ROOM), 3.0)
    for x in range(300):
        tool = step.half_space((0, 0, 2.0), (0, 0, 1), bound=rectangle(x / 100, 0, (x + 1) / 100, 4))
        solid = step.cut(solid, tool)
    cut = read(step, solid)
    assert isinstance(cut, Difference)
    assert len(cut.tools) == 300
    assert section_at(cut, 2.5).area == pytest.approx(8.0)


@pytest.mark.parametrize(("operator", "area"), [("UNION", 26.0), ("INTERSECTION", 2.0), ("DIFFERENCE", 18.0)])
def test_boolean_results_of_two_solids(operator, area):
    step = Step()
    a, b = step.prism(step.profile(ROOM), 3.0), step.prism(step.profile(rectangle(4, 2, 8, 4)), 3.0)
    check(read(step, step.add(f"IFCBOOLEANRESULT(.{operator}.,{a},{b})")), area=area)


def test_an_intersection_with_a_half_space_keeps_the_half_space():
    step = Step()
    tool = step.half_space((2, 0, 0), (1, 0, 0), agreement=".T.")
    a = step.prism(step.profile(ROOM), 3.0)
    check(read(step, step.add(f"IFCBOOLEANRESULT(.INTERSECTION.,{a},{tool})")), area=8.0)


def test_a_boolean_result_of_itself_is_refused():
    step = Step()
    a = step.prism(step.profile(ROOM), 3.0)
    reference = f"#{len(step.lines) + 1}"
    step.add(f"IFCBOOLEANRESULT(.UNION.,{reference},{a})")
    with pytest.raises(UnsupportedShapeError):
        read(step, reference)


def test_a_brep_is_a_mesh():
    step = Step()
    solid = read(step, step.brep(BOX_FACES))
    assert isinstance(solid, Mesh)
    check(solid)
    assert section_at(solid, 1.0).area == pytest.approx(20.0)


def test_read_loosely_a_brep_is_its_points():
    step = Step()
    solid = read(step, step.brep(BOX_FACES), loose=True)
    assert len(solid.faces) == 0
    assert extent(solid).max(axis=0) == pytest.approx((5, 4, 3))


def test_face_sets_by_index():
    step = Step()
    points = step.add("IFCCARTESIANPOINTLIST3D(((0.,0.,0.),(5.,0.,0.),(5.,4.,0.),(0.,4.,0.),(2.,2.,3.)))")
    sides = "(1,2,5),(2,3,5),(3,4,5),(4,1,5)"
    tri = step.add(f"IFCTRIANGULATEDFACESET({points},$,.T.,((1,3,2),(1,4,3),{sides}),$)")
    faces = [step.add(f"IFCINDEXEDPOLYGONALFACE(({f}))") for f in ("4,3,2,1", "1,2,5", "2,3,5", "3,4,5", "4,1,5")]
    poly = step.add(f"IFCPOLYGONALFACESET({points},.T.,({','.join(faces)}),$)")
    for item in (tri, poly):
        check(read(step, item))
        assert section_at(read(step, item), 1.5).area == pytest.approx(5.0, abs=1e-4)


def test_a_polygonal_face_with_a_hole():
    step = Step()
    points = step.add(
        "IFCCARTESIANPOINTLIST3D(((0.,0.,0.),(5.,0.,0.),(5.,4.,0.),(0.,4.,0.),(1.,1.,0.),(2.,1.,0.),(2.,2.,0.),(1.,2.,0.)))"
    )
    face = step.add("IFCINDEXEDPOLYGONALFACEWITHVOIDS((1,2,3,4),((5,6,7,8)))")
    check(read(step, step.add(f"IFCPOLYGONALFACESET({points},.F.,({face}),$)")), area=19.0, high=0.0)


def test_surface_models():
    step = Step()
    loops = [step.add(f"IFCPOLYLOOP(({','.join(step.point(*p) for p in f[0])}))") for f in BOX_FACES]
    faces = [step.add(f"IFCFACE(({step.add(f'IFCFACEOUTERBOUND({loop},.T.)')}))") for loop in loops]
    listed = ",".join(faces)
    connected = step.add(f"IFCCONNECTEDFACESET(({listed}))")
    shell = step.add(f"IFCOPENSHELL(({listed}))")
    check(read(step, step.add(f"IFCFACEBASEDSURFACEMODEL(({connected}))")))
    check(read(step, step.add(f"IFCSHELLBASEDSURFACEMODEL(({shell}))")))


def mapped(step, item, *, origin="$", scale="$"):
    representation = step.add(f"IFCSHAPEREPRESENTATION({step.context},'Body','SweptSolid',({item}))")
    source = step.add(f"IFCREPRESENTATIONMAP({step.axes},{representation})")
    operator = step.add(
        f"IFCCARTESIANTRANSFORMATIONOPERATOR3D({step.direction(0, 1, 0)},{step.direction(-1, 0, 0)},{origin},{scale},$)"
    )
    return step.add(f"IFCMAPPEDITEM({source},{operator})")


def test_a_mapped_item_is_turned_moved_and_scaled():
    step = Step()
    item = mapped(step, step.prism(step.profile(ROOM), 3.0), origin=step.point(10, 0, 0), scale="2.")
    solid = read(step, item)
    check(solid, area=80.0, high=6.0)
    assert footprint(solid).bounds == pytest.approx((2, 0, 10, 10))


def test_a_mapped_item_of_itself_is_refused():
    step = Step()
    item = mapped(step, step.prism(step.profile(ROOM), 3.0), origin=step.point(0, 0, 0))
    at = next(i for i, line in enumerate(step.lines) if line.startswith("IFCSHAPEREPRESENTATION"))
    step.lines[at] = f"IFCSHAPEREPRESENTATION({step.context},'Body','MappedRepresentation',({item}))"
    with pytest.raises(UnsupportedShapeError):
        read(step, item)


def test_csg_blocks_and_cylinders():
    step = Step()
    block = step.add(f"IFCBLOCK({step.axis((1, 0, 0))},5.,4.,3.)")
    check(read(step, step.add(f"IFCCSGSOLID({block})")))
    cylinder = step.add(f"IFCRIGHTCIRCULARCYLINDER({step.axis()},3.,0.5)")
    check(read(step, step.add(f"IFCCSGSOLID({cylinder})")), area=math.pi / 4)


def test_a_pipe_is_the_box_around_it():
    step = Step()
    line = step.add(f"IFCPOLYLINE(({step.point(0, 0, 1)},{step.point(4, 0, 2)}))")
    solid = read(step, step.add(f"IFCSWEPTDISKSOLID({line},0.1,$,$,$)"))
    assert z_range(solid) == pytest.approx((0.9, 2.1))
    assert footprint(solid).bounds == pytest.approx((-0.1, -0.1, 4.1, 0.1))


def test_a_lone_curve_has_no_body():
    step = Step()
    reader, file = SolidReader(Units()), ifcopenshell.file.from_string(step.text() if step.polyline(ROOM) else "")
    with pytest.raises(UnsupportedShapeError):
        reader.solids(file.by_type("IfcPolyline"))


# -- elements ----------------------------------------------------------------------------------------------------------


OPEN_FILES = []  # an entity does not keep its file alive


def wall_of(step):
    OPEN_FILES.append(ifcopenshell.file.from_string(step.text()))
    return OPEN_FILES[-1].by_type("IfcWall")[0]


def test_an_element_in_millimetres_arrives_in_metres_and_moved():
    step = Step(prefix=".MILLI.")
    shape = step.shape(step.prism(step.profile(rectangle(0, 0, 5000, 200)), 3000.0))
    step.element(None, "IFCWALL", shape, placement=step.placement((10_000, 20_000, 4000)), rest=",$,$")
    shapes = Shapes(Units(length=0.001), (5.0, 0.0))
    body = shapes.body(wall_of(step))
    assert footprint(body).bounds == pytest.approx((5, 20, 10, 20.2))
    assert z_range(body) == pytest.approx((4.0, 7.0))


def test_a_shape_only_the_kernel_knows_is_asked_of_the_kernel():
    step = Step()
    circle = step.add("IFCCIRCLEPROFILEDEF(.AREA.,$,$,0.5)")
    axis = step.add(f"IFCAXIS1PLACEMENT({step.point(3, 0, 0)},{step.direction(0, 1, 0)})")
    ring = step.add(f"IFCREVOLVEDAREASOLID({circle},{step.axis()},{axis},{2 * math.pi!r})")
    step.element(None, "IFCWALL", step.shape(ring), placement=step.placement((10, 0, 0)), rest=",$,$")
    body = Shapes(Units(), (10.0, 0.0)).body(wall_of(step))
    assert isinstance(body, Mesh)
    # seen from above the upright ring of radius 3 around (3, 0) is a strip of 7 m by 1 m with rounded ends
    assert footprint(body).bounds == pytest.approx((-0.5, -0.5, 6.5, 0.5), abs=0.01)


def test_a_shape_the_kernel_cannot_build_either_is_refused():
    step = Step()
    circle = step.add("IFCCIRCLEPROFILEDEF(.AREA.,$,$,-1.)")
    axis = step.add(f"IFCAXIS1PLACEMENT({step.point(3, 0, 0)},{step.direction(0, 1, 0)})")
    broken = step.add(f"IFCREVOLVEDAREASOLID({circle},{step.axis()},{axis},0.)")
    step.element(None, "IFCWALL", step.shape(broken), rest=",$,$")
    with pytest.raises(UnsupportedShapeError):
        Shapes(Units(), (0.0, 0.0)).body(wall_of(step))


def tapered(step, start, end):
    return step.add(f"IFCEXTRUDEDAREASOLIDTAPERED({start},{step.axis()},{step.direction(0, 0, 1)},3.,{end})")


def test_a_taper_between_equal_profiles_is_a_prism():
    step = Step()
    solid = read(step, tapered(step, step.profile(ROOM), step.profile(ROOM[2:] + ROOM[:2])))
    assert isinstance(solid, Prism)
    check(solid)


def test_a_taper_between_like_profiles_is_a_frustum():
    step = Step()
    solid = read(step, tapered(step, step.profile(ROOM), step.profile(rectangle(0.5, 0.5, 4.5, 3.5))))
    check(solid)
    assert section_at(solid, 1.5).area == pytest.approx(4.5 * 3.5)


def test_a_taper_that_the_kernel_returns_without_its_sides_is_refused():
    step = Step()
    shape = step.shape(tapered(step, step.profile(ROOM), step.profile([(0, 0), (5, 0), (2, 4)])))
    element = step.element(None, "IFCBUILDINGELEMENTPROXY", shape)
    file = ifcopenshell.file.from_string(step.text())
    with pytest.raises(UnsupportedShapeError, match="sides of a taper"):
        Shapes(Units(), (0.0, 0.0)).body(file.by_id(int(element[1:])))


def test_an_element_without_representation_says_so():
    step = Step()
    step.element(None, "IFCWALL", "$", rest=",$,$")
    with pytest.raises(NoShapeError):
        Shapes(Units(), (0.0, 0.0)).body(wall_of(step))


def test_the_bounding_footprint_follows_the_axes_of_the_element():
    a = math.radians(30)
    matrix = np.eye(4)
    matrix[:2, :2] = [[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]]
    solid = Union((Prism(box(0, 0, 2, 0.1), np.eye(4), np.array([0, 0, 1.0])),) * 2)
    region, low, high = bounding_footprint(solid, matrix)
    assert region.area == pytest.approx(0.2)
    assert (low, high) == (0.0, 1.0)


def test_the_bounding_footprint_of_loose_points_turns_with_them():
    a = math.radians(30)
    turn = np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
    corners = [(*(turn @ np.array(p)), z) for p in rectangle(0, 0, 2, 0.1) for z in (0.0, 1.0)]
    mesh = Mesh(np.array(corners), np.empty((0, 3), dtype=np.int64))
    assert bounding_footprint(mesh, np.eye(4))[0].area == pytest.approx(0.2)
