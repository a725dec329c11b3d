from dataclasses import replace

import pytest
from shapely import Polygon, box

from geometry.layout.check import check, is_legal
from geometry.layout.profile import profile
from geometry.layout.records import Workstation
from tests.geometry.layout.sites import rectangle

RULES = profile("1.2x0.6", area_per_person=False)
# Two desks against the upper wall of a 4 × 4 m room, people looking at it, an aisle of 1.2 m from the door behind them.
ROOM = rectangle(4, 4, 2)
DESKS = (Workstation(1.4, 3.7, 90, 1.2, 0.6), Workstation(2.6, 3.7, 90, 1.2, 0.6))
AISLE = Polygon([(1.25, 0), (2.75, 0), (2.75, 1.4), (4, 1.4), (4, 2.6), (0, 2.6), (0, 1.4), (1.25, 1.4)])


def failed(site=ROOM, desks=DESKS, aisle=AISLE, rules=RULES):
    return {c.rule for c in check(site, desks, aisle, rules) if c.outcome == "fail"}


def test_a_legal_layout_passes_every_rule():
    assert is_legal(check(ROOM, DESKS, AISLE, RULES))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"desks": (Workstation(0.5, 3.7, 90, 1.2, 0.6),)}, "desks-in-room"),
        ({"desks": (DESKS[0], replace(DESKS[1], x_m=2.5))}, "desks-apart"),
        ({"desks": (DESKS[0], Workstation(2.6, 3.7, 270, 1.2, 0.6))}, "chair-zones"),
        ({"desks": (replace(DESKS[0], y_m=3.4),)}, "aisles-free"),
        ({"desks": (Workstation(2.0, 1.6, 90, 1.2, 0.6),)}, "doors-clear"),
        ({"aisle": box(0, 2.0, 4, 2.6)}, "aisles-connected"),
        ({"aisle": box(3.5, 1.4, 4.0, 2.6)}, "reach"),
        ({"rules": profile("1.2x0.6"), "desks": (*DESKS, Workstation(0.3, 0.6, 180, 1.2, 0.6))}, "area-per-person"),
    ],
)
def test_each_broken_rule_is_named(change, rule):
    assert rule in failed(**change)


def test_a_column_behind_a_chair_is_too_near():
    column = rectangle(4, 4, 2, columns=[box(1.3, 2.35, 1.5, 2.55)])
    assert "chair-to-wall" in failed(site=column)
