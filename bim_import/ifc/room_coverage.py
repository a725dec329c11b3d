"""Do the rooms that a file models share floor or leave slivers, apart from those already said to be there twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from geometry.coverage import check_coverage
from geometry.finding import Finding
from geometry.plan import Model, Space, Storey

# These already say that the floor of the room counts twice, and because of which other room.
COUNTED_TWICE = frozenset({"duplicate-space", "contains-parts"})


def with_room_coverage(model: Model) -> Model:
    """Return the model with ``spaces-overlap`` and ``spaces-gap`` on the first room of each such pair of a storey."""
    return replace(
        model,
        buildings=tuple(replace(b, storeys=tuple(_checked(s) for s in b.storeys)) for b in model.buildings),
    )


def _checked(storey: Storey) -> Storey:
    rooms = [s for s in storey.spaces if s.use != "not-a-room" and not _counted_twice(s)]
    about: dict[str, list[Finding]] = defaultdict(list)
    for finding in check_coverage(rooms):
        about[finding.subject].append(finding)
    if not about:
        return storey
    spaces = (replace(s, findings=(*s.findings, *about[s.id])) if s.id in about else s for s in storey.spaces)
    return replace(storey, spaces=tuple(spaces))


def _counted_twice(space: Space) -> bool:
    return any(f.code in COUNTED_TWICE for f in space.findings)
