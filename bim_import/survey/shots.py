"""Shots of a cave-style survey: legs between stations and splays from a station to whatever they hit.

Metres and degrees; ``compass_deg`` clockwise from north, ``clino_deg`` above the horizon.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from bim_import.survey.problems import Problems


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot; ``to`` is None for a splay, ``on_wall`` says whether a splay hit a wall as far as the file tells."""

    station: str
    to: str | None
    tape_m: float
    compass_deg: float | None
    clino_deg: float
    line: int
    on_wall: bool = True

    @property
    def level_m(self) -> float:
        """Return its horizontal length."""
        return self.tape_m * math.cos(math.radians(self.clino_deg))

    @property
    def step_m(self) -> tuple[float, float, float]:
        """Return how far it leads east, north and up."""
        bearing = math.radians(self.compass_deg or 0.0)
        up = self.tape_m * math.sin(math.radians(self.clino_deg))
        return (self.level_m * math.sin(bearing), self.level_m * math.cos(bearing), up)


@dataclass(slots=True)
class ShotList:
    """Everything one file says: its shots, standard deviations it states, and what it says that was not used."""

    shots: list[Shot] = field(default_factory=list)
    tape_sigma_m: float | None = None
    angle_sigma_deg: float | None = None
    unused: dict[str, int] = field(default_factory=dict)  # command -> line
    problems: Problems = field(default_factory=Problems)

    def splays(self) -> dict[str, list[Shot]]:
        """Return the splays of every station that has some, stations in the order of the file."""
        found: dict[str, list[Shot]] = {}
        for shot in self.shots:
            if shot.to is None:
                found.setdefault(shot.station, []).append(shot)
        return found

    def places_m(self) -> dict[str, tuple[int, float, float, float]]:
        """Return (connected part, east, north, up) of every station, from the part's first one; legs unadjusted."""
        neighbours: dict[str, list[tuple[str, tuple[float, float, float]]]] = {}
        for shot in self.shots:
            neighbours.setdefault(shot.station, [])
            if shot.to is not None:
                east, north, up = shot.step_m
                neighbours[shot.station].append((shot.to, (east, north, up)))
                neighbours.setdefault(shot.to, []).append((shot.station, (-east, -north, -up)))
        places: dict[str, tuple[int, float, float, float]] = {}
        part = 0
        for first in neighbours:
            if first in places:
                continue
            part += 1
            places[first] = (part, 0.0, 0.0, 0.0)
            waiting = [first]
            while waiting:
                at = waiting.pop()
                _, x, y, z = places[at]
                for other, (east, north, up) in neighbours[at]:
                    if other not in places:
                        places[other] = (part, x + east, y + north, z + up)
                        waiting.append(other)
        return places
