"""Queue what is due by the clock, and what failed or was cut off, until told to stop."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from saanjh.commands.readiness import refuse_unless_ready
from saanjh.ground import jobs

SECONDS = 5.0


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # run below, with the database's

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once, then end (for a crontab)")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        refuse_unless_ready(self)
        if once:
            self.stdout.write(f"{jobs.tick(now=timezone.now())} queued")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            jobs.tick(now=timezone.now())
            stop.wait(SECONDS)
