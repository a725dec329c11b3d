"""Tables of the sources of a room, the same on SQLite and PostgreSQL.

A room may be known from a model, a drawing and several surveys. Each is kept as it was read, from the revision of the
building it came with; which one counts is decided anew for every revision and written down with the reason.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables import Base


class RoomSourceTable(Base):
    """What one file says about one room."""

    __tablename__ = "room_sources"
    __table_args__ = (Index("ix_room_sources_space", "building_id", "space_id"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    building_id: Mapped[str] = mapped_column(ForeignKey("buildings.id"))
    space_id: Mapped[str] = mapped_column(String(250))
    kind: Mapped[str] = mapped_column(String(16))  # model | drawing | survey
    storey: Mapped[str] = mapped_column(Text)  # its name in the file
    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id"))
    first_revision: Mapped[int] = mapped_column(Integer)
    last_revision: Mapped[int | None] = mapped_column(Integer)  # None: still says something about the room
    measured_on: Mapped[date | None] = mapped_column(Date)
    instrument: Mapped[str] = mapped_column(Text)
    space: Mapped[dict[str, Any]] = mapped_column(JSON)  # the room as read from the file
    placing: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    survey: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class RoomAuthorityTable(Base):
    """Which source counts for a room in one revision, and why."""

    __tablename__ = "room_authorities"

    revision_key: Mapped[int] = mapped_column(ForeignKey("revisions.key"), primary_key=True, autoincrement=False)
    space_id: Mapped[str] = mapped_column(String(250), primary_key=True)
    source_position: Mapped[int] = mapped_column(ForeignKey("room_sources.position"))
    rule: Mapped[str] = mapped_column(String(40))
    reason_zh: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
