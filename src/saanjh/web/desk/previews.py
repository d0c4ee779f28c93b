"""What applicants will see, looked at before it is published: a form, and a call with every step of applying."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from saanjh.calls import costs
from saanjh.calls import queries as calls_read
from saanjh.calls.models import Call
from saanjh.calls.models.applications import READERS
from saanjh.ground.access import Role
from saanjh.questions import queries
from saanjh.questions.models import AnswerSheet, FormVersion, Section
from saanjh.web.components.languages import worded
from saanjh.web.desk import questionnaire
from saanjh.web.desk.application_forms import AboutForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.wording import conditions


@dataclass(frozen=True)
class Step:
    """One step of filling in: its name, its blank form, and the page of the form that it is, where it is one."""

    name: Any
    form: forms.BaseForm
    page: Section | None = None
    shown_if: str = ""


def _steps(version: FormVersion) -> list[Step]:
    """Every page with every question, those that are not always asked with the condition in words."""
    blank, pages = AnswerSheet(version=version), queries.sections(version)
    words = conditions.Words(pages)
    steps = []
    for page in pages:
        notes = {each.code: words.shown_if(each) for each in page.questions.all()}
        form = questionnaire.form_of(page, blank, notes=notes)(prefix="q")
        for field in form.fields.values():
            field.widget.is_trial = True
        steps.append(Step(worded(page, "title")[0], form, page, words.shown_if(page)))
    return steps


def _shown(request: DeskRequest, steps: list[Step], context: dict[str, Any]) -> HttpResponse:
    """The step that ?step= names, the first where it names none."""
    asked = request.GET.get("step", "")
    number = int(asked) if asked in {str(place + 1) for place in range(len(steps))} else 1
    found = {"step": steps[number - 1], "number": number, "names": [step.name for step in steps]} if steps else {}
    return render(request, "desk/forms/preview.html", {**context, **found, "is_last": number >= len(steps)})


@guard(Role.PROGRAMME_OFFICER, finds=FormVersion, methods=("GET",))
def form_preview(request: DeskRequest, version: FormVersion) -> HttpResponse:
    """The form, page by page, as applicants see it."""
    return _shown(request, _steps(version), {"version": version})


@guard(*READERS, finds=Call, methods=("GET",))
def call_preview(request: DeskRequest, call: Call) -> HttpResponse:
    """A call as applicants see it: what it promises, then every step of applying."""
    about = Step(_("The project"), AboutForm(call=call))
    context = {
        "call": call,
        "purpose": worded(call, "purpose"),
        "aims": calls_read.aims(call),
        "costs": costs.rules_of(call),
    }
    return _shown(request, [about, *_steps(call.form_version)], context)


urlpatterns = [
    path("forms/<str:id>/preview/", form_preview, name="form_preview"),
    path("calls/<str:id>/preview/", call_preview, name="call_preview"),
]
