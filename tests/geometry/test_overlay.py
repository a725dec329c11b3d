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
