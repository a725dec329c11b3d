"""Tables of people, assignments, findings, cases and inspections; the journal takes no change and no deletion.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER journal_no_{verb.lower()} BEFORE {verb} ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION journal_guard() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the journal is only ever added to'; END $$",
    "CREATE TRIGGER journal_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_guard()",
)


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "cases",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("finding_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("org_unit_id", sa.String(length=200), nullable=False),
        sa.Column("building_id", sa.String(length=40), nullable=True),
        sa.Column("storey_id", sa.String(length=250), nullable=True),
        sa.Column("space_id", sa.String(length=250), nullable=True),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_state"), ["state"], unique=False)

    op.create_table(
        "evaluations",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("policy", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("roster_version", sa.Integer(), nullable=False),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("policy", "as_of"),
    )
    op.create_table(
        "evidence",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_subject", ["subject"], unique=False)

    op.create_table(
        "inspections",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("building_id", sa.String(length=40), nullable=True),
        sa.Column("org_unit_id", sa.String(length=200), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_subject", ["subject", "number"], unique=False)

    op.create_table(
        "rosters",
        sa.Column("version", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    with op.batch_alter_table("rosters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rosters_sha256"), ["sha256"], unique=False)

    op.create_table(
        "findings",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("evaluation", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("org_unit_id", sa.String(length=200), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("excess_m2", sa.Float(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["evaluation"], ["evaluations.position"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("evaluation", "id"),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_filter", ["evaluation", "code", "outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_findings_id"), ["id"], unique=False)

    op.create_table(
        "inspection_items",
        sa.Column("inspection", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.String(length=250), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("measured_area_m2", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection"],
            ["inspections.position"],
        ),
        sa.PrimaryKeyConstraint("inspection", "ordinal"),
    )
    op.create_table(
        "roster_rows",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["since"],
            ["rosters.version"],
        ),
        sa.ForeignKeyConstraint(
            ["until"],
            ["rosters.version"],
        ),
        sa.PrimaryKeyConstraint("position"),
    )
    with op.batch_alter_table("roster_rows", schema=None) as batch_op:
        batch_op.create_index("ix_roster_rows_id", ["kind", "id"], unique=False)
        batch_op.create_index("ix_roster_rows_since", ["since"], unique=False)

    op.create_table(
        "finding_spaces",
        sa.Column("finding", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.String(length=250), nullable=False),
        sa.Column("storey_id", sa.String(length=250), nullable=False),
        sa.Column("building_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["findings.position"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finding", "ordinal"),
    )
    with op.batch_alter_table("finding_spaces", schema=None) as batch_op:
        batch_op.create_index("ix_finding_spaces_space", ["space_id"], unique=False)

    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("access", sa.String(length=16), server_default="unknown", nullable=False))
        batch_op.add_column(sa.Column("only_through", sa.String(length=200), server_default="", nullable=False))

    for guard in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARDS:
        op.execute(guard)


def downgrade() -> None:
    """Bring the schema back to the revision before."""
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.drop_column("only_through")
        batch_op.drop_column("access")

    with op.batch_alter_table("finding_spaces", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_spaces_space")

    op.drop_table("finding_spaces")
    with op.batch_alter_table("roster_rows", schema=None) as batch_op:
        batch_op.drop_index("ix_roster_rows_since")
        batch_op.drop_index("ix_roster_rows_id")

    op.drop_table("roster_rows")
    op.drop_table("inspection_items")
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_findings_id"))
        batch_op.drop_index("ix_findings_filter")

    op.drop_table("findings")
    with op.batch_alter_table("rosters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rosters_sha256"))

    op.drop_table("rosters")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_subject")

    op.drop_table("journal")
    op.drop_table("inspections")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_subject")

    op.drop_table("evidence")
    op.drop_table("evaluations")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_state"))
        batch_op.drop_index(batch_op.f("ix_cases_finding_id"))

    op.drop_table("cases")

    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION journal_guard()")
