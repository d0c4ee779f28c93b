"""Measure: pages, memory. One JSON object a line; exit 1 when a stated bound is broken."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from saanjh.bench.growth import grown
from saanjh.bench.installations import SAANJH, SIZES, temporary

BENCHES = ["pages", "memory"]
INSIDE = "SAANJH_BENCH_INSIDE"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # it looks at no installation but the one that it makes

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=BENCHES, help="what to measure, in an installation made for it")
        parser.add_argument("--size", choices=SIZES, default=SIZES[0], help="of the demo that is measured")

    def handle(self, *args: Any, name: str, size: str, **options: Any) -> None:
        if INSIDE not in os.environ:
            sys.exit(self.measure_elsewhere(name, size))
        broken = False
        for figure in import_module(f"saanjh.bench.{name}").run():
            self.stdout.write(json.dumps(figure, ensure_ascii=False))
            self.stdout.flush()
            broken = broken or bool(figure["broken"])
        sys.exit(1 if broken else 0)

    def measure_elsewhere(self, name: str, size: str) -> int:
        """Run this command again inside an installation of its own; pages also in a small one, to compare with."""
        if name == "pages" and size != SIZES[0]:
            broken = False
            for figure in grown(self.figures(name, SIZES[0]), self.figures(name, size)):
                self.stdout.write(json.dumps(figure, ensure_ascii=False))
                broken = broken or bool(figure["broken"])
            return int(broken)
        with temporary(size) as environment:
            return subprocess.run([*SAANJH, "bench", name], env={**environment, INSIDE: "1"}, check=False).returncode

    def figures(self, name: str, size: str) -> list[dict[str, Any]]:
        """What a bench finds in an installation of this size."""
        with temporary(size) as environment:
            command = [*SAANJH, "bench", name]
            done = subprocess.run(command, env={**environment, INSIDE: "1"}, check=False, stdout=subprocess.PIPE)
        if done.returncode not in {0, 1}:
            raise CommandError(f"The bench of the {size} demo ended with {done.returncode}.")
        return [json.loads(line) for line in done.stdout.splitlines()]
