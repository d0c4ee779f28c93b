"""Values of indicators at the desk: written down, handed in, verified or returned, corrected."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS, Award
from saanjh.ground.access import ORGANISATION, WRITERS, Role, ScopeKind, may, standing_of, visible
from saanjh.ground.writing import afresh
from saanjh.programmes.models import Indicator
from saanjh.results import circumstances, locks, queries, rules, targets
from saanjh.results.actions import values as actions
from saanjh.results.models import Value
from saanjh.web import answers, histories
from saanjh.web.components.days import days
from saanjh.web.components.languages import worded
from saanjh.web.desk.circumstances import kind_words
from saanjh.web.desk.confirming import Steps, allows, why_not
from saanjh.web.desk.judgement_words import said as in_words
from saanjh.web.desk.value_forms import FiguresForm, ReturnForm, ValueFilter
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
CORRECTED = (Value.State.RETURNED, Value.State.VERIFIED)  # by a new version


@guard(*ORGANISATION, *READERS, methods=("GET",))
def values(request: DeskRequest) -> HttpResponse:
    """The values that one may see, the latest first."""
    form = ValueFilter(request.GET or None)
    rows = visible(request.user, Value)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("award"):
        rows = rows.filter(award__public_id=wanted["award"])
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    judged = targets.judged(list(page))
    rows = [(each, in_words(each, judged[each.pk])) for each in page]
    checks = may(request.user, Role.VERIFIER)
    return render(request, "desk/results/list.html", {"page": page, "rows": rows, "filter": form, "checks": checks})


@guard(*WRITERS, finds=Award, methods=("GET",))
def value_choose(request: DeskRequest, award: Award) -> HttpResponse:
    """Choose what was measured."""
    return render(request, "desk/results/choose.html", {"award": award, "indicators": queries.indicators_for(award)})


@guard(*WRITERS, finds=Award)
def value_new(request: DeskRequest, award: Award) -> HttpResponse:
    """Write down a value of the indicator that the address asks for."""
    asked = request.GET.get("indicator", "")
    if not asked:
        return HttpResponseRedirect(reverse("value_choose", args=[award.public_id]))
    indicator = _indicator(award, asked)
    form = answers.form_for(request, FiguresForm, indicator=indicator)
    return answers.answer(
        request,
        form,
        "desk/results/form.html",
        {"award": award, "indicator": indicator, "is_share": rules.is_share(indicator)},
        act=lambda data: actions.record(award, indicator, figures=form.figures(), by=request.user),
        then=_page,
        said=_("The value is written down. Read it once more, then hand it in."),
    )


@guard(*ORGANISATION, *READERS, finds=Value, methods=("GET",))
def value(request: DeskRequest, value: Value) -> HttpResponse:
    """One version of a value with all that belongs to it, and the reasons for which earlier ones came back."""
    standing, versions = standing_of(request.user), queries.versions(value)
    writes = standing.has(*WRITERS, over=((ScopeKind.ORGANISATION, value.award.organisation_id),))
    newest = versions[0].pk == value.pk
    is_closed = bool(why_not(lambda: locks.must_be_open(value.programme_id, value.period_end)))
    context = {
        "value": value,
        "is_closed": is_closed,
        "award": value.award,
        "indicator": value.indicator,
        "is_share": rules.is_share(value.indicator),
        "judged": in_words(value, targets.judged([value])[value.pk]),
        "happened": [(each, kind_words(each.what)) for each in circumstances.beside(value, request.user)],
        "versions": versions,
        "newest": versions[0],
        "may_submit": allows(rules.may_submit, value, request),
        "may_correct": not is_closed
        and writes
        and newest
        and value.state in {Value.State.RETURNED, Value.State.VERIFIED},
        "may_check": allows(rules.may_check, value, request),
        "history": histories.about(value),
    }
    return render(request, "desk/results/value.html", context)


@guard(*WRITERS, finds=Value)
def value_change(request: DeskRequest, value: Value) -> HttpResponse:
    """Change a draft."""
    said = _("The draft is changed. Read it once more, then hand it in.")
    return _figures(request, value, actions.change, said=said)


@guard(*WRITERS, finds=Value)
def value_correct(request: DeskRequest, value: Value) -> HttpResponse:
    """Begin a new version."""
    said = _("The new version is written down. Read it once more, then hand it in.")
    return _figures(request, value, actions.correct, said=said)


def _figures(request: DeskRequest, value: Value, act: Callable[..., Value], *, said: Any) -> HttpResponse:
    """The form filled with what the value says; `act` takes the figures."""
    form = answers.form_for(request, FiguresForm, indicator=value.indicator, before=value)
    context = {"award": value.award, "indicator": value.indicator, "is_share": rules.is_share(value.indicator)}
    return answers.answer(
        request,
        form,
        "desk/results/form.html",
        {**context, "before": value},
        act=lambda data: act(value, figures=form.figures(), by=request.user),
        then=_page,
        said=said,
        stands=lambda: FiguresForm(indicator=value.indicator, before=afresh(value)),
    )


def _indicator(award: Award, code: str) -> Indicator:
    """The indicator with this code, if the award's programme measures it."""
    for indicator in queries.indicators_for(award):
        if indicator.code == code:
            return indicator
    raise Http404


def _facts(value: Value) -> list[tuple[Any, Any]]:
    """Which value it is, as labels and values."""
    return [
        (_("Indicator"), f"{value.indicator.code} {worded(value.indicator, 'name')[0]}"),
        (_("Period"), days(value.period_start, value.period_end)),
    ]


def _page(value: Value) -> str:
    return reverse("value", args=[value.public_id])


STEPS = Steps(Value, "values", "value", "value")
urlpatterns = [
    path("values/", values, name="values"),
    path("awards/<str:id>/values/", value_choose, name="value_choose"),
    path("awards/<str:id>/values/new/", value_new, name="value_new"),
    path("values/<str:id>/", value, name="value"),
    path("values/<str:id>/change/", value_change, name="value_change"),
    path("values/<str:id>/correct/", value_correct, name="value_correct"),
    STEPS.step(
        "submit",
        actions.submit,
        *WRITERS,
        title=_("Hand in this value?"),
        words=_("A verifier of the programme checks it next. Until it comes back its figures cannot be changed."),
        button=_("Hand it in"),
        said=_("The value is handed in."),
        check=rules.may_submit,
        facts=_facts,
    ),
    STEPS.step(
        "verify",
        actions.verify,
        Role.VERIFIER,
        title=_("Verify this value?"),
        words=_(
            "You have looked at where it comes from and find it sound. It may then be published, with your date on it."
        ),
        button=_("Verify it"),
        said=_("The value is verified."),
        check=rules.may_check,
        facts=_facts,
    ),
    STEPS.step(
        "return",
        actions.return_with,
        Role.VERIFIER,
        title=_("Return a value"),
        words=_("The organisation reads your words as you write them, and they stay with this version."),
        button=_("Return it"),
        said=_("The value went back, with your reason."),
        check=rules.may_check,
        form=ReturnForm,
        facts=_facts,
    ),
]
