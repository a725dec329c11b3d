"""What a network file says: the network, and the conventions it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Final, Literal

from geometry.survey.network import Network

GON: Final = pi / 200
CC: Final = GON * 1e-4
DEGREE: Final = pi / 180
ARC_SECOND: Final = DEGREE / 3600

# Where +x points, as an angle counter-clockwise from it to north, once x and y are exchanged for left-handed axes.
NORTH_FROM_X: Final = {"e": pi / 2, "n": 0.0, "w": -pi / 2, "s": pi}
LEFT_HANDED_AXES: Final = ("ne", "sw", "es", "wn")
RIGHT_HANDED_AXES: Final = ("en", "nw", "se", "ws")
Sense = Literal["left-handed", "right-handed"]
SENSES: Final[dict[str, Sense]] = {"left-handed": "left-handed", "right-handed": "right-handed"}


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the file writes what is kept right-handed and counter-clockwise inside."""

    axes: str = "ne"
    angles: Sense = "left-handed"

    @property
    def exchanged(self) -> bool:
        """Return whether x and y of the file are y and x inside."""
        return self.axes in LEFT_HANDED_AXES

    @property
    def sense(self) -> float:
        """Return −1 where the file counts angles clockwise."""
        return -1.0 if self.angles == "left-handed" else 1.0

    @property
    def north(self) -> float:
        """Return the direction of north inside, radians from +x."""
        return NORTH_FROM_X[self.axes[1 if self.exchanged else 0]]

    def coordinates(self, x: float, y: float) -> tuple[float, float]:
        """Return file coordinates from inside ones, or the reverse: the exchange undoes itself."""
        return (y, x) if self.exchanged else (x, y)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How observation ``number`` (from 1) stands in the file: its unit and how many radians that is (1 for metres)."""

    number: int
    unit: Literal["m", "gon", "deg"]
    radians: float = 1.0
    sigma_unit: float = 1e-3


@dataclass(frozen=True, slots=True)
class GamaFile:
    """A network with the conventions of its file; ``rows`` run beside its observations."""

    network: Network
    rows: tuple[SourceRow, ...]
    conventions: Conventions
    description: str
    sigma_apriori: float
    confidence: float
    uses_apriori: bool
    left_out: tuple[str, ...]
