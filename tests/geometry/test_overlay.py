from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box
from shapely.affinity import rotate

from geometry.overlay import common, together, without

# A room and the void between its walls, the same rectangle to the last digit but one.
ROOM = Polygon(
    [
        (-32.48484018828232, 2.866315144521531),
        (-29.844463698391237, 3.004691412827963),
        (-30.07997550148464, 7.498524319223538),
        (-32.72035199137572, 7.360148050917106),
    ]
)
VOID = Polygon(
    [
        (-30.07997550148464, 7.498524319223537),
        (-29.84446369839124, 3.004691412827964),
        (-32.48484018828232, 2.8663151445215314),
        (-32.72035199137572, 7.360148050917106),
    ]
)


def test_outlines_that_differ_in_the_last_digit_are_the_same():
    assert common(ROOM, VOID).area == pytest.approx(ROOM.area, abs=1e-6)
    assert together([ROOM, VOID]).area == pytest.approx(ROOM.area, abs=1e-6)
    assert without(ROOM, VOID).area == pytest.approx(0.0, abs=1e-6)


def test_regions_that_only_touch_share_nothing():
    assert common(box(0, 0, 1, 1), box(1, 0, 2, 1)).is_empty
    assert together([box(0, 0, 1, 1), box(1, 0, 2, 1)]).area == pytest.approx(2.0)


# A wall of a turned plan whose section crosses itself in the last digit, as GEOS leaves it after a cut.
CROSSED = Polygon(
    [
        (-4.416718778935985, -1.4500328367979405),
        (-0.3436776776948038, 1.6192237812774963),
        (-0.3436776776948038, 1.6192237812774968),
        (-0.5844036869556009, 1.9386779852964309),
        (-0.5844036869555884, 1.9386779852964402),
        (-4.976898992215711, -1.3713046420398345),
    ]
)


def test_rings_that_cross_in_the_last_digit_are_taken_as_they_were_meant():
    assert not CROSSED.is_valid
    column = box(8, -4, 9, -3)
    assert together([CROSSED, column], grid_m=1e-6).area == pytest.approx(CROSSED.area + 1.0, rel=1e-6)
    assert common(CROSSED, box(-10, -10, 10, 10)).area == pytest.approx(CROSSED.area, rel=1e-6)


def test_a_ring_that_crosses_itself_covers_what_it_runs_around():
    bow_tie = Polygon([(1, 1), (3, 3), (3, 1), (1, 3)])  # two triangles of 1 m² each
    whole = box(0, 0, 20, 20)
    assert not bow_tie.is_valid
    assert without(whole, bow_tie).area == pytest.approx(398.0)
    assert common(whole, bow_tie).area == pytest.approx(2.0)
    assert together([bow_tie, box(1, 0, 3, 1)]).area == pytest.approx(4.0)
    assert without(bow_tie, box(0, 0, 2, 4)).area == pytest.approx(1.0)


def test_lines_left_where_regions_touch_are_no_part_of_an_overlay():
    touched = shapely.intersection(
        Polygon([(0, 0), (3, 0), (3, 1), (2, 1), (2, 2), (3, 2), (3, 3), (0, 3)]), box(2, 0, 4, 3)
    )
    assert touched.geom_type == "GeometryCollection"
    assert common(touched, box(0, 0, 10, 10)).area == pytest.approx(2.0)


@given(
    st.floats(1, 10),
    st.floats(1, 10),
    st.floats(0, 360),
    st.floats(-50, 50),
    st.lists(st.sampled_from([-1, 0, 1]), min_size=8, max_size=8),
    st.integers(0, 3),
)
def test_noise_of_the_last_digit_never_changes_an_overlay(
    w: float, h: float, angle: float, x: float, noise: list[int], start: int
):
    room = rotate(box(x, x, x + w, x + h), angle, origin=(0, 0))
    xy = np.roll(shapely.get_coordinates(room)[:-1], start, axis=0)
    other = Polygon(xy * (1 + np.array(noise).reshape(4, 2) * 2.2e-16))
    assert common(room, other).area == pytest.approx(room.area, rel=1e-7)
    assert together([room, other]).area == pytest.approx(room.area, rel=1e-7)
