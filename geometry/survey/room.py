"""From the observations of one room to its outline with an uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

from geometry.finding import Finding
from geometry.plan import Space
from geometry.survey.observations import RoomSurvey
from geometry.survey.record import SurveyRecord


@dataclass(frozen=True, slots=True)
class AdjustmentOptions:
    """How a room is adjusted and tested.

    ``alpha`` and ``power`` are those of one Baarda test (0.001 and 0.80 give 3.291 and δ0 = 4.132);
    ``coverage_factor`` is k of U = k·u. ``instrument`` is assumed where neither an observation nor the survey names
    one. ``exclude_blunders`` False tests and reports, but leaves every observation in.
    """

    alpha: float = 0.001
    power: float = 0.80
    coverage_factor: float = 2.0
    instrument: str = "laser"
    exclude_blunders: bool = True


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
    raise NotImplementedError  # the adjustment itself follows; readers may build on the records
