from __future__ import annotations

from dataclasses import replace

import pytest
from shapely import MultiPolygon, Polygon, box

from geometry.area_remarks import MISSING, NOTES
from geometry.areas import PlanIndex, measure, measure_all
from geometry.basis import BASES
from geometry.basis_rules import Basis, ObstacleRule
from geometry.plan import HeadroomRegion, Storey
from tests.geometry.rooms import body, l_room, room, room_5_by_4, window

USABLE = BASES["cn-usable"]
COLUMN = body("column", box(1, 1, 1.5, 1.5))


def test_a_room_with_column() -> None:
    found = measure(room(room_5_by_4), basis=USABLE, elements=[COLUMN])
    assert found.gross_area_m2 == pytest.approx(20.0)
    assert found.net_area_m2 == pytest.approx(19.75)
    (line,) = found.deductions
    assert (line.kind, line.element, line.area_m2) == ("column", "column", pytest.approx(0.25))
    assert line.rule == USABLE.columns.clause
    assert line.footprint is not None
    assert line.footprint.equals(COLUMN.footprint)
    assert (found.missing, found.notes, found.standard_uncertainty_m2) == ((), (), None)


def test_an_empty_room_is_its_outline() -> None:
    found = measure(room(l_room), basis=USABLE)
    assert (found.gross_area_m2, found.net_area_m2, found.deductions) == (20.0, 20.0, ())


def test_a_column_half_in_the_wall_is_charged_with_the_half_in_the_room() -> None:
    column = body("column", box(-0.25, 1, 0.25, 1.5))
    assert measure(room(room_5_by_4), basis=USABLE, elements=[column]).net_area_m2 == pytest.approx(20 - 0.125)


def test_walls_reaching_into_the_outline_are_wall_overlap() -> None:
    walls = [body("wall", box(-0.1, -0.1, 5.1, 0.1), name="s"), body("curtain-wall", box(4.9, 0, 5.1, 4), name="e")]
    found = measure(room(room_5_by_4), basis=USABLE, elements=walls)
    # The corner belongs to the first in order of kind and id, once.
    assert [(d.kind, d.element, round(d.area_m2, 6)) for d in found.deductions] == [
        ("wall-overlap", "s", 0.5),
        ("wall-overlap", "e", 0.39),
    ]


@pytest.mark.parametrize(("reach_m", "deducted"), [(0.0001, False), (0.0004, False), (0.001, True), (0.01, True)])
def test_a_wall_face_drawn_a_hair_too_far_only_touches_the_room(reach_m: float, deducted: bool) -> None:
    wall = body("wall", box(-0.2, 0, reach_m, 4))
    assert bool(measure(room(room_5_by_4), basis=USABLE, elements=[wall]).deductions) is deducted


def test_overlapping_bodies_are_deducted_once_in_the_stated_order() -> None:
    shaft = body("shaft", box(1, 1, 2, 2))
    found = measure(room(room_5_by_4), basis=USABLE, elements=[shaft, COLUMN])
    assert [(d.kind, round(d.area_m2, 6)) for d in found.deductions] == [("column", 0.25), ("shaft", 0.75)]
    assert found.net_area_m2 == pytest.approx(19.0)


def test_a_body_wholly_inside_another_makes_no_line() -> None:
    wall = body("wall", box(0.5, 0.5, 2, 2))
    assert [d.kind for d in measure(room(room_5_by_4), basis=USABLE, elements=[wall, COLUMN]).deductions] == [
        "wall-overlap"
    ]


@pytest.mark.parametrize(
    ("z_min_m", "z_max_m", "deducted"),
    [
        (0.0, 3.0, True),
        (-0.3, 3.3, True),  # from slab to slab
        (-3.0, 0.0, False),  # the storey below
        (-3.0, 0.05, False),  # its head in the floor finish
        (3.0, 6.0, False),  # the storey above
        (2.6, 3.0, False),  # hangs under the ceiling
        (0.0, 0.08, False),  # skirting
        (0.0, 0.9, True),
    ],
)
def test_only_bodies_that_stand_in_the_room_take_floor(z_min_m: float, z_max_m: float, deducted: bool) -> None:
    column = replace(COLUMN, z_min_m=z_min_m, z_max_m=z_max_m)
    found = measure(room(room_5_by_4), basis=USABLE, elements=[column])
    assert bool(found.deductions) is deducted


def test_a_drawn_room_without_heights_takes_every_body() -> None:
    drawn = room(room_5_by_4, origin="drawn", floor_z_m=None, height_m=None)
    column = replace(COLUMN, z_min_m=100.0, z_max_m=103.0)
    assert measure(drawn, basis=USABLE, elements=[column]).net_area_m2 == pytest.approx(19.75)


@pytest.mark.parametrize(
    ("z_min_m", "z_max_m", "deducted"), [(-0.3, 0.0, True), (3.0, 3.3, False), (-3.6, -3.3, False)]
)
def test_a_hole_belongs_to_the_slab_underfoot(z_min_m: float, z_max_m: float, deducted: bool) -> None:
    hole = body("slab-opening", box(1, 1, 2, 2), z_min_m=z_min_m, z_max_m=z_max_m)
    assert bool(measure(room(room_5_by_4), basis=USABLE, elements=[hole]).deductions) is deducted


def test_a_shaft_the_basis_counts_in_is_not_its_own_slab_opening() -> None:
    shaft = body("shaft", box(1, 1, 3, 2))
    hole = body("slab-opening", box(1, 1, 3, 2), z_min_m=-0.3, z_max_m=0.0)
    assert measure(room(room_5_by_4), basis=BASES["din277-nrf"], elements=[shaft, hole]).deductions == ()
    assert measure(room(room_5_by_4), basis=BASES["din277-nuf"], elements=[shaft, hole]).net_area_m2 == pytest.approx(
        18
    )


def test_claddings_and_low_screens_are_usable_floor_unless_the_basis_says_otherwise() -> None:
    tiles = body("partition", box(0, 0, 5, 0.02), z_max_m=2.1)
    net = {
        b: measure(room(room_5_by_4), basis=BASES[b], elements=[tiles]).net_area_m2
        for b in ("cn-usable", "cn-usable/partitions-out", "ifc-net")
    }
    assert net == pytest.approx({"cn-usable": 20.0, "cn-usable/partitions-out": 19.9, "ifc-net": 19.9})


def test_furniture_is_never_deducted() -> None:
    for basis in BASES.values():
        desk = body("furniture", box(1, 1, 2.4, 1.7), z_max_m=0.75)
        windows = [window(box(50, 0, 51, 0.3), reveal_depth_m=0.1, glazed_height_share=0.9)]
        assert measure(room(room_5_by_4), basis=basis, elements=[desk], openings=windows).deductions == ()


def test_built_ins_count_in_except_for_ifc() -> None:
    cupboard = body("built-in", box(0, 0, 2, 0.5))
    net = {
        b: measure(room(room_5_by_4), basis=BASES[b], elements=[cupboard]).net_area_m2 for b in ("cn-usable", "ifc-net")
    }
    assert net == pytest.approx({"cn-usable": 20.0, "ifc-net": 19.0})


@pytest.mark.parametrize(
    ("side_m", "z_max_m", "deducted"),
    [(0.4, 3.0, True), (0.3, 3.0, False), (0.4, 1.5, False), (0.4, 1.6, True)],
)
def test_woflv_takes_columns_off_by_size_and_height(side_m: float, z_max_m: float, deducted: bool) -> None:
    column = body("column", box(1, 1, 1 + side_m, 1 + side_m), z_max_m=z_max_m)
    assert bool(measure(room(room_5_by_4), basis=BASES["woflv"], elements=[column]).deductions) is deducted


@pytest.mark.parametrize(("side_m", "deducted"), [(0.8, True), (1.0, True), (1.1, False)])
def test_din_leaves_shafts_over_one_square_metre_in(side_m: float, deducted: bool) -> None:
    shaft = body("shaft", box(1, 1, 1 + side_m, 1 + side_m))
    assert bool(measure(room(room_5_by_4), basis=BASES["din277-nrf"], elements=[shaft]).deductions) is deducted


@pytest.mark.parametrize(("depth_m", "deducted"), [(0.15, False), (0.30, True)])
def test_nia_takes_apparatus_off_by_its_projection(depth_m: float, deducted: bool) -> None:
    heater = body("apparatus", box(1, 0, 3, depth_m), z_max_m=0.8)
    assert (
        bool(measure(room(room_5_by_4), basis=BASES["rics-nia/apparatus-out"], elements=[heater]).deductions)
        is deducted
    )
    assert not measure(room(room_5_by_4), basis=BASES["rics-nia"], elements=[heater]).deductions


def test_structural_face_needs_the_finish_thickness() -> None:
    basis = BASES["cn-usable/structural-face"]
    unknown = measure(room(room_5_by_4), basis=basis)
    assert (unknown.gross_area_m2, unknown.missing) == (pytest.approx(20.0), ("finish-thickness",))
    known = measure(room(room_5_by_4), basis=basis, finish_thickness_m=0.02)
    assert (known.gross_area_m2, known.missing) == (pytest.approx(5.04 * 4.04), ())


def test_the_wall_behind_the_finish_is_not_overlap() -> None:
    wall = body("wall", box(-0.3, 0, 0, 4))
    found = measure(
        room(room_5_by_4), basis=BASES["cn-usable/structural-face"], elements=[wall], finish_thickness_m=0.02
    )
    assert found.net_area_m2 == pytest.approx(5.04 * 4.04)


def test_behind_the_finish_the_ceiling_is_as_high_as_before_it() -> None:
    high = HeadroomRegion(1.2, box(1, 0, 5, 4)), HeadroomRegion(2.1, box(2, 0, 5, 4))
    sloped = room(room_5_by_4, headroom=high)
    found = measure(sloped, basis=BASES["gb50096"], finish_thickness_m=0.1)
    # Strips 1.1 m (none), 1 m (half) and 3.1 m (full), each 4.2 m long.
    assert found.net_area_m2 == pytest.approx(4.2 * (0.5 + 3.1))


def test_a_low_flat_ceiling_counts_by_its_height() -> None:
    assert measure(room(room_5_by_4, height_m=1.8), basis=BASES["gb50096"]).net_area_m2 == pytest.approx(10.0)
    assert measure(room(room_5_by_4, height_m=2.1), basis=BASES["gb50096"]).net_area_m2 == pytest.approx(20.0)
    assert measure(room(room_5_by_4, height_m=1.1), basis=BASES["gb50096"]).net_area_m2 == pytest.approx(0.0)


def test_headroom_is_cut_after_the_bodies() -> None:
    # The column stands half in the low strip; its area leaves only once.
    sloped = room(room_5_by_4, headroom=(HeadroomRegion(1.5, box(1.25, 0, 5, 4)),))
    found = measure(sloped, basis=BASES["rics-nia"], elements=[COLUMN], openings=[window(box(50, 0, 51, 1))])
    assert found.net_area_m2 == pytest.approx(20 - 5.0 - 0.125)
    assert [(d.kind, d.element) for d in found.deductions] == [("column", "column"), ("headroom", "room")]


def test_half_counted_areas_have_no_footprint_of_their_own() -> None:
    low = measure(room(room_5_by_4, height_m=1.8), basis=BASES["gb50096"]).deductions
    assert [(d.kind, d.footprint) for d in low] == [("headroom", None)]


def test_a_ceiling_known_at_other_heights_is_missing() -> None:
    partly = room(room_5_by_4, headroom=(HeadroomRegion(2.3, box(1, 0, 5, 4)),))
    assert measure(partly, basis=BASES["rics-nia"], openings=[window(box(50, 0, 51, 1))]).missing == ("headroom",)


def test_a_room_in_two_parts_and_one_touching_itself_are_measured() -> None:
    assert measure(room(MultiPolygon([box(0, 0, 2, 2), box(3, 0, 5, 2)])), basis=USABLE).net_area_m2 == 8.0
    touching = Polygon([(0, 0), (4, 0), (4, 4), (2, 2), (0, 4), (2, 2)])
    assert measure(room(touching), basis=USABLE).net_area_m2 > 0


def test_a_room_without_area_or_wholly_in_a_wall_ends_at_zero() -> None:
    nothing = measure(room(Polygon()), basis=USABLE, elements=[COLUMN])
    assert (nothing.gross_area_m2, nothing.net_area_m2) == (0.0, 0.0)
    walled = measure(room(room_5_by_4), basis=USABLE, elements=[body("wall", box(-1, -1, 6, 5))])
    assert walled.net_area_m2 == pytest.approx(0.0, abs=1e-9)
    assert walled.net_area_m2 >= 0.0


def test_measure_all_is_measure_of_each() -> None:
    rooms = (room(room_5_by_4, id="a"), room(box(5.2, 0, 9, 4), id="b"))
    elements = (COLUMN, body("wall", box(5, 0, 5.3, 4)))
    storey = Storey("1F", "1F", 0.0, rooms, elements, (window(box(1, 4, 2, 4.3), reveal_depth_m=0.2, sill_m=0.0),))
    for basis in BASES.values():
        singly = tuple(measure(r, basis=basis, elements=elements, openings=storey.openings) for r in rooms)
        assert measure_all(storey, basis=basis) == singly


def test_an_index_measures_like_its_elements() -> None:
    index = PlanIndex([COLUMN])
    assert measure(room(room_5_by_4), basis=USABLE, index=index) == measure(
        room(room_5_by_4), basis=USABLE, elements=[COLUMN]
    )


def test_an_own_basis_with_a_named_minimum_is_obeyed() -> None:
    lenient: Basis = replace(
        USABLE, id="own", columns=ObstacleRule(True, "own rule: over 0.3 m²", "derived", over_area_m2=0.3)
    )
    assert measure(room(room_5_by_4), basis=lenient, elements=[COLUMN]).deductions == ()


def test_every_code_has_its_sentence_in_both_languages() -> None:
    low = room(room_5_by_4, height_m=2.0)
    unknown = room(room_5_by_4, height_m=None)
    said = [measure(r, basis=b) for r in (low, unknown) for b in BASES.values()]
    assert {code for s in said for code in s.missing} == set(MISSING)
    assert {code for s in said for code in s.notes} == set(NOTES)
    for text in (*MISSING.values(), *NOTES.values()):
        assert text.zh
        assert text.en


def test_a_statement_keeps_the_boundary_its_gross_area_was_taken_from() -> None:
    glazed = window(box(1, 4, 3, 4.3), reveal_depth_m=0.2, sill_m=0.0, glazed_height_share=1.0)
    to_the_outline = measure(room(room_5_by_4), basis=USABLE, openings=[glazed])
    assert to_the_outline.boundary is None
    with_reveal = measure(room(room_5_by_4), basis=BASES["ipms-3.2"], openings=[glazed])
    assert with_reveal.boundary is not None
    assert with_reveal.boundary.area == with_reveal.gross_area_m2 == pytest.approx(20.4)
    to_the_structure = measure(room(room_5_by_4), basis=BASES["gb50096"], elements=[COLUMN], finish_thickness_m=0.02)
    assert to_the_structure.boundary is not None
    assert to_the_structure.boundary.area == to_the_structure.gross_area_m2 == pytest.approx(5.04 * 4.04)
