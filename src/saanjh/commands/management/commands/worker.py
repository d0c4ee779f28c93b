"""Carry out background work until told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from saanjh.commands.readiness import refuse_unless_ready
from saanjh.ground.working import new_worker


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # run below, with the database's

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        refuse_unless_ready(self)
        worker = new_worker(once=once)
        worker.configure_signals()
        worker.run()
