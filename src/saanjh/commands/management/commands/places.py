"""Bring in provinces, districts and their names from tables: CSV or workbooks (XLSX)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from saanjh.exchange import places
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.rosters import Changes
from saanjh.web.wording import sheets

NOTHING_WRITTEN = "Nothing was written."
SHOWN = 20  # lines of a kind that are listed; the rest is counted


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
        bring = verbs.add_parser(
            "import",
            help="show what the sheets change, then bring them in",
            description="Show what the sheets change, then bring them in. A sheet is recognised by its columns: "
            "rosters, provinces, districts, aliases. A district that a later list of its province leaves out ends; "
            "none is deleted. Exit code 0: brought in, or nothing to change; 1: refused, nothing was written; "
            "2: the command was given wrongly.",
        )
        bring.add_argument(
            "paths", nargs="*", type=Path, metavar="FOLDER|FILE", help="sheets; without any, those of the project"
        )
        bring.add_argument("--dry-run", action="store_true", help="only show what would change")
        bring.add_argument("--yes", action="store_true", help="also where districts end")

    def handle(self, *args: Any, paths: list[Path], dry_run: bool, yes: bool, **options: Any) -> None:
        files = self.read(paths or [places.OURS])
        try:
            handed, changes = places.preview(files)
            for name in handed.left_out if paths else ():
                self.stderr.write(f"{name}: left out, because it has none of the columns of a list of places.")
            for found in handed.problems:
                self.stderr.write(f"{found.file}: {sheets.words(found.problem)}")
            if changes is None:
                raise CommandError(f"Problems: {len(handed.problems)}. {NOTHING_WRITTEN}")
            self.show(changes)
            if dry_run or changes.is_nothing:
                self.stdout.write(NOTHING_WRITTEN)
            elif changes.ended and not yes:
                raise CommandError(f"Districts would end. {NOTHING_WRITTEN} Add --yes if that is meant.")
            else:
                self.bring_in(files, len(handed.places.districts))
        except Refusal as refusal:
            raise CommandError(f"{refusal} {NOTHING_WRITTEN}") from refusal

    def read(self, paths: list[Path]) -> dict[str, bytes]:
        try:
            files = places.files_in(paths)
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}.", returncode=2) from problem
        if not files:
            raise CommandError("There is no .csv or .xlsx file in this folder.", returncode=2)
        return files

    def bring_in(self, files: dict[str, bytes], count: int) -> None:
        with tqdm(total=count, unit="district", disable=None, leave=False, file=self.stderr._out) as bar:
            places.bring_in(files, by=Person.objects.system(), step=lambda: bar.update() and None)
        self.stdout.write("Brought in.")

    def show(self, changes: Changes) -> None:
        """What changes, by kind: the number, then the first of them."""
        if changes.is_nothing:
            self.stdout.write("Nothing changes: all of this is known here.")
        kinds = {
            "Districts added": changes.added,
            "Districts renamed": [f"{slug}: {old} → {new}" for slug, old, new in changes.renamed],
            "Districts changed": [f"{slug}: {', '.join(names)}" for slug, names in changes.changed],
            "Districts ended": [f"{slug}: last day {day}" for slug, day in changes.ended],
            "Districts that stand again": changes.returned,
            "Names corrected here and kept": changes.kept,
            "Lists new or changed": changes.rosters,
            "Provinces new or changed": changes.provinces,
            "Other names added": [f"{name} ({slug}, {kind})" for slug, name, kind in changes.aliases],
        }
        for title, lines in kinds.items():
            if lines:
                self.stdout.write(f"{title}: {len(lines)}")
                self.stdout.writelines(f"  {line}\n" for line in lines[:SHOWN])
                if len(lines) > SHOWN:
                    self.stdout.write(f"  … and {len(lines) - SHOWN} more")
