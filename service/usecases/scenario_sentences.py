"""Conflicts, faults and remarks as different roles may read them: readers are not told about whom they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geometry.finding import Text
from service.allocation.consolidation.records import Case
from service.roles import Role, sees_people

HIDDEN = Text("(涉及个人,不显示)", "(about a person, not shown)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of them; ``subjects`` are ids of rooms and org units, and of people for those who may see them."""

    code: str
    reason: Text
    subjects: tuple[str, ...]


def told(kept: Iterable[Mapping[str, Any]], case: Case, role: Role) -> list[Sentence]:
    """Return kept sentences for a role."""
    people = set() if sees_people(role) else {person.id for person in case.people}
    found = []
    for line in kept:
        about = people & set(line["subjects"]) or any(id_ in part for part in line["reason"] for id_ in people)
        subjects = tuple(id_ for id_ in line["subjects"] if id_ not in people)
        found.append(Sentence(line["code"], HIDDEN if about else Text(*line["reason"]), subjects))
    return found
