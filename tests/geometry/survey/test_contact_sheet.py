"""Rooms without a place stand side by side and never touch."""

from hypothesis import given
from hypothesis import strategies as st
from shapely import STRtree, box
from shapely.affinity import translate

from geometry.survey.contact_sheet import GAP_M, contact_sheet

SIZES = st.lists(st.tuples(st.floats(0.5, 40), st.floats(0.5, 40)), min_size=1, max_size=40)


@given(SIZES)
def test_no_two_rooms_come_closer_than_the_gap(sizes):
    rooms = [box(3.0, -2.0, 3.0 + w, -2.0 + h) for w, h in sizes]
    placed = [translate(room, *move) for room, move in zip(rooms, contact_sheet(rooms), strict=True)]
    tree = STRtree(placed)
    for i, room in enumerate(placed):
        near = tree.query(room, predicate="dwithin", distance=GAP_M - 1e-6)
        assert near.tolist() == [i]


def test_a_sheet_begins_below_what_is_there():
    moves = contact_sheet([box(0, 0, 4, 3)], below_y_m=-10.0, left_x_m=7.0)
    assert translate(box(0, 0, 4, 3), *moves[0]).bounds == (7.0, -13.0, 11.0, -10.0)


def test_nothing_to_lay_out_is_nothing():
    assert contact_sheet([]) == []
