"""The set of a call at the desk: its rules, what was chosen and how surely, why each is in or out, departures."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from saanjh.calls import portfolio_queries as queries
from saanjh.calls.actions import portfolios as actions
from saanjh.calls.actions import raises
from saanjh.calls.bounds import NO_SET, spending
from saanjh.calls.models import Application, Call, PanelRules, Reckoning
from saanjh.calls.models.applications import READERS
from saanjh.calls.queries import by_number, untold
from saanjh.calls.rules import panel_rules as rules
from saanjh.calls.rules import reckonings as reckoning_rules
from saanjh.calls.rules.panel_rules import TO_DEPART
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.calls.sums import Money, money_asked, money_of, money_under
from saanjh.ground.access import Role, may
from saanjh.ground.models import Person, Purpose
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import afresh
from saanjh.kit.portfolio.lottery import ticket
from saanjh.kit.text import isolated
from saanjh.web import answers
from saanjh.web.components.quantities import amount
from saanjh.web.desk import portfolio_words
from saanjh.web.desk.confirming import Question, confirm, why_not
from saanjh.web.desk.portfolio_forms import DepartureForm, RaiseForm, RulesForm, as_they_stand
from saanjh.web.desk.portfolio_words import Words
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


@guard(*READERS, finds=Call)
def call_panel_rules(request: DeskRequest, call: Call) -> HttpResponse:
    """Set or change the rules of the set."""
    if request.method != "POST":
        rules.may_rule(call, by=request.user)
    return answers.answer(
        request,
        answers.form_for(request, RulesForm, call=call, initial=_shown(call)),
        "desk/calls/panel_rules.html",
        {"call": call, "panel": PanelRules.objects.filter(call=call).first()},
        act=lambda data: actions.set_rules(call, by=request.user, **data),
        then=lambda made: _page(call),
        said=_("The rules are kept. Have the set chosen when the reviews are in."),
        stands=lambda: RulesForm(call=call, initial=_shown(call)),
    )


def _shown(call: Call) -> dict[str, Any]:
    return {**as_they_stand(call), "written_in": get_language()}


@guard(*READERS, finds=Call)
def call_panel_money(request: DeskRequest, call: Call) -> HttpResponse:
    """Raise the money once decisions were proposed or made; what was typed is read back before it counts."""
    refused = why_not(lambda: rules.may_raise(call, by=request.user))
    money = None if refused else money_of(call)
    form = answers.form_for(request, RaiseForm, call=call, initial=_there(money))
    context: dict[str, Any] = {"call": call, "refused": refused, "money": money}
    if refused:
        context["mends"] = [] if why_not(lambda: rules.may_rule(call, by=request.user)) else _rules_first(call)
    elif request.method == "POST" and money and form.is_valid() and not _is_read_back(request, form, money):
        sent = {name: request.POST.get(name, "") for name in ("once", "seen")}
        asks = _read_back(call, money, form.cleaned_data["money_minor"])
        return render(request, "desk/calls/panel_money.html", {**context, **sent, "form": form, "asks": asks})
    return answers.answer(
        request,
        form,
        "desk/calls/panel_money.html",
        context,
        act=lambda data: raises.raise_money(call, by=request.user, **data),
        then=lambda made: _page(call),
        said=_raised(call),
        stands=lambda: RaiseForm(call=call, initial=_there(money_of(afresh(call)))),
    )


def _there(money: Money | None) -> dict[str, Any]:
    """The form begins with what there is: whoever raises it meanwhile is not overtaken unseen."""
    return {"written_in": get_language(), "money_minor": money.now if money else None}


def _is_read_back(request: DeskRequest, form: RaiseForm, money: Money) -> bool:
    """Whether this very sum was read back already; what is no more than there is, is refused without asking."""
    asked = form.cleaned_data["money_minor"]
    return bool(request.POST.get("sure") == str(asked) or asked <= money.now)


def _read_back(call: Call, money: Money, asked: int) -> dict[str, Any]:
    """The sum in figures and words, beside the money before, the difference and what is selected so far."""
    figures = [
        (_("Money so far"), money.now),
        (_("Money from now on"), asked),
        (_("More than before"), asked - money.now),
        (_("Selected so far"), spending(call).decided),
    ]
    said = [(name, amount(minor, call.currency), amount(minor, call.currency, words=True)) for name, minor in figures]
    return {"sure": asked, "figures": said}


def _raised(call: Call) -> Any:
    if call.applications.filter(state=Application.State.RESERVE).exists():
        return _("The money is raised. The set stays as it was chosen; the reserve can be called up.")
    return _("The money is raised. The set stays as it was chosen.")


def _rules_first(call: Call) -> list[tuple[Any, str]]:
    """The way to the rules, for whoever can change them."""
    has_rules = PanelRules.objects.filter(call=call).exists()
    words = _("Change the rules") if has_rules else _("Set the rules")
    return [(words, reverse("call_panel_rules", args=[call.public_id]))]


@guard(*READERS, finds=Call)
def call_portfolio_choose(request: DeskRequest, call: Call) -> HttpResponse:
    """Have the set chosen."""

    def check() -> None:
        rules.may_choose(call, by=request.user)
        reckoning_rules.may_ask(call, Reckoning.Kind.PORTFOLIO, by=request.user)

    return confirm(
        request,
        Question(
            _("Have the set chosen?"),
            _(
                "From the reviews that are in and the rules as they stand now. It is reckoned in the background and "
                "decides nothing yet: the panel may depart from it."
            ),
            _("Choose the set"),
            _page(call),
            mends=lambda: _lacking(call, request.user),
        ),
        act=lambda: actions.choose(call, by=request.user),
        check=check,
        then=lambda made: _page(call),
        said=_("The set is being chosen. Open this page again in a moment."),
    )


def _lacking(call: Call, person: Person) -> list[tuple[Any, str]]:
    """The way to the rules where there are none yet, and this person can set them."""
    if PanelRules.objects.filter(call=call).exists() or why_not(lambda: rules.may_rule(call, by=person)):
        return []
    return _rules_first(call)


@dataclass(frozen=True)
class RuleLine:
    """A line of the table of rules."""

    asks: str
    reached: str
    costs: str
    is_broken: bool


@guard(*READERS, finds=Call, methods=("GET",), sensitive=Purpose.SELECTING)
def call_portfolio(request: DeskRequest, call: Call) -> HttpResponse:
    """How sure the set is, what it reaches and costs, against what it was compared; where the panel departs."""
    rules.may_see(call, by=request.user)
    panel = queries.rules_of(call)
    last = queries.last_asked(call)
    found = queries.portfolio(call, last, panel) if last else None
    departures: list[Any] = found.departures if found else []
    chairs = may(request.user, Role.PANEL_CHAIR, over=call.scopes())
    context = {
        "call": call,
        "panel": panel,
        "waits": last is not None and last.state == Reckoning.State.ASKED,
        "failed": last is not None and last.state == Reckoning.State.FAILED,
        "found": found,
        "times": panel.times_chosen if panel else 0,  # type: ignore[attr-defined]
        "not_ruled": why_not(lambda: rules.must_be_undecided(call)),
        "money": found.money if found else panel and money_under(panel),
        "rules_changes": [(each, portfolio_words.fields(each.fields)) for each in queries.rules_changes(call)],
        "departures": [(each, chairs and _is_open(each.application, each.is_proposed)) for each in departures],
        **(_set(call, found) if found else {"at_choosing": None}),
    }
    return render(request, "desk/calls/portfolio.html", context)


def _set(call: Call, found: queries.Portfolio) -> dict[str, Any]:
    """What the page says of a set that was chosen, or of rules that no set keeps."""
    words = Words(found.question, found.answer, call.currency)
    outcome = found.answer["outcome"]
    said: dict[str, Any] = {
        "at_choosing": money_asked(found.question),
        "changed": [portfolio_words.CHANGED[name] for name in found.changed],
        "status": "empty" if found.is_empty else outcome["status"],
        "seed": found.question["seed"],
        "unread": sum(not each["eligible"] for each in found.candidates.values()),
        "stopped": len(found.stopped),
        "of": len(found.candidates),
    }
    if said["status"] in {*NO_SET, "empty"} and not found.departed:
        return {**said, **_conflict(words)}
    strains = found.strains()
    held = Words(found.measured, found.answer, call.currency) if found.departed else words
    return {
        **said,
        "reckoned": _sums(found, found.chosen),
        "final": _sums(found, found.final) if found.departed else None,
        "chosen": len(found.final),
        "left": len(found.candidates) - len(found.final),
        "budget": money_asked(found.question),
        "now": found.money_now if found.departed else None,
        "gap": _gap(outcome),
        "most": portfolio_words.points(outcome["bound"]) if outcome["bound"] is not None else "",
        "lines": _lines(held, found, {place for place, _key, _over in strains}),
        "strains": [words.strain(*each) for each in strains],
        "lots": _lots(found),
        "tied": _tied(found),
        **_simple(words, found),
        **_conflict(words),
    }


def _sums(found: queries.Portfolio, ids: frozenset[str]) -> dict[str, Any]:
    """How many, with how many points, for how much."""
    rows = [found.candidates[each] for each in ids]
    points = portfolio_words.points(sum(each["points"] for each in rows))
    return {"grants": len(rows), "points": points, "money": sum(each["amount"] for each in rows)}


def _gap(outcome: dict[str, Any]) -> str:
    """How far from proven, in percent."""
    if not outcome["bound"]:
        return ""
    return f"{100 * (outcome['bound'] - outcome['points']) / outcome['bound']:.2g}"


def _lines(words: Words, found: queries.Portfolio, broken: set[int]) -> list[RuleLine]:
    prices = {place: (low, high) for place, low, high in found.answer["prices"]}
    return [
        RuleLine(
            words.asks(place),
            words.reaches(place, reached),
            words.costs(*prices[place]) if place in prices else "",
            place in broken,
        )
        for place, reached in enumerate(found.reached())
    ]


def _simple(words: Words, found: queries.Portfolio) -> dict[str, Any]:
    """The simple way under the same rules, and what the chosen set has more."""
    outcome = found.answer["outcome"]
    simple = outcome["greedy"]
    other = frozenset(simple["chosen"])
    return {
        "simple": portfolio_words.points(simple["points"]),
        "simple_count": len(other),
        "simple_breaks": [words.asks(place) for place in simple["breaks"]],
        "gain": portfolio_words.points(max(0, outcome["points"] - simple["points"])),
        "gains": outcome["points"] > simple["points"],
        "instead": portfolio_words.numbers(sorted(other - found.chosen)),
        "only_here": portfolio_words.numbers(sorted(found.chosen - other)),
    }


@dataclass(frozen=True)
class Lot:
    """What an application drew, and whether it came into the set."""

    number: str
    drawn: int
    is_in: bool


def _lots(found: queries.Portfolio) -> list[Lot]:
    """Those for which a set of as many points was found on the other side."""
    drawn = queries.by_lot(found.answer)
    return [Lot(each, ticket(found.question["seed"], each), each in found.chosen) for each in sorted(drawn)]


def _tied(found: queries.Portfolio) -> dict[str, Any] | None:
    """Who counted the same points, being in the noise of the cut, and from which points of their own."""
    tied = found.question.get("tied")
    if not tied:
        return None
    own = tied["own"]
    return {
        "count": len(own),
        "points": portfolio_words.points(tied["points"]),
        "least": portfolio_words.points(min(own.values())),
        "most": portfolio_words.points(max(own.values())),
        "numbers": portfolio_words.joined(isolated(each) for each in sorted(own)),
    }


def _conflict(words: Words) -> dict[str, Any]:
    """What stands against a set, one rule at a time."""
    conflict = words.answer["conflict"]
    if conflict is None:
        return {}
    return {
        "remedies": [words.asks(place) for place in conflict["remedies"]],
        "parts": [words.part(part) for part in conflict["parts"]],
        "is_sure": conflict["is_sure"],
    }


class Side(forms.Form):
    """Which applications to list."""

    narrows = True
    show = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", pgettext_lazy("applications", "All")),
            ("in", _("In the set")),
            ("out", _("Not in the set")),
        ],
    )


@guard(*READERS, finds=Call, methods=("GET",), sensitive=Purpose.SELECTING)
def call_portfolio_list(request: DeskRequest, call: Call) -> HttpResponse:
    """Every application with the reason why it is in the set or not, those of most points first."""
    rules.may_see(call, by=request.user)
    form = Side(request.GET or None)
    show = form.cleaned_data["show"] if form.is_bound and form.is_valid() else ""
    found = queries.portfolio(call, queries.last_asked(call))
    context: dict[str, Any] = {"call": call, "filter": form, "found": found}
    if found is not None:
        listed = [each for each in found.candidates if not show or (each in found.final) == (show == "in")]
        page = Pages(listed, PAGE).get_page(request.GET.get("page"))
        words = Words(found.question, found.answer, call.currency)
        applications = by_number(call, list(page))
        chairs = may(request.user, Role.PANEL_CHAIR, over=call.scopes())
        lines = [_line(found, words, applications[number], chairs) for number in page if number in applications]
        context |= {"page": page, "lines": lines, "untold": untold(call, request.user)}
    return render(request, "desk/calls/portfolio_list.html", context)


@dataclass(frozen=True)
class Line:
    """One application of the list."""

    application: Application
    points: str
    is_in: bool
    departs: bool
    reason: str
    may_depart: bool


def _line(found: queries.Portfolio, words: Words, application: Application, chairs: bool) -> Line:
    number = application.number
    candidate = found.candidates[number]
    return Line(
        application,
        portfolio_words.points(candidate["points"]) if candidate["eligible"] else "",
        number in found.final,
        number in found.departed,
        _reason(found, words, number),
        chairs and candidate["eligible"] and _is_open(application, application.is_proposed),  # type: ignore[attr-defined]
    )


def _is_open(application: Application, is_proposed: bool) -> bool:
    """Whether the panel can still depart for it, or take that back (see rules.may_depart)."""
    return application.state in TO_DEPART and not is_proposed


@guard(Role.PANEL_CHAIR, finds=Application, sensitive=Purpose.DECIDING)
def application_depart(request: DeskRequest, application: Application) -> HttpResponse:
    """Depart from the set for one application, with the reason."""
    must_not_be_told(application, by=request.user)
    found, refused = None, ""
    try:
        rules.may_depart(application, by=request.user)
        found = queries.portfolio(application.call)
        actions.side_of(application, found.reckoning if found else None)
    except Refusal as refusal:
        refused = refusal.why
    return answers.answer(
        request,
        answers.form_for(request, DepartureForm, initial={"written_in": get_language()}),
        "desk/applications/depart.html",
        {
            "application": application,
            "refused": refused,
            **(_side(found, application) if found else {}),
        },
        act=lambda data: actions.depart(application, by=request.user, **data),
        then=lambda made: _page(application.call),
        said=_("The departure is written down. Look at what the set keeps and breaks now."),
    )


@guard(Role.PANEL_CHAIR, finds=Application)
def application_depart_take_back(request: DeskRequest, application: Application) -> HttpResponse:
    """Take the departure for an application back."""
    return confirm(
        request,
        Question(
            _("Take this departure back?"),
            _("The set has the application then as it was chosen. What was written stays in the record."),
            _("Take it back"),
            _page(application.call),
        ),
        act=lambda: actions.take_back(application, by=request.user),
        check=lambda: rules.may_depart(application, by=request.user),
        then=lambda made: _page(application.call),
        said=_("The departure is taken back."),
    )


def _side(found: queries.Portfolio, application: Application) -> dict[str, Any]:
    """On which side of the set an application is, why, and whether the panel departs for it already."""
    words = Words(found.question, found.answer, application.call.currency)
    return {
        "is_in": application.number in found.chosen,
        "standing": any(each.application_id == application.pk for each in found.departures),
        "reason": _reason(found, words, application.number),
    }


def _reason(found: queries.Portfolio, words: Words, number: str) -> str:
    """Why the set has it or not; of what came to the reviewers only afterwards the set says nothing."""
    reasons = found.answer["reasons"]
    if number in {each["id"] for each in found.late["candidates"]} or (reasons and number not in reasons):
        return str(_("It was read by all its reviewers only after the set was chosen."))
    return words.reason(number)


def _page(call: Call) -> str:
    return reverse("call_portfolio", args=[call.public_id])


urlpatterns = [
    path("calls/<str:id>/panel-rules/", call_panel_rules, name="call_panel_rules"),
    path("calls/<str:id>/panel-money/", call_panel_money, name="call_panel_money"),
    path("calls/<str:id>/portfolio/", call_portfolio, name="call_portfolio"),
    path("calls/<str:id>/portfolio/choose/", call_portfolio_choose, name="call_portfolio_choose"),
    path("calls/<str:id>/portfolio/applications/", call_portfolio_list, name="call_portfolio_list"),
    path("applications/<str:id>/depart/", application_depart, name="application_depart"),
    path("applications/<str:id>/depart/take-back/", application_depart_take_back, name="application_depart_take_back"),
]
