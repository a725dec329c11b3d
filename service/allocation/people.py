"""Who is there: org units with their approved staffing, occupants with their posts, and who uses which room from when.

A roster is what was written down, without any policy in it: a post's ``level`` is the text or key of the roster, and
only a policy turns it into an entitlement. Every date range is closed: ``starts`` is the first day and ``ends`` the
last; None means without a beginning or an end. Every question about a roster is asked *as of* one day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

OrgUnitKind = Literal[
    "organ",  # 机关本级
    "department",  # 组成部门、内设机构
    "dispatched",  # 派出机构
    "vertical",  # 垂直管理机构
    "institution",  # 直属、参公事业单位
    "institution-1",  # 公益一类事业单位
    "institution-2",  # 公益二类事业单位
    "institution-business",  # 生产经营类事业单位
    "enterprise",  # 企业
    "association",  # 协会、学会、商会
    "other",
]
UnitRank = Literal["", "bureau", "division", "section"]  # 厅(司、局)级, 处级, 科级; "" where the roster does not say
Purpose = Literal[
    "office",
    "second-office",  # a further office, kept for a second post
    "temporary-office",  # lent for a special task after retirement
    "meeting",
    "reception",
    "archive",
    "storage",
    "service",
    "equipment",
    "lodging",
    "business",  # let or lent to others, or used for trade
    "other",
]
OFFICE_PURPOSES: frozenset[str] = frozenset({"office", "second-office", "temporary-office"})


def runs_on(day: date, starts: date | None, ends: date | None) -> bool:
    """Return whether the closed range ``starts`` … ``ends`` contains ``day``."""
    return (starts is None or starts <= day) and (ends is None or day <= ends)


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """A body that people belong to.

    ``organ_level`` is a key of the policy's organs (``county``). ``rank`` is the body's own rank, which decides whose
    table a dispatched body or an institution follows. ``approved_staffing`` is the 编制 by level: (level as written,
    head count); empty where it is not known. ``parent_id`` is the organ it belongs to, "" where it stands alone.
    """

    id: str
    name: str
    kind: OrgUnitKind = "department"
    organ_level: str = ""
    rank: UnitRank = ""
    approved_staffing: tuple[tuple[str, int], ...] = ()
    parent_id: str = ""

    @property
    def staff(self) -> int:
        """Return the approved head count over all levels (编制定员)."""
        return sum(count for _, count in self.approved_staffing)


@dataclass(frozen=True, slots=True)
class Post:
    """A post of an occupant in an org unit; ``level`` as written (正科级, section-chief, county.section-chief).

    Exactly one post of an occupant is the main one on any day it has posts; the others are held besides. ``ends`` is
    the day of the transfer or retirement, the last one in the post.
    """

    org_unit_id: str
    level: str
    title: str = ""
    main: bool = True
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Occupant:
    """A person. ``name`` is personal data: it never stands in a log, nor in an export unless asked for.

    ``number`` is the staff number, "" where the roster has none. ``retired_on`` is the day of retirement, ``left_on``
    the day of leaving the system altogether. ``lent_to`` is the body the person is on loan to (借调), over
    ``lent_from`` … ``lent_until``.
    """

    id: str
    name: str
    posts: tuple[Post, ...] = ()
    number: str = ""
    retired_on: date | None = None
    left_on: date | None = None
    lent_to: str = ""
    lent_from: date | None = None
    lent_until: date | None = None

    def posts_on(self, day: date) -> tuple[Post, ...]:
        """Return the posts held on ``day``, the main one first; none after retirement or leaving."""
        gone = self.gone_on
        if gone is not None and day > gone:
            return ()
        held = [post for post in self.posts if runs_on(day, post.starts, post.ends)]
        return tuple(held if len(held) < 2 else sorted(held, key=lambda post: not post.main))

    def main_post_on(self, day: date) -> Post | None:
        """Return the main post held on ``day``; where none is marked the first one held, None without any."""
        held = self.posts_on(day)
        return held[0] if held else None

    def last_main_post(self, day: date) -> Post | None:
        """Return the main post held on ``day`` or, where that is over, the one that ended last before it."""
        held = self.main_post_on(day)
        if held is not None:
            return held
        begun = [post for post in self.posts if post.starts is None or post.starts <= day]
        return max(begun, key=lambda post: (post.ends or date.max, post.main), default=None)

    @property
    def gone_on(self) -> date | None:
        """Return the last day in service, by retirement or by leaving; None while neither is known."""
        if self.retired_on is None or self.left_on is None:
            return self.left_on if self.retired_on is None else self.retired_on
        return min(self.retired_on, self.left_on)

    def lent_on(self, day: date) -> bool:
        """Return whether the person works elsewhere on loan on ``day``."""
        return bool(self.lent_to) and runs_on(day, self.lent_from, self.lent_until)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A room given to an occupant, or (``occupant_id`` "") to an org unit as a whole: its meeting room, its store.

    ``org_unit_id`` is the unit for whose post the room is used; "" means that of the occupant's main post. ``share`` is
    the part of the room this assignment takes, 0 to 1, None where nobody stated it. ``approval`` is the number of the
    document that allows what is otherwise forbidden (a second office, a body that may not, another use).
    """

    space_id: str
    occupant_id: str = ""
    org_unit_id: str = ""
    share: float | None = None
    purpose: Purpose = "office"
    starts: date | None = None
    ends: date | None = None
    approval: str = ""

    def runs_on(self, day: date) -> bool:
        """Return whether the room is in this use on ``day``."""
        return runs_on(day, self.starts, self.ends)


@dataclass(frozen=True)
class Roster:
    """Everything a roster says, in the order it says it; ids are unique within their kind."""

    org_units: tuple[OrgUnit, ...] = ()
    occupants: tuple[Occupant, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    source: str = field(default="", compare=False)

    @cached_property
    def org_unit(self) -> Mapping[str, OrgUnit]:
        """Return the org units by id."""
        return {unit.id: unit for unit in self.org_units}

    @cached_property
    def occupant(self) -> Mapping[str, Occupant]:
        """Return the occupants by id."""
        return {occupant.id: occupant for occupant in self.occupants}

    def assignments_on(self, day: date) -> tuple[Assignment, ...]:
        """Return the assignments in force on ``day``."""
        return tuple(assignment for assignment in self.assignments if assignment.runs_on(day))

    def days_of_change(self) -> tuple[date, ...]:
        """Return every day on which something of this roster begins or is over, in order, each once."""
        dated: list[Assignment | Post] = [*self.assignments, *(p for person in self.occupants for p in person.posts)]
        ranges = (day for entry in dated for day in (entry.starts, entry.ends))
        gone = (day for person in self.occupants for day in (person.retired_on, person.left_on))
        return tuple(sorted({day for day in (*ranges, *gone) if day is not None}))
