"""From the observations of one room to its outline with an uncertainty.

Rough places → equations → closures → least squares → tests, wrong readings taken out visibly → area with full
covariance. The a-priori σ stand; they are scaled by s0 only upwards, and only where the global test fails and no
reading explains it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from geometry.finding import Finding
from geometry.plan import Space
from geometry.survey import messages
from geometry.survey.approximate import candidates
from geometry.survey.blunders import Search, find_blunders, unexplained
from geometry.survey.closure import closures
from geometry.survey.damped import relax
from geometry.survey.least_squares import Adjustment, Matrix, Vector, adjust
from geometry.survey.missing import missing_measurements
from geometry.survey.observations import ControlPoint, PolarShot, RoomSurvey
from geometry.survey.offset import Offset, instruments, suspected_offset, with_offset
from geometry.survey.options import AdjustmentOptions
from geometry.survey.polar import reduce
from geometry.survey.record import Closure, SurveyRecord
from geometry.survey.reliability import s0
from geometry.survey.results import Result, survey_record
from geometry.survey.room_equations import Approximate, RoomEquations, room_equations

__all__ = ["AdjustmentOptions", "SurveyedRoom", "adjust_room"]

# A shape that fits a thousand times worse than stated may be the wrong one of several: others are tried.
POOR_FIT = 1000.0

# A mirrored triangle may fit as well as the right one: a shape without crossings is preferred up to this.
CROSSING_FITS = 10.0

# σ of a wall depends on its length; rough lengths this much off are replaced by adjusted ones, once.
ROUGH_SHARE = 0.05

# Two faces of a shot agree to a few σ of the circle; a tenth of a degree beyond them is a wrong reading.
FACES_DEG = 0.1

# Clear heights read within 5 cm are one flat ceiling.
FLAT_CEILING_M = 0.05


@dataclass(frozen=True, slots=True)
class SurveyedRoom:
    """The result: a space with ``space.survey`` set, or None with a ``rejected`` finding (``undetermined``).

    ``findings`` repeats those of the space, and holds the reason where there is none.
    """

    survey: RoomSurvey
    space: Space | None
    record: SurveyRecord | None
    findings: tuple[Finding, ...]


def adjust_room(survey: RoomSurvey, *, options: AdjustmentOptions | None = None) -> SurveyedRoom:
    """Return the adjusted outline of ``survey``, metres, with its area, uncertainty and tests.

    Raises nothing for what a survey may contain: a room that cannot be determined comes back without a space and with
    the finding that says which measurement is missing.
    """
    options = options or AdjustmentOptions()
    room, first = _solved(survey, options)
    if first.open_motions.shape[1]:
        return SurveyedRoom(survey, None, None, (messages.undetermined(survey, missing_measurements(survey, first)),))
    closed = closures(room)
    offset = None if options.estimate_offset else suspected_offset(room, first, alpha=options.alpha)
    exclude = options.exclude_blunders and offset is None
    search = find_blunders(room, first, alpha=options.alpha, power=options.power, exclude=exclude)
    corners, rotation = _framed(survey, search.adjustment.x)
    outline = shapely.Polygon(corners)
    found = list(_before(room, closed))
    if not outline.is_valid or outline.area == 0:
        return SurveyedRoom(survey, None, None, (*found, messages.crossing(survey)))
    scale = s0(search.adjustment) if unexplained(search) else None
    doubts = {} if offset is None else {offset.instrument: abs(offset.offset_m)}
    record = survey_record(Result(room, search, closed, corners, rotation, scale, options, doubts))
    found += _after(room, search, record, offset)
    height_m = _height_m(survey, found)
    space = Space(
        id=survey.id,
        storey_id=survey.storey_id,
        number=survey.number,
        name=survey.name,
        use=survey.use,
        origin="surveyed",
        outline=shapely.orient_polygons(outline),
        height_m=height_m,
        findings=tuple(found),
        survey=record,
    )
    return SurveyedRoom(survey, space, record, tuple(found))


def _solved(survey: RoomSurvey, options: AdjustmentOptions) -> tuple[RoomEquations, Adjustment]:
    """Return equations and adjustment of the first rough shape that leads to a room, else the best there is."""
    tried: list[tuple[RoomEquations, Adjustment]] = []
    for rough in candidates(survey):
        room = _equations(survey, rough, options)
        for again in (room, None):
            start = again or room.at(relax(room.problem))
            adjustment = adjust(start.problem)
            tried.append((start, adjustment))
            if _is_good(survey, start, adjustment):
                return _settled(survey, start, adjustment, options)
    return min(tried, key=lambda t: (t[1].open_motions.shape[1], _misfit(survey, *t)))


def _equations(survey: RoomSurvey, rough: Approximate, options: AdjustmentOptions) -> RoomEquations:
    room = room_equations(survey, rough, instrument=options.instrument)
    for instrument in instruments(room) if options.estimate_offset else ():
        room = with_offset(room, instrument)
    return room


def _is_good(survey: RoomSurvey, room: RoomEquations, adjustment: Adjustment) -> bool:
    return (
        not adjustment.open_motions.shape[1]
        and adjustment.converged
        and _is_room(survey, adjustment.x)
        and adjustment.vtpv <= POOR_FIT * max(1, len(room.rows))
    )


def _misfit(survey: RoomSurvey, room: RoomEquations, adjustment: Adjustment) -> float:
    """Return how badly a shape fits; one that crosses itself has to fit clearly better to be believed."""
    return (adjustment.vtpv + len(room.rows)) * (1.0 if _is_room(survey, adjustment.x) else CROSSING_FITS)


def _is_room(survey: RoomSurvey, x: Vector) -> bool:
    """Return whether the corners go round without crossing."""
    return bool(shapely.Polygon(x[: 2 * len(survey.corners)].reshape(-1, 2)).is_valid)


def _settled(
    survey: RoomSurvey, room: RoomEquations, adjustment: Adjustment, options: AdjustmentOptions
) -> tuple[RoomEquations, Adjustment]:
    """Return the solution with σ from adjusted lengths, where rough ones were too rough."""
    n = len(survey.corners)
    before, after = (v[: 2 * n].reshape(-1, 2) for v in (room.problem.x0, adjustment.x))
    moved = np.abs(after - before - (after - before).mean(axis=0)).max()
    if moved <= ROUGH_SHARE * np.hypot(*(after - after[np.arange(n) - 1]).T).min():
        return room, adjustment
    places = [(float(a), float(b)) for a, b in adjustment.x[: 2 * (n + len(room.stations))].reshape(-1, 2)]
    turns = adjustment.x[2 * len(places) :]
    stations = {s: (*places[n + i], float(turns[i])) for i, s in enumerate(room.stations)}
    better = _equations(survey, Approximate(places[:n], stations), options)
    return better, adjust(better.problem)


def _framed(survey: RoomSurvey, x: Vector) -> tuple[Matrix, Matrix]:
    """Return the corners (n × 2) with the first at the origin and the first wall along +x, and the rotation that did
    it.

    They stay where they are where their place is known: from control points, or from rough places given with the
    survey.
    """
    corners = x[: 2 * len(survey.corners)].reshape(-1, 2)
    if survey.approximate_m is not None or any(isinstance(o, ControlPoint) for o in survey.observations):
        return corners, np.eye(2)
    dx, dy = (corners[1] - corners[0]) / np.hypot(*(corners[1] - corners[0]))
    rotation = np.array([[dx, dy], [-dy, dx]])
    return (corners - corners[0]) @ rotation.T, rotation


def _before(room: RoomEquations, closed: tuple[Closure, ...]) -> Iterator[Finding]:
    """Yield what is to be said before anything was adjusted."""
    for row in room.rows:
        if row.spread_mm is not None:
            yield messages.spread(room.survey, row)
        if isinstance(row.observation, PolarShot) and row.kind == "distance":
            collimation_deg = reduce(row.observation).collimation_deg
            if collimation_deg is not None and abs(collimation_deg) > FACES_DEG:
                yield messages.faces(room.survey, row.observation, collimation_deg)
    yield from (messages.misclosure(room.survey, c) for c in closed if not c.passed)


def _after(room: RoomEquations, search: Search, record: SurveyRecord, offset: Offset | None) -> Iterator[Finding]:
    """Yield what the tests say."""
    survey, rows = room.survey, record.observations
    for found in search.excluded:
        yield messages.blunder(survey, found, rows[found.row], excluded=True, others=())
    if offset is not None:
        yield messages.offset(survey, offset.instrument, offset.offset_m, offset.u_m)
    elif search.suspected is not None:
        others = [room.rows[i] for i in search.suspected.alternatives]
        yield messages.blunder(survey, search.suspected, rows[search.suspected.row], excluded=False, others=others)
    if record.scaled and record.s0 is not None:
        yield messages.scaled(survey, record.s0)
    lonely = [row for row in rows if not row.excluded and row.undetected_area_m2 is None]
    if lonely:
        yield messages.unchecked(survey, lonely)
    guessed = [row for row in rows if row.kind in {"assumed-angle", "assumed-parallel"} and not row.excluded]
    if guessed:
        yield messages.assumed(survey, guessed)


def _height_m(survey: RoomSurvey, findings: list[Finding]) -> float | None:
    """Return the clear height, metres: the mean of what was read, None (and a finding) where it is not one height."""
    values = [h.value_m for h in survey.heights]
    if not values:
        return None
    if max(values) - min(values) > FLAT_CEILING_M:
        findings.append(messages.heights(survey, min(values), max(values)))
        return None
    return sum(values) / len(values)
