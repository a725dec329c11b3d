"""Drawings made for tests: rectangles, walls with two faces, doors, labels; and reading them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import ezdxf
import numpy as np

from bim_import.read import ReadOptions, read_file
from bim_import.report import ReadResult

Point = tuple[float, float]
MM = 4
M = 6


def drawing(*, unit: int | None = M, version: str = "R2010", codepage: str = "") -> Any:
    """Return a new drawing; ``unit`` is a code of $INSUNITS, None to leave it out."""
    doc = ezdxf.new(version)
    if unit is None:
        doc.header.custom_vars.clear()
        doc.header["$INSUNITS"] = 0
    else:
        doc.header["$INSUNITS"] = unit
    if codepage:
        doc.encoding = codepage
    return doc


def polygon(doc: Any, points: Sequence[Point], layer: str, *, as_lines: bool = False, target: Any = None) -> None:
    """Draw a closed ring."""
    space = doc.modelspace() if target is None else target
    if as_lines:
        for a, b in zip(points, [*points[1:], points[0]], strict=True):
            space.add_line(a, b, dxfattribs={"layer": layer})
    else:
        space.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})


def rectangle(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def lines(doc: Any, segments: Iterable[Sequence[Point]], layer: str) -> None:
    for a, b in segments:
        doc.modelspace().add_line(a, b, dxfattribs={"layer": layer})


def text(doc: Any, words: str, at: Point, *, layer: str = "TEXT", height: float = 0.25) -> None:
    entity = doc.modelspace().add_text(words, height=height, dxfattribs={"layer": layer})
    entity.set_placement(at, align=ezdxf.enums.TextEntityAlignment.MIDDLE_CENTER)


def read(doc: Any, tmp_path: Path, *, name: str = "plan.dxf", unit: str = "", layers: str = "") -> ReadResult:
    """Save a drawing and read it."""
    path = tmp_path / name
    doc.saveas(path)
    return read_path(path, unit=unit, layers=layers)


def read_path(path: Path, *, unit: str = "", layers: str = "") -> ReadResult:
    return read_file(path, options=ReadOptions(unit=unit, layers=layers))


def areas(result: ReadResult) -> list[float]:
    """Return the areas of the rooms, largest first."""
    return sorted((s.outline.area for s in result.model.spaces()), reverse=True)


def by_number(result: ReadResult) -> dict[str, Any]:
    return {s.number: s for s in result.model.spaces()}


def codes(result: ReadResult) -> list[str]:
    return [f.code for f in result.report.findings]


def finding(result: ReadResult, code: str) -> Any:
    return next(f for f in result.report.findings if f.code == code)


def two_rooms(*, wall: float = 0.24, door: tuple[float, float] | None = (1.0, 1.9), capped: bool = True) -> np.ndarray:
    """Return the wall faces of two rooms (5 × 4 and 4.76 × 4 m) with a wall between, a door gap in it from y to y."""
    t = wall
    outer = rectangle(-t, -t, 10 + t, 4 + t)
    segments = [[outer[i], outer[(i + 1) % 4]] for i in range(4)]
    left, right = 5.0, 5.0 + t
    segments += [[(0, 0), (left, 0)], [(right, 0), (10, 0)], [(10, 0), (10, 4)], [(10, 4), (right, 4)]]
    segments += [[(left, 4), (0, 4)], [(0, 4), (0, 0)]]
    if door is None:
        segments += [[(left, 0), (left, 4)], [(right, 0), (right, 4)]]
    else:
        a, b = door
        for x in (left, right):
            segments += [[(x, 0), (x, a)], [(x, b), (x, 4)]]
        if capped:
            segments += [[(left, a), (right, a)], [(left, b), (right, b)]]
    return np.array(segments, dtype=float)
