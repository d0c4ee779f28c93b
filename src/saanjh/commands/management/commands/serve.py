"""Serve the site: web server, worker and ticker under one process."""

import socket
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from saanjh.commands.processes import Program, Programs
from saanjh.commands.readiness import refuse_unless_ready
from saanjh.commands.static_files import collect_if_changed
from saanjh.web import measures
from saanjh.web.serving import ENVIRONMENT, web_server


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # run below, with the database's

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="listen on this address (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="listen on this port (8000)")
        parser.add_argument("--no-worker", action="store_true", help="the web server alone: no worker, no ticker")

    def handle(self, *args: Any, host: str, port: int, no_worker: bool, **options: Any) -> None:
        refuse_unless_ready(self)
        _refuse_taken_port(host, port)
        collect_if_changed()
        connections.close_all()
        measures.begin()
        programs = [Program("The web server", web_server(host, port, workers=settings.WORKERS), ENVIRONMENT)]
        if not no_worker:
            programs += [Program("The worker", saanjh("worker")), Program("The ticker", saanjh("tick"))]
        everything = Programs(programs, tell=self.stderr.write)
        threading.Thread(target=self.announce, args=(host, port, everything.stop), daemon=True).start()
        everything.run()

    def announce(self, host: str, port: int, stop: threading.Event) -> None:
        """Say where the site is as soon as it answers."""
        while not stop.wait(0.1):
            try:
                socket.create_connection((host, port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                self.stdout.write(f"Saanjh answers on http://{_name_of(host)}:{port} (Ctrl-C stops it).")
                self.stdout.flush()
                return


def _name_of(host: str) -> str:
    """The address to open: this machine by its name where people open it here, since passkeys need one."""
    return "localhost" if settings.LOCAL and host == "127.0.0.1" else host


def saanjh(command: str) -> list[str]:
    return [sys.executable, "-c", "from saanjh.commands import main; main()", command]


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise CommandError(f"{host}:{port} cannot be listened on: {problem.strerror}.") from problem
