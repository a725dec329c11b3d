"""Laws of drawn rooms: the way a plan lies, and the way its lines are written, change no area."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geometry.linework.enclose import enclose
from geometry.linework.records import Drawing
from tests.geometry.linework.plans import Grid, square, turned

sizes = st.floats(2.0, 9.0).map(lambda v: round(v, 3))
grids = st.builds(
    Grid,
    st.lists(sizes, min_size=1, max_size=3).map(tuple),
    st.lists(sizes, min_size=1, max_size=2).map(tuple),
    wall_m=st.sampled_from([0.1, 0.12, 0.24, 0.37]),
    door_m=st.sampled_from([0.8, 0.9, 1.2]),
    capped=st.booleans(),
)
angles = st.floats(0.0, 2 * np.pi)
shifts = st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000))


def areas(segments, columns=()):
    return sorted(r.outline.area for r in enclose(Drawing(segments, columns=tuple(columns))).rooms)


@settings(max_examples=15, deadline=None)
@given(grids, angles, shifts)
def test_moving_and_turning_a_plan_keeps_every_area(grid, angle, shift):
    assert areas(turned(grid.segments(), angle, shift)) == pytest.approx(grid.areas(), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(grids, angles, st.integers(0, 2**32 - 1))
def test_splitting_repeating_reversing_and_shuffling_lines_keeps_every_area(grid, angle, seed):
    rng = np.random.default_rng(seed)
    written = []
    for a, b in turned(grid.segments(), angle):
        cuts = np.sort(rng.uniform(0.05, 0.95, rng.integers(0, 4)))
        points = [a, *(a + c * (b - a) for c in cuts), b]
        parts = [[p, q] for p, q in pairwise(points)]
        parts += [[a, b]] * int(rng.integers(0, 2))
        written += [part[::-1] if rng.random() < 0.5 else part for part in parts]
    rng.shuffle(written)
    assert areas(np.array(written)) == pytest.approx(grid.areas(), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(grids, angles, st.floats(0.2, 0.6), st.floats(0.0, 1.0))
def test_columns_change_no_gross_area_wherever_they_stand(grid, angle, size, share):
    x0, y0, x1, y1 = grid.rooms()[0]
    # One in a corner, one in the middle of a wall, one free.
    places = [(x0, y1), (x0 + share * (x1 - x0), y1), ((x0 + x1) / 2, (y0 + y1) / 2)]
    bodies = [square(x, y, size) for x, y in places]
    apart = all(not a.intersects(b) for i, a in enumerate(bodies) for b in bodies[:i])
    bodies = bodies if apart else bodies[:1]
    columns = [shapely.transform(b, lambda xy: turned(xy, angle)) for b in bodies]
    assert areas(turned(grid.segments(), angle), columns) == pytest.approx(grid.areas(), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(grids, angles, st.integers(0, 2**32 - 1))
def test_ends_that_stop_short_by_centimetres_are_carried_on_exactly(grid, angle, seed):
    rng = np.random.default_rng(seed)
    segments = grid.segments()
    along = segments[:, 1] - segments[:, 0]
    unit = along / np.hypot(*along.T)[:, None]
    long = np.hypot(*along.T) > 0.5
    short = np.where(long & (rng.random(len(segments)) < 0.3), rng.uniform(0.001, 0.03, len(segments)), 0.0)
    segments[:, 1] -= unit * short[:, None]
    assert areas(turned(segments, angle)) == pytest.approx(grid.areas(), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(-20, 20), st.floats(-20, 20), st.floats(-20, 20), st.floats(-20, 20)), max_size=60))
def test_any_heap_of_lines_gives_rooms_that_do_not_overlap(heap):
    segments = np.array(heap, dtype=float).reshape(-1, 2, 2)
    found = enclose(Drawing(segments))
    rooms = [r.outline for r in found.rooms]
    assert all(r.is_valid and r.area > 0 for r in rooms)
    assert sum(r.area for r in rooms) == pytest.approx(shapely.union_all(rooms).area, abs=1e-5)
