"""Take away what is kept no longer, and leave no byte of it; `--dry-run` only says what would go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from saanjh.ground import purging, retention


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would go, and change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        if dry_run:
            for clock, number in purging.due(now=now):
                self.stdout.write(f"{number:>7}  {clock.code}: {clock.what}, {clock.days} days ({clock.end})")
            return
        count = sum(number for _clock, number in purging.due(now=now))
        with tqdm(total=count, desc="Purge", unit="record", disable=None, leave=False, file=self.stderr._out) as bar:
            gone, log_emptied = purging.purge_all(now=now, step=bar.update)
        for code, number in gone.items():
            self.stdout.write(f"{number:>7}  {code}: {retention.CLOCKS[code].what}")
        self.stdout.write(f"{sum(gone.values())} records went.")
        if not log_emptied:
            raise CommandError("The database's log could not be emptied: somebody was reading. Run this again.")
