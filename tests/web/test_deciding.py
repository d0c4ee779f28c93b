"""At the desk: one proposes, another confirms, one or many at once; the applicant reads it only then."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saanjh.calls.actions import portfolios, reviews
from saanjh.calls.actions.proposed_decisions import Answer, propose, propose_many
from saanjh.calls.models import Application, Decision, ProposedDecision
from saanjh.ground.access import Role
from saanjh.ground.models import RoleHeld
from tests.calls.factories import DAY, a_call, a_review, a_reviewer, an_application, decided
from tests.calls.panels import a_chair, a_panel, an_officer, chosen, the
from tests.factories import an_organisation, holding
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def application() -> Application:
    application = an_application(a_call("closed"), an_organisation(), "under_review")
    for score in (4, 2):
        a_review(application, score=score)
    return application


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def signatory(application: Application) -> Any:
    return client_of(holding(Role.SIGNATORY, over=application.organisation_id))


# One application


def test_no_link_leads_to_a_decision_while_reviews_are_missing() -> None:
    waits = an_application(a_call("closed"), an_organisation(), "under_review")
    chair = client_of(a_chair(waits.call))
    for name in ("application", "application_decision"):
        assert at("application_decide", waits) not in links(chair.get(at(name, waits)))
    refused = chair.get(at("application_decide", waits))
    assert "Wait until every reviewer has handed in." in words(refused)
    assert "What was proposed" not in words(refused)


def test_the_chair_proposes_an_officer_confirms_and_only_then_the_applicant_reads_it(application: Application) -> None:
    chair, officer = client_of(a_chair(application.call)), client_of(an_officer(application.call))
    assert at("application_decide", application) in links(chair.get(at("application", application)))
    page = chair.get(at("application_decide", application))
    assert "2 reviews came to 60.0 of 100 on average." in words(page)
    sent = send(
        chair, at("application_decide", application), outcome="declined", reason="مزید تفصیل درکار ہے۔", written_in="ur"
    )
    assert sent.status_code == 303
    own = signatory(application)
    before = words(own.get(at("application", application)))
    assert "مزید" not in before
    assert "proposed" not in before
    assert at("application_decision", application) in links(officer.get(at("application", application)))
    seen = officer.get(at("application_decision", application))
    assert "مزید تفصیل درکار ہے۔" in words(seen)
    assert send(officer, at("application_decision", application), answer="confirm").status_code == 303
    application.refresh_from_db()
    assert application.state == "declined"
    told = own.get(at("application", application))
    assert "مزید تفصیل درکار ہے۔" in words(told)
    assert "Reason for 4" not in words(told)
    for review in application.reviews.all():
        assert review.reviewer.name not in words(told)


def test_who_proposed_finds_no_form_to_confirm_but_takes_it_back(application: Application) -> None:
    person = a_chair(application.call)
    propose(application, outcome="selected", reason="Good.", by=person)
    chair = client_of(person)
    page = chair.get(at("application_decision", application))
    assert parsed(page).xpath("//main//form") == []
    assert "It waits for a second person." in words(page)
    refused = chair.post(at("application_decision", application), {"answer": "confirm", "written_in": "en"})
    assert refused.status_code == 422
    assert "A decision is proposed already" in words(chair.get(at("application_decide", application)))
    assert send(chair, at("application_decision_take_back", application)).status_code == 303
    assert ProposedDecision.objects.get().state == "taken_back"
    nothing = chair.get(at("application_decision_take_back", application))
    assert "No decision about this application waits" in words(nothing)


def test_what_is_sent_back_says_why_to_the_chair(application: Application) -> None:
    person = a_chair(application.call)
    propose(application, outcome="declined", reason="Thin.", by=person)
    officer = client_of(an_officer(application.call))
    url = at("application_decision", application)
    bare = send(officer, url, answer="send_back")
    assert (bare.status_code, mistakes(bare)[0]) == (422, "Why it is sent back: Say why: the chair reads it.")
    none = send(officer, url, why="Kinder, please.")
    assert none.status_code == 422
    assert send(officer, url, answer="send_back", why="Say what was good, too.").status_code == 303
    assert "Say what was good, too." in words(client_of(person).get(url))
    assert "Say what was good, too." not in words(signatory(application).get(at("application", application)))
    assert not Decision.objects.exists()


def test_the_pages_of_deciding_are_closed_to_applicants_reviewers_and_other_programmes(
    application: Application,
) -> None:
    elsewhere = a_chair(a_call())
    reviewer = application.reviews.all()[0].reviewer
    for client in (signatory(application), client_of(elsewhere), client_of(reviewer)):
        for name in ("application_decide", "application_decision", "application_decision_take_back"):
            assert client.get(at(name, application)).status_code in {403, 404}
        for name in ("call_decisions", "call_decisions_propose", "call_decisions_confirm"):
            assert client.get(at(name, application.call)).status_code in {403, 404}
    officer = client_of(an_officer(application.call))
    for url in (at("application_decide", application), at("call_decisions_propose", application.call)):
        assert officer.get(url).status_code in {403, 404}


def test_who_is_close_to_the_applicant_reads_neither_proposal_nor_reviews(application: Application) -> None:
    propose(application, outcome="selected", reason="Strong roots.", by=a_chair(application.call))
    close = an_officer(application.call)
    scope = {"scope_kind": "organisation", "scope_id": application.organisation_id}
    RoleHeld.objects.create(person=close, role="editor", **scope)
    page = client_of(close).get(at("application_decision", application))
    assert "Strong roots." not in words(page)
    assert "Reason for 4" not in words(page)
    assert "Strong roots." not in words(client_of(close).get(at("application", application)))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": "maybe"}, "Select a valid choice."),
        ({"reason": ""}, "This field is required."),
        ({"reason": "Call 0300 1234567"}, "Take out a phone number"),
        ({"outcome": "reserve", "place": "0"}, "Write 1 or more."),
        ({"outcome": "reserve", "holds_until": "2020-01-01"}, "must hold until a day that is not over"),
        ({"outcome": "reserve", "holds_until": "soon"}, "Write a day"),
    ],
)
def test_a_proposal_in_wrong_words_is_refused_beside_its_field(
    application: Application, wrong: dict[str, str], said: str
) -> None:
    chair = client_of(a_chair(application.call))
    typed = {"outcome": "declined", "reason": "Not yet.", "written_in": "en", **wrong}
    refused = send(chair, at("application_decide", application), **typed)
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not ProposedDecision.objects.exists()


def test_an_applicant_on_the_reserve_reads_place_and_day_and_later_that_it_was_called_up(
    application: Application,
) -> None:
    person = a_chair(application.call)
    decision = decided(application, "reserve", by=person, reason="Good, but the money ended.")
    own = signatory(application)
    page = words(own.get(at("application", application)))
    assert "It is on the reserve list, at place 1." in page
    assert decision.holds_until is not None
    assert str(decision.holds_until.year) in page
    chair = client_of(person)
    assert at("application_decide", application) in links(chair.get(at("application", application)))
    assert "place" not in form(chair.get(at("application_decide", application)))
    decided(application, "selected", by=person, reason="A grant fell through.")
    told = words(own.get(at("application", application)))
    assert told.index("A grant fell through.") < told.index("Good, but the money ended.")
    assert "Where a grant falls through" not in told


def test_the_applicant_reads_means_and_comments_once_it_is_decided_and_the_panel_reads_both(
    application: Application,
) -> None:
    review = a_review(application)
    reviews.score(review, {"C1": (3, "For the panel.")}, for_applicant="Show one repair.", by=review.reviewer)
    reviews.submit(review, by=review.reviewer)
    own, officer = signatory(application), client_of(an_officer(application.call))
    assert "Show one repair." in words(officer.get(at("application", application)))
    assert "Show one repair." not in words(own.get(at("application", application)))
    decided(application)
    told = words(own.get(at("application", application)))
    assert "3.0 of 5" in told
    assert "Show one repair." in told
    assert "For the panel." not in told


def test_a_review_with_a_low_score_asks_for_a_word_to_the_applicant() -> None:
    application = an_application(a_call("closed"), an_organisation(), "under_review")
    review = a_review(application)
    client, url = client_of(review.reviewer), at("review", review)
    low = {"score_C1": "2", "reason_C1": "Thin.", "written_in": "en"}
    refused = send(client, url, **low)
    assert refused.status_code == 422
    assert "tell the applicant what would help" in mistakes(refused)[0]
    assert send(client, url, **low, for_applicant="Show one repair.").status_code == 303
    assert form(client.get(url))["for_applicant"] == ["\nShow one repair."]


# The set and the money


def test_both_pages_say_where_the_application_stands_and_what_is_decided_of_the_money() -> None:
    call = a_panel((5, 5), (4, 4), (5, 4))
    person, second = a_chair(call), an_officer(call)
    chosen(call, second)
    decided(the(call, 1), "selected", by=person)
    chair, officer = client_of(person), client_of(second)
    url = at("application_decide", the(call, 2))
    page = words(chair.get(url))
    assert "Not in the set · Selected so far: Rs 900,000 of Rs 2,000,000; proposed beside it: Rs 0." in page
    refused = send(chair, url, outcome="selected", reason="Good.", written_in="en")
    assert refused.status_code == 422
    assert "Write first, on the page of the set, why the panel puts it in" in mistakes(refused)[0]
    portfolios.depart(the(call, 3), reason="It repeats what is there.", by=person)
    portfolios.depart(the(call, 2), reason="For a district without any.", by=person)
    assert "The panel departs: it is in. For a district without any." in words(chair.get(url))
    assert send(chair, url, outcome="selected", reason="Good.", written_in="en").status_code == 303
    url = at("application_decision", the(call, 2))
    page = words(officer.get(url))
    assert "In the set The panel departs: it is in. For a district without any." in page
    assert "Selected so far: Rs 900,000 of Rs 2,000,000; proposed beside it: Rs 900,000." in page
    many = words(officer.get(at("call_decisions_confirm", call)))
    assert "In the set The panel departs: it is in. For a district without any." in many
    assert "proposed beside it: Rs 900,000." in many
    assert send(officer, url, answer="confirm").status_code == 303


def test_what_was_proposed_against_the_set_is_refused_on_confirming_and_can_be_sent_back() -> None:
    call = a_panel((5, 5), (4, 4), (5, 4))
    person, second = a_chair(call), an_officer(call)
    chosen(call, second)
    ProposedDecision.objects.create(
        application=the(call, 2), outcome="selected", reason="Good.", proposed_by=person
    )  # as from before the rules looked at the set
    officer, url = client_of(second), at("application_decision", the(call, 2))
    refused = send(officer, url, answer="confirm")
    assert (refused.status_code, Decision.objects.exists()) == (422, False)
    assert "This application is not in the panel’s set." in words(refused)
    assert send(officer, url, answer="send_back", why="It is not in the set.").status_code == 303


def test_who_is_close_to_another_applicant_is_shown_neither_the_set_nor_the_money() -> None:
    call = a_panel((5, 5), (4, 4))
    chosen(call, an_officer(call))
    close = a_chair(call)
    scope = {"scope_kind": "organisation", "scope_id": the(call, 1).organisation_id}
    RoleHeld.objects.create(person=close, role="editor", **scope)
    page = words(client_of(close).get(at("application_decide", the(call, 2))))
    assert "Selected so far" not in page
    assert "the set" not in page


# Many


def test_all_decisions_are_proposed_from_the_set_on_one_page_and_confirmed_on_another() -> None:
    call = a_panel((5, 5), (4, 5), (4, 4), (3, 4))
    person, second = a_chair(call), an_officer(call)
    chosen(call, second, money_minor=1_800_000_00)
    chair, url = client_of(person), at("call_decisions_propose", call)
    assert at("call_decisions_propose", call) in links(chair.get(at("call_decisions", call)))
    assert "Say first how many places the reserve list has" in words(chair.get(url))
    asked = f"{url}?reserve=1"
    page = chair.get(asked)
    entries = [" ".join(each.text_content().split()) for each in parsed(page).xpath("//ol[@class='entries']/li/p[1]")]
    assert [each.split()[0] for each in entries] == ["Selected", "Selected", "On", "Declined"]
    assert all("-000" not in text for box in parsed(page).xpath("//textarea") for text in [box.text_content()])
    changed = {f"reason_{the(call, 4).public_id}": "Say by whom it is done."}
    assert send(chair, asked, **changed).status_code == 303
    assert list(ProposedDecision.objects.order_by("application__serial").values_list("outcome", "place")) == [
        ("selected", None),
        ("selected", None),
        ("reserve", 1),
        ("declined", None),
    ]
    assert "Nothing is ready to be proposed." in words(chair.get(asked))
    officer = client_of(second)
    counted = words(officer.get(at("desk_call", call)))
    assert "Proposed4" in counted
    listed = officer.get(at("call_decisions_confirm", call))
    assert "Say by whom it is done." in words(listed)
    boxes = [" ".join(each.text_content().split()) for each in parsed(listed).xpath("//label[input[@type='checkbox']]")]
    first = the(call, 1)
    assert [first.number in boxes[0], first.organisation.name_en in boxes[0], "Selected" in boxes[0]] == [True] * 3
    assert not parsed(listed).xpath("//input[@type='checkbox'][@checked]")
    some = [each.public_id for each in ProposedDecision.objects.exclude(outcome="declined")]
    assert send(officer, at("call_decisions_confirm", call), proposals=some).status_code == 303
    assert [each.state for each in call.applications.order_by("serial")] == [
        "selected",
        "selected",
        "reserve",
        "under_review",
    ]
    overview = words(officer.get(at("call_decisions", call)))
    assert "Confirmed and told3" in overview


def test_what_the_chair_did_not_see_is_not_proposed() -> None:
    call = a_panel((5, 5), (4, 4))
    person, officer = a_chair(call), an_officer(call)
    chosen(call, officer)
    chair, url = client_of(person), at("call_decisions_propose", call) + "?reserve=0"
    opened = form(chair.get(url))
    chosen(call, officer, money_minor=1_000_000_00)  # now the second is not in it
    late = chair.post(url, opened)
    assert (late.status_code, ProposedDecision.objects.exists()) == (422, False)
    assert "The set is not what you looked at any more. Open this page again." in words(late)
    opened = form(chair.get(url))
    portfolios.depart(the(call, 1), reason="Its work ended meanwhile.", by=person)
    assert chair.post(url, opened).status_code == 422
    shorter = form(chair.get(url))
    assert chair.post(at("call_decisions_propose", call) + "?reserve=1", shorter).status_code == 422
    assert chair.post(url, shorter).status_code == 303
    assert set(ProposedDecision.objects.values_list("outcome", flat=True)) == {"declined"}


def test_nothing_is_proposed_from_a_set_that_is_out_of_date() -> None:
    call = a_panel((5, 5), (4, 4), (3,))
    person = a_chair(call)
    chosen(call, person)
    chair, url = client_of(person), at("call_decisions_propose", call) + "?reserve=0"
    opened = form(chair.get(url))
    a_review(the(call, 3), score=5)
    page = chair.get(url)
    assert "This set is out of date: have it chosen again on the page of the portfolio, then propose from it." in words(
        page
    )
    assert not parsed(page).xpath("//main//form[@method='post']")
    assert chair.post(url, opened).status_code == 422
    single = chair.get(at("application_decide", the(call, 1)))
    assert "This set is out of date: have it chosen again on the page of the portfolio" in words(single)
    assert at("call_portfolio", call) in links(single)
    refused = send(chair, at("application_decide", the(call, 1)), outcome="selected", reason="Good.")
    assert (refused.status_code, ProposedDecision.objects.exists()) == (422, False)
    facts = {"decided_by": person, "confirmed_by": an_officer(call), "decided_at": call.published_at}
    Decision.objects.create(application=the(call, 1), outcome="selected", reason="Good.", **facts)
    assert "propose each decision on the page of its application" in words(chair.get(url))


def test_one_that_is_unticked_is_not_proposed_and_blank_reasons_are_refused_beside_it() -> None:
    call = a_panel((5, 5), (4, 5))
    person = a_chair(call)
    chosen(call, person)
    chair, url = client_of(person), at("call_decisions_propose", call) + "?reserve=0"
    first, other = the(call, 1), the(call, 2)
    blank = send(chair, url, **{f"reason_{first.public_id}": " "})
    assert blank.status_code == 422
    assert "Give the reasons" in mistakes(blank)[0]
    assert send(chair, url, **{f"take_{other.public_id}": []}).status_code == 303
    assert ProposedDecision.objects.get().application == first


def test_a_departures_reason_is_offered_as_what_is_told() -> None:
    call = a_panel((5, 5), (4, 5))
    person = a_chair(call)
    chosen(call, person)
    portfolios.depart(the(call, 1), reason="Its work ended meanwhile.", by=person)
    page = client_of(person).get(at("call_decisions_propose", call) + "?reserve=0")
    offered = form(page)[f"reason_{the(call, 1).public_id}"]
    assert offered == ["\nIts work ended meanwhile."]


def test_nonsense_in_the_address_shows_the_page_and_proposes_nothing() -> None:
    call = a_panel((5, 5))
    person = a_chair(call)
    chair = client_of(person)
    assert "There is no set" in words(chair.get(at("call_decisions_propose", call)))
    chosen(call, person)
    for query in ("?reserve=x", "?reserve=-1", "?reserve=501", "?reserve=1&until=never", "?page=x&reserve=0"):
        assert chair.get(at("call_decisions_propose", call) + query).status_code == 200
    assert chair.get(at("call_decisions", call) + "?page=x").status_code == 200


def test_who_is_close_to_any_applicant_of_the_call_sees_no_page_of_many(application: Application) -> None:
    for person in (a_chair(application.call), an_officer(application.call)):
        scope = {"scope_kind": "organisation", "scope_id": application.organisation_id}
        RoleHeld.objects.create(person=person, role="editor", **scope)
        for name in ("call_decisions", "call_decisions_confirm"):
            page = client_of(person).get(at(name, application.call))
            assert page.status_code == 422
            assert "You are close to an applicant" in words(page)


def test_nobody_is_offered_to_confirm_what_she_proposed_or_reviewed(application: Application) -> None:
    person, second = a_chair(application.call), an_officer(application.call)
    other = an_application(application.call, an_organisation(), "under_review")
    a_review(other, second, score=4)
    a_review(other, score=4)
    propose_many([Answer(each, "selected", "Good.") for each in (application, other)], by=person)
    url = at("call_decisions_confirm", application.call)
    assert "No decision waits to be confirmed by you." in words(client_of(person).get(url))
    offered = parsed(client_of(second).get(url)).xpath("//input[@name='proposals']/@value")
    assert offered == [ProposedDecision.objects.get(application=application).public_id]
    foreign = ProposedDecision.objects.get(application=other).public_id
    assert send(client_of(second), url, proposals=[foreign]).status_code == 422


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_many_cost_the_same_at_any_length(count: int) -> None:
    call = a_call("closed")
    readers = [a_reviewer(call) for _each in range(2)]
    person, second = a_chair(call), an_officer(call)
    for _each in range(2 * count):
        application = an_application(call, an_organisation(), "under_review")
        for reader in readers:
            a_review(application, reader, score=4)
    chosen(call, person, money_minor=10_000_000_00)  # all are in the set
    rows = list(call.applications.order_by("serial"))
    chair, officer = client_of(person), client_of(second)
    url = at("call_decisions_propose", call) + "?reserve=1"
    costs = [_cost(lambda: chair.get(url))]
    propose_many([Answer(each, "selected", "Good.") for each in rows[:count]], by=person)
    for name in ("call_decisions", "call_decisions_confirm"):
        costs.append(_cost(lambda name=name: officer.get(at(name, call))))
    assert costs == [17, 13, 15]


def _cost(read: Any) -> int:
    with CaptureQueriesContext(connection) as found:
        assert read().status_code == 200
    return len(found)


def test_what_is_late_is_counted_on_the_page_of_the_call() -> None:
    call = a_panel((5, 5))
    today = call.closes_on
    type(call).objects.filter(pk=call.pk).update(
        opens_on=today - 60 * DAY, closes_on=today - 40 * DAY, answers_on=today - DAY
    )
    page = words(client_of(an_officer(call)).get(at("desk_call", call)))
    assert "Late1" in page
