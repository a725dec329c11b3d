import pytest

from bim_import.dxf.labels import label_of
from bim_import.dxf.texts import TextItem

SQUARE_FOOT = 0.3048**2


def said(*lines, tag=""):
    label = label_of(TextItem(lines, (0.0, 0.0), 0.3, "TEXT", (0.0, 0.0), tag=tag))
    return label and (label.number, label.name, label.area_m2, label.area_kind)


@pytest.mark.parametrize(
    ("words", "number", "name", "area"),
    [
        ("302 县长办公室 19.75㎡", "302", "县长办公室", 19.75),
        ("302县长办公室", "302", "县长办公室", None),
        ("302室", "302", "", None),
        ("办公室", "", "办公室", None),
        ("A-302", "A-302", "", None),
        ("a302", "A302", "", None),
        ("B1-C", "B1-C", "", None),
        ("Office 204", "204", "Office", None),
        ("1号会议室", "", "1号会议室", None),
        ("会议室(二)", "", "会议室(二)", None),
        ("S=19.75m2", "", "", 19.75),
        ("面积:19.75", "", "", 19.75),
        ("A=20,50 m²", "", "", 20.5),
        ("19.75 M2", "", "", 19.75),
        ("19.75平方米", "", "", 19.75),
        ("212.5 SF", "", "", 212.5 * SQUARE_FOOT),
        ("212.5 sq. ft.", "", "", 212.5 * SQUARE_FOOT),
        ("１２０４　会议室", "1204", "会议室", None),
    ],
)
def test_a_label_is_taken_apart(words, number, name, area):
    assert said(words)[:3] == (number, name, pytest.approx(area))


@pytest.mark.parametrize(
    "words",
    [
        *(
            "M0921",
            "FM甲1021",
            "C1815",
            "MLC2724",
            "3600",
            "1200",
            "3.600",
            "±0.000",
            "-0.450",
            "H=2800",
            "12人",
            "上",
            "UP",
        ),
        *("1:100", "i=0.5%", "详见大样", "建筑面积 30㎡", "北", "1", "12,5"),
    ],
)
def test_tags_lengths_heights_and_remarks_say_nothing_of_a_room(words):
    assert said(words) is None


def test_lines_of_one_text_say_one_thing_each():
    assert said("302", "县长办公室", "19.75㎡") == ("302", "县长办公室", 19.75, "unspecified")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("使用面积 20.5㎡", "net"),
        ("套内面积:20.5㎡", "net"),
        ("NET AREA 20.5 m2", "net"),
        ("面积 20.5㎡", "unspecified"),
    ],
)
def test_the_kind_of_an_area_is_what_is_written(words, kind):
    assert said(words)[3] == kind


def test_an_attribute_called_area_needs_no_unit():
    assert said("19.75", tag="AREA") == ("", "", 19.75, "unspecified")
    assert said("19.75") is None
