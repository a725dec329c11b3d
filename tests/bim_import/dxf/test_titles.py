import numpy as np
import pytest

from bim_import.dxf.titles import level_of
from tests.bim_import.dxf.draw import drawing, finding, lines, read, text, two_rooms

LEVELS = {
    1: "一层平面图;首层平面图;底层平面;1F PLAN;GROUND FLOOR",
    2: "二层平面图 1:100;二~五层平面图;附楼一 二层平面图;2F;SECOND FLOOR PLAN;2. OG;plan_2f",
    3: "3-5层平面图;办公楼3层;F3;3rd floor",
    4: "Level 4",
    12: "十二层平面图",
    21: "二十一层",
    -1: "地下一层平面图;B1;BASEMENT",
    -2: "负二层",
    None: "标准层;总平面图;plan",
}


@pytest.mark.parametrize(("words", "level"), [(w, level) for level, row in LEVELS.items() for w in row.split(";")])
def test_a_title_names_a_storey(words, level):
    assert level_of(words) == level


def two_storeys(**more):
    doc = drawing()
    for k, title in enumerate(more.get("titles", ("一层平面图", "二层平面图"))):
        lines(doc, two_rooms() + np.array([30.0 * k, 0.0]), "WALL")
        text(doc, f"{k + 1}01", (2 + 30 * k, 2))
        text(doc, f"{k + 1}02", (7 + 30 * k, 2))
        text(doc, title, (5 + 30 * k, -3), height=0.8)
    return doc


def test_plans_side_by_side_are_storeys_by_their_titles(tmp_path):
    result = read(two_storeys(), tmp_path)
    storeys = result.model.buildings[0].storeys
    assert [(s.name, [r.number for r in s.spaces]) for s in storeys] == [("1F", ["101", "102"]), ("2F", ["201", "202"])]
    assert storeys[0].elevation_m < storeys[1].elevation_m
    assert finding(result, "elevation-nominal").outcome == "info"


def test_a_basement_lies_below(tmp_path):
    storeys = read(two_storeys(titles=("首层平面图", "地下一层平面图")), tmp_path).model.buildings[0].storeys
    assert [s.name for s in storeys] == ["B1", "1F"]
    assert storeys[0].elevation_m < 0 == storeys[1].elevation_m


def test_two_blocks_under_one_title_are_one_storey(tmp_path):
    doc = two_storeys(titles=("一层平面图", "门卫室"))
    (storey,) = read(doc, tmp_path).model.buildings[0].storeys
    assert (storey.name, len(storey.spaces)) == ("1F", 4)


def test_without_a_title_the_file_names_the_storey(tmp_path):
    doc = drawing()
    lines(doc, two_rooms(), "WALL")
    (storey,) = read(doc, tmp_path, name="综合楼三层.dxf").model.buildings[0].storeys
    assert (storey.name, storey.elevation_m > 0) == ("3F", True)
    (storey,) = read(doc, tmp_path, name="办公楼.dxf").model.buildings[0].storeys
    assert (storey.name, storey.elevation_m) == ("办公楼", 0.0)
