"""Networks as .gkf text, in any convention: made from known coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from math import atan2, hypot, pi

Places = Mapping[str, tuple[float, float]]  # east, north

COMPASS = {"e": (1, 0), "n": (0, 1), "w": (-1, 0), "s": (0, -1)}


def written(place: tuple[float, float], axes: str) -> tuple[float, float]:
    """Coordinates x, y of a place (east, north) in a file with these axes."""
    east, north = place
    return tuple(east * COMPASS[a][0] + north * COMPASS[a][1] for a in axes)  # type: ignore[return-value]


def gkf(
    points: str,
    observations: str,
    *,
    axes: str = "en",
    angles: str = "right-handed",
    section: str = "",
    parameters: str = "",
) -> str:
    return (
        '<?xml version="1.0"?>\n<gama-local xmlns="http://www.gnu.org/software/gama/gama-local">\n'
        f'<network axes-xy="{axes}" angles="{angles}"><description>made for a test</description>\n'
        f'<parameters sigma-apr="1" {parameters}/>\n<points-observations {section}>\n{points}\n{observations}\n'
        "</points-observations></network></gama-local>\n"
    )


class Maker:
    """Writes exact observations of known places in the conventions of a file."""

    def __init__(self, places: Places, *, axes: str = "en", angles: str = "right-handed", unit: str = "gon") -> None:
        self.places, self.axes, self.angles, self.unit = places, axes, angles, unit

    def point(self, name: str, role: str, *, known: bool = True) -> str:
        x, y = written(self.places[name], self.axes)
        return f'<point id="{name}" ' + (f'x="{x!r}" y="{y!r}" ' if known else "") + role + "/>"

    def distance(self, a: str, b: str, stdev: float = 2.0, error_m: float = 0.0) -> str:
        (x1, y1), (x2, y2) = self.places[a], self.places[b]
        return f'<distance from="{a}" to="{b}" val="{hypot(x2 - x1, y2 - y1) + error_m!r}" stdev="{stdev}"/>'

    def azimuth(self, a: str, b: str) -> str:
        return f'<azimuth from="{a}" to="{b}" val="{self._angle(self._towards(a, b) - pi / 2)}" stdev="5"/>'

    def direction(self, a: str, b: str, zero: float = 0.3) -> str:
        return f'<direction to="{b}" val="{self._angle(self._towards(a, b) - zero)}" stdev="5"/>'

    def angle(self, at: str, back: str, fore: str) -> str:
        turn = self._angle(self._towards(at, fore) - self._towards(at, back))
        return f'<angle from="{at}" bs="{back}" fs="{fore}" val="{turn}" stdev="5"/>'

    def file(self, points: str, observations: str, **more: str) -> str:
        return gkf(points, observations, axes=self.axes, angles=self.angles, **more)

    def _towards(self, a: str, b: str) -> float:
        (x1, y1), (x2, y2) = self.places[a], self.places[b]
        return atan2(y2 - y1, x2 - x1)

    def _angle(self, counter_clockwise: float) -> str:
        value = (-counter_clockwise if self.angles == "left-handed" else counter_clockwise) % (2 * pi)
        if self.unit == "gon":
            return repr(value * 200 / pi)
        seconds = value * 180 / pi * 3600
        degrees, rest = divmod(seconds, 3600)
        minutes, rest = divmod(rest, 60)
        return f"{int(degrees)}-{int(minutes)}-{rest:.9f}"
