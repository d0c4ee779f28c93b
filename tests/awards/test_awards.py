"""Grants: offered within what was asked for, answered by the organisation alone."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.awards import queries
from saanjh.awards.actions import awards
from saanjh.awards.models import Award
from saanjh.calls.models import Application
from saanjh.ground import history, search
from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.ground.actions import organisations
from saanjh.ground.models import Notice, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from saanjh.kit.periods import add_months
from tests.awards.factories import a_selected_application, an_activity, an_award
from tests.calls.factories import an_application
from tests.events.factories import a_running_programme, days_ago
from tests.factories import a_district, an_organisation, holding
from tests.programmes.factories import a_theme

pytestmark = pytest.mark.django_db


def officer_of(application: Application) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)


def ends_after(months: int, starts_on: datetime.date) -> datetime.date:
    return add_months(starts_on, months) - datetime.timedelta(days=1)


def offer(application: Application, by: Person, **terms: Any) -> Award:
    starts_on = terms.pop("starts_on", days_ago(0))
    facts = {
        "title_en": "Shared repairs",
        "theme": terms.pop("theme", None) or a_theme(),
        "amount_minor": 900_000_00,
        "starts_on": starts_on,
        "ends_on": ends_after(8, starts_on),
        "districts": [a_district()],
        **terms,
    }
    return awards.offer(application, by=by, **facts)


def test_an_offer_tells_the_signatories_and_nobody_else() -> None:
    application = a_selected_application()
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    holding(Role.EDITOR, over=application.organisation_id)
    holding(Role.SIGNATORY, over=an_organisation().pk)
    award = offer(application, officer_of(application))
    assert (award.state, award.currency, award.organisation) == ("offered", "PKR", application.organisation)
    assert [(row.person, row.kind, row.facts) for row in Notice.objects.all()] == [
        (signatory, "award_offered", {"number": application.number})
    ]
    assert [line.verb for line in history.of(award)] == ["award_offered"]
    assert search.ids_of(application.number, Award) == [award.public_id]
    assert search.ids_of(application.number, Award, public_only=True) == []


def test_of_a_duplicate_that_applied_beside_the_one_that_stays_the_latter_gets_the_offer() -> None:
    application = a_selected_application()
    stays = an_organisation()
    an_application(application.call, stays, "declined")
    organisations.merge(application.organisation, into=stays, by=officer_of(application))
    application.refresh_from_db()
    assert application.organisation.now == stays != application.organisation
    signatory = holding(Role.SIGNATORY, over=stays.pk)
    award = offer(application, officer_of(application))
    assert award.organisation == stays
    assert Notice.objects.filter(kind="award_offered").get().person == signatory


@pytest.mark.parametrize("state", ["submitted", "under_review", "declined", "withdrawn"])
def test_only_a_selected_application_gets_an_offer(state: str) -> None:
    application = a_selected_application()
    Application.objects.filter(pk=application.pk).update(state=state)
    application.refresh_from_db()
    with pytest.raises(Refusal):
        offer(application, officer_of(application))


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"amount_minor": 900_000_01}, "amount"),
        ({"amount_minor": 0}, "amount"),
        ({"amount_minor": -1}, "amount"),
        ({"amount_minor": 3_000_000_01}, "amount"),
        ({"ends_on": ends_after(5, days_ago(0))}, "ends_on"),
        ({"ends_on": ends_after(11, days_ago(0))}, "ends_on"),
        ({"starts_on": days_ago(400)}, "starts_on"),
        ({"districts": []}, "districts"),
    ],
)
def test_terms_beyond_the_request_or_the_call_are_refused(terms: dict[str, Any], field: str) -> None:
    application = a_selected_application()
    with pytest.raises(Refusal) as refused:
        offer(application, officer_of(application), **terms)
    assert refused.value.field == field
    assert Award.objects.count() == 0


@pytest.mark.parametrize("months", [6, 10])
def test_the_shortest_and_the_longest_that_a_call_allows_are_allowed(months: int) -> None:
    application = a_selected_application()
    assert offer(application, officer_of(application), ends_on=ends_after(months, days_ago(0))).pk


def test_one_application_gets_one_offer() -> None:
    application = a_selected_application()
    offer(application, officer_of(application))
    with pytest.raises(Refusal):
        offer(Application.objects.get(pk=application.pk), officer_of(application))
    assert Award.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PANEL_CHAIR, Role.FINANCE_OFFICER, Role.VERIFIER])
def test_only_an_officer_offers(role: Role) -> None:
    application = a_selected_application()
    with pytest.raises(Refusal):
        offer(application, holding(role, over=application.call.programme_id))
    with pytest.raises(Refusal):
        offer(application, holding(Role.PROGRAMME_OFFICER, over=a_running_programme().pk))


def test_a_signatory_accepts_and_the_officer_is_told() -> None:
    application = a_selected_application()
    award = an_award("offered", application=application, offered_by=officer_of(application))
    awards.accept(award, by=holding(Role.SIGNATORY, over=award.organisation_id))
    award.refresh_from_db()
    assert award.state == Award.State.ACTIVE
    assert award.answered_at is not None
    assert [(row.person, row.kind) for row in Notice.objects.all()] == [(award.offered_by, "award_accepted")]


def test_nobody_accepts_for_the_organisation() -> None:
    award = an_award("offered")
    others = [
        holding(Role.PROGRAMME_OFFICER, over=award.programme_id),
        holding(Role.EDITOR, over=award.organisation_id),
        holding(Role.SIGNATORY, over=an_organisation().pk),
        holding(Role.ADMINISTRATOR),
    ]
    for person in others:
        for act in (awards.accept, awards.decline):
            with pytest.raises(Refusal):
                act(award, by=person)
    award.refresh_from_db()
    assert award.state == Award.State.OFFERED


def test_whoever_offered_cannot_accept_even_as_a_signatory() -> None:
    award = an_award("offered")
    RoleHeld.objects.create(
        person=award.offered_by,
        role=Role.SIGNATORY,
        scope_kind=ScopeKind.ORGANISATION,
        scope_id=award.organisation_id,
    )
    with pytest.raises(Refusal):
        awards.accept(award, by=award.offered_by)


def test_an_answer_is_final() -> None:
    award = an_award("offered")
    signatory = holding(Role.SIGNATORY, over=award.organisation_id)
    awards.decline(award, by=signatory)
    for act in (awards.accept, awards.decline):
        with pytest.raises(Refusal):
            act(Award.objects.get(pk=award.pk), by=signatory)
    award.refresh_from_db()
    assert award.state == Award.State.DECLINED


def test_the_database_refuses_an_offer_that_was_answered_and_an_answer_without_a_time() -> None:
    award = an_award("offered")
    for wrong in ({"state": "active"}, {"amount_minor": 0}, {"ends_on": award.starts_on}, {"currency": "pkr"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Award.objects.filter(pk=award.pk).update(**wrong)


def test_who_sees_which_grants() -> None:
    award, other = an_award(), an_award()
    for role in (Role.SIGNATORY, Role.EDITOR, Role.FIELD_OFFICER):
        assert list(visible(holding(role, over=award.organisation_id), Award)) == [award]
    for role in (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER, Role.VERIFIER):
        assert list(visible(holding(role, over=other.programme_id), Award)) == [other]
    for role in (Role.OBSERVER, Role.DONOR_VIEWER, Role.PANEL_CHAIR, Role.FOCAL_PERSON):
        assert list(visible(holding(role, over=award.programme_id), Award)) == []
    assert list(visible(holding(Role.ADMINISTRATOR), Award)) == []
    assert list(Award.objects.public()) == []


def test_an_offer_waits_for_the_signatory_and_a_selected_application_for_the_officer() -> None:
    award, application = an_award("offered"), a_selected_application()
    signatory = holding(Role.SIGNATORY, over=award.organisation_id)
    waiting = queries.waiting(standing_of(signatory))
    assert [(item.kind, item.id) for item in waiting] == [("awards.award", award.public_id)]
    assert queries.waiting(standing_of(holding(Role.EDITOR, over=award.organisation_id))) == []
    waiting = queries.waiting(standing_of(officer_of(application)))
    assert [(item.kind, item.id) for item in waiting] == [("awards.offer", application.public_id)]
    offer(application, officer_of(application))
    assert queries.waiting(standing_of(officer_of(application))) == []


def test_the_sums_of_a_programme_count_accepted_grants_only() -> None:
    award = an_award()
    an_award("offered", programme=award.programme)
    an_award()
    an_activity(award, women=38)
    figures = queries.figures([award.programme_id])
    assert (figures.awards, figures.organisations, figures.districts) == (1, 1, 1)
    assert figures.amounts == [("PKR", 900_000_00)]
    assert (figures.reach.activities, figures.reach.people) == (1, 40)
