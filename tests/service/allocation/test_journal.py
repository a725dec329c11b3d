"""A history that was rewritten is found out, wherever it was rewritten."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from service.allocation.journal import Event, first_break, follow

AT = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)


def history(length: int = 5) -> list[Event]:
    events: list[Event] = []
    for n in range(length):
        events.append(
            follow(
                events[-1] if events else None,
                at=AT + timedelta(minutes=n),
                subject=f"case/{n % 2}",
                kind="changed",
                role="manager",
                details={"state": "open", "面积": 27.5, "n": n},
            )
        )
    return events


def test_a_history_nobody_touched_is_whole() -> None:
    assert first_break(history()) is None
    assert first_break([]) is None


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize(
    "change",
    [
        {"details": {"state": "closed"}},
        {"role": "auditor"},
        {"kind": "closed"},
        {"subject": "case/9"},
        {"at": AT - timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_event_is_found(at: int, change: dict[str, Any]) -> None:
    events = history()
    events[at] = replace(events[at], **change)
    found = first_break(events)
    assert found is not None
    assert found.number == at + 1


@pytest.mark.parametrize("at", range(4))
def test_a_removed_event_is_found(at: int) -> None:
    events = history()
    del events[at]
    found = first_break(events)
    assert found is not None
    assert found.number == at + 1


def test_an_event_made_anew_with_its_hash_no_longer_fits_the_next() -> None:
    events = history()
    forged = follow(events[1], at=AT, subject="case/0", kind="changed", role="manager", details={})
    events[2] = forged
    found = first_break(events)
    assert found is not None
    assert found.number == 4


def test_exchanged_events_are_found() -> None:
    events = history()
    events[1], events[2] = events[2], events[1]
    assert first_break(events) is not None


def test_the_hash_is_that_of_the_canonical_text_and_knows_no_time_zone() -> None:
    china = AT.astimezone(timezone(timedelta(hours=8)))
    event = follow(None, at=china, subject="case/a", kind="opened", role="manager", details={"b": 1, "a": "甲"})
    content = {
        "at": "2026-03-01T09:30:00.123456+00:00",
        "details": {"a": "甲", "b": 1},
        "kind": "opened",
        "number": 1,
        "previous": "0" * 64,
        "role": "manager",
        "subject": "case/a",
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()
