"""Carry out background work until told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from saanjh.ground.working import new_worker


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        self.check(tags=["address"], include_deployment_checks=True)
        worker = new_worker(once=once)
        worker.configure_signals()
        worker.run()
