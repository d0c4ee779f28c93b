"""Write everything into one file, encrypted to a key that this server does not have."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from saanjh.ground.backups import NotDone, making
from saanjh.ground.installation import is_demo

SOME_LACK = 3


class Command(BaseCommand):
    help = (
        "Write everything into one file, encrypted to a key that this server does not have. Others may go on working. "
        "Exit code 0: written; 1: not written, nothing was kept; 2: the command was given wrongly; 3: written, but "
        "files that the rows name were gone or damaged already."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not be there yet")
        parser.add_argument("--to", metavar="age1…", default=settings.BACKUP_KEY, help="the public key to encrypt to")
        parser.add_argument("--unencrypted", action="store_true", help="in clear: on this machine, or for a demo, only")

    def handle(self, *args: Any, file: Path, to: str, unencrypted: bool, **options: Any) -> None:
        if unencrypted and not (settings.LOCAL or is_demo()):
            raise CommandError("A backup of what people rely on is never written in clear.", returncode=2)
        if not unencrypted and not to:
            words = "Name a public key: --to age1… or SAANJH_BACKUP_KEY (`saanjh keys FILE` makes a pair)."
            raise CommandError(words, returncode=2)
        with tqdm(desc="Backup", unit="row", disable=None, leave=False, file=self.stderr._out) as bar:

            def step(done: int, in_all: int) -> None:
                bar.total = in_all
                bar.update(done - bar.n)

            try:
                made = making.make(file, public=None if unencrypted else to, step=step)
            except NotDone as why:
                raise CommandError(str(why)) from why
        self.tell(made)

    def tell(self, made: making.Made) -> None:
        manifest = made.manifest
        self.stdout.write(
            f"{made.file}: {made.rows} rows of {len(manifest.tables)} tables and "
            f"{len(manifest.files) - len(manifest.lacking)} files, {made.size / 1e6:.1f} MB, SHA-256 {made.digest}."
        )
        if manifest.head is not None:
            self.stdout.write(f"History ends there with line {manifest.head[0]}, {manifest.head[1]}.")
        for digest in manifest.lacking:
            how = "was deleted meanwhile" if digest in manifest.went else "is gone or damaged"
            self.stderr.write(f"The file {digest} {how}; it is not in the backup.")
        if manifest.lacking:
            raise CommandError(f"Written, but {len(manifest.lacking)} files are lacking.", returncode=SOME_LACK)
