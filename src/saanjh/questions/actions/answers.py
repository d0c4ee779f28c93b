"""Answers are saved page by page, and frozen when they are handed in."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, states
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Conflict, Refusal
from saanjh.ground.writing import action
from saanjh.questions import conditions, digests, rules, values
from saanjh.questions.models import AnswerSheet, FormVersion, Section
from saanjh.questions.models.forms import Kind

MOVES = {("draft", "submit"): "submitted"}


@action
def begin(version: FormVersion, *, written_in: str = "en", by: Person) -> AnswerSheet:
    """An empty sheet for a published version. Who may fill it is for the room to say that it belongs to."""
    if version.state != FormVersion.State.PUBLISHED:
        raise Refusal(_("This form is not published yet."))
    sheet = AnswerSheet.objects.create(version=version, written_in=_language(written_in))
    history.record("answers_begun", sheet, by=by, version=version.public_id)
    return sheet


@action
def save(sheet: AnswerSheet, section: Section, answers: dict[str, Any], *, seen: str = "", by: Person) -> AnswerSheet:
    """Keep the answers to one page; blanks are kept as blanks, so half a page is saved too.

    A question without any value in `answers`, as one that was hidden, keeps the answer that it has; so does one for
    files, which are kept one by one (actions.attached).

    `seen` is digests.of_page as it was when the page was opened: where somebody else saved other words meanwhile,
    Conflict is raised and theirs stay. Refusal, on the question's code, for an answer of the wrong kind.
    """
    fresh = AnswerSheet.objects.select_for_update().select_related("version").get(pk=sheet.pk)
    if fresh.state != AnswerSheet.State.DRAFT:
        raise Refusal(_("These answers were handed in and can no longer be changed."))
    questions = list(section.questions.prefetch_related("choices", "headings", "columns__choices"))
    changed = dict(fresh.answers)
    for question in questions:
        if question.code not in answers or question.kind == Kind.FILE:
            continue
        value = values.checked(question, answers[question.code])
        changed.pop(question.code, None)
        if value is not None:
            changed[question.code] = value
    if changed != fresh.answers and seen and seen != digests.of_page(fresh, section):
        raise Conflict(
            _(
                "Somebody else saved this page while you had it open, and their words were kept. Copy yours, "
                "open the page again and put the two together."
            )
        )
    fresh.answers = changed
    fresh.save(update_fields=["answers", "saved_at"])
    history.record("answers_saved", fresh, by=by, section=section.position, answered=len(changed))
    sheet.answers, sheet.saved_at = fresh.answers, fresh.saved_at
    return sheet


@action
def submit(sheet: AnswerSheet, *, by: Person) -> AnswerSheet:
    """Freeze the sheet with its digest; answers to what is hidden go. Refusal while something is missing."""
    states.move(sheet, "submit", MOVES)
    sheet.refresh_from_db(fields=["answers", "written_in"])
    sheet.submitted_at, sheet.submitted_by = timezone.now(), by
    if missing := rules.problems(sheet):
        raise Refusal(missing[0].why, field=missing[0].question.code)
    asked = conditions.of(sheet).codes
    sheet.answers = {code: value for code, value in sheet.answers.items() if code in asked}
    sheet.digest = digests.of_sheet(sheet)
    sheet.save()
    sheet.attached.exclude(code__in=asked).delete()
    history.record("answers_submitted", sheet, by=by, version=sheet.version.public_id, digest=sheet.digest)
    return sheet


@action
def reopen(sheet: AnswerSheet, *, by: Person) -> AnswerSheet:
    """A draft with the same answers, to be changed and handed in again.

    The sheet that was handed in stays as it is frozen, with its digest but without the words: they stand once.
    """
    fresh = AnswerSheet.objects.select_for_update().get(pk=sheet.pk)
    if fresh.state != AnswerSheet.State.SUBMITTED:
        raise Refusal(_("Only what was handed in is opened again."))
    again = AnswerSheet.objects.create(version=fresh.version, written_in=fresh.written_in, answers=fresh.answers)
    AnswerSheet.objects.filter(pk=fresh.pk).update(answers={})
    fresh.attached.update(sheet=again)
    history.record("answers_reopened", again, by=by, earlier=fresh.public_id, digest=fresh.digest)
    return again


@action
def speak(sheet: AnswerSheet, *, written_in: str, by: Person) -> AnswerSheet:
    """Say in which language the answers are written."""
    if sheet.state != AnswerSheet.State.DRAFT:
        raise Refusal(_("These answers were handed in and can no longer be changed."))
    sheet.written_in = _language(written_in)
    sheet.save(update_fields=["written_in"])
    history.record("answers_language_chosen", sheet, by=by, language=sheet.written_in)
    return sheet


def _language(code: str) -> str:
    if code not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")
    return code
