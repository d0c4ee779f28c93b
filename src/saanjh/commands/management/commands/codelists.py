"""Bring in the lists of codes and the indicator bank from tables: CSV or workbooks (XLSX)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from saanjh.exchange import codelists, places
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.codelists import Changes
from saanjh.web.wording import sheets

NOTHING_WRITTEN = "Nothing was written."
SHOWN = 20  # codes of a kind that are listed; the rest is counted


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
        bring = verbs.add_parser(
            "import",
            help="show what the sheets change, then bring them in",
            description="Show what the sheets change, then bring them in. A list is known by its file's name, such as "
            "themes.csv or themes.xlsx; the indicator bank is bank.csv or bank.xlsx. What a person corrected at the "
            "desk stays as corrected. "
            "Exit code 0: brought in, or nothing to change; 1: refused, nothing was written; 2: given wrongly.",
        )
        bring.add_argument(
            "paths", nargs="*", type=Path, metavar="FOLDER|FILE", help="sheets; without any, those of the project"
        )
        bring.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, *args: Any, paths: list[Path], dry_run: bool, **options: Any) -> None:
        try:
            files = places.files_in(paths) if paths else codelists.files_in_ours()
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}.", returncode=2) from problem
        try:
            self.bring_in(files, said=bool(paths), dry_run=dry_run)
        except Refusal as refusal:
            raise CommandError(f"{refusal} {NOTHING_WRITTEN}") from refusal

    def bring_in(self, files: dict[str, bytes], *, said: bool, dry_run: bool) -> None:
        handed, changes = codelists.preview(files)
        if not (handed.lists.themes or handed.lists.indicators or handed.problems):
            raise CommandError("There is no list in these files: themes.csv, bank.xlsx, …", returncode=2)
        for name in handed.left_out if said else ():
            self.stderr.write(f"{name}: left out, because no list is called so.")
        for found in handed.problems:
            self.stderr.write(f"{found.file}: {sheets.words(found.problem)}")
        if changes is None:
            raise CommandError(f"Problems: {len(handed.problems)}. {NOTHING_WRITTEN}")
        self.show(changes)
        if dry_run or changes.is_nothing:
            self.stdout.write(NOTHING_WRITTEN)
        else:
            count = len(handed.lists.themes) + len(handed.lists.indicators)
            with tqdm(total=count, desc="Lists", unit="row", disable=None, leave=False, file=self.stderr._out) as bar:
                codelists.bring_in(files, by=Person.objects.system(), step=lambda: bar.update() and None)
            self.stdout.write("Brought in.")

    def show(self, changes: Changes) -> None:
        """What changes, by kind: the number and the codes."""
        if changes.is_nothing:
            self.stdout.write("Nothing changes: all of this is known here.")
        kinds = {
            "Rows added": [f"{scheme}/{code}" for scheme, code in changes.themes_added],
            "Rows changed": [f"{scheme}/{code}" for scheme, code in changes.themes_changed],
            "Rows corrected here and kept": [f"{scheme}/{code}" for scheme, code in changes.kept],
            "Indicators added": changes.indicators_added,
            "Indicators changed": changes.indicators_changed,
        }
        for title, codes in kinds.items():
            if codes:
                self.stdout.write(f"{title}: {len(codes)}")
                more = f", and {len(codes) - SHOWN} more" if len(codes) > SHOWN else ""
                self.stdout.write(f"  {', '.join(codes[:SHOWN])}{more}")
