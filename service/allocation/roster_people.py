"""People of a roster: a row a post, known by staff number, without one by name and org unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from service.allocation.people import Occupant, Post
from service.allocation.roster_cells import folded, is_nobody, yes_of
from service.allocation.roster_problems import (
    DUPLICATE_POST,
    ENDS_FIRST,
    NO_OCCUPANT,
    OTHER_NAME,
    REQUIRED,
    SEVERAL_OCCUPANTS,
    TWO_MAIN_POSTS,
)
from service.allocation.roster_rows import Row, overlap
from service.allocation.roster_units import UnitReader


@dataclass(slots=True)
class Person:
    """Someone the roster names, with the row of every post."""

    id: str
    name: str
    number: str
    row: int
    posts: list[tuple[int, Post]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def in_unit(self, unit: str) -> bool:
        """Return whether one of the posts is in ``unit``."""
        return any(post.org_unit_id == unit for _, post in self.posts)


class PeopleReader:
    """Collects people and their posts."""

    def __init__(self, units: UnitReader) -> None:
        self._units = units
        self._people: dict[str, Person] = {}
        self._by_number: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._of_unit: Counter[str] = Counter()
        self._faulty: set[str] = set()  # numbers and names of people whose own row is a fault: one is enough

    @property
    def occupants(self) -> tuple[Occupant, ...]:
        """Return all people in their order."""
        return tuple(
            Occupant(person.id, person.name, tuple(post for _, post in person.posts), person.number, **person.details)
            for person in self._people.values()
        )

    def read(self, row: Row) -> None:
        """Read a row about a person in a post; further rows of the same person are further posts."""
        name, number = row.text("name"), row.text("number")
        if not name or is_nobody(name):
            if not row.combined:
                row.fault("name", REQUIRED)
                self._faulty.add(number)
            return
        unit = self._units.of_row(row)
        if unit is None:
            self._faulty |= {number, folded(name)}
            return
        person = self._known(name, number, unit)
        if person is not None and folded(person.name) != folded(name):
            row.fault("name", OTHER_NAME.format(row=person.row))
            return
        person = person or self._new_person(name, number, unit, row)
        starts, ends = (None, None) if row.combined else row.period("starts", "ends")
        post = Post(unit, row.text("level"), row.text("title"), True, starts, ends)
        together = [(at, p) for at, p in person.posts if overlap((starts, ends), (p.starts, p.ends))]
        for at, earlier in together:
            same = (earlier.org_unit_id, earlier.level, earlier.title) == (unit, post.level, post.title)
            if same or (row.combined and earlier.org_unit_id == unit):
                if not row.combined:
                    row.fault("name", DUPLICATE_POST.format(row=at))
                return
        main_at = next((at for at, earlier in together if earlier.main), None)
        main = row.get("main", lambda cell: yes_of(cell, default=main_at is None), main_at is None)
        if main and main_at is not None:
            row.fault("main", TWO_MAIN_POSTS.format(row=main_at))
        person.posts.append((row.number, replace(post, main=main)))
        self._details(row, person)

    def of_row(self, row: Row) -> tuple[Person | None, bool]:
        """Return the person a row names, and whether that could be said: nobody is an answer too."""
        name, number = row.text("name"), row.text("number")
        if number:
            person = self._by_number.get(number)
            if person is None:
                if number not in self._faulty:
                    row.fault("number", NO_OCCUPANT)
            elif name and folded(person.name) != folded(name):
                row.fault("name", OTHER_NAME.format(row=person.row))
                person = None
            return person, person is not None
        if not name or is_nobody(name):
            return None, True
        same = self._by_name.get(folded(name), [])
        unit = self._units.id_of(row.text("org_unit"))
        if unit is not None and len(same) > 1:
            same = [person for person in same if person.in_unit(unit)]
        if len(same) == 1:
            return same[0], True
        if same or folded(name) not in self._faulty:
            row.fault("name", SEVERAL_OCCUPANTS if same else NO_OCCUPANT)
        return None, False

    def _known(self, name: str, number: str, unit: str) -> Person | None:
        if number:
            return self._by_number.get(number)
        same = (person for person in self._by_name.get(folded(name), ()) if not person.number)
        return next((person for person in same if person.in_unit(unit)), None)

    def _new_person(self, name: str, number: str, unit: str, row: Row) -> Person:
        key = number
        while not key or key in self._people:
            self._of_unit[unit] += 1
            key = f"{unit}#{self._of_unit[unit]}"
        person = self._people[key] = Person(key, name, number, row.number)
        if number:
            self._by_number[number] = person
        self._by_name.setdefault(folded(name), []).append(person)
        return person

    def _details(self, row: Row, person: Person) -> None:
        for name in ("retired_on", "left_on", "lent_from", "lent_until"):
            if (day := row.day(name)) is not None:
                person.details[name] = day
        if lent := row.text("lent_to"):
            person.details["lent_to"] = lent
        starts, ends = person.details.get("lent_from"), person.details.get("lent_until")
        if starts and ends and ends < starts:
            row.fault("lent_until", ENDS_FIRST.format(starts=starts))
