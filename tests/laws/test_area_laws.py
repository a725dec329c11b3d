"""Laws every area statement obeys, on random rooms with random bodies in them.

All corners lie on a 5 cm grid, so that the expected net can also be counted cell by cell, without polygons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box
from shapely.affinity import rotate, scale, translate

from geometry.areas import measure
from geometry.basis import BASES
from geometry.headroom import CeilingPlane, headroom_regions
from geometry.plan import Element, ElementKind, HeadroomRegion, Opening, Space
from geometry.region import Region, polygonal
from tests.geometry.rooms import body, room, window

CELL_M = 0.05
Rectangle = tuple[int, int, int, int]  # x, y, width, depth in cells

KINDS: tuple[ElementKind, ...] = (
    "wall", "partition", "column", "pier", "chimney", "shaft", "duct", "lift", "stair", "slab-opening", "built-in",
)  # fmt: skip
LAWFUL = ("cn-usable", "ifc-net", "din277-nrf", "din277-nuf", "rics-nia", "ipms-3.2", "boma", "woflv", "gb50096")
HOLLOW = ("chimney", "shaft", "duct", "lift", "stair")


@dataclass(frozen=True)
class Plan:
    """A room as a rectangle without notches and holes, bodies as rectangles, ceiling h = 1 m + slope · y."""

    width: int
    depth: int
    taken: tuple[Rectangle, ...]
    bodies: tuple[tuple[ElementKind, Rectangle], ...]
    sloped: bool

    def space(self) -> Space:
        outline = polygonal(
            shapely.difference(_box((0, 0, self.width, self.depth)), shapely.union_all([_box(r) for r in self.taken]))
        )
        top_m = 1.0 + self.depth * CELL_M
        planes = [CeilingPlane(0.0, 1.0, 1.0)]
        headroom = headroom_regions(outline, planes) if self.sloped else ()
        return room(outline, height_m=top_m if self.sloped else 3.0, headroom=headroom)

    def elements(self) -> list[Element]:
        return [body(kind, _box(r), name=f"{i:02d}") for i, (kind, r) in enumerate(self.bodies)]


def _box(r: Rectangle) -> shapely.Polygon:
    x, y, w, d = r
    return box(x * CELL_M, y * CELL_M, (x + w) * CELL_M, (y + d) * CELL_M)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    width, depth = draw(st.integers(40, 160)), draw(st.integers(40, 120))
    notches: list[Rectangle] = []
    if draw(st.booleans()):  # L
        notches.append((0, depth - 15, draw(st.integers(1, 30)), 15))
    if draw(st.booleans()):  # with the first, a T
        w = draw(st.integers(1, 30))
        notches.append((width - w, depth - 15, w, 15))
    if draw(st.booleans()):  # a court
        notches.append((15, 10, draw(st.integers(2, 10)), draw(st.integers(2, 10))))
    rectangle = st.tuples(st.integers(-10, width), st.integers(-10, depth), st.integers(1, 30), st.integers(1, 30))
    bodies = draw(st.lists(st.tuples(st.sampled_from(KINDS), rectangle), max_size=7))
    return Plan(width, depth, tuple(notches), tuple(bodies), draw(st.booleans()))


def net(space: Space, elements: Sequence[Element], basis: str = "cn-usable", openings: Sequence[Opening] = ()) -> float:
    return measure(space, basis=BASES[basis], elements=elements, openings=openings).net_area_m2


bases = st.sampled_from(LAWFUL)
lawful = settings(max_examples=60, deadline=None)


@lawful
@given(plans(), bases)
def test_the_ledger_sums_and_net_lies_between_zero_and_gross(plan: Plan, basis: str) -> None:
    found = measure(plan.space(), basis=BASES[basis], elements=plan.elements())
    assert found.gross_area_m2 - sum(d.area_m2 for d in found.deductions) == pytest.approx(found.net_area_m2, abs=1e-6)
    assert 0.0 <= found.net_area_m2 <= found.gross_area_m2
    assert all(d.area_m2 > 0 for d in found.deductions)
    if found.limited_use_area_m2 is not None:
        assert found.limited_use_area_m2 <= found.net_area_m2 + 1e-6


@lawful
@given(plans(), bases)
def test_footprints_of_the_ledger_do_not_overlap_and_have_the_area_stated(plan: Plan, basis: str) -> None:
    found = measure(plan.space(), basis=BASES[basis], elements=plan.elements())
    drawn = [d for d in found.deductions if d.footprint is not None]
    assert shapely.union_all([d.footprint for d in drawn]).area == pytest.approx(
        sum(d.area_m2 for d in drawn), abs=1e-6
    )


@lawful
@given(plans(), bases, st.floats(0, 360), st.floats(-1e3, 8e5), st.floats(-1e3, 4.6e6))
def test_rigid_motion_keeps_areas(plan: Plan, basis: str, angle: float, dx: float, dy: float) -> None:
    def moved(region: Region) -> Region:
        return translate(rotate(region, angle, origin=(0, 0)), dx, dy)

    space, elements = plan.space(), plan.elements()
    there = replace(
        space,
        outline=moved(space.outline),
        headroom=tuple(HeadroomRegion(h.height_m, moved(h.region)) for h in space.headroom),
    )
    here_m2 = net(space, elements, basis)
    there_m2 = net(there, [replace(e, footprint=moved(e.footprint)) for e in elements], basis)
    assert there_m2 == pytest.approx(here_m2, rel=1e-8, abs=1e-7)


@lawful
@given(plans(), bases, st.data())
def test_splitting_a_room_keeps_the_sum(plan: Plan, basis: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, plan.width - 1)) * CELL_M
    space, elements = plan.space(), plan.elements()
    halves = [
        replace(space, outline=polygonal(shapely.intersection(space.outline, half)))
        for half in (box(-1, -1, cut, 99), box(cut, -1, 99, 99))
    ]
    assert sum(net(half, elements, basis) for half in halves) == pytest.approx(net(space, elements, basis), abs=1e-6)


@lawful
@given(plans(), bases, st.randoms(use_true_random=False))
def test_the_order_of_elements_changes_nothing(plan: Plan, basis: str, random: object) -> None:
    elements = plan.elements()
    shuffled = list(elements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands out a random.Random
    space = plan.space()
    assert measure(space, basis=BASES[basis], elements=shuffled) == measure(
        space, basis=BASES[basis], elements=elements
    )


@lawful
@given(plans(), st.randoms(use_true_random=False))
def test_which_element_goes_first_changes_the_lines_but_not_the_net(plan: Plan, random: object) -> None:
    elements = plan.elements()
    names = [e.id for e in elements]
    random.shuffle(names)  # type: ignore[attr-defined]  # hypothesis hands out a random.Random
    renamed = [replace(e, id=name) for e, name in zip(elements, names, strict=True)]
    assert net(plan.space(), renamed) == pytest.approx(net(plan.space(), elements), abs=1e-9)


@lawful
@given(plans(), st.floats(0.2, 5.0))
def test_scaling_by_k_multiplies_the_area_by_k_squared(plan: Plan, k: float) -> None:
    def scaled(region: Region) -> Region:
        return scale(region, k, k, origin=(0, 0))

    space, elements = plan.space(), plan.elements()
    larger = replace(space, outline=scaled(space.outline))
    larger_elements = [replace(e, footprint=scaled(e.footprint)) for e in elements]
    assert net(larger, larger_elements, "ifc-net") == pytest.approx(k * k * net(space, elements, "ifc-net"), rel=1e-8)


@lawful
@given(plans(), bases)
def test_another_column_never_makes_a_room_larger(plan: Plan, basis: str) -> None:
    space, elements = plan.space(), plan.elements()
    more = [*elements, body("column", box(0.5, 0.5, 1.0, 1.0), name="zz")]
    assert net(space, more, basis) <= net(space, elements, basis) + 1e-9


@lawful
@given(plans(), st.integers(0, 20), st.integers(1, 20), st.integers(1, 6))
def test_a_reveal_adds_its_width_times_depth(plan: Plan, x: int, width: int, depth: int) -> None:
    plan = replace(plan, bodies=(), taken=())
    outside = _box((x, -6, width, 6))
    glazed = window(outside, reveal_depth_m=depth * CELL_M, glazed_height_share=0.8)
    grown = net(plan.space(), [], "boma", [glazed]) - net(plan.space(), [], "boma")
    assert grown == pytest.approx(width * depth * CELL_M**2, abs=1e-9)


def expected_by_counting(plan: Plan, basis: str) -> float:
    """Net area from cells alone: which are in the room, which a standard takes, which share its height counts."""
    margin = 50
    shape = (plan.depth + 2 * margin, plan.width + 2 * margin)

    def cells(r: Rectangle) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        x, y, w, d = r
        mask = np.zeros(shape, dtype=bool)
        mask[y + margin : y + d + margin, x + margin : x + w + margin] = True
        return mask

    inside = cells((0, 0, plan.width, plan.depth))
    for r in plan.taken:
        inside &= ~cells(r)
    off, counted_in = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    holes = np.zeros(shape, dtype=bool)
    for kind, r in plan.bodies:
        m2 = r[2] * r[3] * CELL_M**2
        if kind == "slab-opening":
            holes |= cells(r)
        elif _is_taken(kind, m2, basis):
            off |= cells(r)
        elif kind in HOLLOW:
            counted_in |= cells(r)
    off |= holes & ~counted_in
    y = (np.arange(shape[0]) - margin + 0.5) * CELL_M
    height = 1.0 + y if plan.sloped else np.full(shape[0], 3.0)
    weights = {
        "rics-nia": np.where(height < 1.5, 0.0, 1.0),
        "woflv": np.where(height < 1.0, 0.0, np.where(height < 2.0, 0.5, 1.0)),
        "gb50096": np.where(height < 1.2, 0.0, np.where(height < 2.1, 0.5, 1.0)),
    }.get(basis, np.ones(shape[0]))
    return float(((inside & ~off).sum(axis=1) * weights).sum() * CELL_M**2)


def _is_taken(kind: str, m2: float, basis: str) -> bool:
    """The table of the standards once more, in other words than the bases'."""
    always = {
        "cn-usable": "wall column pier chimney shaft duct",
        "ifc-net": "wall partition column pier chimney shaft duct built-in",
        "din277-nrf": "wall column pier",
        "din277-nuf": "wall column pier chimney shaft duct lift stair",
        "rics-nia": "wall column pier chimney shaft duct lift stair",
        "ipms-3.2": "wall chimney shaft duct lift stair",
        "boma": "wall chimney shaft duct lift stair",
        "woflv": "wall partition lift stair",
        "gb50096": "wall partition column pier chimney shaft duct",
    }[basis].split()
    if kind in always:
        return True
    if basis == "din277-nrf" and kind in ("chimney", "shaft", "duct"):
        return m2 <= 1.0 + 1e-9
    if basis == "woflv" and kind in ("column", "pier", "chimney", "shaft", "duct"):
        return m2 > 0.1 + 1e-9
    return False


@settings(max_examples=200, deadline=None)
@given(plans(), bases)
def test_net_is_what_counting_cells_gives(plan: Plan, basis: str) -> None:
    assert net(plan.space(), plan.elements(), basis) == pytest.approx(expected_by_counting(plan, basis), abs=1e-6)
