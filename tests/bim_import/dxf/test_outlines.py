import pytest

from tests.bim_import.dxf.draw import areas, by_number, codes, drawing, lines, polygon, read, rectangle, text, two_rooms


def test_an_outline_drawn_twice_counts_once_and_says_so(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM")
    polygon(doc, rectangle(0, 0, 5, 4)[::-1], "ROOM")
    (space,) = read(doc, tmp_path).model.spaces()
    assert [f.code for f in space.findings] == ["repeated-outline"]


def test_a_small_loop_inside_is_a_column_and_deducted(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM")
    polygon(doc, rectangle(1, 1, 1.5, 1.5), "ROOM")
    storey = read(doc, tmp_path).model.buildings[0].storeys[0]
    assert [e.footprint.area for e in storey.elements if e.kind == "column"] == pytest.approx([0.25])
    assert storey.spaces[0].outline.area == pytest.approx(20.0)


def test_a_large_loop_without_a_label_is_a_hole(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 10, 8), "ROOM")
    polygon(doc, rectangle(3, 3, 6, 6), "ROOM")
    (space,) = read(doc, tmp_path).model.spaces()
    assert space.outline.area == pytest.approx(80 - 9)
    assert [(f.code, f.outcome) for f in space.findings] == [("nested-outlines", "info")]


def test_a_loop_with_a_label_is_a_room_and_no_part_of_the_outer_one(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 10, 8), "ROOM")
    polygon(doc, rectangle(3, 3, 6, 6), "ROOM")
    text(doc, "101", (1, 1))
    text(doc, "102", (4.5, 4.5))
    rooms = by_number(read(doc, tmp_path))
    assert rooms["101"].outline.area == pytest.approx(71)
    assert rooms["102"].outline.area == pytest.approx(9)
    assert [(f.code, f.outcome) for f in rooms["101"].findings] == [("nested-outlines", "warning")]


def test_loose_lines_of_a_room_layer_make_outlines_too(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM", as_lines=True)
    polygon(doc, rectangle(5, 0, 8, 4), "ROOM", as_lines=True)
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0, 12.0])


def test_an_outline_that_crosses_itself_is_taken_apart(tmp_path):
    doc = drawing()
    polygon(doc, [(0, 0), (4, 4), (4, 0), (0, 4)], "ROOM")
    result = read(doc, tmp_path)
    (space,) = result.model.spaces()
    assert space.outline.area == pytest.approx(8.0)
    assert "repaired" in codes(result)


def test_an_outline_that_reaches_into_walls_says_so(tmp_path):
    doc = drawing()
    lines(doc, two_rooms(door=None), "WALL")
    polygon(doc, rectangle(-0.12, -0.12, 5.12, 4.12), "ROOM")  # to the middle of the walls
    text(doc, "101 22.22㎡", (2, 2))
    room = by_number(read(doc, tmp_path))["101"]
    assert "overlaps-walls" in [f.code for f in room.findings]


def test_a_numbered_room_without_an_outline_is_taken_from_its_walls(tmp_path):
    doc = drawing()
    lines(doc, two_rooms(door=None), "WALL")
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM")
    text(doc, "101", (2, 2))
    text(doc, "102", (7, 2))
    assert {n: s.outline.area for n, s in by_number(read(doc, tmp_path)).items()} == pytest.approx(
        {"101": 20.0, "102": 19.04}
    )


def test_outlines_that_overlap_are_told(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "ROOM")
    polygon(doc, rectangle(4, 0, 8, 4), "ROOM")
    spaces = read(doc, tmp_path).model.spaces()
    assert "spaces-overlap" in [f.code for s in spaces for f in s.findings]
