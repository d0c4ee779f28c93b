"""What pages need to know of values: what the public may see of them, their versions, what waits to be checked."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground.access import WRITERS, Role, ScopeKind, Standing
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.kit import disclosure
from saanjh.programmes.models import ChosenIndicator, Indicator
from saanjh.results.models import Method, Tally, Value, places_of
from saanjh.results.rules import COUNT, counts_people, is_share

MOST_WAITING = 50
LATEST = 3  # values of one indicator that a page of many shows: what was, and where it goes
MOST_DAYS = 50


@dataclass(frozen=True)
class Published:
    """A verified value as the public may see it: never without what one must know to believe it (R21).

    `value`, `low` and `high` are None where they would tell of too few people (R5, 10-5); all else is shown even so.
    A share is in whole percent. `n` is how many were asked or counted, None when that is fewer than ten people.
    """

    code: str
    name_en: str
    name_ur: str
    level: str  # output or outcome
    unit: str  # a code of the list of units
    is_share: bool
    definition_en: str
    definition_ur: str
    period_start: datetime.date
    period_end: datetime.date
    n: int | None
    method: str  # its words in the language that is active now
    evidence_level: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    checked_on: datetime.date

    @property
    def places(self) -> int:
        """How many digits after the point say the value and its range."""
        return places_of(self.value, self.low, self.high)

    @property
    def too_few(self) -> bool:
        """Whether the figure is held back because it would tell of too few people."""
        return self.value is None


def measured_by(award: Award) -> list[Indicator]:
    """The indicators of which a grant has verified values, in the order of the bank. One query."""
    there = Value.objects.verified().filter(award=award).order_by().values("indicator").distinct()
    return list(Indicator.objects.filter(pk__in=there).order_by("position", "pk"))


def published_for(award: Award, indicator: Indicator | None = None) -> list[Published]:
    """The verified values of a grant (of one indicator), in the order of the indicator bank and of time. One query."""
    rows = Value.objects.verified().filter(award=award)
    return _published(rows.filter(indicator=indicator) if indicator else rows)


def latest_published(award: Award, indicators: Iterable[Indicator]) -> list[Published]:
    """The latest verified values of each of these indicators, in the same order. One query."""
    newest = Window(RowNumber(), partition_by="indicator", order_by=[F("period_end").desc(), F("pk").desc()])
    rows = Value.objects.verified().filter(award=award, indicator__in=list(indicators)).annotate(newest=newest)
    return _published(rows.filter(newest__lte=LATEST))


def _published(rows: QuerySet[Value]) -> list[Published]:
    ordered = rows.select_related("indicator").order_by("indicator__position", "period_end", "pk")
    return [published(row) for row in ordered]


def checked_days(award: Award) -> list[datetime.date]:
    """The latest days on which values of a grant were verified, the latest first. One query."""
    moments = Value.objects.verified().filter(award=award).order_by("-checked_at").values_list("checked_at", flat=True)
    return list(dict.fromkeys(timezone.localdate(at) for at in moments.distinct()[:MOST_DAYS] if at))


def published(value: Value) -> Published:
    """One verified value without what would tell of too few people. ValueError for one that is not verified."""
    if value.state != Value.State.VERIFIED or value.checked_at is None:
        raise ValueError("Only verified values are published.")
    indicator, of_people = value.indicator, counts_people(value.indicator)
    shown, low, high = _shown(value, of_people)
    return Published(
        code=indicator.code,
        name_en=indicator.name_en,
        name_ur=indicator.name_ur,
        level=indicator.level,
        unit=indicator.unit,
        is_share=is_share(indicator),
        definition_en=value.definition_en,
        definition_ur=value.definition_ur,
        period_start=value.period_start,
        period_end=value.period_end,
        n=_n(value, of_people),
        method=str(Method(value.method).label),
        evidence_level=value.evidence_level,
        value=shown,
        low=low,
        high=high,
        checked_on=timezone.localdate(value.checked_at),
    )


def tallies(awards: Collection[int] | None = None) -> list[dict[str, int]]:
    """What is verified of these grants, or of all, counted from the values themselves: a row of Tally each."""
    rows = Value.objects.verified().order_by()
    if awards is not None:
        rows = rows.filter(award__in=awards)
    counts = rows.values("award_id").annotate(verified=Count("pk"), best_evidence=Max("evidence_level"))
    return list(counts.order_by("award_id"))


def tallies_amiss() -> int:
    """Of how many grants something else is written down than the values say. Reads every verified value."""
    counted = {tuple(row.values()) for row in tallies()}
    kept = set(Tally.objects.values_list("award_id", "verified", "best_evidence"))
    return len({row[0] for row in counted ^ kept})


Ends = tuple[Decimal | None, Decimal | None, Decimal | None]
HIDDEN: Ends = (None, None, None)


def _shown(value: Value, of_people: bool) -> Ends:
    """(value, low, high) as they may be published."""
    if is_share(value.indicator):
        if not disclosure.may_show_share(value.numerator or 0, value.n, of_people=of_people):
            return HIDDEN
        # Whole percent: a second digit after the point would give the number of people back.
        return _whole(value.value), _whole(value.low), _whole(value.high)
    if value.indicator.unit == COUNT and of_people:
        rounded = disclosure.people(int(value.value))
        return HIDDEN if rounded is None else (Decimal(rounded), None, None)
    if of_people and value.n < disclosure.FEWEST:
        return HIDDEN
    return value.value, value.low, value.high


def _n(value: Value, of_people: bool) -> int | None:
    """How many were asked, as asked; where people themselves are the value, rounded as the value is."""
    if of_people and (value.indicator.unit == COUNT or value.n < disclosure.SMALLEST):
        return disclosure.people(value.n)
    return value.n


def _whole(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent.quantize(Decimal(1))


def versions(value: Value) -> list[Value]:
    """Every version of the value with the reasons for which it came back, the newest first."""
    rows = Value.objects.filter(series=value.series).select_related(
        "returned__returned_by", "submitted_by", "checked_by", "indicator"
    )
    return list(rows.order_by("-pk")[:50])


def indicators_for(award: Award) -> list[Indicator]:
    """What the programme of the grant measures."""
    chosen = ChosenIndicator.objects.current().filter(programme=award.programme_id).select_related("indicator")
    return [row.indicator for row in chosen.order_by("indicator__position", "pk")]


def waiting(standing: Standing) -> list[Waiting]:
    """Values to check, in the order they came; one's own that came back and wait to be mended, or to be handed in."""
    return [*_to_check(standing), *_to_mend(standing)]


def to_check(standing: Standing) -> QuerySet[Value]:
    """The values that this person is to check, in the order they came; none of the own organisation."""
    mine = standing.ids(ScopeKind.PROGRAMME, Role.VERIFIER)
    rows = Value.objects.filter(programme__in=mine, state=Value.State.SUBMITTED)
    return rows.exclude(award__organisation__in=standing.ids(ScopeKind.ORGANISATION)).order_by("submitted_at", "pk")


def _to_check(standing: Standing) -> list[Waiting]:
    if not standing.ids(ScopeKind.PROGRAMME, Role.VERIFIER):
        return []
    rows = to_check(standing)
    return [_item(_("Check a value"), row) for row in _ordered(rows)]


def _to_mend(standing: Standing) -> list[Waiting]:
    mine = standing.ids(ScopeKind.ORGANISATION, *WRITERS)
    if not mine:
        return []
    rows = Value.objects.filter(award__organisation__in=mine)
    returned = rows.filter(state=Value.State.RETURNED, corrected_by=None)
    drafts = rows.filter(state=Value.State.DRAFT)
    return [
        *(_item(_("Mend a value that came back"), row) for row in _ordered(returned.order_by("pk"))),
        *(_item(_("Hand in a value"), row) for row in _ordered(drafts.order_by("pk"))),
    ]


def _ordered(rows: QuerySet[Value]) -> QuerySet[Value]:
    return rows.select_related("award__application", "award__organisation", "indicator")[:MOST_WAITING]


def _item(title: Any, value: Value) -> Waiting:
    about = f"{value.award.application.number} {value.indicator.code}"
    return Waiting(title, about, "results.value", value.public_id, whose=named(value.award.organisation, "name"))
