"""From an adjusted room to its record: rows, area with uncertainty, what could be wrong with it, what to measure
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite, sqrt
from typing import Final, NamedTuple

import numpy as np
from scipy.special import stdtrit

from geometry.survey.accuracy_class import class_reached
from geometry.survey.area import area_gradient, ring_area
from geometry.survey.blunders import Search
from geometry.survey.din18202 import flatness_u_m
from geometry.survey.instruments import INSTRUMENTS
from geometry.survey.least_squares import Matrix, Vector
from geometry.survey.observations import Distance, Observation, PolarShot, Wall
from geometry.survey.obstacles import obstacle_row
from geometry.survey.options import AdjustmentOptions
from geometry.survey.record import (
    Closure,
    ObservationRow,
    OffsetEffect,
    SurveyedCorner,
    SurveyRecord,
    SurveyStation,
    WallShare,
)
from geometry.survey.reliability import global_test, s0
from geometry.survey.remeasure import remeasurements
from geometry.survey.room_equations import RoomEquations, in_unit

# An observation that moves the area by less than this per unit of its σ has no part in it.
NO_INFLUENCE_M2: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Result:
    """What a record is made of. ``scale`` is s0 where it enlarges u(A), else None.

    ``corners`` (n × 2) are in the frame of the record, ``rotation`` leads there from the frame of the adjustment.
    ``suspected_offset_m`` widens the offset of one instrument by what it may be wrong by.
    """

    room: RoomEquations
    search: Search
    closures: tuple[Closure, ...]
    corners: Matrix
    rotation: Matrix
    scale: float | None
    options: AdjustmentOptions
    suspected_offset_m: dict[str, float]


def survey_record(result: Result) -> SurveyRecord:
    """Return the record of an adjusted room."""
    adjustment = result.search.adjustment
    n = len(result.room.survey.corners)
    gradient = area_gradient(adjustment.x, range(n))
    influence = adjustment.influence(gradient)
    scale = result.scale or 1.0
    variance = float(np.sum((influence * adjustment.sigmas) ** 2))
    rows = _rows(result, influence, variance)
    offsets = _offsets(result, influence)
    offset_u = sqrt(sum((o.area_m2_per_m * o.standard_uncertainty_m) ** 2 for o in offsets))
    flatness_u = _flatness_u_m2(result)
    u = hypot(scale * sqrt(variance), offset_u, flatness_u)
    k, f = result.options.coverage_factor, adjustment.degrees_of_freedom
    if result.scale is not None:
        k = max(k, float(stdtrit(f, 0.975)))
    area = abs(ring_area(result.corners))
    reached = class_reached(area, 2 * u)
    kept_rows = [result.room.rows[i] for i in result.search.kept]
    return SurveyRecord(
        corners=_corners(result, scale),
        observations=tuple(rows),
        closures=result.closures,
        degrees_of_freedom=f,
        vtpv=adjustment.vtpv,
        s0=s0(adjustment),
        global_test=global_test(adjustment),
        scaled=result.scale is not None,
        area_m2=area,
        standard_uncertainty_m2=u,
        offset_uncertainty_m2=offset_u,
        flatness_uncertainty_m2=flatness_u,
        coverage_factor=k,
        expanded_uncertainty_m2=k * u,
        accuracy_class="none" if reached is None else reached.name,
        accuracy_class_confidence=None if reached is None else reached.confidence,
        worst_undetected_area_m2=_worst(rows),
        walls=_walls(result, rows),
        remeasure=remeasurements(
            adjustment, gradient, kept_rows, result.search.kept, scale=scale, fixed_m4=offset_u**2 + flatness_u**2
        ),
        offsets=offsets,
        obstacles=tuple(obstacle_row(o) for o in result.room.survey.obstacles),
        stations=_stations(result),
        measured_on=result.room.survey.measured_on,
    )


def _corners(result: Result, scale: float) -> tuple[SurveyedCorner, ...]:
    found = []
    for k, (x, y) in enumerate(result.corners):
        block = result.search.adjustment.cofactors[2 * k : 2 * k + 2, 2 * k : 2 * k + 2]
        turned = scale**2 * result.rotation @ block @ result.rotation.T
        found.append(
            SurveyedCorner(
                result.room.survey.corners[k],
                float(x),
                float(y),
                float(turned[0, 0]),
                float(turned[0, 1]),
                float(turned[1, 1]),
            )
        )
    return tuple(found)


def _stations(result: Result) -> tuple[SurveyStation, ...]:
    """Return where the stations of polar shots stood, moved into the frame of the record with the corners."""
    n = len(result.room.survey.corners)
    names = list(result.room.stations)
    places = result.search.adjustment.x[: 2 * (n + len(names))].reshape(-1, 2)
    moved = (places - places[0]) @ result.rotation.T + result.corners[0]
    return tuple(SurveyStation(name, float(x), float(y)) for name, (x, y) in zip(names, moved[n:], strict=True))


def _rows(result: Result, influence: Vector, variance: float) -> list[ObservationRow]:
    """Return a row for every observation, excluded ones judged by the others."""
    search, room = result.search, result.room
    wrong = {blunder.row: blunder for blunder in search.excluded}
    kept = dict(zip(search.kept, _tested(search, influence, variance), strict=True))
    x = search.adjustment.x.tolist()
    found = []
    for index, (row, equation) in enumerate(zip(room.rows, room.problem.equations, strict=True)):
        tested = kept.get(index)
        if tested is None:
            blunder = wrong[index]
            computed, _ = equation.evaluate(x)
            offset = x[equation.offset] if equation.offset >= 0 else 0.0
            misclosure = equation.misclosure(computed + offset)
            tested = Tested(-misclosure, blunder.redundancy, blunder.w, None, None, 0.0, misclosure)
        elif search.suspected is not None and search.suspected.row == index:
            tested = tested._replace(blunder=search.suspected.estimate)
        to_mm = 1000.0 * row.arm_m
        found.append(
            ObservationRow(
                reading=row.reading,
                kind=row.kind,
                start=row.start,
                end=row.end,
                unit="deg" if row.angular else "m",
                value=in_unit(row, equation.value),
                sigma=in_unit(row, equation.sigma),
                adjusted=in_unit(row, equation.value + tested.residual),
                residual_mm=tested.residual * to_mm,
                redundancy=tested.redundancy,
                w=tested.w,
                mdb_mm=None if tested.mdb is None else tested.mdb * to_mm,
                undetected_area_m2=tested.undetected_area_m2,
                variance_share=tested.variance_share,
                corners=row.corners,
                walls=row.walls,
                instrument=row.instrument,
                assumed=row.assumed,
                excluded=index not in kept,
                blunder_mm=None if tested.blunder is None else tested.blunder * to_mm,
            )
        )
    return found


class Tested(NamedTuple):
    """What the tests say of one observation, in its own unit."""

    residual: float
    redundancy: float
    w: float | None
    mdb: float | None
    undetected_area_m2: float | None
    variance_share: float
    blunder: float | None = None


def _tested(search: Search, influence: Vector, variance: float) -> list[Tested]:
    """Return the tests of the observations that were kept."""
    columns = (search.adjustment.residuals, search.tests.redundancy, search.tests.w, search.tests.mdb, influence)
    sigmas = search.adjustment.sigmas.tolist()
    found = []
    for *values, sigma in zip(*(column.tolist() for column in columns), sigmas, strict=True):
        residual, r, w, mdb, effect = values
        share = (effect * sigma) ** 2 / variance if variance > 0 else 0.0
        if isfinite(mdb):
            found.append(Tested(residual, r, w, mdb, abs(effect) * mdb, share))
        else:  # a blunder here could be of any size, but perhaps it leaves the area alone
            found.append(Tested(residual, r, None, None, 0.0 if abs(effect) * sigma < NO_INFLUENCE_M2 else None, share))
    return found


def _offsets(result: Result, influence: Vector) -> tuple[OffsetEffect, ...]:
    """Return the effect of a common offset of each instrument: the sum of the influences of its distances."""
    effects: dict[str, float] = {}
    for i, index in enumerate(result.search.kept):
        row, equation = result.room.rows[index], result.room.problem.equations[index]
        if row.kind == "distance" and row.instrument is not None and equation.offset < 0:
            effects[row.instrument] = effects.get(row.instrument, 0.0) + float(influence[i])
    return tuple(
        OffsetEffect(
            key, effect, hypot(INSTRUMENTS[key].zero_offset_mm / 1000, result.suspected_offset_m.get(key, 0.0))
        )
        for key, effect in effects.items()
    )


def _flatness_u_m2(result: Result) -> float:
    """Return the uncertainty from walls that bow between the corners that were measured, m².

    A bow of height b takes 2/3·b·L; b is as uncertain as the face of the wall (DIN 18202). Walls whose face was shot
    have it in the σ of that shot, and σ that the survey states has everything in it.
    """
    observations = [row.observation for row in result.room.rows]
    if all(o.sigma_m is not None for o in observations if isinstance(o, Distance | PolarShot)):
        return 0.0
    shot = {wall for row in result.room.rows if _at_face(row.observation) for wall in row.walls}
    ends = [(k, result.corners[k], result.corners[k - len(result.corners) + 1]) for k in range(len(result.corners))]
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for k, a, b in ends if k not in shot]
    return hypot(0.0, *(2 / 3 * length * flatness_u_m(length) for length in lengths))


def _at_face(observation: Observation) -> bool:
    """Return whether a distance ends on the face of a wall."""
    if isinstance(observation, Distance):
        return isinstance(observation.start, Wall) or isinstance(observation.end, Wall)
    return isinstance(observation, PolarShot) and isinstance(observation.target, Wall)


def _worst(rows: Sequence[ObservationRow]) -> float | None:
    """Return the largest area error an undetected blunder could have left, None where one could be of any size."""
    left = [row.undetected_area_m2 for row in rows if not row.excluded]
    known = [u for u in left if u is not None]
    return max(known, default=0.0) if len(known) == len(left) else None


def _walls(result: Result, rows: Sequence[ObservationRow]) -> tuple[WallShare, ...]:
    survey = result.room.survey
    shares = [0.0] * len(survey.corners)
    for row in rows:
        for wall in row.walls:
            shares[wall] += row.variance_share / len(row.walls)
    return tuple(WallShare(k, survey.end_label(Wall(k)), share) for k, share in enumerate(shares))
