"""Open-plan layouts: what was asked and, once it is found, the answer, which never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from service.store.cursors import from_cursor, to_cursor
from service.store.records import Json, Page, Problem
from service.store.scenario_tables import LayoutSpaceTable as Rooms
from service.store.scenario_tables import LayoutTable as Layouts

LayoutStatus = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class LayoutRecord:
    """One layout without its drawing: ``request`` is what was asked, ``expected_s`` about how long it takes."""

    id: str
    status: LayoutStatus
    building_id: str
    storey_id: str
    storey: str
    revision: int
    revision_key: int
    request: Json
    expected_s: float
    version: str
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    count: int | None = None
    bound: int | None = None
    problem: Json | None = None

    @property
    def space_ids(self) -> tuple[str, ...]:
        """Return the rooms it joins."""
        return tuple(self.request["spaces"])


_COLUMNS = tuple(getattr(Layouts, name) for name in LayoutRecord.__slots__)


def add(session: Session, record: LayoutRecord, *, identity: str) -> None:
    """Store a layout that has not begun."""
    session.execute(insert(Layouts), [{"identity": identity, **asdict(record)}])
    session.execute(insert(Rooms), [{"layout_id": record.id, "space_id": one} for one in record.space_ids])


def get(session: Session, layout_id: str) -> LayoutRecord | None:
    """Return one layout."""
    row = session.execute(select(*_COLUMNS).where(Layouts.id == layout_id)).first()
    return LayoutRecord(*row) if row else None


def find(session: Session, *, identity: str) -> LayoutRecord | None:
    """Return the layout of the same request, if there was one."""
    row = session.execute(select(*_COLUMNS).where(Layouts.identity == identity)).first()
    return LayoutRecord(*row) if row else None


def document(session: Session, layout_id: str) -> bytes | None:
    """Return the answer as JSON, None until it is there."""
    return session.scalar(select(Layouts.document).where(Layouts.id == layout_id))


def page(
    session: Session, *, space_ids: Sequence[str], storey_id: str | None, cursor: str | None, limit: int
) -> Page[LayoutRecord]:
    """Return layouts that hold all of some rooms, newest first."""
    query = select(Layouts.position, *_COLUMNS).order_by(Layouts.position.desc()).limit(limit + 1)
    for space_id in space_ids:
        query = query.where(Layouts.id.in_(select(Rooms.layout_id).where(Rooms.space_id == space_id)))
    if storey_id is not None:
        query = query.where(Layouts.storey_id == storey_id)
    if cursor is not None:
        query = query.where(Layouts.position < from_cursor(cursor))
    rows = session.execute(query).all()
    more = to_cursor(rows[limit - 1][0]) if len(rows) > limit else None
    return Page(tuple(LayoutRecord(*row[1:]) for row in rows[:limit]), more)


def change(session: Session, layout_id: str, **values: Any) -> None:
    """Change columns of one layout that has no answer yet."""
    problem = values.get("problem")
    if isinstance(problem, Problem):
        values["problem"] = asdict(problem)
    session.execute(update(Layouts).where(Layouts.id == layout_id, Layouts.status != "done").values(**values))
