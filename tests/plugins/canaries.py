"""Every free word that anybody writes in any test is a canary: nothing may show it to whoever may not see its row.

Words are noted as the guarded columns save them. Each answer of the test client, of any test of the whole suite, is
looked through for them, files, archives and streams unpacked; so are each mail and each message of the outbox for
whoever gets it, and for anybody at all what the log would say at its lowest level meanwhile. What is found must belong
to a row that the reader may see, by the models' own word (`public`, `visible_to`). So every ordinary test is a test of
leaks too. What a page shows by another right stands in `SHOWN_BY_ANOTHER_RIGHT` with its reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from typing import Any

import pytest

from tests.plugins.overhearing import Overhearing
from tests.plugins.readable import text, text_of

SHORTEST = 12  # letters: shorter words stand on many pages by chance
LONGEST = 60  # of a long text its beginning is looked for

# (address, whose words) → by what right they are shown there
SHOWN_BY_ANOTHER_RIGHT = {
    ("reviews", "Organisation"): "a reviewer must know who applies, to say that they are too close to them",
    ("review", "Organisation"): "the same, on the application itself",
    ("reviewer_conflicts", "Organisation"): "the same, of all who applied and before anything is given to them",
    ("partner", "Organisation"): "whoever is asked to take part in an application must know who leads it",
    ("applications", "Organisation"): "the same, in the list of what one is asked",
    ("application_partners", "Organisation"): "whoever leads named it, by the code that it gave",
    ("application_check", "Organisation"): "the same, on the last step",
    ("application", "Organisation"): "the same, on the application itself",
    ("desk_network", "Organisation"): "whoever works in a network must know who belongs to it",
    ("voices_answer", "Answer"): "whoever holds the receipt reads the answer, without an account",
}

# (message, whose words) → by what right it names them to whoever gets it
TOLD_BY_ANOTHER_RIGHT = {
    ("organisation_closed", "Organisation"): "their role in it ended with it: they must know in which",
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
    request = response.wsgi_request
    person = request.user if getattr(getattr(request, "user", None), "is_authenticated", False) else None
    sent = "\n".join([*request.GET.values(), *getattr(request, "_post", {}).values()])
    route = getattr(request.resolver_match, "url_name", "")

    def by_another_right(words: str, kinds: set[str]) -> bool:
        return words in sent or any((route, kind) in SHOWN_BY_ANOTHER_RIGHT for kind in kinds)

    what = f"{request.method} {request.path}"
    return [f"{what} shows {each}" for each in _not_for(person, text_of(response), by_another_right)]


def look_through_mail(message: Any) -> list[str]:
    """Each of the known words in the mail that one of those who get it may not see."""
    from saanjh.ground.models import Person

    parts = [message.subject, message.body, *(content for content, _kind in getattr(message, "alternatives", ()))]
    for attached in message.attachments:
        name, content, kind = attached if isinstance(attached, tuple) else ("", attached.as_bytes(), "")
        parts += [name or "", content if isinstance(content, str) else text(content, kind or "")]
    said = "\n".join(str(part) for part in parts)
    if not any(words in said for words in written):
        return []
    people = {to: Person.objects.filter(email__iexact=parseaddr(to)[1]).first() for to in message.recipients()}
    return [f"mail to {to} shows {each}" for to, person in people.items() for each in _not_for(person, said)]


def look_through_notice(notice: Any) -> list[str]:
    """Each of the known words in the message of the outbox, in either language, that its reader may not see."""
    from django.utils.translation import override

    from saanjh.ground import notices

    if notice.kind not in notices.KINDS:
        return []
    said = []
    for language in ("en", "ur"):
        with override(language):
            said.append(notices.words(notice))

    def by_another_right(words: str, kinds: set[str]) -> bool:
        return any((notice.kind, kind) in TOLD_BY_ANOTHER_RIGHT for kind in kinds)

    told = _not_for(notice.person, "\n".join(said), by_another_right)
    return [f"notice {notice.kind} shows {each}" for each in told]


def look_through_log(lines: list[str]) -> list[str]:
    """Each of the known words in the log, where nobody may read any."""
    said = "\n".join(lines)
    return [f"log shows {words!r} of {_kinds(words)}" for words in written if words in said]


def _not_for(person: Any, said: str, by_another_right: Callable[[str, set[str]], bool] | None = None) -> list[str]:
    """The known words in what was said that the person may not see."""
    found = sorted((words for words in written if words in said), key=len, reverse=True)
    if not found:
        return []
    may_read = _may_read(person, [row for words in found for row in written[words]])
    leaks = []
    for words in found:
        other = by_another_right is not None and by_another_right(words, set(_kinds(words)))
        if other or _is_open(words, may_read):
            said = said.replace(words, "")  # shorter words that only stand within these are not looked for
        elif words in said:
            leaks.append(f"{words!r} of {_kinds(words)}")
    return leaks


def _kinds(words: str) -> list[str]:
    return sorted({type(row).__name__ for row in written[words]})


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
    from django.core.mail.backends.locmem import EmailBackend
    from django.db.models import QuerySet
    from django.test import Client

    from saanjh.ground import fields, models

    save, ask, send, create = fields.Guarded.pre_save, Client.request, EmailBackend.send_messages, QuerySet.bulk_create
    log = Overhearing()

    def pre_save(self: Any, instance: Any, add: bool) -> Any:
        words = save(self, instance, add)
        note(instance, words)
        return words

    def request(self: Any, **environment: Any) -> Any:
        with log.while_asked() as lines:
            response = ask(self, **environment)
        leaked.extend(look_through_log(lines))
        if hasattr(response, "wsgi_request"):
            _look(look_through, response)
        return response

    def send_messages(self: Any, messages: Any) -> int:
        messages = list(messages)
        for message in messages:
            _look(look_through_mail, message)
        return send(self, messages)

    def bulk_create(self: Any, objs: Any, *args: Any, **kwargs: Any) -> Any:
        rows = create(self, objs, *args, **kwargs)
        for row in rows if self.model is models.Notice else ():
            _look(look_through_notice, row)
        return rows

    fields.Guarded.pre_save = pre_save  # type: ignore[method-assign]
    Client.request = request  # type: ignore[method-assign]
    EmailBackend.send_messages = send_messages  # type: ignore[method-assign]
    QuerySet.bulk_create = bulk_create  # type: ignore[method-assign]


def _look(through: Callable[[Any], list[str]], what: Any) -> None:
    """Keep what leaks. The queries that this takes are none of the test's, whatever it counts them with."""
    from django.db import connection

    if not written or connection.needs_rollback:
        return
    counted, watched = connection.force_debug_cursor, connection.execute_wrappers
    connection.force_debug_cursor, connection.execute_wrappers = False, []
    try:
        leaked.extend(through(what))
    finally:
        connection.force_debug_cursor, connection.execute_wrappers = counted, watched
