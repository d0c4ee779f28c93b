"""What is kept about somebody, on pages: seen, copied, and the way out."""

from pathlib import Path

import pytest
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.actions import closures, exports
from saanjh.ground.models import Closure, Erasure, Export, Organisation, Person
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.web.browsing import client_of, links, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def an_administrator() -> Person:
    return second_factor(holding(Role.ADMINISTRATOR))


def signatory_of(organisation: Organisation) -> Person:
    return holding(Role.SIGNATORY, over=organisation.pk)


def test_somebody_sees_what_is_kept_and_fetches_a_copy_with_the_password(data_folder: Path) -> None:
    person = a_person()
    client = client_of(person)
    page = reverse("kept_about_me")
    assert page in links(client.get(reverse("account")))
    assert "What is kept about you" in words(client.get(page))
    assert send(client, reverse("copy_of_mine"))["Location"] == page
    export = Export.objects.get()
    fetch = reverse("copy", args=[export.public_id])
    assert fetch not in links(client.get(page))
    exports.make(export, by=Person.objects.system())
    assert fetch in links(client.get(page))
    asked = client.post(fetch)
    assert (asked.status_code, "reauthenticate" in asked["Location"]) == (302, True)
    client.post(reverse("account_reauthenticate"), {"password": "word"})
    response = client.post(fetch)
    assert response.status_code == 200, words(response)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/zip", "no-store")
    assert response.content[:2] == b"PK"
    assert client_of(a_person()).get(fetch).status_code == 404


def test_a_signatory_sees_what_is_kept_about_the_organisation_and_an_editor_does_not() -> None:
    organisation = an_organisation()
    page = reverse("kept_about_organisation", args=[organisation.public_id])
    assert client_of(signatory_of(organisation)).get(page).status_code == 200
    assert client_of(holding(Role.EDITOR, over=organisation.pk)).get(page).status_code == 404
    assert client_of(signatory_of(an_organisation())).get(page).status_code == 404


def test_somebody_asks_to_be_erased_another_confirms_and_the_person_stops_it() -> None:
    administrator, person = an_administrator(), a_person()
    mine, theirs = client_of(person), client_of(administrator)
    page = send(mine, reverse("erase_me"))["Location"]
    erasure = Erasure.objects.get()
    assert page == reverse("erasure", args=[erasure.public_id])
    assert page in links(theirs.get("/desk/"))
    assert reverse("confirm_erasure", args=[erasure.public_id]) in links(theirs.get(page))
    assert send(theirs, reverse("confirm_erasure", args=[erasure.public_id]))["Location"] == page
    assert page in links(mine.get(reverse("kept_about_me")))
    send(mine, reverse("withdraw_erasure", args=[erasure.public_id]))
    erasure.refresh_from_db()
    assert erasure.state == "withdrawn"


def test_the_page_before_an_erasure_says_what_stays_and_what_must_be_handed_over() -> None:
    an_administrator()
    organisation = an_organisation(name_en="Sukh Trust")
    only = client_of(signatory_of(organisation)).get(reverse("erase_me"))
    assert "Nobody else is Signatory here" in words(only)
    shown = words(client_of(a_person()).get(reverse("erase_me")))
    assert "words that were written in records of organisations stay with those" in shown


def test_an_organisation_is_closed_after_a_look_at_what_stays_and_opened_again() -> None:
    organisation = an_organisation()
    signatory = client_of(signatory_of(organisation))
    close = reverse("close_organisation", args=[organisation.public_id])
    assert "Stay public: published initiatives" in words(signatory.get(close))
    assert send(signatory, close)["Location"] == reverse("waiting")
    officer = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=1)))
    again = reverse("reopen_organisation", args=[organisation.public_id])
    assert again in links(officer.get(reverse("organisation", args=[organisation.public_id])))
    send(officer, again)
    assert Closure.objects.get().state == "reopened"
    assert closures.standing(organisation) is None
    assert signatory.get(close).status_code == 200
