"""People: invited, joining, given roles, helped back, and seen by those who may."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.actions import people, roles
from saanjh.ground.models import Invitation, OnceKey, Person
from saanjh.web import answers
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.web.browsing import client_of, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
PASSWORD = "neem tree by the canal"


@pytest.fixture
def administrator() -> Person:
    return second_factor(holding(Role.ADMINISTRATOR, name="Amna"))


def test_an_invitation_by_mail_is_shown_to_nobody_else_and_proves_the_address(
    administrator: Person, django_capture_on_commit_callbacks: Any
) -> None:
    organisation = an_organisation(name_en="Neem Trust")
    client = client_of(administrator)
    address = f"{reverse('invite')}?role=signatory"
    data = {"where": organisation.pk, "email": "bilal@example.org", "language": "ur"}
    with django_capture_on_commit_callbacks(execute=True):
        response = send(client, address, **data)
    (message,) = mail.outbox
    link = str(message.body).split()[-1]
    assert "/ur/join/" in link
    code = link.rstrip("/").split("/")[-1]
    page = client.get(response["Location"])
    assert code not in page.content.decode()
    assert "Neem" not in f"{message.subject} {message.body}"
    joining = Client()
    path = link.removeprefix("http://testserver")
    assert "نیم ٹرسٹ" in words(joining.get(path))
    data = {"code": code, "name": "Bilal", "username": "bilal", "password1": PASSWORD, "password2": PASSWORD}
    response = send(joining, path, **data, language="ur")
    assert (response.status_code, response["Location"]) == (303, "/ur/account/login/")
    person = Person.objects.get(username="bilal")
    assert (person.email, person.language) == ("bilal@example.org", "ur")
    assert joining.login(username="bilal", password=PASSWORD)
    assert code not in str(list(OnceKey.objects.values()))


def test_a_code_is_shown_once_to_the_one_who_invites_without_an_address(administrator: Person) -> None:
    organisation = an_organisation()
    client = client_of(administrator)
    data = {"where": organisation.pk, "language": "en"}
    response = send(client, f"{reverse('invite')}?role=editor", **data)
    first, second = client.get(response["Location"]), client.get(response["Location"])
    code = parsed(first).xpath("string(//p[@class='notice']/bdi)")
    assert people.invitation_for(code) == Invitation.objects.get()
    assert parsed(second).xpath("//p[@class='notice']") == []
    assert code not in second.content.decode()
    assert mail.outbox == []


def test_the_same_invitation_sent_twice_is_made_once(administrator: Person) -> None:
    organisation = an_organisation()
    client = client_of(administrator)
    address = f"{reverse('invite')}?role=editor"
    form = parsed(client.get(address)).xpath("//main//form[@method='post']")[-1]
    data = {"once": form.fields["once"], "where": organisation.pk, "language": "en", "email": ""}
    places = {client.post(address, data)["Location"] for _each in range(2)}
    assert len(places) == 1
    assert Invitation.objects.count() == 1


def test_a_signatory_invites_editors_and_field_officers_of_the_own_organisation() -> None:
    mine, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Banyan Trust")
    client = client_of(holding(Role.SIGNATORY, mine.pk))
    roles = [link.split("=")[-1] for link in parsed(client.get(reverse("invite"))).xpath("//main//h3/a/@href")]
    assert roles == ["editor", "field_officer"]
    response = send(client, f"{reverse('invite')}?role=editor", where=other.pk, language="en")
    assert response.status_code == 422
    assert Invitation.objects.count() == 0


def test_a_form_with_a_mistake_says_so_and_keeps_what_was_typed() -> None:
    organisation = an_organisation()
    _invitation, code = people.invite(role=Role.EDITOR, over=organisation.pk, by=Person.objects.system())
    data = {
        "code": code,
        "name": "Bilal",
        "username": "bilal",
        "password1": PASSWORD,
        "password2": "other",
        "language": "en",
    }
    response = send(Client(), reverse("join"), **data)
    page = parsed(response)
    assert response.status_code == 422
    assert page.xpath("string(//title)").startswith("Error:")
    assert page.xpath("//input[@name='username']/@value") == ["bilal"]
    assert page.xpath("//input[@type='password']/@value") == []


def test_no_digest_of_a_password_is_kept_with_the_key_of_a_form() -> None:
    digests = set()
    for password in (PASSWORD, "another long password"):
        request = RequestFactory().post("/en/join/", {"name": "Bilal", "password1": password, "password2": password})
        request.user = AnonymousUser()
        digests.add(answers._sent(request).digest)
    assert len(digests) == 1


def test_somebody_without_e_mail_comes_back_with_a_code_of_the_own_signatory() -> None:
    organisation = an_organisation()
    person = holding(Role.EDITOR, organisation.pk)
    client = client_of(holding(Role.SIGNATORY, organisation.pk))
    response = send(client, reverse("help_back", args=[person.public_id]))
    page = parsed(client.get(response["Location"]))
    code = page.xpath("string(//p[@class='notice']/bdi)")
    assert parsed(client.get(response["Location"])).xpath("//p[@class='notice']") == []
    data = {"password1": PASSWORD, "password2": PASSWORD, "code": code}
    assert send(Client(), reverse("return"), **data).status_code == 303
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_roles_are_given_and_taken_back(administrator: Person) -> None:
    person, organisation = a_person(), an_organisation()
    client = client_of(administrator)
    give = f"{reverse('give_role', args=[person.public_id])}?role=editor"
    assert send(client, give, where=organisation.pk).status_code == 303
    assert person.roles_held.get().role == "editor"
    assert send(client, give, where=organisation.pk).status_code == 422
    take = reverse("take_back_role", args=[person.public_id])
    assert send(client, take, held=person.roles_held.get().pk).status_code == 303
    assert not person.roles_held.filter(until=None).exists()


def test_two_roles_that_check_each_other_are_not_given_to_one(administrator: Person) -> None:
    auditor = holding(Role.AUDITOR)
    address = f"{reverse('give_role', args=[auditor.public_id])}?role=administrator"
    response = send(client_of(administrator), address, where=0)
    assert response.status_code == 422
    assert "check each other" in words(response)


def test_a_signatory_sees_only_the_roles_that_are_held_here() -> None:
    mine, other = an_organisation(name_en="Neem Trust"), an_organisation(name_en="Banyan Trust")
    editor = holding(Role.EDITOR, mine.pk, name="Bilal")
    editor.roles_held.create(role=Role.EDITOR, scope_kind="organisation", scope_id=other.pk)
    client = client_of(holding(Role.SIGNATORY, mine.pk))
    for address in (reverse("people"), reverse("person", args=[editor.public_id])):
        assert "Neem Trust" in words(client.get(address))
        assert "Banyan" not in words(client.get(address))


@pytest.mark.parametrize("name", ["person", "give_role", "take_back_role", "help_back", "way_back"])
def test_people_of_another_organisation_are_not_there(name: str) -> None:
    stranger = holding(Role.EDITOR, an_organisation().pk)
    client = client_of(holding(Role.SIGNATORY, an_organisation().pk))
    assert client.get(reverse(name, args=[stranger.public_id])).status_code == 404


def test_an_account_is_closed_with_its_roles(administrator: Person) -> None:
    person = holding(Role.EDITOR, an_organisation().pk)
    theirs = client_of(person)
    assert send(client_of(administrator), reverse("close_account", args=[person.public_id])).status_code == 303
    assert not person.roles_held.filter(until=None).exists()
    assert theirs.get("/desk/").status_code == 302


def test_a_signatory_does_not_learn_from_a_colleagues_page_which_roles_are_held_elsewhere(
    administrator: Person,
) -> None:
    organisation = an_organisation()
    signatory, editor = holding(Role.SIGNATORY, organisation.pk), holding(Role.EDITOR, organisation.pk)
    roles.give(editor, Role.OBSERVER, over=7, by=administrator)
    page = reverse("person", args=[editor.public_id])
    assert "Coordinating-body observer" in words(client_of(administrator).get(page))
    response = client_of(signatory).get(page)
    assert response.status_code == 200
    assert "observer" not in words(response)
