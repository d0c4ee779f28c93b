"""Bring the installation up to date, after a backup: keys, tables, the cache in the database."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from saanjh.ground.backups import NotDone, loading, making, manifests, tables

FRESH = datetime.timedelta(hours=1)  # a backup this young is one of the state before
WITHOUT = "a backup goes first, and there is no key to encrypt it to. Set SAANJH_BACKUP_KEY"


class Command(DjangoMigrate):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--no-backup", action="store_true", help="change tables that hold rows without a backup")

    def handle(self, *args: Any, **options: Any) -> None:
        """A backup goes first where tables that hold rows would change; the private key is not needed for it."""
        only_looks = options["check_unapplied"] or options["plan"]
        if not only_looks and not options["no_backup"] and options["database"] == DEFAULT_DB_ALIAS:
            self.back_up(options["app_label"])
        super().handle(*args, **options)
        if not only_looks:
            call_command("createcachetable", database=options["database"], verbosity=options["verbosity"])

    def back_up(self, app: str | None) -> None:
        if not _would_change(app) or not _holds_rows() or _has_fresh_one():
            return
        if not settings.BACKUP_KEY:
            if settings.LOCAL:
                return
            raise CommandError(f"Tables that hold rows would change: {WITHOUT}, make one yourself, or add --no-backup.")
        folder = Path(settings.DATA) / "backups"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"before-{manifests.version()}-{timezone.now():%Y%m%d-%H%M%S}.age"
        try:
            made = making.make(file, public=settings.BACKUP_KEY)
        except NotDone as why:
            raise CommandError(f"No backup could be made, so nothing was changed. {why}") from why
        self.stderr.write(f"A backup was made first: {made.file}")
        if made.manifest.lacking:
            self.stderr.write(f"{len(made.manifest.lacking)} files that the rows name are gone or damaged here.")


def _would_change(app: str | None) -> bool:
    """Whether a migration waits; one app named could also go backwards, so it counts as a change."""
    executor = MigrationExecutor(connection)
    return app is not None or bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _holds_rows() -> bool:
    migrations = tables.applied(DEFAULT_DB_ALIAS)
    return bool(migrations and loading.holding_rows(tables.tables_at(migrations).values(), DEFAULT_DB_ALIAS))


def _has_fresh_one() -> bool:
    last = making.last()
    return last is not None and timezone.now() - datetime.datetime.fromisoformat(last["at"]) < FRESH
