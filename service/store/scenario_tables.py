"""The tables about layouts and scenarios, the same on SQLite and PostgreSQL.

A scenario is written once: its inputs when it is asked for, its result when it ends. After that triggers refuse every
change (``scenario_triggers``). The rooms and people it was worked out from are kept once per content.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables import Base, UtcTime


class LayoutTable(Base):
    """Open-plan layouts: what was asked, and the answer, which is written once."""

    __tablename__ = "layouts"
    __table_args__ = (Index("ix_layouts_storey", "storey_id", "position"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    identity: Mapped[str] = mapped_column(String(64), unique=True)  # hash of what was asked of which revision
    status: Mapped[str] = mapped_column(String(16))  # queued | running | done | failed
    building_id: Mapped[str] = mapped_column(String(40))
    storey_id: Mapped[str] = mapped_column(String(250))
    storey: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    revision_key: Mapped[int] = mapped_column(ForeignKey("revisions.key"))
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    expected_s: Mapped[float] = mapped_column(Float)
    version: Mapped[str] = mapped_column(String(40))  # of Yijian, which may lay out better one day
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    count: Mapped[int | None] = mapped_column(Integer)
    bound: Mapped[int | None] = mapped_column(Integer)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    document: Mapped[bytes | None] = mapped_column(LargeBinary)  # JSON: what ``usecases.layout_json`` says


class LayoutSpaceTable(Base):
    """The rooms of a layout, to find it by any of them."""

    __tablename__ = "layout_spaces"

    layout_id: Mapped[str] = mapped_column(ForeignKey("layouts.id"), primary_key=True)
    space_id: Mapped[str] = mapped_column(String(250), primary_key=True, index=True)


class ScenarioCaseTable(Base):
    """Rooms, people and org units of one baseline as JSON, under the hash of it."""

    __tablename__ = "scenario_cases"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ScenarioTable(Base):
    """Scenarios as asked for and as worked out."""

    __tablename__ = "scenarios"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(Text)
    strategy: Mapped[str] = mapped_column(String(24))
    building_ids: Mapped[list[str]] = mapped_column(JSON)
    revisions: Mapped[dict[str, int]] = mapped_column(JSON)  # building id -> revision number
    roster_version: Mapped[int] = mapped_column(Integer)
    policy: Mapped[str] = mapped_column(String(120))
    as_of: Mapped[date] = mapped_column(Date)
    case_sha256: Mapped[str] = mapped_column(ForeignKey("scenario_cases.sha256"))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    rates: Mapped[dict[str, Any]] = mapped_column(JSON)
    edits: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    seed: Mapped[int] = mapped_column(Integer)
    time_limit_s: Mapped[float] = mapped_column(Float)
    base_id: Mapped[str | None] = mapped_column(String(40))
    repeat_of: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    status: Mapped[str] = mapped_column(String(16))  # queued | running | done | failed | cancelled
    progress: Mapped[float] = mapped_column(Float)
    step: Mapped[str] = mapped_column(String(24))
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    feasible: Mapped[bool | None] = mapped_column(Boolean)
    metrics: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
