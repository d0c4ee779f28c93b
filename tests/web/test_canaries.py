"""The canaries of the whole suite sing: words shown to whoever may not see their row are found, and no others."""

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from saanjh.formats.sheets.workbook import workbook
from saanjh.ground import notices
from saanjh.ground.access import Role
from saanjh.urls import urlpatterns as real
from saanjh.web.guards import open_to_all
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.plugins import canaries
from tests.web import access_matrix as matrix

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.leaks_on_purpose,
]
SECRET = 'Orchard of the "seven" wells & trees'


def packed(**files: bytes) -> bytes:
    """The files in an archive, pressed so that no word of them stands in its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def piece_by_piece() -> Iterator[bytes]:
    yield from (SECRET[:9].encode(), SECRET[9:].encode())


# In each of these the words are told in another way.
WAYS: dict[str, Callable[[], HttpResponse | StreamingHttpResponse]] = {
    "plain": lambda: HttpResponse(SECRET, content_type="text/plain"),
    "csv": lambda: HttpResponse('"{}"'.format(SECRET.replace('"', '""')), content_type="text/csv"),
    "json": lambda: HttpResponse(json.dumps({"name": SECRET}), content_type="application/json"),
    "header": lambda: HttpResponse(headers={"X-Name": SECRET}),
    "workbook": lambda: HttpResponse(workbook(["name"], [[SECRET]])),
    "copy": lambda: HttpResponse(packed(copy=packed(rows=json.dumps([SECRET]).encode(), book=workbook([SECRET], [])))),
    "name": lambda: HttpResponse(packed(**{SECRET: b"nothing"})),
    "stream": lambda: StreamingHttpResponse(piece_by_piece(), content_type="text/plain"),
    "pressed": lambda: HttpResponse(f"{SECRET} {'.' * 600}", content_type="text/plain"),
}


@open_to_all()
def tells(request: HttpRequest, id: str) -> HttpResponse | StreamingHttpResponse:
    return WAYS[id]()


@open_to_all()
def logs(request: HttpRequest) -> HttpResponse:
    logging.getLogger("saanjh.request").debug("somebody asked for %s", SECRET)
    return HttpResponse()


urlpatterns = [*real, path("en/tells/<str:id>/", tells), path("en/logs/", logs)]


@pytest.fixture
def telling(settings: Any) -> None:
    """Pages that tell the name of an organisation that nobody opened, each in another way."""
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def leaky(settings: Any) -> None:
    """Every page tells the name of an organisation that nobody opened."""
    settings.SOURCE_URL = SECRET


def test_words_of_a_row_that_nobody_opened_are_a_leak(leaky: None) -> None:
    an_organisation(name_en=SECRET)
    Client().get("/en/how-we-count/")
    assert canaries.leaked == [f"GET /en/how-we-count/ shows {SECRET!r} of ['Organisation']"]


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
@pytest.mark.parametrize("way", WAYS)
def test_words_are_found_however_they_are_packed(way: str, coding: str, telling: None) -> None:
    an_organisation(name_en=SECRET)
    Client().get(f"/en/tells/{way}/", headers={"Accept-Encoding": coding})
    assert canaries.leaked == [f"GET /en/tells/{way}/ shows {SECRET!r} of ['Organisation']"]


def test_a_stream_that_was_looked_through_can_be_read(telling: None) -> None:
    an_organisation(name_en=SECRET)
    response: Any = Client().get("/en/tells/stream/")
    assert list(response.streaming_content) == [SECRET[:9].encode(), SECRET[9:].encode()]


def test_a_stream_that_breaks_off_breaks_off_where_it_is_read(telling: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[bytes]:
        yield SECRET.encode()
        raise ValueError("cut off")

    monkeypatch.setitem(WAYS, "stream", lambda: StreamingHttpResponse(broken()))
    an_organisation(name_en=SECRET)
    response: Any = Client().get("/en/tells/stream/")
    assert len(canaries.leaked) == 1
    with pytest.raises(ValueError, match="cut off"):
        list(response.streaming_content)


def test_words_in_the_log_are_a_leak_whoever_asks(telling: None, caplog: pytest.LogCaptureFixture) -> None:
    """Also to whom they are open; and the log is as loud as before for whoever else hears it."""
    an_organisation(name_en=SECRET)
    client = Client()
    client.force_login(second_factor(holding(Role.ADMINISTRATOR)))
    level, handlers = logging.root.level, list(logging.root.handlers)
    client.get("/en/logs/")
    assert canaries.leaked == [f"log shows {SECRET!r} of ['Organisation']"]
    assert (logging.root.level, logging.root.handlers, caplog.records) == (level, handlers, [])


def test_mail_is_read_as_whoever_gets_it() -> None:
    an_organisation(name_en=SECRET)
    second_factor(holding(Role.ADMINISTRATOR, email="office@example.org"))
    a_person(email="kin@example.org")
    mail = EmailMessage("A message", "Sign in.", to=["Office <office@example.org>"])
    mail.attach("copy.xlsx", workbook(["name"], [[SECRET]]), "application/octet-stream")
    mail.send()
    assert canaries.leaked == []
    mail.to += ["kin@example.org", "a-stranger@example.org"]
    mail.send()
    assert [each.partition(" shows ")[0] for each in canaries.leaked] == [f"mail to {each}" for each in mail.to[1:]]


def test_a_message_of_the_outbox_is_read_as_whoever_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(notices.KINDS, "told", told := notices.Kind("told", "Look at %(name)s."))
    an_organisation(name_en=SECRET)
    notices.tell([second_factor(holding(Role.ADMINISTRATOR))], told, name=SECRET)
    assert canaries.leaked == []
    notices.tell([a_person()], told, name=SECRET)
    assert canaries.leaked == [f"notice told shows {SECRET!r} of ['Organisation']"]


def test_a_page_that_keeps_quiet_is_none() -> None:
    an_organisation(name_en=SECRET)
    Client().get("/en/how-we-count/")
    assert canaries.leaked == []


def test_a_row_that_is_gone_opens_nothing(leaky: None) -> None:
    """PostgreSQL gives no number twice: a row of the test before is gone, where SQLite has another in its place."""
    gone, _here = an_organisation(name_en=SECRET), an_organisation(name_en=SECRET)
    type(gone).objects.filter(pk=gone.pk).delete()
    Client().get("/en/how-we-count/")
    assert len(canaries.leaked) == 1


def test_words_that_were_just_typed_may_come_back() -> None:
    an_organisation(name_en=SECRET)
    client = Client()
    client.force_login(a_person())
    response = client.get("/desk/search/", {"q": SECRET})
    assert SECRET in canaries.text_of(response)
    assert canaries.leaked == []


def test_looking_adds_nothing_to_the_queries_that_a_test_counts(leaky: None) -> None:
    an_organisation(name_en=SECRET)
    Client().get("/en/how-we-count/")
    with CaptureQueriesContext(connection) as asked:
        Client().get("/en/how-we-count/")
    assert len(canaries.leaked) == 2
    assert not [each["sql"] for each in asked.captured_queries if "ground_organisation" in each["sql"]]


def test_few_pages_show_words_by_another_right() -> None:
    assert len(canaries.SHOWN_BY_ANOTHER_RIGHT) + len(canaries.TOLD_BY_ANOTHER_RIGHT) <= 11
    assert {kind for kind, _whose in canaries.TOLD_BY_ANOTHER_RIGHT} <= set(notices.KINDS)
    addresses = {route for route, _kind in canaries.SHOWN_BY_ANOTHER_RIGHT}
    assert addresses <= {route.name for route in matrix.routes()}
