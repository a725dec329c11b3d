"""What a scenario is judged and laid out by: roster, rooms and policy of its day, and the floors of joined rooms.

Kept beside the case as JSON under its own hash, because only the search and the judges read it. Names, staff numbers
and titles of people are left out: nothing here needs them.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import orjson
import shapely
from cattrs.preconf.orjson import make_converter
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from geometry.finding import Text
from geometry.region import Region
from service.allocation.people import Roster
from service.allocation.policy import Policy
from service.allocation.rooms import Room
from service.allocation.situation import Situation, situation
from service.usecases.joins import Join

converter = make_converter()
converter.register_structure_hook(Text, lambda value, _: Text(*value))


def _wkb_text(value: BaseGeometry) -> str:
    wkb: bytes = shapely.to_wkb(value)
    return base64.b64encode(wkb).decode()


for shape in (LineString, Polygon, shapely.MultiPolygon, Region):
    converter.register_structure_hook(shape, lambda value, _: shapely.from_wkb(base64.b64decode(value)))
    converter.register_unstructure_hook(shape, _wkb_text)


@dataclass(frozen=True)
class Grounds:
    """Roster and rooms of the chosen buildings, the day and the policy, and the joins by the id of their room."""

    day: date
    policy: Policy
    roster: Roster
    rooms: tuple[Room, ...]
    joins: dict[str, Join]

    def to_bytes(self) -> bytes:
        """Return it as JSON, the same bytes for the same content."""
        return converter.dumps(self)

    @property
    def sha256(self) -> str:
        """Return the hash of its JSON."""
        return sha256_of(self.to_bytes())

    def situation(self) -> Situation:
        """Return who uses which room on the day, as the case was made from it."""
        return situation(self.roster, self.rooms, self.policy, self.day)


def grounds_of(now: Situation, roster: Roster, rooms: Sequence[Room], joins: Mapping[str, Join]) -> Grounds:
    """Return what a case of a situation stands on, without anything personal that no judgement needs."""
    people = tuple(
        replace(one, name="", number="", posts=tuple(replace(post, title="") for post in one.posts))
        for one in roster.occupants
    )
    unnamed = Roster(roster.org_units, people, roster.assignments)
    return Grounds(now.day, now.policy, unnamed, tuple(rooms), dict(joins))


def read_grounds(content: bytes) -> Grounds:
    """Return what ``Grounds.to_bytes`` wrote."""
    return converter.loads(content, Grounds)


@lru_cache(maxsize=4)
def kept_situation(content: bytes) -> Situation:
    """Return the situation of grounds; those of an edit at hand are asked for again and again."""
    kept = orjson.loads(content)  # the joins, which are most of it, are not needed for that
    return converter.structure(kept | {"joins": {}}, Grounds).situation()


def sha256_of(content: bytes) -> str:
    """Return the hash that content is kept under."""
    return hashlib.sha256(content).hexdigest()
