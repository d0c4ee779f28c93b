"""Who may hand in and who may check a value, and when a value says enough to be believed."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground import states
from saanjh.ground.access import WRITERS, Role, ScopeKind, may, standing_of
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.kit.disclosure import FEWEST
from saanjh.kit.intervals import wilson
from saanjh.programmes.models import ChosenIndicator, Indicator
from saanjh.results.locks import Closed, closed, must_be_open
from saanjh.results.models import SAMPLES, Value

MOVES: Moves = {
    (Value.State.DRAFT, "submit"): Value.State.SUBMITTED,
    (Value.State.SUBMITTED, "verify"): Value.State.VERIFIED,
    (Value.State.SUBMITTED, "return"): Value.State.RETURNED,
}
# Shares are reckoned from k and n, so that nobody types a percentage.
SHARES = frozenset({"percent", "count_and_percent", "percent_of_grants_and_money"})
COUNT = "count"
# The ends of the scales. Where the bank asks for a change, it is the difference of two points of the scale.
SCALES: dict[str, tuple[int, int]] = {
    "points_1_4": (1, 4),
    "points_0_5": (-5, 5),
    "points_0_10": (-10, 10),
    "points_0_100": (-100, 100),
    "index_0_100": (0, 100),
}
MOST = 10**9  # people or things: above it is a slip of the finger
BEFORE_AND_AFTER = 2  # the level of evidence from which a range and FEWEST are asked for
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Figures:
    """What was measured, as it was typed. A share has `numerator` and no `value`; all else has a `value`."""

    period_start: datetime.date
    period_end: datetime.date
    n: int
    method: str
    evidence_level: int
    source: str
    written_in: str
    value: Decimal | None = None
    numerator: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def is_share(indicator: Indicator) -> bool:
    """Whether its values are shares of a whole."""
    return indicator.unit in SHARES


def counts_people(indicator: Indicator) -> bool:
    """Whether its published values fall under the 10-5 rule: those counted by sex, and all that are sensitive.

    Only what is neither (events, products, reports) is published to the last one.
    """
    return "sex" in indicator.disaggregation or indicator.sensitivity != Indicator.Sensitivity.LOW


def reckoned(indicator: Indicator, figures: Figures) -> Figures:
    """The figures made whole: value and interval of a share from k and n. Raises Refusal for what does not add up."""
    if not 1 <= figures.n <= MOST:
        raise Refusal(_("Write how many were asked or counted: at least 1."), field="n")
    whole = _share(figures) if is_share(indicator) else _plain(indicator, figures)
    if whole.evidence_level == BEFORE_AND_AFTER and (whole.n < FEWEST or whole.low is None):
        raise Refusal(
            _("Evidence 2 of 4 needs %(number)s people or more, and a range.") % {"number": FEWEST},
            field="evidence_level",
        )
    return whole


def _share(figures: Figures) -> Figures:
    if figures.numerator is None:
        raise Refusal(_("Write how many of them."), field="numerator")
    if not 0 <= figures.numerator <= figures.n:
        raise Refusal(_("The part cannot be larger than the whole."), field="numerator")
    low, high = (Decimal(100 * end).quantize(CENT) for end in wilson(figures.numerator, figures.n))
    value = (Decimal(100 * figures.numerator) / figures.n).quantize(CENT)
    return replace(figures, value=value, low=low, high=high)


def _plain(indicator: Indicator, figures: Figures) -> Figures:
    value, low, high = figures.value, figures.low, figures.high
    if value is None:
        raise Refusal(_("Write the value."), field="value")
    for end, name in ((value, "value"), (low, "low"), (high, "high")):
        if end is not None:
            on_scale(indicator, end, name)
    if (low is None) != (high is None):
        raise Refusal(_("Write both ends of the range, or neither."), field="low" if low is None else "high")
    if low is None and figures.method in SAMPLES:
        raise Refusal(_("A survey or a test is a sample: write the range in which the true value lies."), field="low")
    if low is not None and high is not None and not low <= value <= high:
        raise Refusal(_("The value lies outside its range."), field="low")
    return replace(figures, numerator=None)


def on_scale(indicator: Indicator, value: Decimal, name: str) -> None:
    """Refusal, on the field of this name, unless the value lies on the indicator's scale."""
    if indicator.unit == COUNT:
        if value < 0 or value > MOST or value != value.to_integral_value():
            raise Refusal(_("Write a whole number, not below 0."), field=name)
        return
    lowest, highest = SCALES.get(indicator.unit, (-MOST, MOST))
    if not lowest <= value <= highest:
        raise Refusal(
            _("On this scale a value lies between %(lowest)s and %(highest)s.")
            % {"lowest": lowest, "highest": highest},
            field=name,
        )


def may_write(award: Award, *, by: Person) -> None:
    """Refusal unless `by` writes for the organisation and the grant was accepted, whether it is over or not."""
    if not may(by, *WRITERS, over=[(ScopeKind.ORGANISATION, award.organisation_id)]):
        raise Refusal(_("Only a signatory or an editor of the organisation hands in values."))
    if not award.was_accepted:
        raise Refusal(_("Values can be handed in once the grant is accepted."))


Taken = tuple[int, int, datetime.date, datetime.date]  # a value there is: grant, indicator, first and last day


@dataclass
class Known:
    """What the rules must know beside a grant itself.

    The (programme, indicator) that is measured, the periods that are taken, and up to which day a programme is closed.
    """

    measured: Collection[tuple[int, int]]
    taken: set[Taken]
    closed: Closed


def known_of(award: Award, indicator: Indicator, figures: Figures, *, instead_of: Value | None = None) -> Known:
    """The same for one value; what it stands instead of takes no period. Three queries."""
    chosen = ChosenIndicator.objects.current().filter(programme=award.programme_id, indicator=indicator)
    same = _standing().filter(
        award=award, indicator=indicator, period_start=figures.period_start, period_end=figures.period_end
    )
    taken = same.exclude(series=instead_of.series if instead_of else "").exists()
    return Known(
        {(award.programme_id, indicator.pk)} if chosen.exists() else set(),
        {(award.pk, indicator.pk, figures.period_start, figures.period_end)} if taken else set(),
        closed([award.programme_id]),
    )


def known_of_all(awards: Collection[Award]) -> Known:
    """The same for any value of these grants. Three queries."""
    chosen = ChosenIndicator.objects.current().filter(programme__in={award.programme_id for award in awards})
    rows = _standing().filter(award__in=awards).order_by()
    return Known(
        set(chosen.order_by().values_list("programme", "indicator")),
        set(rows.values_list("award", "indicator", "period_start", "period_end")),
        closed({award.programme_id for award in awards}),
    )


def _standing() -> QuerySet[Value]:
    """The values that take their period: those without a later version."""
    return Value.objects.filter(corrected_by=None)


def fits(award: Award, indicator: Indicator, figures: Figures, known: Known, *, today: datetime.date) -> None:
    """Refusal unless the programme measures this, and the period is past, within the grant and still free."""
    if figures.period_end < figures.period_start:
        raise Refusal(_("The last day is before the first."), field="period_end")
    if figures.period_end > today:
        raise Refusal(_("The period has not ended yet."), field="period_end")
    if figures.period_start < award.starts_on:
        raise Refusal(_("The period begins before the grant."), field="period_start")
    if figures.period_end > award.last_day:
        raise Refusal(_("The period ends after the grant."), field="period_end")
    must_be_open(award.programme_id, figures.period_end, known.closed)
    if (award.programme_id, indicator.pk) not in known.measured:
        raise Refusal(_("The programme does not measure this indicator."))
    if (award.pk, indicator.pk, figures.period_start, figures.period_end) in known.taken:
        raise Refusal(_("There is a value for this period already: correct that one."), field="period_start")


def may_change(value: Value, *, by: Person) -> None:
    """Refusal unless `by` writes for the organisation and the value was not handed in yet."""
    may_write(value.award, by=by)
    if Value.objects.select_for_update().get(pk=value.pk).state != Value.State.DRAFT:
        raise Refusal(_("This value was handed in; it can no longer be changed."))


def may_submit(value: Value, *, by: Person, known: Closed | None = None) -> None:
    """Refusal unless `by` writes for the organisation, the value is a draft and its period is not closed."""
    may_write(value.award, by=by)
    must_be_open(value.programme_id, value.period_end, known)
    states.check(value, "submit", MOVES)


def may_correct(value: Value, *, by: Person) -> None:
    """Refusal unless `by` writes for the organisation and the value came back or was verified, without a newer one."""
    may_write(value.award, by=by)
    state = Value.objects.select_for_update().get(pk=value.pk).state
    if state not in {Value.State.RETURNED, Value.State.VERIFIED}:
        raise Refusal(_("Only a value that came back or was verified is corrected by a new one."))
    if Value.objects.filter(corrects=value).exists():
        raise Refusal(_("Somebody is correcting this value already. Look at the newest version."))
    must_be_open(value.programme_id, value.period_end)


def may_check(value: Value, *, by: Person, known: Closed | None = None) -> None:
    """Refusal unless it waits, and `by` verifies for the programme, did not hand it in, and is not of its organisation.

    Its period must not be closed. Whoever may verify may return as well, and the other way round.
    """
    if not may(by, Role.VERIFIER, over=[(ScopeKind.PROGRAMME, value.award.programme_id)]):
        raise Refusal(_("Only an M&E verifier of the programme checks values."))
    if by.pk == value.submitted_by_id:
        raise Refusal(_("Nobody checks a value that they handed in themselves."))
    if value.award.organisation_id in standing_of(by).ids(ScopeKind.ORGANISATION):
        raise Refusal(_("Nobody checks a value of their own organisation."))
    states.check(value, "verify", MOVES)
    must_be_open(value.programme_id, value.period_end, known)
