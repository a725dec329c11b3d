"""Measuring a room under many bases at once gives what each basis gives alone."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from shapely import box

from geometry.areas import PlanIndex, measure, measure_under
from geometry.basis import BASES
from geometry.room_plan import RoomPlan
from tests.geometry.rooms import body, room, room_5_by_4, window

ELEMENTS = [
    body("wall", box(-0.2, -0.2, 0.1, 4.2), name="w"),
    body("column", box(0.0, 1, 0.5, 1.5), name="c"),
    body("shaft", box(2, 2, 3, 3), name="s"),
    body("slab-opening", box(1.8, 2, 3, 3), name="h"),
]
OPENINGS = [window(box(1, 4, 3, 4.3))]


@pytest.mark.parametrize("finish_thickness_m", [None, 0.02])
def test_all_bases_at_once_are_each_basis_alone(finish_thickness_m: float | None) -> None:
    space = room(room_5_by_4)
    index = PlanIndex(ELEMENTS, OPENINGS)
    together = measure_under(space, BASES.values(), index=index, finish_thickness_m=finish_thickness_m)
    assert [statement.basis for statement in together] == list(BASES)
    for statement in together:
        alone = measure(
            space,
            basis=BASES[statement.basis],
            elements=ELEMENTS,
            openings=OPENINGS,
            finish_thickness_m=finish_thickness_m,
        )
        assert asdict(statement) == asdict(alone)


def test_the_bases_do_differ_on_this_room() -> None:
    found = measure_under(room(room_5_by_4), BASES.values(), index=PlanIndex(ELEMENTS, OPENINGS))
    assert len({round(statement.net_area_m2, 6) for statement in found}) > 2


def test_the_same_overlay_is_worked_out_once() -> None:
    plan = RoomPlan(room(room_5_by_4), PlanIndex(ELEMENTS, OPENINGS))
    column = ELEMENTS[1].footprint
    assert plan.without(plan.outline, column) is plan.without(plan.outline, column)
    assert plan.without(plan.outline, column).area == pytest.approx(20 - 0.25)
    assert plan.common(plan.outline, column).area == pytest.approx(0.25)
    assert plan.bodies(plan.outline) is plan.bodies(plan.outline)
    assert plan.boundary(0.1).area == pytest.approx(5.2 * 4.2)
