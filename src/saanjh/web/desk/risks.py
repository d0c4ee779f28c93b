"""Risks of a grant at the desk: written down, looked at again, over."""

import datetime
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards import pauses
from saanjh.awards import risk_queries as queries
from saanjh.awards.actions import risks as actions
from saanjh.awards.codes import RISKS
from saanjh.awards.models import OWNERS, READERS, Award, Risk, RiskReview
from saanjh.awards.rules import risks as rules
from saanjh.awards.rules.risks import Grave, Look
from saanjh.ground.access import ORGANISATION
from saanjh.ground.fields import Written
from saanjh.kit.periods import add_months
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Day, Words
from saanjh.web.desk.award_pages import FORM, around
from saanjh.web.desk.code_words import code_choices, code_words
from saanjh.web.desk.confirming import allows
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class LookForm(forms.Form):
    """How a risk looks today."""

    likelihood = forms.TypedChoiceField(label=_("How likely is it?"), choices=RiskReview.Likelihood.choices, coerce=int)
    harm = forms.TypedChoiceField(label=_("How much harm would it do?"), choices=RiskReview.Harm.choices, coerce=int)
    doing = Words(label=_("What is done about it; no names"), max_length=1000, lines=3)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)
    owner = forms.ChoiceField(label=_("Who looks after it"), choices=[(each.value, each.label) for each in OWNERS])
    next_on = Day(label=_("Looked at again on"))

    def __init__(self, *args: Any, before: RiskReview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soon = add_months(timezone.localdate(), rules.USUAL)
        names = ("likelihood", "harm", "doing", "written_in", "owner")
        known = {name: getattr(before, name) for name in names} if before else {"written_in": get_language()}
        self.initial = {"next_on": soon, **known, **self.initial}

    def look(self) -> Look:
        """What was typed, as the action takes it."""
        names = ("likelihood", "harm", "doing", "written_in", "owner")
        data = self.cleaned_data
        next_on: datetime.date | None = None if data.get("is_over") else data["next_on"]
        return Look(**{name: data[name] for name in names}, next_on=next_on)


class RiskForm(LookForm):
    """A risk, with how it looks today."""

    kind = forms.ChoiceField(label=_("What kind of risk"), choices=partial(code_choices, RISKS))
    what = Words(label=_("What could happen, in a few words; no names"), max_length=200)
    field_order = ("kind", "what")


class ReviewForm(LookForm):
    """How a risk looks today, or that it is over."""

    is_over = forms.BooleanField(label=_("The risk is over: nobody need look at it again"), required=False)


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award_risks(request: DeskRequest, award: Award) -> HttpResponse:
    """The risks of a grant as they look now, the gravest first."""
    page = Pages(queries.register(award), PAGE).get_page(request.GET.get("page"))
    clock = pauses.clock(award, timezone.localdate())
    context = {
        "award": award,
        "page": page,
        "rows": [_row(each, clock) for each in page],
        "may_write": allows(rules.may_write, award, request),
    }
    return render(request, "desk/awards/risks.html", context)


def _row(review: RiskReview, clock: datetime.date) -> tuple[RiskReview, str, Grave, bool]:
    """(review, kind in words, how grave, whether it should have been looked at again)."""
    is_late = review.next_on is not None and review.next_on < clock
    return review, code_words(RISKS, review.risk.kind), rules.grave(review.likelihood, review.harm), is_late


@guard(*ORGANISATION, finds=Award)
def risk_new(request: DeskRequest, award: Award) -> HttpResponse:
    """Write down a risk."""
    form = form_for(request, RiskForm)
    words = {"title": _("Write down a risk"), "button": _("Write it down"), "back": _page(award)}
    return answer(
        request,
        form,
        FORM,
        around(request, award, lambda: rules.may_write(award, by=request.user), **words),
        act=lambda data: actions.write_down(
            award, kind=data["kind"], what=data["what"], look=form.look(), by=request.user
        ),
        then=lambda made: _page(award),
        said=_("The risk is written down."),
    )


@guard(*ORGANISATION, *READERS, finds=Risk, methods=("GET",))
def risk(request: DeskRequest, risk: Risk) -> HttpResponse:
    """One risk with every look at it, the latest first."""
    page = Pages(queries.reviews(risk), PAGE).get_page(request.GET.get("page"))
    context = {
        "risk": risk,
        "award": risk.award,
        "kind": code_words(RISKS, risk.kind),
        "page": page,
        "rows": [(each, rules.grave(each.likelihood, each.harm)) for each in page],
        "may_write": allows(rules.may_write, risk.award, request),
    }
    return render(request, "desk/awards/risk.html", context)


@guard(*ORGANISATION, finds=Risk)
def risk_review(request: DeskRequest, risk: Risk) -> HttpResponse:
    """Look at a risk again."""
    before = queries.reviews(risk).first()
    form = form_for(request, ReviewForm, before=before)
    back = reverse("risk", args=[risk.public_id])
    words = {"title": _("Look at a risk again"), "lede": risk.what, "button": _("Save"), "back": back}
    return answer(
        request,
        form,
        FORM,
        around(request, risk.award, lambda: rules.may_write(risk.award, by=request.user), **words),
        act=lambda data: actions.review(risk, look=form.look(), by=request.user),
        then=lambda made: back,
        said=_("It is written down; what was said before stays."),
        stands=lambda: ReviewForm(before=queries.reviews(risk).first()),
    )


def _page(award: Award) -> str:
    return reverse("award_risks", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/risks/", award_risks, name="award_risks"),
    path("awards/<str:id>/risks/new/", risk_new, name="risk_new"),
    path("risks/<str:id>/", risk, name="risk"),
    path("risks/<str:id>/review/", risk_review, name="risk_review"),
]
