"""Storeys stand in the order their names say."""

import pytest

from bim_import.survey.storey_names import level_of, nominal_elevation_m, storey_order


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("1F", 1), ("F3", 3), ("3", 3), ("三层", 3), ("十二层", 12), ("二十楼", 20), ("第5层", 5),
        ("首层", 1), ("底层", 1),
        ("B1", -1), ("B2F", -2), ("地下一层", -1), ("地下室", -1), ("负二层", -2), ("-1F", -1), ("-1", -1), ("G", 1),
        ("夹层", None), ("2F夹层", 2.5), ("屋顶", 1000), ("RF", 1000),
        ("", None), ("-", None), ("阁楼", None),
        ("Level 2", 2), ("Ground floor", 1),
    ],
)  # fmt: skip
def test_a_storey_is_told_by_its_name(name, level):
    assert level_of(name) == level


def test_storeys_are_put_from_the_lowest_to_the_highest():
    assert storey_order(["3F", "B1", "10F", "屋顶", "1F", "B2"]) == ["B2", "B1", "1F", "3F", "10F", "屋顶"]
    assert storey_order(["阁楼", "1F"]) == ["1F", "阁楼"]


def test_the_ground_floor_is_drawn_at_zero():
    assert (nominal_elevation_m(1), nominal_elevation_m(2), nominal_elevation_m(-1)) == (0.0, 3.6, -3.6)
