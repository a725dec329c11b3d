"""Floors to lay out: rectangles, the published hall, and seeded rooms of every shape with doors, columns, windows."""

import random
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

import numpy as np
import shapely
from shapely import LineString, Polygon, box
from shapely.affinity import rotate

from geometry.layout.records import Door, Obstacle, Site
from geometry.region import polygonal


def door(x, y=0.0, square=1.5):
    return Door(f"door-{x}", (x, y), (0.0, 1.0), 1.0, box(x - square / 2, y, x + square / 2, y + square))


def site(floor: Polygon, doors, columns=(), windows=()):
    obstacles = tuple(Obstacle(f"column-{i}", "column", c) for i, c in enumerate(columns))
    return Site(("room",), floor, floor.area - sum(c.area for c in columns), obstacles, tuple(doors), tuple(windows))


def rectangle(width, depth, *door_xs, columns=(), windows=()):
    return site(box(0, 0, width, depth), [door(x) for x in door_xs], columns, windows)


def hall():
    """Return the 20 × 12 m floor with two columns of 0.6 m on its long axis and two doors on a long wall."""
    return rectangle(20, 12, 4, 16, columns=[box(x - 0.3, 5.7, x + 0.3, 6.3) for x in (20 / 3, 40 / 3)])


def l_room(width=16, depth=12, cut_width=8, cut_depth=6):
    x, y = width - cut_width, depth - cut_depth
    return Polygon([(0, 0), (width, 0), (width, y), (x, y), (x, depth), (0, depth)])


def t_room(width=18, depth=12, stem=7, bar=5):
    a, b, y = (width - stem) / 2, (width + stem) / 2, depth - bar
    return Polygon([(a, 0), (b, 0), (b, y), (width, y), (width, depth), (0, depth), (0, y), (a, y)])


def u_room(width=20, depth=14, wing=6, base=5):
    a, b = wing, width - wing
    return Polygon([(0, 0), (width, 0), (width, depth), (b, depth), (b, base), (a, base), (a, depth), (0, depth)])


def arc_room(inner=14.0, depth=10.0, turn_deg=70.0, step_deg=5.0):
    """Return a part of a ring with corners every ``step_deg``, as models draw curved facades."""
    steps = max(2, round(turn_deg / step_deg))
    angles = [pi / 2 + (i / steps - 0.5) * turn_deg * pi / 180 for i in range(steps + 1)]
    outer = [((inner + depth) * cos(a), (inner + depth) * sin(a)) for a in angles]
    return Polygon([*outer, *((inner * cos(a), inner * sin(a)) for a in reversed(angles))])


def slanted_room(width=14, depth=9, lean=3.0, rise=2.0):
    return Polygon([(0, 0), (width, 0), (width + lean, depth - rise), (lean / 2, depth)])


def pierced_room(width=16, depth=12, hole=4.0):
    x, y = (width - hole) / 2, (depth - hole) / 2
    return Polygon(box(0, 0, width, depth).exterior, [box(x, y, x + hole, y + hole).exterior.coords])


@dataclass(frozen=True)
class Case:
    """A generated site with what it is."""

    name: str
    site: Site


SHAPES = ("rectangle", "l", "t", "u", "arc", "slanted", "pierced")


def generated(seed: int) -> Case:
    """Return the room of a seed: shape and doors by turns, sizes, columns, windows and direction at random."""
    rng = random.Random(seed)
    shape = SHAPES[seed % len(SHAPES)]
    size = rng.choice((0.6, 0.8, 1.0, 1.0, 1.3))
    floor = _shape(shape, rng, size)
    floor = Polygon(
        shapely.get_coordinates(floor.exterior).round(2), [shapely.get_coordinates(r).round(2) for r in floor.interiors]
    )
    if rng.random() < 0.5:
        floor = rotate(floor, rng.choice((90, 30, 12.5, 45, 77)), origin=(0, 0))
    columns = _columns(floor, rng) if rng.random() < 0.6 else []
    doors = _doors(floor, columns, rng)
    windows = _windows(floor, rng)
    return Case(f"{seed}-{shape}", site(floor, doors, columns, windows))


def _shape(shape, rng, size):
    def u(low, high):
        return rng.uniform(low, high) * size

    if shape == "rectangle":
        return box(0, 0, u(4, 24), u(4, 14))
    if shape == "l":
        width, depth = u(9, 20), u(9, 16)
        return l_room(width, depth, width * rng.uniform(0.3, 0.6), depth * rng.uniform(0.3, 0.6))
    if shape == "t":
        width, depth = u(12, 22), u(9, 16)
        return t_room(width, depth, width * rng.uniform(0.3, 0.5), depth * rng.uniform(0.35, 0.6))
    if shape == "u":
        width, depth = u(14, 26), u(10, 18)
        return u_room(width, depth, width * rng.uniform(0.25, 0.36), depth * rng.uniform(0.3, 0.5))
    if shape == "arc":
        return arc_room(u(8, 20), rng.uniform(5, 12), rng.uniform(30, 110), rng.choice((3, 5, 10, 15)))
    if shape == "slanted":
        return slanted_room(u(7, 18), u(6, 13), u(-2, 4), u(-1, 3))
    return pierced_room(u(11, 20), u(10, 15), u(2, 4.5))


def _columns(floor, rng):
    x0, y0, x1, y1 = floor.bounds
    across = rng.choice((0.3, 0.4, 0.6, 0.8))
    pitch = rng.uniform(4.5, 8.4)
    found = []
    x = x0 + rng.uniform(1.0, pitch)
    while x < x1:
        y = y0 + rng.uniform(1.0, pitch)
        while y < y1:
            column = box(x, y, x + across, y + across)
            if rng.random() < 0.8 and floor.buffer(-0.05).contains(column):
                found.append(column)
            y += pitch
        x += pitch
    return found


def _sides(floor, least):
    ring = shapely.get_coordinates(shapely.orient_polygons(floor).exterior)
    return [(a, b) for a, b in pairwise(ring) if hypot(*(b - a)) > least]


def _doors(floor, columns, rng):
    """Return one to four doors: anywhere on walls or in a corner, some with a leaf that sweeps beyond the square."""
    sides = _sides(floor, 1.3) or _sides(floor, 0.6)
    tried = [_door(number, rng.choice(sides), floor, rng) for number in range(rng.choice((1, 1, 2, 2, 3, 4)))]
    standing = shapely.union_all(columns)
    doors = [d for d in tried if d is not None and not d.clear.intersects(standing)]
    return doors or [_door(9, max(sides, key=lambda s: hypot(*(s[1] - s[0]))), floor, None)]


def _door(number, side, floor, rng):
    """Return a door in a wall, its middle at random (without ``rng``: in the middle of the wall)."""
    a, b = side
    length = float(hypot(*(b - a)))
    along = (b - a) / length
    inward = np.array([-along[1], along[0]])
    reach = min(0.7, length / 2)
    place = length / 2 if rng is None else reach if rng.random() < 0.3 else rng.uniform(reach, length - reach)
    at = a + along * place
    square = [at + s * along * 0.75 + t * 1.5 * inward for s, t in ((-1, 0), (1, 0), (1, 1), (-1, 1))]
    clear = shapely.intersection(Polygon(square), floor)
    if rng is not None and (clear.geom_type != "Polygon" or clear.area < 0.6):
        return None
    leaf = None
    if rng is not None and rng.random() < 0.3:
        swept = shapely.intersection(shapely.Point(at - along * 0.5).buffer(1.0, quad_segs=4), clear.buffer(0.2))
        leaf = polygonal(shapely.intersection(swept, floor))
    return Door(f"door-{number}", (float(at[0]), float(at[1])), (float(inward[0]), float(inward[1])), 1.0, clear, leaf)


def _windows(floor, rng):
    return [LineString([a + 0.2 * (b - a), a + 0.8 * (b - a)]) for a, b in _sides(floor, 2.0) if rng.random() < 0.4]
