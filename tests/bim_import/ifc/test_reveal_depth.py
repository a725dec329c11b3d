"""Reveal depths are measured from the frame to the room's side of a straight wall, or not at all."""

from __future__ import annotations

import pytest

from bim_import.read import read_file
from tests.bim_import.ifc.build import rectangle, room


def window(step, frame, *, placement="$"):
    """A window in the wall y = −0.2 … 0 of the room, its frame ``frame`` in plan, sill at 0.9 m."""
    storey = next(iter(step.composed.values()))[0]
    wall = next(f"#{i}" for i, line in enumerate(step.lines, 1) if line.startswith("IFCWALL("))
    opening = step.shape(step.prism(step.profile(rectangle(2, -0.5, 3, 0.3)), 1.5, origin=(0, 0, 0.9)))
    hole = step.element(None, "IFCOPENINGELEMENT", opening, rest=",$,$")
    step.add(f"IFCRELVOIDSELEMENT('{step.guid()}',$,$,$,{wall},{hole})")
    body = step.shape(step.prism(step.profile(frame), 1.5, origin=(0, 0, 0.9)))
    placed = step.element(storey, "IFCWINDOW", body, name="W", placement=placement, rest=",$,1.5,1.,$,$,$")
    step.add(f"IFCRELFILLSELEMENT('{step.guid()}',$,$,$,{hole},{placed})")
    return step


def depth(step, tmp_path):
    (building,) = read_file(step.save(tmp_path)).model.buildings
    (found,) = building.storeys[0].openings
    assert found.kind == "window"
    return found.reveal_depth_m


@pytest.mark.parametrize(("outer", "inner"), [(-0.2, -0.13), (-0.15, -0.08), (-0.07, 0.0)])
def test_from_the_inner_face_of_the_frame_to_that_of_the_wall(tmp_path, outer, inner):
    assert depth(window(room(), rectangle(2, outer, 3, inner)), tmp_path) == pytest.approx(-inner, abs=1e-9)


def test_a_frame_that_stands_out_of_the_wall_to_the_outside(tmp_path):
    assert depth(window(room(), rectangle(2, -0.25, 3, -0.18)), tmp_path) == pytest.approx(0.18)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(rectangle(2, -0.2, 3, 0.0), id="as deep as the wall"),
        pytest.param(rectangle(2, -0.1, 3, 0.05), id="a sill board into the room"),
    ],
)
def test_frames_that_do_not_say(tmp_path, frame):
    assert depth(window(room(), frame), tmp_path) is None


def test_a_frame_askew_in_its_wall(tmp_path):
    step = room()
    turned = step.placement((2.0, -0.18, 0.0), x=(0.999, 0.04, 0.0))
    assert depth(window(step, rectangle(0, 0, 1, 0.05), placement=turned), tmp_path) is None


def test_rooms_on_both_sides(tmp_path):
    step = window(room(), rectangle(2, -0.15, 3, -0.08))
    storey = next(iter(step.composed.values()))[0]
    shape = step.shape(step.prism(step.profile(rectangle(0, -4.2, 5, -0.2)), 3.0))
    step.space(storey, shape, number="102")
    assert depth(step, tmp_path) is None


def test_a_room_of_another_height_is_no_side(tmp_path):
    step = window(room(), rectangle(2, -0.15, 3, -0.08))
    storey = next(iter(step.composed.values()))[0]
    shape = step.shape(step.prism(step.profile(rectangle(0, -4.2, 5, -0.2)), 0.8))
    step.space(storey, shape, number="102", name="管道间")
    assert depth(step, tmp_path) == pytest.approx(0.08)
