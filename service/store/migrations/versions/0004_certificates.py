"""Tables of certificates, their status, history, batches and webhooks; jobs that wait until a time.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from service.store.certificate_triggers import TRIGGERS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("area_statements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("boundary", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("rules_sha256", sa.String(length=64), server_default="", nullable=False))
    op.create_table(
        "certificate_batches",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renew", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "certificate_history",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("certificate", sa.String(length=40), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("successor", sa.String(length=40), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_index(op.f("ix_certificate_history_certificate"), "certificate_history", ["certificate"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("space_id", sa.String(length=250), nullable=False),
        sa.Column("building_id", sa.String(length=40), nullable=False),
        sa.Column("storey_id", sa.String(length=250), nullable=False),
        sa.Column("building", sa.Text(), nullable=False),
        sa.Column("storey", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("net_area_m2", sa.Float(), nullable=False),
        sa.Column("gross_area_m2", sa.Float(), nullable=False),
        sa.Column("standard_uncertainty_m2", sa.Float(), nullable=True),
        sa.Column("tolerance_m2", sa.Float(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("successor_revision", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_certificates_area", "certificates", ["net_area_m2"], unique=False)
    op.create_index("ix_certificates_building", "certificates", ["building_id", "position"], unique=False)
    op.create_index("ix_certificates_issued", "certificates", ["issued_at", "position"], unique=False)
    op.create_index("ix_certificates_number", "certificates", ["number", "position"], unique=False)
    op.create_index(op.f("ix_certificates_space_id"), "certificates", ["space_id"], unique=False)
    op.create_index(
        "ix_certificates_ended",
        "certificates",
        ["status", "position"],
        unique=False,
        sqlite_where=sa.text("status <> 'valid'"),
        postgresql_where=sa.text("status <> 'valid'"),
    )
    op.create_index(
        "ux_certificates_valid",
        "certificates",
        ["space_id", "basis"],
        unique=True,
        sqlite_where=sa.text("status = 'valid'"),
        postgresql_where=sa.text("status = 'valid'"),
    )
    op.create_table(
        "signing_keys",
        sa.Column("kid", sa.String(length=80), nullable=False),
        sa.Column("public_jwk", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kid"),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("webhook_id", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("certificate_id", sa.String(length=40), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_status", sa.Integer(), nullable=True),
        sa.Column("last_error_zh", sa.Text(), nullable=True),
        sa.Column("last_error_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_webhook_deliveries_due", "webhook_deliveries", ["webhook_id", "state", "due_at"], unique=False)
    op.create_table(
        "webhooks",
        sa.Column("position", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "certificate_batch_items",
        sa.Column("batch_id", sa.String(length=40), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("space_id", sa.String(length=250), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("certificate_id", sa.String(length=40), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("reason_zh", sa.Text(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["certificate_batches.id"],
        ),
        sa.PrimaryKeyConstraint("batch_id", "ordinal"),
    )
    op.create_table(
        "certificate_documents",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("protected", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"],
            ["certificates.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Bring the schema back to the revision before."""
    op.drop_table("certificate_documents")
    op.drop_table("certificate_batch_items")
    op.drop_table("webhooks")
    op.drop_index("ix_webhook_deliveries_due", table_name="webhook_deliveries")
    op.drop_table("webhook_deliveries")
    op.drop_table("signing_keys")
    op.drop_index(
        "ux_certificates_valid",
        table_name="certificates",
        sqlite_where=sa.text("status = 'valid'"),
        postgresql_where=sa.text("status = 'valid'"),
    )
    op.drop_index("ix_certificates_ended", table_name="certificates")
    op.drop_index(op.f("ix_certificates_space_id"), table_name="certificates")
    op.drop_index("ix_certificates_number", table_name="certificates")
    op.drop_index("ix_certificates_issued", table_name="certificates")
    op.drop_index("ix_certificates_building", table_name="certificates")
    op.drop_index("ix_certificates_area", table_name="certificates")
    op.drop_table("certificates")
    op.drop_index(op.f("ix_certificate_history_certificate"), table_name="certificate_history")
    op.drop_table("certificate_history")
    op.drop_table("certificate_batches")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION yijian_refuse()")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_column("due_at")
