"""When an office has to be given back: clocks of whole months that start with a transfer, a retirement or a lost post.

A period in months ends on the same day of a later month, or on its last day where the month is shorter; the day on
which it starts does not count (民法典 第二百零一条、第二百零二条).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from service.allocation.people import Assignment, Occupant
from service.allocation.policy_rules import Leaving

Cause = Literal["retirement", "leaving", "transfer", "second-post", "temporary-office"]


@dataclass(frozen=True, slots=True)
class Clock:
    """An office to be given back: why, since when, the last day on which it may still be kept."""

    cause: Cause
    since: date
    last_day: date
    months: int

    def overdue_days(self, day: date) -> int:
        """Return how many days the last day is past; 0 or less while the clock runs."""
        return (day - self.last_day).days


def add_months(day: date, months: int) -> date:
    """Return the corresponding day ``months`` later, the last day of that month where it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clock_of(assignment: Assignment, occupant: Occupant, rule: Leaving, day: date) -> Clock | None:
    """Return the clock that runs, or ran out, for an office in use on ``day``; None where the occupant may have it."""
    gone = occupant.gone_on
    if gone is not None and day > gone:
        if assignment.purpose == "temporary-office":
            if rule.temporary_office_months is None:
                return None
            return _clock("temporary-office", gone, rule.temporary_office_months)
        return _clock("retirement" if gone == occupant.retired_on else "leaving", gone, rule.months)
    held = occupant.posts_on(day)
    second = assignment.purpose == "second-office"
    if assignment.org_unit_id:
        if any(post.org_unit_id == assignment.org_unit_id for post in held):
            return None
        lost = [post for post in occupant.posts if post.org_unit_id == assignment.org_unit_id]
    elif second:
        if len(held) > 1:
            return None
        lost = [post for post in occupant.posts if not post.main]
    elif held:
        return None
    else:
        lost = list(occupant.posts)
    ended = [post for post in lost if post.ends is not None and post.ends < day]
    if not ended:
        return None
    last = max(ended, key=lambda post: (post.ends or date.min, post.main))
    assert last.ends is not None
    if second or not last.main:
        return _clock("second-post", last.ends, rule.second_office_months)
    return _clock("transfer", last.ends, rule.months)


def _clock(cause: Cause, since: date, months: int) -> Clock:
    return Clock(cause, since, add_months(since, months), months)
