"""A call is drafted, published when it keeps its own rules, closed after its last day, and concluded."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.calls import panels
from saanjh.calls.actions import calls
from saanjh.calls.models import Application, ApplicationPartner, Call
from saanjh.calls.rules import calls as rules
from saanjh.calls.rules import reviews as review_rules
from saanjh.ground.access import Role
from saanjh.ground.actions import people, roles
from saanjh.ground.models import Line, Person, SearchEntry
from saanjh.ground.refusals import Refusal
from tests.calls.factories import DAY, a_call, a_criterion, a_form, a_programme, a_reviewer, an_application
from tests.factories import a_person, an_organisation, holding
from tests.questions.factories import a_draft

pytestmark = pytest.mark.django_db


def officer_of(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def test_an_officer_drafts_corrects_and_publishes_a_call_which_then_has_its_own_criteria() -> None:
    programme = a_programme()
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    today = timezone.localdate()
    call = calls.draft(
        programme,
        code="CPG-2026",
        title_en="Community grants",
        title_ur="مقامی گرانٹس",
        purpose_en="For neighbours who work together.",
        form_version=a_form(programme),
        opens_on=today,
        closes_on=today + 30 * DAY,
        answers_on=today + 60 * DAY,
        currency="PKR",
        floor_minor=100_000_00,
        ceiling_minor=50_000_00,
        by=officer,
    )
    with pytest.raises(Refusal, match="smallest grant is larger"):
        calls.publish(call, by=officer)
    calls.correct(call, ceiling_minor=3_000_000_00, by=officer)
    calls.publish(call, by=officer)
    call.refresh_from_db()
    assert call.state == "open"
    criteria = list(call.criteria.values_list("code", "weight", "min_percent"))
    assert criteria[0] == ("C1", 20, 50)
    assert sum(weight for _code, weight, _least in criteria) == 100
    assert SearchEntry.objects.get(object_id=call.public_id).title_ur == "مقامی گرانٹس"
    verbs = list(Line.objects.values_list("verb", flat=True))
    assert verbs == ["call_drafted", "call_corrected", "call_published"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_on": timezone.localdate() - 60 * DAY}, "closes_on"),
        ({"opens_on": timezone.localdate() - 9 * DAY, "closes_on": timezone.localdate() - DAY}, "closes_on"),
        ({"answers_on": timezone.localdate()}, "answers_on"),
        ({"floor_minor": 0}, "floor_minor"),
        ({"floor_minor": 9_000_000_00}, "floor_minor"),
        ({"min_months": 0}, "min_months"),
        ({"min_months": 11}, "min_months"),
        ({"max_months": 61}, "min_months"),
    ],
)
def test_a_call_that_breaks_its_own_rules_is_refused_on_the_field(wrong: dict[str, Any], field: str) -> None:
    call = a_call("draft", **wrong)
    with pytest.raises(Refusal) as refused:
        calls.publish(call, by=officer_of(call))
    assert refused.value.field == field
    call.refresh_from_db()
    assert call.state == "draft"
    assert not call.criteria.exists()


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"C1": 21}, "come to 101, not to 100. Take 1 away."),
        ({"C1": 19}, "come to 99, not to 100. Add 1."),
        ({"C1": 0, "C2": 35}, "from 1 to 100"),
        ({"C1": 20}, "Nothing was changed"),
        ({"C9": 100}, "Nothing was changed"),
    ],
)
def test_criteria_are_weighed_to_100_or_not_at_all(weights: dict[str, int], said: str) -> None:
    call = a_call("draft")
    with pytest.raises(Refusal, match=said):
        calls.weigh(call, weights, by=officer_of(call))
    assert not call.criteria.exists()
    assert not Line.objects.exists()


def test_a_call_whose_weights_do_not_come_to_100_is_not_published() -> None:
    call = a_call("draft")
    a_criterion(call, weight=60)
    a_criterion(call, weight=60)
    with pytest.raises(Refusal, match="come to 120, not to 100") as refused:
        calls.publish(call, by=officer_of(call))
    assert refused.value.field == "weights"
    calls.weigh(call, {"C1": 45, "C2": 55}, by=officer_of(call))
    calls.publish(call, by=officer_of(call))
    assert list(call.criteria.values_list("code", "weight")) == [("C1", 45), ("C2", 55)]


def test_the_weights_of_a_published_call_no_longer_change() -> None:
    call = a_call()
    with pytest.raises(Refusal, match="no longer changes"):
        calls.weigh(call, {"C1": 100}, by=officer_of(call))
    with pytest.raises(Refusal, match="Only a programme officer"):
        calls.weigh(a_call("draft"), {"C1": 100}, by=a_person())


def test_a_call_with_a_form_that_is_no_final_one_or_a_foreign_one_is_refused() -> None:
    programme = a_programme()
    for form in (a_draft(programme.pk), a_form(a_programme())):
        call = a_call("draft", programme, form_version=form)
        with pytest.raises(Refusal) as refused:
            calls.publish(call, by=officer_of(call))
        assert refused.value.field == "form_version"


def test_the_database_refuses_a_published_call_that_breaks_the_rules() -> None:
    call = a_call()
    for wrong in (
        {"closes_on": call.opens_on - DAY},
        {"floor_minor": call.ceiling_minor + 1},
        {"max_months": 61},
        {"answers_on": call.closes_on},
        {"published_at": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(**wrong)


def test_only_the_programmes_officer_prepares_publishes_and_closes() -> None:
    call = a_call("draft")
    elsewhere = holding(Role.PROGRAMME_OFFICER, over=a_programme().pk)
    chair = holding(Role.PANEL_CHAIR, over=call.programme_id)
    for person in (a_person(), elsewhere, chair):
        for verb in (calls.publish, calls.close, calls.conclude):
            with pytest.raises(Refusal, match="Only a programme officer"):
                verb(call, by=person)
    assert not Line.objects.exists()


def test_a_draft_opened_before_the_call_was_published_takes_nothing_back() -> None:
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + 30 * DAY, "answers_on": today + 60 * DAY}
    call = a_call(state="draft", published_at=None, **days)
    opened_before = Call.objects.get(pk=call.pk)
    calls.publish(call, by=officer_of(call))
    with pytest.raises(Refusal, match="no longer changes"):
        calls.correct(opened_before, ceiling_minor=1, by=officer_of(call))
    assert Call.objects.get().state == "open"


def test_a_published_call_no_longer_changes() -> None:
    call = a_call()
    with pytest.raises(Refusal, match="no longer changes"):
        calls.correct(call, ceiling_minor=1, by=officer_of(call))
    with pytest.raises(Refusal, match="no longer changes"):
        calls.publish(call, by=officer_of(call))


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "small"},
        {"title_en": "x" * 161},
        {"title_en": "Write to a@b.pk"},
        {"purpose_en": "x" * 5001},
        {"purpose_en": "nul \x00"},
        {"purpose_en": ""},
    ],
)
def test_a_draft_with_wrong_words_is_refused_on_the_field(wrong: dict[str, str]) -> None:
    call = a_call("draft")
    with pytest.raises(Refusal) as refused:
        calls.correct(call, by=officer_of(call), **wrong)
    assert [refused.value.field] == list(wrong)


def test_the_deadline_is_the_end_of_the_local_day() -> None:
    call = a_call(opens_on=datetime.date(2026, 3, 1), closes_on=datetime.date(2026, 3, 31),
                  answers_on=datetime.date(2026, 5, 1))  # fmt: skip
    karachi = ZoneInfo("Asia/Karachi")
    assert call.is_open(datetime.datetime(2026, 3, 1, 0, 0, tzinfo=karachi))
    assert not call.is_open(datetime.datetime(2026, 2, 28, 23, 59, 59, tzinfo=karachi))
    assert call.is_open(datetime.datetime(2026, 3, 31, 23, 59, 59, tzinfo=karachi))
    assert call.is_open(datetime.datetime(2026, 3, 31, 18, 59, 59, tzinfo=datetime.UTC))
    assert not call.is_open(datetime.datetime(2026, 3, 31, 19, 0, tzinfo=datetime.UTC))


def test_a_call_is_closed_after_its_last_day_and_not_before() -> None:
    call = a_call()
    officer = officer_of(call)
    with pytest.raises(Refusal, match="promised to stay open"):
        calls.close(call, by=officer)
    an_application(call, an_organisation(), "submitted")
    an_application(call, an_organisation(), "draft")
    with pytest.raises(Refusal, match="Nobody is named to review"):
        calls.close(call, by=officer, now=call.closes_at)
    a_reviewer(call)
    with pytest.raises(Refusal, match="For 1 application fewer reviewers"):
        calls.close(call, by=officer, now=call.closes_at)
    assert rules.lacking(call) == 1
    a_reviewer(call)
    assert rules.lacking(call) == 0
    calls.close(call, by=officer, now=call.closes_at)
    assert Line.objects.get(verb="call_closed").facts == {"applications": 1}
    with pytest.raises(Refusal, match="no longer possible"):
        calls.close(call, by=officer, now=call.closes_at)


def test_a_call_that_was_closed_meanwhile_is_not_closed_from_a_page_that_stood_open() -> None:
    call = a_call()
    stood_open = Call.objects.get(pk=call.pk)
    calls.close(call, by=officer_of(call), now=call.closes_at)
    with pytest.raises(Refusal, match="no longer possible"):
        calls.close(stood_open, by=officer_of(call), now=call.closes_at)
    assert Line.objects.filter(verb="call_closed").count() == 1


def test_a_call_is_concluded_when_nothing_waits() -> None:
    call = a_call("closed")
    officer = officer_of(call)
    waiting = an_application(call, an_organisation(), "under_review")
    with pytest.raises(Refusal, match="wait for a decision: 1"):
        calls.conclude(call, by=officer)
    waiting.state = "declined"
    waiting.save()
    calls.conclude(call, by=officer)
    call.refresh_from_db()
    assert call.state == "decided"


def test_the_chair_of_the_panel_is_not_named_as_a_reviewer() -> None:
    call = a_call()
    chair = holding(Role.PANEL_CHAIR, over=call.programme_id)
    with pytest.raises(Refusal, match="who reviews does not decide"):
        calls.name_reviewer(call, person=chair, by=officer_of(call))
    person = a_person()
    calls.name_reviewer(call, person=person, by=officer_of(call))
    assert person.roles_held.get().scope_id == call.pk


@pytest.mark.parametrize(
    ("role", "is_blind", "why"),
    [
        (Role.PROGRAMME_OFFICER, False, "reads all reviews"),
        (Role.GATE_CHECKER, True, "knows who applies"),
        (Role.GATE_CHECKER, False, None),
        (Role.FINANCE_OFFICER, True, None),
    ],
)
def test_who_reads_all_reviews_or_knows_who_applies_to_a_blind_call_is_not_named(
    role: Role, is_blind: bool, why: str | None
) -> None:
    call = a_call("closed", is_blind=is_blind)
    person, elsewhere = holding(role, over=call.programme_id), holding(role, over=a_call().programme_id)
    officer = officer_of(call)
    calls.name_reviewer(call, person=elsewhere, by=officer)
    if why is None:
        calls.name_reviewer(call, person=person, by=officer)
    else:
        with pytest.raises(Refusal, match=why) as refused:
            calls.name_reviewer(call, person=person, by=officer)
        assert refused.value.field == "person"
    with pytest.raises(Refusal, match="reads all reviews"):
        calls.name_reviewer(call, person=officer, by=officer)


def test_a_call_whose_reviewers_are_too_few_for_an_application_is_not_closed() -> None:
    call = a_call("open")
    officer = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    close, free = a_reviewer(call), a_reviewer(call)
    left = {"role": "editor", "scope_kind": "organisation", "until": timezone.now()}
    first, second = (an_application(call, an_organisation(), "submitted") for _each in range(2))
    close.roles_held.create(scope_id=first.organisation_id, **left)
    with pytest.raises(Refusal, match="For 1 application fewer reviewers"):
        calls.close(call, by=officer, now=call.closes_at)
    free.roles_held.create(scope_id=second.organisation_id, **left)
    with pytest.raises(Refusal, match="For 2 applications fewer reviewers"):
        calls.close(call, by=officer, now=call.closes_at)
    a_reviewer(call)
    assert calls.close(call, by=officer, now=call.closes_at).state == "closed"


@pytest.mark.parametrize("how", ["leads", "is a partner", "writes a draft"])
def test_nobody_reviews_in_a_call_in_which_her_organisation_applies(how: str) -> None:
    call = a_call()
    own, person = an_organisation(), a_person(name="Sana")
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=own.pk)
    leads = an_organisation() if how == "is a partner" else own
    application = an_application(call, leads, "draft" if how == "writes a draft" else "submitted")
    if how == "is a partner":
        ApplicationPartner.objects.create(application=application, role="partner", organisation=own)
    with pytest.raises(Refusal, match="belongs to an organisation that applies in this call"):
        calls.name_reviewer(call, person=person, by=officer_of(call))
    if how == "writes a draft":
        application.delete()
    else:
        Application.objects.filter(pk=application.pk).update(state="withdrawn")
    calls.name_reviewer(call, person=person, by=officer_of(call))


@pytest.mark.parametrize("how", ["taken up", "given"])
def test_who_belongs_to_an_applicant_or_decides_is_no_reviewer_by_invitation_or_gift_either(how: str) -> None:
    call = a_call()
    officer = officer_of(call)
    own, person = an_organisation(), a_person(name="Sana")
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=own.pk)
    chair = holding(Role.PANEL_CHAIR, over=call.programme_id)
    _invitation, code = people.invite(role=Role.REVIEWER, over=call.pk, by=officer)
    application = an_application(call, own)  # begun after the invitation was sent

    def take_up(by: Person) -> None:
        if how == "given":
            roles.give(by, Role.REVIEWER, over=call.pk, by=officer)
        else:
            people.accept(code, by=by)

    with pytest.raises(Refusal, match=r"belongs? to an organisation that applies in this call"):
        take_up(person)
    with pytest.raises(Refusal, match="who reviews does not decide"):
        take_up(chair)
    application.delete()
    take_up(person)
    assert person.roles_held.filter(role=Role.REVIEWER, scope_id=call.pk, until=None).exists()


def test_a_reviewer_whose_organisation_applies_later_is_given_nothing_to_read() -> None:
    call = a_call("closed")
    person = a_reviewer(call)
    other = an_application(call, an_organisation(), "submitted")
    own = an_organisation()
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=own.pk)
    assert [each.pk for each in panels.reviewers(call)] == [person.pk]
    an_application(call, own, "submitted")
    assert panels.reviewers(call) == []
    with pytest.raises(Refusal, match="belongs to an organisation that applies in this call"):
        review_rules.may_assign(other, Person.objects.get(pk=person.pk), by=officer_of(call))


def test_a_call_whose_reviewers_all_belong_to_applicants_says_that_others_are_lacking() -> None:
    call = a_call()
    own = an_organisation()
    for person in (a_reviewer(call), a_reviewer(call)):
        person.roles_held.create(role="editor", scope_kind="organisation", scope_id=own.pk)
    an_application(call, own, "submitted")
    with pytest.raises(Refusal, match="For 1 application fewer reviewers"):
        calls.close(call, by=officer_of(call), now=call.closes_at)
