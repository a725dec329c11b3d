"""Layouts as they stand: one with its answer, and lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from geometry.finding import Text
from service.errors import ConflictError, NotFoundError
from service.store import layouts
from service.store.database import Database
from service.store.layouts import LayoutRecord
from service.store.records import Page

NOT_FOUND = Text("没有编号为“{id}”的布置方案。", "There is no layout with the id “{id}”.")
NOT_DONE = Text(
    "布置方案 {id} 还没有结果(状态:{status});完成后再下载。",
    "Layout {id} has no result yet (it is {status}); download it when it is done.",
)
NOT_LEGAL = Text(
    "布置方案 {id} 没有通过独立检查,不能下载;请少要几个人、换小一号的工位,或再合并一间。",
    "Layout {id} does not pass the independent check and is not given out; ask for fewer people or a smaller module, "
    "or join one more room.",
)
NEARLY: Final = 0.97  # what is left to say until it is done


@dataclass(frozen=True, slots=True)
class LayoutView:
    """A layout and its answer as JSON values, None until it is there."""

    record: LayoutRecord
    document: dict[str, Any] | None


def get_layout(database: Database, layout_id: str) -> LayoutView:
    """Return one layout; raises ``layout-not-found``."""
    with database.read() as session:
        record = layouts.get(session, layout_id)
        kept = layouts.document(session, layout_id) if record and record.status == "done" else None
    if record is None:
        raise NotFoundError("layout-not-found", NOT_FOUND.format(id=layout_id[:80]))
    return LayoutView(record, None if kept is None else orjson.loads(kept))


def get_finished(database: Database, layout_id: str) -> tuple[LayoutRecord, dict[str, Any]]:
    """Return a layout that has an answer and is legal; raises ``layout-not-finished`` or ``layout-not-legal``."""
    view = get_layout(database, layout_id)
    if view.document is None:
        raise ConflictError("layout-not-finished", NOT_DONE.format(id=layout_id, status=view.record.status))
    if not view.document["legal"]:
        raise ConflictError("layout-not-legal", NOT_LEGAL.format(id=layout_id))
    return view.record, view.document


def list_layouts(
    database: Database, *, space_ids: list[str], storey_id: str | None, cursor: str | None, limit: int
) -> Page[LayoutRecord]:
    """Return layouts that hold all of ``space_ids``, newest first."""
    with database.read() as session:
        return layouts.page(session, space_ids=space_ids, storey_id=storey_id, cursor=cursor, limit=limit)


def progress_of(record: LayoutRecord) -> float:
    """Return how far a layout is, from 0 to 1: the search has a time limit, so the time that passed says it."""
    if record.status in ("done", "failed"):
        return 1.0
    if record.started_at is None:
        return 0.0
    passed_s = (datetime.now(UTC) - record.started_at).total_seconds()
    return round(min(NEARLY, max(0.0, passed_s / record.expected_s)), 3)
