"""From a surveyor's observations to observation equations with a-priori standard deviations.

Unknowns are the corners (and stations); a wall is the line through its two corners. That is the same set of rooms as
wall lines (θ, p) with corners where neighbours meet, and the same estimate: see docs/adr/0009. σ of a distance is made
of the instrument, and at each end of the flatness of that wall or the definition of that corner (DIN 18202, Table 3);
σ of an assumed right angle or parallel of Table 2; or it is what the survey states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import degrees, hypot, pi, radians, sqrt
from statistics import median
from typing import Final

import numpy as np

from geometry.survey import din18202
from geometry.survey.equations import FULL_TURN, Equation, points
from geometry.survey.instruments import INSTRUMENTS, Instrument
from geometry.survey.least_squares import Problem, Vector
from geometry.survey.observations import (
    Angle,
    AssumedAngle,
    AssumedParallel,
    ControlPoint,
    Corner,
    Distance,
    End,
    Observation,
    PolarShot,
    RoomSurvey,
    Wall,
)
from geometry.survey.polar import Reduced, horizontal_sigma_m, reduce
from geometry.survey.record import ObservationKind

# What an angle is worth that was read with something of unknown make (a bevel, a phone).
UNKNOWN_ANGLE_SIGMA_DEG: Final = 0.5

# Rough places may fall together; no wall is shorter than its own plaster.
SHORTEST_WALL_M: Final = 0.01

# Readings of one place that lie further apart than this many σ were not read at one place, or one of them is wrong.
SPREAD_SIGMAS: Final = 3.291


@dataclass(frozen=True, slots=True)
class Row:
    """What stands behind one equation, for messages and drawing.

    ``arm_m`` turns the radians of an angle into the arc at the end of its shorter wall; 1 for distances. ``spread_mm``
    is set where repeated readings contradict each other.
    """

    observation: Observation
    kind: ObservationKind
    start: str
    end: str
    corners: tuple[int, ...]
    walls: tuple[int, ...]
    instrument: str | None = None
    arm_m: float = 1.0
    spread_mm: float | None = None

    @property
    def reading(self) -> str:
        """Return where it was read."""
        return self.observation.reading

    @property
    def assumed(self) -> bool:
        """Return whether nobody measured this."""
        return self.kind in {"assumed-angle", "assumed-parallel"}

    @property
    def angular(self) -> bool:
        """Return whether the equation is in radians."""
        return self.kind in {"angle", "assumed-angle", "assumed-parallel", "direction"}


@dataclass(frozen=True, slots=True)
class RoomEquations:
    """The problem of one room with the row behind each equation; ``stations`` are its points after the corners."""

    survey: RoomSurvey
    problem: Problem
    rows: tuple[Row, ...]
    stations: tuple[str, ...]

    def without(self, excluded: frozenset[int]) -> RoomEquations:
        """Return the same problem without some equations."""
        keep = [i for i in range(len(self.rows)) if i not in excluded]
        problem = replace(self.problem, equations=tuple(self.problem.equations[i] for i in keep))
        return replace(self, problem=problem, rows=tuple(self.rows[i] for i in keep))

    def at(self, x: Vector) -> RoomEquations:
        """Return the same problem with other approximate unknowns."""
        return replace(self, problem=replace(self.problem, x0=x))


@dataclass(frozen=True, slots=True)
class Approximate:
    """Rough places of corners (n × 2) and stations, metres, and orientations of stations, radians."""

    corners: Sequence[tuple[float, float]]
    stations: dict[str, tuple[float, float, float]]


def room_equations(survey: RoomSurvey, approximate: Approximate, *, instrument: str) -> RoomEquations:
    """Return the equations of ``survey`` about rough places; ``instrument`` where the survey names none."""
    return _Writer(survey, approximate, instrument).write()


class _Writer:
    """Writes the equations of one survey; holds what all of them need."""

    def __init__(self, survey: RoomSurvey, approximate: Approximate, instrument: str) -> None:
        self.survey, self.approximate, self.instrument = survey, approximate, instrument
        self.n = len(survey.corners)
        self.stations = tuple(dict.fromkeys(o.station for o in survey.observations if isinstance(o, PolarShot)))
        xy = approximate.corners
        self.wall_m = [_distance(xy[k], xy[(k + 1) % self.n]) for k in range(self.n)]
        self.counter_clockwise = sum(xy[i - 1][0] * xy[i][1] - xy[i][0] * xy[i - 1][1] for i in range(self.n)) >= 0
        self.equations: list[Equation] = []
        self.rows: list[Row] = []

    def write(self) -> RoomEquations:
        for observation in self.survey.observations:
            if isinstance(observation, Distance):
                self._distance(observation)
            elif isinstance(observation, Angle | AssumedAngle):
                self._angle(observation)
            elif isinstance(observation, AssumedParallel):
                self._parallel(observation)
            elif isinstance(observation, PolarShot):
                self._shot(observation)
            else:
                self._control(observation)
        rough = self.approximate
        places = [*rough.corners, *(rough.stations[s][:2] for s in self.stations)]
        x0 = np.array([c for place in places for c in place] + [rough.stations[s][2] for s in self.stations])
        problem = Problem(tuple(self.equations), x0, len(places), datum=tuple(range(2 * self.n)))
        return RoomEquations(self.survey, problem, tuple(self.rows), self.stations)

    def _add(self, equation: Equation, row: Row) -> None:
        self.equations.append(equation)
        self.rows.append(row)

    def _row(self, observation: Observation, kind: ObservationKind, *ends: End) -> Row:
        corners = tuple(i for end in ends for i in self._corners(end))
        walls = tuple(end.index for end in ends if isinstance(end, Wall))
        if len(ends) == 2 and not walls and (ends[1].index - ends[0].index) % self.n in {1, self.n - 1}:
            walls = (ends[0].index if (ends[1].index - ends[0].index) % self.n == 1 else ends[1].index,)
        labels = [self.survey.end_label(end) for end in ends]
        return Row(observation, kind, labels[0], labels[1] if len(labels) > 1 else "", corners, walls)

    def _corners(self, end: End) -> tuple[int, ...]:
        return (end.index,) if isinstance(end, Corner) else (end.index, (end.index + 1) % self.n)

    def _instrument(self, observation: Distance | Angle | PolarShot, *, stated: bool) -> tuple[str | None, Instrument]:
        """Return the key that a common offset goes by (None where nobody named an instrument), and its figures."""
        named = observation.instrument or self.survey.instrument
        key = named or self.instrument
        return (named if stated else key), INSTRUMENTS[key]

    def _place_u_m(self, end: End) -> float:
        """Return how uncertain the end of a distance is by itself, metres."""
        return din18202.corner_u_m() if isinstance(end, Corner) else din18202.flatness_u_m(self.wall_m[end.index])

    def _distance(self, o: Distance) -> None:
        key, figures = self._instrument(o, stated=o.sigma_m is not None)
        repeat_m = figures.distance_sigma_m(max(o.readings_m)) if o.sigma_m is None else o.sigma_m
        value, single, spread_mm = _combined(o.readings_m, repeat_m)
        sigma = single if o.sigma_m is not None else hypot(single, self._place_u_m(o.start), self._place_u_m(o.end))
        row = replace(self._row(o, "distance", o.start, o.end), instrument=key, spread_mm=spread_mm)
        a, b = o.start, o.end
        if isinstance(a, Corner) and isinstance(b, Corner):
            self._add(Equation("distance", points(a.index, b.index), value, sigma), row)
        elif isinstance(a, Wall) and isinstance(b, Wall):
            at = points(*self._corners(a), *self._corners(b))
            self._add(Equation("wall-to-wall", at, value, sigma, parameter=o.at), row)
        else:
            corner, wall = (a, b) if isinstance(a, Corner) else (b, a)
            at = points(corner.index, *self._corners(wall))
            self._add(Equation("point-to-line", at, value, sigma), row)

    def _angle(self, o: Angle | AssumedAngle) -> None:
        before, after = (o.corner - 1) % self.n, o.corner
        arm_m = min(self.wall_m[before], self.wall_m[after])
        spread_mm = None
        if isinstance(o, AssumedAngle):
            value = radians(o.interior_deg)
            sigma = din18202.angle_sigma_rad(arm_m) if o.sigma_deg is None else radians(o.sigma_deg)
        else:
            _, figures = self._instrument(o, stated=o.sigma_deg is not None)
            stated_deg = o.sigma_deg or figures.angle_sigma_deg() or UNKNOWN_ANGLE_SIGMA_DEG
            value, sigma, spread = _combined([radians(r) for r in o.readings_deg], radians(stated_deg))
            spread_mm = None if spread is None else spread * arm_m
            if o.sigma_deg is None:
                faces = (sqrt(2) * din18202.flatness_u_m(self.wall_m[w]) / self.wall_m[w] for w in (before, after))
                sigma = hypot(sigma, *faces)
        neighbours = ((o.corner + 1) % self.n, before)
        back, fore = neighbours if self.counter_clockwise else neighbours[::-1]
        kind: ObservationKind = "assumed-angle" if isinstance(o, AssumedAngle) else "angle"
        row = replace(self._row(o, kind, Corner(o.corner)), walls=(before, after), arm_m=arm_m, spread_mm=spread_mm)
        self._add(Equation("angle", points(o.corner, back, fore), value, sigma, FULL_TURN), row)

    def _parallel(self, o: AssumedParallel) -> None:
        arm_m = min(self.wall_m[o.wall], self.wall_m[o.other])
        sigma = din18202.angle_sigma_rad(arm_m) if o.sigma_deg is None else radians(o.sigma_deg)
        at = points(*self._corners(Wall(o.wall)), *self._corners(Wall(o.other)))
        row = replace(self._row(o, "assumed-parallel", Wall(o.wall), Wall(o.other)), arm_m=arm_m)
        self._add(Equation("parallel", at, 0.0, sigma, pi), row)

    def _shot(self, o: PolarShot) -> None:
        key, figures = self._instrument(o, stated=o.sigma_m is not None)
        plane = reduce(o)
        faces = 1 if o.second_face is None else 2
        circle = radians(o.sigma_deg or figures.angle_sigma_deg() or UNKNOWN_ANGLE_SIGMA_DEG) / sqrt(faces)
        station = self.n + self.stations.index(o.station)
        orientation = 2 * (self.n + len(self.stations)) + self.stations.index(o.station)
        sigma_m = 0.0
        if plane.distance_m is not None and o.slope_m is not None:
            stated_m = o.sigma_m or hypot(figures.distance_sigma_m(o.slope_m), self._place_u_m(o.target))
            sigma_m = horizontal_sigma_m(o.slope_m, plane.zenith_rad, stated_m, circle)
        if isinstance(o.target, Wall):
            self._shot_at_wall(o, plane, (station, orientation), (sigma_m, circle), key)
            return
        at = points(station, o.target.index)
        xy = self.approximate
        (x1, y1, _), (x2, y2) = xy.stations[o.station], xy.corners[o.target.index]
        arm_m = max(hypot(x2 - x1, y2 - y1), 0.05)
        aimed = circle if o.sigma_deg is not None else hypot(circle, din18202.corner_u_m() / arm_m)
        row = replace(self._row(o, "direction", o.target), start=o.station, arm_m=arm_m)
        row = replace(row, end=self.survey.end_label(o.target), instrument=key)
        self._add(Equation("direction", (*at, orientation), plane.direction_rad, aimed, FULL_TURN), row)
        if plane.distance_m is not None:
            self._add(Equation("distance", at, plane.distance_m, sigma_m), replace(row, kind="distance", arm_m=1.0))

    def _shot_at_wall(
        self, o: PolarShot, plane: Reduced, at: tuple[int, int], sigmas: tuple[float, float], key: str | None
    ) -> None:
        """Write one equation for a distance to a wall: the direction it was shot in is uncertain too."""
        station, orientation = at
        assert plane.distance_m is not None  # PolarShot has seen to it
        where = (*points(station, *self._corners(o.target)), orientation)
        equation = Equation("shot-to-wall", where, plane.distance_m, 1.0, parameter=plane.direction_rad)
        rough = self.approximate
        places = [rough.stations[o.station][:2], *(rough.corners[c] for c in self._corners(o.target))]
        local = [c for place in places for c in place] + [rough.stations[o.station][2]]
        _, gradient = replace(equation, at=tuple(range(7))).evaluate(local)
        sigma = hypot(sigmas[0], sigmas[1] * min(abs(gradient[-1]), 3 * plane.distance_m))
        row = replace(self._row(o, "distance", o.target), start=o.station, end=self.survey.end_label(o.target))
        self._add(replace(equation, sigma=sigma), replace(row, instrument=key))

    def _control(self, o: ControlPoint) -> None:
        for axis, value in enumerate((o.x_m, o.y_m)):
            row = replace(self._row(o, "control", Corner(o.corner)), end="xy"[axis])
            self._add(Equation("unknown", (2 * o.corner + axis,), value, o.sigma_m), row)


def _distance(p: tuple[float, float], q: tuple[float, float]) -> float:
    return max(hypot(q[0] - p[0], q[1] - p[1]), SHORTEST_WALL_M)


def _combined(readings: Sequence[float], sigma: float) -> tuple[float, float, float | None]:
    """Return value, σ and the spread in thousandths (None where it is as expected) of readings of one thing.

    The mean; where readings contradict each other the middle one, with half their range as σ if that is more.
    """
    count = len(readings)
    spread = max(readings) - min(readings)
    if count == 1 or spread <= SPREAD_SIGMAS * sqrt(2) * sigma:
        return sum(readings) / count, sigma / sqrt(count), None
    return median(readings), max(sigma, spread / 2), spread * 1000


def in_unit(row: Row, value: float) -> float:
    """Return a value of the row's equation in its unit: degrees for angles, metres otherwise."""
    return degrees(value) if row.angular else value
