"""Floors to lay out: rectangles with doors on the lower wall, and columns."""

from shapely import Polygon, box

from geometry.layout.records import Door, Obstacle, Site


def door(x, y=0.0, square=1.5):
    return Door(f"door-{x}", (x, y), (0.0, 1.0), 1.0, box(x - square / 2, y, x + square / 2, y + square))


def site(floor: Polygon, doors, columns=(), windows=()):
    obstacles = tuple(Obstacle(f"column-{i}", "column", c) for i, c in enumerate(columns))
    return Site(("room",), floor, floor.area - sum(c.area for c in columns), obstacles, tuple(doors), tuple(windows))


def rectangle(width, depth, *door_xs, columns=()):
    return site(box(0, 0, width, depth), [door(x) for x in door_xs], columns)


def hall():
    """Return the 20 × 12 m floor with two columns of 0.6 m on its long axis and two doors on a long wall."""
    return rectangle(20, 12, 4, 16, columns=[box(x - 0.3, 5.7, x + 0.3, 6.3) for x in (20 / 3, 40 / 3)])
