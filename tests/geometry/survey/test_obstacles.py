from __future__ import annotations

from dataclasses import replace
from math import hypot, pi

import pytest

from geometry.areas import measure
from geometry.basis import BASES
from geometry.plan import Space
from geometry.survey.observations import Obstacle
from geometry.survey.obstacles import obstacle_row
from geometry.survey.room import adjust_room
from tests.geometry.rooms import room as modelled_room
from tests.geometry.survey.rooms import RECTANGLE, survey_of


def surveyed(*obstacles: Obstacle) -> Space:
    space = adjust_room(replace(survey_of(RECTANGLE), obstacles=obstacles)).space
    assert space is not None
    return space


def test_obstacles_are_lines_of_the_ledger_and_add_to_the_uncertainty() -> None:
    columns = Obstacle("column", 0.4, 0.5, count=2, sigma_m=0.01, label="柱")
    space = surveyed(columns, Obstacle("duct", 0.6, sigma_m=0.02))
    statement = measure(space, basis=BASES["cn-usable"])
    assert [(line.kind, line.element) for line in statement.deductions] == [("column", "柱"), ("duct", "duct 1")]
    assert statement.net_area_m2 == pytest.approx(20 - 2 * 0.2 - pi / 4 * 0.36)
    assert statement.gross_area_m2 - sum(d.area_m2 for d in statement.deductions) == pytest.approx(
        statement.net_area_m2
    )
    assert space.survey is not None
    of_columns, of_duct = 2 * 0.01 * hypot(0.4, 0.5), pi / 2 * 0.6 * 0.02
    expected = hypot(space.survey.standard_uncertainty_m2, of_columns, of_duct)
    assert statement.standard_uncertainty_m2 == pytest.approx(expected)


def test_a_basis_that_counts_columns_in_deducts_none() -> None:
    statement = measure(surveyed(Obstacle("column", 0.4, 0.5)), basis=BASES["boma"])
    assert statement.deductions == ()


def test_small_shafts_stay_in_where_the_basis_says_so() -> None:
    small = measure(surveyed(Obstacle("shaft", 0.9, 1.0)), basis=BASES["din277-nrf"])
    large = measure(surveyed(Obstacle("shaft", 1.1, 1.0)), basis=BASES["din277-nrf"])
    assert {bool(small.deductions), bool(large.deductions)} == {True, False}


def test_no_more_is_deducted_than_there_is() -> None:
    statement = measure(surveyed(Obstacle("column", 5.0, 5.0)), basis=BASES["cn-usable"])
    assert statement.net_area_m2 == 0
    assert statement.deductions[0].area_m2 == pytest.approx(20.0)


def test_a_modelled_room_has_no_uncertainty() -> None:
    space = modelled_room(surveyed().outline)
    assert measure(space, basis=BASES["cn-usable"]).standard_uncertainty_m2 is None


def test_a_round_column() -> None:
    row = obstacle_row(Obstacle("column", 0.5, sigma_m=0.002))
    assert row.area_m2 == pytest.approx(pi / 16)
    assert row.standard_uncertainty_m2 == pytest.approx(pi / 2 * 0.5 * 0.002)
