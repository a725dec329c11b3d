"""Run by Alembic: migrates the connection that ``service.store.database`` hands over."""

from alembic import context

from service.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter columns in place
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
