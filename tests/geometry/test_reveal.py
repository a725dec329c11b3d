from __future__ import annotations

from typing import Any

import pytest
from shapely import box

from geometry.areas import measure
from geometry.basis import BASES
from geometry.basis_rules import RevealRule
from geometry.plan import Opening
from geometry.region import Region
from geometry.reveal import Reveals, glazed_share, reveals
from tests.geometry.rooms import body, room, room_5_by_4, window

TO_FLOOR = BASES["woflv"].reveal
FULL_HEIGHT = BASES["rics-nia"].reveal
DOMINANT = BASES["ipms-3.2"].reveal
HALF_COUNTS = BASES["boma"].reveal

IN_NORTH_WALL = box(1, 4, 3, 4.3)  # 2 m wide, in a wall of 0.3 m


def found(rule: RevealRule, **more: Any) -> Reveals:
    fields: dict[str, Any] = {"reveal_depth_m": 0.2, "sill_m": 0.0, "glazed_height_share": 0.7} | more
    footprint: Region = fields.pop("footprint", IN_NORTH_WALL)
    return reveals(room_5_by_4, [window(footprint, **fields)], rule=rule, floor_z_m=0.0, clear_height_m=3.0)


def test_the_strip_is_window_width_times_reveal_depth() -> None:
    (strip,) = found(TO_FLOOR).strips
    assert strip.region.area == pytest.approx(0.4)
    assert strip.region.bounds == pytest.approx((1, 4, 3, 4.2))
    assert strip.clear_height_m == pytest.approx(2.1)


@pytest.mark.parametrize(
    ("depth_m", "sill_m", "strips"), [(0.14, 0.0, 1), (0.13, 0.0, 0), (0.10, 0.0, 0), (0.20, 0.9, 0), (0.20, 0.01, 1)]
)
def test_woflv_asks_for_the_floor_and_more_than_13_cm(depth_m: float, sill_m: float, strips: int) -> None:
    assert len(found(TO_FLOOR, reveal_depth_m=depth_m, sill_m=sill_m).strips) == strips


@pytest.mark.parametrize(
    ("rule", "share", "strips"),
    [
        (FULL_HEIGHT, 1.0, 1),
        (FULL_HEIGHT, 0.95, 0),
        (DOMINANT, 0.51, 1),
        (DOMINANT, 0.50, 0),
        (DOMINANT, 0.49, 0),
        (HALF_COUNTS, 0.50, 1),
        (HALF_COUNTS, 0.49, 0),
    ],
)
def test_the_glazed_share_decides_where_the_face_is(rule: RevealRule, share: float, strips: int) -> None:
    assert len(found(rule, glazed_height_share=share).strips) == strips


def test_without_a_stated_share_the_opening_height_over_a_flat_ceiling_gives_it() -> None:
    assert glazed_share(window(IN_NORTH_WALL), 3.0) == pytest.approx(0.7)
    assert glazed_share(window(IN_NORTH_WALL), None) is None
    assert glazed_share(window(IN_NORTH_WALL), 2.0) == 1.0


def test_a_sill_is_measured_from_the_floor_where_the_window_does_not_state_it() -> None:
    assert found(TO_FLOOR, sill_m=None, z_min_m=0.0).strips
    assert not found(TO_FLOOR, sill_m=None, z_min_m=0.9).strips


@pytest.mark.parametrize(("rule", "gap"), [(TO_FLOOR, "reveal_depth_m"), (DOMINANT, "reveal_depth_m")])
def test_a_window_of_unknown_depth_is_undecided(rule: RevealRule, gap: str) -> None:
    assert found(rule, **{gap: None}) == Reveals(undecided=("window",))


def test_a_window_that_cannot_count_needs_no_depth() -> None:
    assert found(TO_FLOOR, sill_m=0.9, reveal_depth_m=None) == Reveals()
    assert found(DOMINANT, glazed_height_share=0.3, reveal_depth_m=None) == Reveals()


def test_a_window_of_another_room_adds_nothing() -> None:
    assert found(DOMINANT, footprint=box(6, 4, 8, 4.3)) == Reveals()


def test_a_door_is_no_window() -> None:
    door = Opening("d", "door", "M1", IN_NORTH_WALL, 0.0, 3.0, reveal_depth_m=0.2, glazed_height_share=1.0, sill_m=0.0)
    assert reveals(room_5_by_4, [door], rule=DOMINANT) == Reveals()


def test_twin_windows_in_one_place_add_their_strip_once() -> None:
    twice = [window(IN_NORTH_WALL, name=n, reveal_depth_m=0.2, glazed_height_share=0.9) for n in ("a", "b")]
    assert [s.opening_id for s in reveals(room_5_by_4, twice, rule=DOMINANT).strips] == ["a"]


def test_a_room_drawn_to_the_wall_centre_gets_its_reveal_from_the_wall_face() -> None:
    # The wall reaches 0.15 m into the outline; the reveal lies wholly inside the outline and stays in.
    to_centre = room(box(0, 0, 5, 4.15))
    wall = body("wall", box(0, 4, 5, 4.3))
    opening = window(IN_NORTH_WALL, reveal_depth_m=0.1, glazed_height_share=0.9)
    statement = measure(to_centre, basis=BASES["ipms-3.2"], elements=[wall], openings=[opening])
    assert statement.gross_area_m2 == pytest.approx(20.75)
    assert statement.net_area_m2 == pytest.approx(20.0 + 2.0 * 0.1)


def test_a_wall_does_not_take_the_reveal_back() -> None:
    wall = body("wall", box(0, 4, 5, 4.3))
    opening = window(IN_NORTH_WALL, reveal_depth_m=0.1, glazed_height_share=0.9)
    statement = measure(room(room_5_by_4), basis=BASES["ipms-3.2"], elements=[wall], openings=[opening])
    assert statement.net_area_m2 == pytest.approx(20.2)


def test_the_height_under_the_window_head_counts_for_the_reveal() -> None:
    # 0.2 m × 2 m of reveal, 1.8 m high under the head: half counts under WoFlV.
    opening = window(IN_NORTH_WALL, z_max_m=1.8, sill_m=0.0, reveal_depth_m=0.2)
    statement = measure(room(room_5_by_4), basis=BASES["woflv"], openings=[opening])
    assert statement.gross_area_m2 == pytest.approx(20.4)
    assert statement.net_area_m2 == pytest.approx(20.2)


def test_a_plan_without_any_window_says_so_only_where_the_basis_asks() -> None:
    assert measure(room(room_5_by_4), basis=BASES["ipms-3.2"]).missing == ("window-reveal",)
    assert measure(room(room_5_by_4), basis=BASES["cn-usable"]).missing == ()


def test_an_inner_room_of_a_model_with_windows_misses_nothing() -> None:
    elsewhere = window(box(50, 0, 52, 0.3), reveal_depth_m=0.1, glazed_height_share=0.9)
    assert measure(room(room_5_by_4), basis=BASES["ipms-3.2"], openings=[elsewhere]).missing == ()


def test_a_window_of_the_storey_above_adds_nothing() -> None:
    above = window(IN_NORTH_WALL, z_min_m=3.6, z_max_m=5.7, reveal_depth_m=0.2, glazed_height_share=0.9)
    assert measure(room(room_5_by_4), basis=BASES["ipms-3.2"], openings=[above]).gross_area_m2 == pytest.approx(20.0)
