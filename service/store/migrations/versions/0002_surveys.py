"""Sources of a room and which of them counts; what a client says about a file beside its bytes.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("options", sa.JSON(), nullable=True))

    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.String(length=40), nullable=True))
        batch_op.create_foreign_key("fk_spaces_import", "imports", ["import_id"], ["id"])

    op.create_table(
        "room_sources",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("building_id", sa.String(length=40), nullable=False),
        sa.Column("space_id", sa.String(length=250), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("storey", sa.Text(), nullable=False),
        sa.Column("import_id", sa.String(length=40), nullable=False),
        sa.Column("first_revision", sa.Integer(), nullable=False),
        sa.Column("last_revision", sa.Integer(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("space", sa.JSON(), nullable=False),
        sa.Column("placing", sa.JSON(), nullable=True),
        sa.Column("survey", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"]),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"]),
        sa.PrimaryKeyConstraint("position"),
    )
    with op.batch_alter_table("room_sources", schema=None) as batch_op:
        batch_op.create_index("ix_room_sources_space", ["building_id", "space_id"], unique=False)

    op.create_table(
        "room_authorities",
        sa.Column("revision_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space_id", sa.String(length=250), nullable=False),
        sa.Column("source_position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("reason_zh", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_key"], ["revisions.key"]),
        sa.ForeignKeyConstraint(["source_position"], ["room_sources.position"]),
        sa.PrimaryKeyConstraint("revision_key", "space_id"),
    )


def downgrade() -> None:
    """Bring the schema back to the revision before."""
    op.drop_table("room_authorities")
    with op.batch_alter_table("room_sources", schema=None) as batch_op:
        batch_op.drop_index("ix_room_sources_space")

    op.drop_table("room_sources")
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.drop_constraint("fk_spaces_import", type_="foreignkey")
        batch_op.drop_column("import_id")

    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_column("options")
