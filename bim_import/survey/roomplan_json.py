"""Apple RoomPlan's CapturedRoom as JSON: surfaces with their place, in plan and in height.

Metres, Y up. ``transform`` is 4 × 4, column by column, flat or nested; a point of a surface is T·(x, y, z, 1). The plan
is (x, −z), which is what one sees from above. ``polygonCorners`` are local to the surface's own transform.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import orjson
from numpy.typing import NDArray

from bim_import.survey.refusals import refuse

SurfaceKind = Literal["wall", "door", "window", "opening", "floor", "object"]
LISTS: tuple[tuple[str, SurfaceKind], ...] = (
    ("walls", "wall"),
    ("doors", "door"),
    ("windows", "window"),
    ("openings", "opening"),
    ("floors", "floor"),
    ("objects", "object"),
)
MAX_BYTES = 256 * 1024 * 1024
MAX_SURFACES = 20_000
MAX_M = 10_000.0  # no scan reaches farther
RIGID = 0.02  # columns of a rotation have length 1 up to this


@dataclass(frozen=True, slots=True)
class Surface:
    """One thing a scan saw. ``corners`` are its polygon in world metres (n × 3), None where the file gives none."""

    id: str
    kind: SurfaceKind
    parent: str
    label: str
    story: int
    width_m: float
    height_m: float
    depth_m: float
    transform: NDArray[np.float64]
    corners: NDArray[np.float64] | None
    curved: bool
    confidence: str

    @property
    def ends(self) -> NDArray[np.float64]:
        """Return both ends of a wall or opening in plan, at half its height, 2 × 2 metres."""
        half = self.width_m / 2
        local = np.array([[-half, 0.0, 0.0, 1.0], [half, 0.0, 0.0, 1.0]])
        return plan(local @ self.transform.T)

    @property
    def centre_y_m(self) -> float:
        """Return the height of its middle above the scan's origin."""
        return float(self.transform[1, 3])

    @property
    def face_area_m2(self) -> float:
        """Return the area of a wall: of its polygon where it has one (a sloped top), else width × height."""
        if self.corners is None:
            return self.width_m * self.height_m
        return polygon_area_m2(self.corners)


@dataclass(frozen=True, slots=True)
class Capture:
    """Everything of one file that could be read, and how many surfaces could not."""

    surfaces: tuple[Surface, ...]
    sections: tuple[str, ...]
    version: str
    unreadable: tuple[str, ...]

    def of_kind(self, kind: SurfaceKind) -> tuple[Surface, ...]:
        """Return the surfaces of one kind, in the order of the file."""
        return tuple(s for s in self.surfaces if s.kind == kind)


def read_capture(path: Path) -> Capture:
    """Return what a scan saw; raises ``ImportRefused`` where the file is no scan or cannot be read."""
    if path.stat().st_size > MAX_BYTES:
        raise refuse("roomplan-too-large", limit_mib=MAX_BYTES // 1024**2)
    try:
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise refuse("json-damaged") from error
    if not isinstance(document, dict):
        raise refuse("is-json")
    if _is_surface(document):
        document = {f"{_category(document)}s": [document]}
    document = _joined(document)
    if not any(isinstance(document.get(name), list) for name in ("walls", "floors")):
        raise refuse("is-json")
    surfaces: list[Surface] = []
    unreadable: list[str] = []
    for name, kind in LISTS:
        entries = document.get(name)
        for entry in entries if isinstance(entries, list) else ():
            surface = _surface(entry, kind, f"{kind}-{len(surfaces) + len(unreadable) + 1}")
            if isinstance(surface, Surface):
                surfaces.append(surface)
            else:
                unreadable.append(surface)
            if len(surfaces) > MAX_SURFACES:
                raise refuse("roomplan-too-large", limit_mib=MAX_BYTES // 1024**2)
    return Capture(tuple(surfaces), _sections(document), _text(document.get("version")), tuple(unreadable))


def plan(world: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return world points (n × 3 or more columns) in plan, n × 2 metres, as seen from above."""
    return np.column_stack([world[:, 0], -world[:, 2]])


def polygon_area_m2(corners: NDArray[np.float64]) -> float:
    """Return the area of a plane polygon in space, m² (n × 3)."""
    return float(np.linalg.norm(np.cross(corners, np.roll(corners, -1, axis=0)).sum(axis=0)) / 2.0)


def _joined(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a structure of several rooms as one capture: their surfaces share one world."""
    rooms = document.get("rooms")
    if not isinstance(rooms, list) or any(document.get(name) for name in ("walls", "floors")):
        return document
    inside = [room for room in rooms if isinstance(room, dict)]
    lists = {name: [room[name] for room in inside if isinstance(room.get(name), list)] for name, _ in LISTS}
    return {**document, **{name: [entry for found in each for entry in found] for name, each in lists.items() if each}}


def _is_surface(document: Mapping[str, Any]) -> bool:
    return "category" in document and "transform" in document and _category(document) in ("wall", "floor")


def _category(entry: Mapping[str, Any]) -> str:
    category = entry.get("category")
    return next(iter(category), "") if isinstance(category, dict) else str(category or "")


def _surface(entry: Any, kind: SurfaceKind, number: str) -> Surface | str:
    """Return a surface, or the id of one whose numbers cannot be used."""
    if not isinstance(entry, dict):
        return number
    name = _text(entry.get("identifier")) or number
    transform, size = _transform(entry.get("transform")), _numbers(entry.get("dimensions"), 3)
    if transform is None or size is None or min(size) < 0 or max(size) > MAX_M:
        return name
    corners = _corners(entry.get("polygonCorners"), transform)
    if isinstance(corners, str):
        return name
    story = entry.get("story")
    confidence = entry.get("confidence")
    return Surface(
        id=name,
        kind=kind,
        parent=_text(entry.get("parentIdentifier")),
        label=_category(entry),
        story=story if isinstance(story, int) and abs(story) < 1000 else 0,
        width_m=size[0],
        height_m=size[1],
        depth_m=size[2],
        transform=transform,
        corners=corners,
        curved=bool(entry.get("curve")),
        confidence=next(iter(confidence), "") if isinstance(confidence, dict) else _text(confidence),
    )


def _transform(value: Any) -> NDArray[np.float64] | None:
    """Return a 4 × 4 matrix from 16 numbers or 4 columns of 4, None where it is no motion of a solid body."""
    flat = value
    if isinstance(value, list) and len(value) == 4 and all(isinstance(column, list) for column in value):
        flat = [number for column in value for number in column]
    numbers = _numbers(flat, 16)
    if numbers is None:
        return None
    matrix = np.array(numbers, dtype=float).reshape(4, 4).T
    turn = matrix[:3, :3]
    if np.abs(turn.T @ turn - np.eye(3)).max() > RIGID or np.abs(matrix[:3, 3]).max() > MAX_M:
        return None
    return matrix


def _corners(value: Any, transform: NDArray[np.float64]) -> NDArray[np.float64] | str | None:
    """Return polygon corners in the world, None where there are none, a text where they cannot be used."""
    if not value:
        return None
    if not isinstance(value, list) or not 3 <= len(value) <= MAX_SURFACES:
        return "corners"
    points = [_numbers(corner, 3) or _numbers(corner, 2) for corner in value]
    if any(p is None or max(map(abs, p)) > MAX_M for p in points):
        return "corners"
    local = np.array([(*p, 0.0, 1.0)[:4] if len(p) == 2 else (*p, 1.0) for p in points if p is not None])
    return np.asarray((local @ transform.T)[:, :3])


def _numbers(value: Any, count: int) -> Sequence[float] | None:
    if not isinstance(value, list) or len(value) != count:
        return None
    if any(isinstance(v, bool) or not isinstance(v, int | float) or not math.isfinite(v) for v in value):
        return None
    return [float(v) for v in value]


def _sections(document: Mapping[str, Any]) -> tuple[str, ...]:
    sections = document.get("sections")
    entries = sections if isinstance(sections, list) else ()
    return tuple(_text(entry.get("label")) for entry in entries if isinstance(entry, dict))


def _text(value: Any) -> str:
    return str(value)[:200] if isinstance(value, str | int) and not isinstance(value, bool) else ""
