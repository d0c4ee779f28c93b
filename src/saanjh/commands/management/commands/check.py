"""Check the installation: settings, database, history, search, queue, disk and backup, in one report."""

import json
import sys
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser, OutputWrapper, SystemCheckError
from django.core.management.commands.check import Command as DjangoCheck
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from saanjh.commands import health
from saanjh.commands.health import LOOK, WELL, WRONG, Finding


class Command(DjangoCheck):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--anchor", action="append", default=[], type=Path, help="a file with heads of history, such as a mail"
        )
        parser.add_argument("--json", action="store_true", help="the whole report as one JSON object")

    def handle(self, *app_labels: list[str], **options: Any) -> None:
        """Django's checks (with its options) first; without an app named, the installation's own after them."""
        whole = not app_labels and not options.get("tags") and not options.get("list_tags")
        as_json, files = options.pop("json", False), options.pop("anchor", [])
        for file in files:
            if not file.is_file():
                sys.exit(f"saanjh check: there is no file {file}")
        if whole and options.get("databases") is None:
            options["databases"] = [DEFAULT_DB_ALIAS]
        if not whole:
            super().handle(*app_labels, **options)
            return
        if as_json:
            findings = [self.settings_as_told(options), *health.found(more_anchors=files)]
            self.stdout.write(json.dumps({"well": _all_well(findings), "findings": list(map(asdict, findings))}))
        else:
            self.own_checks(options)
            findings = health.found(more_anchors=files)
            for each in findings:
                self.say(each)
        if not _all_well(findings):
            sys.exit(1)

    def say(self, finding: Finding) -> None:
        """A line for each finding; what is wrong goes where errors go."""
        if finding.state == WRONG:
            self.stderr.write(finding.words)
        else:
            self.stdout.write(f"Look at this: {finding.words}" if finding.state == LOOK else finding.words)

    def own_checks(self, options: dict[str, Any]) -> None:
        """Django's; a database that cannot be reached is told with the others."""
        try:
            super().handle(**options)
        except DatabaseError:
            return

    def settings_as_told(self, options: dict[str, Any]) -> Finding:
        """What Django's checks say, as a finding."""
        told, plain = OutputWrapper(StringIO()), (self.stdout, self.stderr)
        self.stdout = self.stderr = told
        try:
            self.own_checks(options)
        except SystemCheckError as problem:
            return Finding("settings", WRONG, str(problem))
        finally:
            self.stdout, self.stderr = plain
        return Finding("settings", WELL, told.getvalue().strip())


def _all_well(findings: list[Finding]) -> bool:
    return all(each.state != WRONG for each in findings)
