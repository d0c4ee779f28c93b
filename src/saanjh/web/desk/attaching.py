"""The files of a page of a form: kept at once and one by one, so that no mistake beside them loses any."""

import uuid
from collections.abc import Iterable

from saanjh.calls.actions import applications as actions
from saanjh.calls.models import Application
from saanjh.ground.once import Sent, once
from saanjh.ground.refusals import Refusal
from saanjh.questions import queries
from saanjh.questions.models import Question, Section
from saanjh.questions.models.forms import Kind
from saanjh.web import answers
from saanjh.web.components.attached import Change
from saanjh.web.desk.questionnaire import Questionnaire
from saanjh.web.guards import DeskRequest


def keep(request: DeskRequest, application: Application, page: Section, form: Questionnaire) -> None:
    """Carry out what was sent for each question for files, whatever else on the page is to be mended.

    What is refused is said beside its question, and the page is shown again. Each has a key of its own, made of that
    of the page, so that a page which is sent twice attaches a file once.
    """
    asked = [each for each in page.questions.all() if each.kind == Kind.FILE and each.code in form.fields]
    if not asked:
        return
    form.is_valid()
    for question in asked:
        change = form.cleaned_data.get(question.code)
        if change:
            _carry_out(request, application, question, change, form)
    show(application, asked, form)


def _carry_out(
    request: DeskRequest, application: Application, question: Question, change: Change, form: Questionnaire
) -> None:
    def act() -> str:
        if change.upload is None:
            actions.take_out(application, question, change.gone, by=request.user)
        else:
            actions.attach(application, question, change.upload, gone=change.gone, by=request.user)
        return request.path

    try:
        once(_sent(request, question), act)
    except Refusal as refusal:
        form.add_error(question.code, refusal.why)


def _sent(request: DeskRequest, question: Question) -> Sent:
    """The sending of this question alone."""
    key = request.POST.get("once", "")
    try:
        own = str(uuid.uuid5(uuid.UUID(key), question.code))
    except ValueError:
        own = key  # refused by `once`, in words
    name = f"q-{question.code}"
    words = [(f"{name}-gone", request.POST.getlist(f"{name}-gone"))]
    return answers.sending(request, own, [*words, (name, answers.fingerprints(request, name))])


def show(application: Application, asked: Iterable[Question], form: Questionnaire) -> None:
    """Let each question for files show those that are kept."""
    sheet = application.sheet
    codes = [each.code for each in asked if each.kind == Kind.FILE and each.code in form.fields]
    found = queries.files_of(sheet) if any(sheet.answers.get(code) for code in codes) else {}
    for code in codes:
        ids = sheet.answers.get(code) or []
        form.fields[code].widget.kept = [found[each] for each in ids if each in found]
