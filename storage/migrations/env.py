"""Alembic's entrance: the connection is handed in by `storage.migrations`, in a transaction that is committed there."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
