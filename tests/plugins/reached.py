"""Fails a whole run in which some route never answered anybody with success; `-p tests.plugins.reached`, as in ./test.

A route that no test ever opens is one whose guard nobody has seen open. What counts is a page (2xx), or the way on
after a form was carried out; being sent to the sign-in is none.
"""

from typing import Any

import pytest

# Route → why it answers nobody with success. Five at most.
CLOSED = {
    "api/(?P<rest>.*)$": "what is no address of the API: a 404 for machines",
}
MOST = 5

reached: set[str] = set()
of_workers: set[str] = set()


def counts(response: Any) -> bool:
    """Whether the answer is one of success."""
    if 300 <= response.status_code < 400:
        from django.conf import settings
        from django.urls import reverse

        return not response.get("Location", "").startswith(reverse(settings.LOGIN_URL))
    return bool(response.status_code < 300)


def unreached() -> list[str]:
    """The routes that none of the answers so far came from."""
    from tests.web.access_matrix import routes

    seen = {_plain(route) for route in reached | of_workers}
    return sorted({_plain(route.address) for route in routes()} - seen - set(CLOSED))


def _plain(route: str) -> str:
    """Without the language, and without the sign that Django drops where a part that is a regular expression begins."""
    return route.removeprefix("en/").removeprefix("ur/").replace("/^", "/").removeprefix("^")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Listen at the test client."""
    from django.test import Client

    ask = Client.request

    def request(self: Any, **environment: Any) -> Any:
        response = ask(self, **environment)
        match = getattr(getattr(response, "wsgi_request", None), "resolver_match", None)
        if match is not None and match.route not in reached and counts(response):
            reached.add(match.route)
        return response

    Client.request = request  # type: ignore[method-assign]


class Controller:
    """What the process does that hands tests out to others."""

    def pytest_testnodedown(self, node: Any) -> None:
        of_workers.update(getattr(node, "workeroutput", {}).get("reached", []))


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.pluginmanager.hasplugin("dsession"):
        session.config.pluginmanager.register(Controller())


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker hands over what it reached; whoever ran it all says what is missing."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["reached"] = sorted(reached)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    missing = unreached()
    if missing or len(CLOSED) > MOST:
        terminalreporter.section("routes that no test opened", red=True)
        terminalreporter.write_line("\n".join(missing))
        terminalreporter._session.exitstatus = pytest.ExitCode.TESTS_FAILED
