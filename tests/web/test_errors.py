"""Errors in words: the method that a page does not take, and whose language an error speaks first."""

import re
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from lxml import html

from saanjh.ground import installation
from saanjh.ground.access import Role
from saanjh.ground.actions.installation import mark_demo
from saanjh.ground.models import Person
from saanjh.web import errors
from tests.calls.factories import a_call, an_application
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.web.browsing import parsed

pytestmark = pytest.mark.django_db


def _languages(content: bytes) -> list[str]:
    page = html.fromstring(content)
    return [page.get("lang"), *(section.get("lang") for section in page.iter("section"))]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("address", "first"), [("/ur/", "ur"), ("/en/calls/", "en"), ("/desk/", "ur")])
def test_a_page_that_is_only_read_says_so_in_both_languages(strict: bool, address: str, first: str) -> None:
    client = Client(enforce_csrf_checks=strict)
    client.force_login(a_person(language="ur"))
    response = client.post(address, {"text": "x"})
    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert _languages(response.content)[:2] == [first, first]
    assert html.fromstring(response.content).xpath("string(//h1 | //h2)").strip() != ""


def test_a_form_that_is_only_sent_says_so_when_it_is_read(client: Client) -> None:
    client.force_login(a_person())
    response = client.get("/desk/inbox/read/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert _languages(response.content) == ["en", "en", "ur"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"),
        ("ur", "ur"),
        ("ur-PK,en;q=0.5", "ur"),
        ("ur;q=0", "en"),
        ("ur;q=0, en;q=0.1", "en"),
        ("sd, ur;q=0.4", "ur"),
        ("*", "en"),
    ],
)
def test_without_a_language_in_the_address_the_browser_is_asked(client: Client, asked: str, language: str) -> None:
    headers = {"Accept-Language": asked}
    assert client.get("/", headers=headers)["Location"] == f"/{language}/"
    missing = client.get("/nowhere", headers=headers)
    assert missing.status_code == 404
    assert _languages(missing.content)[:2] == [language, language]
    refused = client.get("/nowhere?x=%00", headers=headers)  # answered before any language is chosen
    assert _languages(refused.content)[:2] == [language, language]


def test_machines_are_told_in_words(client: Client) -> None:
    response = client.get("/api/v1/nowhere?x=%00")
    assert response.json() == {"status": 404, "detail": "There is nothing at this address."}


def test_an_error_page_of_a_demo_says_so_without_asking_the_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    mark_demo(by=Person.objects.system())
    request = client.get("/en/").wsgi_request
    with django_assert_num_queries(0):
        told = errors.page(request, 500, "500").content.decode()
    assert told.count("Demo. Every organisation and figure here is invented.") == 1
    installation.forget()
    with django_assert_num_queries(0):
        assert "Demo." not in errors.page(request, 500, "500").content.decode()


@pytest.mark.parametrize("said", ["database disk image is malformed", "file is not a database", "disk is full"])
def test_a_damaged_database_is_a_matter_of_trying_later_and_a_mistake_of_ours_is_not(said: str) -> None:
    assert errors.is_unavailable(DatabaseError(said))
    assert not errors.is_unavailable(DatabaseError("no such column: x"))


def test_a_page_of_the_sign_in_library_takes_no_method_that_it_does_not_declare(client: Client) -> None:
    client.force_login(a_person())
    for send in (client.put, client.delete, client.patch):
        assert send("/en/account/password/change/").status_code == 405
        assert send("/en/account/password/reset/").status_code == 405


def test_what_is_missing_shows_the_persons_own_words_alone_and_no_secret(client: Client) -> None:
    client.force_login(second_factor(holding(Role.PROGRAMME_OFFICER, over=a_call().programme_id)))
    sent = {"why": "Long thought of", "code": "123456", "new_password": "neem", "a-login": "amna"}
    foreign = an_application(a_call(), an_organisation(), "submitted").public_id
    bodies = []
    for name in (foreign, "0000000000"):
        answer = client.post(f"/desk/applications/{name}/reviewers/", sent)
        assert answer.status_code == 404
        assert [each.text_content() for each in parsed(answer).xpath("//blockquote")] == ["Long thought of"]
        bodies.append(re.sub(r"<bdi>[0-9a-f]{12}</bdi>", "", answer.content.decode()))
    assert bodies[0] == bodies[1]
    assert not parsed(client.post("/desk/there-is-no-such-page/", sent)).xpath("//blockquote")
    assert not parsed(Client().post("/en/there-is-no-such-page/", sent)).xpath("//blockquote")
