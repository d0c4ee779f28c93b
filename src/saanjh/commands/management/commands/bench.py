"""Measure pages, memory, intake, load, a selection: one JSON object a line; exit 1 when a bound breaks."""

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

BENCHES = ["pages", "memory", "intake", "load", "selection"]
WITHOUT = {"selection"}  # those that look at no installation: what they reckon with is simulated
BUSY = {"intake", "load"}  # those to which one can say how long and how many
INSIDE = "SAANJH_BENCH_INSIDE"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # it looks at no installation but the one that it makes

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=BENCHES, help="what to measure, in an installation made for it")
        parser.add_argument("--size", choices=SIZES, default=SIZES[0], help="of the demo that is measured")
        parser.add_argument("--seconds", type=int, help="intake and load: for how long (20, 60)")
        parser.add_argument("--users", type=int, help="intake and load: how many at once (8, 50)")

    def handle(self, *args: Any, name: str, size: str, seconds: int | None, users: int | None, **options: Any) -> None:
        given = {"seconds": seconds, "users": users}
        asked = {word: number for word, number in given.items() if number is not None and name in BUSY}
        if INSIDE not in os.environ and name not in WITHOUT:
            sys.exit(self.measure_elsewhere(name, size, asked))
        broken = False
        for figure in import_module(f"saanjh.bench.{name}").run(**asked):
            self.stdout.write(json.dumps(figure, ensure_ascii=False))
            self.stdout.flush()
            broken = broken or bool(figure["broken"])
        sys.exit(1 if broken else 0)

    def measure_elsewhere(self, name: str, size: str, asked: dict[str, int]) -> int:
        """Run this command again inside an installation of its own; pages also in a small one, to compare with."""
        if name == "pages" and size != SIZES[0]:
            broken = False
            for figure in grown(self.figures(name, SIZES[0]), self.figures(name, size)):
                self.stdout.write(json.dumps(figure, ensure_ascii=False))
                broken = broken or bool(figure["broken"])
            return int(broken)
        words = [word for option, number in asked.items() for word in (f"--{option}", str(number))]
        with temporary(size) as environment:
            inside = {**environment, INSIDE: "1"}
            return subprocess.run([*SAANJH, "bench", name, *words], env=inside, check=False).returncode

    def figures(self, name: str, size: str) -> list[dict[str, Any]]:
        """What a bench finds in an installation of this size."""
        with temporary(size) as environment:
            command = [*SAANJH, "bench", name]
            done = subprocess.run(command, env={**environment, INSIDE: "1"}, check=False, stdout=subprocess.PIPE)
        if done.returncode not in {0, 1}:
            raise CommandError(f"The bench of the {size} demo ended with {done.returncode}.")
        return [json.loads(line) for line in done.stdout.splitlines()]
