"""Changes to the roster one at a time: each makes a new version that says what it touched, without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from geometry.finding import Text
from service.allocation.people import OFFICE_PURPOSES, Assignment, Occupant, Post, Roster
from service.errors import (
    ConflictError,
    InvalidRequestError,
    assignment_not_found,
    occupant_not_found,
    org_unit_not_found,
    space_not_found,
)
from service.store import rosters, spaces
from service.store.people_records import RosterRecord, RosterRow, RowKind
from service.usecases.days import today
from service.usecases.roster_rows import RosterShelf, StoredRoster, new_assignment_id, row_of

NO_HASH = "0" * 64  # a change by hand comes from no file
OCCUPANT_EXISTS = Text(
    "名册中已有编号为“{id}”的使用人;请换一个编号,或修改已有的使用人。",
    "The roster already has an occupant “{id}”: choose another id, or change the one there is.",
)
NO_ROSTER = Text("还没有导入名册;请先导入。", "There is no roster yet; import one first.")
ENDS_BEFORE = Text(
    "结束日 {ends} 早于开始日 {starts}。",
    "The last day {ends} lies before the first one {starts}.",
)
NOBODY_NAMED = Text(
    "请说明房间分配给谁:occupant_id 或 org_unit_id。",
    "Say whose room it is to be: occupant_id or org_unit_id.",
)


@dataclass(frozen=True, slots=True)
class Change:
    """The rows of the roster that go and those that come, with whom and what they touch."""

    gone: tuple[tuple[RowKind, str], ...]
    new: tuple[RosterRow, ...]
    occupants: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()


def add_occupant(shelf: RosterShelf, occupant: Occupant) -> RosterRecord:
    """Add a person; raises ``occupant-exists`` or ``org-unit-not-found``."""

    def change(before: StoredRoster, _: Session) -> Change:
        if occupant.id in before.roster.occupant:
            raise ConflictError("occupant-exists", OCCUPANT_EXISTS.format(id=occupant.id[:80]))
        _check_posts(before.roster, occupant.posts)
        return Change((), (row_of("occupant", occupant.id, occupant),), (occupant.id,))

    return _record(shelf, change)


def change_occupant(
    shelf: RosterShelf, occupant_id: str, changes: dict[str, Any], *, main_post: Post | None
) -> RosterRecord:
    """Change what is known about a person; ``main_post`` takes the place of the main post from its first day on.

    After a transfer to another body the offices of the person stay those of the post that ended: their clocks run.
    """

    def change(before: StoredRoster, _: Session) -> Change:
        occupant = before.roster.occupant.get(occupant_id)
        if occupant is None:
            raise occupant_not_found(occupant_id)
        after = replace(occupant, **changes)
        if main_post is not None:
            _check_posts(before.roster, (main_post,))
            after = replace(after, posts=_with_main_post(after.posts, main_post))
        rooms = _rooms_of(before, occupant_id)
        if after == occupant:
            return Change((), (), (occupant_id,), rooms)
        rows = [row_of("occupant", occupant_id, after)]
        if main_post is not None:
            rows += _kept_for_old_post(before, occupant, main_post)
        return Change(tuple((row.kind, row.id) for row in rows), tuple(rows), (occupant_id,), rooms)

    return _record(shelf, change)


def add_assignment(shelf: RosterShelf, assignment: Assignment) -> RosterRecord:
    """Give a room to somebody; raises where room, occupant or org unit do not exist."""

    def change(before: StoredRoster, session: Session) -> Change:
        _check_assignment(before.roster, assignment, session)
        return Change((), (_given(assignment),), _people(assignment), (assignment.space_id,))

    return _record(shelf, change)


def change_assignment(
    shelf: RosterShelf, assignment_id: str, changes: dict[str, Any], *, moves_to: str | None, on: date | None
) -> RosterRecord:
    """Change a use of a room, or end it the day before ``on`` and begin it in the room ``moves_to``."""

    def change(before: StoredRoster, session: Session) -> Change:
        old = before.assignment.get(assignment_id)
        if old is None:
            raise assignment_not_found(assignment_id)
        kept = replace(old, **changes)
        if moves_to is None:
            after = [kept]
        else:
            day = on or today()
            moved = replace(kept, space_id=moves_to, starts=day)
            # A use that begins on the day of the move or later never was in the old room.
            stayed = old.starts is None or old.starts < day
            after = [replace(old, ends=day - timedelta(days=1)), moved] if stayed else [moved]
        for one in after:
            _check_assignment(before.roster, one, session)
        touched = tuple({old.space_id, *(one.space_id for one in after)})
        if after == [old]:
            return Change((), (), _people(old), touched)
        return Change((("assignment", assignment_id),), tuple(map(_given, after)), _people(old), touched)

    return _record(shelf, change)


def _record(shelf: RosterShelf, change: Callable[[StoredRoster, Session], Change]) -> RosterRecord:
    with shelf.database.write() as session:
        last = rosters.newest(session)
        if last is None:
            raise ConflictError("no-roster", NO_ROSTER)
        before = shelf.version(last.version)
        made = change(before, session)
        record = RosterRecord(
            version=0,
            kind="change",
            file="",
            sha256=NO_HASH,
            size_bytes=0,
            imported_at=datetime.now(UTC),
            applies_from=last.applies_from,
            summary={"occupants": len(made.occupants), "spaces": len(made.spaces)},
        )
        version = rosters.add_version(session, record, gone=made.gone, new=made.new)
    shelf.keep(before.after(version, made.gone, made.new))
    return replace(record, version=version)


def _kept_for_old_post(before: StoredRoster, occupant: Occupant, new: Post) -> list[RosterRow]:
    """Return the uses of a person that so far went with the main post, now said to be for the one that ends."""
    day = (new.starts or today()) - timedelta(days=1)
    old = occupant.main_post_on(day)
    if old is None or old.org_unit_id == new.org_unit_id:
        return []
    return [
        row_of("assignment", id_, replace(use, org_unit_id=old.org_unit_id))
        for id_, use in before.of_occupant.get(occupant.id, ())
        if not use.org_unit_id and use.purpose in OFFICE_PURPOSES and use.runs_on(day)
    ]


def _given(assignment: Assignment) -> RosterRow:
    return row_of("assignment", new_assignment_id(), assignment)


def _with_main_post(posts: tuple[Post, ...], new: Post) -> tuple[Post, ...]:
    starts = new.starts or today()
    before: list[Post] = []
    for post in posts:
        over = post.ends is not None and post.ends < starts
        if not post.main or over:
            before.append(post)
        elif post.starts is None or post.starts < starts:
            before.append(replace(post, ends=starts - timedelta(days=1)))
    return (*before, replace(new, main=True, starts=starts))


def _check_posts(roster: Roster, posts: Iterable[Post]) -> None:
    for post in posts:
        if post.org_unit_id not in roster.org_unit:
            raise org_unit_not_found(post.org_unit_id)
        _check_range(post.starts, post.ends)


def _check_assignment(roster: Roster, assignment: Assignment, session: Session) -> None:
    if not assignment.occupant_id and not assignment.org_unit_id:
        raise InvalidRequestError("invalid-request", NOBODY_NAMED)
    if assignment.occupant_id and assignment.occupant_id not in roster.occupant:
        raise occupant_not_found(assignment.occupant_id)
    if assignment.org_unit_id and assignment.org_unit_id not in roster.org_unit:
        raise org_unit_not_found(assignment.org_unit_id)
    if spaces.last_revision_with(session, assignment.space_id) is None:
        raise space_not_found(assignment.space_id)
    _check_range(assignment.starts, assignment.ends)


def _check_range(starts: date | None, ends: date | None) -> None:
    if starts is not None and ends is not None and ends < starts:
        raise InvalidRequestError("invalid-request", ENDS_BEFORE.format(starts=starts, ends=ends))


def _people(assignment: Assignment) -> tuple[str, ...]:
    return (assignment.occupant_id,) if assignment.occupant_id else ()


def _rooms_of(before: StoredRoster, occupant_id: str) -> tuple[str, ...]:
    return tuple({assignment.space_id for _, assignment in before.of_occupant.get(occupant_id, ())})
