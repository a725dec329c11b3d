import pytest

from bim_import.dxf.document import looks_like_dxf
from bim_import.errors import ImportRefused
from tests.bim_import.dxf.draw import areas, drawing, finding, polygon, read_path, rectangle


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        (b"  0\nSECTION\n  2\nHEADER", True),
        (b"0\r\nSECTION\r\n", True),
        (b"999\nmade by x\n  0\nSECTION\n", True),
        (b"AutoCAD Binary DXF\r\n\x1a\x00", True),
        (b"AC1027\x00\x00", False),
        (b"ISO-10303-21;", False),
        (b"0\nSECTIONS", False),
        (b"", False),
    ],
)
def test_a_drawing_is_known_by_its_first_lines(start, is_one):
    assert looks_like_dxf(start.lstrip(b" ")) is is_one


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018"])
@pytest.mark.parametrize("fmt", ["asc", "bin"])
def test_every_release_is_read_as_text_and_binary(version, fmt, tmp_path):
    doc = drawing(version=version, unit=4)
    polygon(doc, rectangle(0, 0, 5000, 4000), "WALL", as_lines=True)
    path = tmp_path / "plan.dxf"
    doc.saveas(path, fmt=fmt)
    result = read_path(path, unit="mm")
    assert areas(result) == pytest.approx([20.0], abs=1e-9)
    assert version in result.source.schema


def test_a_drawing_without_a_header_is_read(tmp_path):
    path = tmp_path / "plan.dxf"
    rows = ["0", "SECTION", "2", "ENTITIES"]
    for (x1, y1), (x2, y2) in zip(rectangle(0, 0, 5, 4), [*rectangle(0, 0, 5, 4)[1:], (0, 0)], strict=True):
        rows += ["0", "LINE", "8", "WALL", "10", str(x1), "20", str(y1), "11", str(x2), "21", str(y2)]
    path.write_text("\n".join([*rows, "0", "ENDSEC", "0", "EOF", ""]))
    assert areas(read_path(path, unit="m")) == pytest.approx([20.0])


def test_a_drawing_cut_off_is_refused(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    path = tmp_path / "plan.dxf"
    doc.saveas(path)
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(ImportRefused) as refused:
        read_path(path)
    assert refused.value.finding.code == "dxf-truncated"


def test_repairs_are_counted_by_kind_with_examples(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    for n in range(3):
        doc.modelspace().add_line((9, n), (9, n + 1), dxfattribs={"layer": "DOOR_X"})
    path = tmp_path / "plan.dxf"
    doc.saveas(path)
    path.write_bytes(path.read_bytes().replace(b"DOOR_X", b"DOOR/X"))
    found = finding(read_path(path), "drawing-repaired")
    assert (found.outcome, found.evidence["count"]) == ("repaired", 3)
    (kind,) = found.evidence["kinds"]
    assert "DOOR/X" in kind["examples"][0]
    assert "图层名" in found.reason.zh
