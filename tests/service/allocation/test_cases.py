"""What a rectification case allows and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from geometry.finding import Text
from service.allocation.cases import Case, CaseRefusedError, changed, overdue

OPENED = date(2026, 3, 1)
OVER = Text("302 室超 9.50 m²。", "Room 302 is 9.50 m² over.")
CASE = Case("c1", "f1", OPENED)
PLANNED = Case("c1", "f1", OPENED, "in-progress", "deadline", "办公室", OPENED + timedelta(days=30))


def refusal(case: Case, finding: Text | None = OVER, **changes: Any) -> CaseRefusedError:
    with pytest.raises(CaseRefusedError) as refused:
        changed(case, changes, finding_still_there=finding)
    return refused.value


@pytest.mark.parametrize("case", [CASE, PLANNED])
def test_a_case_does_not_close_while_its_finding_is_there_and_says_why(case: Case) -> None:
    refused = refusal(case, state="closed")
    assert refused.code == "finding-still-there"
    assert OVER.zh in refused.reason.zh
    assert OVER.en in refused.reason.en


@pytest.mark.parametrize("case", [CASE, PLANNED])
def test_a_case_closes_once_its_finding_is_gone(case: Case) -> None:
    assert changed(case, {"state": "closed"}, finding_still_there=None).state == "closed"


def test_work_begins_only_once_it_is_said_how() -> None:
    assert refusal(CASE, state="in-progress").code == "case-incomplete"
    assert changed(CASE, {"state": "in-progress", "way": "on-the-spot"}, finding_still_there=OVER).way == "on-the-spot"


@pytest.mark.parametrize("missing", [{"owner": None}, {"deadline": None}, {"owner": ""}])
def test_a_plan_needs_somebody_and_a_day(missing: dict[str, Any]) -> None:
    assert refusal(PLANNED, **missing).code == "case-incomplete"


def test_only_what_is_filed_at_once_stands_as_filed() -> None:
    assert refusal(PLANNED, state="filed").code == "case-incomplete"
    assert changed(CASE, {"state": "filed", "way": "filed"}, finding_still_there=OVER).state == "filed"


def test_a_deadline_before_the_opening_is_refused() -> None:
    assert refusal(CASE, deadline=OPENED - timedelta(days=1)).code == "case-incomplete"


@pytest.mark.parametrize(
    ("days", "state", "late"),
    [(30, "in-progress", False), (31, "in-progress", True), (31, "closed", False), (31, "open", True)],
)
def test_the_deadline_day_itself_is_in_time(days: int, state: Any, late: bool) -> None:
    case = Case("c", "f", OPENED, state, "deadline", "x", OPENED + timedelta(days=30))
    assert overdue(case, OPENED + timedelta(days=days)) is late
    assert not overdue(CASE, date.max)
