"""What a programme's grants come to at the desk, indicator by indicator, and the way down to each value."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS, Award
from saanjh.ground.access import visible
from saanjh.programmes.models import ChosenIndicator, Programme
from saanjh.results import roll_ups
from saanjh.results.models import Method, Value
from saanjh.results.roll_ups import Line
from saanjh.web.desk import roll_up_words as words
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class Shown(forms.Form):
    """Which rows to list below a figure."""

    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("values in the figure")), ("out", _("values left out")), ("late", _("grants that are late"))],
    )


@guard(*READERS, finds=Programme, methods=("GET",))
def programme_results(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Each indicator that the programme measures, with its figure by its own rule."""
    chosen = ChosenIndicator.objects.current().filter(programme=programme).select_related("indicator")
    page = Pages(chosen.order_by("indicator__position", "pk"), PAGE).get_page(request.GET.get("page"))
    lines = roll_ups.lines(programme, list(page), today=timezone.localdate())
    told = [(line, _told(line)) for line in lines]
    return render(request, "desk/results/programme.html", {"programme": programme, "page": page, "lines": told})


@guard(*READERS, finds=ChosenIndicator, methods=("GET",))
def indicator_results(request: DeskRequest, chosen: ChosenIndicator) -> HttpResponse:
    """One figure with all that belongs to it, and below it the values that went in, those left out, the late grants."""
    [line] = roll_ups.lines(chosen.programme, [chosen], today=timezone.localdate())
    form = Shown(request.GET or None)
    show = form.cleaned_data["show"] if form.is_bound and form.is_valid() else ""
    keys = list({"out": line.counted.left_out, "late": line.late}.get(show, line.counted.went_in))
    page = Pages(keys, PAGE).get_page(request.GET.get("page"))
    context = {"programme": chosen.programme, "line": line, "told": _told(line), "filter": form, "show": show}
    rows = _grants(request, list(page)) if show == "late" else _values(request, line, list(page))
    return render(request, "desk/results/roll_up.html", {**context, "page": page, "rows": rows})


def _values(request: DeskRequest, line: Line, keys: list[int]) -> list[tuple[Value, Any]]:
    """The values in the order of their keys, each with why it was left out."""
    found = visible(request.user, Value).in_bulk(keys)
    reasons = dict(zip(line.counted.left_out, line.counted.why, strict=True))
    return [(found[key], words.LEFT_OUT[reasons[key]] if key in reasons else "") for key in keys if key in found]


def _grants(request: DeskRequest, keys: list[int]) -> list[Award]:
    return list(visible(request.user, Award).filter(pk__in=keys).order_by("starts_on", "pk"))


def _told(line: Line) -> dict[str, Any]:
    """The words that stand beside a figure."""
    return {
        "warnings": words.warnings(line),
        "forbidden": words.FORBIDS.get(line.forbidden or ""),
        "spread": words.SPREAD.get(line.rolled.spread) if line.rolled else None,
        "methods": [Method(each).label for each in line.rolled.methods] if line.rolled else [],
        "left_out": [(words.LEFT_OUT[reason], number) for reason, number in line.reasons()],
    }


urlpatterns = [
    path("programmes/<str:id>/results/", programme_results, name="programme_results"),
    path("chosen-indicators/<str:id>/results/", indicator_results, name="indicator_results"),
]
