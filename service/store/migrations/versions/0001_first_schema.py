"""The first schema: imports, jobs, buildings with revisions, storeys, spaces, area statements, plan elements.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "buildings",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("global_id", sa.String(length=200), nullable=False),
        sa.Column("current_revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("buildings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buildings_global_id"), ["global_id"], unique=False)

    op.create_table(
        "imports",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("identity", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("ignore_spaces", sa.Boolean(), nullable=False),
        sa.Column("target_building_id", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("building_ids", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.Column("source", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("identity"),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_sha256"), ["sha256"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=200), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_state"), ["state"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("key", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("building_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(length=40), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site_id", sa.String(length=40), nullable=True),
        sa.Column("frame", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"],
            ["buildings.id"],
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("building_id", "revision"),
    )
    op.create_table(
        "plan_elements",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("revision_key", sa.Integer(), nullable=False),
        sa.Column("storey_id", sa.String(length=250), nullable=False),
        sa.Column("global_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("footprint", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_key"],
            ["revisions.key"],
        ),
        sa.PrimaryKeyConstraint("position"),
    )
    with op.batch_alter_table("plan_elements", schema=None) as batch_op:
        batch_op.create_index("ix_plan_elements_storey", ["revision_key", "storey_id"], unique=False)

    op.create_table(
        "spaces",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("revision_key", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.String(length=250), nullable=False),
        sa.Column("storey_id", sa.String(length=250), nullable=False),
        sa.Column("global_id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("use", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("outline", sa.LargeBinary(), nullable=False),
        sa.Column("label_x", sa.Float(), nullable=False),
        sa.Column("label_y", sa.Float(), nullable=False),
        sa.Column("floor_z_m", sa.Float(), nullable=True),
        sa.Column("height_m", sa.Float(), nullable=True),
        sa.Column("declared", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("worst_outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_key"],
            ["revisions.key"],
        ),
        sa.PrimaryKeyConstraint("position"),
    )
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spaces_space_id"), ["space_id"], unique=False)
        batch_op.create_index("ix_spaces_storey", ["revision_key", "storey_id"], unique=False)

    op.create_table(
        "storeys",
        sa.Column("revision_key", sa.Integer(), nullable=False),
        sa.Column("storey_id", sa.String(length=250), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("global_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("elevation_m", sa.Float(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_key"],
            ["revisions.key"],
        ),
        sa.PrimaryKeyConstraint("revision_key", "storey_id"),
    )
    op.create_table(
        "area_statements",
        sa.Column("space_position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("gross_area_m2", sa.Float(), nullable=False),
        sa.Column("net_area_m2", sa.Float(), nullable=False),
        sa.Column("standard_uncertainty_m2", sa.Float(), nullable=True),
        sa.Column("limited_use_area_m2", sa.Float(), nullable=True),
        sa.Column("deductions", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["space_position"],
            ["spaces.position"],
        ),
        sa.PrimaryKeyConstraint("space_position", "basis"),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("area_statements")
    op.drop_table("storeys")
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.drop_index("ix_spaces_storey")
        batch_op.drop_index(batch_op.f("ix_spaces_space_id"))

    op.drop_table("spaces")
    with op.batch_alter_table("plan_elements", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_elements_storey")

    op.drop_table("plan_elements")
    op.drop_table("revisions")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_state"))

    op.drop_table("jobs")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_sha256"))

    op.drop_table("imports")
    with op.batch_alter_table("buildings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_buildings_global_id"))

    op.drop_table("buildings")
