"""The simplified track at the desk, on the portal and where one applies."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Application, SimplifiedTrack
from saanjh.ground.access import Role
from tests.calls.factories import a_call, a_form, a_simplified_track
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def officer_of(programme: Any) -> Client:
    return client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def test_an_officer_offers_a_simplified_track_changes_it_and_takes_it_out() -> None:
    call = a_call("draft")
    short = a_form(call.programme)
    client = officer_of(call.programme)
    assert at("call_simplified", call) in links(client.get(at("desk_call", call)))
    kept = send(client, at("call_simplified", call), form_version=str(short.pk), ceiling_minor="۲۸ لاکھ")
    assert kept.url == at("desk_call", call)
    track = SimplifiedTrack.objects.get()
    assert (track.form_version, track.ceiling_minor, track.floor_minor) == (short, 2_800_000_00, call.floor_minor)
    assert "Simplified trackFrom Rs 100,000 to Rs 2,800,000, with a short form" in words(client.get(kept.url))
    assert form(client.get(at("call_simplified", call)))["reviews"] == ["1"]
    send(client, at("call_simplified_drop", call))
    assert not SimplifiedTrack.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (
            "ceiling_minor",
            "many",
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        ("ceiling_minor", "31 lakh", "The simplified track cannot give more than the call’s largest grant."),
        (
            "floor_minor",
            "-5",
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        ("reviews", "3", "Write 2 or less."),
    ],
)
def test_wrong_terms_are_refused_beside_their_field(field: str, typed: str, said: str) -> None:
    call = a_call("draft")
    client = officer_of(call.programme)
    refused = send(client, at("call_simplified", call), **{"ceiling_minor": "10 lakh", field: typed})
    assert (refused.status_code, SimplifiedTrack.objects.count()) == (422, 0)
    assert said in mistakes(refused)[0]


def test_terms_changed_by_two_are_not_overwritten() -> None:
    call = a_call("draft")
    track = a_simplified_track(call)
    client = officer_of(call.programme)
    opened = form(client.get(at("call_simplified", call)))
    send(client, at("call_simplified", call), ceiling_minor="9 lakh")
    late = client.post(at("call_simplified", call), {**opened, "floor_minor": "60000"})
    track.refresh_from_db()
    assert (late.status_code, track.ceiling_minor) == (409, 900_000_00)


def test_the_tracks_pages_are_the_officers_own_and_end_with_the_draft() -> None:
    call = a_call("draft")
    a_simplified_track(call)
    stranger = officer_of(a_call("draft").programme)
    chair = client_of(second_factor(holding(Role.PANEL_CHAIR, over=call.programme_id)))
    for name in ("call_simplified", "call_simplified_drop"):
        assert [each.get(at(name, call)).status_code for each in (stranger, chair)] == [404, 404]
    call.state, call.published_at = "open", call.created_at
    call.save()
    assert "no longer changes" in words(officer_of(call.programme).get(at("call_simplified", call)))


def test_the_portal_shows_both_ways_with_what_each_asks_and_who_reads() -> None:
    call = a_call("open")
    a_simplified_track(call)
    page = Client().get(f"/en/calls/{call.public_id}/")
    assert texts(parsed(page), "//main//h3") == ["Simplified", "Full"]
    assert "One reviewer reads it, and the chair of the panel decides." in words(page)
    assert "2 reviewers score each criterion" in words(page)
    plain = Client().get(f"/en/calls/{a_call('open').public_id}/")
    assert texts(parsed(plain), "//main//h3") == ["Page 1"]


def test_an_applicant_chooses_a_way_and_may_choose_again_before_answering() -> None:
    call, neem = a_call("open"), an_organisation()
    a_simplified_track(call)
    client = client_of(holding(Role.EDITOR, over=neem.pk))
    missing = send(client, at("apply", call))
    assert (missing.status_code, mistakes(missing)) == (422, ["How do you want to apply? This field is required."])
    begun = send(client, at("apply", call), track="full")
    assert "From Rs 100,000 to Rs 3,000,000" in words(client.get(begun.url))
    again = send(client, at("apply", call), track="simplified")
    assert again.url == begun.url
    assert "From Rs 50,000 to Rs 1,000,000" in words(client.get(again.url))
    assert Application.objects.get().track == "simplified"


def test_a_call_with_one_way_does_not_ask_which() -> None:
    call, neem = a_call("open"), an_organisation()
    client = client_of(holding(Role.EDITOR, over=neem.pk))
    assert "track" not in form(client.get(at("apply", call)))
    send(client, at("apply", call))
    assert Application.objects.get().track == "full"
