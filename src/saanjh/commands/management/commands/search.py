"""Write the search index anew from what stands in the tables; nothing else is touched."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from tqdm import tqdm

from saanjh.ground import search


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["rebuild"], help="write every entry anew")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Whoever searches meanwhile finds what was found before, and then all at once the new."""
        with (
            transaction.atomic(),
            tqdm(
                total=search.to_rebuild(),
                desc="Search",
                unit="entry",
                disable=None,
                leave=False,
                file=self.stderr._out,
            ) as bar,
        ):
            entries = search.rebuild(bar.update)
        self.stdout.write(f"Search was written anew: {entries} entries.")
