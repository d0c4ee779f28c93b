"""What people of the place said and what it changed, at the desk: written down, and read beside the plan."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards import agreement_queries, plan_queries
from saanjh.awards.actions import consultations as actions
from saanjh.awards.models import READERS, Award
from saanjh.awards.rules import consultations as rules
from saanjh.ground.access import ORGANISATION
from saanjh.ground.fields import Written
from saanjh.programmes.models import Scheme, Theme
from saanjh.web.answers import answer, form_for
from saanjh.web.components.choosing import OneOf
from saanjh.web.components.inputs import Day, Words
from saanjh.web.desk.award_forms import step_choices
from saanjh.web.desk.award_pages import FORM, around
from saanjh.web.desk.confirming import allows
from saanjh.web.desk.people_counted import HeadcountForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
CHANGED = [("yes", _("Yes")), ("no", _("No"))]


class ConsultationForm(HeadcountForm):
    """When, with whom, what was said and what it changed; how many come from the grid below."""

    day = Day(label=_("Day"))
    with_whom = OneOf(Theme.objects.none(), name="label", label=_("With whom, as a kind of people"))
    said = Words(label=_("What was said, in short; no names"), max_length=1000, lines=3)
    is_change = forms.ChoiceField(label=_("Did it change anything?"), choices=CHANGED, widget=forms.RadioSelect)
    step = forms.ChoiceField(label=_("Which step it changed"), required=False)
    changed = Words(label=_("What it changed; where nothing, why not"), max_length=1000, lines=3)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, award: Award, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_whom"].queryset = Theme.objects.of(Scheme.TARGET_GROUPS)  # type: ignore[attr-defined]
        steps = step_choices(award, timezone.localdate())
        self.fields["step"].choices = steps or [("", _("None of them"))]  # type: ignore[attr-defined]
        self.initial = {"day": timezone.localdate(), "written_in": get_language(), **self.initial}

    def plain(self) -> list[Any]:
        """The fields beside the grid."""
        names = ("day", "with_whom", "said", "is_change", "step", "changed", "written_in")
        return [self[name] for name in names]

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("day", "with_whom", "said", "step", "changed", "written_in")
        facts = {name: self.cleaned_data[name] for name in names}
        return {**facts, "has_changed": self.cleaned_data["is_change"] == "yes", "headcounts": self.headcounts()}


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award_consultations(request: DeskRequest, award: Award) -> HttpResponse:
    """What people said under a grant, the latest first."""
    page = Pages(plan_queries.consultations(award), PAGE).get_page(request.GET.get("page"))
    steps = {each.code: each for each in agreement_queries.steps_on(award, timezone.localdate())}
    context = {
        "award": award,
        "page": page,
        "rows": [(each, steps.get(each.step)) for each in page],
        "may_write": allows(rules.may_write, award, request),
    }
    return render(request, "desk/awards/consultations.html", context)


@guard(*ORGANISATION, finds=Award)
def consultation_new(request: DeskRequest, award: Award) -> HttpResponse:
    """Write down what people said."""
    form = form_for(request, ConsultationForm, award=award)
    words = {
        "title": _("Write down what people said"),
        "lede": _("Numbers only, no names. Leave blank where nobody came."),
        "button": _("Write it down"),
        "back": _page(award),
    }
    return answer(
        request,
        form,
        FORM,
        around(request, award, lambda: rules.may_write(award, by=request.user), **words),
        act=lambda data: actions.write_down(award, by=request.user, **form.facts()),
        then=lambda made: _page(award),
        said=_("It is written down. It stands beside the plan."),
    )


def _page(award: Award) -> str:
    return reverse("award_consultations", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/consultations/", award_consultations, name="award_consultations"),
    path("awards/<str:id>/consultations/new/", consultation_new, name="consultation_new"),
]
