"""Which day it is. Deadlines and terms are days in China, wherever the service runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

CHINA: Final = timezone(timedelta(hours=8))  # no summer time since 1991


def day_of(moment: datetime) -> date:
    """Return the day in China of a moment."""
    return moment.astimezone(CHINA).date()


def today() -> date:
    """Return today in China."""
    return day_of(datetime.now(UTC))


def end_of(day: date) -> datetime:
    """Return the moment at which a day in China is over."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)
