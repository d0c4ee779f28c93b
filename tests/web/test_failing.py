"""A database that is full, read-only or gone: 503 in words, in both languages, and nothing half-written."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from lxml import html

from saanjh.ground.models import Line, OnceKey, Person
from tests.factories import a_person
from tests.installations import Installation, environment_for, with_tables


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation of its own, on SQLite whatever the lane."""
    data = tmp_path_factory.mktemp("place")
    with_tables(data)
    made = Installation(data, environment_for(data))
    assert made.saanjh("migrate", "--verbosity", "0").returncode == 0
    assert made.saanjh("collectstatic", "--no-input", "--verbosity", "0").returncode == 0
    return made


@pytest.fixture
def read_only_sqlite() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        yield
        cursor.execute("PRAGMA query_only = OFF")


@pytest.fixture
def read_only_postgresql() -> Iterator[None]:
    """Every transaction from here on may only read, as on a standby."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    return


def _signed_in(language: str) -> tuple[Client, Person]:
    person = a_person(language=language)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client, person


def _words(body: bytes) -> str:
    return " ".join(html.fromstring(body).text_content().split())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_read_only_database_says_so_and_shows_what_was_typed(language: str, request: pytest.FixtureRequest) -> None:
    client, person = _signed_in(language)
    lines, keys = Line.objects.count(), OnceKey.objects.count()
    request.getfixturevalue(f"read_only_{connection.vendor}")
    response = client.post("/desk/language/", {"language": "ur", "next": "میرے لکھے ہوئے الفاظ"})
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
    assert "میرے لکھے ہوئے الفاظ" in _words(response.content)
    sections = [section.get("lang") for section in html.fromstring(response.content).iter("section")]
    assert sorted(sections) == ["en", "ur"]
    assert (Line.objects.count(), OnceKey.objects.count()) == (lines, keys)
    assert Person.objects.get(pk=person.pk).language == language


VISIT = """
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["session"] = "abcdefghijklmnopqrstuvwxyz012345"
for path in ("/en/", "/ur/", "/desk/", "/en/account/login/", "/api/v1/districts"):
    response = client.get(path)
    print(path, response.status_code, response.content.decode().count("<section lang="))
"""


@pytest.mark.slow
def test_a_database_that_is_gone_is_said_in_words(place: Installation) -> None:
    """Nobody listens at the database's address: each page is a 503 in both languages."""
    gone = {**place.environment, "SAANJH_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    said = Installation(place.data, gone).python(VISIT).splitlines()
    pages = ["/en/ 503 2", "/ur/ 503 2", "/desk/ 503 2", "/en/account/login/ 503 2", "/api/v1/districts 503 0"]
    assert said == pages


FILL = """
from django.db import connection
from django.test import Client
from saanjh.ground.models import Line, Person

person = Person.objects.create(username="somebody", name="Somebody")
client = Client(raise_request_exception=False)
client.force_login(person)
with connection.cursor() as cursor:
    cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + 2}")
accepted, status = 0, 303
while status == 303 and accepted < 2000:
    status = client.post("/desk/language/", {"language": "ur"}).status_code
    accepted += status == 303
lines = Line.objects.filter(verb="language_chosen").count()
with connection.cursor() as cursor:
    cursor.execute("PRAGMA max_page_count = 1000000")
again = client.post("/desk/language/", {"language": "en"}).status_code
from saanjh.ground import history
print(status, accepted > 0, lines == accepted, again, history.broken())
"""


@pytest.mark.slow
def test_a_full_database_refuses_in_words_and_recovers(place: Installation) -> None:
    assert place.python(FILL) == "503 True True 303 None"
