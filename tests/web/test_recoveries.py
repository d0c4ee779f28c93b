"""A new way into somebody's account, through the pages: asked for, confirmed by another, stopped by the person."""

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.actions import recoveries
from saanjh.ground.models import Person, Recovery
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.web.browsing import client_of, links, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
PASSWORD = "neem tree by the canal"


def an_administrator(name: str) -> Person:
    return second_factor(holding(Role.ADMINISTRATOR, name=name))


@pytest.fixture
def asker() -> Client:
    return client_of(an_administrator("Amna"))


@pytest.fixture
def confirmer() -> Client:
    return client_of(an_administrator("Sadia"))


def test_two_administrators_bring_somebody_back_and_the_code_is_shown_once_to_the_second(
    asker: Client, confirmer: Client
) -> None:
    person = a_person(name="Bilal")
    asked = send(asker, reverse("ask_way_back", args=[person.public_id]))
    recovery = Recovery.objects.get()
    page = reverse("recovery", args=[recovery.public_id])
    assert asked["Location"] == page
    assert "secret" not in asker.get(page).content.decode()
    assert reverse("confirm_recovery", args=[recovery.public_id]) not in links(asker.get(page))
    assert page in links(confirmer.get("/desk/"))
    assert page not in links(asker.get("/desk/"))
    assert page in links(asker.get(reverse("person", args=[person.public_id])))
    shown = confirmer.get(send(confirmer, reverse("confirm_recovery", args=[recovery.public_id]))["Location"])
    code = parsed(shown).xpath("string(//p[@class='notice']/bdi)")
    data = {"password1": PASSWORD, "password2": PASSWORD, "code": code}
    assert send(Client(), reverse("return"), **data).status_code == 303
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_code_that_was_shown_is_shown_to_nobody_again(asker: Client, confirmer: Client) -> None:
    person = a_person()
    send(asker, reverse("ask_way_back", args=[person.public_id]))
    place = send(confirmer, reverse("confirm_recovery", args=[Recovery.objects.get().public_id]))["Location"]
    assert parsed(confirmer.get(place)).xpath("//p[@class='notice']")
    for client in (confirmer, asker):
        response = client.get(place)
        assert parsed(response).xpath("//p[@class='notice']") == []
        assert reverse("ask_way_back", args=[person.public_id]) in links(response)


def test_whoever_asked_reads_why_somebody_else_confirms_and_cannot(asker: Client, confirmer: Client) -> None:
    person = second_factor(a_person())
    send(asker, reverse("forget_second_factor", args=[person.public_id]))
    address = reverse("confirm_recovery", args=[Recovery.objects.get().public_id])
    opened = asker.get(address)
    assert "Somebody else confirms this" in words(opened)
    assert parsed(opened).xpath("//main//form") == []
    assert asker.post(address, {"once": "8b0e0a6e-57e7-4f0e-9f9b-1d6f0c1f0001"}).status_code == 422
    assert person.authenticator_set.exists()
    send(confirmer, address)
    assert not person.authenticator_set.exists()


def test_a_single_administrator_reads_what_helps_on_the_server(asker: Client) -> None:
    response = asker.get(reverse("ask_way_back", args=[a_person().public_id]))
    assert "“saanjh administrator”" in words(response)
    assert parsed(response).xpath("//main//form") == []


def test_the_person_is_led_from_the_message_to_the_page_and_stops_it(asker: Client, confirmer: Client) -> None:
    person = holding(Role.EDITOR, an_organisation().pk)
    mine = client_of(person)
    send(asker, reverse("ask_way_back", args=[person.public_id]))
    recovery = Recovery.objects.get()
    page = reverse("recovery", args=[recovery.public_id])
    assert page in links(mine.get(reverse("inbox")))
    stop = reverse("object_to_recovery", args=[recovery.public_id])
    assert links(mine.get(page)) == [stop]
    assert send(mine, stop)["Location"] == page
    assert links(mine.get(page)) == []
    recovery.refresh_from_db()
    assert recovery.state == "objected"


def test_an_administrator_withdraws_it(asker: Client, confirmer: Client) -> None:
    send(asker, reverse("ask_way_back", args=[a_person().public_id]))
    recovery = Recovery.objects.get()
    send(confirmer, reverse("withdraw_recovery", args=[recovery.public_id]))
    recovery.refresh_from_db()
    assert recovery.state == "withdrawn"


@pytest.mark.parametrize("name", ["recovery", "confirm_recovery", "withdraw_recovery", "object_to_recovery"])
def test_it_is_not_there_for_others(asker: Client, confirmer: Client, name: str) -> None:
    person, organisation = a_person(), an_organisation()
    person.roles_held.create(role=Role.EDITOR, scope_kind="organisation", scope_id=organisation.pk)
    recovery = recoveries.ask(person, way="code", by=Person.objects.get(name="Amna"))
    for somebody in (a_person(), holding(Role.SIGNATORY, organisation.pk), second_factor(holding(Role.OPERATOR))):
        assert client_of(somebody).get(reverse(name, args=[recovery.public_id])).status_code == 404
    own = {"recovery": 200, "object_to_recovery": 200}
    assert client_of(person).get(reverse(name, args=[recovery.public_id])).status_code == own.get(name, 404)


@pytest.mark.parametrize("name", ["help_back", "ask_way_back", "forget_second_factor"])
def test_each_asks_in_the_way_that_is_theirs(asker: Client, confirmer: Client, name: str) -> None:
    organisation = an_organisation()
    person = second_factor(holding(Role.EDITOR, organisation.pk))
    signatory = client_of(holding(Role.SIGNATORY, organisation.pk))
    address = reverse(name, args=[person.public_id])
    opened = {who: client.get(address).status_code for who, client in (("a", asker), ("s", signatory))}
    assert opened == ({"a": 404, "s": 200} if name == "help_back" else {"a": 200, "s": 404})
