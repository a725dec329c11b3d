from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.certificates.history import FIRST_PREVIOUS, BrokenChain, Entry, entry_hash, next_entry, verify_chain
from tests.service.certificates.rooms import NOW


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for i in range(length):
        entries.append(
            next_entry(
                entries[-1] if entries else None,
                at=NOW + timedelta(minutes=i),
                event="issued" if i % 3 else "revoked",
                certificate=f"YJ-{i}",
                document_sha256=f"{i:064x}",
                reason="" if i % 3 else "房间拆除",
            )
        )
    return entries


ENTRIES = chain(12)
HEAD = (12, ENTRIES[-1].hash)


def test_a_whole_chain_is_whole() -> None:
    assert verify_chain(ENTRIES, head=HEAD) is None
    assert verify_chain([]) is None
    assert verify_chain([], head=(0, FIRST_PREVIOUS)) is None
    assert ENTRIES[0].previous == FIRST_PREVIOUS


@settings(deadline=None)
@given(at=st.integers(0, 11), name=st.sampled_from(list(asdict(ENTRIES[0]))), data=st.data())
def test_a_change_of_any_member_is_found_at_its_entry(at: int, name: str, data: st.DataObject) -> None:
    old = getattr(ENTRIES[at], name)
    new: Any = data.draw(st.integers(0, 99) if isinstance(old, int) else st.text(max_size=70))
    changed = [*ENTRIES[:at], replace(ENTRIES[at], **{name: new}), *ENTRIES[at + 1 :]]
    broken = verify_chain(changed, head=HEAD)
    if new == old:
        assert broken is None
    else:
        assert broken is not None
        assert broken.sequence == (new if name == "sequence" else at + 1)


@pytest.mark.parametrize(
    ("entries", "broken"),
    [
        (ENTRIES[:4] + ENTRIES[5:], BrokenChain(6, "sequence")),
        ([*ENTRIES[:4], ENTRIES[5], ENTRIES[4], *ENTRIES[6:]], BrokenChain(6, "sequence")),
        (ENTRIES[1:], BrokenChain(2, "sequence")),
        (ENTRIES[:11], BrokenChain(12, "end")),
        ([], BrokenChain(1, "end")),
        ([*ENTRIES[:4], ENTRIES[3], *ENTRIES[4:]], BrokenChain(4, "sequence")),
    ],
)
def test_a_missing_added_or_moved_entry_is_found(entries: list[Entry], broken: BrokenChain) -> None:
    assert verify_chain(entries, head=HEAD) == broken


def test_a_history_written_anew_from_some_entry_on_contradicts_the_published_head() -> None:
    forged = list(ENTRIES[:5])
    for entry in ENTRIES[5:]:
        draft = replace(entry, previous=forged[-1].hash, reason="改写", hash="")
        forged.append(replace(draft, hash=entry_hash(draft)))
    assert verify_chain(forged) is None
    assert verify_chain(forged, head=HEAD) == BrokenChain(12, "changed")
