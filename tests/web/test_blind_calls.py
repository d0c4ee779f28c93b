"""A blind call hides the applicant from its reviewers, wherever they look."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls import blind
from saanjh.calls import panels as panels_read
from saanjh.calls.actions import aims, assignments, panels, rankings, reviews
from saanjh.calls.models import Application, ApplicationPartner, Call, Conflict, Review
from saanjh.ground import notices, search, working
from saanjh.ground.access import Role
from saanjh.ground.models import Notice
from saanjh.ground.refusals import Refusal
from saanjh.questions.models import AnswerSheet, FormVersion, Question
from saanjh.web.desk.reading import answered
from saanjh.web.guards import Audience
from tests.calls.factories import a_call, a_profile, a_programme, a_review, a_reviewer, an_application, decided
from tests.calls.panels import a_chair, a_panel, an_officer, chosen, the
from tests.factories import an_organisation, holding, second_factor
from tests.questions.factories import a_draft, a_page, a_question, freeze
from tests.web import access_matrix as matrix
from tests.web.browsing import client_of, links, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # every address that a reviewer may open

NAME_EN, NAME_UR = "Unmistakable Bridge Builders", "بے مثال پل ساز"
GATES = ("gate_eligibility", "gate_harm")
TOLD = "We are the well known builders of bridges."


def asking() -> FormVersion:
    """A form that asks who one is, once on a page and once in a table."""
    page = a_page(a_draft(a_programme().pk))
    a_question(page, "long_text", code="what")
    a_question(page, "long_text", code="who", names_applicant=True)
    table = a_question(page, "table", code="team")
    for position, (code, tells) in enumerate((("part", False), ("called", True)), 1):
        Question.objects.create(
            version=page.version,
            table=table,
            position=position,
            code=code,
            kind="short_text",
            label_en=code,
            names_applicant=tells,
        )
    return freeze(page.version, None)


def an_application_of(call: Call) -> Application:
    organisation = an_organisation(name_en=NAME_EN, name_ur=NAME_UR)
    application = an_application(call, organisation, "under_review")
    rows = [{"part": "Leads the work", "called": "Somebody of the bridge builders"}]
    answers = {"what": "Repairs of lanes and taps.", "who": TOLD, "team": rows}
    AnswerSheet.objects.filter(pk=application.sheet_id).update(answers=answers)
    partner, host = an_organisation(name_en="Nameable Partners"), an_organisation(name_en="Nameable Hosts")
    named = {"application": application, "does": "Well known for its puppets.", "share_minor": 1000}
    ApplicationPartner.objects.create(role="partner", organisation=partner, **named)
    ApplicationPartner.objects.create(role="host", organisation=host, **named)
    ApplicationPartner.objects.create(role="partner", name="Nameable Newcomers", state="named", application=application)
    search.follow(application, organisation)
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def call() -> Call:
    form = asking()
    return a_call("closed", is_blind=True, with_partners=True, through_host=True, form_version=form)


@pytest.fixture
def application(call: Call) -> Application:
    return an_application_of(call)


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def bodies(client: Client, *things: Any) -> dict[str, str]:
    """Every page that the person may open by any of these ids, by address."""
    found = {}
    for route in matrix.routes():
        if "GET" not in route.policy.methods or route.policy.audience is Audience.ANYONE:
            continue
        if set(route.parameters) - {"id"} or route.name == "leave":
            continue
        for thing in things if route.parameters else things[:1]:
            url = reverse(route.name, args=[thing.public_id] if route.parameters else [])
            answer = client.get(url)
            if answer.status_code == 200 and not answer.streaming:
                found[url] = answer.content.decode(errors="replace")
    return found


def test_no_page_that_a_reviewer_may_open_names_the_applicant(application: Application) -> None:
    open_one, sealed = a_review(application), a_review(application, score=4)
    for review in (open_one, sealed):
        client = client_of(review.reviewer)
        pages = {at("review", review): client.get(at("review", review)).content.decode()}
        if review == open_one:
            pages |= bodies(client, review, application.call, application)
            assert len(pages) > 5
        pages["searched"] = client.get(reverse("search"), {"q": "unmistakable"}).content.decode()
        pages["searched in Urdu"] = client.get(reverse("search"), {"q": "مثال"}).content.decode()
        for url, body in pages.items():
            for tells in (
                NAME_EN,
                NAME_UR,
                TOLD,
                "Somebody of the bridge builders",
                "Nameable",
                "Well known for its puppets.",
                application.organisation.public_id,
            ):
                if not (url.startswith("searched") and tells in (NAME_EN, NAME_UR)):
                    assert tells not in body, (url, tells)
        assert application.number not in pages["searched"]
        assert "Repairs of lanes and taps." in words(client.get(at("review", review)))


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR, Role.GATE_CHECKER])
def test_who_is_still_to_review_it_is_not_told_who_applies_in_another_role(
    application: Application, role: Role
) -> None:
    review = a_review(application, second_factor(holding(role, over=application.call.programme_id)))
    person = review.reviewer
    person.roles_held.create(role="reviewer", scope_kind="call", scope_id=application.call_id)
    client = client_of(person)
    for name in ("application", "application_decide", "application_decision", "application_reviewers", *GATES):
        page = client.get(at(name, application))
        assert page.status_code in {404, 422}
        assert NAME_EN not in page.content.decode()
        if page.status_code == 422:
            assert "hides from reviewers who applies" in words(page)
    for url in (at("call_applications", application.call), reverse("screenings") + "?show=screened"):
        assert NAME_EN not in client.get(url).content.decode()
    Review.objects.update(state="submitted", submitted_at=application.submitted_at)
    assert NAME_EN in client.get(at("application", application)).content.decode()


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR])
def test_no_list_of_the_office_names_the_applicant_to_who_is_still_to_review_it(role: Role) -> None:
    call = a_panel((5, 5), (4, 4), (5, 4), (), (4, 4), is_blind=True)
    chair = a_chair(call)
    rankings.ask(call, places=2, least=60, seed=7, by=chair)
    chosen(call, chair)
    for each in panels_read.reviewers(call):
        a_profile(call, each)
    assignments.propose(call, by=an_officer(call))
    working.work_off()
    decided(the(call, 5), "reserve", by=chair)
    person = second_factor(holding(role, over=call.programme_id))
    person.roles_held.create(role="reviewer", scope_kind="call", scope_id=call.pk)
    hidden = [the(call, serial) for serial in (1, 4, 5)]
    for each in hidden:
        each.organisation.name_en = f"{NAME_EN} {each.serial}"
        each.organisation.save()
        search.follow(each, each.organisation)
        a_review(each, person)
    client = client_of(person)
    pages = bodies(client, call, *hidden)
    assert at("call_portfolio_list", call) in pages
    assert at("call_ranking", call) in pages
    pages["set"] = client.get(at("call_portfolio_list", call)).content.decode()
    pages["waiting"] = client.get(reverse("waiting")).content.decode()
    pages["sheet"] = client.get(at("ranking_csv", call)).content.decode()
    found = client.get(reverse("search"), {"q": "unmistakable"}).content.decode()
    assert not any(each.number in found for each in hidden)
    # One's page of all organisations, and what one types to search, name everybody, and tell of no application.
    told = {url for url, body in pages.items() if NAME_EN in body}
    assert told <= {reverse("organisations")}
    for each in hidden:
        assert each.number in pages["sheet"] + pages[at("call_applications", call)]


def test_the_page_says_what_is_hidden_and_that_words_may_give_it_away(application: Application) -> None:
    review = a_review(application)
    client = client_of(review.reviewer)
    said = words(client.get(at("review", review)))
    assert "This call hides the applicant from you" in said
    assert "2 answers that tell who applies are hidden too." in said
    assert "What is written freely may still give it away" in said
    down = at("review_step_down", review)
    assert down in links(client.get(at("review", review)))
    assert "Do you believe you know who this is?" in words(client.get(down))
    assert send(client, down).status_code == 303
    assert Conflict.objects.get().person == review.reviewer
    assert NAME_EN not in client.get(at("reviewer_conflicts", application.call)).content.decode()


def test_there_is_no_list_of_who_applied_and_nothing_is_declared_from_one(application: Application) -> None:
    reviewer = a_reviewer(application.call)
    page = client_of(reviewer).get(at("reviewer_conflicts", application.call))
    assert "hides the applicants from its reviewers" in words(page)
    with pytest.raises(Refusal, match="no list of them"):
        panels.declare(application.call, [application.organisation], by=reviewer)


def test_messages_to_reviewers_name_a_number_alone(application: Application) -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    reviews.assign(application, reviewers=[a_reviewer(application.call), a_reviewer(application.call)], by=officer)
    assert Notice.objects.count() == 2
    assert all(NAME_EN not in notices.words(each) for each in Notice.objects.all())


def test_who_is_close_is_still_never_named(application: Application) -> None:
    officer, close = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id), a_reviewer(application.call)
    close.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    with pytest.raises(Refusal, match="conflict of interest"):
        reviews.assign(application, reviewers=[close], by=officer)
    assert not Review.objects.exists()


def test_the_office_and_reviewers_of_other_calls_see_all_of_it(application: Application) -> None:
    officer = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)))
    said = words(officer.get(at("application", application)))
    assert NAME_EN in said
    assert TOLD in said
    other = an_application(
        a_call("closed", form_version=application.call.form_version), application.organisation, "submitted"
    )
    shown = blind.for_reviewer(other, answered(other.sheet))
    assert (shown.is_blind, shown.hidden, len(shown.pages[0].answers)) == (False, 0, 3)


def test_a_draft_says_whether_it_is_blind_and_what_is_published_no_longer_changes() -> None:
    draft = a_call("draft")
    officer = holding(Role.PROGRAMME_OFFICER, over=draft.programme_id)
    client = client_of(second_factor(officer))
    sent = send(client, at("call_aims", draft), for_csos="on", is_blind="on")
    assert sent.status_code == 303
    draft.refresh_from_db()
    assert draft.is_blind
    published = a_call("open", programme=draft.programme)
    with pytest.raises(Refusal, match="no longer changes"):
        aims.aim(published, is_blind=True, by=officer)


def test_a_question_is_marked_in_the_designer_and_stays_so_in_the_next_version() -> None:
    version = a_draft(a_programme().pk)
    page = a_page(version)
    question = a_question(page, "long_text", code="who")
    officer = holding(Role.PROGRAMME_OFFICER, over=version.form.scope_id)
    client = client_of(second_factor(officer))
    url = reverse("question_change", args=[version.public_id, "who"])
    assert send(client, url, names_applicant="on").status_code == 303
    question.refresh_from_db()
    assert question.names_applicant
    assert "Hidden from the reviewers" in words(client.get(at("form_version", version)))
