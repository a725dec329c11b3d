"""Rosters, org units, occupants and assignments on the wire. What tells who somebody is stands empty for readers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from service.allocation.people import Assignment, Occupant, OrgUnit, OrgUnitKind, Post, Purpose, UnitRank
from service.roles import Role, sees_people
from service.schemas.common import Schema
from service.store.people_records import RosterRecord
from service.usecases.import_roster import RosterImport
from service.usecases.roster_difference import Kind as RosterChange

MOST_LINES = 500
Key = Field(min_length=1, max_length=200)


class RosterOut(Schema):
    """One version of the roster."""

    version: int = Field(examples=[3])
    kind: Literal["file", "change"] = Field(description="an imported file, or one change recorded by hand")
    file: str | None = Field(description="null for readers", examples=["roster-2026.xlsx"])
    sha256: str
    size_bytes: int
    imported_at: datetime
    applies_from: date | None = Field(description="earlier days are asked of the version before; null: all days")
    summary: dict[str, Any] = Field(description="what it changed, in numbers")


class RosterList(Schema):
    """Versions of the roster, newest first."""

    items: list[RosterOut]
    next: str | None


class RosterLine(Schema):
    """One change of a new roster; `subject` is a person's name or a body's."""

    kind: RosterChange
    id: str
    subject: str
    before: str = Field(description="room or post before", examples=["301"])
    after: str


class NoteOut(Schema):
    """Something that was not read."""

    text_zh: str
    text_en: str


class RosterImportOut(Schema):
    """What a roster file came to."""

    dry_run: bool = Field(description="true: nothing was stored")
    roster: RosterOut | None = Field(description="the version it made; null for a dry run")
    applies_from: date | None
    counts: dict[RosterChange, int] = Field(examples=[{"new": 12, "moved": 3, "left": 1}])
    unchanged: int = Field(description="people who stay as they were")
    lines: list[RosterLine] = Field(description="the first of the changes; `counts` has them all")
    notes: list[NoteOut] = Field(description="sheets and columns that were not read")


class StaffingOut(Schema):
    """Approved posts of one level (编制)."""

    level: str = Field(examples=["正科级"])
    count: int = Field(examples=[4])


class OrgUnitOut(Schema):
    """A body that people belong to."""

    id: str = Field(examples=["czj"])
    name: str = Field(examples=["财政局"])
    kind: OrgUnitKind
    organ_level: str = Field(examples=["county"])
    rank: UnitRank
    approved_staffing: list[StaffingOut]
    staff: int = Field(description="approved head count over all levels", examples=[42])
    parent_id: str


class OrgUnitList(Schema):
    """Org units of the roster."""

    items: list[OrgUnitOut]
    next: str | None
    roster_version: int


class PostOut(Schema):
    """A post held in an org unit; the range of days is closed."""

    org_unit_id: str
    level: str = Field(description="as the roster writes it", examples=["正科级"])
    title: str = Field(examples=["局长"])
    main: bool
    starts: date | None
    ends: date | None


class OccupantOut(Schema):
    """A person. For readers everything but the org unit is empty."""

    id: str | None = Field(examples=["p0017"])
    name: str | None = Field(examples=["〔示例〕"])
    number: str | None
    org_unit_id: str | None = Field(description="of the main post on the day asked for")
    posts: list[PostOut]
    retired_on: date | None
    left_on: date | None
    lent_to: str | None
    lent_from: date | None
    lent_until: date | None


class OccupantList(Schema):
    """Occupants of the roster."""

    items: list[OccupantOut]
    next: str | None
    roster_version: int
    as_of: date


class AssignmentOut(Schema):
    """Who uses which room; the range of days is closed. `occupant_id` is null for readers and for whole org units."""

    id: str
    space_id: str
    occupant_id: str | None
    org_unit_id: str | None
    share: float | None = Field(description="part of the room, 0 to 1; null where nobody stated it")
    purpose: Purpose
    starts: date | None
    ends: date | None
    approval: str | None = Field(description="number of the document that allows what is otherwise forbidden")


class AssignmentList(Schema):
    """Assignments in force on the day asked for."""

    items: list[AssignmentOut]
    next: str | None
    roster_version: int
    as_of: date


class PostIn(Schema):
    """A post to be held."""

    org_unit_id: str = Key
    level: str = Field(max_length=80)
    title: str = Field("", max_length=80)
    main: bool = True
    starts: date | None = None
    ends: date | None = None


class OccupantIn(Schema):
    """A new occupant."""

    id: str = Key
    name: str = Field(min_length=1, max_length=80)
    number: str = Field("", max_length=80)
    posts: list[PostIn] = Field(default=[], max_length=20)


class OccupantChange(Schema):
    """What changes about an occupant; what is not named stays."""

    main_post: PostIn | None = Field(
        None, description="takes the place of the main post on its `starts`, today where it names none"
    )
    retired_on: date | None = None
    left_on: date | None = None
    lent_to: str | None = Field(None, max_length=200)
    lent_from: date | None = None
    lent_until: date | None = None


class AssignmentIn(Schema):
    """A room given to an occupant or, without one, to an org unit as a whole."""

    space_id: str = Field(min_length=1, max_length=250)
    occupant_id: str = Field("", max_length=200)
    org_unit_id: str = Field("", max_length=200)
    share: float | None = Field(None, gt=0, le=1)
    purpose: Purpose = "office"
    starts: date | None = None
    ends: date | None = None
    approval: str = Field("", max_length=200)


class AssignmentChange(Schema):
    """What changes about an assignment; what is not named stays."""

    space_id: str | None = Field(
        None, min_length=1, max_length=250, description="moves to this room on `on`; the old one ends the day before"
    )
    on: date | None = Field(None, description="day of the move, today where it is not named")
    ends: date | None = Field(None, description="last day of the use")
    share: float | None = Field(None, gt=0, le=1)
    purpose: Purpose | None = None
    approval: str | None = Field(None, max_length=200)


def roster_out(record: RosterRecord, role: Role) -> RosterOut:
    """Return one version; file names can name people."""
    return RosterOut(
        version=record.version,
        kind=record.kind,
        file=record.file if sees_people(role) else None,
        sha256=record.sha256,
        size_bytes=record.size_bytes,
        imported_at=record.imported_at,
        applies_from=record.applies_from,
        summary=record.summary,
    )


def roster_import_out(made: RosterImport, role: Role) -> RosterImportOut:
    """Return what a roster file came to."""
    return RosterImportOut(
        dry_run=made.record is None,
        roster=roster_out(made.record, role) if made.record else None,
        applies_from=made.applies_from,
        counts=dict(made.difference.counts),
        unchanged=made.difference.unchanged,
        lines=[
            RosterLine(kind=one.kind, id=one.id, subject=one.subject, before=one.before, after=one.after)
            for one in made.difference.lines[:MOST_LINES]
        ],
        notes=[NoteOut(text_zh=note.zh, text_en=note.en) for note in made.notes],
    )


def org_unit_out(unit: OrgUnit) -> OrgUnitOut:
    """Return an org unit; what is approved for a body tells nothing about a person."""
    return OrgUnitOut(
        id=unit.id,
        name=unit.name,
        kind=unit.kind,
        organ_level=unit.organ_level,
        rank=unit.rank,
        approved_staffing=[StaffingOut(level=level, count=count) for level, count in unit.approved_staffing],
        staff=unit.staff,
        parent_id=unit.parent_id,
    )


def occupant_out(occupant: Occupant, day: date, role: Role) -> OccupantOut:
    """Return an occupant; readers learn the org unit only."""
    main = occupant.main_post_on(day)
    shown = sees_people(role)
    return OccupantOut(
        id=occupant.id if shown else None,
        name=occupant.name if shown else None,
        number=(occupant.number or None) if shown else None,
        org_unit_id=main.org_unit_id if main else None,
        posts=[_post_out(post) for post in occupant.posts] if shown else [],
        retired_on=occupant.retired_on if shown else None,
        left_on=occupant.left_on if shown else None,
        lent_to=(occupant.lent_to or None) if shown else None,
        lent_from=occupant.lent_from if shown else None,
        lent_until=occupant.lent_until if shown else None,
    )


def assignment_out(id_: str, assignment: Assignment, role: Role) -> AssignmentOut:
    """Return an assignment; readers do not learn whose it is."""
    return AssignmentOut(
        id=id_,
        space_id=assignment.space_id,
        occupant_id=(assignment.occupant_id or None) if sees_people(role) else None,
        org_unit_id=assignment.org_unit_id or None,
        share=assignment.share,
        purpose=assignment.purpose,
        starts=assignment.starts,
        ends=assignment.ends,
        approval=assignment.approval or None,
    )


def _post_out(post: Post) -> PostOut:
    return PostOut(
        org_unit_id=post.org_unit_id,
        level=post.level,
        title=post.title,
        main=post.main,
        starts=post.starts,
        ends=post.ends,
    )
