"""The bound beside brute force: no legal layout of rows tried one by one holds more, and it is seldom far above."""

from itertools import product

import pytest
from shapely import box
from shapely.affinity import rotate

from geometry.layout.bound import bound
from geometry.layout.check import check, is_legal
from geometry.layout.profile import profile
from geometry.layout.propose import propose
from geometry.layout.records import Door, Workstation
from tests.geometry.layout.sites import generated, rectangle, site

RULES = profile("1.4x0.7", area_per_person=False)
WIDTH, DEPTH, CHAIR, BEHIND, AISLE = 1.4, 0.7, 0.8, 1.0, 0.9


def by_trying(room, width, depth, door_x):
    """Return the most people that the checker allows in rows along the wall of the door, packed in every order.

    One aisle leads in from the door, at every decimetre across its square, either through all rows or up to an aisle
    along the room that lies behind one of them, at every place.
    """
    most = 0
    for count in range(1, int(depth / 1.5) + 1):
        for ups in product((True, False), repeat=count):
            for along in (None, *range(count + 1)):
                desks, lane = packed(ups, along, depth)
                if desks is None:
                    continue
                for tenth in range(7):
                    left = door_x - 0.75 + tenth / 10
                    seats = seated(desks, ups, along, lane, width, door_x, left)
                    if len(seats) <= most:
                        continue
                    aisle = box(left, 0, left + AISLE, depth if lane is None else lane + AISLE)
                    aisle = aisle if lane is None else aisle.union(box(0, lane, width, lane + AISLE))
                    if is_legal(check(room, seats, aisle, RULES, travel=False)):
                        most = len(seats)
    return most


def packed(ups, along, depth):
    """Return where desks begin and where the aisle along lies (before row ``along``), or (None, None) if too deep."""
    y, desks, lane = 0.0, [], None
    before = None  # direction of the row below, None at the wall
    for number, up in enumerate((*ups, None)):
        if number == along:
            lane = y + (CHAIR if before else 0.0)
            y = lane + AISLE + (CHAIR if up is False else 0.0)
        elif up is None:
            y += BEHIND if before else 0.0
        elif before is None:
            y += 0.0 if up else BEHIND
        else:
            y += 0.0 if up and not before else BEHIND if up == before else 2 * CHAIR
        if up is not None:
            desks.append(y)
            y += DEPTH
        before = up
    return (desks, lane) if y <= depth + 1e-9 else (None, None)


def seated(desks, ups, along, lane, width, door_x, left):
    seats = []
    for number, (y, up) in enumerate(zip(desks, ups, strict=True)):
        crossed = lane is None or number < along
        beside = along is not None and ((number == along - 1 and up) or (number == along and not up))
        most = 99 if beside else 4 if crossed else 0
        low, high = (left, left + AISLE) if crossed else (width, width)
        if y - (0.0 if up else CHAIR) < 1.5 - 1e-9:  # the square before the door lies in this row
            low, high = min(low, door_x - 0.75), max(door_x + 0.75, left + AISLE if crossed else 0.0)
        for begin, end in ((0.0, low), (high, width)):
            fits = min(most, int((end - begin + 1e-9) // WIDTH))
            first = (end - WIDTH * fits if begin == 0.0 and high < width else begin) + WIDTH / 2
            turn = 270 if up else 90
            seats += [Workstation(first + WIDTH * i, y + DEPTH / 2, turn, WIDTH, DEPTH) for i in range(fits)]
    return seats


@pytest.mark.parametrize(
    ("width", "depth"), [(7.2, 5.4), (10, 4.5), (6, 4), (8, 7), (9.1, 6.4), (7.9, 3.9), (9.8, 5.4)]
)
def test_no_rows_tried_one_by_one_hold_more_than_the_bound(width, depth):
    room = rectangle(width, depth, width / 2)
    tried = by_trying(room, width, depth, width / 2)
    most = bound(room, RULES, [0.0]).count
    assert tried <= most
    assert tried >= 0.6 * most  # brute force knows rows in one direction only


@pytest.mark.parametrize(("width", "depth", "most"), [(7.2, 5.4, 13), (10, 4.5, 13), (8, 7, 19)])
def test_rooms_whose_best_layout_is_proved(width, depth, most):
    found = propose(rectangle(width, depth, width / 2), RULES)
    assert found.legal, found.checks
    assert len(found.layout.workstations) == found.layout.bound.count == most


@pytest.mark.parametrize("turn_deg", [90, 180, 270])
def test_turning_a_room_keeps_its_bound(turn_deg):
    room = rectangle(10, 4.5, 3)
    floor, clear = (rotate(shape, turn_deg, origin=(0, 0)) for shape in (room.floor, room.doors[0].clear))
    turned = site(floor, [Door("door", (0.0, 0.0), (0.0, 1.0), 1.0, clear)])
    assert bound(turned, RULES, [0.0]).count == bound(room, RULES, [0.0]).count


@pytest.mark.parametrize("seed", [8, 12])
def test_a_bound_for_more_layouts_is_never_smaller(seed):
    there = generated(seed).site
    counts, at_least = [], 0
    for _ in range(3):
        found = bound(there, RULES, [0.0], at_least=at_least)
        counts.append(found.count)
        at_least = found.count + 1
    assert counts == sorted(counts)
