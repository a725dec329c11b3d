"""Closing gaps part by part gives what growing and shrinking all walls at once gives."""

from __future__ import annotations

import pytest
from shapely import Polygon, box, unary_union
from shapely.affinity import rotate

from geometry.enclosure_barrier import close_gaps
from geometry.enclosure_rules import EnclosureRules
from geometry.region import Region

RULES = EnclosureRules()
ROOM = [box(0, 0, 5, 0.2), box(0, 4, 5, 4.2), box(0, 0, 0.2, 4.2), box(4.8, 0, 5, 4.2)]
PLANS = {
    "a room": ROOM,
    "a column in it": [*ROOM, box(2, 2, 2.4, 2.4)],
    "a gap of 8 cm": [*ROOM[:3], box(4.8, 0, 5, 2), box(4.8, 2.08, 5, 4.2)],
    "a door's width left open": [*ROOM[:3], box(4.8, 0, 5, 2), box(4.8, 2.9, 5, 4.2)],
    "a row of rooms": [box(4.8 * i, 0, 4.8 * i + 5, 4.2) - box(4.8 * i + 0.2, 0.2, 4.8 * i + 4.8, 4) for i in range(6)],
    "two huts": [*ROOM, box(20, 20, 21, 21) - box(20.2, 20.2, 20.8, 20.8)],
}


def at_once(walls: Region) -> Region:
    closed: Region = walls.buffer(RULES.close_gap_m, join_style="mitre").buffer(-RULES.close_gap_m, join_style="mitre")
    return closed


@pytest.mark.parametrize("turn_deg", [0.0, 31.7])
@pytest.mark.parametrize("plan", PLANS)
def test_closing_by_parts_is_closing_at_once(plan: str, turn_deg: float) -> None:
    walls = rotate(unary_union(PLANS[plan]), turn_deg, origin=(0, 0))
    closed = close_gaps(walls, RULES)
    assert closed.is_valid
    assert closed.symmetric_difference(at_once(walls)).area < 1e-6


def test_only_gaps_narrower_than_stated_are_filled() -> None:
    filled = close_gaps(unary_union(PLANS["a gap of 8 cm"]), RULES)
    assert filled.area == pytest.approx(unary_union(ROOM).area, abs=1e-6)
    left_open = unary_union(PLANS["a door's width left open"])
    assert close_gaps(left_open, RULES).area == pytest.approx(left_open.area, abs=1e-6)
    assert isinstance(filled, Polygon)
