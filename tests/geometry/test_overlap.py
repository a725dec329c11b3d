import numpy as np
import pytest
from shapely import box

from geometry.overlap import WallIndex, overlap_finding, wall_overlap
from geometry.plan import Element, Space
from geometry.solid import Difference, HalfSpace, Prism, Union

EYE = np.eye(4)
UP = np.array([0.0, 0.0, 1.0])


def space(region=None, floor=0.0, height=3.0):
    outline = region or box(0, 0, 5, 4)
    return Space("s", "1F", "101", "", "office", "modelled", outline, floor_z_m=floor, height_m=height)


def wall(region, low=0.0, high=3.0, kind="wall", name="w", body=None):
    return Element(name, kind, "", region, low, high, body=body)


def test_a_space_between_its_walls_overlaps_none():
    walls = [wall(box(-0.2, -0.2, 5.2, 0)), wall(box(5, 0, 5.2, 4))]
    region, by_wall = wall_overlap(space(), walls)
    assert region.is_empty
    assert by_wall == {}
    assert overlap_finding(space(), (region, by_wall)) is None


def test_a_space_drawn_to_the_middle_of_a_wall_overlaps_half_of_it():
    region, by_wall = wall_overlap(space(), [wall(box(4.9, 0, 5.1, 4))])
    assert by_wall == {"w": pytest.approx(0.4)}
    finding = overlap_finding(space(), (region, by_wall))
    assert (finding.code, finding.subject) == ("overlaps-walls", "s")
    assert finding.evidence["overlap_m2"] == pytest.approx(0.4)
    assert finding.evidence["share"] == pytest.approx(0.02)


def test_overlapping_walls_are_counted_once_in_the_region():
    walls = [wall(box(4.9, 0, 5, 4), name="a"), wall(box(4.9, 0, 5, 4), name="b")]
    region, by_wall = wall_overlap(space(), walls)
    assert region.area == pytest.approx(0.4)
    assert set(by_wall) == {"a", "b"}


@pytest.mark.parametrize(("low", "high"), [(3.0, 6.0), (-3.0, 0.05)], ids=["above", "below"])
def test_a_wall_of_another_storey_does_not_count(low, high):
    assert wall_overlap(space(), [wall(box(4.8, 0, 5, 4), low, high)])[1] == {}


def test_a_column_in_a_room_is_no_overlap():
    assert wall_overlap(space(), [wall(box(2, 2, 2.5, 2.5), kind="column")])[1] == {}


def test_a_wall_cut_by_the_roof_counts_as_it_is_at_the_height_of_the_plan():
    # all of the wall that lies above the plane z = 1 + x is gone: at 1.2 m only x ≥ 0.2 is left
    normal = np.array([1.0, 0.0, -1.0]) / np.sqrt(2)
    body = Difference(Prism(box(0, 0, 1, 0.2), EYE, 3 * UP), (HalfSpace(np.array([0.0, 0.0, 1.0]), normal),))
    _, by_wall = wall_overlap(space(), [wall(box(0, 0, 1, 0.2), body=body)])
    assert by_wall["w"] == pytest.approx(0.8 * 0.2)


def test_a_space_that_widens_upstairs_does_not_overlap_the_wall_below():
    raised = EYE.copy()
    raised[2, 3] = 3.0
    body = Union((Prism(box(0, 0, 5, 4), EYE, 3 * UP), Prism(box(0, 0, 6, 4), raised, 3 * UP)))
    room = space(box(0, 0, 6, 4), height=6.0)
    below = wall(box(5, 0, 5.2, 4), 0.0, 3.0)
    assert wall_overlap(room, [below])[1] == {"w": pytest.approx(0.8)}
    assert wall_overlap(room, [below], body=body)[1] == {}


def test_a_space_without_height_meets_the_walls_of_its_own_storey_only():
    walls = [wall(box(4.9, 0, 5, 4), low, low + 3.3, name=f"at {low}") for low in (-3.3, 0.0, 2.7)]
    assert wall_overlap(space(height=None), walls)[1] == {"at 0.0": pytest.approx(0.4)}


def test_a_space_without_height_meets_a_leaning_wall_where_plans_are_cut():
    normal = np.array([1.0, 0.0, -1.0]) / np.sqrt(2)
    body = Difference(Prism(box(0, 0, 1, 0.2), EYE, 3 * UP), (HalfSpace(np.array([0.0, 0.0, 1.0]), normal),))
    _, by_wall = wall_overlap(space(height=None), [wall(box(0, 0, 1, 0.2), body=body)])
    assert by_wall["w"] == pytest.approx(0.8 * 0.2)


def test_a_space_of_which_nothing_vertical_is_known_is_compared_with_all_walls():
    room = Space("s", "1F", "", "", "office", "modelled", box(0, 0, 5, 4))
    assert wall_overlap(room, [wall(box(4.9, 0, 5, 4), 9.0, 12.0)])[1] == {"w": pytest.approx(0.4)}


def test_an_index_answers_like_the_list():
    walls = [wall(box(x, 0, x + 0.1, 4), name=str(x)) for x in range(5)]
    assert wall_overlap(space(), WallIndex(walls))[1] == wall_overlap(space(), walls)[1]


def test_no_walls_at_all_is_fine():
    assert wall_overlap(space(), [])[1] == {}


def test_the_finding_of_an_index_is_that_of_the_region():
    for walls in (
        [wall(box(4.9, 0, 5.1, 4))],
        [wall(box(4.9, 0, 5, 4), name="a"), wall(box(4.9, 0, 5, 4), name="b")],
        [wall(box(4.999, 0, 5, 4), name=str(i)) for i in range(30)],  # much in sum, next to nothing in the plan
        [],
    ):
        assert WallIndex(walls).finding(space()) == overlap_finding(space(), wall_overlap(space(), walls))
