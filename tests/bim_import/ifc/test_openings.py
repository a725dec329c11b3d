import pytest

from bim_import.read import read_file
from tests.bim_import.ifc.build import rectangle, room


def door_in_south_wall(step, *, operation="SINGLE_SWING_LEFT", kind="IFCDOOR"):
    """A door of 0.9 × 2.1 m in the wall y = −0.2 … 0, its placement at the left end of the opening."""
    storey = next(iter(step.composed.values()))[0]
    wall = next(f"#{i}" for i, line in enumerate(step.lines, 1) if line.startswith("IFCWALL("))
    hole_shape = step.shape(step.prism(step.profile(rectangle(2, -0.5, 2.9, 0.3)), 2.1))
    hole = step.element(None, "IFCOPENINGELEMENT", hole_shape, rest=",$,$")
    step.add(f"IFCRELVOIDSELEMENT('{step.guid()}',$,$,$,{wall},{hole})")
    body = step.shape(step.prism(step.profile(rectangle(0, 0, 0.9, 0.05)), 2.1))
    rest = f",$,2.1,0.9,$,.{operation}.,$" if kind == "IFCDOOR" else ",$,2.1,0.9,$,$,$"
    door = step.element(storey, kind, body, name="D", placement=step.placement((2, -0.2, 0)), rest=rest)
    step.add(f"IFCRELFILLSELEMENT('{step.guid()}',$,$,$,{hole},{door})")
    return step


def openings(step, tmp_path):
    (building,) = read_file(step.save(tmp_path)).model.buildings
    return building.storeys[0].openings


def test_a_door_lies_within_its_wall(tmp_path):
    (door,) = openings(door_in_south_wall(room()), tmp_path)
    assert door.kind == "door"
    assert door.footprint.bounds == pytest.approx((2, -0.2, 2.9, 0))
    assert (door.width_m, door.height_m, door.sill_m) == pytest.approx((0.9, 2.1, 0.0))
    assert door.host_id is not None


@pytest.mark.parametrize(
    ("operation", "hinge", "latch", "opened"),
    [
        ("SINGLE_SWING_LEFT", (2, -0.1), (2.9, -0.1), (2, 0.8)),
        ("SINGLE_SWING_RIGHT", (2.9, -0.1), (2, -0.1), (2.9, 0.8)),
    ],
)
def test_a_leaf_swings_into_the_direction_of_the_door(tmp_path, operation, hinge, latch, opened):
    (door,) = openings(door_in_south_wall(room(), operation=operation), tmp_path)
    assert door.hinge == pytest.approx(hinge)
    assert door.swing_start == pytest.approx(latch)
    assert door.swing_end == pytest.approx(opened)


def test_a_sliding_door_has_no_swing(tmp_path):
    (door,) = openings(door_in_south_wall(room(), operation="SLIDING_TO_LEFT"), tmp_path)
    assert door.hinge is None


def test_a_window_has_a_sill_above_its_storey(tmp_path):
    step = door_in_south_wall(room(), kind="IFCWINDOW")
    (window,) = openings(step, tmp_path)
    assert (window.kind, window.hinge) == ("window", None)


def test_an_opening_nothing_fills_is_an_opening(tmp_path):
    step = room()
    wall = next(f"#{i}" for i, line in enumerate(step.lines, 1) if line.startswith("IFCWALL("))
    shape = step.shape(step.prism(step.profile(rectangle(1, -0.3, 2, 0.1)), 2.2))
    hole = step.element(None, "IFCOPENINGELEMENT", shape, rest=",$,$")
    step.add(f"IFCRELVOIDSELEMENT('{step.guid()}',$,$,$,{wall},{hole})")
    (opening,) = openings(step, tmp_path)
    assert opening.kind == "opening"
    assert opening.footprint.area == pytest.approx(0.2)


def test_a_door_without_opening_is_where_its_body_is(tmp_path):
    step = room()
    storey = next(iter(step.composed.values()))[0]
    body = step.shape(step.prism(step.profile(rectangle(0, 0, 0.9, 0.05)), 2.1))
    step.element(storey, "IFCDOOR", body, placement=step.placement((2, -0.2, 0)), rest=",$,2.1,0.9,$,$,$")
    (door,) = openings(step, tmp_path)
    assert door.footprint.bounds == pytest.approx((2, -0.2, 2.9, -0.15))
    assert door.host_id is None
