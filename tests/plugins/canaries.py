"""Every free word that anybody writes in any test is a canary: no answer may show it to whoever may not see its row.

Words are noted as the guarded columns save them. Each answer of the test client, of any test of the whole suite, is
looked through for them; what is found must belong to a row that the acting person may see, by the models' own word
(`public`, `visible_to`). So every ordinary test is a test of leaks too. What a page shows by another right stands in
`SHOWN_BY_ANOTHER_RIGHT` with its reason.
"""

import contextlib
import html
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

SHORTEST = 12  # letters: shorter words stand on many pages by chance
LONGEST = 60  # of a long text its beginning is looked for

# (address, whose words) → by what right they are shown there
SHOWN_BY_ANOTHER_RIGHT = {
    ("reviews", "Organisation"): "a reviewer must know who applies, to say that they are too close to them",
    ("review", "Organisation"): "the same, on the application itself",
    ("voices_answer", "Answer"): "whoever holds the receipt reads the answer, without an account",
}

# Words of this module's tests → the rows on which they were saved
written: dict[str, list[Any]] = defaultdict(list)
leaked: list[str] = []


def needle(words: Any) -> str:
    """What is looked for of these words; empty when they are too short to tell."""
    first = str(words or "").strip().split("\n", 1)[0].strip()[:LONGEST].strip()
    return first if len(first) >= SHORTEST and " " in first else ""


def note(instance: Any, words: Any) -> None:
    """Keep in mind that the row was saved with these words."""
    known = needle(words)
    if known:
        written[known].append(instance)


def look_through(response: Any) -> list[str]:
    """Each of the known words in the answer that the acting person may not see, with where it comes from."""
    body = text_of(response)
    found = sorted((words for words in written if words in body), key=len, reverse=True)
    if not found:
        return []
    request = response.wsgi_request
    person = request.user if getattr(getattr(request, "user", None), "is_authenticated", False) else None
    sent = "\n".join([*request.GET.values(), *getattr(request, "_post", {}).values()])
    may_read = _may_read(person, [row for words in found for row in written[words]])
    route = getattr(request.resolver_match, "url_name", "")
    leaks = []
    for words in found:
        kinds = {type(row).__name__ for row in written[words]}
        if words in sent or _is_open(words, may_read) or any((route, kind) in SHOWN_BY_ANOTHER_RIGHT for kind in kinds):
            body = body.replace(words, "")  # shorter words that only stand within these are not looked for
        elif words in body:
            leaks.append(f"{request.method} {request.path} shows {words!r} of {sorted(kinds)}")
    return leaks


def text_of(response: Any) -> str:
    """What the answer says: its body, as a reader sees it, and its headers."""
    if response.streaming:
        return ""
    kind = response.get("Content-Type", "")
    body = response.content.decode("utf-8", "replace")
    if "json" in kind:
        with contextlib.suppress(ValueError):
            body = json.dumps(json.loads(body), ensure_ascii=False)
    if "html" in kind:
        body = html.unescape(body)
    return body + "\n".join(str(value) for value in response.headers.values())


def _is_open(words: str, may_read: dict[tuple[Any, Any], bool]) -> bool:
    """Whether a row that is still there lets the words be read, or none is left that could say no.

    A row that is gone, as those of the test before are, says nothing: else what it said would be open from then on.
    """
    said = [may_read[key] for row in written[words] if (key := (type(row), row.pk)) in may_read]
    return any(said) or not said


def _may_read(person: Any, rows: list[Any]) -> dict[tuple[Any, Any], bool]:
    """Of each row that is still there: whether the person may see it; yes, where the model leaves it to another."""
    from saanjh.ground.access import standing_of

    by_model: dict[Any, set[Any]] = defaultdict(set)
    for row in rows:
        if row.pk is not None:
            by_model[type(row)].add(row.pk)
    standing = standing_of(person) if person is not None else None
    allowed: dict[tuple[Any, Any], bool] = {}
    for model, keys in by_model.items():
        there = set(model._base_manager.filter(pk__in=keys).order_by().values_list("pk", flat=True))
        of_these = model._default_manager.filter(pk__in=there).order_by()
        seen = there
        if says_who_may(of_these):
            seen = set(of_these.public().values_list("pk", flat=True))
            if standing is not None:
                seen |= set(of_these.visible_to(standing).values_list("pk", flat=True))
        allowed |= {(model, key): key in seen for key in there}
    return allowed


def says_who_may(rows: Any) -> bool:
    """Whether the model says itself who may see its rows."""
    from saanjh.ground.records import Rows

    kind = type(rows)
    return isinstance(rows, Rows) and (
        kind.visible_to is not Rows.visible_to or kind.public is not Rows.public  # type: ignore[comparison-overlap]
    )


@pytest.fixture(scope="module", autouse=True)
def _words_of_this_module() -> Iterator[None]:
    written.clear()
    yield
    written.clear()


@pytest.fixture(autouse=True)
def _nobody_reads_what_is_not_theirs(request: pytest.FixtureRequest) -> Iterator[None]:
    leaked.clear()
    yield
    if request.node.get_closest_marker("leaks_on_purpose") is None:
        assert leaked == [], "\n".join(leaked)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Listen at the guarded columns and at the test client."""
    config.addinivalue_line("markers", "leaks_on_purpose: words are leaked to see that it is noticed")
    from django.db import connection
    from django.test import Client

    from saanjh.ground import fields

    save, ask = fields.Guarded.pre_save, Client.request

    def pre_save(self: Any, instance: Any, add: bool) -> Any:
        words = save(self, instance, add)
        note(instance, words)
        return words

    def request(self: Any, **environment: Any) -> Any:
        response = ask(self, **environment)
        if written and hasattr(response, "wsgi_request") and not connection.needs_rollback:
            before = len(connection.queries_log)
            leaked.extend(look_through(response))
            while len(connection.queries_log) > before:  # what a test counts are the page's queries, not ours
                connection.queries_log.pop()
        return response

    fields.Guarded.pre_save = pre_save  # type: ignore[method-assign]
    Client.request = request  # type: ignore[method-assign]
