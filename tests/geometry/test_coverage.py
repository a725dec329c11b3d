from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box
from shapely.affinity import rotate, translate

from geometry.coverage import check_coverage, gaps, node, overlaps
from geometry.region import Region
from tests.geometry.rooms import room

# Two offices above a corridor: their common corner (4, 3) lies on the corridor's edge without a vertex.
CORRIDOR = box(0, 0, 9, 3)
OFFICES = (box(0, 3, 4, 7), box(4, 3, 9, 7))


def test_noding_puts_a_vertex_at_a_t_junction() -> None:
    noded = node([CORRIDOR, *OFFICES])
    assert [4.0, 3.0] in shapely.get_coordinates(noded[0]).tolist()
    assert noded[0].area == pytest.approx(27.0)


@given(st.floats(0, 360), st.floats(-5e5, 5e5), st.floats(0, 4e6))
def test_rooms_that_meet_in_a_t_junction_never_overlap_however_the_plan_lies(
    angle: float, dx: float, dy: float
) -> None:
    turned = [translate(rotate(r, angle, origin=(0, 0)), dx, dy) for r in (CORRIDOR, *OFFICES)]
    assert overlaps(turned) == ()
    assert gaps(turned) == ()
    assert shapely.coverage_is_valid(list(node(turned)))


def test_an_overlap_comes_with_its_area_and_a_point_inside_it() -> None:
    (found,) = overlaps([box(0, 0, 5, 4), box(4.9, 0, 9, 4)])
    assert (found.first, found.second) == (0, 1)
    assert found.area_m2 == pytest.approx(0.4)
    assert 4.9 < found.place[0] < 5.0
    assert 0.0 < found.place[1] < 4.0


def test_a_room_inside_another_overlaps_it() -> None:
    (found,) = overlaps([box(0, 0, 10, 10), box(2, 2, 4, 4)])
    assert found.area_m2 == pytest.approx(4.0)


def test_corners_rounded_to_millimetres_are_no_overlap() -> None:
    assert overlaps([box(0, 0, 5, 4), box(4.999, 0, 9, 4)]) == ()


@pytest.mark.parametrize(("width_m", "reported"), [(0.0, 0), (0.001, 0), (0.01, 1), (0.02, 1), (0.10, 0), (0.24, 0)])
def test_a_gap_is_wider_than_rounding_and_narrower_than_a_wall(width_m: float, reported: int) -> None:
    found = gaps([box(0, 0, 5, 4), box(5 + width_m, 0, 9, 4)])
    assert len(found) == reported
    for gap in found:
        assert gap.area_m2 == pytest.approx(width_m * 4, rel=0.01)
        assert gap.width_m == pytest.approx(width_m, rel=0.02)
        assert 5.0 < gap.place[0] < 5.0 + width_m


def test_a_room_that_fills_the_gap_closes_it() -> None:
    assert [g for g in gaps([box(0, 0, 5, 4), box(5.01, 0, 9, 4), box(5, 0, 5.01, 4)]) if g.area_m2 > 1e-6] == []


def test_noding_never_breaks_an_outline() -> None:
    narrow: Region = Polygon([(0, 0), (4, 0), (4, 0.0015), (0, 0.0015)])
    for noded in node([narrow, box(1, 0.0015, 2, 1), box(1, -1, 2, 0)]):
        assert noded.is_valid
        assert noded.area > 0


def test_findings_name_both_rooms_and_the_place() -> None:
    first, second = room(box(0, 0, 5, 4), id="a"), room(box(4.9, 0, 9, 4), id="b", number="102")
    (finding,) = check_coverage([first, second])
    assert (finding.code, finding.subject, finding.outcome) == ("spaces-overlap", "a", "warning")
    assert finding.evidence["other"] == "b"
    assert finding.evidence["overlap_m2"] == pytest.approx(0.4)
    assert "102" in finding.reason.zh
    assert "0.400 m²" in finding.reason.en


def test_a_mezzanine_does_not_overlap_the_hall_below() -> None:
    hall, mezzanine = room(box(0, 0, 9, 9), id="a"), room(box(0, 0, 4, 9), id="b", floor_z_m=3.0)
    assert check_coverage([hall, mezzanine]) == ()
    assert len(check_coverage([hall, replace(mezzanine, floor_z_m=2.0)])) == 1


def test_an_empty_storey_has_no_findings() -> None:
    assert check_coverage([]) == ()
