"""The quick case of practice: a rectangle from its length and width."""

from __future__ import annotations

from datetime import date

from geometry.plan import Use
from geometry.survey.observations import (
    AssumedAngle,
    Corner,
    Distance,
    Height,
    Observation,
    Obstacle,
    RoomSurvey,
    Wall,
)

CORNERS = ("1", "2", "3", "4")


def rectangle(
    *,
    id: str,  # noqa: A002  - the name of the field it fills
    number: str,
    length_m: tuple[float, ...],
    width_m: tuple[float, ...],
    diagonals_m: tuple[float | None, float | None] = (None, None),
    sigma_m: float | None = None,
    instrument: str | None = None,
    right_angle_sigma_deg: float | None = None,
    length_reading: str = "",
    width_reading: str = "",
    diagonal_readings: tuple[str, str] = ("", ""),
    obstacles: tuple[Obstacle, ...] = (),
    heights: tuple[Height, ...] = (),
    name: str = "",
    use: Use = "other",
    storey_id: str = "",
    reading: str = "",
    measured_on: date | None = None,
) -> RoomSurvey:
    """Return the survey of a rectangular room: lengths and widths from wall to wall, right angles assumed with their
    σ.

    Walls 1–2 and 3–4 run along the length. Of several lengths the first is taken at a third of the walls, the second
    at two thirds, further ones between: they are different places, so that a room wider at one end shows.
    ``diagonals_m`` are 1–3 and 2–4. σ as in ``Distance``.
    """
    observations: list[Observation] = []
    for start, end, values in ((3, 1, length_m), (0, 2, width_m)):
        label = length_reading if start == 3 else width_reading
        for i, value in enumerate(values):
            at = (i + 1) / (len(values) + 1)
            observations.append(Distance(Wall(start), Wall(end), (value,), label, sigma_m, instrument, at))
    for (start, end), diagonal, label in zip(((0, 2), (1, 3)), diagonals_m, diagonal_readings, strict=True):
        if diagonal is not None:
            observations.append(Distance(Corner(start), Corner(end), (diagonal,), label, sigma_m, instrument))
    observations += [AssumedAngle(corner, 90.0, reading, right_angle_sigma_deg) for corner in range(4)]
    return RoomSurvey(
        id,
        number,
        CORNERS,
        tuple(observations),
        obstacles,
        heights,
        name,
        use,
        storey_id,
        reading=reading,
        measured_on=measured_on,
    )
