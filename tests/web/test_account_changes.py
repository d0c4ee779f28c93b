"""Lost passwords, new addresses, and sessions that end at once."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from saanjh.ground.actions import people
from saanjh.ground.models import Line, Notice, Person
from tests.factories import a_person
from tests.web.browsing import parsed
from tests.web.signing_in import LOGIN, hidden, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture(autouse=True)
def _no_counts_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_a_new_password_by_e_mail_says_nothing_on_a_locked_screen() -> None:
    person = a_person(username="amna", email="amna@example.org", language="ur", name="Amna Bibi")
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "AMNA@example.org"})
    (message,) = mail.outbox
    assert message.subject == "سانجھ کا ایک پیغام" or message.subject == "A message from Saanjh"
    first = str(message.body).splitlines()[0]
    for word in ("password", "amna", "Amna", "پاس ورڈ", "http"):
        assert word not in message.subject
        assert word not in first
    address = re.search(r"http://testserver(\S+)", str(message.body))
    assert address is not None
    response = client.get(address[1], follow=True)
    action = parsed(response).xpath("//main//form/@action")[0]
    response = client.post(action, {"password1": "neem tree by the canal", "password2": "neem tree by the canal"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert person.check_password("neem tree by the canal")
    assert Line.objects.get(verb="sign_in_changed").facts == {"what": "password_reset"}
    assert list(Notice.objects.values_list("person", "kind")) == [(person.pk, "sign_in_password_reset")]
    assert parsed(client.get(address[1])).xpath("string(//h1)") == "This link is not valid any more"


def test_an_unknown_address_gets_no_mail_and_the_same_page() -> None:
    a_person(email="amna@example.org")
    places = {
        Client().post(reverse("account_reset_password"), {"email": address})["Location"]
        for address in ("amna@example.org", "stranger@example.org")
    }
    assert places == {reverse("account_reset_password_done")}
    assert [message.to for message in mail.outbox] == [["amna@example.org"]]


def test_nobody_keeps_others_from_a_new_password() -> None:
    a_person(email="amna@example.org")
    for _each in range(10):
        Client().post(reverse("account_reset_password"), {"email": "amna@example.org"}, REMOTE_ADDR="192.0.2.1")
    mail.outbox.clear()
    blocked = Client().post(reverse("account_reset_password"), {"email": "amna@example.org"}, REMOTE_ADDR="192.0.2.1")
    assert blocked.status_code == 429
    Client().post(reverse("account_reset_password"), {"email": "amna@example.org"}, REMOTE_ADDR="192.0.2.2")
    assert len(mail.outbox) == 1


def ask_for_a_link(email: str, address: str) -> tuple[int, str]:
    """(status, where it leads) of somebody at this address who forgot the password."""
    response = Client().post(reverse("account_reset_password"), {"email": email}, REMOTE_ADDR=address)
    return response.status_code, response["Location"]


def test_somebody_who_asks_often_from_one_place_fills_nobodys_mailbox_and_learns_nothing() -> None:
    a_person(email="amna@example.org")
    said = {ask_for_a_link("amna@example.org", "192.0.2.1") for _each in range(8)}
    assert said == {(302, reverse("account_reset_password_done"))}
    assert len(mail.outbox) == 3


def test_many_places_together_fill_nobodys_mailbox_either_and_the_first_link_opens_still() -> None:
    a_person(email="amna@example.org")
    a_person(email="bilal@example.org")
    said = {ask_for_a_link("amna@example.org", f"192.0.2.{number}") for number in range(1, 31)}
    assert said == {(302, reverse("account_reset_password_done"))}
    assert len(mail.outbox) == 12
    address = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert address is not None
    assert parsed(Client().get(address[1], follow=True)).xpath("//input[@name='password1']")
    ask_for_a_link("bilal@example.org", "192.0.2.1")
    assert mail.outbox[-1].to == ["bilal@example.org"]


def test_a_changed_password_ends_every_session() -> None:
    person = a_person(username="amna")
    here, elsewhere = Client(), Client()
    sign_in(here, "amna")
    sign_in(elsewhere, "amna")
    words = {"oldpassword": "word", "password1": "neem tree by the canal", "password2": "neem tree by the canal"}
    response = here.post(reverse("account_change_password"), words)
    assert response["Location"] == LOGIN
    assert [client.get("/desk/").status_code for client in (here, elsewhere)] == [302, 302]
    assert Line.objects.get(verb="sign_in_changed").person == person.public_id


def test_a_new_address_counts_once_its_link_is_opened() -> None:
    person = people.add(username="amna", name="Amna", email="old@example.org", by=Person.objects.system())
    client = Client()
    client.force_login(person)
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    person.refresh_from_db()
    assert person.email == "old@example.org"
    address = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert address is not None
    assert "new@example.org" in parsed(client.get(address[1])).xpath("string(//main)")
    client.post(address[1])
    person.refresh_from_db()
    assert person.email == "new@example.org"


def test_all_sessions_end_at_once() -> None:
    a_person(username="amna")
    here, elsewhere = Client(), Client()
    sign_in(here, "amna")
    sign_in(elsewhere, "amna")
    assert len(parsed(here.get(reverse("usersessions_list"))).xpath("//tbody/tr")) == 2
    page = parsed(here.get(reverse("end_sessions")))
    here.post(reverse("end_sessions"), hidden(page.xpath("//main")[0]))
    assert [client.get("/desk/").status_code for client in (here, elsewhere)] == [302, 302]
    assert Line.objects.get(verb="sessions_ended").facts == {"number": 2}
