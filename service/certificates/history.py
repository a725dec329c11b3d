"""The history of certificates: an append-only chain in which every entry carries the hash of the one before.

Pure functions over rows. Whoever removes, inserts, reorders or changes an entry breaks the chain at that place, unless
everything after it is written anew: therefore the newest hash is published in the signed status list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Literal

import rfc8785

from service.certificates.document import timestamp

Event = Literal["issued", "superseded", "revoked"]
FIRST_PREVIOUS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: ``at`` is RFC 3339 UTC, ``document_sha256`` that of the canonical document, ``successor`` a new id.

    ``previous`` is the ``hash`` of entry ``sequence − 1``, 64 zeros for the first (sequence 1).
    """

    sequence: int
    at: str
    event: Event
    certificate: str
    document_sha256: str
    reason: str
    successor: str | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """The first entry that does not follow from what is before it, and why.

    ``why``: ``changed`` (its hash is not that of its content), ``sequence`` (an entry is missing or added before it),
    ``previous`` (it does not continue the entry before it), ``end`` (entries after the last one are missing).
    """

    sequence: int
    why: Literal["changed", "sequence", "previous", "end"]


def next_entry(
    last: Entry | None,
    *,
    at: datetime,
    event: Event,
    certificate: str,
    document_sha256: str,
    reason: str = "",
    successor: str | None = None,
) -> Entry:
    """Return the entry that follows ``last`` (None for the first of all)."""
    draft = Entry(
        sequence=1 if last is None else last.sequence + 1,
        at=timestamp(at),
        event=event,
        certificate=certificate,
        document_sha256=document_sha256,
        reason=reason,
        successor=successor,
        previous=FIRST_PREVIOUS if last is None else last.hash,
        hash="",
    )
    return Entry(**{**asdict(draft), "hash": entry_hash(draft)})


def entry_hash(entry: Entry) -> str:
    """Return the SHA-256 (hex) of RFC 8785 of all members of ``entry`` except ``hash``."""
    content = {name: value for name, value in asdict(entry).items() if name != "hash"}
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def verify_chain(entries: Iterable[Entry], *, head: tuple[int, str] | None = None) -> BrokenChain | None:
    """Return the first place where the chain is broken, None where it is whole; entries from the first, in order.

    ``head`` is the sequence and hash of the newest entry as published: without it, a cut-off end cannot be noticed.
    """
    expected, previous = 1, FIRST_PREVIOUS
    seen_head = head is None
    for entry in entries:
        if entry.sequence != expected:
            return BrokenChain(entry.sequence, "sequence")
        if entry.previous != previous:
            return BrokenChain(entry.sequence, "previous")
        if entry_hash(entry) != entry.hash:
            return BrokenChain(entry.sequence, "changed")
        if head is not None and entry.sequence == head[0]:
            if entry.hash != head[1]:
                return BrokenChain(entry.sequence, "changed")
            seen_head = True
        expected, previous = expected + 1, entry.hash
    return None if seen_head or head == (0, FIRST_PREVIOUS) else BrokenChain(expected, "end")
