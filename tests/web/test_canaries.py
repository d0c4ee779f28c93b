"""The canaries of the whole suite sing: words shown to whoever may not see their row are found, and no others."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import a_person, an_organisation
from tests.plugins import canaries
from tests.web import access_matrix as matrix

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.leaks_on_purpose,
]
SECRET = "Orchard of the seven wells"


@pytest.fixture
def leaky(settings: Any) -> None:
    """Every page tells the name of an organisation that nobody opened."""
    settings.SOURCE_URL = SECRET


def test_words_of_a_row_that_nobody_opened_are_a_leak(leaky: None) -> None:
    an_organisation(name_en=SECRET)
    Client().get("/en/how-we-count/")
    assert canaries.leaked == [f"GET /en/how-we-count/ shows {SECRET!r} of ['Organisation']"]


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
    assert len(canaries.SHOWN_BY_ANOTHER_RIGHT) <= 5
    addresses = {route for route, _kind in canaries.SHOWN_BY_ANOTHER_RIGHT}
    assert addresses <= {route.name for route in matrix.routes()}
