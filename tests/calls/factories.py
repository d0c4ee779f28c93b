"""Cheap roots for tests of calls; rows are written directly, at most five queries each."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.calls.actions import decisions, proposed_decisions
from saanjh.calls.models import Application, Call, Criterion, Decision, Review, ReviewerProfile, Score, SimplifiedTrack
from saanjh.ground.access import Role
from saanjh.ground.models import Organisation, Person
from saanjh.programmes.models import Programme
from saanjh.questions.models import AnswerSheet, FormVersion
from tests.factories import count, holding
from tests.questions.factories import a_draft, a_page, a_question, freeze

DAY = datetime.timedelta(days=1)


def a_programme(**facts: Any) -> Programme:
    """An open programme."""
    number = next(count)
    today = timezone.localdate()
    facts = {"slug": f"programme-{number}", "title_en": f"Programme {number}", "title_ur": "پروگرام", **facts}
    facts = {"summary": "Small grants.", "currency": "PKR", "starts_on": today, "ends_on": today, **facts}
    return Programme.objects.create(**{"state": "open", **facts})


def a_form(programme: Programme, publisher: Person | None = None) -> FormVersion:
    """A published form of one page with one question, which must be answered."""
    page = a_page(a_draft(programme.pk))
    a_question(page, "long_text", code="what")
    return freeze(page.version, publisher)


def a_call(state: str = "open", programme: Programme | None = None, **facts: Any) -> Call:
    """A call with one criterion; "open" is open now, "closed" ended yesterday. Its form is `form_version`."""
    programme = programme or a_programme()
    today = timezone.localdate()
    last = today + 10 * DAY if state in {"draft", "open"} else today - DAY
    facts = {
        "code": f"T{next(count)}-2026",
        "title_en": "Community grants",
        "title_ur": "مقامی گرانٹس",
        "purpose_en": "For neighbours who work together.",
        "opens_on": last - 30 * DAY,
        "closes_on": last,
        "answers_on": last + 30 * DAY,
        "floor_minor": 100_000_00,
        "ceiling_minor": 3_000_000_00,
        "published_at": None if state == "draft" else timezone.now(),
        **facts,
    }
    facts.setdefault("form_version", None) or facts.update(form_version=a_form(programme))
    call = Call.objects.create(programme=programme, state=state, **facts)
    if state != "draft":
        a_criterion(call)
    return call


def a_criterion(call: Call, **facts: Any) -> Criterion:
    """One criterion with a weight of 20."""
    position = call.criteria.count() + 1
    facts = {"code": f"C{position}", "label_en": f"Criterion {position}", "label_ur": "معیار", **facts}
    return Criterion.objects.create(call=call, position=position, **{"weight": 20, **facts})


def an_application(
    call: Call, organisation: Organisation, state: str = "draft", *, whole: bool = True, **facts: Any
) -> Application:
    """An application in a state; `whole`: nothing is missing but its districts, which cost queries of their own."""
    answers = {"what": "Repairs of lanes and taps."} if whole else {}
    sheet = AnswerSheet.objects.create(version=call.form_version, answers=answers)
    if whole:
        facts = {"title_en": "Shared repairs", "title_ur": "مرمت", "amount_minor": 900_000_00, "months": 8, **facts}
        facts = {"women_led": False, "youth_led": False, **facts}
    if state != "draft":
        serial = facts.pop("serial", None) or call.applications.exclude(state="draft").count() + 1
        facts |= {"serial": serial, "number": f"{call.code}-{serial:04d}", "submitted_at": timezone.now()}
    return Application.objects.create(call=call, organisation=organisation, sheet=sheet, state=state, **facts)


def a_reviewer(call: Call, **facts: Any) -> Person:
    """Somebody who reviews for this call."""
    return holding(Role.REVIEWER, over=call.pk, **facts)


def a_review(application: Application, reviewer: Person | None = None, score: int | None = None) -> Review:
    """A review to be written; with a score, one that was handed in with that score for every criterion."""
    review = Review.objects.create(
        application=application, reviewer=reviewer or a_reviewer(application.call), state="assigned"
    )
    if score is not None:
        Score.objects.bulk_create(
            Score(review=review, criterion=each, score=score, reason=f"Reason for {score}")
            for each in application.call.criteria.all()
        )
        Review.objects.filter(pk=review.pk).update(state="submitted", submitted_at=timezone.now())
        review.refresh_from_db()
    return review


def decided(application: Application, outcome: str = "declined", **facts: Any) -> Decision:
    """Decided by two people: one proposed it, another confirmed it, by the actions. Its reviews must be in."""
    programme = application.call.programme_id
    chair = facts.pop("by", None) or holding(Role.PANEL_CHAIR, over=programme)
    second = facts.pop("second", None) or holding(Role.PROGRAMME_OFFICER, over=programme)
    facts = {"reason": "Thought through.", **facts}
    proposal = proposed_decisions.propose(application, outcome=outcome, by=chair, **facts)
    decision = decisions.confirm(proposal, by=second)
    application.refresh_from_db()
    return decision


def a_simplified_track(call: Call, **facts: Any) -> SimplifiedTrack:
    """Offers a form of its own, grants of half the call's floor to a third of its ceiling, and one reader."""
    facts = {"floor_minor": call.floor_minor // 2, "ceiling_minor": call.ceiling_minor // 3, "reviews": 1, **facts}
    facts.setdefault("form_version", None) or facts.update(form_version=a_form(call.programme))
    return SimplifiedTrack.objects.create(call=call, **facts)


def a_profile(call: Call, person: Person, *languages: str, most: int = 10, themes: Any = ()) -> ReviewerProfile:
    """What a reviewer of the call reads: English where nothing is said."""
    profile = ReviewerProfile.objects.create(call=call, person=person, languages=list(languages or ["en"]), most=most)
    profile.themes.set(themes)
    return profile


def a_reader(call: Call, *languages: str, most: int = 10, themes: Any = (), **facts: Any) -> Person:
    """Somebody who reviews for this call, and of whom it is said what she reads."""
    person = a_reviewer(call, **facts)
    a_profile(call, person, *languages, most=most, themes=themes)
    return person
