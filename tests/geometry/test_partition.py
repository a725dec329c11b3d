import pytest
from shapely import LineString, box
from shapely.affinity import rotate, translate

from geometry.partition import Dividable, divide_room

# A room of 6 × 5 m; a corridor lies below its wall of 0.2 m, the door at the left end of that wall, windows above.
ROOM = Dividable(
    outline=box(0, 0, 6, 5),
    doors=(box(0.5, -0.2, 1.5, 0),),
    windows=(box(0.8, 5, 2.2, 5.3), box(4.4, 5, 5.8, 5.3)),
    ways=box(-10, -2.2, 20, -0.2),
)


def turned(room, angle, dx, dy):
    def move(shape):
        return translate(rotate(shape, angle, origin=(0, 0)), dx, dy)

    parts = [tuple(map(move, shapes)) for shapes in (room.doors, room.windows, room.columns)]
    return Dividable(move(room.outline), *parts, move(room.ways))


def test_the_part_with_the_door_keeps_all_it_may():
    found = divide_room(ROOM, most_m2=18.0, least_rest_m2=6.0)
    assert 17.9 <= found.kept_m2 <= 18.0
    assert found.rest_m2 >= 6.0
    assert found.kept.distance(ROOM.doors[0]) < 1e-6
    # Wall and both rooms are the whole.
    assert found.kept_m2 + found.rest_m2 + LineString(found.line).length * 0.1 == pytest.approx(30.0)


def test_no_wall_ends_on_a_window():
    # 23 m² would put the wall at x = 4.65, in the middle of the second window.
    found = divide_room(ROOM, most_m2=23.0, least_rest_m2=6.0)
    assert LineString(found.line).buffer(0.09).distance(ROOM.windows[1]) > 0


def test_a_column_is_gone_around():
    room = Dividable(ROOM.outline, ROOM.doors, (), (box(3.3, 2, 3.9, 2.6),), ROOM.ways)
    found = divide_room(room, most_m2=18.0, least_rest_m2=6.0)
    assert not LineString(found.line).buffer(0.05).intersects(room.columns[0])
    assert found.kept_m2 <= 18.0


def test_a_rest_that_nobody_could_enter_is_no_room():
    away = Dividable(ROOM.outline, ROOM.doors, ROOM.windows, (), box(-10, -9, 20, -7))
    assert divide_room(away, most_m2=18.0, least_rest_m2=6.0) is None


def test_a_rest_with_a_door_of_its_own_needs_no_corridor():
    room = Dividable(ROOM.outline, (*ROOM.doors, box(6, 2, 6.2, 3)), ROOM.windows)
    assert divide_room(room, most_m2=15.0, least_rest_m2=6.0) is not None


def test_a_rest_smaller_than_is_useful_is_not_made():
    assert divide_room(ROOM, most_m2=27.0, least_rest_m2=12.0) is None


@pytest.mark.parametrize(("angle", "dx", "dy"), [(17.3, 4.0, -3.0), (90, 0, 0), (138.25, -250.5, 77.7)])
def test_turning_and_moving_the_plan_changes_nothing(angle, dx, dy):
    plain = divide_room(ROOM, most_m2=18.0, least_rest_m2=6.0)
    found = divide_room(turned(ROOM, angle, dx, dy), most_m2=18.0, least_rest_m2=6.0)
    assert found.kept_m2 == pytest.approx(plain.kept_m2, abs=0.02)
