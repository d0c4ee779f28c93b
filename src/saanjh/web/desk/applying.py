"""Applying: begun once for an organisation, filled in step by step, checked and handed in. No script is needed."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import queries
from saanjh.calls.actions import applications as actions
from saanjh.calls.models import Application, Call
from saanjh.calls.rules import applications as rules
from saanjh.ground.access import WRITERS, Role, may, standing_of
from saanjh.questions import queries as forms_read
from saanjh.web import answers
from saanjh.web.components.languages import worded
from saanjh.web.desk import questionnaire
from saanjh.web.desk.application_forms import AboutForm, ApplyForm
from saanjh.web.guards import DeskRequest, guard, signed_in


@signed_in(finds=Call)
def apply(request: DeskRequest, call: Call) -> HttpResponse:
    """Begin the organisation's application, or go on with it."""
    mine = queries.writes_for(standing_of(request.user))
    chosen = {"organisation": mine.first(), "written_in": request.user.language}
    form = answers.form_for(request, ApplyForm, organisations=mine, initial=chosen)
    return answers.answer(
        request,
        form,
        "desk/applications/apply.html",
        {"call": call, "writes": chosen["organisation"], "is_open": call.is_open()},
        act=lambda data: actions.start(call, data["organisation"], written_in=data["written_in"], by=request.user),
        then=lambda made: reverse("application_about", args=[made.public_id]),
    )


def _is_read_only(request: DeskRequest, application: Application) -> bool:
    """Whether to lead to the application instead. What was sent late is refused in words, with the words kept."""
    return application.state != Application.State.DRAFT and request.method != "POST"


def _steps(application: Application) -> list[Any]:
    pages = application.sheet.version.sections.all()
    return [_("The project"), *(worded(page, "title")[0] for page in pages), _("Check and hand in")]


@guard(*WRITERS, finds=Application)
def application_about(request: DeskRequest, application: Application) -> HttpResponse:
    """The first step: title, amount, months, districts."""
    if _is_read_only(request, application):
        return HttpResponseRedirect(_page(application))
    names = ("title_en", "title_ur", "amount_minor", "months")
    shown = {name: getattr(application, name) for name in names}
    shown |= {"districts": list(application.districts.all()), "written_in": application.sheet.written_in}
    form = answers.form_for(request, AboutForm, call=application.call, initial=shown)
    return answers.answer(
        request,
        form,
        "desk/applications/step.html",
        _step(application, 1),
        act=lambda data: actions.describe(application, by=request.user, **data),
        then=lambda made: _next(request, application, 1),
        said=_("Saved."),
    )


@guard(*WRITERS, finds=Application)
def application_answers(request: DeskRequest, application: Application, number: int) -> HttpResponse:
    """A page of the form."""
    pages = forms_read.sections(application.sheet.version)
    if not 1 <= number <= len(pages):
        raise Http404
    if _is_read_only(request, application):
        return HttpResponseRedirect(_page(application))
    page, sheet = pages[number - 1], application.sheet
    shown = questionnaire.initial(page, sheet)
    form = answers.form_for(request, questionnaire.form_of(page, sheet), initial=shown, prefix="q")
    return answers.answer(
        request,
        form,
        "desk/applications/step.html",
        {**_step(application, number + 1), "page": page},
        act=lambda data: actions.answer(
            application, page, form.given(), seen=data[questionnaire.SEEN], by=request.user
        ),
        then=lambda made: _next(request, application, number + 1),
        said=_("Saved."),
    )


def _step(application: Application, number: int) -> dict[str, Any]:
    names = _steps(application)
    return {"application": application, "call": application.call, "steps_named": names, "number": number,
            "name": names[number - 1], "is_open": application.call.is_open()}  # fmt: skip


def _next(request: DeskRequest, application: Application, done: int) -> str:
    """Where one goes after a step was saved: to the next, or to the application when the rest is for later."""
    if "later" in request.POST:
        return _page(application)
    if done <= application.sheet.version.sections.count():
        return reverse("application_answers", args=[application.public_id, done])
    return reverse("application_check", args=[application.public_id])


@guard(*WRITERS, finds=Application)
def application_check(request: DeskRequest, application: Application) -> HttpResponse:
    """The last step: what is missing, all answers as they will be read, and the button that hands them in."""
    if _is_read_only(request, application):
        return HttpResponseRedirect(_page(application))
    form = answers.form_for(request, answers.Confirm)
    steps = _steps(application)
    context = {
        **_step(application, len(steps)),
        "lacks": [(lack, _place(application, lack)) for lack in rules.lacks(application)],
        "pages": forms_read.answered(application.sheet),
        "districts": list(application.districts.select_related("province")),
        "signs": may(request.user, Role.SIGNATORY, over=application.organisation.scopes()),
    }
    return answers.answer(
        request,
        form,
        "desk/applications/check.html",
        context,
        act=lambda data: actions.submit(application, by=request.user),
        then=_page,
        said=_("Your application is handed in. Keep its number."),
    )


def _place(application: Application, lack: rules.Lack) -> str:
    if lack.step == 0:
        return reverse("application_about", args=[application.public_id])
    return reverse("application_answers", args=[application.public_id, lack.step])


def _page(application: Application) -> str:
    return reverse("application", args=[application.public_id])


urlpatterns = [
    path("calls/<str:id>/apply/", apply, name="apply"),
    path("applications/<str:id>/about/", application_about, name="application_about"),
    path("applications/<str:id>/answers/<int:number>/", application_answers, name="application_answers"),
    path("applications/<str:id>/check/", application_check, name="application_check"),
]
