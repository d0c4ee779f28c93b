"""Copy everything into another database, such as from SQLite to PostgreSQL; the one here is only read."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from saanjh.ground.backups import NotDone, copying
from saanjh.ground.backups.rows import Tally
from saanjh.settings import database

SQLITE = "sqlite"


class Command(BaseCommand):
    help = (
        "Copy everything into another, empty database, table by table; the one here is only read. Stop the server "
        "first: what is written after the first moment is not copied. Exit code 0: copied; 1: refused, nothing was "
        "copied; 2: the command was given wrongly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = f"postgres://user@host/name, or {SQLITE} for the file in the data folder"
        parser.add_argument("--to", required=True, metavar="URL", help=words)

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        address = "" if to == SQLITE else to
        try:
            described = database(address)
        except ImproperlyConfigured as problem:
            raise CommandError(f"--to must begin with postgres://, or be {SQLITE}.", returncode=2) from problem
        with (
            copying.target_at(described) as alias,
            tqdm(desc="Copy", unit="row", disable=None, leave=False, file=self.stderr._out) as bar,
        ):
            try:
                copying.must_be_other(alias)
                copying.must_be_empty(alias)
                in_target(address, "migrate", "--no-input", "--verbosity", "0")
                copying.copy(alias, tell=self.tell, step=bar.update)
            except (NotDone, DatabaseError) as why:
                raise CommandError(f"{str(why).strip()} Nothing was copied.") from why
        in_target(address, "search", "rebuild")
        self.stdout.write("Copied, and compared on both sides. Set SAANJH_DATABASE_URL to it, then: saanjh check")

    def tell(self, name: str, tally: Tally) -> None:
        self.stdout.write(f"{name} {tally.rows} {tally.digest}")


def in_target(address: str, *words: str) -> None:
    """Run our command on the other database, in a process of its own: each knows one database only."""
    environment = {**os.environ, "SAANJH_DATABASE_URL": address, "SAANJH_DATA": str(settings.DATA)}
    command = [sys.executable, "-c", "from saanjh.commands import main; main()", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise NotDone(f"saanjh {' '.join(words)} failed there: {done.stderr.strip()}")
