"""The ranking of a call at the desk: asked for with a cut and a seed, read with its noise, taken away as a table."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from saanjh.calls import ranking_queries as queries
from saanjh.calls.actions import rankings as actions
from saanjh.calls.models import Call, Reckoning
from saanjh.calls.models.applications import READERS
from saanjh.calls.queries import reopened_in, untold
from saanjh.calls.rankings import SEEDS, Answer
from saanjh.calls.rules import reckonings as rules
from saanjh.formats.sheets import Cell
from saanjh.ground.models import Purpose
from saanjh.ground.refusals import Refusal
from saanjh.web import answers, downloads
from saanjh.web.components.inputs import Amount, Number
from saanjh.web.desk import ranking_lines as shown
from saanjh.web.guards import DeskRequest, guard

PAGE = 25
EARLIER = 10
COLUMNS = [
    *("ranking", "place", "application", "organisation", "mean", "reviews", "mean_low", "mean_high", "place_low"),
    *("place_high", "above_the_cut", "inside_the_noise", "below_floor", "adjusted_mean", "adjusted_place"),
]


class AskForm(forms.Form):
    """Where the ranking is cut, and the seed of the draws that its noise is told by."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "places": Number(
                label=_("Number of places"),
                help_text=_("How many applications can be selected. Leave it empty where money decides."),
                whole=True,
                lowest=1,
                highest=actions.MOST_PLACES,
                required=False,
            ),
            "budget_minor": Amount(
                label=_("Money available"),
                help_text=_("In %(currency)s. Leave it empty where places are counted.") % {"currency": currency},
                currency=currency,
                lowest=1,
                required=False,
            ),
            "least": Number(
                label=_("Least total"),
                help_text=_("Of 100. Whoever has less stands below the cut, whatever is left."),
                whole=True,
                lowest=0,
                highest=100,
            ),
            "seed": Number(
                label=_("Seed"),
                help_text=_(
                    "A number from which all draws follow, so that anybody can reckon the same again. The server has "
                    "drawn it, the same for whoever asks next; it is kept with the ranking."
                ),
                whole=True,
                lowest=0,
                highest=SEEDS - 1,
            ),
        }


@guard(*READERS, finds=Call, methods=("GET",), sensitive=Purpose.SELECTING)
def call_ranking(request: DeskRequest, call: Call) -> HttpResponse:
    """The newest ranking, or the one asked for by `of`: means with their noise, agreement, severity."""
    newest = queries.rankings(call).first()
    ranking = _chosen(call, newest, request.GET.get("of", ""))
    context: dict[str, Any] = {"call": call, "newest": newest, "ranking": ranking}
    context["refused"] = "" if newest else _why_not(call, request)
    if newest:
        before = queries.rankings(call).defer("question", "answer")
        context["earlier"] = before.filter(pk__lt=(ranking or newest).pk)[:EARLIER]
    if ranking:
        context["reopened"] = reopened_in(call)
        answer = Answer.from_json(ranking.answer or {})
        context |= _of(request, call, ranking, answer)
        context["stale"] = ranking == newest and queries.came_in_since(call, ranking, answer.reviews)
    return render(request, "desk/calls/ranking.html", context)


def _chosen(call: Call, newest: Reckoning | None, of: str) -> Reckoning | None:
    """The ranking that is shown: the one named, else the newest that is done. 404 for one that is not there."""
    done = queries.rankings(call).filter(state=Reckoning.State.DONE)
    if of:
        named = done.filter(public_id=of).first()
        if named is None:
            raise Http404
        return named
    return newest if newest is None or newest.state == Reckoning.State.DONE else done.first()


def _why_not(call: Call, request: DeskRequest) -> str:
    try:
        rules.may_ask(call, Reckoning.Kind.RANKING, by=request.user)
    except Refusal as refusal:
        return refusal.why
    return ""


def _of(request: DeskRequest, call: Call, ranking: Reckoning, answer: Answer) -> dict[str, Any]:
    """A page of the ranking's lines, of its reviewers, and what is said of all of it."""
    close = queries.close_to(call, request.user)
    marking = shown.marking(ranking, answer, close)
    page = Paginator(answer.lines, PAGE).get_page(request.GET.get("page"))
    people = Paginator(marking, PAGE).get_page(request.GET.get("reviewers"))
    names = queries.names([each.reviewer for each in people])
    return {
        "answer": answer,
        "page": page,
        "rows": shown.rows(call, answer, page.object_list, close),
        "untold": untold(call, request.user),
        "cut_page": (max(answer.above, 1) - 1) // PAGE + 1,
        "people": people,
        "reviewers": [(names.get(each.reviewer, each.reviewer), each) for each in people],
        "said": shown.Said(answer, close),
        "criteria": list(call.criteria.all()),
    }


@guard(*READERS, finds=Call)
def call_ranking_ask(request: DeskRequest, call: Call) -> HttpResponse:
    """Ask for a ranking."""
    refused = _why_not(call, request) if request.method != "POST" else ""
    return answers.answer(
        request,
        answers.form_for(request, AskForm, currency=call.currency, initial=_offered(call)),
        "desk/calls/ranking_ask.html",
        {"call": call, "refused": refused},
        act=lambda data: actions.ask(call, by=request.user, **data),
        then=lambda made: reverse("call_ranking", args=[call.public_id]),
        said=_("The ranking is being reckoned."),
    )


def _offered(call: Call) -> dict[str, Any]:
    """The cut of the ranking before, where there is one; a seed that nobody chose.

    It follows from the server's own secret and the ranking before: nobody knows it ahead, nor opens the page again
    until they like it.
    """
    before = queries.rankings(call).defer("answer").first()
    cut = before.cut if before else {}  # type: ignore[attr-defined]
    drawn = salted_hmac("saanjh.ranking.seed", f"{call.public_id} {before.public_id if before else ''}").hexdigest()
    least = cut.get("least", queries.least_total())
    return {
        "places": cut.get("places"),
        "budget_minor": cut.get("budget"),
        "least": least,
        "seed": int(drawn, 16) % SEEDS,
    }


@guard(*READERS, finds=Call, methods=("GET",), sensitive=Purpose.DOWNLOAD)
def ranking_table(request: DeskRequest, call: Call) -> HttpResponse:
    """The ranking as a table to take away: as it is shown to this person, all of it; no line before there is one."""
    ranking = _chosen(call, queries.rankings(call).first(), request.GET.get("of", ""))
    lines: list[list[Cell]] = []
    if ranking:
        answer = Answer.from_json(ranking.answer or {})
        rows = shown.rows(call, answer, answer.lines, queries.close_to(call, request.user))
        hidden = untold(call, request.user)
        lines = [[ranking.public_id, *shown.cells(row, hidden)] for row in rows]
    return downloads.table(request, f"ranking-{call.code}", COLUMNS, lines)


urlpatterns = [
    path("calls/<str:id>/ranking/", call_ranking, name="call_ranking"),
    path("calls/<str:id>/ranking/ask/", call_ranking_ask, name="call_ranking_ask"),
    *downloads.both("calls/<str:id>/ranking.csv", ranking_table, name="ranking_csv"),
]
