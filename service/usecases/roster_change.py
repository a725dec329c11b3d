"""The difference of two rosters as evaluation understands it."""

from __future__ import annotations

from collections import Counter

from service.allocation.people import Roster
from service.allocation.situation import Change


def change_between(before: Roster, after: Roster) -> Change | None:
    """Return what makes ``after`` of ``before``; None where that cannot be said as a change.

    A body that vanished, and assignments that are there twice, ask for a full evaluation.
    """
    if before.org_unit.keys() - after.org_unit.keys():
        return None
    was, now = Counter(before.assignments), Counter(after.assignments)
    if max([*was.values(), *now.values()], default=0) > 1:
        return None
    return Change(
        occupants=tuple(one for one in after.occupants if before.occupant.get(one.id) != one),
        gone_occupants=tuple(before.occupant.keys() - after.occupant.keys()),
        org_units=tuple(one for one in after.org_units if before.org_unit.get(one.id) != one),
        removed_assignments=tuple(was.keys() - now.keys()),
        added_assignments=tuple(one for one in after.assignments if one not in was),
    )
