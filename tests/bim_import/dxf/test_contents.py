import pytest

from bim_import.dxf import contents
from bim_import.errors import ImportRefused
from tests.bim_import.dxf.draw import areas, codes, drawing, finding, polygon, read, rectangle


@pytest.fixture
def doc():
    found = drawing()
    polygon(found, rectangle(0, 0, 5, 4), "WALL")
    return found


def test_paper_space_is_not_read_and_this_is_said(doc, tmp_path):
    doc.paperspace().add_line((0, 0), (1, 1), dxfattribs={"layer": "WALL"})
    assert finding(read(doc, tmp_path), "paper-space").evidence["count"] >= 1


def test_lines_that_run_upwards_are_projected_and_counted(doc, tmp_path):
    doc.modelspace().add_line((0, 2, 0), (5, 2, 3), dxfattribs={"layer": "WALL"})
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([10.0, 10.0])
    assert finding(result, "heights-ignored").evidence["count"] == 1


def test_a_plan_drawn_high_up_is_flat_all_the_same(tmp_path):
    doc = drawing()
    for a, b in [((0, 0, 9), (5, 0, 9)), ((5, 0, 9), (5, 4, 9)), ((5, 4, 9), (0, 4, 9)), ((0, 4, 9), (0, 0, 9))]:
        doc.modelspace().add_line(a, b, dxfattribs={"layer": "WALL"})
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([20.0])
    assert "heights-ignored" not in codes(result)


def test_an_external_reference_is_named(doc, tmp_path):
    doc.add_xref_def("base.dwg", "BASE")
    doc.modelspace().add_blockref("BASE", (0, 0))
    assert finding(read(doc, tmp_path), "external-reference").evidence["names"] == ["BASE"]


def test_invisible_and_three_dimensional_things_are_counted(doc, tmp_path):
    doc.modelspace().add_line((0, 2), (5, 2), dxfattribs={"layer": "WALL", "invisible": 1})
    doc.modelspace().add_3dface([(0, 0), (1, 0), (1, 1), (0, 1)])
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([20.0])
    assert finding(result, "invisible-ignored").evidence["count"] == 1
    assert finding(result, "solids-ignored").evidence["counts"] == {"3DFACE": 1}


def test_furniture_is_not_worth_a_word(doc, tmp_path):
    polygon(doc, rectangle(1, 1, 2, 2), "家具")
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([20.0])
    assert codes(result) == ["as-drawn"] or codes(result) == ["as-drawn", "paper-space"]


def test_far_coordinates_are_moved_and_keep_the_area(tmp_path):
    doc = drawing()
    polygon(doc, [(x + 437_215.4, y + 3_081_640.25) for x, y in rectangle(0, 0, 5, 4)], "WALL", as_lines=True)
    polygon(doc, rectangle(-1e8, 0, -1e8 + 1, 1), "OTHER")  # one stray thing far away moves nothing
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([20.0], abs=1e-7)
    assert result.model.frame.offset_m == (437_200.0, 3_081_600.0)
    assert "far-from-origin" in codes(result)


def test_blocks_that_unfold_without_end_are_refused(doc, tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "MAX_PIECES", 5000)
    doc.blocks.new("B0").add_line((0, 0), (1, 1))
    for n in range(1, 7):
        block = doc.blocks.new(f"B{n}")
        for k in range(10):
            block.add_blockref(f"B{n - 1}", (k, 0))
    doc.modelspace().add_blockref("B6", (0, 0))
    with pytest.raises(ImportRefused) as refused:
        read(doc, tmp_path)
    assert refused.value.finding.code == "drawing-too-large"


def test_a_drawing_with_nothing_to_use_says_why(tmp_path):
    doc = drawing()
    doc.layers.add("WALL").freeze()
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    with pytest.raises(ImportRefused) as refused:
        read(doc, tmp_path)
    assert refused.value.finding.code == "drawing-empty"
    assert "WALL" in refused.value.finding.reason.zh


def test_a_wide_polyline_is_a_wall(tmp_path):
    doc = drawing()
    wide = {"layer": "WALL", "const_width": 0.24}
    doc.modelspace().add_lwpolyline(rectangle(0, 0, 10, 4), close=True, dxfattribs=wide)
    assert areas(read(doc, tmp_path)) == pytest.approx([9.76 * 3.76], abs=1e-9)


def test_multilines_are_walls(tmp_path):
    doc = drawing()
    doc.mline_styles.new("WALL24").elements.append(0.12)
    style = doc.mline_styles.get("WALL24")
    style.elements.append(-0.12)
    doc.modelspace().add_mline(
        rectangle(0, 0, 10, 4), close=True, dxfattribs={"layer": "WALL", "style_name": "WALL24", "scale_factor": 1}
    )
    assert areas(read(doc, tmp_path)) == pytest.approx([40.0], abs=1e-6)  # its upper line is drawn
