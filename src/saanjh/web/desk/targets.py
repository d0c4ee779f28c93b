"""Baselines and targets of a grant at the desk: what stands, what stood before, and setting one."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS, Award
from saanjh.ground.access import ORGANISATION, WRITERS, Role
from saanjh.ground.fields import Written
from saanjh.programmes.models import Indicator
from saanjh.results import queries, targets
from saanjh.results.actions.targets import set_aim
from saanjh.results.models import Target
from saanjh.results.rules import COUNT, MOST, is_share
from saanjh.results.targets import Aim, Aims
from saanjh.web import answers
from saanjh.web.components.inputs import Day, Number, Words
from saanjh.web.desk.confirming import allows
from saanjh.web.guards import DeskRequest, guard


class AimForm(forms.Form):
    """A baseline or a target. A share is asked for as k of n; a change also for its reason."""

    by_day = Day(label=_("By which day"))
    n = Number(label=_("How many will be asked or counted"), whole=True, lowest=1, highest=MOST, required=False)
    numerator = Number(label=_("How many of them"), whole=True, lowest=0, highest=MOST)
    value = Number(label=_("The value"), lowest=-MOST, highest=MOST)
    deviation = Number(label=_("Standard deviation, where you know it"), lowest=0, highest=MOST, required=False)
    reason = Words(label=_("Why it changes"), max_length=1000, lines=3)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, indicator: Indicator, kind: str, before: Target | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shares = is_share(indicator)
        gone = ["value", "deviation"] if shares else ["numerator"]
        gone += ["n", "deviation"] if indicator.unit == COUNT else []
        gone += [] if before else ["reason", "written_in"]
        for name in set(gone):
            del self.fields[name]
        if shares:
            self.fields["n"].required = True
        if kind == Target.Kind.BASELINE:
            self.fields["by_day"].label = _("Last day on which it was measured")
        names = set(self.fields) - {"reason", "written_in"}
        known = {name: getattr(before, name) for name in names} if before else {}
        self.initial = {"written_in": get_language(), **known, **self.initial}

    def aim(self) -> Aim:
        """What was typed, as the action takes it."""
        return Aim(**self.cleaned_data)


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award_targets(request: DeskRequest, award: Award) -> HttpResponse:
    """For each indicator of the programme where the grant stands and what it wants to reach, with earlier versions."""
    aims = targets.aims_of(award, queries.indicators_for(award))
    may_set = allows(targets.may_set, award, request)
    return render(request, "desk/results/targets.html", {"award": award, "aims": aims, "may_set": may_set})


@guard(*WRITERS, Role.PROGRAMME_OFFICER, finds=Award)
def target_set(request: DeskRequest, award: Award) -> HttpResponse:
    """Set the baseline or target that the address asks for."""
    code, kind = request.GET.get("indicator", ""), request.GET.get("kind", "")
    if not code or not kind:
        return HttpResponseRedirect(reverse("award_targets", args=[award.public_id]))
    aims = _asked(award, code)
    if kind not in Target.Kind.values:
        raise Http404
    indicator, before = aims.indicator, aims.baseline if kind == Target.Kind.BASELINE else aims.target
    form = answers.form_for(request, AimForm, indicator=indicator, kind=kind, before=before)

    def stands() -> AimForm:
        fresh = _asked(award, indicator.code)
        now = fresh.baseline if kind == Target.Kind.BASELINE else fresh.target
        return AimForm(indicator=indicator, kind=kind, before=now)

    return answers.answer(
        request,
        form,
        "desk/results/target.html",
        {"award": award, "indicator": indicator, "is_baseline": kind == Target.Kind.BASELINE, "before": before},
        act=lambda data: set_aim(award, indicator, kind=kind, aim=form.aim(), by=request.user),
        then=lambda made: reverse("award_targets", args=[award.public_id]),
        said=_("It is set. What was said before stays below it."),
        stands=stands,
    )


def _asked(award: Award, code: str) -> Aims:
    for aims in targets.aims_of(award, (each for each in queries.indicators_for(award) if each.code == code)):
        return aims
    raise Http404


urlpatterns = [
    path("awards/<str:id>/targets/", award_targets, name="award_targets"),
    path("awards/<str:id>/targets/set/", target_set, name="target_set"),
]
