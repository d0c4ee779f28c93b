"""Make the pair of keys for backups: the private one into a file, the public one onto the screen."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from saanjh.ground.backups import encryption


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="for the private key; it must not be there yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """The file is such as age-keygen writes, so that age itself opens a backup too."""
        private, public = encryption.new_pair()
        try:
            with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
                out.write(
                    f"# made: {timezone.now().isoformat(timespec='seconds')}\n# public key: {public}\n{private}\n"
                )
        except OSError as problem:
            raise CommandError(f"{file} could not be written: {problem.strerror}.") from problem
        self.stdout.write(public)
        self.stderr.write(
            f"The private key is in {file}. Take it off this machine, onto two media in two places. Without it no "
            "backup opens. Set SAANJH_BACKUP_KEY to the public key above."
        )
