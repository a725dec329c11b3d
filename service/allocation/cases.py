"""Rectification cases: one per finding, followed until the finding is gone.

Ways (云和县 practice: 即时备案、当场整改、出方案限期整改): *filed* at once, mended *on-the-spot*, or by a plan with a
*deadline*.
Only a new evaluation closes a case: what people say about it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, get_args

from geometry.finding import Text

Way = Literal["filed", "on-the-spot", "deadline"]
State = Literal["open", "filed", "in-progress", "recheck", "closed"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)
STATES: Final[tuple[State, ...]] = get_args(State)

STILL_THERE = Text(
    "问题仍然存在,不能销号:{reason} 请先调整用房或人员(导入新名册、登记调整或重新测量),再复查。",
    "The finding is still there, so the case cannot be closed: {reason} Change rooms or people first (a new roster, a "
    "recorded change or a new survey), then check again.",
)
NO_WAY = Text(
    "请先选定整改方式:即时备案、当场整改或限期整改。",
    "First choose how it is to be mended: filed at once, on the spot, or by a deadline.",
)
NO_DEADLINE = Text(
    "限期整改需要责任人和期限。",
    "Mending by a deadline needs an owner and a deadline.",
)
FILED_ONLY = Text(
    "“已备案”只适用于即时备案的事项。",
    "Only a case that is filed at once can stand as filed.",
)
DEADLINE_BEFORE_OPENING = Text(
    "期限 {deadline} 早于立案日 {opened}。",
    "The deadline {deadline} lies before the day the case was opened, {opened}.",
)


@dataclass(frozen=True, slots=True)
class Case:
    """Where one case stands. ``finding_id`` is the finding it is to get rid of."""

    id: str
    finding_id: str
    opened_on: date
    state: State = "open"
    way: Way | None = None
    owner: str | None = None
    deadline: date | None = None


class CaseRefusedError(Exception):
    """A change that a case does not allow, with the reason; ``code`` is stable."""

    def __init__(self, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.code = code
        self.reason = reason


def changed(case: Case, changes: Mapping[str, Any], *, finding_still_there: Text | None) -> Case:
    """Return the case after a change of ``state``, ``way``, ``owner`` or ``deadline``.

    ``finding_still_there`` is the reason of the finding as evaluated now, None where it is gone. Raises
    ``CaseRefusedError``: a case closes only when its finding is gone.
    """
    after = replace(case, **changes)
    if after.deadline not in (None, case.deadline) and after.deadline < after.opened_on:
        reason = DEADLINE_BEFORE_OPENING.format(deadline=after.deadline, opened=after.opened_on)
        raise CaseRefusedError("case-incomplete", reason)
    if after.state == "closed":
        if finding_still_there is not None:
            there = finding_still_there
            text = Text(STILL_THERE.zh.format(reason=there.zh), STILL_THERE.en.format(reason=there.en))
            raise CaseRefusedError("finding-still-there", text)
        return after
    if after.state == "filed" and after.way != "filed":
        raise CaseRefusedError("case-incomplete", FILED_ONLY)
    if after.state in ("in-progress", "recheck"):
        if after.way is None:
            raise CaseRefusedError("case-incomplete", NO_WAY)
        if after.way == "deadline" and (after.deadline is None or not after.owner):
            raise CaseRefusedError("case-incomplete", NO_DEADLINE)
    return after


def overdue(case: Case, today: date) -> bool:
    """Return whether the deadline has passed and the case is not closed."""
    return case.state != "closed" and case.deadline is not None and case.deadline < today
