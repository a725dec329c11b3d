import pytest
from shapely import box

from bim_import.errors import ImportRefused
from bim_import.ifc.spaces import ReadSpace, unit_findings
from bim_import.read import ReadOptions, read_file
from tests.bim_import.ifc.build import Step, rectangle, room

ROOM = rectangle(0, 0, 5, 4)
PINCHED = [(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2)]


def one_space(step, shape, **options):
    storey = step.storey("1F", 0.0)
    step.space(storey, shape, **options)
    return step


def read(step, tmp_path, **options):
    return read_file(step.save(tmp_path), options=ReadOptions(**options))


def only(result):
    (space,) = result.model.spaces()
    return space


def codes(findings):
    return [f.code for f in findings]


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3"])
def test_a_room_arrives_with_number_name_area_and_height(tmp_path, schema):
    result = read(room(schema=schema), tmp_path)
    space = only(result)
    assert (space.number, space.name, space.origin) == ("101", "办公室", "modelled")
    assert space.outline.area == pytest.approx(20.0)
    assert (space.floor_z_m, space.height_m) == pytest.approx((0.0, 3.0))
    assert space.headroom == ()
    assert space.findings == ()
    assert (result.report.accepted, result.report.repaired, result.report.rejected) == (1, 0, 0)
    assert result.source.kind == "ifc"
    assert len(result.source.sha256) == 64


def test_feet_and_millimetres_give_metres(tmp_path):
    step = Step(prefix=".MILLI.", area_unit=False)
    shape = step.shape(step.prism(step.profile(rectangle(0, 0, 5000, 4000)), 3000.0))
    assert only(read(one_space(step, shape), tmp_path)).outline.area == pytest.approx(20.0)


@pytest.mark.parametrize(("side", "suspect"), [(0.005, True), (5.0, False), (5000.0, True)])
def test_a_footprint_of_impossible_size_is_in_another_unit(side, suspect):
    outline = box(0, 0, side, side)
    space = ReadSpace(None, "id", "101", "", outline, 0.0, None, ())
    assert codes(unit_findings([space])) == ["unit-suspect"] * suspect


def test_a_pinched_outline_keeps_its_area_and_is_reported(tmp_path):
    step = Step()
    space = only(read(one_space(step, step.shape(step.prism(step.profile(PINCHED), 3.0))), tmp_path))
    assert space.outline.is_valid
    assert space.outline.area == pytest.approx(8.0)
    assert codes(space.findings) == ["self-touching"]


@pytest.mark.parametrize("points", [[(0, 0), (4, 4), (4, 0), (0, 4)], [(0, 0), (5, 3), (5, 0), (0, 4)]])
def test_an_outline_that_crosses_itself_is_repaired_and_counted(tmp_path, points):
    step = Step()
    profile = step.profile(points)
    storey = step.storey("1F", 0.0)
    for number in ("101", "102"):  # the second reads the profile from the cache
        body = step.shape(step.prism(profile, 3.0))
        step.space(storey, body, number=number, placement=step.placement((0, 10 * int(number), 0)))
    result = read(step, tmp_path)
    assert result.report.repaired == 2
    for space in result.model.spaces():
        assert space.outline.is_valid
        assert "repaired" in codes(space.findings)


def test_several_bodies_are_one_room(tmp_path):
    step = Step()
    bodies = [step.prism(step.profile(rectangle(x, 0, x + 2, 4)), 3.0) for x in (0, 2)]
    space = only(read(one_space(step, step.shape(*bodies)), tmp_path))
    assert space.outline.area == pytest.approx(16.0)
    assert space.outline.geom_type == "Polygon"


def test_a_hole_in_a_room_stays(tmp_path):
    step = Step()
    shape = step.shape(step.prism(step.profile(ROOM, [rectangle(1, 1, 2, 2)]), 3.0))
    assert only(read(one_space(step, shape), tmp_path)).outline.area == pytest.approx(19.0)


def test_a_foot_print_curve_alone_gives_the_outline_and_no_height(tmp_path):
    step = Step()
    shape = step.shape(step.polyline(ROOM), identifier="FootPrint", kind="Curve2D")
    step.storey("0F", -3.0)
    storey = step.storey("1F", 0.0)
    step.space(storey, shape, placement=step.placement((10, 0, 0.5)))
    space = only(read(step, tmp_path))
    assert space.outline.bounds == pytest.approx((10, 0, 15, 4))
    assert (space.floor_z_m, space.height_m) == (0.5, None)
    assert codes(space.findings) == ["no-height"]


def upright(ring, high=3.0):
    ends = zip(ring, [*ring[1:], ring[0]], strict=True)
    return [[[(*a, 0.0), (*b, 0.0), (*b, high), (*a, high)]] for a, b in ends]


def test_a_shell_of_side_faces_gives_the_outline_they_run_around(tmp_path):
    step = Step()
    shell = step.brep(upright(ROOM) + upright(rectangle(1, 1, 2, 2)))
    result = read(one_space(step, step.shape(shell, kind="Brep")), tmp_path)
    space = only(result)
    assert space.outline.area == pytest.approx(19.0)
    assert (space.floor_z_m, space.height_m, space.headroom) == (0.0, pytest.approx(3.0), ())
    (finding,) = space.findings
    assert (finding.code, finding.evidence) == ("repaired", {"change_m2": pytest.approx(19.0), "repair": "open-shell"})
    assert result.report.repaired == 1


def test_side_faces_that_close_no_ring_are_no_room(tmp_path):
    step = room()
    step.space(step.storey("2F", 3.0), step.shape(step.brep(upright(ROOM)[:3]), kind="Brep"), number="201")
    result = read(step, tmp_path)
    assert [s.number for s in result.model.spaces()] == ["101"]
    assert "no-geometry" in codes(result.report.findings)


def test_a_bounding_box_alone_is_taken_with_a_warning(tmp_path):
    step = Step()
    box = step.add(f"IFCBOUNDINGBOX({step.point(0, 0, 0)},5.,4.,3.)")
    space = only(read(one_space(step, step.shape(box, identifier="Box", kind="BoundingBox")), tmp_path))
    assert space.outline.area == pytest.approx(20.0)
    assert codes(space.findings) == ["bounding-box-only"]


def test_a_sloped_ceiling_gives_the_headroom_regions(tmp_path):
    step = Step()
    # ceiling z = 1 + x/2 over a 5 × 4 m room: headroom h is reached from x = 2·(h − 1)
    tool = step.half_space((0, 0, 1), (-0.5, 0, 1))
    space = only(read(one_space(step, step.shape(step.cut(step.prism(step.profile(ROOM), 4.0), tool))), tmp_path))
    reached = {h.height_m: h.region.area for h in space.headroom}
    assert space.outline.area == pytest.approx(20.0)
    assert space.height_m == pytest.approx(3.5, abs=1e-4)
    assert reached == pytest.approx({h: (5 - 2 * (h - 1)) * 4 for h in (1.0, 1.2, 1.5, 2.0, 2.1, 2.2)}, abs=1e-6)


@pytest.mark.parametrize(("ridge_x", "ceiling"), [(3.0, 3.0), (2.0, 4.0)], ids=["tent", "flat ridge"])
def test_a_tent_has_headroom_although_all_its_corners_are_at_floor_or_ridge(tmp_path, ridge_x, ceiling):
    step = Step()
    a, b, c, d = ((0, 0, 0), (6, 0, 0), (6, 8, 0), (0, 8, 0))
    e, f, g, h = ((ridge_x, 0, 4), (ceiling, 0, 4), (ceiling, 8, 4), (ridge_x, 8, 4))
    ends = [[a, b, f, e], [c, d, h, g]] if ridge_x < ceiling else [[a, b, e], [c, d, h]]
    top = [[[e, f, g, h]]] if ridge_x < ceiling else []
    faces = [[[a, d, c, b]], *([end] for end in ends), [[b, c, g, f]], [[d, a, e, h]], *top]
    step.space(step.storey("1F", 0.0), step.shape(step.brep(faces), kind="Brep"))
    step.wall(None, rectangle(9, 9, 12, 9.2), 3.0)
    (space,) = read_file(step.save(tmp_path)).model.spaces()
    at_1_5_m = next(r.region.area for r in space.headroom if r.height_m == 1.5)
    width = 6.0 - (6.0 - (ceiling - ridge_x)) * 1.5 / 4.0
    assert at_1_5_m == pytest.approx(8.0 * width)


def test_a_floor_that_rises_over_stairs_is_not_low_headroom(tmp_path):
    step = Step()
    floor = step.half_space((0, 0, 0), (-0.4, 0, 1), agreement=".T.")  # all below z = 0.4·x goes
    shape = step.shape(step.cut(step.prism(step.profile(ROOM), 6.0), floor))
    assert only(read(one_space(step, shape), tmp_path)).headroom == ()


def test_a_space_without_geometry_is_rejected_not_dropped(tmp_path):
    step = room()
    step.space(step.storey("2F", 3.0), "$", number="201")
    result = read(step, tmp_path)
    assert len(result.model.spaces()) == 1
    assert result.report.rejected == 1
    (finding,) = [f for f in result.report.findings if f.code == "no-geometry"]
    assert finding.outcome == "rejected"
    assert "201" in finding.reason.zh


def test_only_spaces_without_geometry_still_end_in_a_report(tmp_path):
    step = Step()
    storey = step.storey("1F", 0.0)
    for number in ("101", "102"):
        step.space(storey, "$", number=number)
    result = read(step, tmp_path)
    assert result.model.spaces() == ()
    assert result.report.rejected == 2


def test_a_model_without_spaces_and_walls_is_refused(tmp_path):
    step = Step()
    step.storey("1F", 0.0)
    with pytest.raises(ImportRefused) as error:
        read(step, tmp_path)
    assert error.value.finding.code == "no-geometry"


def test_a_file_without_project_is_refused(tmp_path):
    step = room()
    path = step.save(tmp_path)
    path.write_text(path.read_text().replace("IFCPROJECT(", "IFCSITE(").replace("$,$,$,$,(#", "$,$,$,$,(#"))
    with pytest.raises(ImportRefused) as error:
        read_file(path)
    assert error.value.finding.code in ("no-project", "syntax-error")


def test_recursive_placements_reject_the_space_only(tmp_path):
    step = room()
    a = step.placement((0, 0, 0))
    b = step.placement((0, 0, 0), parent=a)
    step.replace(a, f"IFCLOCALPLACEMENT({b},{step.axes})")
    storey = step.storey("2F", 3.0)
    step.space(storey, step.shape(step.prism(step.profile(ROOM), 3.0)), placement=b)
    result = read(step, tmp_path)
    assert len(result.model.spaces()) == 1
    assert "recursive-placement" in codes(result.report.findings)


@pytest.mark.parametrize("number", ["1.E400", "NAN", "1.E300"])
def test_coordinates_that_are_no_numbers_end_in_a_report_or_refusal(tmp_path, number):
    path = room().save(tmp_path)
    path.write_text(path.read_text().replace("IFCCARTESIANPOINT((5.0,4.0))", f"IFCCARTESIANPOINT(({number},4.0))"))
    try:
        report = read_file(path).report
    except ImportRefused as refusal:
        assert refusal.finding.code == "syntax-error"
    else:
        assert report.rejected == 1
        assert {"not-finite", "no-geometry"} & set(codes(report.findings))


@pytest.mark.parametrize(("scale", "height"), [(0.001, 0.003), (1000.0, 3000.0)])
def test_bodies_in_another_unit_than_the_file_are_suspect(tmp_path, scale, height):
    step = Step()
    x, y = 5 * scale, 4 * scale
    shape = step.shape(step.prism(step.profile(rectangle(0, 0, x, y)), 3 * scale))
    space = only(read(one_space(step, shape), tmp_path))
    (finding,) = [f for f in space.findings if f.code == "unit-suspect"]
    assert finding.evidence["height_m"] == pytest.approx(height)


def test_one_tall_hall_among_rooms_is_not_suspect(tmp_path):
    step = Step()
    storey = step.storey("1F", 0.0)
    for i, height in enumerate((3.0, 3.0, 24.0, 1.2)):
        profile = step.profile(rectangle(i * 10, 0, i * 10 + 5, 4))
        step.space(storey, step.shape(step.prism(profile, height)), number=str(i))
    assert not any(s.findings for s in read(step, tmp_path).model.spaces())


def test_of_two_length_units_the_one_that_makes_rooms_is_used(tmp_path):
    step = room()
    step.units.insert(0, step.add("IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.)"))
    result = read(step, tmp_path)
    assert only(result).outline.area == pytest.approx(20.0)
    assert "unit-suspect" in codes(result.report.findings)


def test_a_model_far_away_is_moved_by_whole_hundreds(tmp_path):
    step = Step()
    storey = step.storey("1F", 0.0)
    shape = step.shape(step.prism(step.profile(ROOM), 3.0))
    step.space(storey, shape, placement=step.placement((437_215.4, 3_081_640.25, 0.0)))
    result = read(step, tmp_path)
    assert result.model.frame.offset_m == (437_200.0, 3_081_600.0)
    assert only(result).outline.area == pytest.approx(20.0, rel=1e-8)
    assert only(result).outline.bounds == pytest.approx((15.4, 40.25, 20.4, 44.25))
    assert "far-from-origin" in codes(result.report.findings)


def test_a_space_reaching_into_its_wall_is_flagged(tmp_path):
    step = room()
    storey = next(iter(step.composed.values()))[0]
    step.space(storey, step.shape(step.prism(step.profile(rectangle(5.1, 0, 9, 4)), 3.0)), number="102")
    flagged = {s.number: codes(s.findings) for s in read(step, tmp_path).model.spaces()}
    assert flagged == {"101": [], "102": ["overlaps-walls"]}


def test_the_same_room_twice_is_flagged(tmp_path):
    step = room()
    storey = next(iter(step.composed.values()))[0]
    step.space(storey, step.shape(step.prism(step.profile(ROOM), 3.0)), number="101 bis")
    flagged = {s.number: codes(s.findings) for s in read(step, tmp_path).model.spaces()}
    assert flagged == {"101": [], "101 bis": ["duplicate-space"]}


def test_a_global_id_used_twice_gives_two_ids_and_a_finding(tmp_path):
    step = room()
    storey = next(iter(step.composed.values()))[0]
    space = step.space(storey, step.shape(step.prism(step.profile(rectangle(9, 0, 12, 4)), 3.0)), number="102")
    first = next(line for line in step.lines if line.startswith("IFCSPACE"))
    step.replace(space, step.lines[int(space[1:]) - 1].replace(step.lines[int(space[1:]) - 1][10:32], first[10:32]))
    result = read(step, tmp_path)
    ids = [s.id for s in result.model.spaces()]
    assert len(set(ids)) == 2
    assert "repeated-id" in codes(result.report.findings)


def test_ignoring_the_spaces_derives_the_room_from_its_walls(tmp_path):
    space = only(read(room(), tmp_path, ignore_spaces=True))
    assert space.origin == "derived-from-walls"
    assert space.outline.area == pytest.approx(20.0, abs=1e-3)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("302", "县长办公室", ("302", "县长办公室")),
        ("302", "", ("302", "")),
        ("", "县长办公室", ("", "县长办公室")),
        ("Corridor", "", ("", "Corridor")),
        ("A-12", "", ("A-12", "")),
    ],
)
def test_number_and_name_are_told_apart(tmp_path, short, long, expected):
    step = Step()
    shape = step.shape(step.prism(step.profile(ROOM), 3.0))
    space = only(read(one_space(step, shape, number=short, name=long), tmp_path))
    assert (space.number, space.name) == expected


def test_reading_twice_gives_the_same(tmp_path):
    path = room().save(tmp_path)
    assert read_file(path) == read_file(path)


def test_progress_only_grows(tmp_path):
    told = []
    read_file(room().save(tmp_path), progress=lambda step, share: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0
