"""The purge: every clock in turn, in short transactions, and at the end nothing left behind."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone
from django_tasks import task

from saanjh.ground import jobs, leaving_no_trace, retention
from saanjh.ground.actions.retention import CHUNK, purge
from saanjh.ground.jobs import every

Step = Callable[[int], object]
ROUNDS = 20  # chunks of one job


def due(*, now: datetime) -> Iterator[tuple[retention.Clock, int]]:
    """Each clock with how many rows have run out; changes nothing."""
    for clock in retention.in_order():
        yield clock, clock.rows(now).count()


def purge_all(*, now: datetime, step: Step = lambda count: None) -> tuple[dict[str, int], bool]:
    """Run every clock to its end and sweep; returns how many went by which clock, and whether the log was emptied.

    `step` is told after each chunk how many records went with it.
    """
    gone: dict[str, int] = {}
    for clock in retention.in_order():
        while taken := purge(clock, now=now):
            gone[clock.code] = gone.get(clock.code, 0) + taken
            step(taken)
    return gone, swept(now)


def swept(now: datetime) -> bool:
    """Whether nothing is left behind of what was deleted."""
    return leaving_no_trace.sweep([clock.model for clock in retention.in_order()], now=now)


@every(days=1)
@task()
def purge_daily() -> None:
    """Begin with the first clock."""
    jobs.enqueue(purge_on, cursor="")


@task()
def purge_on(cursor: str) -> None:
    """Go on with the clock after `cursor` (the code of one that was run to its end), a few chunks a job."""
    now = timezone.now()
    waiting = [clock for clock in retention.in_order() if clock.code > cursor]
    for _round in range(ROUNDS):
        if not waiting:
            swept(now)
            return
        if purge(waiting[0], now=now) < CHUNK:
            cursor = waiting.pop(0).code
    jobs.enqueue(purge_on, cursor=cursor)
