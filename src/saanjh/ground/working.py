"""A worker that carries out queued jobs, and stops one that takes too long."""

import signal
from traceback import extract_tb
from types import FrameType
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from saanjh.ground.jobs import LONGEST


class TookTooLong(Exception):
    """A job ran longer than jobs.LONGEST; it is tried again, and should be cut into chunks."""


class QuietWorker(Worker):
    """Keeps of a failed job its kind of error and where it happened, not its text: that may quote what people typed."""

    def run_task(self, db_task_result: Any) -> None:
        def set_failed(error: BaseException) -> None:
            with transaction.atomic():
                DBTaskResult.set_failed(db_task_result, error)
                db_task_result.traceback = places(error)
                db_task_result.save(update_fields=["traceback"])

        db_task_result.set_failed = set_failed
        super().run_task(db_task_result)


def places(error: BaseException) -> str:
    """Where the error came from: a file, a line and a function each, the innermost last."""
    return "\n".join(f"{step.filename}:{step.lineno} {step.name}" for step in extract_tb(error.__traceback__))


class BoundedWorker(QuietWorker):
    """Ends a job before its lease does, so that no job runs twice at the same time. For a process's main thread."""

    def configure_signals(self) -> None:
        super().configure_signals()
        signal.signal(signal.SIGALRM, self.overdue)

    def overdue(self, number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    def run_task(self, db_task_result: Any) -> None:
        signal.alarm(int(LONGEST.total_seconds()))
        try:
            super().run_task(db_task_result)
        finally:
            signal.alarm(0)


def new_worker(*, once: bool = False) -> BoundedWorker:
    """A worker for all queues; with `once` it ends when nothing is due, else it looks again every second."""
    return BoundedWorker(**_options(), batch=once)


def work_off() -> None:
    """Carry out, here and now, every job that is due (tests, and commands that must leave nothing waiting)."""
    worker = QuietWorker(**_options(), batch=True)
    while job := _claimed(worker):
        worker.run_task(job)


def _claimed(worker: Worker) -> DBTaskResult | None:
    """The next job that is due, claimed as the worker itself does it, but on the connection as it is."""
    with exclusive_transaction():
        job = DBTaskResult.objects.ready().get_locked()
        if job is not None:
            job.claim(worker.worker_id)
    return job


def _options() -> dict[str, Any]:
    return {
        "queue_names": ["*"],
        "excluded_queue_names": [],
        "interval": 1,
        "backend_name": DEFAULT_TASK_BACKEND_ALIAS,
        "startup_delay": False,
        "max_tasks": None,
        "worker_id": get_random_string(32),
    }
