"""Is it up, and can it do its work?"""

import datetime
import shutil
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from saanjh.ground import jobs
from saanjh.web.guards import for_machines

LONGEST_SILENCE = datetime.timedelta(minutes=5)  # the worker's pulse comes every minute
SMALLEST_DISK = 200_000_000  # bytes; below this files and the database may soon be full


@for_machines()
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"alive": True, "version": settings.VERSION})


@for_machines()
def ready(request: HttpRequest) -> HttpResponse:
    """Database, migrations, worker and disk; 503 when one of them is not as it must be."""
    found: dict[str, Any] = {"disk": shutil.disk_usage(settings.DATA).free >= SMALLEST_DISK}
    try:
        executor = MigrationExecutor(connection)
        found["database"] = True
        found["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        beat = jobs.last_pulse()
        found["worker"] = beat is not None and timezone.now() - beat < LONGEST_SILENCE
    except DatabaseError:
        found["database"] = False
    needed = found["disk"] and found["database"] and found.get("migrations", False)
    return JsonResponse({"ready": needed, **found}, status=200 if needed else 503)


urlpatterns = [path("healthz", alive, name="healthz"), path("readyz", ready, name="readyz")]
