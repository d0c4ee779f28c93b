"""Metrics in the text form of Prometheus: how many, how fast, how much waits. Nothing of anybody."""

import hmac
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from saanjh.web import measures
from saanjh.web.guards import for_machines

KIND = "text/plain; version=0.0.4; charset=utf-8"


@for_machines()
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever brings the token; without one set, for this machine alone (SAANJH_LOCAL). Else there is nothing."""
    if not _may_read(request):
        raise Http404
    lines = [*_requests(), *_work(), *_room()]
    return HttpResponse("\n".join([*lines, ""]), content_type=KIND)


def _may_read(request: HttpRequest) -> bool:
    if not settings.METRICS_TOKEN:
        return bool(settings.LOCAL)
    word, _space, token = request.headers.get("Authorization", "").partition(" ")
    return word == "Bearer" and hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode())


def _requests() -> Iterator[str]:
    """Answers by route and class, and a histogram of seconds by route."""
    found = measures.counted()
    yield "# HELP saanjh_requests_total Answers by route and class of status, since the server began."
    yield "# TYPE saanjh_requests_total counter"
    for route, numbers in found.items():
        for kind, number in zip(measures.CLASSES, numbers, strict=False):
            if number:
                yield f'saanjh_requests_total{{route="{route}",status="{kind}"}} {number:.0f}'
    yield "# HELP saanjh_request_seconds How long answers took, by route."
    yield "# TYPE saanjh_request_seconds histogram"
    for route, numbers in found.items():
        buckets, so_far = numbers[len(measures.CLASSES) : measures.SUM], 0.0
        for bound, number in zip([*map(str, measures.BOUNDS), "+Inf"], buckets, strict=True):
            so_far += number
            yield f'saanjh_request_seconds_bucket{{route="{route}",le="{bound}"}} {so_far:.0f}'
        yield f'saanjh_request_seconds_sum{{route="{route}"}} {numbers[measures.SUM]:.6f}'
        yield f'saanjh_request_seconds_count{{route="{route}"}} {so_far:.0f}'


def _work() -> Iterator[str]:
    """What waits for the worker, and what failed for good."""
    due = DBTaskResult.objects.ready().filter(run_after__lte=timezone.now())
    yield from _gauge("saanjh_jobs_due", "Jobs of the background that are due.", due.count())
    yield from _gauge("saanjh_jobs_failed", "Jobs that failed for good.", DBTaskResult.objects.failed().count())


def _room() -> Iterator[str]:
    """How large the database is, and how much room is left."""
    sql = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        size = cursor.fetchone()[0]
    yield from _gauge("saanjh_database_bytes", "Size of the database.", size)
    yield from _gauge("saanjh_free_bytes", "Room left where the data lie.", shutil.disk_usage(settings.DATA).free)


def _gauge(name: str, said: str, number: int) -> Iterator[str]:
    yield f"# HELP {name} {said}"
    yield f"# TYPE {name} gauge"
    yield f"{name} {number}"


urlpatterns = [path("metrics", metrics, name="metrics")]
