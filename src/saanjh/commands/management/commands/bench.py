"""Measure: pages, memory. One JSON object a line; exit 1 when a stated bound is broken."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand

from saanjh.bench.installations import SAANJH, temporary

BENCHES = ["pages", "memory"]
INSIDE = "SAANJH_BENCH_INSIDE"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # it looks at no installation but the one that it makes

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=BENCHES, help="what to measure, in an installation made for it")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        if INSIDE not in os.environ:
            sys.exit(self.measure_elsewhere(name))
        broken = False
        for figure in import_module(f"saanjh.bench.{name}").run():
            self.stdout.write(json.dumps(figure, ensure_ascii=False))
            self.stdout.flush()
            broken = broken or bool(figure["broken"])
        sys.exit(1 if broken else 0)

    def measure_elsewhere(self, name: str) -> int:
        """Run this command again inside an installation of its own."""
        with temporary() as environment:
            return subprocess.run([*SAANJH, "bench", name], env={**environment, INSIDE: "1"}, check=False).returncode
