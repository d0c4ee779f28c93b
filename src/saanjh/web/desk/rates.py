"""Exchange rates at the desk: which were recorded for a programme, each with its day and its source."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, may
from saanjh.programmes import queries
from saanjh.programmes.actions import rates as actions
from saanjh.programmes.models import Programme, Scheme
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Day, Number, Words
from saanjh.web.desk.programmes import FORM, WHO, frame
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 50


class RateForm(forms.Form):
    """What one unit of a currency was worth in another, when, and who says so."""

    of = forms.ChoiceField(label=_("One unit of"))
    into = forms.ChoiceField(label=_("is worth, in"))
    value = Number(label=_("so many"), help_text=_("For example 325.4, with at most six digits after the point."))
    day = Day(label=_("On this day"))
    source = Words(
        label=_("Who says so"),
        max_length=200,
        help_text=_("For example the central bank's closing rate, or the donor's monthly list."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currencies = queries.choices(Scheme.CURRENCIES, get_language() or "en")
        for name in ("of", "into"):
            self.fields[name].choices = currencies  # type: ignore[attr-defined]
        self.fields["into"].initial = programme.currency
        self.fields["of"].initial = next((code for code, _name in currencies if code != programme.currency), "")


@guard(*WHO, finds=Programme, methods=("GET",))
def rates(request: DeskRequest, programme: Programme) -> HttpResponse:
    """All rates of a programme, the latest day first."""
    page = Pages(queries.rates_of(programme), PAGE).get_page(request.GET.get("page"))
    running = programme.state != Programme.State.CLOSED
    keeps_accounts = running and may(request.user, Role.FINANCE_OFFICER, over=programme.scopes())
    context = {"programme": programme, "page": page, "keeps_accounts": keeps_accounts}
    return render(request, "desk/programmes/rates.html", context)


@guard(Role.FINANCE_OFFICER, finds=Programme)
def rate_new(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Record a rate."""
    words = _("It is never changed. Was it wrong, record the right one for the same day: the later one holds.")
    return answer(
        request,
        form_for(request, RateForm, programme=programme),
        FORM,
        {**frame(programme, _("Record an exchange rate"), _("Record it")), "words": words, "back": _list(programme)},
        act=lambda data: actions.record(programme, by=request.user, **data),
        then=lambda made: _list(programme),
        said=_("The rate is recorded."),
    )


def _list(programme: Programme) -> str:
    return reverse("rates", args=[programme.public_id])


urlpatterns = [
    path("programmes/<str:id>/rates/", rates, name="rates"),
    path("programmes/<str:id>/rates/new/", rate_new, name="rate_new"),
]
