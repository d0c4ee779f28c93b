"""Bring the installation up to date: keys, tables, and the cache that lives in the database."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate


class Command(DjangoMigrate):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options["check_unapplied"] and not options["plan"]:
            call_command("createcachetable", database=options["database"], verbosity=options["verbosity"])
