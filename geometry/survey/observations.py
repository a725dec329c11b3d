"""What a surveyor brings home from one room: corners in order around it, and what was measured between them.

These records are the only input of ``geometry.survey.room.adjust_room``; readers of workbooks, shot lists and scans
make them. Lengths are metres, angles degrees. Corners and walls are counted from 0 around the room: wall k is the face
between corner k and corner k + 1, the last wall closes the loop. ``reading`` says where a number was read ("距离!7",
"line 12") and is repeated in every message about it. Records check themselves: a number that is no length, or a corner
the room does not have, raises ``ValueError``, so readers judge their rows first and say so in the words of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite, pi
from typing import Literal

from geometry.plan import ElementKind, Use

Turn = Literal["counter-clockwise", "clockwise"]


@dataclass(frozen=True, slots=True)
class Corner:
    """An end of a measurement: corner ``index`` of the room."""

    index: int


@dataclass(frozen=True, slots=True)
class Wall:
    """An end of a measurement: the face of wall ``index``, between corner ``index`` and the next one."""

    index: int


End = Corner | Wall


@dataclass(frozen=True, slots=True)
class Distance:
    """A horizontal distance, read once or several times at the same place (``readings_m``).

    Corner to corner: the straight line, a wall length or a diagonal. Wall to wall: perpendicular to ``start`` from the
    point ``at`` (0 at its first corner, 1 at its second), to the face of ``end``. Corner and wall: perpendicular to
    the wall.

    ``sigma_m`` is the standard deviation (1σ) of one reading with everything in it; where it is None it is made of
    ``instrument`` (a key of ``geometry.survey.instruments.INSTRUMENTS``), wall flatness and corner definition.
    """

    start: End
    end: End
    readings_m: tuple[float, ...]
    reading: str = ""
    sigma_m: float | None = None
    instrument: str | None = None
    at: float = 0.5

    def __post_init__(self) -> None:
        _positive(self.reading, "distance", *self.readings_m)
        _sigma(self.reading, self.sigma_m)
        if not self.readings_m:
            raise ValueError(f"{self.reading}: a distance needs at least one reading")
        if self.start == self.end:
            raise ValueError(f"{self.reading}: a distance leads from one corner or wall to another")
        if not 0 <= self.at <= 1:
            raise ValueError(f"{self.reading}: the place along a wall lies between 0 and 1, got {self.at}")


@dataclass(frozen=True, slots=True)
class Angle:
    """An interior angle measured at a corner, degrees between 0 and 360, read once or several times."""

    corner: int
    readings_deg: tuple[float, ...]
    reading: str = ""
    sigma_deg: float | None = None
    instrument: str | None = None

    def __post_init__(self) -> None:
        _positive(self.reading, "angle", *self.readings_deg)
        _sigma(self.reading, self.sigma_deg)
        if not self.readings_deg or max(self.readings_deg) >= 360:
            raise ValueError(f"{self.reading}: an interior angle lies between 0 and 360 degrees")


@dataclass(frozen=True, slots=True)
class AssumedAngle:
    """A pseudo-observation: this corner was built with this interior angle (90, 270 for one that juts in, 180, 135 …).

    ``sigma_deg`` None: from the angle tolerance of DIN 18202 and the length of the shorter wall
    (``geometry.survey.din18202``).
    """

    corner: int
    interior_deg: float = 90.0
    reading: str = ""
    sigma_deg: float | None = None

    def __post_init__(self) -> None:
        _sigma(self.reading, self.sigma_deg)
        if not 0 < self.interior_deg < 360:
            raise ValueError(f"{self.reading}: an interior angle lies between 0 and 360 degrees")


@dataclass(frozen=True, slots=True)
class AssumedParallel:
    """A pseudo-observation: two walls were built parallel; ``sigma_deg`` None as for ``AssumedAngle``."""

    wall: int
    other: int
    reading: str = ""
    sigma_deg: float | None = None

    def __post_init__(self) -> None:
        _sigma(self.reading, self.sigma_deg)
        if self.wall == self.other:
            raise ValueError(f"{self.reading}: a wall is parallel to another wall")


@dataclass(frozen=True, slots=True)
class PolarShot:
    """A shot from a station to a corner or to any point of a wall face.

    ``horizontal_deg`` counts clockwise from the unknown zero of the station (compass bearings too); ``zenith_deg`` is
    0 up, 90 level. ``second_face`` holds (horizontal, zenith) read in the second face, with the telescope turned over;
    ``slope_m`` None is a direction alone, which only a corner can have.
    """

    station: str
    target: End
    horizontal_deg: float
    slope_m: float | None = None
    zenith_deg: float = 90.0
    second_face: tuple[float, float] | None = None
    reading: str = ""
    sigma_m: float | None = None
    sigma_deg: float | None = None
    instrument: str | None = None

    def __post_init__(self) -> None:
        if self.slope_m is not None:
            _positive(self.reading, "slope distance", self.slope_m)
        elif isinstance(self.target, Wall):
            raise ValueError(f"{self.reading}: a shot at a wall needs a distance")
        if not (isfinite(self.horizontal_deg) and 0 < self.zenith_deg < 180):
            raise ValueError(f"{self.reading}: a zenith angle lies between 0 and 180 degrees")
        _sigma(self.reading, self.sigma_m)
        _sigma(self.reading, self.sigma_deg)


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A corner whose plan coordinates are known from elsewhere, each with standard deviation ``sigma_m``."""

    corner: int
    x_m: float
    y_m: float
    sigma_m: float
    reading: str = ""

    def __post_init__(self) -> None:
        _positive(self.reading, "standard deviation", self.sigma_m)
        if not (isfinite(self.x_m) and isfinite(self.y_m)):
            raise ValueError(f"{self.reading}: coordinates are finite numbers")


Observation = Distance | Angle | AssumedAngle | AssumedParallel | PolarShot | ControlPoint


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A column, duct or the like to deduct: a rectangle ``length_m`` × ``width_m``, or a circle where ``width_m`` is
    None.

    ``count`` equal ones; ``sigma_m`` is the standard deviation of each side (or diameter). Its place in the room is
    not needed; whether it is deducted is for the measurement basis to say.
    """

    kind: ElementKind
    length_m: float
    width_m: float | None = None
    count: int = 1
    sigma_m: float = 0.002
    label: str = ""
    reading: str = ""

    def __post_init__(self) -> None:
        _positive(self.reading, "size", self.length_m, 1.0 if self.width_m is None else self.width_m)
        _sigma(self.reading, self.sigma_m)
        if self.count < 1:
            raise ValueError(f"{self.reading}: there is at least one obstacle, got {self.count}")

    @property
    def area_m2(self) -> float:
        """Return the area of one of them, m²."""
        return pi / 4 * self.length_m**2 if self.width_m is None else self.length_m * self.width_m


@dataclass(frozen=True, slots=True)
class Height:
    """A clear height from floor to ceiling, metres."""

    value_m: float
    reading: str = ""

    def __post_init__(self) -> None:
        _positive(self.reading, "height", self.value_m)


@dataclass(frozen=True, slots=True)
class RoomSurvey:
    """Everything observed in one room.

    ``corners`` are their labels in order around the room, ``turn`` says which way that goes seen from above.
    ``approximate_m`` gives rough plan coordinates of the corners where the source has them (a scan, a drawing);
    without them they are found from the observations. ``id`` becomes the id of the space, ``storey_id`` the storey it
    stands on.
    """

    id: str
    number: str
    corners: tuple[str, ...]
    observations: tuple[Observation, ...]
    obstacles: tuple[Obstacle, ...] = ()
    heights: tuple[Height, ...] = ()
    name: str = ""
    use: Use = "other"
    storey_id: str = ""
    turn: Turn = "counter-clockwise"
    approximate_m: tuple[tuple[float, float], ...] | None = None
    instrument: str | None = None
    reading: str = ""
    measured_on: date | None = None

    def __post_init__(self) -> None:
        n = len(self.corners)
        if n < 3:
            raise ValueError(f"room {self.number}: a room has at least three corners, got {n}")
        if len(set(self.corners)) < n:
            raise ValueError(f"room {self.number}: two corners have the same label")
        if self.approximate_m is not None and len(self.approximate_m) != n:
            raise ValueError(f"room {self.number}: {len(self.approximate_m)} approximate positions for {n} corners")
        for observation in self.observations:
            for index in _indices(observation):
                if not 0 <= index < n:
                    raise ValueError(f"{observation.reading}: room {self.number} has no corner or wall {index}")

    def end_label(self, end: End) -> str:
        """Return how a person calls this end: the corner's label, or the two of the wall joined by a dash."""
        if isinstance(end, Corner):
            return self.corners[end.index]
        return f"{self.corners[end.index]}–{self.corners[(end.index + 1) % len(self.corners)]}"


def _indices(observation: Observation) -> Iterator[int]:
    """Yield the corner and wall indices an observation speaks of."""
    if isinstance(observation, Distance):
        yield from (observation.start.index, observation.end.index)
    elif isinstance(observation, PolarShot):
        yield observation.target.index
    elif isinstance(observation, AssumedParallel):
        yield from (observation.wall, observation.other)
    else:
        yield observation.corner


def _positive(reading: str, what: str, *values: float) -> None:
    for value in values:
        if not (isfinite(value) and value > 0):
            raise ValueError(f"{reading}: a {what} is a finite number above 0, got {value}")


def _sigma(reading: str, sigma: float | None) -> None:
    if sigma is not None:
        _positive(reading, "standard deviation", sigma)
