"""The walls of a room numbered as a surveyor calls them: from 1, counter-clockwise, between corners with labels.

A surveyed room keeps the corners of its survey. A room that was only drawn gets letters, beginning at the corner
nearest to the lower left of its plan; what bends by less than a wall can be flat is one wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from string import ascii_uppercase

import shapely

from service.store.records import Json
from service.usecases.placing import region_of

STRAIGHT_M = 0.01  # a corner that leaves the straight line by less is none


@dataclass(frozen=True, slots=True)
class NumberedWall:
    """A wall between two corners, metres; ``variance_share`` of the variance of the area, None where not surveyed."""

    number: int
    label: str
    corners: tuple[int, int]
    length_m: float
    variance_share: float | None


@dataclass(frozen=True, slots=True)
class NumberedRoom:
    """Corners as ``SurveyedCorner`` has them, in order, and the walls between them."""

    corners: tuple[Json, ...]
    walls: tuple[NumberedWall, ...]


def numbered_walls(outline: bytes, survey: Json | None) -> NumberedRoom:
    """Return the corners and walls of a room, metres, in the frame of its survey or else of its outline."""
    corners = tuple(survey["corners"]) if survey and "corners" in survey else _lettered(outline)
    shares = {row["wall"]: row["share"] for row in survey["walls"]} if survey and "walls" in survey else {}
    walls = []
    for index, corner in enumerate(corners):
        end = (index + 1) % len(corners)
        length_m = hypot(corners[end]["x_m"] - corner["x_m"], corners[end]["y_m"] - corner["y_m"])
        label = f"{corner['label']}–{corners[end]['label']}"
        walls.append(NumberedWall(index + 1, label, (index, end), length_m, shares.get(index)))
    return NumberedRoom(corners, tuple(walls))


def _lettered(outline: bytes) -> tuple[Json, ...]:
    largest = max(shapely.get_parts(region_of(outline)), key=shapely.area)
    straightened = shapely.orient_polygons(shapely.Polygon(largest.exterior).simplify(STRAIGHT_M))
    assert isinstance(straightened, shapely.Polygon)
    ring = straightened.exterior
    points = [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)[:-1]]
    x0, y0, _, _ = ring.bounds
    first = min(range(len(points)), key=lambda i: hypot(points[i][0] - x0, points[i][1] - y0))
    return tuple(
        {"label": _letter(i), "x_m": x - x0, "y_m": y - y0} for i, (x, y) in enumerate(points[first:] + points[:first])
    )


def _letter(index: int) -> str:
    """Return A to Z, then A1, B1 and so on."""
    turn, letter = divmod(index, len(ascii_uppercase))
    return ascii_uppercase[letter] + (str(turn) if turn else "")
