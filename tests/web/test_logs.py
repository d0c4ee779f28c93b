"""No log, mail or error page tells who it was or what they typed, whatever breaks; and wrong logs are caught."""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory
from django_tasks_db.models import DBTaskResult

from saanjh.ground import jobs, logs, working
from saanjh.web import errors
from saanjh.web.middleware import telling
from tests import figures
from tests.ground import errands
from tests.web import access_matrix as matrix
from tests.web import breaking
from tests.web.test_access import WHO

LONG = "tests.plugins.long" in sys.modules
DEPTHS = (0, 1, 2, 3, 5, 8) if LONG else (0, 2)  # as a view begins, or at its nth query
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def planted(world: Any, django_db_blocker: Any) -> Iterator[Any]:
    with django_db_blocker.unblock():
        breaking.plant()
        yield world


def broken(world: Any, monkeypatch: Any, routes: list[matrix.Route], depths: tuple[int, ...]) -> breaking.Told:
    people = [world.people[name] for name in WHO.values()]
    return breaking.break_everything(routes, people, breaking.Breaker(monkeypatch), depths)


# Deliberately wrong variants, each of which must be found.


def logs_the_body(monkeypatch: Any) -> None:
    plain = telling.RequestLog.__call__

    def call(self: Any, request: Any) -> Any:
        logging.getLogger("saanjh.request").info("body: %s", dict(request.POST))
        return plain(self, request)

    monkeypatch.setattr(telling.RequestLog, "__call__", call)


class WithText(logs.AsJson):
    def format(self, record: logging.LogRecord) -> str:
        return f"{super().format(record)} {record.exc_info[1] if record.exc_info else ''}"


def logs_the_text_of_an_error(monkeypatch: Any) -> None:
    monkeypatch.setattr(logs, "AsJson", WithText)


class WithAddress(logs.AsJson):
    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        return f"{super().format(record)} {request.META['REMOTE_ADDR'] if request else ''}"


def logs_the_address(monkeypatch: Any) -> None:
    monkeypatch.setattr(logs, "AsJson", WithAddress)


class AsItCame(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return True


def logs_the_path(monkeypatch: Any) -> None:
    monkeypatch.setattr(logs, "Redact", AsItCame)


def shows_the_error(monkeypatch: Any) -> None:
    plain = errors.page

    def page(*args: Any, **context: Any) -> Any:
        response = plain(*args, **context)
        response.content += str(sys.exception()).encode()
        return response

    monkeypatch.setattr(errors, "page", page)


MUTANTS = (logs_the_body, logs_the_text_of_an_error, logs_the_address, logs_the_path, shows_the_error)


@pytest.mark.slow
@pytest.mark.usefixtures("unhurried")
def test_no_log_mail_or_error_page_tells_anything_of_anybody_whatever_breaks(planted: Any) -> None:
    """And each log or page that says too much is caught."""
    routes = matrix.routes()
    with pytest.MonkeyPatch.context() as breaks:
        told = broken(planted, breaks, routes, DEPTHS)
    caught = [mutant.__name__ for mutant in MUTANTS if _catches(mutant, planted)]
    assert not told.problems, "\n".join(told.problems[:40])
    assert {route.name or route.address for route in routes} - told.broken == set()
    assert all(json.loads(line)["message"] for line in told.log.getvalue().splitlines())
    assert caught == [mutant.__name__ for mutant in MUTANTS]
    figures.note(
        "logs",
        routes=len(routes),
        requests=told.requests,
        failures_forced=told.forced,
        log_lines=len(told.log.getvalue().splitlines()),
        found=len(told.problems),
    )
    figures.caught("logs", *caught)


def _catches(mutant: Any, world: Any) -> bool:
    names = {"home", "join", "people", "voices_new", "desk_messages"}
    few = [route for route in matrix.routes() if route.name in names]
    with pytest.MonkeyPatch.context() as wrong:
        mutant(wrong)
        return bool(broken(world, wrong, few, (0, 1)).problems)


def test_a_job_that_failed_keeps_where_and_not_what(caplog: Any) -> None:
    DBTaskResult.objects.all().delete()
    jobs.enqueue(errands.says_a_secret)
    with caplog.at_level("DEBUG"):
        working.work_off()
    row = DBTaskResult.objects.get(task_path=errands.says_a_secret.module_path)
    assert (row.status, row.exception_class_path) == ("FAILED", "builtins.ValueError")
    assert "errands.py:" in row.traceback
    assert "canary" not in row.traceback
    record = logs.AsJson()
    assert not [each for each in caplog.records if logs.Redact().filter(each) and "canary" in record.format(each)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("from 203.0.113.77 again", "from […] again"),
        ("from 2001:db8::77:1:2 again", "from […] again"),
        ("at 10:20:30, version 5.2.19", "at 10:20:30, version 5.2.19"),
        ("GET /en/?q=somebody", "GET /en/?…"),
    ],
)
def test_addresses_of_machines_and_questions_are_masked(said: str, kept: str) -> None:
    assert logs.redacted(said) == kept


def test_of_a_request_the_route_is_told_and_never_the_path(rf: RequestFactory) -> None:
    request = rf.get("/en/return/a-one-time-code/")
    record = logging.LogRecord("django.request", 40, "", 0, "%s: %s", ("Internal Server Error", request.path), None)
    record.request = request
    assert logs.Redact().filter(record)
    assert record.getMessage() == "Internal Server Error: /[…]/"
