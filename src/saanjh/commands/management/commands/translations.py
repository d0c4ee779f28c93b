"""Bring the Urdu catalogues up to date with the source and list what still lacks Urdu (for developers)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

LOCALE = Path(__file__).parents[3] / "locale"


class Command(BaseCommand):
    """Exit code 1 when anything is missing, so that it can stand in a script."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only look; change no file")
        parser.add_argument("--locale", type=Path, default=LOCALE, help="the folder of the catalogues")

    def handle(self, *args: Any, check: bool, locale: Path, **options: Any) -> None:
        try:
            from saanjh.commands.catalogues import CATALOGUES
            from saanjh.commands.translations import missing, refresh
        except ModuleNotFoundError as absent:
            raise CommandError(f"{absent.name} is not here; it comes with what development needs.") from absent
        flaws = [flaw for name in CATALOGUES for flaw in (missing if check else refresh)(name, locale)]
        for flaw in flaws:
            self.stdout.write(str(flaw))
        if flaws:
            raise CommandError(f"{len(flaws)} to mend in {locale}.")
        self.stdout.write("Everything has its Urdu.")
