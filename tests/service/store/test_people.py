"""Rosters, findings, the journal, cases, inspections and evidence are kept, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.store import cases, findings, inspections, journal, rosters
from service.store.database import Database
from service.store.findings import EVALUATIONS_KEPT, Filter
from service.store.people_records import (
    CaseRecord,
    EvaluationRecord,
    EvidenceRecord,
    FindingRecord,
    InspectionItem,
    InspectionRecord,
    JournalRecord,
    PlaceOfSpace,
    RosterRecord,
    RosterRow,
)

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
TODAY = NOW.date()


def version(applies_from: date | None = None) -> RosterRecord:
    return RosterRecord(0, "file", "roster.xlsx", "ab" * 32, 10, NOW, applies_from, {"new": 1})


def person(id_: str, **fields: object) -> RosterRow:
    return RosterRow("occupant", id_, {"name": "甲", **fields})


def test_an_old_roster_stays_as_it_was(database: Database) -> None:
    with database.write() as session:
        first = rosters.add_version(session, version(), gone=[], new=[person("p1"), person("p2")])
        second = rosters.add_version(
            session, version(TODAY), gone=[("occupant", "p1")], new=[person("p1", post="正科级"), person("p3")]
        )
    with database.read() as session:
        assert [row.id for row in rosters.rows(session, first)] == ["p1", "p2"]
        assert [row.id for row in rosters.rows(session, second)] == ["p2", "p1", "p3"]
        assert rosters.rows(session, first)[0].fields == {"name": "甲"}
        assert rosters.count(session) == {"occupant": 3}


def test_a_day_is_asked_of_the_roster_that_applied_then(database: Database) -> None:
    days = [None, date(2026, 2, 1), date(2026, 4, 1)]
    with database.write() as session:
        assert rosters.in_force(session, TODAY) is None
        versions = [rosters.add_version(session, version(day), gone=[], new=[]) for day in days]
    with database.read() as session:
        asked = [date(1999, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1)]
        found = [rosters.in_force(session, day) for day in asked]
        assert [one.version for one in found if one] == [versions[i] for i in (0, 0, 1, 1, 2)]
        assert rosters.newest(session) == rosters.get(session, versions[2])


def test_days_before_the_first_roster_are_asked_of_it(database: Database) -> None:
    with database.write() as session:
        first = rosters.add_version(session, version(TODAY), gone=[], new=[])
        rosters.add_version(session, version(TODAY + timedelta(days=9)), gone=[], new=[])
    with database.read() as session:
        found = rosters.in_force(session, date(2020, 1, 1))
    assert found is not None
    assert found.version == first


def finding(id_: str, *, excess: float | None = None, space: str = "b.s1", weight: int = 0) -> FindingRecord:
    place = PlaceOfSpace(space, "b.1F", "b")
    search = f"{space} 财政局"
    return FindingRecord(id_, "over-entitlement", "over", weight, "u1", search, excess, {"area_m2": 27.5}, (place,))


def evaluation(policy: str = "cn-2014@1", as_of: date = TODAY, roster: int = 1) -> EvaluationRecord:
    return EvaluationRecord(0, policy, as_of, roster, {"b": 7}, NOW)


def test_an_evaluation_takes_the_place_of_the_one_before(database: Database) -> None:
    with database.write() as session:
        findings.replace_all(session, evaluation(), [finding("f1"), finding("f2")])
        position = findings.replace_all(session, evaluation(roster=2), [finding("f3")])
    with database.read() as session:
        stored = findings.evaluation(session, policy="cn-2014@1", as_of=TODAY)
        assert stored == replace(evaluation(roster=2), position=position)
        assert findings.every(session, position) == (finding("f3"),)
        assert session.execute(text("SELECT count(*) FROM findings")).scalar() == 1
        assert session.execute(text("SELECT count(*) FROM finding_spaces")).scalar() == 1


def test_only_what_changed_is_written(database: Database) -> None:
    with database.write() as session:
        position = findings.replace_all(session, evaluation(), [finding("f1"), finding("f2")])
        before = session.execute(text("SELECT position FROM findings WHERE id = 'f1'")).scalar()
        record = replace(evaluation(roster=2), position=position)
        findings.replace_some(session, record, gone=["f2", "f9"], found=[finding("f2", excess=1.0), finding("f4")])
    with database.read() as session:
        assert {one.id: one.excess_m2 for one in findings.every(session, position)} == {
            "f1": None,
            "f2": 1.0,
            "f4": None,
        }
        assert session.execute(text("SELECT position FROM findings WHERE id = 'f1'")).scalar() == before
        stored = findings.evaluation(session, policy="cn-2014@1", as_of=TODAY)
        assert stored is not None
        assert stored.roster_version == 2


def test_findings_come_gravest_first_page_by_page(database: Database) -> None:
    given = [finding("a", excess=1), finding("b", excess=9.5), finding("c", weight=1, excess=99), finding("d")]
    with database.write() as session:
        position = findings.replace_all(session, evaluation(), given)
    seen: list[str] = []
    cursor = None
    with database.read() as session:
        while True:
            page = findings.page(session, position, Filter(), cursor=cursor, limit=2)
            seen += [one.id for one in page.items]
            cursor = page.next
            if cursor is None:
                break
    assert seen == ["b", "a", "d", "c"]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Filter(), ["f1", "f2"]),
        (Filter(space_id="b.s2"), ["f2"]),
        (Filter(storey_id="b.1F", building_id="b"), ["f1", "f2"]),
        (Filter(building_id="c"), []),
        (Filter(codes=("vacant",)), []),
        (Filter(codes=("vacant", "over-entitlement"), outcomes=("over",)), ["f1", "f2"]),
        (Filter(org_unit_id="u2"), []),
        (Filter(text="财政 S2"), ["f2"]),
        (Filter(text="%"), []),
    ],
)
def test_findings_are_filtered(database: Database, wanted: Filter, ids: list[str]) -> None:
    with database.write() as session:
        position = findings.replace_all(session, evaluation(), [finding("f1"), finding("f2", space="b.s2", excess=2)])
        assert [one.id for one in findings.every(session, position, wanted)] == ids
        sums = findings.counts(session, position, wanted)
    expected = {(): (), ("f2",): (("over-entitlement", "over", 1, 2.0),)}
    assert sums == expected.get(tuple(ids), (("over-entitlement", "over", 2, 2.0),))


def test_evaluations_nobody_asked_for_long_are_forgotten(database: Database) -> None:
    with database.write() as session:
        for n in range(EVALUATIONS_KEPT + 3):
            day = TODAY + timedelta(days=n)
            record = replace(evaluation(as_of=day), made_at=NOW + timedelta(minutes=n))
            findings.replace_all(session, record, [finding("f")])
    with database.read() as session:
        assert findings.evaluation(session, policy="cn-2014@1", as_of=TODAY) is None
        assert findings.evaluation(session, policy="cn-2014@1", as_of=day) is not None
        assert session.execute(text("SELECT count(*) FROM findings")).scalar() == EVALUATIONS_KEPT


def event(number: int) -> JournalRecord:
    return JournalRecord(number, NOW, "case/c1", "opened", "manager", {"面积": 27.5}, "0" * 64, f"{number:064d}")


def test_events_come_back_in_their_order(database: Database) -> None:
    with database.write() as session:
        assert journal.last(session) is None
        for number in (1, 2):
            journal.lock(session)
            journal.add(session, event(number))
    with database.read() as session:
        assert list(journal.every(session)) == [event(1), event(2)]
        assert journal.of(session, "case/c1") == (event(1), event(2))
        assert journal.of(session, "case/c2") == ()
        assert journal.last(session) == event(2)


@pytest.mark.parametrize("command", ["UPDATE journal SET role = 'reader'", "DELETE FROM journal"])
def test_the_store_itself_refuses_to_rewrite_the_journal(database: Database, command: str) -> None:
    with database.write() as session:
        journal.add(session, event(1))
    with pytest.raises(DBAPIError, match="only ever added to"), database.write() as session:
        session.execute(text(command))
    with database.read() as session:
        assert list(journal.every(session)) == [event(1)]


def case(id_: str, **changes: object) -> CaseRecord:
    record = CaseRecord(id_, "f1", "open", None, None, None, NOW, TODAY, None, "u1", "b", "b.1F", "b.s1", {"x": 1})
    return replace(record, **changes)


def test_cases_are_filtered_and_overdue_ones_found(database: Database) -> None:
    late = TODAY - timedelta(days=1)
    given = [
        case("c1", deadline=late),
        case("c2", deadline=late, state="closed"),
        case("c3", deadline=TODAY, finding_id="f2", org_unit_id="u2"),
    ]

    def ids(**wanted: object) -> list[str]:
        nothing = dict.fromkeys(("state", "org_unit_id", "building_id", "finding_id", "overdue_on", "cursor"))
        with database.read() as session:
            return [one.id for one in cases.page(session, **nothing | {"limit": 9} | wanted).items]

    with database.write() as session:
        for one in given:
            cases.add(session, one)
    assert ids() == ["c3", "c2", "c1"]
    assert ids(overdue_on=TODAY) == ["c1"]
    assert ids(state="closed") == ["c2"]
    assert ids(org_unit_id="u2") == ["c3"]
    assert ids(finding_id="f1", building_id="b") == ["c2", "c1"]
    with database.write() as session:
        assert cases.get(session, "c1") == given[0]
        cases.change(session, "c1", state="closed", closed_at=NOW)
        assert cases.not_closed_for(session, "f1") is None
        assert cases.not_closed_for(session, "f2") == given[2]


def test_a_round_keeps_what_was_found_in_each_room(database: Database) -> None:
    items = tuple(InspectionItem(n, f"b.s{n}", {"number": str(n)}) for n in range(3))
    record = InspectionRecord("i1", "主楼", "b", None, TODAY, "open", NOW, None, items)
    found = {"result": "differs", "measured_area_m2": 27.42, "note": "隔断", "recorded_at": NOW}
    with database.write() as session:
        inspections.add(session, record)
        inspections.record_item(session, "i1", 1, **found)
        inspections.finish(session, "i1", now=NOW)
    with database.read() as session:
        stored = inspections.get(session, "i1")
        assert inspections.page(session, cursor=None, limit=1).items[0].state == "finished"
    assert stored is not None
    assert stored.items == (items[0], replace(items[1], **found), items[2])


def test_evidence_is_found_by_what_it_is_about(database: Database) -> None:
    def photo(id_: str, subject: str) -> EvidenceRecord:
        return EvidenceRecord(id_, subject, "a.jpg", "image/jpeg", "ab" * 32, 9, NOW)

    given = [photo("e1", "case/c1"), photo("e2", "inspection/i1/0"), photo("e3", "inspection/i10/0")]
    with database.write() as session:
        for one in given:
            inspections.add_evidence(session, one)
    with database.read() as session:
        assert inspections.evidence(session, "e2") == given[1]
        assert inspections.evidence_of(session, "case/c1", "inspection/i10/0") == (given[0], given[2])
        assert inspections.evidence_under(session, "inspection/i1") == (given[1],)


def test_an_error_of_the_store_does_not_tell_what_was_to_be_stored(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed, database.read() as session:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "甲示例"})
    assert "甲示例" not in str(failed.value)
