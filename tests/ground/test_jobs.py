"""Background work: queued with its cause, tried again with longer waits, never doubled by two tickers."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.models import DBTaskResult

from saanjh.ground import jobs, working
from saanjh.ground.models import PeriodicJob
from tests.ground import errands
from tests.installations import Installation, installation, wait_until

NOW = datetime(2026, 11, 20, 10, 7, 30, tzinfo=UTC)


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    file = tmp_path / "traces"
    file.touch()
    return file


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    """One periodic job, and no other."""
    autodiscover_modules(*jobs.MODULES)  # now, so that no room adds its own later
    monkeypatch.setattr(jobs, "PERIODIC", {})
    jobs.every(hours=1)(errands.by_the_clock)


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split()


def the_job() -> DBTaskResult:
    return DBTaskResult.objects.get()


def queued(what: object) -> int:
    return DBTaskResult.objects.filter(task_path=what.module_path, status="READY").count()  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_job_is_carried_out_once(traces: Path) -> None:
    jobs.enqueue(errands.note, file=str(traces), text="hello")
    assert lines(traces) == []
    working.work_off()
    working.work_off()
    assert (lines(traces), the_job().status) == (["hello"], "SUCCESSFUL")


@pytest.mark.django_db
def test_a_job_goes_with_the_change_that_asked_for_it(traces: Path) -> None:
    with transaction.atomic():
        jobs.enqueue(errands.note, file=str(traces), text="never")
        transaction.set_rollback(True)
    working.work_off()
    assert (lines(traces), DBTaskResult.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_waking_waits_for_the_commit_and_queues_one_job_at_most() -> None:
    with transaction.atomic():
        jobs.wake(errands.by_the_clock)
        jobs.wake(errands.by_the_clock)
        assert queued(errands.by_the_clock) == 0
    assert queued(errands.by_the_clock) == 1
    jobs.wake(errands.by_the_clock)
    assert queued(errands.by_the_clock) == 1
    working.work_off()
    jobs.wake(errands.by_the_clock)
    assert queued(errands.by_the_clock) == 1


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_after_longer_and_longer_waits_then_stays_failed(traces: Path) -> None:
    jobs.enqueue(errands.fail, file=str(traces))
    waits = []
    for _ in jobs.WAITS:
        working.work_off()
        assert the_job().status == "FAILED"
        ended = the_job().finished_at
        assert jobs.mend(now=timezone.now()) == 1
        assert the_job().status == "READY"
        waits.append(the_job().run_after - ended)
        working.work_off()  # too early: nothing happens
        assert the_job().status == "READY"
        DBTaskResult.objects.update(run_after=timezone.now())
    working.work_off()
    assert waits == jobs.WAITS == sorted(jobs.WAITS)
    assert jobs.mend(now=timezone.now()) == 0
    assert (the_job().status, the_job().exception_class_path) == ("FAILED", "builtins.ValueError")
    assert lines(traces) == ["tried"] * (len(jobs.WAITS) + 1)


@pytest.mark.django_db
def test_a_job_that_gives_up_is_not_tried_again(traces: Path) -> None:
    jobs.enqueue(errands.give_up, file=str(traces))
    working.work_off()
    assert jobs.mend(now=timezone.now()) == 0
    assert (the_job().status, lines(traces)) == ("FAILED", ["tried"])


def lost_job(tries: int, begun: datetime) -> None:
    """A job whose worker died in its last of so many tries."""
    errands.by_the_clock.enqueue()
    DBTaskResult.objects.update(status="RUNNING", started_at=begun, worker_ids=["gone"] * tries)


@pytest.mark.django_db
def test_a_job_whose_worker_died_comes_back_after_its_lease_and_not_before() -> None:
    lost_job(1, begun=NOW)
    assert jobs.mend(now=NOW + jobs.LEASE) == 0
    assert the_job().status == "RUNNING"
    assert jobs.mend(now=NOW + jobs.LEASE + timedelta(seconds=1)) == 1
    assert jobs.mend(now=NOW + jobs.LEASE + timedelta(seconds=1)) == 0
    working.work_off()
    assert the_job().status == "SUCCESSFUL"


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_each_time_is_given_up() -> None:
    lost_job(len(jobs.WAITS) + 1, begun=NOW)
    later = NOW + jobs.LEASE + timedelta(seconds=1)
    assert jobs.mend(now=later) == 0
    assert (the_job().status, the_job().exception_class_path) == ("FAILED", "saanjh.ground.jobs.WorkerLost")
    assert jobs.mend(now=timezone.now()) == 0


def test_a_worker_stops_a_job_before_its_lease_ends() -> None:
    assert jobs.LONGEST < jobs.LEASE


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_that_takes_too_long_is_stopped_and_counted_as_failed(
    traces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "LONGEST", timedelta(seconds=1))
    before = {number: signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM)}
    (tmp_path / "hindrance").touch()
    jobs.enqueue(errands.wait_while, file=str(traces), hindrance=str(tmp_path / "hindrance"))
    worker = working.new_worker(once=True)
    try:
        worker.configure_signals()
        worker.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert lines(traces) == ["begun"]
    assert the_job().exception_class_path == "saanjh.ground.working.TookTooLong"
    assert jobs.mend(now=timezone.now()) == 1


@pytest.mark.django_db
def test_a_periodic_job_comes_once_a_period(hourly: None) -> None:
    assert [jobs.tick(now=NOW), jobs.tick(now=NOW), jobs.tick(now=NOW + timedelta(minutes=50))] == [1, 0, 0]
    assert jobs.tick(now=NOW + timedelta(minutes=53)) == 1
    assert PeriodicJob.objects.get().period == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert queued(errands.by_the_clock) == 2


@pytest.mark.django_db
def test_periods_missed_while_nothing_ran_are_not_made_up_for(hourly: None) -> None:
    jobs.tick(now=NOW)
    assert jobs.tick(now=NOW + timedelta(days=3)) == 1


@pytest.mark.django_db
def test_a_clock_set_back_queues_nothing_twice(hourly: None) -> None:
    jobs.tick(now=NOW)
    assert jobs.tick(now=NOW - timedelta(hours=2)) == 0


@pytest.mark.django_db
def test_the_pulse_says_when_background_work_last_lived() -> None:
    assert jobs.last_pulse() is None
    before = timezone.now()
    jobs.enqueue(jobs.pulse)
    assert jobs.last_pulse() is None
    working.work_off()
    beat = jobs.last_pulse()
    assert beat is not None
    assert before <= beat <= timezone.now()


@pytest.mark.django_db
def test_finished_jobs_are_forgotten_the_failed_ones_later(traces: Path) -> None:
    jobs.enqueue(errands.by_the_clock)
    jobs.enqueue(errands.fail, file=str(traces))
    working.work_off()

    def left(age: timedelta) -> list[str]:
        DBTaskResult.objects.update(finished_at=timezone.now() - age)
        jobs.forget_finished.func()
        return sorted(DBTaskResult.objects.values_list("status", flat=True))

    assert left(jobs.KEEP_DONE - timedelta(minutes=1)) == ["FAILED", "SUCCESSFUL"]
    assert left(jobs.KEEP_DONE + timedelta(minutes=1)) == ["FAILED"]
    assert left(jobs.KEEP_FAILED + timedelta(minutes=1)) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("site")) as made:
        yield made


TICK_AT_ONCE = """
import time
from datetime import datetime, UTC
from pathlib import Path
from saanjh.ground import jobs
Path({folder!r}, str(time.time_ns())).touch()
while len(list(Path({folder!r}).iterdir())) < 4:
    time.sleep(0.001)
print(jobs.tick(now=datetime(2026, 11, 20, 10, 7, tzinfo=UTC)))
"""


@pytest.mark.slow
def test_tickers_at_the_same_moment_never_double_a_job(site: Installation, tmp_path: Path) -> None:
    together = tmp_path / "together"
    together.mkdir()
    with ThreadPoolExecutor(4) as tickers:
        found = list(tickers.map(site.python, [TICK_AT_ONCE.format(folder=str(together))] * 4))
    queue = "from django_tasks_db.models import DBTaskResult as jobs\nprint(*jobs.objects.values_list('task_path'))"
    paths = site.python(queue).split()
    assert len(paths) == len(set(paths)) == sum(map(int, found)) > 1
    assert site.saanjh("worker", "--once").returncode == 0


@pytest.mark.slow
def test_a_job_cut_off_by_a_killed_worker_runs_again_once(site: Installation, traces: Path, tmp_path: Path) -> None:
    hindrance = tmp_path / "hindrance"
    hindrance.touch()
    known = "from django_tasks_db.models import DBTaskResult as jobs"
    arguments = f"file={str(traces)!r}, hindrance={str(hindrance)!r}"
    site.python(f"from tests.ground import errands\nerrands.wait_while.enqueue({arguments})")
    worker = site.start("worker")
    wait_until(lambda: lines(traces) == ["begun"])
    worker.kill()
    worker.wait()
    hindrance.unlink()
    mine = "job = jobs.objects.get(task_path__endswith='wait_while')"
    assert site.python(f"{known}\n{mine}\nprint(job.status)") == "RUNNING"

    aged = "jobs.objects.update(started_at=timezone.now() - timedelta(hours=1))"
    site.python(f"{known}\nfrom datetime import timedelta\nfrom django.utils import timezone\n{aged}")
    assert site.saanjh("tick", "--once").returncode == 0
    due = "jobs.objects.filter(status='READY').update(run_after=timezone.now())"
    site.python(f"{known}\nfrom django.utils import timezone\n{due}")
    for _ in range(2):
        done = site.saanjh("worker", "--once")
        assert done.returncode == 0, done.stderr
    assert lines(traces) == ["begun", "begun", "done"]
    assert site.python(f"{known}\n{mine}\nprint(job.status, len(job.worker_ids))") == "SUCCESSFUL 2"
