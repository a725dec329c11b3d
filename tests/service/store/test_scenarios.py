"""Scenarios are written once, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from service.store import scenarios
from service.store.database import Database
from service.store.records import Problem
from service.store.scenario_records import Baseline, ScenarioRecord

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
BASELINE = Baseline(("b1",), {"b1": 2}, 3, "cn-2014@1", date(2026, 3, 1))
ASKED = ScenarioRecord("s1", "试排", "own", BASELINE, "c1", {"stay": []}, {}, ({"occupant": "p1"},), 7, 60.0, NOW)


def keep(database: Database, *records: ScenarioRecord) -> None:
    with database.write() as session:
        scenarios.add_case(session, "c1", b"{}")
        scenarios.add_case(session, "c1", b"never written twice")
        for record in records:
            scenarios.add(session, record)


def test_what_was_asked_for_comes_back(database: Database) -> None:
    failed = replace(ASKED, id="s2", status="failed", problem=Problem("scenario-failed", "没有结果", "no result"))
    keep(database, ASKED, failed)
    with database.read() as session:
        assert scenarios.get(session, "s1") == ASKED
        assert scenarios.get(session, "s2") == failed
        assert scenarios.case(session, "c1") == b"{}"
        assert scenarios.get(session, "s3") is None


def test_a_scenario_that_has_ended_is_not_changed(database: Database) -> None:
    keep(database, ASKED)
    with database.write() as session:
        assert scenarios.change_open(session, "s1", status="done", result={"assignments": {}}, metrics={"staff": 1})
    with database.write() as session:
        assert not scenarios.change_open(session, "s1", status="cancelled")
    for statement in ("UPDATE scenarios SET name = 'x'", "UPDATE scenario_cases SET content = ''"):
        with pytest.raises(DatabaseError), database.write() as session:
            session.execute(text(statement))
    with database.read() as session:
        assert [record.metrics for record in scenarios.newest_ended(session, limit=5)] == [{"staff": 1}]


def test_scenarios_are_paged_by_building(database: Database) -> None:
    other = replace(BASELINE, building_ids=("b2", "b1"), revisions={"b1": 1, "b2": 1})
    keep(database, *(replace(ASKED, id=f"s{n}", baseline=other if n % 2 else BASELINE) for n in range(6)))
    with database.read() as session:
        first = scenarios.page(session, building_id="b2", cursor=None, limit=2)
        rest = scenarios.page(session, building_id="b2", cursor=first.next, limit=2)
        every = scenarios.page(session, building_id=None, cursor=None, limit=9)
    assert [record.id for record in (*first.items, *rest.items)] == ["s5", "s3", "s1"]
    assert rest.next is None
    assert len(every.items) == 6
