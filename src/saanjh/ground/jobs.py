"""Background work: queued with the change that asks for it, tried again when it fails, on time when periodic.

A job may run more than once (a worker can die between the work and the note that it is done), so every task must bear
that: it looks first what is left to do. Long work goes in chunks of short transactions, each a job of its own that
queues the next with a cursor. Arguments are ids, never what people wrote: they stay in the queue's table for days.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from saanjh.ground.models.jobs import PeriodicJob

__all__ = [
    "GiveUp",
    "enqueue",
    "every",
    "forget_finished",
    "last_pulse",
    "mend",
    "pulse",
    "task",
    "tick",
    "wake",
]

# A worker stops a job that takes longer than LONGEST; one still "running" after LEASE has therefore lost its worker.
LONGEST = timedelta(minutes=10)
LEASE = timedelta(minutes=15)
# How long to wait after the first, second, … failure; the one after the last wait is final.
WAITS = [
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
]
KEEP_DONE, KEEP_FAILED = timedelta(days=1), timedelta(days=14)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

PERIODIC: dict[str, tuple[Any, timedelta]] = {}
MODULES = ("jobs", "sending", "anchors")  # of each room: where periodic tasks are found


class GiveUp(Exception):
    """Raised by a task that knows that another try cannot help."""


class WorkerLost(Exception):
    """Written on a job whose worker died each time."""


def enqueue(what: Any, **arguments: Any) -> None:
    """Queue the task. The row is written in the caller's transaction: no commit, no job; no job lost after one."""
    what.enqueue(**arguments)


def wake(what: Any) -> None:
    """Queue a task without arguments once the transaction has committed, unless one like it is waiting to start."""

    def queue() -> None:
        if not DBTaskResult.objects.ready().filter(task_path=what.module_path).exists():
            what.enqueue()

    transaction.on_commit(queue)


def every(**span: float) -> Callable[[Any], Any]:
    """Make a task without arguments periodic: `@every(minutes=10)` above `@task`. Periods are counted in UTC.

    The ticker finds such tasks in the MODULES of every room.
    """

    def register(what: Any) -> Any:
        PERIODIC[what.module_path] = (what, timedelta(**span))
        return what

    return register


def tick(*, now: datetime) -> int:
    """Do what is due by the clock: mend the queue, queue periodic jobs; returns how many jobs were put in the queue.

    Any number of tickers may do this at once.
    """
    autodiscover_modules(*MODULES)
    begun = dict(PeriodicJob.objects.values_list("name", "period"))
    queued = mend(now=now)
    for name, (what, span) in sorted(PERIODIC.items()):
        period = BEGINNING + (now - BEGINNING) // span * span
        if begun.get(name, BEGINNING) < period:
            queued += _begin(name, what, period)
    return queued


def _begin(name: str, what: Any, period: datetime) -> bool:
    """Queue the job for this period, unless another ticker has: whoever moves the row on is the one who queues."""
    PeriodicJob.objects.get_or_create(name=name, defaults={"period": BEGINNING})
    with transaction.atomic():
        mine = PeriodicJob.objects.filter(name=name, period__lt=period).update(period=period)
        if mine:
            enqueue(what)
    return bool(mine)


def mend(*, now: datetime) -> int:
    """Put jobs that failed, or whose worker died, back in the queue for later; returns how many.

    The tries are counted by the workers that claimed the job. After the last one it stays as failed, in the log.
    """
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LEASE)
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now - KEEP_DONE)
    hopeful = failed.exclude(exception_class_path__in=[_path(GiveUp), _path(WorkerLost)])
    return sum(_try_again(job, now=now) for job in [*lost, *hopeful])


def _try_again(job: DBTaskResult, *, now: datetime) -> bool:
    tries = len(job.worker_ids)
    if tries > len(WAITS):
        if job.status == TaskResultStatus.RUNNING:
            job.set_failed(WorkerLost(f"The worker died in each of {tries} tries."))
        return False
    ended = job.finished_at if job.status == TaskResultStatus.FAILED else now
    same = DBTaskResult.objects.filter(pk=job.pk, status=job.status, started_at=job.started_at)
    return bool(
        same.update(
            status=TaskResultStatus.READY,
            run_after=ended + WAITS[tries - 1],
            started_at=None,
            finished_at=None,
        )
    )


def _path(error: type[Exception]) -> str:
    return f"{error.__module__}.{error.__qualname__}"


@every(minutes=1)
@task()
def pulse() -> None:
    """Nothing but a sign of life: when it ends, ticker and worker both run."""


def last_pulse() -> datetime | None:
    """When background work last showed a sign of life; None when it never did."""
    beats = DBTaskResult.objects.successful().filter(task_path=pulse.module_path)
    return beats.order_by("-finished_at", "-pk").values_list("finished_at", flat=True).first()


@every(hours=1)
@task()
def forget_finished() -> None:
    """Delete finished jobs: the done ones after a day, the failed ones after two weeks."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
