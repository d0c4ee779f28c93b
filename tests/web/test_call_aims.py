"""What a call is for and who may apply: said at the desk, shown on the portal, told before somebody writes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.models import Province
from saanjh.programmes.models import Objective, Theme
from tests.calls.factories import a_call
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def officer_of(programme: Any) -> Client:
    return client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def test_an_officer_says_what_it_is_for_and_the_portal_shows_it() -> None:
    call = a_call("draft")
    objective = Objective.objects.create(programme=call.programme, number=1, text_en="Neighbours work together.")
    youth = Theme.objects.create(scheme="themes", code="youth", label_en="Young people", label_ur="نوجوان")
    jobs = Theme.objects.create(scheme="drivers", code="jobs", label_en="Too few jobs", label_ur="روزگار کی کمی")
    a_district(slug="badin", name_en="Badin", name_ur="بدین")
    client = officer_of(call.programme)
    assert at("call_aims", call) in links(client.get(at("desk_call", call)))
    kept = send(
        client,
        at("call_aims", call),
        objectives=[str(objective.pk)],
        themes=[str(youth.pk)],
        drivers=[str(jobs.pk)],
        districts=["", "badin"],
        for_academia=None,
    )
    assert kept.url == at("desk_call", call)
    opened = form(client.get(at("call_aims", call)))
    assert (opened["themes"], opened["drivers"], opened["districts"][0]) == ([str(youth.pk)], [str(jobs.pk)], "badin")
    assert "for_academia" not in opened
    send(client, at("call_publish", call))
    shown = words(Client().get(f"/en/calls/{call.public_id}/"))
    for said in ("Neighbours work together.", "Young people", "Too few jobs", "Badin", "Civil society organisation"):
        assert said in shown
    assert "University" not in shown
    assert "بدین" in words(Client().get(f"/ur/calls/{call.public_id}/"))


def test_a_call_for_nobody_is_refused_beside_the_field() -> None:
    call = a_call("draft")
    client = officer_of(call.programme)
    refused = send(client, at("call_aims", call), for_csos=None, for_academia=None)
    assert (refused.status_code, "nobody could" in mistakes(refused)[0]) == (422, True)


def test_what_two_said_at_once_is_not_lost() -> None:
    call = a_call("draft")
    client = officer_of(call.programme)
    opened = form(client.get(at("call_aims", call)))
    send(client, at("call_aims", call), through_host="on")
    late = client.post(at("call_aims", call), {**opened, "with_partners": "on"})
    call.refresh_from_db()
    assert (late.status_code, call.through_host, call.with_partners) == (409, True, False)


def test_the_page_is_the_officers_own_and_ends_with_the_draft() -> None:
    call = a_call("open")
    assert "no longer changes" in words(officer_of(call.programme).get(at("call_aims", call)))
    chair = client_of(second_factor(holding(Role.PANEL_CHAIR, over=call.programme_id)))
    for stranger in (officer_of(a_call("draft").programme), chair):
        assert stranger.get(at("call_aims", call)).status_code == 404


def test_whoever_does_not_fit_is_told_before_they_write_and_finds_who_may() -> None:
    call = a_call("open", for_csos=False)
    client = client_of(holding(Role.EDITOR, over=an_organisation(kind="cso").pk))
    page = client.get(at("apply", call))
    assert "This call is for others: University or research institute." in words(page)
    assert not parsed(page).xpath("//main//form")
    assert f"/en/calls/{call.public_id}/" in links(page)


def test_a_whole_province_is_chosen_at_once_and_shown_as_such() -> None:
    call = a_call("draft")
    badin = a_district(slug="badin", name_en="Badin")
    a_district(slug="dadu", name_en="Dadu", province=badin.province)
    there = Province.objects.create(slug="balochistan", name_en="Balochistan", name_ur="بلوچستان", kind="province")
    a_district(slug="quetta", name_en="Quetta", province=there)
    client = officer_of(call.programme)
    whole = str(badin.province_id)
    kept = send(client, at("call_aims", call), provinces=[whole], districts=["quetta"])
    assert set(call.districts.values_list("slug", flat=True)) == {"badin", "dadu", "quetta"}
    assert "all of Sindh · Quetta" in words(client.get(kept.url))
    opened = form(client.get(at("call_aims", call)))
    assert (opened["provinces"], opened["districts"][:2]) == ([whole], ["quetta", ""])
