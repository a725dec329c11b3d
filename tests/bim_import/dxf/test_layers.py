import pytest

from bim_import.dxf.layers import role_of_name, roles_chosen
from bim_import.errors import ImportRefused
from tests.bim_import.dxf.draw import areas, codes, drawing, finding, polygon, read, read_path, rectangle

NAMES = {
    "wall": "WALL;墙体;A-WALL;A-WALL-FULL;剪力墙;walls;PUB_WALL;ARCH$0$WALL;底图|内墙;Wand (neu);A-WALL-FIRE;"
    "GROUND FLOOR WALLS;Mauerwerk;cloisons;Ｗａｌｌ",
    "glazing": "幕墙;CURTWALL;Crystal;玻璃隔断",
    "column": "COLUMN;柱;S-COLS;COLUMN_HATCH;构造柱",
    "door": "DOOR;门;A-DOOR;Türen",
    "window": "WINDOW;窗;Fenster;WINDOW_TEXT",
    "room": "房间;A-AREA;SPACE;面积;Räume",
    "label": "PUB_TEXT;房间名称;A-AREA-IDEN;文字",
    "ignored": "DIM;PUB_DIM;轴线;AXIS;DOTE;家具;A-FURN;STAIR;A-WALL-DIMS;图框;Defpoints;卫生间隔断;门窗表;墙体标注",
    "unknown": "LVTRY;0;图层1;Base",
}


@pytest.mark.parametrize(("name", "role"), [(n, role) for role, names in NAMES.items() for n in names.split(";")])
def test_a_layer_is_known_by_its_name(name, role):
    assert role_of_name(name) == role


def test_layers_that_say_nothing_are_refused_with_their_counts(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "A")
    polygon(doc, rectangle(6, 0, 9, 4), "B", as_lines=True)
    with pytest.raises(ImportRefused) as refused:
        read(doc, tmp_path)
    assert refused.value.finding.code == "layers-unclear"
    assert refused.value.finding.evidence["layers"] == {"A": 1, "B": 4}
    assert "B (4); A (1)" in refused.value.finding.reason.en


def test_the_only_layer_with_lines_is_taken_for_the_walls_and_this_is_said(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "0")
    polygon(doc, rectangle(1, 1, 2, 2), "DIM")
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([20.0], abs=1e-9)
    assert finding(result, "layer-assumed").evidence == {"layer": "0"}


def test_chosen_layers_replace_those_known_by_name(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    polygon(doc, rectangle(10, 0, 13, 4), "层-A1")
    polygon(doc, rectangle(20, 0, 22, 4), "层-A2")
    assert areas(read(doc, tmp_path)) == pytest.approx([20.0])
    assert areas(read(doc, tmp_path, layers="wall=层-A*")) == pytest.approx([12.0, 8.0])
    assert areas(read(doc, tmp_path, layers="room=层-A1,WALL")) == pytest.approx([20.0, 12.0])


def test_layers_nobody_named_are_counted(tmp_path):
    doc = drawing()
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    polygon(doc, rectangle(1, 1, 2, 2), "XYZ", as_lines=True)
    assert finding(read(doc, tmp_path), "layers-ignored").evidence["layers"] == {"XYZ": 4}


@pytest.mark.parametrize("choice", ["WALL", "wand=A", "wall=", "=A", ";", "wall=A;door"])
def test_a_choice_that_cannot_be_understood_is_refused(choice):
    with pytest.raises(ImportRefused) as refused:
        roles_chosen(["A"], choice)
    assert refused.value.finding.code == "layers-invalid"


def test_a_layer_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ImportRefused) as refused:
        roles_chosen(["A", "B"], "wall=C")
    assert refused.value.finding.code == "layer-not-found"
    assert "A, B" in refused.value.finding.reason.en
    assert refused.value.finding.evidence == {"name": "C", "layers": ["A", "B"]}


def test_a_name_with_brackets_means_itself():
    assert roles_chosen(["A[1]", "A1"], "wall=A[1]").of == {"a[1]": "wall", "a1": "wall"}


def test_names_in_another_encoding_than_stated_are_recognised_or_at_least_written(tmp_path):
    doc = drawing(version="R2000")
    polygon(doc, rectangle(0, 0, 5, 4), "QQQQ")
    polygon(doc, rectangle(6, 0, 9, 4), "ZZZZ", as_lines=True)
    path = tmp_path / "gbk.dxf"
    doc.saveas(path)
    path.write_bytes(path.read_bytes().replace(b"QQQQ", "墙体".encode("gbk")).replace(b"ZZZZ", b"Z\xff\xfe\xff"))
    result = read_path(path)
    assert areas(result) == pytest.approx([20.0])
    [name] = finding(result, "layers-ignored").evidence["layers"]
    assert name.startswith("Z")
    assert name.encode()


def test_chinese_punctuation_is_understood():
    roles = roles_chosen(["内墙", "外墙", "柱子"], "wall=内墙,外墙;column=柱子")
    assert [roles.role(n) for n in ("内墙", "外墙", "柱子")] == ["wall", "wall", "column"]


def test_layers_off_or_frozen_are_not_read_and_counted(tmp_path):
    doc = drawing()
    doc.layers.add("WALL")
    doc.layers.add("内墙").freeze()
    doc.layers.add("隔墙").off()
    polygon(doc, rectangle(0, 0, 5, 4), "WALL")
    polygon(doc, rectangle(0, 0, 2, 4), "内墙", as_lines=True)
    polygon(doc, rectangle(0, 0, 3, 4), "隔墙", as_lines=True)
    result = read(doc, tmp_path)
    assert areas(result) == pytest.approx([20.0])
    assert finding(result, "layers-hidden").evidence["counts"] == {"内墙": 4, "隔墙": 4}
    assert "layers-ignored" not in codes(result)
