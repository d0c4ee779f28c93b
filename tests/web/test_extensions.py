"""Letting districts hand in later on the pages: the officer's form, what everybody reads, what an applicant is told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Call, Extension
from saanjh.ground.access import Role
from saanjh.ground.models import Province
from tests.calls.factories import DAY, a_call, an_application
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.web.browsing import client_of, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def officer_of(call: Call) -> Client:
    return client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def over(days: int = 2) -> Call:
    """A published call whose closing day was so many days ago."""
    call = a_call()
    Call.objects.filter(pk=call.pk).update(closes_on=call.closes_on - (10 + days) * DAY)
    call.refresh_from_db()
    return call


WHY = {"reason": "connectivity", "note": "Mobile data is switched off.", "written_in": "en"}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_officer_extends_a_district_and_everybody_reads_until_when_and_why(language: str) -> None:
    call, badin = over(), a_district(slug="badin", name_en="Badin")
    officer = officer_of(call)
    page = at("call_extend", call)
    assert page in links(officer.get(at("desk_call", call)))
    assert at("call_close", call) in links(officer.get(at("desk_call", call)))
    until = call.closes_on + 5 * DAY
    sent = send(officer, page, districts=["", "badin"], until_on=until.isoformat(), until_at="17", **WHY)
    assert (sent.status_code, sent.url) == (303, at("desk_call", call))
    extension = Extension.objects.get()
    assert list(extension.districts.all()) == [badin]
    assert at("call_close", call) not in links(officer.get(at("desk_call", call)))  # not before the last of them
    shown = words(Client().get(f"/{language}/calls/{call.public_id}/"))
    assert "17:00" in shown
    assert "Mobile data is switched off." in shown
    assert at("apply", call) in links(Client().get(f"/{language}/calls/{call.public_id}/"))
    if language == "en":
        assert "still open in some districts" in words(Client().get("/en/calls/"))


def test_a_whole_province_is_chosen_at_once() -> None:
    call = a_call()
    places = [a_district(slug=f"place-{number}") for number in range(3)]
    sindh = Province.objects.get()
    until = (call.closes_on + 2 * DAY).isoformat()
    assert (
        send(officer_of(call), at("call_extend", call), provinces=[sindh.pk], until_on=until, **WHY).status_code == 303
    )
    extension = Extension.objects.get()
    assert set(extension.districts.all()) == set(places)
    assert extension.until == call.closes_at + 2 * DAY  # the end of that day
    shown = words(Client().get(f"/en/calls/{call.public_id}/"))
    assert "all of Sindh" in shown
    assert "the end of" in shown


def test_bad_input_is_told_beside_its_field() -> None:
    call, _badin = a_call(), a_district(slug="badin")
    officer = officer_of(call)
    page = at("call_extend", call)
    until = (call.closes_on + 2 * DAY).isoformat()
    assert "Choose districts" in mistakes(send(officer, page, until_on=until, **WHY))[0]
    early = send(officer, page, districts=["badin"], until_on=call.closes_on.isoformat(), **WHY)
    assert (early.status_code, "The call itself closes then" in mistakes(early)[0]) == (422, True)
    nothing = send(officer, page, districts=["badin"], **WHY)
    assert (nothing.status_code, Extension.objects.count()) == (422, 0)
    spoken = send(officer, page, districts=["badin"], until_on=until, **{**WHY, "note": "Ring 0300 1234567"})
    assert "phone number" in mistakes(spoken)[0]


def test_an_applicant_there_is_told_and_hands_in_and_another_is_not() -> None:
    call, badin = over(), a_district()
    extension = Extension.objects.create(
        call=call, until=call.closes_at + 6 * DAY, reason="security", note="Roads are closed.",
        granted_by=holding(Role.PROGRAMME_OFFICER, over=call.programme_id),
    )  # fmt: skip
    extension.districts.add(badin)
    there, elsewhere = an_organisation(home=badin), an_organisation()
    pages = []
    for organisation in (there, elsewhere):
        application = an_application(call, organisation)
        application.districts.add(a_district())
        client = client_of(holding(Role.SIGNATORY, over=organisation.pk))
        for name in ("application", "application_about", "application_check"):
            pages.append("For your district it can be handed in until" in words(client.get(at(name, application))))
        sends = bool(parsed(client.get(at("application_check", application))).xpath("//main//form"))
        pages.append(sends)
    assert pages == [True] * 4 + [False] * 4
    for organisation, opens in ((an_organisation(home=badin), True), (an_organisation(), False)):
        page = client_of(holding(Role.EDITOR, over=organisation.pk)).get(at("apply", call))
        assert bool(parsed(page).xpath("//main//form")) == opens


def test_only_the_officer_of_the_programme_opens_it_and_a_closed_call_says_why_not() -> None:
    call = a_call("closed")
    assert "not extended any more" in words(officer_of(call).get(at("call_extend", call)))
    chair = client_of(second_factor(holding(Role.PANEL_CHAIR, over=call.programme_id)))
    signatory = client_of(holding(Role.SIGNATORY, over=an_organisation().pk))
    for client in (chair, signatory, officer_of(a_call())):
        assert client.get(at("call_extend", call)).status_code == 404


def test_an_extension_beyond_the_promised_screening_is_given_and_warned_of() -> None:
    call, _badin = a_call(), a_district(slug="badin")
    call.screened_by = call.closes_on + DAY
    call.save()
    officer, until = officer_of(call), (call.closes_on + 3 * DAY).isoformat()
    given = send(officer, at("call_extend", call), districts=["badin"], until_on=until, **WHY)
    assert given.status_code == 303
    assert "Screening is promised by" in words(officer.get(given.url))
