"""Bring everything back from a backup, into an empty place only: all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from saanjh.ground.backups import NotDone, encryption, restoring


class Command(BaseCommand):
    help = (
        "Bring everything back from a backup, into an empty place only. The whole file is checked before anything is "
        "loaded. Exit code 0: restored; 1: refused, and nothing was restored; 2: the command was given wrongly."
    )
    requires_system_checks = []  # the place may have no tables yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
        parser.add_argument("--key", type=Path, metavar="KEYFILE", help="the file with the private key")
        parser.add_argument("--with-other-keys", action="store_true", help="the keys of that installation are lost")
        parser.add_argument("--with-broken-history", action="store_true", help="history was broken already")

    def handle(self, *args: Any, file: Path, key: Path | None, **options: Any) -> None:
        wishes = restoring.Wishes(options["with_other_keys"], options["with_broken_history"])
        with tqdm(desc="Restore", unit="row", disable=None, leave=False, file=self.stderr._out) as bar:
            try:
                identities = encryption.identities_in(key) if key else []
                restored = restoring.restore(file, identities, wishes=wishes, step=bar.update)
            except (NotDone, DatabaseError) as why:
                raise CommandError(f"{str(why).strip()} Nothing was restored.") from why
        manifest = restored.manifest
        rows = sum(each.count for each in manifest.tables.values())
        self.stdout.write(
            f"Restored as of {restored.about.made_at}: {rows} rows of {len(manifest.tables)} tables and "
            f"{len(manifest.files) - len(manifest.lacking)} files, each compared with what was written."
        )
        if manifest.head is not None:
            self.stdout.write(f"History ends with line {manifest.head[0]}, {manifest.head[1]}.")
        for remark in restored.remarks:
            self.stderr.write(remark)
        self.stdout.write("Everybody signs in anew. Next: saanjh check")
