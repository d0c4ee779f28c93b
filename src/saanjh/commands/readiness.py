"""What must be true before a process of the site begins to work: else it ends with words, and nothing is lost."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def refuse_unless_ready(command: BaseCommand) -> None:
    """CommandError when the database cannot be reached, is behind the code, or could lose accepted rows."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        command.check(databases=[DEFAULT_DB_ALIAS])
        command.check(tags=["address"], include_deployment_checks=True)
    except DatabaseError as problem:
        raise CommandError(f"The database cannot be used: {problem}") from problem
    if missing:
        raise CommandError(
            f"The database is behind the code (migrations missing: {len(missing)}). Run first: saanjh migrate"
        )
