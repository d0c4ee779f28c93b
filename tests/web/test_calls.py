"""Calls at the desk and on the portal: drafted, refused with the reason, published, closed; and who reviews."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from saanjh.calls.models import Appeal, Application, Call
from saanjh.ground.access import Role
from saanjh.ground.actions import people, roles
from saanjh.ground.models import Invitation, Line, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from tests.calls.factories import DAY, a_call, a_form, a_programme, a_reviewer, an_application
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.web.browsing import links, mistakes, parsed, send, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def officer_of(programme: Any) -> Client:
    return signed_in(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def typed(**changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "code": "CPG-2026",
        "title_en": "Community grants",
        "title_ur": "مقامی گرانٹس",
        "purpose_en": "For neighbours.",
        "opens_on": today.isoformat(),
        "closes_on": (today + 30 * DAY).isoformat(),
        "answers_on": (today + 60 * DAY).strftime("%d/%m/%Y"),
        "floor_minor": "1 lakh",
        "ceiling_minor": "۳۰٬۰۰٬۰۰۰",
        **changed,
    }


def test_an_officer_drafts_and_publishes_and_the_portal_shows_it_in_both_languages() -> None:
    programme = a_programme()
    a_form(programme)
    client = officer_of(programme)
    drafted = send(client, at("call_new", programme), **typed())
    call = Call.objects.get()
    assert (drafted.status_code, drafted.url) == (303, at("desk_call", call))
    assert (call.floor_minor, call.ceiling_minor) == (100_000_00, 3_000_000_00)
    assert Client().get(f"/en/calls/{call.public_id}/").status_code == 404
    assert send(client, at("call_publish", call)).status_code == 303
    shown = Client().get(f"/ur/calls/{call.public_id}/")
    assert "مقامی گرانٹس" in words(shown)
    assert not shown.cookies
    assert shown["Cache-Control"] == "public, max-age=60"
    assert f"/en/calls/{call.public_id}/" in links(Client().get("/en/calls/"))


def test_a_call_that_contradicts_itself_is_refused_with_the_reason() -> None:
    programme = a_programme()
    a_form(programme)
    client = officer_of(programme)
    yesterday = (timezone.localdate() - DAY).isoformat()
    send(client, at("call_new", programme), **typed(closes_on=yesterday, opens_on=yesterday))
    call = Call.objects.get()
    assert "The closing day has passed already." in words(client.get(at("call_publish", call)))
    refused = client.post(at("call_publish", call), {"once": str(uuid.uuid4())})
    assert (refused.status_code, mistakes(refused)) == (422, ["The closing day has passed already."])
    shown = client.get(at("desk_call", call))
    assert "Before it can be published" in words(shown)
    assert at("call_change", call) in links(shown)
    assert at("call_publish", call) not in links(shown)
    tomorrow = (timezone.localdate() + DAY).isoformat()
    send(client, at("call_change", call), closes_on=tomorrow)
    assert send(client, at("call_publish", call)).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "lower case"}, "Use 3 to 16 capital Latin letters, digits and hyphens."),
        ({"title_en": "", "title_ur": ""}, "Write the title in English or in Urdu."),
        ({"title_en": "nul \x00"}, "The text has a character that cannot be stored. Type it again."),
        ({"purpose_en": "Call 0300 1234567"}, "Take out a phone number: personal details are not kept here."),
        ({"closes_on": "soon"}, "Write a day, such as 2026-03-01 or 1/3/2026."),
        (
            {"floor_minor": "-1"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        ({"max_months": "61"}, "Write 60 or less."),
        ({"form_version": "999"}, "Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_a_draft_with_wrong_values_is_refused_beside_the_field(wrong: dict[str, str], said: str) -> None:
    programme = a_programme()
    a_form(programme)
    refused = send(officer_of(programme), at("call_new", programme), **typed(**wrong))
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not Call.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "31/12/9999", "۹۹۹۹-۱۲-۳۱"])
def test_a_day_beyond_all_calendars_is_refused_beside_its_field(day: str) -> None:
    programme = a_programme()
    a_form(programme)
    refused = send(officer_of(programme), at("call_new", programme), **typed(closes_on=day))
    assert (refused.status_code, Call.objects.count()) == (422, 0)
    assert "Write a day" in mistakes(refused)[0]


def test_a_draft_is_a_404_to_everybody_but_the_programmes_own_people() -> None:
    call = a_call("draft")
    other = a_programme()
    for client in (officer_of(other), signed_in(a_person()), signed_in(a_reviewer(call))):
        for name in ("desk_call", "call_change", "call_publish", "call_applications", "apply"):
            assert client.get(at(name, call)).status_code == 404
    assert officer_of(call.programme).get(at("desk_call", call)).status_code == 200


def test_the_page_of_a_published_call_says_how_many_reviewers_it_still_lacks() -> None:
    call = a_call()
    client = officer_of(call.programme)
    before = client.get(at("desk_call", call))
    assert "2 more reviewers must be named before this call is closed" in words(before)
    assert at("call_reviewers", call) in links(before)
    a_reviewer(call)
    assert "1 more reviewer must be named" in words(client.get(at("desk_call", call)))
    a_reviewer(call)
    assert "must be named before" not in words(client.get(at("desk_call", call)))
    chair = signed_in(second_factor(holding(Role.PANEL_CHAIR, over=call.programme_id)))
    RoleHeld.objects.filter(role=Role.REVIEWER).update(until=call.created_at)
    assert "must be named before" not in words(chair.get(at("desk_call", call)))


def test_a_call_is_closed_at_the_desk_after_its_last_day() -> None:
    call = a_call()
    client = officer_of(call.programme)
    assert at("call_close", call) not in links(client.get(at("desk_call", call)))
    early = client.get(at("call_close", call))
    assert "The call was promised to stay open" in words(early)
    assert not parsed(early).xpath("//main//form")
    Call.objects.filter(pk=call.pk).update(closes_on=timezone.localdate() - DAY)
    assert at("call_close", call) in links(client.get(at("desk_call", call)))
    assert send(client, at("call_close", call)).status_code == 303
    assert send(client, at("call_conclude", call)).status_code == 303
    call.refresh_from_db()
    assert call.state == "decided"


def test_the_page_that_concludes_says_what_still_stands_in_the_way() -> None:
    call = a_call("closed")
    waits = an_application(call, an_organisation(), "under_review")
    appealed = an_application(call, an_organisation(), "declined")
    today = timezone.localdate()
    facts = {"ground": "overlooked", "lodged_by": a_person(), "lodged_at": timezone.now(), "due_on": today}
    Appeal.objects.create(application=appealed, **facts)
    client = officer_of(call.programme)
    page = client.get(at("call_conclude", call))
    assert "Some applications still wait for a decision: 1. Some appeals still wait for an answer: 1." in words(page)
    assert "says that every application" not in words(page)
    assert not parsed(page).xpath("//main//form//button")
    Appeal.objects.all().delete()
    Application.objects.filter(pk=waits.pk).update(state="declined")
    assert "The public page then says that every" in words(client.get(at("call_conclude", call)))


def test_a_published_call_shows_no_form_to_change_it() -> None:
    call = a_call()
    page = officer_of(call.programme).get(at("call_change", call))
    assert "This call is published: what applicants rely on no longer changes." in words(page)
    assert not parsed(page).xpath("//main//form")


def test_a_reviewer_is_named_by_sign_in_name_and_an_unknown_one_is_said_so() -> None:
    call = a_call()
    client = officer_of(call.programme)
    person = a_person(username="parveen")
    unknown = send(client, at("call_reviewers", call), person="nobody")
    assert "There is no account with this name" in mistakes(unknown)[0]
    assert send(client, at("call_reviewers", call), person="Parveen ").status_code == 303
    assert person.roles_held.get().role == "reviewer"
    assert "holds this role already" in mistakes(send(client, at("call_reviewers", call), person="parveen"))[0]


def test_an_officer_invites_a_reviewer_into_the_own_call_and_gets_the_code() -> None:
    call, foreign = a_call(), a_call()
    client = officer_of(call.programme)
    address = f"{reverse('invite')}?role=reviewer"
    refused = send(client, address, where=foreign.pk, language="en")
    assert (refused.status_code, Invitation.objects.count()) == (422, 0)
    invited = send(client, address, where=call.pk, language="en")
    code = parsed(client.get(invited.url)).xpath("string(//p[@class='notice']/bdi)")
    assert people.invitation_for(code) == Invitation.objects.get()
    assert send(client, at("withdraw_invitation", Invitation.objects.get())).status_code == 303
    assert officer_of(call.programme).get(invited.url).status_code == 404


def test_an_officer_gives_no_role_in_the_call_of_another_programme() -> None:
    call, own = a_call(), a_programme()
    stranger = holding(Role.PROGRAMME_OFFICER, over=own.pk)
    with pytest.raises(Refusal, match="cannot give"):
        roles.give(a_person(), Role.REVIEWER, over=call.pk, by=stranger)
    with pytest.raises(Refusal, match="cannot take back"):
        roles.take_back(a_reviewer(call).roles_held.get(), by=stranger)


def test_the_list_of_applications_is_filtered_by_status_and_shows_no_draft() -> None:
    call = a_call("closed")
    sent, declined, _draft = (
        an_application(call, an_organisation(), state) for state in ("submitted", "declined", "draft")
    )
    client = officer_of(call.programme)
    url = at("call_applications", call)
    assert [at("application", each) in links(client.get(url)) for each in (sent, declined, _draft)] == [
        True,
        True,
        False,
    ]
    only = client.get(url, {"state": "declined"})
    assert len(parsed(only).xpath("//tbody/tr")) == 1
    assert "No application stands there." in words(client.get(url, {"state": "selected"}))
    assert len(parsed(client.get(url, {"state": "no such"})).xpath("//tbody/tr")) == 2


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_at_any_length(count: int, django_assert_num_queries: Any) -> None:
    programme = a_programme()
    calls = [a_call(programme=programme) for _each in range(count)]
    for _each in range(count):
        an_application(calls[0], an_organisation(), "submitted")
    client = officer_of(programme)
    with django_assert_num_queries(7):
        assert len(parsed(client.get(reverse("desk_calls"))).xpath("//tbody/tr")) == count
    with django_assert_num_queries(7):
        page = client.get(at("call_applications", calls[0]))
    assert len(parsed(page).xpath("//tbody/tr")) == count
    with django_assert_num_queries(2):
        assert len(parsed(Client().get("/en/calls/")).xpath("//main//li")) == count


def test_the_page_of_a_call_costs_at_most_20_queries_at_the_desk(django_assert_max_num_queries: Any) -> None:
    call = a_call()
    client = officer_of(call.programme)
    with django_assert_max_num_queries(20):
        client.get(at("desk_call", call))
    with django_assert_max_num_queries(20):
        Client().get(f"/en/calls/{call.public_id}/")


def test_the_lists_are_paged() -> None:
    call = a_call("closed")
    for _each in range(26):
        an_application(call, an_organisation(), "submitted")
    client = officer_of(call.programme)
    second = client.get(at("call_applications", call), {"page": "2", "state": "submitted"})
    assert len(parsed(second).xpath("//tbody/tr")) == 1
    assert Application.objects.count() == 26


def test_an_empty_portal_says_what_will_stand_there() -> None:
    assert "No call is published yet" in words(Client().get("/en/calls/"))


def test_history_says_what_was_changed_in_the_words_of_the_form_and_days_as_days() -> None:
    programme = a_programme()
    a_form(programme)
    client = officer_of(programme)
    send(client, at("call_new", programme), **typed())
    call = Call.objects.get()
    unchanged = send(client, at("call_change", call))
    assert mistakes(unchanged) == ["Nothing was changed: all of this stands there already."]
    send(client, at("call_change", call), title_en="For neighbours", min_months="3")
    said = words(client.get(at("desk_call", call)))
    assert "changed the draft: Fewest months, Title in English" in said
    assert "changed the draft: code" not in said


def test_all_that_contradicts_itself_in_a_call_is_said_at_once() -> None:
    programme = a_programme()
    a_form(programme)
    today = timezone.localdate()
    wrong = {
        "closes_on": (today - DAY).isoformat(),
        "answers_on": (today - 2 * DAY).isoformat(),
        "floor_minor": "40 lakh",
        "min_months": "12",
    }
    refused = send(officer_of(programme), at("call_new", programme), **typed(**wrong))
    assert (refused.status_code, len(mistakes(refused)), Call.objects.count()) == (422, 4, 0)


def test_without_a_published_form_the_page_says_so_and_leads_to_the_forms() -> None:
    programme = a_programme()
    page = officer_of(programme).get(at("call_new", programme))
    assert "No form is published in this programme yet" in words(page)
    assert reverse("forms") in links(page)
    assert not parsed(page).xpath("//main//form")


def test_a_code_that_another_call_has_is_said_to_be_taken() -> None:
    programme = a_programme()
    known = a_call(programme=programme)
    mine = a_call(programme=programme, state="draft", published_at=None)
    client = Client()
    client.force_login(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))
    refused = send(client, f"/desk/calls/{mine.public_id}/change/", code=known.code)
    assert refused.status_code == 422
    assert any("Another call has this code. Choose a different one." in each for each in mistakes(refused))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_whoever_has_no_account_is_told_how_a_new_organisation_gets_in_and_where_paper_is_brought(
    language: str,
) -> None:
    office = {"en": "Second floor, Neem Street.", "ur": "دوسری منزل، نیم سٹریٹ"}
    call = a_call(programme=a_programme(office_en=office["en"], office_ur=office["ur"]))
    shown = Client().get(f"/{language}/calls/{call.public_id}/")
    assert office[language] in words(shown)
    signing = Client().get(f"/{language}/account/login/")
    for page in (shown, signing):
        assert f"/{language}/voices/" in links(page)
    assert f"/{language}/calls/" in links(signing)


def test_an_officer_says_where_the_office_is_and_a_phone_number_is_refused() -> None:
    programme = a_programme()
    officer, address = officer_of(programme), at("change_programme", programme)
    refused = send(officer, address, office_en="Call 051 1234567.")
    assert (refused.status_code, "a phone number" in mistakes(refused)[0]) == (422, True)
    assert send(officer, address, office_en="Second floor, Neem Street.").status_code == 303
    programme.refresh_from_db()
    assert programme.office_en == "Second floor, Neem Street."


def test_days_out_of_order_are_kept_in_a_draft_said_with_their_names_and_marked_when_it_is_opened_again() -> None:
    call = a_call("draft")
    client = officer_of(call.programme)
    late = (call.answers_on + DAY).isoformat()
    kept = send(client, at("call_change", call), reviewed_by=late, contracts_by=late)
    assert (kept.status_code, kept.url) == (303, at("desk_call", call))
    said = "“Decisions are told by” is"
    page = client.get(kept.url)
    assert sum(said in each for each in texts(parsed(page), "//*[@role='status']")) == 1
    assert words(page).count(said) == 2  # beside what was saved, and under what keeps it from being published
    opened = client.get(at("call_change", call))
    marked = parsed(opened).get_element_by_id("id_answers_on_error").text_content()
    assert said in marked


def test_what_forbids_nothing_is_listed_on_the_drafts_page_and_before_it_is_published() -> None:
    call = a_call("draft", title_ur="", opens_on=timezone.localdate())
    client = officer_of(call.programme)
    for name in ("desk_call", "call_publish"):
        page = client.get(at(name, call))
        for said in ("Worth a second look; it forbids nothing:", "The title has no Urdu.", "The purpose has no Urdu."):
            assert said in words(page)
        assert at("call_change", call) in links(page)
    assert send(client, at("call_publish", call)).status_code == 303
    assert "Worth a second look" not in words(client.get(at("desk_call", call)))


def test_an_urdu_call_needs_no_english_purpose_and_one_length_is_said_once() -> None:
    programme = a_programme()
    a_form(programme)
    client = officer_of(programme)
    alone = typed(title_en="", purpose_en="", purpose_ur="پڑوسیوں کے لیے۔", min_months="1", max_months="1")
    made = send(client, at("call_new", programme), **alone)
    assert made.status_code == 303
    assert "Duration1 month" in words(client.get(made.url))
    refused = send(client, at("call_new", programme), **typed(code="CPG-2027", purpose_en=""))
    assert "Write the purpose in English or in Urdu." in mistakes(refused)[0]


def test_a_draft_that_nobody_needs_is_thrown_away_and_the_programme_remembers_it() -> None:
    call = a_call("draft")
    client = officer_of(call.programme)
    assert at("call_discard", call) in links(client.get(at("desk_call", call)))
    gone = send(client, at("call_discard", call))
    assert (gone.status_code, gone.url, Call.objects.count()) == (303, reverse("desk_calls"), 0)
    line = Line.objects.get(verb="call_discarded")
    assert line.facts == {"code": call.code}


def test_what_is_published_or_has_somebody_with_a_role_is_not_thrown_away() -> None:
    programme = a_programme()
    client = officer_of(programme)
    published, staffed = a_call(programme=programme), a_call("draft", programme)
    a_reviewer(staffed)
    assert "stays" in words(client.get(at("call_discard", published)))
    for call in (published, staffed):
        assert client.post(at("call_discard", call), {"once": str(uuid.uuid4())}).status_code == 422
    assert Call.objects.count() == 2


def test_an_urdu_officer_chooses_a_form_by_its_urdu_title() -> None:
    programme = a_programme()
    form = a_form(programme)
    client = officer_of(programme)
    Person.objects.update(language="ur")
    offered = texts(parsed(client.get(at("call_new", programme))), "//select[@name='form_version']/option")
    assert offered == [f"{form.form.title_ur} (1)"]


def test_the_menu_is_folded_without_a_script_and_the_other_language_stands_outside_it() -> None:
    page = parsed(officer_of(a_programme()).get(reverse("desk_calls")))
    [menu] = page.xpath("//header//details")
    assert menu.get("open") is None
    assert [each.get("aria-label") for each in menu.xpath(".//nav")] == ["Account", "Main"]
    outside = page.xpath("//header//nav[not(ancestor::details)]")
    assert [each.get("aria-label") for each in outside] == ["Language"]
