"""An organisation applies once, saves as it goes, hands in what is whole, and may withdraw until closing."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.calls.actions import applications
from saanjh.calls.models import Application
from saanjh.calls.notices import applicants
from saanjh.calls.rules import applications as rules
from saanjh.calls.rules.closeness import stands_behind
from saanjh.ground import search
from saanjh.ground.access import Role, standing_of
from saanjh.ground.actions import organisations
from saanjh.ground.models import Line, Notice, Person, SearchEntry
from saanjh.ground.notices import words
from saanjh.ground.refusals import Refusal
from tests.calls.factories import DAY, a_call, an_application
from tests.factories import a_district, a_person, an_organisation, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def neem() -> Any:
    return an_organisation()


def whole(call: Any, organisation: Any, **facts: Any) -> Application:
    application = an_application(call, organisation, **facts)
    application.districts.add(a_district())
    return application


def test_an_editor_applies_step_by_step_and_the_signatory_hands_in(neem: Any) -> None:
    call = a_call()
    editor = holding(Role.EDITOR, over=neem.pk)
    signatory = holding(Role.SIGNATORY, over=neem.pk, email="saima@example.org")
    application = applications.start(call, neem, written_in="ur", by=editor)
    badin = a_district()
    applications.describe(
        application,
        title_en="Shared repairs",
        amount_minor=900_000_00,
        months=8,
        districts=[badin],
        women_led=True,
        youth_led=False,
        written_in="ur",
        by=editor,
    )
    page = call.form_version.sections.get()
    applications.answer(application, page, {"what": "گلیوں کی مرمت"}, by=editor)
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.submit(application, by=editor)
    applications.submit(application, by=signatory)
    application.refresh_from_db()
    assert (application.state, application.number) == ("submitted", f"{call.code}-0001")
    assert application.sheet.state == "submitted"
    assert list(application.districts.all()) == [badin]
    told = Notice.objects.order_by("person_id")
    assert [notice.person for notice in told] == [editor, signatory]
    assert words(told[0]) == f"We received your application. Its number is \u2068{application.number}\u2069."
    assert search.ids_of(application.number, Application) == [application.public_id]
    assert search.ids_of(application.number, Application, public_only=True) == []
    line = Line.objects.get(verb="application_submitted")
    assert line.facts["digest"] == application.sheet.digest
    assert [verb for verb in Line.objects.values_list("verb", flat=True) if verb.startswith("application")] == [
        "application_begun",
        "application_described",
        "application_submitted",
    ]


def test_an_organisation_has_one_application_a_call_whoever_begins_it(neem: Any) -> None:
    call = a_call()
    first = applications.start(call, neem, by=holding(Role.EDITOR, over=neem.pk))
    second = applications.start(call, neem, by=holding(Role.SIGNATORY, over=neem.pk))
    assert first == second
    with pytest.raises(IntegrityError), transaction.atomic():
        an_application(call, neem)
    assert Application.objects.count() == 1


def test_nobody_applies_for_an_organisation_that_is_not_theirs(neem: Any) -> None:
    call = a_call()
    for person in (
        a_person(),
        holding(Role.EDITOR, over=an_organisation().pk),
        holding(Role.FIELD_OFFICER, over=neem.pk),
    ):
        with pytest.raises(Refusal, match="Only somebody who writes"):
            applications.start(call, neem, by=person)
    application = an_application(call, neem)
    with pytest.raises(Refusal, match="Only somebody who writes"):
        applications.describe(application, by=holding(Role.EDITOR, over=an_organisation().pk))


def test_nothing_begins_before_opening_or_after_closing_and_the_draft_is_kept(neem: Any) -> None:
    call = a_call()
    signatory = holding(Role.SIGNATORY, over=neem.pk)
    with pytest.raises(Refusal, match="not open yet"):
        applications.start(call, neem, by=signatory, now=call.opens_at - DAY)
    application = whole(call, neem)
    second = DAY / 86400
    with pytest.raises(Refusal, match="What you wrote is kept"):
        applications.submit(application, by=signatory, now=call.closes_at)
    application.refresh_from_db()
    assert (application.state, application.sheet.answers) == ("draft", {"what": "Repairs of lanes and taps."})
    applications.submit(application, by=signatory, now=call.closes_at - second)


def test_an_empty_application_is_told_everything_that_it_lacks(neem: Any) -> None:
    application = an_application(a_call(), neem, whole=False)
    lacking = [(lack.step, str(lack.label), str(lack.why)) for lack in rules.lacks(application)]
    assert lacking == [
        (0, "Title", "Give the project a title."),
        (0, "Grant asked for", "Ask for an amount from 100,000 to 3,000,000 (PKR)."),
        (0, "Months", "Choose between 6 and 10 months."),
        (0, "Districts", "Choose the districts of the work."),
        (0, "Led by women", "Say yes or no."),
        (0, "Led by young people", "Say yes or no."),
        (1, "What of long_text?", "This question must be answered."),
    ]
    with pytest.raises(Refusal, match="Something is still missing"):
        applications.submit(application, by=holding(Role.SIGNATORY, over=neem.pk))
    assert not Line.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount_minor": 99_999_99}, "amount_minor"),
        ({"amount_minor": -5}, "amount_minor"),
        ({"amount_minor": 3_000_000_01}, "amount_minor"),
        ({"months": 5}, "months"),
        ({"months": 61}, "months"),
        ({"title_en": "Ask 0300 1234567"}, "title_en"),
        ({"title_ur": "x" * 161}, "title_ur"),
        ({"title_en": "nul \x00"}, "title_en"),
        ({"written_in": "xx"}, "written_in"),
    ],
)
def test_what_cannot_be_true_is_refused_on_its_field(neem: Any, wrong: dict[str, Any], field: str) -> None:
    application = an_application(a_call(), neem)
    with pytest.raises(Refusal) as refused:
        applications.describe(application, by=holding(Role.EDITOR, over=neem.pk), **wrong)
    assert refused.value.field == field
    application.refresh_from_db()
    assert application.title_en == "Shared repairs"


def test_numbers_have_no_gaps_though_drafts_and_withdrawals_come_between(neem: Any) -> None:
    call = a_call()
    numbers = []
    for organisation in (neem, an_organisation(), an_organisation()):
        signatory = holding(Role.SIGNATORY, over=organisation.pk)
        application = whole(call, organisation)
        applications.submit(application, by=signatory)
        numbers.append(application.serial)
        applications.withdraw(application, by=signatory)
        an_application(call, an_organisation())
    assert numbers == [1, 2, 3]
    assert not SearchEntry.objects.exists()


def test_of_two_who_hand_in_at_once_one_succeeds_and_the_other_is_told(neem: Any) -> None:
    call = a_call()
    signatory = holding(Role.SIGNATORY, over=neem.pk)
    application = whole(call, neem)
    stale = Application.objects.get(pk=application.pk)
    applications.submit(application, by=signatory)
    with pytest.raises(Refusal, match="handed in already"):
        applications.submit(stale, by=signatory)
    with pytest.raises(Refusal, match="handed in and can no longer be changed"):
        applications.describe(stale, title_en="Other", by=signatory)
    assert call.applications.get().serial == 1


def test_an_application_is_withdrawn_by_the_signatory_until_closing(neem: Any) -> None:
    call = a_call()
    signatory = holding(Role.SIGNATORY, over=neem.pk)
    application = an_application(call, neem, "submitted")
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.withdraw(application, by=holding(Role.EDITOR, over=neem.pk))
    with pytest.raises(Refusal, match="until closing"):
        applications.withdraw(application, by=signatory, now=call.closes_at)
    applications.withdraw(application, by=signatory)
    application.refresh_from_db()
    assert (application.state, application.number) == ("withdrawn", f"{call.code}-0001")


def test_a_draft_is_seen_by_its_own_organisation_only(neem: Any) -> None:
    call = a_call()
    draft = an_application(call, neem)
    sent = an_application(call, an_organisation(), "submitted")
    own = standing_of(holding(Role.FIELD_OFFICER, over=neem.pk))
    officer = standing_of(holding(Role.PROGRAMME_OFFICER, over=call.programme_id))
    reviewer = standing_of(holding(Role.REVIEWER, over=call.pk))
    foreign = standing_of(holding(Role.PROGRAMME_OFFICER, over=a_call().programme_id))
    rows = Application.objects.all()
    assert list(rows.visible_to(own)) == [draft]
    assert list(rows.visible_to(officer)) == [sent]
    assert list(rows.visible_to(reviewer)) == []
    assert list(rows.visible_to(foreign)) == []
    assert list(rows.public()) == []


def test_of_two_organisations_that_are_joined_both_applications_stay_with_their_people(neem: Any) -> None:
    call, stays = a_call("closed"), an_organisation()
    one, other = (an_application(call, each, "submitted") for each in (neem, stays))
    editor = holding(Role.EDITOR, over=neem.pk)
    organisations.merge(neem, into=stays, by=holding(Role.ADMINISTRATOR))
    one.refresh_from_db()
    assert one.organisation == neem  # one organisation has one application in a call, so this one could not move
    standing = standing_of(Person.objects.get(pk=editor.pk))
    assert set(Application.objects.all().visible_to(standing)) == {one, other}
    assert standing.has(Role.EDITOR, over=one.scopes())
    assert stands_behind(editor, one)  # and so does not judge it


def joined(neem: Any, state: str) -> tuple[Application, Any]:
    """An application of a duplicate, after it was joined into another that did not apply."""
    application, stays = an_application(a_call("closed"), neem, state), an_organisation(name_en="Neem Trust Pakistan")
    organisations.merge(neem, into=stays, by=holding(Role.ADMINISTRATOR))
    application.refresh_from_db()
    return application, stays


@pytest.mark.parametrize("state", ["draft", "submitted", "under_review", "selected"])
def test_what_is_being_worked_on_moves_when_organisations_are_joined(neem: Any, state: str) -> None:
    application, stays = joined(neem, state)
    assert application.organisation == stays


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_was_declined_or_withdrawn_stays_under_its_name_and_its_people_are_still_told(
    neem: Any, state: str
) -> None:
    editor = holding(Role.EDITOR, over=neem.pk)
    application, stays = joined(neem, state)
    assert (application.organisation, application.organisation.now) == (neem, stays)
    assert list(applicants(application)) == [editor]


def test_one_that_was_handed_in_moves_with_the_name_by_which_it_is_found(neem: Any) -> None:
    application, _stays = joined(neem, "submitted")
    assert search.ids_of("neem pakistan", Application) == [application.public_id]


def test_nobody_applies_for_a_duplicate(neem: Any) -> None:
    stays = an_organisation()
    editor = holding(Role.EDITOR, over=neem.pk)
    organisations.merge(neem, into=stays, by=holding(Role.ADMINISTRATOR))
    with pytest.raises(Refusal, match="joined into another") as refused:
        applications.start(a_call(), neem, by=Person.objects.get(pk=editor.pk))
    assert refused.value.field == "organisation"


def test_one_organisation_hands_in_one_application_even_where_both_had_begun_one(neem: Any) -> None:
    call, stays = a_call(), an_organisation()
    begun = whole(call, neem), whole(call, stays)
    signatory = holding(Role.SIGNATORY, over=stays.pk)
    organisations.merge(neem, into=stays, by=holding(Role.ADMINISTRATOR))
    first, second = (Application.objects.get(pk=each.pk) for each in begun)
    applications.submit(first, by=signatory)
    with pytest.raises(Refusal, match="handed in another application"):
        applications.submit(second, by=signatory)
    applications.withdraw(first, by=signatory)
    applications.submit(Application.objects.get(pk=second.pk), by=signatory)


def test_who_withdrew_is_told_that_they_cannot_apply_to_the_call_again(neem: Any) -> None:
    application = an_application(a_call(), neem, state="withdrawn")
    editor = holding(Role.EDITOR, over=application.organisation_id)
    with pytest.raises(Refusal, match="withdrew its application") as refused:
        applications.start(application.call, application.organisation, by=editor)
    assert refused.value.field == "organisation"
