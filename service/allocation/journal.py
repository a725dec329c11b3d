"""A history that cannot be rewritten unnoticed: each event carries the hash of the one before.

hash = SHA-256 of the canonical JSON (RFC 8785) of number, time, subject, kind, role, details and the hash before. To
change or remove an event, every later hash has to be made anew; whoever noted the last hash down elsewhere (it is
printed on every report) sees that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import rfc8785

from geometry.finding import Text

NOTHING_BEFORE: Final = "0" * 64

GAP = Text(
    "第 {number} 条记录缺失:其后的记录是 {found}。",
    "Event {number} is missing: the next one found is {found}.",
)
NOT_LINKED = Text(
    "第 {number} 条记录没有接在前一条之后:前面的记录被改动过。",
    "Event {number} does not follow the one before it: an earlier event was changed.",
)
CHANGED = Text("第 {number} 条记录的内容被改动过。", "The content of event {number} was changed.")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; ``number`` counts from 1 over all subjects, ``details`` are plain JSON values."""

    number: int
    at: datetime
    subject: str
    kind: str
    role: str
    details: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a history was rewritten."""

    number: int
    reason: Text


def follow(last: Event | None, *, at: datetime, subject: str, kind: str, role: str, details: dict[str, Any]) -> Event:
    """Return the event that follows ``last``."""
    number = last.number + 1 if last else 1
    previous = last.hash if last else NOTHING_BEFORE
    hash_ = event_hash(number, at, subject, kind, role, details, previous)
    return Event(number, at, subject, kind, role, details, previous, hash_)


def event_hash(
    number: int, at: datetime, subject: str, kind: str, role: str, details: dict[str, Any], previous: str
) -> str:
    """Return the SHA-256 of an event as hexadecimal text."""
    content = {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "subject": subject,
        "kind": kind,
        "role": role,
        "details": details,
        "previous": previous,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def first_break(events: Iterable[Event]) -> Break | None:
    """Return where a history, oldest event first, was rewritten; None where it is whole."""
    previous, expected = NOTHING_BEFORE, 1
    for event in events:
        if event.number != expected:
            return Break(expected, GAP.format(number=expected, found=event.number))
        if event.previous != previous:
            return Break(event.number, NOT_LINKED.format(number=event.number))
        content = (event.number, event.at, event.subject, event.kind, event.role, event.details, event.previous)
        if event.hash != event_hash(*content):
            return Break(event.number, CHANGED.format(number=event.number))
        previous, expected = event.hash, expected + 1
    return None
