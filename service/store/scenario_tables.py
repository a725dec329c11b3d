"""The tables about layouts and scenarios, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
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
