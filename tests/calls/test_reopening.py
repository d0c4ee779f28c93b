"""What was handed in or withdrawn can be opened again until the call closes: same number, same words, nothing twice."""

from typing import Any

import pytest

from saanjh.calls.actions import applications
from saanjh.calls.models import Application
from saanjh.calls.waiting import waiting
from saanjh.ground import search
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Line, Notice
from saanjh.ground.refusals import Refusal
from saanjh.questions.models import AnswerSheet
from tests.calls.factories import a_call, an_application
from tests.factories import a_district, an_organisation, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    made = an_application(a_call(), an_organisation())
    made.districts.add(a_district())
    return made


@pytest.fixture
def signatory(application: Application) -> Any:
    return holding(Role.SIGNATORY, over=application.organisation_id)


def test_one_that_was_handed_in_becomes_a_draft_with_its_words_and_is_handed_in_anew_under_its_number(
    application: Application, signatory: Any
) -> None:
    applications.submit(application, by=signatory)
    number, before = application.number, application.sheet
    applications.reopen(application, by=signatory)
    assert (application.state, application.number, application.submitted_at) == ("draft", number, None)
    assert application.sheet.answers == {"what": "Repairs of lanes and taps."}
    page = application.call.form_version.sections.get()
    applications.answer(application, page, {"what": "Repairs of lanes alone."}, by=signatory)
    applications.submit(application, by=signatory)
    assert (application.number, application.serial, application.call.applications.count()) == (number, 1, 1)
    assert application.sheet.digest != before.digest
    assert Notice.objects.filter(kind="application_reopened", person=signatory).count() == 1


def test_the_words_of_what_was_handed_in_first_stand_once_and_its_digest_stays(
    application: Application, signatory: Any
) -> None:
    applications.submit(application, by=signatory)
    first = AnswerSheet.objects.get(pk=application.sheet_id)
    applications.reopen(application, by=signatory)
    kept = AnswerSheet.objects.get(pk=first.pk)
    assert (kept.state, kept.answers, kept.digest) == ("submitted", {}, first.digest)
    line = Line.objects.get(verb="answers_reopened")
    assert (line.facts["earlier"], line.facts["digest"]) == (first.public_id, first.digest)


def test_a_withdrawn_one_is_opened_again_instead_of_begun_anew(application: Application, signatory: Any) -> None:
    applications.submit(application, by=signatory)
    applications.withdraw(application, by=signatory)
    with pytest.raises(Refusal, match="A signatory can open that one again"):
        applications.start(application.call, application.organisation, by=signatory)
    applications.reopen(application, by=signatory)
    assert applications.start(application.call, application.organisation, by=signatory).pk == application.pk


def test_an_opened_one_is_a_draft_to_everybody_else(application: Application, signatory: Any) -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    applications.submit(application, by=signatory)
    assert visible(officer, Application).count() == 1
    applications.reopen(application, by=signatory)
    assert visible(officer, Application).count() == 0
    assert search.ids_of(application.number, Application) == []
    assert [each.title for each in waiting(standing_of(signatory))] == ["Finish your application and hand it in"]


def test_numbers_stay_without_gaps_when_one_is_opened_and_handed_in_again(
    application: Application, signatory: Any
) -> None:
    applications.submit(application, by=signatory)
    applications.reopen(application, by=signatory)
    other = an_application(application.call, an_organisation())
    other.districts.add(a_district())
    applications.submit(other, by=holding(Role.SIGNATORY, over=other.organisation_id))
    applications.submit(application, by=signatory)
    assert (application.serial, other.serial) == (1, 2)


@pytest.mark.parametrize("state", ["draft", "under_review", "selected", "declined"])
def test_a_draft_or_what_was_read_already_is_not_opened(application: Application, signatory: Any, state: str) -> None:
    whole = {} if state == "draft" else {"serial": 1, "number": "X-0001", "submitted_at": application.created_at}
    Application.objects.filter(pk=application.pk).update(state=state, **whole)
    with pytest.raises(Refusal, match="handed in or withdrawn"):
        applications.reopen(application, by=signatory)


def test_nothing_is_opened_after_closing_nor_by_an_editor(application: Application, signatory: Any) -> None:
    applications.submit(application, by=signatory)
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.reopen(application, by=holding(Role.EDITOR, over=application.organisation_id))
    with pytest.raises(Refusal, match="This call closed"):
        applications.reopen(application, by=signatory, now=application.call.closes_at)
    application.refresh_from_db()
    assert application.state == "submitted"
