"""Check the installation: settings, database, migrations, that nobody tampered with history, that search is whole."""

import sys
from typing import Any

from django.core.management.commands.check import Command as DjangoCheck
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from saanjh.ground import history, search
from saanjh.ground.models import Line, SearchEntry
from saanjh.results import queries

# What each kind of break in the chain means, in words.
BROKEN = {
    "missing": "is missing: somebody deleted it",
    "unlinked": "does not follow from the one before it: somebody put it in, or changed the order",
    "altered": "was altered after it was written",
}


class Command(DjangoCheck):
    help = __doc__

    def handle(self, *app_labels: list[str], **options: Any) -> None:
        """Django's checks (with its options) first; without an app named, the installation's own after them."""
        whole = not app_labels and not options.get("tags") and not options.get("list_tags")
        if whole and options.get("databases") is None:
            options["databases"] = [DEFAULT_DB_ALIAS]
        super().handle(*app_labels, **options)
        if whole and not all([self.migrated(), self.history_holds(), self.search_is_whole(), self.tallies_add_up()]):
            sys.exit(1)

    def migrated(self) -> bool:
        """Whether the tables are those of this version."""
        try:
            executor = MigrationExecutor(connection)
            missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as problem:
            self.stderr.write(f"The database cannot be used: {problem}")
            return False
        if missing:
            self.stderr.write(f"The database is behind the code by {len(missing)} migrations: saanjh migrate")
        return not missing

    def history_holds(self) -> bool:
        """Whether each line of history follows from the one before it."""
        try:
            first = history.broken()
            lines = Line.objects.count()
        except DatabaseError:
            return False
        if first is not None:
            self.stderr.write(f"History is broken: line {first.number} {BROKEN[first.what]}.")
            return False
        self.stdout.write(f"History holds: {lines} lines, each following from the one before it.")
        return True

    def tallies_add_up(self) -> bool:
        """Whether what is written down of each grant's verified values is what the values say. Reads all of them."""
        try:
            wrong = queries.tallies_amiss()
        except DatabaseError:
            return False
        if wrong:
            self.stderr.write(f"Of {wrong} grants the number of verified values is not what the values say.")
            return False
        self.stdout.write("The verified values of every grant are counted as they stand.")
        return True

    def search_is_whole(self) -> bool:
        """Whether search has one entry for each thing that can be found, and none besides. Words are not compared."""
        try:
            lacking, left_over = search.amiss()
            entries = SearchEntry.objects.count()
        except DatabaseError:
            return False
        if lacking or left_over:
            self.stderr.write(
                f"Search lacks {lacking} things and has {left_over} entries of things that are gone: "
                "saanjh search rebuild"
            )
            return False
        self.stdout.write(f"Search is whole: {entries} entries.")
        return True
