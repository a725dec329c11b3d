from __future__ import annotations

from typing import Any

import pytest

from geometry.survey.observations import (
    Angle,
    AssumedAngle,
    AssumedParallel,
    ControlPoint,
    Corner,
    Distance,
    Height,
    Obstacle,
    PolarShot,
    RoomSurvey,
    Wall,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("record", "arguments"),
    [
        (Distance, {"start": Corner(0), "end": Corner(1), "readings_m": (0.0,)}),
        (Distance, {"start": Corner(0), "end": Corner(1), "readings_m": (-1.0,)}),
        (Distance, {"start": Corner(0), "end": Corner(1), "readings_m": (NAN,)}),
        (Distance, {"start": Corner(0), "end": Corner(1), "readings_m": ()}),
        (Distance, {"start": Corner(0), "end": Corner(0), "readings_m": (1.0,)}),
        (Distance, {"start": Wall(0), "end": Wall(2), "readings_m": (1.0,), "at": 1.5}),
        (Distance, {"start": Wall(0), "end": Wall(2), "readings_m": (1.0,), "sigma_m": 0.0}),
        (Angle, {"corner": 0, "readings_deg": (360.0,)}),
        (AssumedAngle, {"corner": 0, "interior_deg": 0.0}),
        (AssumedParallel, {"wall": 1, "other": 1}),
        (PolarShot, {"station": "S", "target": Wall(0), "horizontal_deg": 0.0}),
        (PolarShot, {"station": "S", "target": Corner(0), "horizontal_deg": 0.0, "slope_m": 1.0, "zenith_deg": 180.0}),
        (ControlPoint, {"corner": 0, "x_m": NAN, "y_m": 0.0, "sigma_m": 1.0}),
        (Obstacle, {"kind": "column", "length_m": 0.4, "width_m": 0.0}),
        (Obstacle, {"kind": "column", "length_m": 0.4, "count": 0}),
        (Height, {"value_m": -2.8}),
    ],
)
def test_what_cannot_have_been_measured_is_refused(record: Any, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"number|between|least|leads|parallel|needs"):
        record(**arguments)


def test_a_room_knows_its_corners_and_walls() -> None:
    with pytest.raises(ValueError, match="no corner or wall 3"):
        RoomSurvey("r", "1", ("a", "b", "c"), (Distance(Wall(0), Corner(3), (1.0,)),))
    with pytest.raises(ValueError, match="at least three"):
        RoomSurvey("r", "1", ("a", "b"), ())
    with pytest.raises(ValueError, match="same label"):
        RoomSurvey("r", "1", ("a", "b", "a"), ())
    survey = RoomSurvey("r", "1", ("a", "b", "c"), ())
    assert survey.end_label(Corner(1)) == "b"
    assert survey.end_label(Wall(2)) == "c–a"
