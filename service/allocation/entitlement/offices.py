"""Which offices a person has, and how much of each: shared rooms in proportion to everyone's own limit."""

from __future__ import annotations

from math import fsum

from service.allocation.entitlement.suites import suite_of
from service.allocation.situation import SIDE_ROOMS, Situation, Use, asked_once

FULL = 1 + 1e-9


@asked_once
def workers(s: Situation, space_id: str) -> tuple[Use, ...]:
    """Return who works in a room, everyone once."""
    found: dict[str, Use] = {}
    for use in s.uses_of_room(space_id):
        if use.is_office:
            found.setdefault(use.assignment.occupant_id, use)
    return tuple(found.values())


def counts_as_own(use: Use) -> bool:
    """Return whether a use is judged by the limit of the person's post."""
    return use.is_own


def own_offices(s: Situation, occupant_id: str) -> tuple[Use, ...]:
    """Return the rooms a person has as of right: none to be given back, no approved second one, each suite once.

    Rest rooms and toilets assigned to the person are among them where they do not lie behind another room of theirs.
    """
    uses = [use for use in s.uses_of_occupant(occupant_id) if use.is_own and use.space_id in s.rooms]
    if len(uses) < 2:
        return tuple(uses)
    inside = {part.room.id for use in uses if use.space_id in s.behind for part in suite_of(s, use.space_id).parts}
    found: dict[str, Use] = {}
    for use in uses:
        if use.space_id not in inside:
            found.setdefault(use.space_id, use)
    return tuple(found.values())


def real_offices(s: Situation, uses: tuple[Use, ...]) -> tuple[Use, ...]:
    """Return the uses of rooms that are offices, not a rest room or toilet assigned besides."""
    return tuple(use for use in uses if s.kind(use.space_id) not in SIDE_ROOMS)


@asked_once
def judged_by_person(s: Situation, space_id: str) -> bool:
    """Return whether the people in a room are judged one by one: stated shares, or shares not by entitlement."""
    users = workers(s, space_id)
    if any(use.assignment.share is not None for use in users):
        return True
    rule = s.policy.rules.share
    return len(users) > 1 and rule is not None and rule.split != "proportional"


@asked_once
def parts_of_room(s: Situation, space_id: str) -> dict[str, float] | None:
    """Return each occupant's part (0 to 1) of a room; None where shares exceed the room or cannot be worked out.

    Stated parts stand; the rest goes to the others in proportion to their limits, A·s_i/Σs, or equally, as the policy
    says. A single occupant without a stated part has all that is left.
    """
    users = workers(s, space_id)
    if len(users) == 1 and users[0].assignment.share is None:
        return {users[0].assignment.occupant_id: 1.0}
    stated = {u.assignment.occupant_id: u.assignment.share for u in users if u.assignment.share is not None}
    others = [use for use in users if use.assignment.share is None]
    left = 1 - fsum(stated.values())
    if fsum(stated.values()) > FULL:
        return None
    if len(others) <= 1:
        return stated | {use.assignment.occupant_id: left for use in others}
    rule = s.policy.rules.share
    if rule is None:
        return None
    if rule.split == "equal":
        return stated | {use.assignment.occupant_id: left / len(others) for use in others}
    limits = [use.entitlement.limit_m2 for use in others]
    total = fsum(limit for limit in limits if limit is not None)
    if None in limits or not total:
        return None
    return stated | {
        use.assignment.occupant_id: left * limit / total
        for use, limit in zip(others, limits, strict=True)
        if limit is not None
    }
