"""How migrations run: on the connection given, in one transaction."""

from alembic import context

from langaccess.storage.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True
)
context.run_migrations()
