import pytest
from shapely import MultiPolygon, Point, Polygon, box

from geometry.rings import clean, close_ring, is_repair, outline_findings, touching_points

PINCHED = [(0, 0), (2, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2)]
BOW_TIE = [(0, 0), (2, 2), (2, 0), (0, 2)]


def test_a_clean_ring_is_left_alone():
    cleaned = close_ring([(0, 0), (5, 0), (5, 4), (0, 4)])
    assert cleaned.region.area == pytest.approx(20.0)
    assert cleaned.repairs == ()
    assert outline_findings("s", cleaned) == ()


def test_a_ring_drawn_clockwise_is_turned():
    assert close_ring([(0, 0), (0, 4), (5, 4), (5, 0)]).region.exterior.is_ccw


def test_a_ring_that_touches_itself_keeps_its_area_and_is_reported():
    cleaned = close_ring(PINCHED)
    assert cleaned.region.is_valid
    assert cleaned.region.area == pytest.approx(8.0)
    assert cleaned.repairs == ()
    findings = outline_findings("s", cleaned)
    assert [f.code for f in findings] == ["self-touching"]
    assert findings[0].evidence["points_m"] == [[pytest.approx(2.0), pytest.approx(2.0)]]


def test_a_ring_that_crosses_itself_is_repaired_and_says_by_how_much():
    cleaned = close_ring(BOW_TIE)
    assert cleaned.region.is_valid
    assert cleaned.region.area == pytest.approx(2.0)
    finding = outline_findings("s", cleaned)[0]
    assert (finding.code, finding.outcome) == ("repaired", "repaired")
    assert finding.evidence["change_m2"] == pytest.approx(2.0)


def test_points_written_twice_fall_together():
    cleaned = close_ring([(0, 0), (0, 0), (5, 0), (5, 4), (5, 4), (0, 4), (0, 0)])
    assert cleaned.region.area == pytest.approx(20.0)
    assert len(cleaned.region.exterior.coords) == 5


def test_two_points_enclose_nothing():
    assert close_ring([(0, 0), (1, 1)]).region.is_empty


def test_what_rounding_leaves_is_left_out_and_no_repair():
    cleaned = clean(MultiPolygon([box(0, 0, 5, 4), box(7, 0, 7 + 1e-9, 1)]))
    assert cleaned.region.equals(box(0, 0, 5, 4))
    assert cleaned.repairs == ()


def test_in_a_tiny_region_less_counts_as_a_repair():
    assert is_repair(5e-7, 2e-5)
    assert not is_repair(5e-7, 20.0)


def test_slivers_of_a_region_are_left_out_and_reported():
    cleaned = clean(MultiPolygon([box(0, 0, 5, 4), box(7, 0, 7.00001, 1)]))
    assert isinstance(cleaned.region, Polygon)
    assert [r for r, _ in cleaned.repairs] == ["sliver"]


def test_a_hole_of_rounding_is_closed_and_a_real_one_kept():
    holes = [[(1, 1), (1.001, 1), (1.001, 1.001)], [(2, 2), (3, 2), (3, 3), (2, 3)]]
    cleaned = clean(Polygon([(0, 0), (5, 0), (5, 4), (0, 4)], holes))
    assert len(cleaned.region.interiors) == 1


def test_a_hole_narrower_than_any_tolerance_is_closed():
    hole = [(1, 1), (1 + 4e-7, 1), (1 + 4e-7, 1 + 4e-7), (1, 1 + 4e-7)]
    assert clean(Polygon([(0, 0), (5, 0), (5, 4), (0, 4)], [hole])).region.equals(box(0, 0, 5, 4))


def test_a_corner_on_a_straight_wall_is_kept_for_the_neighbour():
    region = clean(Polygon([(0, 0), (2, 0), (5, 0), (5, 4), (0, 4)])).region
    assert Point(2, 0) in [Point(c) for c in region.exterior.coords]


def test_an_invalid_region_becomes_valid():
    cleaned = clean(Polygon(BOW_TIE))
    assert cleaned.region.is_valid
    assert cleaned.repairs[0][0] == "crossing"


def test_a_hole_touching_the_edge_is_found():
    ring = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(0, 0), (2, 1), (1, 2)]])
    assert touching_points(ring) == [(0.0, 0.0)]
    assert touching_points(box(0, 0, 1, 1)) == []
