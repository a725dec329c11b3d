"""A room while its rows are being read: what was measured between which ends, in the words of the file.

Ends are labels as written; which corner or wall they are is settled when all rows are known (``room_survey``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bim_import.survey.cells import RowReader
from geometry.plan import Use
from geometry.survey.observations import Height, Obstacle, Turn


class RoomKey(NamedTuple):
    """What tells rooms apart; any part may be ""."""

    building: str
    storey: str
    number: str


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The quick case: lengths and widths at one or two places, and the diagonals, metres."""

    length_m: tuple[float, ...]
    width_m: tuple[float, ...]
    diagonals_m: tuple[float | None, float | None]
    labels: tuple[str, str, str, str]  # of length, width and the two diagonals


@dataclass(frozen=True, slots=True)
class DraftDistance:
    """A distance between two labelled ends."""

    row: RowReader
    start: str
    end: str
    readings_m: tuple[float, ...]
    instrument: str | None
    sigma_m: float | None


@dataclass(frozen=True, slots=True)
class DraftAngle:
    """An interior angle at a labelled corner."""

    row: RowReader
    corner: str
    readings_deg: tuple[float, ...]
    instrument: str | None
    sigma_deg: float | None


@dataclass(frozen=True, slots=True)
class DraftShot:
    """A polar shot to a labelled target."""

    row: RowReader
    station: str
    target: str
    horizontal_deg: float
    zenith_deg: float
    slope_m: float
    second_face: tuple[float, float] | None
    instrument: str | None
    sigma_m: float | None


@dataclass(frozen=True, slots=True)
class DraftControl:
    """A labelled corner with known coordinates."""

    row: RowReader
    corner: str
    east_m: float
    north_m: float
    sigma_m: float


@dataclass(slots=True)
class RoomDraft:
    """Everything the rows say about one room so far."""

    key: RoomKey
    row: RowReader
    name: str = ""
    use: Use = "other"
    elevation_m: float | None = None
    rectangle: Rectangle | None = None
    corners: str = ""
    turn: Turn = "counter-clockwise"
    square: bool = False
    reflex: str = ""
    instrument: str | None = None
    sigma_m: float | None = None
    distances: list[DraftDistance] = field(default_factory=list)
    angles: list[DraftAngle] = field(default_factory=list)
    shots: list[DraftShot] = field(default_factory=list)
    measured_on: date | None = None  # as the row of the room says
    observed_on: date | None = None  # the last day of its observations
    control: list[DraftControl] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)
    heights: list[Height] = field(default_factory=list)

    @property
    def is_observed(self) -> bool:
        """Return whether anything but a rectangle was measured."""
        return bool(self.distances or self.angles or self.shots)
