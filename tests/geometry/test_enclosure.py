from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box
from shapely.affinity import rotate, translate

from geometry.enclosure import derive_spaces
from geometry.enclosure_rules import EnclosureRules
from geometry.finding import Finding
from geometry.plan import Element, ElementKind, Opening, Space, Storey
from geometry.solid import Prism

T = 0.2  # wall thickness of the constructed plans


def element(
    id_: str, footprint: Polygon, z: float = 0.0, height: float = 3.0, kind: ElementKind = "wall", *, solid: bool = True
) -> Element:
    matrix = np.eye(4)
    matrix[2, 3] = z
    body = Prism(footprint, matrix, np.array([0.0, 0.0, height])) if solid else None
    return Element(id_, kind, id_, footprint, z, z + height, body=body)


def boxes(*corners: tuple[float, float, float, float], z: float = 0.0, height: float = 3.0) -> list[Element]:
    return [element(f"wall {c} {z}", box(*c), z, height) for c in corners]


def shell(width: float, depth: float, z: float = 0.0, height: float = 3.0, t: float = T) -> list[Element]:
    """Four walls around a clear space of ``width`` × ``depth`` with its lower left corner at (0, 0)."""
    return boxes(
        (-t, -t, width + t, 0),
        (-t, depth, width + t, depth + t),
        (-t, 0, 0, depth),
        (width, 0, width + t, depth),
        z=z,
        height=height,
    )


def door(id_: str, footprint: Polygon, host: str | None = None, z: float = 0.0) -> Opening:
    return Opening(id_, "door", id_, footprint, z, z + 2.1, host_id=host)


def slab(id_: str, footprint: Polygon, top: float) -> Element:
    return element(id_, footprint, top - 0.2, 0.2, "slab")


def storey(elements: Sequence[Element], openings: Sequence[Opening] = (), z: float = 0.0, id_: str = "S") -> Storey:
    return Storey(id_, id_, z, (), tuple(elements), tuple(openings))


def derive(*storeys: Storey) -> tuple[list[Space], tuple[Finding, ...]]:
    out, findings = derive_spaces(storeys)
    return [space for s in out for space in s.spaces], findings


def areas(rooms: Sequence[Space]) -> list[float]:
    return sorted(round(r.outline.area, 6) for r in rooms)


def codes(room: Space) -> set[str]:
    return {f.code for f in room.findings}


def two_rooms() -> Storey:
    walls = [*shell(9, 4), element("mid", box(5, 0, 5.2, 4))]
    return storey(walls, [door("d", box(5, 1, 5.2, 1.9), "mid")])


# -- what closes -------------------------------------------------------------------------------------------------------


def test_two_rooms_with_a_door_between_are_two_rooms_of_exact_area():
    rooms, findings = derive(two_rooms())
    assert areas(rooms) == [15.2, 20.0]
    assert all(r.origin == "derived-from-walls" and r.use == "other" and not r.findings for r in rooms)
    assert not findings


def test_rooms_are_numbered_in_reading_order_and_keep_their_ids():
    first, _ = derive(two_rooms())
    again, _ = derive(two_rooms())
    assert [r.number for r in first] == ["1F-01", "1F-02"]
    assert first[0].outline.bounds[0] < first[1].outline.bounds[0]
    assert [r.id for r in first] == [r.id for r in again]
    assert len({r.id for r in first}) == 2


def test_modelled_spaces_are_replaced():
    s = two_rooms()
    old = Space("old", "S", "1", "", "office", "modelled", box(0, 0, 1, 1))
    rooms, _ = derive(replace(s, spaces=(old,)))
    assert "old" not in {r.id for r in rooms}
    assert len(rooms) == 2


@pytest.mark.parametrize("gap", [0.03, 0.08])
def test_a_t_junction_with_a_gap_of_centimetres_closes_without_a_word(gap: float):
    rooms, _ = derive(storey([*shell(9, 4), element("mid", box(5, 0, 5.2, 4 - gap))]))
    assert areas(rooms) == [15.2, 20.0]
    assert all("merged-rooms" not in codes(r) for r in rooms)


def test_a_wall_that_ends_decimetres_short_is_carried_on_and_said_to_be():
    rooms, _ = derive(storey([*shell(9, 4), element("mid", box(5, 0, 5.2, 3.7))]))
    assert areas(rooms) == [15.2, 20.0]
    assert all("repaired" in codes(r) for r in rooms)
    assert [f.evidence["gaps_m"] for f in rooms[0].findings if f.code == "repaired"] == [[pytest.approx(0.3, abs=1e-6)]]


def test_a_doorway_without_a_door_closes_where_wall_faces_wall():
    rooms, _ = derive(storey([*shell(9, 4), *boxes((5, 0, 5.2, 1.5), (5, 2.5, 5.2, 4))]))
    assert areas(rooms) == [15.2, 20.0]
    assert all("repaired" in codes(r) for r in rooms)


def test_a_door_in_no_wall_closes_its_gap():
    walls = [*shell(9, 4), *boxes((5, 0, 5.2, 0.5), (5, 2.5, 5.2, 4), height=2.9)]
    rooms, _ = derive(storey(walls, [door("d", box(5.05, 0.5, 5.15, 2.5))]))
    assert len(rooms) == 2


def test_an_outer_wall_closed_by_columns_only_at_its_corners():
    walls = boxes((0.2, -0.2, 5.8, 0), (0.2, 4, 5.8, 4.2), (-0.2, 0.2, 0, 3.8), (6, 0.2, 6.2, 3.8))
    corners = [(-0.2, -0.2), (5.8, -0.2), (-0.2, 3.8), (5.8, 3.8)]
    columns = [element(f"c{i}", box(x, y, x + 0.4, y + 0.4), kind="column") for i, (x, y) in enumerate(corners)]
    rooms, _ = derive(storey([*walls, *columns]))
    assert areas(rooms) == [pytest.approx(24.0 - 4 * 0.04)]


def test_a_curved_wall_encloses_the_area_of_its_chords():
    angles = np.linspace(0, math.pi / 2, 65)
    inner, outer = 6.0, 6.3
    arc = Polygon(
        [(inner * math.cos(a), inner * math.sin(a)) for a in angles]
        + [(outer * math.cos(a), outer * math.sin(a)) for a in angles[::-1]]
    )
    walls = [element("arc", arc), element("x", box(-0.3, -0.3, outer, 0)), element("y", box(-0.3, 0, 0, outer))]
    rooms, _ = derive(storey(walls))
    chords = 64 * inner**2 / 2 * math.sin(math.pi / 2 / 64)
    assert areas(rooms) == [pytest.approx(chords, abs=1e-3)]
    assert not codes(rooms[0])


def test_walls_a_metre_and_a_half_thick_enclose():
    rooms, _ = derive(storey(shell(4, 3, t=1.5)))
    assert areas(rooms) == [12.0]


def test_a_thin_curtain_wall_closes_but_a_box_around_something_does_not():
    open_side = boxes((-T, -T, 8 + T, 0), (-T, 4, 8 + T, 4 + T), (-T, 0, 0, 4))
    pane = element("glass", box(8, 0, 8.1, 4), kind="curtain-wall", solid=False)
    lump = element("stairs", box(2, 1, 5, 3), kind="curtain-wall", solid=False)
    rooms, _ = derive(storey([*open_side, pane, lump]))
    assert areas(rooms) == [32.0]


def test_a_low_wall_with_a_ribbon_window_on_it_encloses():
    low = element("parapet", box(8, 0, 8 + T, 4), 0.0, 0.9)
    window = Opening("win", "window", "", box(8, 0, 8 + T, 4), 0.9, 2.9)
    walls = boxes((-T, -T, 8 + T, 0), (-T, 4, 8 + T, 4 + T), (-T, 0, 0, 4))
    rooms, _ = derive(storey([*walls, low], [window]))
    assert areas(rooms) == [32.0]


def test_walls_stacked_on_each_other_enclose_as_one():
    walls = [*boxes((-T, -T, 8 + T, 0), (-T, 4, 8 + T, 4 + T), (-T, 0, 0, 4))]
    stack = [element("a", box(8, 0, 8 + T, 4), 0.0, 1.0), element("b", box(8, 0, 8 + T, 4), 1.0, 2.0)]
    rooms, _ = derive(storey([*walls, *stack]))
    assert areas(rooms) == [32.0]


# -- what is no room ---------------------------------------------------------------------------------------------------


def test_the_cavity_of_a_wall_is_no_room():
    leaves = boxes((5, 0, 5.1, 4), (5.4, 0, 5.5, 4))
    rooms, _ = derive(storey([*shell(9, 4), *leaves]))
    assert areas(rooms) == [14.0, 20.0]


@pytest.mark.parametrize(("height", "thickness"), [(1.8, 0.1), (3.0, 0.02)])
def test_low_and_thin_partitions_divide_nothing(height: float, thickness: float):
    cubicle = element("p", box(4, 0, 4 + thickness, 4), 0.0, height)
    rooms, _ = derive(storey([*shell(9, 4), cubicle], [door("d", box(4, 1, 4 + thickness, 1.7), "p")]))
    assert areas(rooms) == [36.0]
    assert "merged-rooms" not in codes(rooms[0])


def test_a_shaft_without_a_door_is_said_to_be_no_room():
    walls = [*shell(9, 4), *boxes((7.8, 2.8, 9, 2.9), (7.8, 2.9, 7.9, 4))]
    rooms, _ = derive(storey(walls, [door("d", box(-T, 1, 0, 2), "wall (-0.2, 0, 0, 4) 0.0")]))
    shaft = min(rooms, key=lambda r: r.outline.area)
    assert "not-a-room" in codes(shaft)


def test_a_crawl_space_is_no_room():
    walls = [*shell(6, 4, z=-1.2, height=4.2), slab("ground", box(-T, -T, 6 + T, 4 + T), 0.0)]
    rooms, _ = derive(storey([], z=-1.2, id_="foundation"), storey(walls, z=0.0))
    assert areas(rooms) == [24.0]
    assert rooms[0].floor_z_m == pytest.approx(0.0)


def test_a_hall_two_storeys_high_is_counted_once():
    hall = shell(6, 4, height=6.0)
    office = [element(e.id + "u", translate(e.footprint, 6.2), 3.0, 3.0) for e in shell(5, 4)]
    lower = [element(e.id + "l", translate(e.footprint, 6.2), 0.0, 3.0) for e in shell(5, 4)]
    floors = [slab("f0", box(-T, -T, 12, 4 + T), 0.0), slab("f1", box(6, -T, 12, 4 + T), 3.0)]
    rooms, _ = derive(storey([*hall, *lower, *floors]), storey(office, z=3.0, id_="U"))
    assert areas(rooms) == [20.0, 20.0, 24.0]


def test_a_court_without_a_slab_is_flagged():
    walls = [*shell(12, 4), element("mid", box(6, 0, 6.2, 4))]
    rooms, _ = derive(storey([*walls, slab("f", box(-T, -T, 6.2, 4.2), 0.0)]))
    court = max(rooms, key=lambda r: r.outline.bounds[0])
    assert "no-floor" in codes(court)


# -- what is several rooms ---------------------------------------------------------------------------------------------


def test_a_gap_in_a_wall_line_of_a_small_region_is_flagged_and_not_cut():
    rooms, _ = derive(storey([*shell(9, 4), *boxes((5, 0, 5.2, 1), (5, 3, 5.2, 4))]))
    assert len(rooms) == 1
    assert "merged-rooms" in codes(rooms[0])
    assert next(f for f in rooms[0].findings if f.code == "merged-rooms").evidence["divided"] is False


def test_a_corridor_is_cut_off_where_it_opens_into_a_hall_and_both_are_flagged():
    walls = [*shell(20, 10), *boxes((12, 0, 20, 4), (12, 6, 20, 10))]
    rooms, _ = derive(storey(walls))
    assert areas(rooms) == [16.0, 120.0]
    for r in rooms:
        finding = next(f for f in r.findings if f.code == "merged-rooms")
        assert finding.evidence["divided"] is True
        assert finding.evidence["assumed_boundary_m"] == pytest.approx(2.0, abs=0.01)
        assert finding.evidence["region_m2"] == pytest.approx(136.0, abs=1e-3)


def test_a_plain_l_shaped_room_is_not_suspected():
    rooms, _ = derive(storey([*shell(9, 7), element("corner", box(6, 4, 9, 7))]))
    assert areas(rooms) == [63.0 - 9.0]
    assert not codes(rooms[0])


def test_a_door_with_both_sides_in_one_region_is_flagged():
    rooms, _ = derive(storey(shell(9, 4), [door("lost", box(4, 1.5, 4.1, 2.4))]))
    assert "merged-rooms" in {c for r in rooms for c in codes(r)}


def test_a_stair_without_walls_around_it_is_flagged():
    stair = element("stair", box(0, 0, 1.2, 3.5), 0.0, 3.0, "stair", solid=False)
    rooms, _ = derive(storey([*shell(9, 4), stair]))
    assert "contains-stair" in codes(rooms[0])


def test_an_open_side_is_reported_and_no_room_is_made_up():
    floor = slab("f", box(0, 0, 8, 4), 0.0)
    rooms, findings = derive(storey([*boxes((-T, -T, 8, 0), (-T, 4, 8, 4.2), (-T, 0, 0, 4)), floor]))
    assert rooms == []
    open_floor = [f for f in findings if f.code == "not-enclosed" and f.subject == "S"]
    assert len(open_floor) == 1
    assert open_floor[0].evidence["area_m2"] == pytest.approx(32.0, abs=1.5)


# -- storeys -----------------------------------------------------------------------------------------------------------


def test_twin_storeys_count_a_room_once():
    structure = storey([element("c", box(3, 2, 3.3, 2.3), kind="column"), *shell(6, 4)], z=-0.1, id_="structure")
    finish = storey(boxes((3, 0, 3.1, 2), height=3.0), z=0.0, id_="finish")
    rooms, findings = derive(structure, finish)
    assert sum(r.outline.area for r in rooms) < 24.0
    assert [f.subject for f in findings if f.code == "duplicate-storey"] == ["finish"]
    assert {r.storey_id for r in rooms} == {"structure"}


def test_storeys_all_at_height_zero_are_told_apart_by_their_walls():
    lower = storey(shell(6, 4), id_="1")
    upper = storey([replace(e, id="u" + e.id) for e in shell(5, 4, z=3.0)], id_="2")
    out, findings = derive_spaces([lower, upper])
    assert [(s.id, s.elevation_m, areas(s.spaces)) for s in out] == [("1", 0.0, [24.0]), ("2", 3.0, [20.0])]
    assert "storey-elevation" in {f.code for f in findings}


def test_walls_of_two_levels_in_one_storey_make_two_storeys():
    out, _ = derive_spaces([storey([*shell(6, 4), *shell(5, 4, z=3.0)])])
    assert [areas(s.spaces) for s in out] == [[24.0], [20.0]]
    assert [round(s.elevation_m, 3) for s in out] == [0.0, 3.0]
    assert [s.spaces[0].number for s in out] == ["1F-01", "2F-01"]


def test_outer_walls_through_several_storeys_enclose_on_each():
    walls = shell(6, 4, z=-3.0, height=6.0)
    inner = element("i", box(3, 0, 3.2, 4), 0.0, 3.0)
    floors = [slab(f"f{z}", box(-T, -T, 6 + T, 4 + T), z) for z in (-3.0, 0.0, 3.0)]
    rooms, _ = derive(storey([*walls, floors[0]], z=-3.0, id_="B"), storey([inner, *floors[1:]], id_="G"))
    assert [(r.number, round(r.outline.area, 6)) for r in rooms] == [("B1-01", 24.0), ("1F-01", 12.0), ("1F-02", 11.2)]
    assert [round(r.height_m or 0, 6) for r in rooms] == [2.8, 2.8, 2.8]


def test_knee_walls_under_a_roof_enclose_the_attic():
    gables = boxes((-T, 0, 0, 6), (8, 0, 8 + T, 6))
    knees = boxes((-T, -T, 8 + T, 0), (-T, 6, 8 + T, 6 + T), height=0.8)
    knees = [replace(k, id="k" + k.id) for k in knees]
    roof = element("roof", box(-1, -1, 9, 7), 0.7, 3.0, "roof", solid=False)
    rooms, _ = derive(storey([*gables, *knees, roof]))
    assert areas(rooms) == [48.0]
    assert "under-slope" in codes(rooms[0])


def test_a_parapet_on_a_roof_terrace_encloses_nothing():
    rooms, _ = derive(
        storey(shell(6, 4), id_="1"), storey([replace(e, id="p" + e.id) for e in shell(6, 4, 3.0, 1.3)], z=3.0, id_="2")
    )
    assert len(rooms) == 1


# -- models that cannot give rooms -------------------------------------------------------------------------------------


def test_sheathing_panels_are_recognised():
    panels = [element(f"p{i}", box(1.2 * i, 0, 1.2 * i + 1.19, 0.012), 0.0, 2.7) for i in range(20)]
    rooms, findings = derive(storey(panels))
    assert rooms == []
    finding = next(f for f in findings if f.code == "sheathing-panels")
    assert finding.evidence["thin_walls"] == 20


@pytest.mark.parametrize("elements", [[], [element("c", box(0, 0, 1, 1), kind="column")]])
def test_a_model_without_walls_says_so(elements: list[Element]):
    rooms, findings = derive(storey(elements))
    assert rooms == []
    assert [f.code for f in findings] == ["not-enclosed"]


def test_no_storeys_at_all_is_no_error():
    out, findings = derive_spaces([])
    assert out == ()
    assert [f.code for f in findings] == ["not-enclosed"]


def test_the_rules_can_be_changed_per_call():
    out, _ = derive_spaces(
        [storey([*shell(9, 4), element("p", box(4, 0, 4.1, 4), 0.0, 1.8)])],
        options=EnclosureRules(min_wall_height_m=1.5),
    )
    assert len(out[0].spaces) == 2


# -- laws --------------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    angle=st.floats(0, 360),
    dx=st.floats(-1e4, 1e4),
    dy=st.floats(-1e4, 1e4),
    split=st.floats(1.0, 7.8),
    depth=st.floats(3, 9),
)
def test_moving_and_turning_a_plan_keeps_its_rooms(angle: float, dx: float, dy: float, split: float, depth: float):
    walls = [*shell(9, depth), element("mid", box(split, 0, split + T, depth))]

    def moved(e: Element) -> Element:
        p = translate(rotate(e.footprint, angle, origin=(0, 0)), dx, dy)
        return element(e.id, p)

    still, _ = derive(storey(walls))
    turned, _ = derive(storey([moved(e) for e in walls]))
    assert np.allclose(areas(still), areas(turned), rtol=1e-6)
    assert np.allclose(sum(areas(still)), (9 - T) * depth, rtol=1e-6)
    centre = translate(rotate(Point(split / 2, depth / 2), angle, origin=(0, 0)), dx, dy)
    assert sum(bool(shapely.contains(r.outline, centre)) for r in turned) == 1


def test_a_room_open_along_a_wall_line_is_shown_and_said_to_be_not_enclosed():
    front = boxes((-T, -T, 2, 0), (5, -T, 8 + T, 0))
    others = boxes((-T, 4, 8 + T, 4 + T), (-T, 0, 0, 4), (8, 0, 8 + T, 4))
    rooms, _ = derive(storey([*front, *others]))
    assert areas(rooms) == [32.0]
    finding = next(f for f in rooms[0].findings if f.code == "not-enclosed")
    assert finding.evidence["open_gaps_m"] == [pytest.approx(3.0)]


def test_an_open_gap_inside_an_enclosed_region_makes_no_second_room():
    rooms, _ = derive(storey([*shell(9, 4), *boxes((5, 0, 5.2, 1), (5, 3, 5.2, 4))]))
    assert len(rooms) == 1
    assert "not-enclosed" not in codes(rooms[0])


def test_pilasters_that_face_each_other_divide_nothing():
    pilasters = boxes((6, 0, 6.4, 0.3), (6, 2.7, 6.4, 3), (12, 0, 12.4, 0.3), (12, 2.7, 12.4, 3))
    rooms, _ = derive(storey([*shell(20, 3), *pilasters]))
    assert areas(rooms) == [pytest.approx(60 - 4 * 0.12)]
    assert not codes(rooms[0])


def test_partitions_cropped_by_a_sloping_roof_reach_the_outer_wall_all_the_same():
    # Above 0.8 m the roof takes off the last half metre of the partition.
    profile = Polygon([(0, 0), (4, 0), (4, 0.8), (3.5, 1.4), (2, 3), (0, 3)])
    upright = np.array([[0, 0, -1, 5.2], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1.0]])
    partition = element("mid", box(5, 0, 5.2, 4))
    partition = replace(partition, body=Prism(profile, upright, np.array([-0.2, 0.0, 0.0])))
    rooms, _ = derive(storey([*shell(9, 4), partition]))
    assert areas(rooms) == [15.2, 20.0]
    assert not any(codes(r) for r in rooms)
