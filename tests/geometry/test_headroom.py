from __future__ import annotations

from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, box
from shapely.affinity import translate

from geometry.headroom import HEADROOM_CUTS_M, CeilingPlane, headroom_regions
from tests.geometry.rooms import l_room

ROOM = box(0, 0, 6, 4)


def areas(planes: list[CeilingPlane], cuts: tuple[float, ...] = HEADROOM_CUTS_M) -> list[float]:
    return [r.region.area for r in headroom_regions(ROOM, planes, cuts)]


def test_the_cuts_are_those_of_the_bases() -> None:
    assert HEADROOM_CUTS_M == (1.0, 1.2, 1.5, 2.0, 2.1, 2.2)


def test_a_slope_cuts_parallel_strips() -> None:
    assert areas([CeilingPlane(0.5, 0.0, 0.0)], (1.0, 2.0, 3.0)) == pytest.approx([16.0, 8.0, 0.0])


def test_a_slope_across_the_corner_cuts_a_triangle() -> None:
    # x + y < 2 is a triangle with legs of 2 m.
    assert areas([CeilingPlane(1.0, 1.0, 0.0)], (2.0,)) == pytest.approx([24.0 - 2.0])


def test_a_gable_leaves_the_middle() -> None:
    assert areas([CeilingPlane(1.0, 0.0, 0.0), CeilingPlane(-1.0, 0.0, 6.0)], (2.0,)) == pytest.approx([8.0])


def test_a_plane_over_part_of_the_room_lowers_only_that_part() -> None:
    planes = [CeilingPlane(0.0, 0.0, 3.0), CeilingPlane(0.0, 0.0, 1.4, over=box(0, 0, 2, 4))]
    assert areas(planes, (1.2, 1.5)) == pytest.approx([24.0, 16.0])


def test_a_flat_ceiling_at_the_cut_height_reaches_it() -> None:
    assert areas([CeilingPlane(0.0, 0.0, 2.1)]) == pytest.approx([24.0] * 5 + [0.0])


def test_a_cut_that_is_reached_nowhere_is_an_empty_region_not_a_missing_one() -> None:
    (found,) = headroom_regions(ROOM, [CeilingPlane(0.0, 0.0, 1.0)], (2.0,))
    assert found.height_m == 2.0
    assert found.region.is_empty


def test_without_a_ceiling_there_is_no_answer() -> None:
    assert headroom_regions(ROOM, []) == ()


def test_a_valley_leaves_two_regions() -> None:
    planes = [CeilingPlane(-1.0, 0.0, 3.0, over=box(0, 0, 3, 4)), CeilingPlane(1.0, 0.0, -3.0, over=box(3, 0, 6, 4))]
    (found,) = headroom_regions(ROOM, planes, (2.0,))
    assert isinstance(found.region, MultiPolygon)
    assert found.region.area == pytest.approx(8.0)


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(-1, 4), st.floats(-5e5, 5e5), st.floats(0, 4.5e6))
def test_regions_are_nested_and_move_with_the_room(a: float, b: float, c: float, dx: float, dy: float) -> None:
    here = headroom_regions(l_room, [CeilingPlane(a, b, c)])
    there = headroom_regions(translate(l_room, dx, dy), [CeilingPlane(a, b, c - a * dx - b * dy)])
    for lower, higher in pairwise(here):
        assert shapely.difference(higher.region, lower.region).area <= 1e-9
    # c at UTM distance carries 1e-9 m of rounding; on a gentle slope that moves the cut line.
    steep = max(abs(a), abs(b))
    if steep > 1e-3:
        for one, other in zip(here, there, strict=True):
            assert other.region.area == pytest.approx(one.region.area, abs=1e-7 + 1e-7 / steep)
