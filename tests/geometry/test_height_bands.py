"""Regions found by place and height: the answer of looking at every one of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box

from geometry.height_bands import BAND_M, MOST_BANDS, HeightBands

Bodies = tuple[list[Polygon], list[float], list[float]]
PLACE = st.integers(min_value=-6, max_value=6)
SIZE = st.integers(min_value=1, max_value=5)
HEIGHT = st.floats(min_value=-40, max_value=40)


@st.composite
def bodies(draw: st.DrawFn) -> Bodies:
    count = draw(st.integers(min_value=0, max_value=12))
    plans, low, high = [], [], []
    for _ in range(count):
        x, y, w, d = draw(PLACE), draw(PLACE), draw(SIZE), draw(SIZE)
        plans.append(box(x, y, x + w, y + d))
        low.append(draw(HEIGHT))
        high.append(low[-1] + draw(st.floats(min_value=0, max_value=60)))
    return plans, low, high


def bands(found: Bodies) -> HeightBands:
    plans, low, high = found
    return HeightBands(np.array(plans, dtype=object), np.array(low, dtype=float), np.array(high, dtype=float))


@given(bodies(), PLACE, PLACE, SIZE, HEIGHT, st.floats(min_value=0, max_value=50))
def test_finds_what_shares_plan_and_height(
    found: Bodies, x: int, y: int, size: int, floor: float, height: float
) -> None:
    room = box(x, y, x + size, y + size)
    near = bands(found).overlapping(room, over_m2=0.5, low_m=floor, high_m=floor + height, over_m=0.1)
    wanted = [
        i
        for i, (plan, low, high) in enumerate(zip(*found, strict=True))
        if plan.intersection(room).area > 0.5 and min(high, floor + height) - max(low, floor) > 0.1
    ]
    assert near.tolist() == wanted


@given(bodies(), PLACE, PLACE)
def test_without_heights_only_the_plan_decides(found: Bodies, x: int, y: int) -> None:
    room = box(x, y, x + 2, y + 2)
    near = bands(found).overlapping(room, over_m2=0.0)
    assert near.tolist() == [i for i, plan in enumerate(found[0]) if plan.intersection(room).area > 0]


def test_an_endless_column_is_found_on_every_storey() -> None:
    tower = HeightBands(np.array([box(0, 0, 1, 1)], dtype=object), np.array([-1e7]), np.array([1e7]))
    for floor in (-500.0, 0.0, BAND_M * MOST_BANDS * 7.0):
        near = tower.overlapping(box(0, 0, 5, 5), over_m2=1e-4, low_m=floor, high_m=floor + 2.8, over_m=0.1)
        assert near.tolist() == [0]


def test_a_turned_wall_beside_the_room_is_left_out_although_the_boxes_overlap() -> None:
    wall = Polygon([(0, 0), (10, 10), (9.9, 10.1), (-0.1, 0.1)])
    index = HeightBands(np.array([wall], dtype=object), np.array([0.0]), np.array([3.0]))
    assert index.overlapping(box(6, 0, 10, 4), over_m2=1e-4).tolist() == []
