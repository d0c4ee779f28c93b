"""Whether two reviews of an application ask for a third one, and which calls wait for such a reader to be proposed."""

import csv
from functools import cache
from pathlib import Path

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from saanjh.calls import queries
from saanjh.calls.models import Application, Call, PanelRules, Reckoning, ThirdReview
from saanjh.calls.ranking_queries import least_total
from saanjh.kit.ranking.means import Third, third_review_wanted

FILE = Path(__file__).resolve().parent.parent / "data" / "selection" / "third_review.csv"
PAIR = 2  # reviews that can be held against each other
CODES = {Third.GAP: ThirdReview.Why.GAP, Third.ACROSS_THE_CUT: ThirdReview.Why.CUT}


@cache
def gap() -> int:
    """Points of 100 beyond which a third person reads (data/selection/third_review.csv, which says from where)."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return next(int(row["points"]) for row in csv.DictReader(rows) if row["code"] == "gap")


def cut_of(call: Call) -> float:
    """The cut as far as it is known, in percent: of the last ranking, or the panel's least, or the usual least total.

    At most two queries.
    """
    ranked = call.reckonings.filter(kind=Reckoning.Kind.RANKING, state=Reckoning.State.DONE).order_by("-pk")
    line = ranked.values_list("answer__line", flat=True).first()
    if line is not None:
        return float(line)
    least = PanelRules.objects.filter(call=call).values_list("points_least", flat=True).first()
    return float(least_total() if least is None else least)


def why(application: Application, cut: float | None = None) -> str:
    """Why a third person should read it, as a code of ThirdReview.Why; empty where nothing asks for one.

    Only where two read, and both have handed in: who is read by one alone is never held against anybody. The `cut` is
    that of its call, and may be given where it is asked of many.
    """
    if application.terms.reviews != PAIR:
        return ""
    totals = [float(each.percent) for each in queries.reviews_in(application) if each.percent is not None]
    found = third_review_wanted(totals, cut_of(application.call) if cut is None else cut, gap())
    return CODES[found] if found else ""


def is_named(application: Application) -> bool:
    """Whether somebody was named as the third."""
    return application.reviews.standing().count() > application.terms.reviews


def to_compare(call: Call) -> list[Application]:
    """Those under review for which, with the cut as it is known now, a third review came to be wanted or no longer is.

    About three queries for each that is under review: for the worker.
    """
    cut = cut_of(call)
    rows = call.applications.filter(state=Application.State.UNDER_REVIEW).select_related(
        "call__simplified", "third_review"
    )
    return [each for each in rows.order_by("pk") if _changes(each, cut)]


def _changes(application: Application, cut: float) -> bool:
    third: ThirdReview | None = getattr(application, "third_review", None)
    if third is None or third.state == ThirdReview.State.LAPSED:
        return bool(why(application, cut))
    return third.is_wanted and not why(application, cut) and not is_named(application)


def calls_to_propose() -> QuerySet[Call]:
    """The calls where a third review came to be wanted after the last proposal of reviewers."""
    third = "applications__third_review"
    wanted = Q(applications__third_review__state=ThirdReview.State.WANTED)
    rows = Call.objects.filter(wanted, state=Call.State.CLOSED).order_by("pk")
    rows = rows.annotate(
        newest=Max(Coalesce(f"{third}__wanted_at", f"{third}__created_at"), filter=wanted),
        last=Max("reckonings__created_at", filter=Q(reckonings__kind=Reckoning.Kind.ASSIGNMENT)),
    )
    return rows.filter(Q(last=None) | Q(last__lt=F("newest")))
