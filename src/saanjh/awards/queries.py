"""What pages need to know of grants: their activities, whom they reached, what waits for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import agreement_queries
from saanjh.awards import waiting as of_work
from saanjh.awards.models import Activity, Allocation, Award, Headcount, Pause
from saanjh.calls.models import Application
from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.counting import AgeBand, Cell, Disability, Part, Sex, public_parts
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.programmes.models import Contribution

MOST_WAITING = 50


@dataclass(frozen=True)
class Reach:
    """Whom activities reached, by the 10-5 rule; None where a number would tell of fewer than ten.

    `people` is the total; where that would give a small number back, what the shown parts add up to, which tells
    nothing new. People are counted at each activity, so somebody who came twice counts twice: say so beside it.
    """

    activities: int
    people: int | None
    by_sex: list[Part]
    by_age: list[Part]
    by_disability: list[Part]


def reach(award: Award) -> Reach:
    """Whom one grant reached. Two queries."""
    return reach_of([award.pk])


def reach_of(awards: Iterable[int] | QuerySet[Any, Any]) -> Reach:
    """Whom several grants reached together (their primary keys, or a queryset of them). Two queries."""
    activities = Activity.objects.current().filter(award__in=awards)
    cells = headcounts(activities)
    (by_sex, one), (by_age, two), (by_disability, three) = (
        public_parts(cells, 0, Sex),
        public_parts(cells, 1, AgeBand),
        public_parts(cells, 2, Disability),
    )
    shown = max(sum(part.people or 0 for part in parts) for parts in (by_sex, by_age, by_disability))
    people = shown or None if None in {one, two, three} else one
    return Reach(activities.count(), people, by_sex, by_age, by_disability)


def headcounts(activities: QuerySet[Activity]) -> dict[Cell, int]:
    """(sex, age band, disability) -> people, exactly: for the desk of those who may know."""
    cells = Headcount.objects.filter(activity__in=activities).values_list("sex", "age_band", "disability")
    return {
        (sex, band, disability): people for sex, band, disability, people in cells.annotate(Sum("people")).order_by()
    }


def activities(award: Award) -> QuerySet[Activity]:
    """The entries that stand, latest first, each with `people`."""
    return (
        Activity.objects.current()
        .filter(award=award)
        .select_related("activity_type", "district")
        .annotate(people=Sum("headcounts__people", default=0))
        .order_by("-day", "-pk")
    )


def of_application(application: Application) -> Award | None:
    """The latest grant that was offered for the application."""
    return Award.objects.filter(application=application).order_by("-pk").first()


def given_up() -> QuerySet[Award, Any]:
    """The applications (primary keys) whose grant was declined or called back, and that have no other one."""
    over = {Award.State.DECLINED, Award.State.CALLED_BACK}
    others = Award.objects.exclude(state__in=over).order_by().values("application")
    return Award.objects.filter(state__in=over).exclude(application__in=others).order_by().values("application")


def versions(activity: Activity) -> list[Activity]:
    """Every version of the entry, the newest first, each with `people`."""
    rows = Activity.objects.filter(series=activity.series).select_related("recorded_by", "activity_type", "district")
    return list(rows.annotate(people=Sum("headcounts__people", default=0)).order_by("-pk")[:50])


@dataclass(frozen=True)
class Figures:
    """A programme's grants in sums: what a donor and an observer see besides the public pages."""

    awards: int
    organisations: int
    districts: int
    amounts: list[tuple[str, int]]  # (currency, minor units)
    reach: Reach


def figures(programmes: Iterable[int]) -> Figures:
    """The sums over the accepted grants of these programmes, those that are over too."""
    rows = Award.objects.accepted().filter(programme__in=list(programmes))
    counts = rows.aggregate(
        awards=Count("pk", distinct=True),
        organisations=Count("organisation", distinct=True),
        districts=Count("districts", distinct=True),
    )
    amounts = rows.values_list("currency").annotate(Sum("amount_minor")).order_by("currency")
    return Figures(**counts, amounts=list(amounts), reach=reach_of(rows.values("pk")))


def granted(programmes: Iterable[int], without: Iterable[int] | QuerySet[Any, Any] = ()) -> dict[tuple[int, str], int]:
    """(programme, currency) -> minor units of the accepted grants but `without`; absent where there is none."""
    rows = Award.objects.accepted().filter(programme__in=list(programmes)).exclude(pk__in=without)
    sums = rows.values_list("programme", "currency").annotate(Sum("amount_minor")).order_by()
    return {(programme, currency): minor for programme, currency, minor in sums}


def allocations_of(contribution: Contribution) -> QuerySet[Allocation]:
    """What of it was set aside for what, the latest first, what was taken back too."""
    rows = contribution.allocations.select_related("call", "award__application", "rate", "taken_back__taken_back_by")
    return rows.order_by("-allocated_on", "-pk")


def funding(award: Award) -> list[Allocation]:
    """Which contributions pay for a grant, as far as money is set aside for it. One query."""
    rows = award.allocations.standing().select_related("contribution__donor", "rate")
    return list(rows.order_by("allocated_on", "pk"))


def allocated(
    programmes: Iterable[int], without: Iterable[int] | QuerySet[Any, Any] = ()
) -> dict[tuple[int, str], int]:
    """(programme, currency of the contribution) -> minor units that are set aside, each once; absent where none is.

    Not what is set aside for the grants `without`, nor what those draw from their call's.
    """
    rows = Allocation.objects.standing().filter(contribution__programme__in=list(programmes), drawn=False)
    keys = rows.exclude(award__in=without).values_list("contribution__programme", "contribution__currency")
    sums = keys.annotate(Sum("amount_minor")).order_by()
    return {(programme, currency): minor for programme, currency, minor in sums}


def waiting(standing: Standing) -> list[Waiting]:
    """Offers and changes of agreements to answer; applications that wait for an offer; grants past their last day.

    And of the work itself: permissions that run out, risks to look at again.
    """
    office = [*_to_answer(standing), *_to_agree(standing), *_to_offer(standing), *_to_complete(standing)]
    return [*office, *of_work.permits(standing), *of_work.risks(standing)]


def _to_agree(standing: Standing) -> list[Waiting]:
    return [
        Waiting(
            _("Answer a change of the agreement"),
            amendment.award.application.number,
            "awards.amendment",
            amendment.public_id,
            whose=named(amendment.award.organisation, "name") if amendment.side == "organisation" else "",
        )
        for amendment in agreement_queries.to_answer(standing)
    ]


def _to_answer(standing: Standing) -> list[Waiting]:
    mine = standing.ids(ScopeKind.ORGANISATION, Role.SIGNATORY)
    if not mine:
        return []
    offered = Award.objects.filter(organisation__in=mine, state=Award.State.OFFERED).select_related("application")
    return [
        Waiting(_("Accept or decline a grant"), award.application.number, "awards.award", award.public_id)
        for award in offered.order_by("pk")[:MOST_WAITING]
    ]


def _to_offer(standing: Standing) -> list[Waiting]:
    mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    if not mine:
        return []
    offered = Award.objects.standing().filter(programme__in=mine).order_by().values("application")
    selected = (
        Application.objects.filter(call__programme__in=mine, state=Application.State.SELECTED)
        .exclude(pk__in=offered)
        .select_related("organisation")
    )
    return [
        Waiting(
            _("Offer the grant"),
            application.number,
            "awards.offer",
            application.public_id,
            whose=named(application.organisation, "name"),
        )
        for application in selected.order_by("pk")[:MOST_WAITING]
    ]


def _to_complete(standing: Standing) -> list[Waiting]:
    mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    if not mine:
        return []
    over = Award.objects.active().filter(programme__in=mine, ends_on__lt=timezone.localdate())
    over = over.exclude(pk__in=Pause.objects.open().order_by().values("award"))
    return [
        Waiting(
            _("Complete a grant whose last day is over"),
            award.application.number,
            "awards.award",
            award.public_id,
            whose=named(award.organisation, "name"),
            due=award.ends_on,
        )
        for award in over.select_related("application", "organisation").order_by("ends_on", "pk")[:MOST_WAITING]
    ]
