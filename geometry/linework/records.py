"""What goes into reading a plan's lines, and what comes out; plan metres."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from shapely import Polygon

from geometry.linework.gaps import Closing
from geometry.region import Region

Array = NDArray[np.float64]
Points = tuple[tuple[float, float], ...]
OpeningKind = Literal["door", "window", "opening"]
ClosedBecause = Literal["drawn", "undrawn-door", "extended-wall", "open-gap"]


@dataclass(frozen=True, slots=True)
class Sign:
    """A door or window as it is drawn: the ``segments`` (n, 2, 2) of its symbol and the ``hull`` around them.

    ``leaves`` are the swings of a door: hinge and the two ends of each arc.
    """

    kind: Literal["door", "window"]
    segments: Array
    hull: Region
    leaves: tuple[Points, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """The lines of one plan by what they stand for.

    ``walls`` are (n, 2, 2) segments of wall faces, single-line walls and glazing. ``columns`` are their outlines.
    ``solids`` are bodies of walls that are filled. ``labels`` are places (n, 2) where a room says that it is one,
    ``numbers`` those among them that name different rooms.
    """

    walls: Array
    columns: tuple[Region, ...] = ()
    signs: tuple[Sign, ...] = ()
    solids: tuple[Region, ...] = ()
    labels: Array = field(default_factory=lambda: np.empty((0, 2)))
    numbers: Array = field(default_factory=lambda: np.empty((0, 2)))


@dataclass(frozen=True, slots=True)
class DrawnOpening:
    """A gap in a wall that was closed: ``region`` between the faces (empty where the wall is one line), its clear
    ``width_m``, and why it was closed. ``sign`` numbers the door or window drawn there.
    """

    kind: OpeningKind
    region: Region
    line: Points
    width_m: float
    because: ClosedBecause
    sign: int | None = None


@dataclass(frozen=True, slots=True)
class DrawnRoom:
    """One enclosed area: its outline with the columns that stand in it, and by position what closes it.

    ``breaks`` are gaps in walls inside of it that would part it if they were closed.
    """

    outline: Polygon
    closings: tuple[Closing, ...] = ()
    openings: tuple[int, ...] = ()
    single_line_share: float = 0.0
    breaks: tuple[DrawnOpening, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What the lines of a plan enclose. ``loose`` are places of wall ends that lead nowhere."""

    rooms: tuple[DrawnRoom, ...]
    walls: tuple[Polygon, ...]
    columns: tuple[Region, ...]
    openings: tuple[DrawnOpening, ...]
    closings: tuple[Closing, ...]
    loose: Points = ()
