"""The plan of a grant at the desk: its steps with what was done for each, and the word that one is done."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import agreement_queries, plan_queries
from saanjh.awards.actions import plans as actions
from saanjh.awards.models import READERS, Award, StepMark
from saanjh.awards.rules import plans as rules
from saanjh.ground.access import ORGANISATION
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Day
from saanjh.web.components.languages import worded
from saanjh.web.desk.award_pages import FORM, around
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.guards import DeskRequest, guard

MARKS = {rules.Stage.LATE: "late", rules.Stage.NOT_BEGUN: "waiting"}  # how a stage is drawn


class StepDoneForm(forms.Form):
    """Which step is done, and since when."""

    step = forms.ChoiceField(label=_("Which step is done?"), widget=forms.RadioSelect)
    done_on = Day(label=_("Done on"))

    def __init__(self, *args: Any, award: Award, chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = plan_queries.standing_marks(award)
        steps = agreement_queries.steps_on(award, timezone.localdate())
        choices = [(each.code, worded(each, "label")[0]) for each in steps if each.code not in done]
        self.fields["step"].choices = choices  # type: ignore[attr-defined]
        self.initial = {"step": chosen, "done_on": timezone.localdate(), **self.initial}


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award_plan(request: DeskRequest, award: Award) -> HttpResponse:
    """Each step with its day, what was done for it and where it stands."""
    plan = plan_queries.plan(award, timezone.localdate())
    may_mark = plan.is_agreed and allows(rules.may_mark, award, request)
    context = {
        "award": award,
        "plan": plan,
        "rows": [(row, MARKS.get(row.stage, "")) for row in plan.rows],
        "may_mark": may_mark and any(row.mark is None for row in plan.rows),
        "may_take_back": may_mark,
        "said": plan_queries.consultations(award)[:3],
    }
    return render(request, "desk/awards/plan.html", context)


@guard(*ORGANISATION, finds=Award)
def step_done(request: DeskRequest, award: Award) -> HttpResponse:
    """Say that a step is done."""
    words = {"title": _("Mark a step as done"), "button": _("It is done"), "back": _page(award)}
    return answer(
        request,
        form_for(request, StepDoneForm, award=award, chosen=request.GET.get("step", "")),
        FORM,
        around(request, award, lambda: rules.may_mark(award, by=request.user), **words),
        act=lambda data: actions.mark_done(award, by=request.user, **data),
        then=lambda made: _page(award),
        said=_("The step is marked as done."),
    )


@guard(*ORGANISATION, finds=StepMark)
def step_take_back(request: DeskRequest, mark: StepMark) -> HttpResponse:
    """Say that a step is not done after all."""
    steps = {each.code: each for each in agreement_queries.steps_on(mark.award, timezone.localdate())}
    name = worded(steps[mark.step], "label")[0] if mark.step in steps else mark.step
    question = Question(
        _("Is this step not done after all?"),
        _("What you said before stays on record; the step counts as not done again."),
        _("It is not done"),
        _page(mark.award),
        [(_("Step"), name)],
    )
    return confirm(
        request,
        question,
        act=lambda: actions.take_back(mark, by=request.user),
        check=lambda: rules.may_take_back(mark, by=request.user),
        then=lambda made: _page(made.award),
        said=_("The step counts as not done again."),
    )


def _page(award: Award) -> str:
    return reverse("award_plan", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/plan/", award_plan, name="award_plan"),
    path("awards/<str:id>/plan/done/", step_done, name="step_done"),
    path("step-marks/<str:id>/take-back/", step_take_back, name="step_take_back"),
]
