"""The tables of the store, the same on SQLite and PostgreSQL. ``migrations`` makes them; a test compares both.

``revisions.key`` is the version of a building that all its storeys, spaces, statements and plan elements hang on: a new
import adds rows under a new key and never touches the old ones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment, always in UTC (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables."""


class ImportTable(Base):
    """Files given to the service."""

    __tablename__ = "imports"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    identity: Mapped[str] = mapped_column(
        String(200), unique=True
    )  # bytes + options: the same again is the same import
    status: Mapped[str] = mapped_column(String(16))
    progress: Mapped[float] = mapped_column(Float)
    step: Mapped[str] = mapped_column(String(16))
    file: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    ignore_spaces: Mapped[bool]
    target_building_id: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    building_ids: Mapped[list[str]] = mapped_column(JSON)
    revision: Mapped[int | None]
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    options: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class JobTable(Base):
    """Work that has to happen even if a worker dies: held by a lease that its worker renews."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(16), index=True)  # waiting | leased | finished
    attempts: Mapped[int] = mapped_column(Integer)
    lease_owner: Mapped[str | None] = mapped_column(String(200))
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)  # not before; at once without it


class BuildingTable(Base):
    """Buildings, each with its newest revision."""

    __tablename__ = "buildings"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    global_id: Mapped[str] = mapped_column(String(200), index=True)
    current_revision: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class RevisionTable(Base):
    """States of a building over time."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("building_id", "revision"),)

    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    building_id: Mapped[str] = mapped_column(ForeignKey("buildings.id"))
    revision: Mapped[int] = mapped_column(Integer)
    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id"))
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
    file: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    site_id: Mapped[str | None] = mapped_column(String(40))
    frame: Mapped[dict[str, Any]] = mapped_column(JSON)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class StoreyTable(Base):
    """Storeys of a revision, lowest first."""

    __tablename__ = "storeys"

    revision_key: Mapped[int] = mapped_column(ForeignKey("revisions.key"), primary_key=True)
    storey_id: Mapped[str] = mapped_column(String(250), primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer)
    global_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    elevation_m: Mapped[float] = mapped_column(Float)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)


class SpaceTable(Base):
    """Spaces of a revision."""

    __tablename__ = "spaces"
    __table_args__ = (Index("ix_spaces_storey", "revision_key", "storey_id"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    revision_key: Mapped[int] = mapped_column(ForeignKey("revisions.key"))
    space_id: Mapped[str] = mapped_column(String(250), index=True)
    storey_id: Mapped[str] = mapped_column(String(250))
    global_id: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    search: Mapped[str] = mapped_column(Text)  # number and name, case folded
    use: Mapped[str] = mapped_column(String(32))
    origin: Mapped[str] = mapped_column(String(32))
    import_id: Mapped[str | None] = mapped_column(ForeignKey("imports.id"))  # None: the import of the revision
    outline: Mapped[bytes] = mapped_column(LargeBinary)
    label_x: Mapped[float] = mapped_column(Float)
    label_y: Mapped[float] = mapped_column(Float)
    floor_z_m: Mapped[float | None] = mapped_column(Float)
    height_m: Mapped[float | None] = mapped_column(Float)
    declared: Mapped[list[Any]] = mapped_column(JSON)
    findings: Mapped[list[Any]] = mapped_column(JSON)
    worst_outcome: Mapped[str | None] = mapped_column(String(16))
    access: Mapped[str] = mapped_column(String(16), server_default="unknown")
    only_through: Mapped[str] = mapped_column(String(200), server_default="")  # global id of a room of the storey


class StatementTable(Base):
    """Area statements: one per space and basis."""

    __tablename__ = "area_statements"

    space_position: Mapped[int] = mapped_column(ForeignKey("spaces.position"), primary_key=True, autoincrement=False)
    basis: Mapped[str] = mapped_column(String(40), primary_key=True)
    gross_area_m2: Mapped[float] = mapped_column(Float)
    net_area_m2: Mapped[float] = mapped_column(Float)
    standard_uncertainty_m2: Mapped[float | None] = mapped_column(Float)
    limited_use_area_m2: Mapped[float | None] = mapped_column(Float)
    deductions: Mapped[list[Any]] = mapped_column(JSON)
    missing: Mapped[list[Any]] = mapped_column(JSON)
    notes: Mapped[list[Any]] = mapped_column(JSON)
    boundary: Mapped[bytes | None] = mapped_column(LargeBinary)
    rules_sha256: Mapped[str] = mapped_column(String(64), server_default="")


class ElementTable(Base):
    """What is drawn on the plan of a storey."""

    __tablename__ = "plan_elements"
    __table_args__ = (Index("ix_plan_elements_storey", "revision_key", "storey_id"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    revision_key: Mapped[int] = mapped_column(ForeignKey("revisions.key"))
    storey_id: Mapped[str] = mapped_column(String(250))
    global_id: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(Text)
    footprint: Mapped[bytes] = mapped_column(LargeBinary)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
