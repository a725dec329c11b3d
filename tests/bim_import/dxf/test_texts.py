import ezdxf
import pytest

from bim_import.dxf.texts import put_right, text_of
from tests.bim_import.dxf.draw import by_number, codes, drawing, polygon, read, read_path, rectangle, text


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        (r"\U+529E\U+516C\U+5BA4", "办公室"),
        (r"\M+5B0EC\M+5B9AB", "办公"),
        ("县长办公室", "县长办公室"),
        ("Küche", "Küche"),
        ("Größe", "Größe"),
        ("Salle à côté", "Salle à côté"),
        ("Wohnen/Essen", "Wohnen/Essen"),
    ],
)
def test_escapes_are_resolved_and_good_text_is_left_alone(stored, meant):
    assert put_right(stored) == (meant, False)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_read_in_a_western_code_page_is_recognised(encoding):
    wrong = "县长办公室 302".encode(encoding).decode("cp1252", "surrogateescape")
    assert put_right(wrong) == ("县长办公室 302", True)


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2007", "R2018"])
def test_chinese_labels_arrive_in_every_release(version, tmp_path):
    doc = drawing(version=version, codepage="gbk" if version in ("R12", "R2000", "R2004") else "")
    polygon(doc, rectangle(0, 0, 5000, 4000), "房间", as_lines=True)
    text(doc, "302 县长办公室", (2500, 2000), layer="文字")
    unit = {"unit": "mm"}
    room = by_number(read(doc, tmp_path, **unit))["302"]
    assert (room.name, room.use) == ("县长办公室", "office")


def test_gbk_bytes_under_a_western_code_page_are_recognised_and_this_is_said(tmp_path):
    doc = drawing(version="R2000", codepage="gbk")
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    text(doc, "302 县长办公室", (2.5, 2))
    path = tmp_path / "plan.dxf"
    doc.saveas(path)
    path.write_bytes(path.read_bytes().replace(b"ANSI_936", b"ANSI_1252"))
    result = read_path(path)
    assert by_number(result)["302"].name == "县长办公室"
    assert "text-encoding" in codes(result)


def test_formatting_codes_of_multiline_text_are_stripped():
    doc = drawing()
    entity = doc.modelspace().add_mtext(r"{\fSimSun|b1;\H1.5x;302}\P{\C1;县长办公室}\P19.75m\S2^ ;")
    item = text_of(entity, "0")
    assert item.lines[:2] == ("302", "县长办公室")


def test_a_text_is_where_its_middle_is():
    space = drawing().modelspace()
    for align in ezdxf.enums.TextEntityAlignment:
        if align.name in ("ALIGNED", "FIT"):
            continue
        entity = space.add_text("办公", height=1.0, rotation=90.0)
        entity.set_placement((10.0, 20.0), align=align)
        x, y = text_of(entity, "0").place
        assert abs(x - 10.0) <= 1.01, align  # half its height across, half its width along
        assert abs(y - 20.0) <= 1.01, align
        assert (align.name in ("MIDDLE_CENTER", "MIDDLE")) == (abs(x - 10) + abs(y - 20) < 0.01)


def test_attributes_of_a_block_label_the_room_they_stand_in(tmp_path):
    doc = drawing()
    block = doc.blocks.new("TAG")
    block.add_attdef("NUMBER", (0, 0.3), height=0.25)
    block.add_attdef("AREA", (0, -0.3), height=0.25)
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    insert = doc.modelspace().add_blockref("TAG", (2, 2), dxfattribs={"layer": "TEXT"})
    insert.add_auto_attribs({"NUMBER": "302", "AREA": "20.00"})
    room = by_number(read(doc, tmp_path))["302"]
    assert [d.area_m2 for d in room.declared] == [20.0]
