"""Print the record of a call's selection as JSON or as a PDF, or choose again from one."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saanjh.calls import selection_records
from saanjh.calls.models import Call, Reckoning
from saanjh.formats.typeset import NotSet
from saanjh.web.desk import selection_paper


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="record|replay")
        record = verbs.add_parser(
            "record",
            help="print the record of a call's selection as JSON",
            description="Print one JSON object: rules, seed, reviews by pseudonym, what was reckoned with which "
            "versions, departures, decisions so far, appeals. It names no reviewer. "
            "Exit code 0: printed; 1: the PDF could not be set; 2: there is no such call, or none was named and "
            "several have a chosen set.",
        )
        record.add_argument("call", nargs="?", default="", metavar="CALL", help="its code, such as CPG-2026")
        record.add_argument("--pdf", type=Path, metavar="FILE", help="write the record as a PDF there instead")
        record.add_argument(
            "--language", choices=["en", "ur"], default="en", help="of the headings of the PDF (default: en)"
        )
        replay = verbs.add_parser(
            "replay",
            help="choose again from a record, and say whether the same set comes out",
            description="Choose again from a record and compare. Nothing in the database is read. "
            "Exit code 0: the same set; 1: not the same, or the record does not fit together; 2: it is no record.",
        )
        replay.add_argument("file", type=Path, metavar="RECORD.json")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "record":
            self.record(options["call"], options["pdf"], options["language"])
        else:
            self.replay(options["file"])

    def record(self, code: str, pdf: Path | None, language: str) -> None:
        call = self.call_of(code)
        if pdf is not None:
            self.write(call, pdf, language)
            return
        found = selection_records.record(call)
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True))

    def write(self, call: Call, file: Path, language: str) -> None:
        """The PDF into the file."""
        try:
            file.write_bytes(selection_paper.pdf(call, language))
        except NotSet as problem:
            raise CommandError(str(problem), returncode=1) from problem
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}.", returncode=1) from problem
        self.stdout.write(str(file))

    def call_of(self, code: str) -> Call:
        """The call with this code; the only one with a chosen set, where no code is given."""
        if code:
            call = Call.objects.filter(code=code).first()
            if call is None:
                raise CommandError(f"There is no call {code}.", returncode=2)
            return call
        chosen = Reckoning.objects.filter(kind=Reckoning.Kind.PORTFOLIO, state=Reckoning.State.DONE)
        calls = list(Call.objects.filter(pk__in=chosen.order_by().values("call")).order_by("code"))
        if len(calls) != 1:
            codes = ", ".join(call.code for call in calls) or "none has a chosen set yet"
            raise CommandError(f"Name the call: {codes}.", returncode=2)
        return calls[0]

    def replay(self, file: Path) -> None:
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            found = selection_records.replay(record)
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}.", returncode=2) from problem
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise CommandError(f"{file} is no record that can be replayed: {problem}", returncode=2) from problem
        for name, (then, now) in found.replay.versions.items():
            self.stderr.write(f"{name}: {then} then, {now} now.")
        if found.is_newer:
            self.stderr.write("Newer reviews: some came in or were opened again after the set was chosen.")
        if found.differs:
            raise CommandError("Not the same. " + " ".join(found.differs))
        count = len(found.replay.answer.chosen)
        digests = record["portfolio"]["digests"]
        self.stdout.write(f"The same: {count} applications, {found.replay.answer.points / 100:.2f} points.")
        self.stdout.write(f"Digest of the question, as the history of the call should have it: {digests['question']}")
