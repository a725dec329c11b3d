import pytest

from bim_import.read import ReadOptions, read_file
from tests.bim_import.ifc.build import rectangle, room


def storey_of(step, tmp_path, **options):
    (building,) = read_file(step.save(tmp_path), options=ReadOptions(**options)).model.buildings
    return building.storeys[0]


def model(step=None):
    step = step or room()
    return step, next(iter(step.composed.values()))[0]


def solid(step, points, height, z=0.0):
    return step.shape(step.prism(step.profile(points), height, origin=(0, 0, z)))


def kinds(storey):
    return sorted(e.kind for e in storey.elements)


def named(storey, name):
    (element,) = [e for e in storey.elements if e.name == name]
    return element


def test_walls_know_thickness_and_height(tmp_path):
    storey = storey_of(room(), tmp_path)
    assert kinds(storey) == ["wall"] * 4
    assert [e.thickness_m for e in storey.elements] == pytest.approx([0.2] * 4)
    assert {(e.z_min_m, e.z_max_m) for e in storey.elements} == {(0.0, 3.0)}
    assert all(e.body is not None for e in storey.elements)


def test_thin_or_low_walls_are_partitions(tmp_path):
    step, storey = model()
    step.wall(storey, rectangle(1, 0, 1.03, 2), 3.0, name="thin")
    step.wall(storey, rectangle(2, 0, 2.1, 2), 1.9, name="low")
    read = storey_of(step, tmp_path)
    assert named(read, "thin").kind == named(read, "low").kind == "partition"


def test_material_layers_give_the_thickness_and_properties_the_flags(tmp_path):
    step, storey = model()
    wall = step.wall(storey, [(6, 0), (9, 0), (9, 3), (8.8, 3), (8.8, 0.2), (6, 0.2)], 3.0, name="corner")
    layers = [step.add(f"IFCMATERIALLAYER($,{t},$,$,$,$,$)") for t in ("0.02", "0.24")]
    layer_set = step.add(f"IFCMATERIALLAYERSET(({','.join(layers)}),$,$)")
    usage = step.add(f"IFCMATERIALLAYERSETUSAGE({layer_set},.AXIS2.,.POSITIVE.,0.,$)")
    step.add(f"IFCRELASSOCIATESMATERIAL('{step.guid()}',$,$,$,({wall}),{usage})")
    flags = [
        step.add("IFCPROPERTYSINGLEVALUE('LoadBearing',$,IFCBOOLEAN(.T.),$)"),
        step.add("IFCPROPERTYSINGLEVALUE('IsExternal',$,IFCBOOLEAN(.F.),$)"),
    ]
    pset = step.add(f"IFCPROPERTYSET('{step.guid()}',$,'Pset_WallCommon',$,({','.join(flags)}))")
    step.add(f"IFCRELDEFINESBYPROPERTIES('{step.guid()}',$,$,$,({wall}),{pset})")
    element = named(storey_of(step, tmp_path), "corner")
    assert element.thickness_m == pytest.approx(0.26)
    assert (element.load_bearing, element.is_external) == (True, False)


def test_an_l_shaped_wall_without_layers_gets_its_mean_thickness(tmp_path):
    step, storey = model()
    step.wall(storey, [(6, 0), (9, 0), (9, 3), (8.8, 3), (8.8, 0.2), (6, 0.2)], 3.0, name="corner")
    assert named(storey_of(step, tmp_path), "corner").thickness_m == pytest.approx(0.2, abs=0.01)


def test_openings_are_not_cut_out_of_walls(tmp_path):
    step, storey = model()
    wall = step.wall(storey, rectangle(0, 4.2, 5, 4.4), 3.0, name="host")
    hole = step.element(None, "IFCOPENINGELEMENT", solid(step, rectangle(1, 4.1, 2, 4.5), 2.1), rest=",$,$")
    step.add(f"IFCRELVOIDSELEMENT('{step.guid()}',$,$,$,{wall},{hole})")
    assert named(storey_of(step, tmp_path), "host").footprint.area == pytest.approx(1.0)


def test_a_column_is_a_column_and_may_be_a_chimney_by_name(tmp_path):
    step, storey = model()
    for name, x in (("C1", 1), ("Schornstein", 3)):
        step.element(storey, "IFCCOLUMN", solid(step, rectangle(x, 1, x + 0.5, 1.5), 3.0), name=name)
    read = storey_of(step, tmp_path)
    assert (named(read, "C1").kind, named(read, "Schornstein").kind) == ("column", "chimney")


@pytest.mark.parametrize(
    ("name", "kind"), [("管道井 1", "shaft"), ("烟道", "chimney"), ("Crate", "other"), ("电梯", "lift")]
)
def test_proxies_are_what_their_name_says(tmp_path, name, kind):
    step, storey = model()
    step.element(storey, "IFCBUILDINGELEMENTPROXY", solid(step, rectangle(1, 1, 2, 2), 3.0), name=name)
    assert named(storey_of(step, tmp_path), name).kind == kind


def test_a_curtain_wall_is_the_union_of_its_parts(tmp_path):
    step, storey = model()
    curtain = step.element(storey, "IFCCURTAINWALL", "$", name="CW")
    for x in (0, 2.5):
        plate = step.element(None, "IFCPLATE", solid(step, rectangle(x, 5, x + 2.5, 5.05), 3.0), rest=",$,$")
        step.composed.setdefault(curtain, []).append(plate)
    element = named(storey_of(step, tmp_path), "CW")
    assert element.kind == "curtain-wall"
    assert element.footprint.bounds == pytest.approx((0, 5, 5, 5.05))


def test_a_slab_and_its_opening(tmp_path):
    step, storey = model()
    slab = step.element(storey, "IFCSLAB", solid(step, rectangle(0, 0, 5, 4), 0.2, -0.2), name="S", rest=",$,.FLOOR.")
    hole = step.element(None, "IFCOPENINGELEMENT", solid(step, rectangle(1, 1, 2, 5), 0.4, -0.3), name="H", rest=",$,$")
    step.add(f"IFCRELVOIDSELEMENT('{step.guid()}',$,$,$,{slab},{hole})")
    read = storey_of(step, tmp_path)
    assert named(read, "S").kind == "slab"
    assert named(read, "H").kind == "slab-opening"
    assert named(read, "H").footprint.area == pytest.approx(3.0)
    assert (named(read, "H").z_min_m, named(read, "H").z_max_m) == pytest.approx((-0.2, 0.0))


def test_furniture_lifts_stairs_and_ceilings_are_rectangles(tmp_path):
    step, storey = model()
    l_shape = [(0, 0), (2, 0), (2, 0.5), (0.5, 0.5), (0.5, 2), (0, 2)]
    step.element(storey, "IFCFURNITURE", solid(step, l_shape, 0.7), name="desk")
    step.element(
        storey, "IFCTRANSPORTELEMENT", solid(step, rectangle(0, 0, 2, 2), 2.2), name="lift", rest=",$,.ELEVATOR."
    )
    step.element(
        storey, "IFCCOVERING", solid(step, rectangle(0, 0, 5, 4), 0.02, 2.8), name="ceiling", rest=",$,.CEILING."
    )
    step.element(storey, "IFCCOVERING", solid(step, rectangle(0, 0, 5, 4), 0.02), name="floor", rest=",$,.FLOORING.")
    stair = step.element(storey, "IFCSTAIR", "$", name="stair")
    flight = step.element(None, "IFCSTAIRFLIGHT", solid(step, rectangle(0, 0, 1.2, 3), 1.5), rest=",$,$,$,$,$,$")
    step.composed.setdefault(stair, []).append(flight)
    # ceilings tell the height of rooms derived from walls, and nothing where rooms have bodies
    assert "ceiling" not in kinds(storey_of(step, tmp_path))
    read = storey_of(step, tmp_path, ignore_spaces=True)
    found = {e.name: (e.kind, round(e.footprint.area, 6)) for e in read.elements if e.kind != "wall"}
    assert found == {
        "desk": ("furniture", 4.0), "lift": ("lift", 4.0), "ceiling": ("ceiling", 20.0), "stair": ("stair", 3.6),
    }  # fmt: skip


def test_an_element_that_cannot_be_read_is_reported_and_the_rest_goes_on(tmp_path):
    step, storey = model()
    step.element(storey, "IFCWALL", step.shape(step.prism(step.polyline([(0, 0), (1, 1)]), 3.0)), rest=",$,$")
    result = read_file(step.save(tmp_path))
    assert len(result.model.buildings[0].storeys[0].elements) == 4
    assert [f.code for f in result.report.findings] == ["unreadable-geometry"]
