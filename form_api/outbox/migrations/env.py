"""What Alembic runs: the steps in versions/, on the connection and inside the transaction that `schema` holds."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
