"""Cells as people fill them in: dates of all kinds, shares, counts, choices; what cannot be read says why."""

from datetime import UTC, date, datetime

import pytest

from service.allocation.roster_cells import (
    CellError,
    area_of,
    choice_of,
    count_of,
    day_of,
    folded,
    share_of,
    text_of,
    yes_of,
)

DAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2026, 11, 5, 8, 30, tzinfo=UTC),
        "2026-11-05",
        "2026/11/5",
        "2026.11.5",
        "2026年11月5日",
        "\uff12\uff10\uff12\uff16年11月5日",
        "20261105",
        "2026-11-05 00:00:00",
        46331,
        46331.0,
    ],
)
def test_a_day_is_read_however_it_is_written(cell):
    assert day_of(cell) == DAY


@pytest.mark.parametrize("cell", [None, "", "  ", "至今", "长期", "—"])
def test_an_open_end_is_no_day(cell):
    assert day_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2026年11月", "which day"),
        ("2026-13-01", "no date"),
        ("2026-02-30", "no date"),
        ("0026-01-01", "no date"),
        ("去年", "no date"),
        (3, "no date"),
        (True, "no date"),
        (date(1026, 1, 1), "no date"),
    ],
)
def test_what_is_no_day_says_so(cell, words):
    with pytest.raises(CellError, match=words) as caught:
        day_of(cell)
    assert caught.value.reason.zh


@pytest.mark.parametrize(
    ("cell", "share"),
    [(0.5, 0.5), ("50%", 0.5), ("50\uff05", 0.5), ("1/2", 0.5), (1, 1.0), ("0.25", 0.25), (None, None)],
)
def test_shares(cell, share):
    assert share_of(cell) == share


@pytest.mark.parametrize("cell", [0, -0.5, 1.2, 50, "150%", "一半", "1/0", "nan"])
def test_a_share_outside_0_to_1_is_refused(cell):
    with pytest.raises(CellError):
        share_of(cell)


def test_counts_and_areas():
    assert [count_of(c) for c in (8, 8.0, "8", "8人", "8", "", None)] == [8, 8, 8, 8, 8, None, None]
    assert [area_of(c) for c in (18.5, "18.5", "18.5 m²", "18.5㎡", None)] == [18.5, 18.5, 18.5, 18.5, None]
    for bad in (-1, 8.5, "八", "1" * 12):
        with pytest.raises(CellError):
            count_of(bad)
    for bad in (0, -3, "inf", "大"):
        with pytest.raises(CellError):
            area_of(bad)


def test_choices_in_either_language():
    assert choice_of("公益二类事业单位", "kind") == "institution-2"
    assert choice_of("Institution-2", "kind") == "institution-2"
    assert choice_of(" 县级 ", "organ_level") == "county"
    assert choice_of(None, "purpose") == ""
    with pytest.raises(CellError, match="office, second-office") as caught:
        choice_of("游泳池", "purpose")
    assert "办公室、第二办公室" in caught.value.reason.zh


def test_yes_and_no():
    assert [yes_of(c, default=False) for c in ("是", "√", True, 1, "否", "", None)] == [True] * 4 + [False] * 3
    assert yes_of(None, default=True)


def test_texts():
    assert [text_of(c) for c in (302, 302.0, 30.5, " A302 ", None)] == ["302", "302", "30.5", "A302", ""]
    assert folded("* 使用 面积(m²)") == "使用面积"
