"""What pages read of programmes: who gives what, what is measured, what waits."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.models import Organisation
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.programmes.models import (
    ChosenIndicator,
    Contribution,
    ExchangeRate,
    Indicator,
    Objective,
    Programme,
    Receipt,
    Scheme,
    Theme,
)

SOON = datetime.timedelta(days=30)
RATE_HOLDS = datetime.timedelta(days=31)


@dataclass(frozen=True)
class Gift:
    """What one organisation pledged to a programme in one currency, and what of it arrived, in minor units.

    None where no arrival was recorded: a blank is not a zero.
    """

    programme: Programme
    donor: Organisation
    currency: str
    pledged_minor: int
    received_minor: int | None


@dataclass(frozen=True)
class Portrait:
    """All that a programme says of itself."""

    objectives: list[Objective]
    themes: list[Theme]
    chosen: list[ChosenIndicator]


def public_programmes() -> list[Programme]:
    """The programmes that anybody may see, the latest first."""
    return list(Programme.objects.public().order_by("-starts_on", "-pk"))


def portrait(programme: Programme) -> Portrait:
    """Objectives, themes and chosen indicators of a programme. Three queries."""
    return Portrait(
        list(programme.objectives.order_by("number", "pk")),
        list(programme.themes.order_by("scheme", "position", "pk")),
        list(programme.chosen.current().select_related("indicator").order_by("indicator__position", "pk")),
    )


def gifts(programmes: Iterable[int]) -> list[Gift]:
    """What was pledged to these programmes (primary keys), a row for each organisation and currency, largest first.

    Amounts of one currency are added; never across currencies.
    """
    contributions = (
        Contribution.objects.filter(programme__in=list(programmes))
        .select_related("programme", "donor")
        .with_arrived()
        .order_by("pk")
    )
    sums: dict[tuple[int, int, str], Gift] = {}
    for each in contributions:
        key = (each.programme_id, each.donor_id, each.currency)
        before = sums.get(key)
        sums[key] = Gift(
            each.programme,
            each.donor,
            each.currency,
            each.amount_minor + (before.pledged_minor if before else 0),
            _sum(each.arrived, before.received_minor if before else None),
        )
    return sorted(
        sums.values(), key=lambda gift: (gift.programme.pk, gift.currency, -gift.pledged_minor, gift.donor.pk)
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return (one or 0) + (other or 0) if one is not None or other is not None else None


def contributions_of(programme: Programme) -> list[Contribution]:
    """The pledges to a programme with what arrived of each (`arrived`, minor units, None for nothing yet)."""
    rows = programme.contributions.select_related("donor").with_arrived()
    return list(rows.order_by("pledged_on", "pk"))


def rates_of(programme: Programme) -> QuerySet[ExchangeRate]:
    """The programme's exchange rates, the latest day first."""
    return programme.rates.order_by("-day", "-pk")


def rate_on(programme: Programme, of: str, into: str, day: datetime.date) -> ExchangeRate | None:
    """The rate that holds on the day: the latest one of that day or of the 31 before, for sources that come monthly."""
    between = (day - RATE_HOLDS, day)
    return rates_of(programme).filter(of=of, into=into, day__range=between).first()


def receipts_of(contribution: Contribution) -> list[Receipt]:
    """What was recorded as arrived of a contribution, in the order of the days, what was struck out too."""
    return list(contribution.receipts.select_related("struck_out__struck_out_by").order_by("received_on", "pk"))


def bank() -> list[Theme]:
    """The themes in their order, each with its indicators (`bank`). Two queries."""
    indicators = Prefetch("indicators", Indicator.objects.order_by("position", "pk"), to_attr="bank")
    return list(Theme.objects.of(Scheme.THEMES).prefetch_related(indicators))


def labels(scheme: Scheme) -> dict[str, Theme]:
    """The rows of a list by their codes."""
    return {row.code: row for row in Theme.objects.of(scheme)}


def sizes_of_lists() -> dict[str, int]:
    """How many rows each list has."""
    return dict(Theme.objects.order_by("scheme").values_list("scheme").annotate(Count("pk")))


def choices(scheme: Scheme, language: str) -> list[tuple[str, str]]:
    """(code, label) of a list for a form, in the language, else in English."""
    return [(row.code, getattr(row, f"label_{language}") or row.label_en) for row in Theme.objects.of(scheme)]


def words_of(indicator: Indicator) -> dict[str, Theme | None]:
    """The rows of the lists for the indicator's theme, unit, frequency and aggregation. One query."""
    codes = {
        "theme": (Scheme.THEMES, indicator.theme.code),
        "unit": (Scheme.UNITS, indicator.unit),
        "frequency": (Scheme.FREQUENCIES, indicator.frequency),
        "aggregation": (Scheme.AGGREGATIONS, indicator.aggregation),
    }
    where = Q()
    for scheme, code in codes.values():
        where |= Q(scheme=scheme, code=code)
    rows = {(row.scheme, row.code): row for row in Theme.objects.filter(where)}
    return {name: rows.get(key) for name, key in codes.items()}


def uses(indicator: Indicator) -> list[ChosenIndicator]:
    """The public programmes that chose the indicator, with their reasons."""
    return list(ChosenIndicator.objects.public().filter(indicator=indicator).select_related("programme").order_by("pk"))


def waiting(standing: Standing) -> list[Waiting]:
    """What a programme needs from its officers: to be opened or closed in time, and money to be recorded."""
    return [*_for_officers(standing), *_for_accounts(standing)]


def _for_officers(standing: Standing) -> list[Waiting]:
    mine = Programme.objects.filter(pk__in=standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER))
    items = []
    today = timezone.localdate()
    for programme in mine.annotate(objectives_count=Count("objectives")).order_by("pk"):
        if programme.state == Programme.State.DRAFT:
            title = _("Open the programme") if programme.objectives_count else _("Add objectives to the programme")
            items.append(_item(title, programme, programme.starts_on))
        elif programme.state == Programme.State.OPEN and programme.ends_on < today:
            items.append(_item(_("Close the programme"), programme, programme.ends_on))
    return items


def _for_accounts(standing: Standing) -> list[Waiting]:
    mine = standing.ids(ScopeKind.PROGRAMME, Role.FINANCE_OFFICER)
    expected = (
        Contribution.objects.filter(programme__in=mine, expected_on__lte=timezone.localdate() + SOON)
        .exclude(programme__state=Programme.State.CLOSED)
        .select_related("programme", "donor")
        .with_arrived()
        .order_by("expected_on", "pk")
    )
    return [
        Waiting(
            _("Record what was received of a contribution"),
            named(each.programme),
            "programmes.programme",
            each.programme.public_id,
            whose=named(each.donor, "name"),
            due=each.expected_on,
        )
        for each in expected
        if (each.arrived or 0) < each.amount_minor
    ]


def _item(title: object, programme: Programme, due: datetime.date) -> Waiting:
    return Waiting(title, named(programme), "programmes.programme", programme.public_id, due=due)
