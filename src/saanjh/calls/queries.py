"""What pages read of calls, applications and reviews: rows and plain values, few queries."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone

from saanjh.calls import marks
from saanjh.calls.models import (
    Application,
    ApplicationPartner,
    Call,
    Enquiry,
    Extension,
    ProposedDecision,
    Review,
    Score,
)
from saanjh.calls.models.reviews import NOT_STANDING
from saanjh.calls.rules import deadlines
from saanjh.calls.rules.aims import kinds_of
from saanjh.calls.rules.closeness import of_applicants
from saanjh.ground.access import ORGANISATION, WRITERS, Role, ScopeKind, Standing
from saanjh.ground.models import District, Organisation, Person, Province
from saanjh.ground.models.organisations import OrganisationKind
from saanjh.programmes.models import Objective, Theme

IN = ~Q(applications__state="draft")
OPEN_STATES = ("submitted", "under_review")
_THIRD = Case(When(third_review__state="wanted", then=1), default=0, output_field=IntegerField())
# How many are to read an application: Application.readers, for the database.
WANTED = Case(When(track="simplified", then=F("call__simplified__reviews")), default=F("call__reviews")) + _THIRD


def public_calls() -> QuerySet[Call]:
    """The published calls, newest first."""
    return Call.objects.all().public().order_by("-opens_on", "-pk")


@dataclass(frozen=True)
class Aims:
    """What a call is for, where, and which kinds of organisation may apply; no district means everywhere."""

    objectives: list[Objective]
    themes: list[Theme]
    provinces: list[Province]
    districts: list[District]  # the others
    kinds: list[OrganisationKind]


def aims(call: Call) -> Aims:
    """Three queries; one more where it is for some districts only."""
    provinces, districts = gathered(call.districts.select_related("province").order_by("name_en", "pk"))
    return Aims(
        list(call.objectives.order_by("number", "pk")),
        list(call.themes.order_by("scheme", "position", "pk")),
        provinces,
        districts,
        kinds_of(call),
    )


def gathered(districts: Iterable[District]) -> tuple[list[Province], list[District]]:
    """The provinces of which all districts are among these, and the other districts. One query, none for nothing."""
    rows = list(districts)
    return _gathered(rows, _sizes()) if rows else ([], [])


def _sizes() -> dict[int, int]:
    """How many districts each province has today, by its key."""
    whole = Province.objects.annotate(all=Count("districts", filter=Q(districts__valid_to=None)))
    return {each.pk: each.all for each in whole}


def _gathered(districts: list[District], sizes: dict[int, int]) -> tuple[list[Province], list[District]]:
    places: dict[Province, list[District]] = {}
    for district in districts:
        places.setdefault(district.province, []).append(district)
    full = [province for province, there in places.items() if 1 < sizes[province.pk] <= len(there)]
    return full, [district for province, there in places.items() if province not in full for district in there]


@dataclass(frozen=True)
class Longer:
    """An extension with its places: provinces of which all districts have longer, and the other districts."""

    extension: Extension
    provinces: list[Province]
    districts: list[District]
    until: Any


def extensions_of(call: Call) -> list[Longer]:
    """The extensions of a call, the last one to end first. Three queries, one where there is none."""
    rows = list(call.extensions.prefetch_related("districts__province").order_by("-until", "-pk"))
    if not rows:
        return []
    sizes = _sizes()
    return [_longer(each, sizes) for each in rows]


def _longer(extension: Extension, sizes: dict[int, int]) -> Longer:
    full, rest = _gathered(list(extension.districts.all()), sizes)
    return Longer(extension, full, rest, deadlines.told(extension.until))


def enquiries_of(call: Call) -> QuerySet[Enquiry]:
    """All questions about a call: those that wait first, the oldest of them first, then the others by their age."""
    waiting = Case(When(state="asked", then=0), default=1)
    return call.enquiries.order_by(waiting, "pk")


def answered(call: Call) -> QuerySet[Enquiry]:
    """What everybody may read of the questions about a call, the latest answer first."""
    return call.enquiries.all().public().order_by("-ended_at", "-pk")


def run_by(standing: Standing) -> QuerySet[Call]:
    """The calls that the person runs or decides in, with how many applications came in and how many still wait."""
    programmes = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR)
    rows = Call.objects.filter(programme__in=programmes).select_related("programme")
    return rows.annotate(
        received=Count("applications", filter=IN),
        waiting=Count("applications", filter=Q(applications__state__in=OPEN_STATES)),
    ).order_by("-opens_on", "-pk")


def in_programmes(programmes: Collection[int]) -> set[int]:
    """The calls of these programmes, by primary keys."""
    return set(Call.objects.filter(programme__in=programmes).order_by().values_list("pk", flat=True))


def by_state(call: Call) -> dict[str, int]:
    """How many applications of the call stand where; drafts are the applicants' own and are not counted."""
    rows = call.applications.exclude(state="draft").order_by().values_list("state")
    counts = dict(rows.annotate(count=Count("pk")))
    return {state: counts.get(state, 0) for state in Application.State.values if state != "draft"}


def applications_in(call: Call, *, state: str = "") -> QuerySet[Application]:
    """The applications handed in to a call, by number, with how many reviews are in; of one state if one is named."""
    rows = call.applications.exclude(state="draft").select_related("organisation__merged_into")
    if state in Application.State.values:
        rows = rows.filter(state=state)
    asked = ~Q(reviews__state__in=NOT_STANDING)
    done = Q(reviews__state="submitted")
    return rows.annotate(asked=Count("reviews", filter=asked), reviewed=Count("reviews", filter=done)).order_by(
        "serial", "pk"
    )


def untold(call: Call, person: Person) -> set[int]:
    """Those of a blind call, by primary keys, that the person is still to review: who applies is not shown to her."""
    if not call.is_blind:
        return set()
    mine = untold_reviews(person).filter(application__call=call)
    return set(mine.order_by().values_list("application", flat=True))


def untold_reviews(person: Person | None) -> QuerySet[Review]:
    """The reviews in blind calls that the person is still to write."""
    return Review.objects.filter(reviewer=person, state=Review.State.ASSIGNED, application__call__is_blind=True)


def by_number(call: Call, numbers: Collection[str]) -> dict[str, Application]:
    """The applications of these numbers, each with its organisation; `is_proposed`: a decision waits. One query."""
    rows = call.applications.filter(number__in=numbers).select_related("organisation__merged_into")
    proposed = ProposedDecision.objects.filter(application=OuterRef("pk")).waiting()
    return {each.number: each for each in rows.annotate(is_proposed=Exists(proposed))}


def applications_of(standing: Standing) -> QuerySet[Application]:
    """The applications of the person's organisations, newest first."""
    mine = standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)
    rows = Application.objects.filter(Q(organisation__in=mine) | Q(organisation__merged_into__in=mine))
    return rows.select_related("call", "organisation__merged_into").order_by("-created_at", "-pk")


def partnerships_of(standing: Standing) -> QuerySet[ApplicationPartner]:
    """Where the person's organisations are named by others: what waits for an answer first, then the newest."""
    mine = standing.ids(ScopeKind.ORGANISATION, *WRITERS)
    rows = ApplicationPartner.objects.filter(Q(organisation__in=mine) | Q(organisation__merged_into__in=mine))
    waits = Case(When(state="asked", then=0), default=1)
    return rows.select_related("application__call", "application__organisation__merged_into").order_by(waits, "-pk")


def writes_for(standing: Standing) -> QuerySet[Organisation]:
    """The organisations for which the person may apply."""
    mine = standing.ids(ScopeKind.ORGANISATION, *WRITERS)
    return Organisation.objects.current().filter(pk__in=mine).order_by("name_en", "pk")


def begun(call: Call, organisations: Iterable[Organisation]) -> list[Application]:
    """The applications of these organisations to the call."""
    rows = Application.objects.filter(call=call, organisation__in=organisations)
    return list(rows.select_related("organisation__merged_into").order_by("pk"))


def reviews_of(standing: Standing) -> QuerySet[Review]:
    """The person's own reviews, those to write first."""
    return Review.objects.all().visible_to(standing).order_by("state", "application__serial", "pk")


def reviewers_of(call: Call) -> list[Person]:
    """The reviewers of a call, with how many applications each has, by name; `applies`: belongs to an applicant."""
    held = Person.objects.filter(
        roles_held__role=Role.REVIEWER,
        roles_held__scope_kind=ScopeKind.CALL,
        roles_held__scope_id=call.pk,
        roles_held__until=None,
        is_active=True,
    )
    here = Q(reviews__application__call=call) & ~Q(reviews__state__in=NOT_STANDING)
    applies = Exists(of_applicants(call).filter(person=OuterRef("pk")))
    rows = held.annotate(load=Count("reviews", filter=here, distinct=True), applies=applies)
    return list(rows.order_by("name", "pk"))


@dataclass(frozen=True)
class Read:
    """A review that is in: its scores in the order of the criteria, each with whether it is below the criterion's
    own floor, and what they come to."""

    review: Review
    scores: list[tuple[Score, bool]]
    percent: Decimal | None


def reviews_given(application: Application) -> list[Review]:
    """The reviews of an application, with their scores, oldest first: those that stand, and those that were reopened.

    Two queries.
    """
    scores = Prefetch("scores", Score.objects.select_related("criterion"))
    rows = application.reviews.exclude(state=Review.State.STEPPED_DOWN).select_related(
        "reviewer", "reopening__by", "comment"
    )
    return list(rows.prefetch_related(scores).order_by("pk"))


def reviews_assigned(application: Application) -> list[Review]:
    """Those that stand. Two queries."""
    return [each for each in reviews_given(application) if each.state not in NOT_STANDING]


def reviews_in(application: Application, *, but: Person | None = None) -> list[Read]:
    """The reviews of an application that were handed in, oldest first; without one person's own. Two queries."""
    rows = [review for review in reviews_assigned(application) if review.state == "submitted"]
    return [read(review) for review in rows if but is None or review.reviewer_id != but.pk]


def reopened_in(call: Call) -> int:
    """How many reviews of a call were reopened after they were handed in."""
    return Review.objects.filter(application__call=call, state=Review.State.REOPENED).count()


def read(review: Review) -> Read:
    """A review as it is read: each score, whether it is below what is asked, and the percentage of all."""
    weighed = [(score, mark_of(score)) for score in review.scores.all()]
    scores = [(score, mark.is_below) for score, mark in weighed]
    return Read(review, scores, marks.percent(mark for _score, mark in weighed))


def mark_of(score: Score) -> marks.Mark:
    """The score of a review that is in, as `marks` weighs it."""
    criterion = score.criterion
    return marks.Mark(
        score.score or 0, criterion.weight, criterion.score_min, criterion.score_max, criterion.min_percent
    )


def mean(read: Iterable[Read]) -> Decimal | None:
    """The plain mean of the reviews' percentages; None without one."""
    percents = [each.percent for each in read if each.percent is not None]
    if not percents:
        return None
    return (sum(percents, Decimal(0)) / len(percents)).quantize(Decimal("0.1"))


def is_past(day: datetime.date) -> bool:
    """Whether the local day is over."""
    return day < timezone.localdate()
