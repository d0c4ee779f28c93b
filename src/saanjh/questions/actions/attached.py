"""Files that answer a question are kept one by one, so that no other mistake and no cut line loses them."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground import history
from saanjh.ground.actions import files
from saanjh.ground.intake import PDF, PICTURES, Sound
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.questions import values
from saanjh.questions.models import AnswerSheet, Attached, Question
from saanjh.questions.models.forms import Kind, Takes

TAKEN = {Takes.ANY: PICTURES | {PDF}, Takes.PDF: frozenset({PDF}), Takes.PICTURE: PICTURES}
OTHER_KIND: dict[str, Any] = {
    Takes.PDF: _("Send a PDF here. Other kinds of files are not taken."),
    Takes.PICTURE: _("Send a picture here: a JPEG or a PNG. Other kinds of files are not taken."),
}


@action
def attach(sheet: AnswerSheet, question: Question, sound: Sound, *, gone: Collection[str] = (), by: Person) -> Attached:
    """Keep one more file as the answer, in place of those `gone` (public ids); where one fits, in place of that one.

    `sound` is what the intake made of the upload (`intake.looked_at`). Such files may name people: they are encrypted.
    Refusal, on the question's code, for another kind than it takes and for one too many.
    """
    kept = _kept(_fresh(sheet, question), question)
    if sound.media_type not in TAKEN[Takes(question.takes)]:
        raise Refusal(OTHER_KIND[question.takes], field=question.code)
    leaving = set(kept) if (question.at_most or 1) == 1 else set(gone)
    staying = [each for each in kept if each not in leaving]
    if len(staying) >= (most := question.at_most or 1):
        raise Refusal(values.too_many(question) % {"most": most}, field=question.code)
    stored = files.take_in(sound, sensitivity=StoredFile.Sensitivity.RESTRICTED, by=by)
    made = Attached.objects.create(sheet=sheet, code=question.code, file=stored)
    _answer(sheet, question, [*staying, stored.public_id])
    history.record("answer_file_attached", sheet, by=by, code=question.code, file=stored.public_id)
    return made


@action
def take_out(sheet: AnswerSheet, question: Question, gone: Collection[str], *, by: Person) -> AnswerSheet:
    """The files of these public ids answer the question no more; one that is gone already is no mistake."""
    kept = _kept(_fresh(sheet, question), question)
    _answer(sheet, question, [each for each in kept if each not in set(gone)])
    history.record("answer_file_taken_out", sheet, by=by, code=question.code, files=len(set(kept) & set(gone)))
    return sheet


@action
def take_over(
    sheet: AnswerSheet, question: Question, earlier: AnswerSheet, ids: Collection[str], *, by: Person
) -> AnswerSheet:
    """Let files that stand in an earlier sheet answer the question too; the bytes are kept once.

    Whose the earlier sheet is has been looked at by the room that both belong to.
    """
    kept = _kept(_fresh(sheet, question), question)
    found = {row.file.public_id: row.file for row in earlier.attached.select_related("file")}
    files_there = [found[each] for each in ids if each in found and each not in kept]
    if not files_there or len(kept) + len(files_there) > (question.at_most or 1):
        raise Refusal(_("These files cannot be used again here. Send them anew."), field=question.code)
    Attached.objects.bulk_create(Attached(sheet=sheet, code=question.code, file=file) for file in files_there)
    _answer(sheet, question, [*kept, *(file.public_id for file in files_there)])
    history.record("answer_file_taken_over", sheet, by=by, code=question.code, earlier=earlier.public_id)
    return sheet


def _fresh(sheet: AnswerSheet, question: Question) -> AnswerSheet:
    """The sheet, locked, with the answers that it has by now."""
    fresh = AnswerSheet.objects.select_for_update().get(pk=sheet.pk)
    if fresh.state != AnswerSheet.State.DRAFT:
        raise Refusal(_("These answers were handed in and can no longer be changed."))
    if question.kind != Kind.FILE or question.version_id != fresh.version_id:
        raise Refusal(_("This question is not answered by a file."))
    sheet.answers = fresh.answers
    return fresh


def _kept(sheet: AnswerSheet, question: Question) -> list[str]:
    return list(sheet.answers.get(question.code) or [])


def _answer(sheet: AnswerSheet, question: Question, ids: list[str]) -> None:
    """The answer is these files and no other."""
    others = {code: value for code, value in sheet.answers.items() if code != question.code}
    sheet.answers = {**others, question.code: ids} if ids else others
    sheet.save(update_fields=["answers", "saved_at"])
    sheet.attached.filter(code=question.code).exclude(file__public_id__in=ids).delete()
