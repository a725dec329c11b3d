"""The tables about people, findings, cases and inspections, the same on SQLite and PostgreSQL.

Rosters are versions of one body of rows: a row says in which version it came (``since``) and with which it went
(``until``, exclusive). A new version adds and ends rows and changes none, so every old version stays readable.
``fields`` holds the record of ``service.allocation.people`` as JSON.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.store.tables import Base, UtcTime


class RosterTable(Base):
    """Versions of the roster: an imported file, or one change recorded by hand."""

    __tablename__ = "rosters"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))  # file | change
    file: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
    applies_from: Mapped[date | None] = mapped_column(Date)  # earlier days are asked of the version before
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)


class RosterRowTable(Base):
    """Org units, occupants (personal data), assignments and rooms of the roster; ``id`` is unique within a kind."""

    __tablename__ = "roster_rows"
    __table_args__ = (Index("ix_roster_rows_id", "kind", "id"), Index("ix_roster_rows_since", "since"))

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))  # org-unit | occupant | assignment | room
    id: Mapped[str] = mapped_column(String(200))
    since: Mapped[int] = mapped_column(ForeignKey("rosters.version"))
    until: Mapped[int | None] = mapped_column(ForeignKey("rosters.version"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)


class EvaluationTable(Base):
    """Findings of one policy on one day, as of the inputs named here; brought up to date when those change."""

    __tablename__ = "evaluations"
    __table_args__ = (UniqueConstraint("policy", "as_of"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    policy: Mapped[str] = mapped_column(String(120))
    as_of: Mapped[date] = mapped_column(Date)
    roster_version: Mapped[int] = mapped_column(Integer)
    revisions: Mapped[dict[str, int]] = mapped_column(JSON)  # building id -> revision key
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime] = mapped_column(UtcTime)


class FindingTable(Base):
    """Findings of an evaluation."""

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("evaluation", "id"),
        Index("ix_findings_filter", "evaluation", "code", "outcome"),
    )

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    evaluation: Mapped[int] = mapped_column(ForeignKey("evaluations.position", ondelete="CASCADE"))
    id: Mapped[str] = mapped_column(String(40), index=True)
    code: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(16))
    weight: Mapped[int] = mapped_column(Integer)  # the gravest first
    org_unit_id: Mapped[str] = mapped_column(String(200))
    search: Mapped[str] = mapped_column(Text)  # numbers and names of its rooms and its unit, case folded
    excess_m2: Mapped[float | None] = mapped_column(Float)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)


class FindingSpaceTable(Base):
    """The rooms a finding is about, the office first."""

    __tablename__ = "finding_spaces"
    __table_args__ = (Index("ix_finding_spaces_space", "space_id"),)

    finding: Mapped[int] = mapped_column(ForeignKey("findings.position", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    space_id: Mapped[str] = mapped_column(String(250))
    storey_id: Mapped[str] = mapped_column(String(250))
    building_id: Mapped[str] = mapped_column(String(40))


class JournalTable(Base):
    """What happened to cases and inspections: only ever added to, each row hashed with the one before."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_subject", "subject", "number"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    subject: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(16))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class CaseTable(Base):
    """Rectification cases as they stand; how they came there is in the journal."""

    __tablename__ = "cases"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    finding_id: Mapped[str] = mapped_column(String(40), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    way: Mapped[str | None] = mapped_column(String(16))
    owner: Mapped[str | None] = mapped_column(Text)
    deadline: Mapped[date | None] = mapped_column(Date)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_on: Mapped[date] = mapped_column(Date)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    org_unit_id: Mapped[str] = mapped_column(String(200))
    building_id: Mapped[str | None] = mapped_column(String(40))
    storey_id: Mapped[str | None] = mapped_column(String(250))
    space_id: Mapped[str | None] = mapped_column(String(250))
    finding: Mapped[dict[str, Any]] = mapped_column(JSON)  # as it stood when the case was opened


class InspectionTable(Base):
    """Rounds through a building or an org unit's rooms."""

    __tablename__ = "inspections"

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(Text)
    building_id: Mapped[str | None] = mapped_column(String(40))
    org_unit_id: Mapped[str | None] = mapped_column(String(200))
    as_of: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16))  # open | finished
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class InspectionItemTable(Base):
    """One room of a round: what ledger and system say, and what was found on the spot."""

    __tablename__ = "inspection_items"

    inspection: Mapped[int] = mapped_column(ForeignKey("inspections.position"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    space_id: Mapped[str] = mapped_column(String(250))
    expected: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[str | None] = mapped_column(String(16))  # ok | differs | no-access
    measured_area_m2: Mapped[float | None] = mapped_column(Float)
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcTime)


class EvidenceTable(Base):
    """Photos and documents about a case or a room of an inspection; the bytes lie in the file store."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_subject", "subject"),)

    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    subject: Mapped[str] = mapped_column(String(80))
    file: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime] = mapped_column(UtcTime)
