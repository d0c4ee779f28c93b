"""Is it up, and can it do its work? Asked by anybody, so that asking often must cost little."""

import datetime
import shutil
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from saanjh.ground import jobs
from saanjh.web.guards import for_machines

LONGEST_SILENCE = datetime.timedelta(minutes=5)  # the worker's pulse comes every minute
SMALLEST_DISK = 200_000_000  # bytes; below this files and the database may soon be full


class KeptAnswer:
    """What was found is the answer for the next few seconds: however many ask, one thread of a process looks."""

    def __init__(self, find: Callable[[], dict[str, Any]], seconds: float) -> None:
        self.find, self.seconds = find, seconds
        self.looking = threading.Lock()
        self.found: dict[str, Any] = {}
        self.until = 0.0

    def __call__(self) -> dict[str, Any]:
        with self.looking:
            if time.monotonic() >= self.until:
                self.found = self.find()
                self.until = time.monotonic() + self.seconds
            return self.found


@for_machines()
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"alive": True, "version": settings.VERSION})


@for_machines()
def ready(request: HttpRequest) -> HttpResponse:
    """Database, migrations, worker and disk; 503 when one of them is not as it must be."""
    found = how_it_stands()
    return JsonResponse(found, status=200 if found["ready"] else 503)


def _look() -> dict[str, Any]:
    found: dict[str, Any] = {"disk": shutil.disk_usage(settings.DATA).free >= SMALLEST_DISK}
    try:
        executor = MigrationExecutor(connection)
        found["database"] = True
        found["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        beat = jobs.last_pulse()
        found["worker"] = beat is not None and timezone.now() - beat < LONGEST_SILENCE
    except (DatabaseError, InterfaceError):
        found["database"] = False
    needed = found["disk"] and found["database"] and found.get("migrations", False)
    return {"ready": needed, **found}


how_it_stands = KeptAnswer(_look, seconds=2)


urlpatterns = [path("healthz", alive, name="healthz"), path("readyz", ready, name="readyz")]
