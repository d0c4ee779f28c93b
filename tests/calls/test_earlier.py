"""Earlier answers of an organisation: offered where the same is asked again, never over an answer, never foreign."""

from typing import Any

import pytest

from saanjh.calls import earlier
from saanjh.calls.actions import applications
from saanjh.calls.actions import earlier as actions
from saanjh.calls.models import Application, Call
from saanjh.ground.access import Role
from saanjh.ground.models import Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.questions import queries
from saanjh.questions.actions import forms
from saanjh.questions.models import AnswerSheet, FormVersion, Question
from tests.calls.factories import a_call, a_programme, an_application
from tests.factories import a_district, an_organisation, holding
from tests.questions.factories import a_draft, a_page, a_question, choices, freeze
from tests.questions.test_attached import sound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
SAID: dict[str, Any] = {"who": "We work with neighbours.", "how_many": "12", "kind": "old", "where": ["badin"]}


@pytest.fixture
def neem() -> Organisation:
    return an_organisation()


@pytest.fixture
def first() -> FormVersion:
    """A form with words, a number, a choice, districts and a file."""
    programme = a_programme()
    page = a_page(a_draft(programme.pk))
    a_question(page, "long_text", code="who")
    a_question(page, "count", code="how_many", highest=50)
    choices(a_question(page, "choice", code="kind"), "Old", "New")
    a_question(page, "districts", code="where")
    a_question(page, "file", code="papers", required=False)
    return freeze(page.version)


def a_copy(version: FormVersion, **changed: Any) -> FormVersion:
    """Another form, begun as a copy, in which the question on numbers is changed."""
    officer = holding(Role.PROGRAMME_OFFICER, over=version.form.scope_id)
    made = forms.copy(version, (version.form.scope_kind, version.form.scope_id), title_en="Again", by=officer)
    Question.objects.filter(version=made, code="how_many").update(**changed or {"code": "people"})
    return freeze(made)


def answered(version: FormVersion, neem: Organisation, state: str = "under_review", **said: Any) -> Application:
    made = an_application(a_call(form_version=version), neem, state, whole=state != "draft")
    AnswerSheet.objects.filter(pk=made.sheet_id).update(answers=said)
    return made


def begun(version: FormVersion, neem: Organisation) -> Application:
    return an_application(a_call(form_version=version), neem, whole=False)


def offered(application: Application) -> dict[str, tuple[Any, str]]:
    codes = queries.asked(application.sheet).codes
    return {code: (each.earlier.value, each.call) for code, each in earlier.offers(application, codes).items()}


def writer(neem: Organisation) -> Person:
    return holding(Role.EDITOR, over=neem.pk)


def test_what_was_answered_to_the_same_question_is_offered_though_its_form_and_code_are_others(
    first: FormVersion, neem: Organisation
) -> None:
    before = answered(first, neem, **SAID)
    code = before.call.code
    assert offered(begun(a_copy(first), neem)) == {
        "who": ("We work with neighbours.", code),
        "people": ("12", code),
        "kind": ("old", code),
        "where": (["badin"], code),
    }


def test_a_question_of_the_same_words_in_another_form_is_another_question(
    first: FormVersion, neem: Organisation
) -> None:
    answered(first, neem, **SAID)
    page = a_page(a_draft())
    a_question(page, "long_text", code="who")
    assert offered(begun(freeze(page.version), neem)) == {}


def test_what_no_longer_fits_is_not_offered(first: FormVersion, neem: Organisation) -> None:
    answered(first, neem, **SAID)
    assert "how_many" not in offered(begun(a_copy(first, highest=10), neem))


def test_nothing_of_another_organisation_is_offered_and_what_was_emptied_neither(
    first: FormVersion, neem: Organisation
) -> None:
    answered(first, an_organisation(), **SAID)
    answered(first, neem)
    assert offered(begun(a_copy(first), neem)) == {}


def test_the_latest_handed_in_comes_first(first: FormVersion, neem: Organisation) -> None:
    answered(first, neem, "draft", who="A draft of ours.")
    answered(first, neem, who="As handed in.")
    assert offered(begun(a_copy(first), neem))["who"][0] == "As handed in."


def test_the_organisations_page_answers_where_the_designer_says_so(neem: Organisation) -> None:
    page = a_page(a_draft())
    a_question(page, "long_text", code="about", profile="about")
    a_question(page, "districts", code="home", profile="home")
    version = freeze(page.version)
    neem.about, neem.home = "We run a school.", a_district(slug="badin")
    neem.save()
    application = begun(version, neem)
    assert offered(application) == {"about": ("We run a school.", ""), "home": (["badin"], "")}
    actions.use(application, by=writer(neem))
    assert application.sheet.answers == {"about": "We run a school.", "home": ["badin"]}


def test_one_is_used_with_its_code_and_all_without(first: FormVersion, neem: Organisation) -> None:
    a_district(slug="badin")
    answered(first, neem, **SAID)
    application, by = begun(a_copy(first), neem), writer(neem)
    assert actions.use(application, ["who"], by=by) == 1
    assert AnswerSheet.objects.get(pk=application.sheet_id).answers == {"who": SAID["who"]}
    assert actions.use(application, by=by) == 3
    assert set(application.sheet.answers) == {"who", "people", "kind", "where"}


def test_an_answer_that_is_there_stays(first: FormVersion, neem: Organisation) -> None:
    answered(first, neem, **SAID)
    application, by = begun(a_copy(first), neem), writer(neem)
    page = application.sheet.version.sections.get()
    applications.answer(application, page, {"who": "Other words."}, by=by)
    with pytest.raises(Refusal, match="nothing to use again"):
        actions.use(application, ["who"], by=by)
    assert AnswerSheet.objects.get(pk=application.sheet_id).answers == {"who": "Other words."}


def test_personal_details_are_refused_as_in_any_answer(first: FormVersion, neem: Organisation) -> None:
    answered(first, neem, who="Call 0300-1234567")
    with pytest.raises(Refusal) as refused:
        actions.use(begun(a_copy(first), neem), ["who"], by=writer(neem))
    assert refused.value.field == "who"


def test_only_who_writes_for_the_organisation_uses_them_and_only_while_the_call_is_open(
    first: FormVersion, neem: Organisation
) -> None:
    answered(first, neem, **SAID)
    application = begun(a_copy(first), neem)
    with pytest.raises(Refusal, match="Only somebody who writes"):
        actions.use(application, by=writer(an_organisation()))
    Call.objects.filter(pk=application.call_id).update(state="closed")
    application.call.refresh_from_db()
    with pytest.raises(Refusal):
        actions.use(application, by=writer(neem))


def test_a_file_answers_again_without_being_sent_anew(first: FormVersion, neem: Organisation) -> None:
    by = writer(neem)
    before = begun(first, neem)
    applications.attach(before, first.questions.get(code="papers"), sound(), by=by)
    file = before.sheet.attached.get().file
    application = begun(a_copy(first), neem)
    actions.use(application, ["papers"], by=by)
    assert application.sheet.answers == {"papers": [file.public_id]}
    assert [row.file for row in application.sheet.attached.all()] == [file]
    applications.take_out(application, application.sheet.version.questions.get(code="papers"), [file.public_id], by=by)
    assert before.sheet.attached.get().file == file


def test_the_database_is_asked_as_often_for_three_earlier_applications_as_for_one(
    first: FormVersion, neem: Organisation, django_assert_num_queries: Any
) -> None:
    answered(first, neem, **SAID)
    application = begun(a_copy(first), neem)
    codes = queries.asked(application.sheet).codes
    with django_assert_num_queries(2):
        earlier.offers(application, codes)
    for _each in range(2):
        answered(first, neem, **SAID)
    with django_assert_num_queries(2):
        earlier.offers(application, codes)
