from __future__ import annotations

import numpy as np
import pytest

from geometry.survey.room import adjust_room
from tests.bench.bench_surveys import linear_systems, solve, surveys


def test_rooms_of_the_bench_are_measured_well_and_all_different() -> None:
    rooms = surveys(30)
    records = [adjust_room(room).record for room in rooms]
    assert all(record is not None and record.degrees_of_freedom >= 5 for record in records)
    assert len({round(record.area_m2, 6) for record in records if record is not None}) == 30


def test_the_peer_solves_the_same_systems() -> None:
    systems = linear_systems(surveys(10))
    for design, misclosures in systems:
        assert np.linalg.lstsq(design, misclosures, rcond=None)[0] == pytest.approx(0, abs=1e-4)
    solve(systems)
