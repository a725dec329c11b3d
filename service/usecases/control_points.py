"""Control points given with a file: corners whose place on the plan is known, and the placings that follow.

``[{"from": [x, y], "to": [x, y], "room": "302"}, …]``: ``from`` in the metres of the file, ``to`` in those of the plan
(as outlines are over HTTP). Without ``room`` a pair holds for every room of the file. Two pairs tell a placing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from math import isfinite
from typing import Any

import orjson

from geometry.finding import Text
from service.errors import InvalidRequestError
from service.store.records import Json
from service.usecases.match_survey import Place
from service.usecases.placing import Placing, by_control_points
from service.usecases.room_names import number_key

Pair = tuple[tuple[float, float], tuple[float, float]]
NOT_VALID = Text(
    "字段 control_points 应为 JSON 数组,每项含 from 和 to 两个坐标(米),可含 room(房间号);每个房间至少两点,且不重合。",
    "The field control_points is a JSON array; each item has from and to, a pair of metres each, and may have room, a "
    "number. A room needs two points at least, not at one place.",
)
APART_M = 0.05  # two points nearer than this say nothing about a direction


def read_control_points(text: str) -> list[Json]:
    """Return the control points of a form field; raises ``invalid-request``."""
    try:
        given = orjson.loads(text)
        points = [_point(item) for item in given if isinstance(given, list)]
        if not points:
            raise ValueError("no points")
        for pairs in _by_room(points).values():
            (x0, y0), others = pairs[0][0], pairs[1:]
            if not any(abs(x - x0) > APART_M or abs(y - y0) > APART_M for (x, y), _ in others):
                raise ValueError("one place")
    except (orjson.JSONDecodeError, TypeError, ValueError, KeyError, IndexError):
        raise InvalidRequestError("invalid-request", NOT_VALID) from None
    return points


def placings_from(options: Json) -> Callable[[Place], Placing | None]:
    """Return what tells the placing of a room of the file, None where no control points are about it."""
    pairs = _by_room(options.get("control_points", ()))
    known = {number: by_control_points(points) for number, points in pairs.items()}
    return lambda room: known.get(number_key(room.number), known.get(""))


def _by_room(points: Any) -> dict[str, list[Pair]]:
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for point in points:
        (x, y), (to_x, to_y) = point["from"], point["to"]
        found[number_key(point.get("room", ""))].append(((x, y), (to_x, to_y)))
    return found


def _point(item: Any) -> Json:
    (x, y), (to_x, to_y) = item["from"], item["to"]
    values = [float(value) for value in (x, y, to_x, to_y)]
    if not all(isfinite(value) for value in values) or not isinstance(item.get("room", ""), str):
        raise ValueError("not a point")
    return {"from": values[:2], "to": values[2:], "room": item.get("room", "")}
