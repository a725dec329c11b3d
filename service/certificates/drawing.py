"""The plan of one room at a round scale: where every line and word stands on the sheet, in millimetres.

Input is the document of a certificate (its outline in storey-local metres, y up); output is plain data for the page,
x to the right and y down from the upper left corner of the drawing. Nothing is drawn that the document does not hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

Point = tuple[float, float]

SCALES: Final = (5, 10, 20, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000, 2500, 5000, 10_000)
PORTRAIT_MM: Final = (174.0, 196.0)
LANDSCAPE_MM: Final = (261.0, 112.0)
_MARGIN_MM: Final = 11.0  # room for dimensions around the outline
_DIMENSION_FROM_MM: Final = 9.0  # a shorter side has no room for its number: the table has it
_LINE_FROM_MM: Final = 15.0
_OFFSET_MM: Final = 4.6
_TEXT_MM: Final = 2.2
_LABEL_EVERY_MM: Final = 5.5
_RUN_SIDES: Final = 4  # so many short sides in a row are an arc or stair, given as one sum
_BAR_MM: Final = (28.0, 70.0)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ring, from one corner to the next; ``length_m`` from the written coordinates."""

    start: int
    end: int
    length_m: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ring's corners are numbered through all rings of the outline, from 1, outer rings counter-clockwise."""

    scale: int
    landscape: bool
    width_mm: float
    height_mm: float
    content: dict[str, Any]


def rings(shape: Mapping[str, Any]) -> list[list[Point]]:
    """Return the rings of a GeoJSON polygon or multipolygon in metres, without the repeated last corner."""
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [[(float(x), float(y)) for x, y in ring[:-1]] for polygon in polygons for ring in polygon]


def sides(shape: Mapping[str, Any]) -> list[Side]:
    """Return the sides of all rings with the numbers of their corners and their lengths in metres."""
    found: list[Side] = []
    first = 1
    for ring in rings(shape):
        count = len(ring)
        for i, (a, b) in enumerate(pairwise([*ring, ring[0]])):
            found.append(Side(first + i, first + (i + 1) % count, math.dist(a, b)))
        first += count
    return found


def draw(document: Mapping[str, Any]) -> Sheet:
    """Return the drawing of a certificate's room at the largest round scale that fits an A4 page."""
    outline = rings(document["outline"])
    west, south, east, north = _bounds(outline)
    landscape = (east - west) > (north - south) * 1.25
    frame_mm = LANDSCAPE_MM if landscape else PORTRAIT_MM
    scale = _scale(east - west, north - south, frame_mm)
    width_mm, height_mm = ((e - s) * 1000 / scale + 2 * _MARGIN_MM for s, e in ((west, east), (south, north)))

    def place(point: Point) -> Point:
        return (
            round((point[0] - west) * 1000 / scale + _MARGIN_MM, 3),
            round((north - point[1]) * 1000 / scale + _MARGIN_MM, 3),
        )

    placed = [[place(point) for point in ring] for ring in outline]
    footprints = [line["footprint"] for line in document["deductions"] if line["footprint"] is not None]
    content = {
        "outline": placed,
        "deducted": [[[place(point) for point in ring] for ring in rings(shape)] for shape in footprints],
        "dimensions": list(_dimensions(document["outline"], placed)),
        "corners": list(_corner_labels(placed)),
        "bar": _bar(scale),
        "north_deg": north_deg(document["frame"]),
    }
    return Sheet(scale, landscape, round(width_mm, 3), round(height_mm, 3), content)


def north_deg(frame: Mapping[str, Any]) -> float | None:
    """Return the direction of grid north on the plan, degrees counter-clockwise from +y; None where it is unknown.

    The plan is turned by ``rotation_rad`` counter-clockwise to lie on the map (``geometry.plan.Georeference``), so the
    north of the map is turned by as much clockwise on the plan.
    """
    georeference = frame["georeference"]
    return None if georeference is None else -math.degrees(georeference["rotation_rad"])


def _bounds(outline: list[list[Point]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*(point for ring in outline for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _scale(width_m: float, height_m: float, frame_mm: tuple[float, float]) -> int:
    for scale in SCALES:
        fits = (
            size * 1000 / scale + 2 * _MARGIN_MM <= room
            for size, room in zip((width_m, height_m), frame_mm, strict=True)
        )
        if all(fits):
            return scale
    return SCALES[-1]


def _dimensions(shape: Mapping[str, Any], placed: list[list[Point]]) -> Iterator[dict[str, Any]]:
    """Yield the number of every side long enough on paper, and one sum for every run of short ones."""
    lengths = iter(sides(shape))
    for ring in placed:
        run: list[tuple[Side, Point, Point]] = []
        for (a, b), side in zip(pairwise([*ring, ring[0]]), islice(lengths, len(ring)), strict=True):
            if math.dist(a, b) < _DIMENSION_FROM_MM:
                run.append((side, a, b))
                continue
            yield from _sum_of(run)
            run = []
            yield _dimension(a, b, f"{side.length_m:.3f}")
        yield from _sum_of(run)


def _sum_of(run: list[tuple[Side, Point, Point]]) -> Iterator[dict[str, Any]]:
    length_mm = sum(math.dist(a, b) for _, a, b in run)
    if len(run) < _RUN_SIDES or length_mm < 2 * _DIMENSION_FROM_MM:
        return
    _, a, b = run[len(run) // 2]
    text = f"{run[0][0].start}–{run[-1][0].end}: Σ {sum(side.length_m for side, _, _ in run):.3f}"
    yield {"text": text, "at": _middle(*_beside(a, b, _TEXT_MM + 2.0)), "angle_deg": _angle_deg(a, b), "lines": []}


def _dimension(a: Point, b: Point, text: str) -> dict[str, Any]:
    if math.dist(a, b) < _LINE_FROM_MM:
        return {"text": text, "at": _middle(*_beside(a, b, _TEXT_MM)), "angle_deg": _angle_deg(a, b), "lines": []}
    from_a, from_b = _beside(a, b, _OFFSET_MM)
    feet = list(zip(_beside(a, b, 0.8), _beside(a, b, _OFFSET_MM + 0.9), strict=True))
    return {
        "text": text,
        "at": _middle(*_beside(a, b, _OFFSET_MM + 1.7)),
        "angle_deg": _angle_deg(a, b),
        "lines": [(from_a, from_b), *feet],
    }


def _beside(a: Point, b: Point, distance_mm: float) -> tuple[Point, Point]:
    """Return a–b moved outwards. The room lies left of its sides seen on the plan, so outside is to their right."""
    along = _unit(a, b)
    x, y = -along[1] * distance_mm, along[0] * distance_mm  # on paper y runs down, which turns right into left
    return (round(a[0] + x, 3), round(a[1] + y, 3)), (round(b[0] + x, 3), round(b[1] + y, 3))


def _middle(a: Point, b: Point) -> Point:
    return (round((a[0] + b[0]) / 2, 3), round((a[1] + b[1]) / 2, 3))


def _angle_deg(a: Point, b: Point) -> float:
    """Return the direction of writing along a–b, clockwise from the right: read from below or from the right."""
    angle = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
    return round((angle + 90.0) % 180.0 - 90.0, 3)


def _corner_labels(placed: list[list[Point]]) -> Iterator[dict[str, Any]]:
    """Yield numbered corners, leaving out those too close to a numbered one; the place is inside, by the bisector."""
    first, numbered = 1, [(-1e9, -1e9)]
    for ring in placed:
        for i, point in enumerate(ring):
            if min(math.dist(point, other) for other in numbered) < _LABEL_EVERY_MM:
                continue
            numbered.append(point)
            before, after = ring[i - 1], ring[(i + 1) % len(ring)]
            yield {"number": first + i, "at": point, "label_at": _inside(before, point, after)}
        first += len(ring)


def _inside(before: Point, point: Point, after: Point) -> Point:
    """Return a place beside a corner on the side of the material, 2.6 mm off along the bisector."""
    (ax, ay), (bx, by) = _unit(before, point), _unit(point, after)
    # Left of both sides on the plan; paper turns it over.
    x, y = ay + by, -(ax + bx)
    size = math.hypot(x, y) or 1.0
    return (round(point[0] + 2.6 * x / size, 3), round(point[1] + 2.6 * y / size, 3))


def _unit(a: Point, b: Point) -> Point:
    length = math.dist(a, b) or 1.0
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def _bar(scale: int) -> dict[str, Any]:
    """Return a scale bar of a round length in metres."""
    for exponent in range(-2, 4):
        for digit in (1, 2, 5):
            length_m = digit * 10.0**exponent
            if _BAR_MM[0] <= length_m * 1000 / scale <= _BAR_MM[1]:
                return {"metres": f"{length_m:g}", "mm": round(length_m * 1000 / scale, 3)}
    raise AssertionError("a factor of 2.5 always holds one of 1, 2, 5")
