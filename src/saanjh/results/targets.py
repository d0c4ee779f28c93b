"""Baselines and targets: who sets them, which is in force on a day, how far a value is, what a survey can show."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground.access import WRITERS, Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.indicators.detectable import change_of_mean, share_from, shows_shares
from saanjh.programmes.models import ChosenIndicator, Indicator
from saanjh.results.counting import STATIONS
from saanjh.results.models import Method, Target, Value
from saanjh.results.roll_ups import AFTER
from saanjh.results.rules import CENT, MOST, is_share, on_scale

ADDS_UP = frozenset({"sum", "sum_may_double_count"})  # of these the grant's values together are held to the target
SURVEYED = STATIONS | {"pre_post", "post", *AFTER}  # people are asked, before and after


@dataclass(frozen=True)
class Aim:
    """A baseline or target as it was typed; a share has `numerator` and no `value`, all else has a `value`."""

    by_day: datetime.date
    value: Decimal | None = None
    numerator: int | None = None
    n: int | None = None
    deviation: Decimal | None = None
    reason: str = ""
    written_in: str = "en"


def may_set(award: Award, *, by: Person) -> None:
    """Refusal unless the grant runs, and `by` writes for its organisation or is an officer of the programme."""
    writes = may(by, *WRITERS, over=[(ScopeKind.ORGANISATION, award.organisation_id)])
    if not writes and not may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, award.programme_id)]):
        raise Refusal(_("Only who writes for the organisation or the programme officer sets baselines and targets."))
    if award.state != Award.State.ACTIVE:
        raise Refusal(_("Baselines and targets are set while the grant runs."))


def fits(award: Award, indicator: Indicator, kind: str, aim: Aim, *, today: datetime.date) -> None:
    """Refusal unless the programme measures this, and the day belongs to the grant (a baseline is no forecast)."""
    chosen = ChosenIndicator.objects.current().filter(programme=award.programme_id, indicator=indicator)
    if not chosen.exists():
        raise Refusal(_("The programme does not measure this indicator."))
    if kind == Target.Kind.BASELINE and aim.by_day > today:
        raise Refusal(_("A baseline was measured already: this day is still to come."), field="by_day")
    if kind == Target.Kind.TARGET and aim.by_day < award.starts_on:
        raise Refusal(_("This day is before the grant."), field="by_day")
    if aim.by_day > award.last_day:
        raise Refusal(_("This day is after the grant."), field="by_day")


def reckoned(indicator: Indicator, aim: Aim) -> tuple[Aim, Decimal]:
    """The aim made whole, and its value, of a share from k and n. Refusal for what does not add up."""
    if aim.n is not None and not 1 <= aim.n <= MOST:
        raise Refusal(_("Write how many are asked or counted: at least 1."), field="n")
    if not is_share(indicator):
        if aim.value is None:
            raise Refusal(_("Write the value."), field="value")
        on_scale(indicator, aim.value, "value")
        return replace(aim, numerator=None), aim.value
    if aim.n is None:
        raise Refusal(_("Write how many are asked or counted: at least 1."), field="n")
    if aim.numerator is None:
        raise Refusal(_("Write how many of them."), field="numerator")
    if not 0 <= aim.numerator <= aim.n:
        raise Refusal(_("The part cannot be larger than the whole."), field="numerator")
    value = (Decimal(100 * aim.numerator) / aim.n).quantize(CENT)
    return replace(aim, value=value, deviation=None), value


def in_force(versions: Iterable[Target], kind: str, day: datetime.date) -> Target | None:
    """The latest version of the kind that was set by the end of the day."""
    known = [each for each in versions if each.kind == kind and timezone.localdate(each.set_at) <= day]
    return max(known, key=lambda each: each.version, default=None)


class Verdict(StrEnum):
    """How far a value is from the target that was in force on its last day."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CANNOT_TELL = "cannot_tell"  # the range has the target in it
    NO_TARGET = "no_target"  # none was set by then


@dataclass(frozen=True)
class Judgement:
    """A value beside what was aimed at then. `so_far` is what the grant's values came to where they are added up."""

    verdict: Verdict
    baseline: Target | None = None
    target: Target | None = None
    so_far: Decimal | None = None
    is_early: bool = False  # the day of the target was still to come

    @property
    def changed_since(self) -> bool:
        """Whether the baseline or the target is not the first version."""
        return any(each is not None and each.version > 1 for each in (self.baseline, self.target))


def judge(value: Value, versions: Sequence[Target], so_far: Decimal | None = None) -> Judgement:
    """The value against the versions in force on its last day; a fall is wanted where the target is below the baseline.

    A full count is compared as it is; all else by its range: only a range wholly beyond the target has reached it.
    """
    baseline, target = (
        in_force(versions, kind, value.period_end) for kind in (Target.Kind.BASELINE, Target.Kind.TARGET)
    )
    if target is None:
        return Judgement(Verdict.NO_TARGET, baseline)
    sign = -1 if baseline is not None and target.value < baseline.value else 1
    low, high = _ends(value, so_far)
    worst, best = (low, high) if sign == 1 else (-high, -low)
    goal = sign * target.value
    verdict = Verdict.REACHED if worst >= goal else Verdict.NOT_REACHED if best < goal else Verdict.CANNOT_TELL
    return Judgement(verdict, baseline, target, so_far, value.period_end < target.by_day)


def _ends(value: Value, so_far: Decimal | None) -> tuple[Decimal, Decimal]:
    if so_far is not None:
        return so_far, so_far
    if value.method == Method.RECORDS or value.low is None or value.high is None:
        return value.value, value.value
    return value.low, value.high


def judged(values: Sequence[Value]) -> dict[int, Judgement]:
    """Each of these values against what was aimed at then, by its primary key. Two queries at most."""
    awards = {value.award_id for value in values}
    versions: Mapping[tuple[int, int], list[Target]] = defaultdict(list)
    for each in Target.objects.filter(award__in=awards).order_by("pk"):
        versions[each.award_id, each.indicator_id].append(each)
    summed = [each for each in values if _adds_up(each.indicator) and versions[_key(each)]]
    before = _before(summed)
    return {each.pk: judge(each, versions[_key(each)], before.get(each.pk)) for each in values}


def _adds_up(indicator: Indicator) -> bool:
    return indicator.aggregation in ADDS_UP and not is_share(indicator)


def _key(value: Value) -> tuple[int, int]:
    return value.award_id, value.indicator_id


def _before(values: Sequence[Value]) -> dict[int, Decimal]:
    """What each value comes to with all verified ones of the grant that ended before it began."""
    if not values:
        return {}
    rows = Value.objects.verified().filter(
        award__in={each.award_id for each in values}, indicator__in={each.indicator_id for each in values}
    )
    earlier: dict[tuple[int, int], list[tuple[datetime.date, Decimal]]] = defaultdict(list)
    for award, indicator, end, number in rows.order_by("pk").values_list("award", "indicator", "period_end", "value"):
        earlier[award, indicator].append((end, number))
    return {
        each.pk: each.value
        + sum((number for end, number in earlier[_key(each)] if end < each.period_start), Decimal(0))
        for each in values
    }


@dataclass(frozen=True)
class Unshown:
    """That a survey of this size cannot tell the target from the baseline; `nearest` is the least it can tell."""

    n: int
    nearest: Decimal | None  # None where no value on the scale can be told from the baseline


def unshown(indicator: Indicator, baseline: Target | None, target: Target | None) -> Unshown | None:
    """A warning where people are asked before and after, and chance could explain the whole way to the target.

    As if each round were a simple random sample of the smaller size: clusters make it worse. It forbids nothing.
    """
    if baseline is None or target is None or indicator.frequency not in SURVEYED:
        return None
    n = min(filter(None, (baseline.n, target.n)), default=None)
    if n is None:
        return None
    if is_share(indicator):
        return _unshown_share(float(baseline.value) / 100, float(target.value) / 100, n)
    deviation = target.deviation or baseline.deviation
    if deviation is None:
        return None
    least = Decimal(change_of_mean(float(deviation), n)).quantize(CENT)
    if abs(target.value - baseline.value) >= least:
        return None
    return Unshown(n, baseline.value + (least if target.value >= baseline.value else -least))


def _unshown_share(one: float, other: float, n: int) -> Unshown | None:
    if shows_shares(one, other, n):
        return None
    nearest = share_from(one, n, rises=other >= one)
    return Unshown(n, None if nearest is None else Decimal(100 * nearest).quantize(CENT))


@dataclass(frozen=True)
class Aims:
    """One indicator of a grant with its versions, the newest first, and what stands now."""

    indicator: Indicator
    versions: Sequence[Target]

    def _now(self, kind: str) -> Target | None:
        return next((each for each in self.versions if each.kind == kind), None)

    @property
    def baseline(self) -> Target | None:
        return self._now(Target.Kind.BASELINE)

    @property
    def target(self) -> Target | None:
        return self._now(Target.Kind.TARGET)

    @property
    def unshown(self) -> Unshown | None:
        return unshown(self.indicator, self.baseline, self.target)

    @property
    def is_share(self) -> bool:
        return is_share(self.indicator)


def aims_of(award: Award, indicators: Iterable[Indicator]) -> list[Aims]:
    """What the grant set out to reach of each of these indicators. One query."""
    versions: dict[int, list[Target]] = defaultdict(list)
    for each in Target.objects.filter(award=award).select_related("set_by").order_by("-version", "-pk"):
        versions[each.indicator_id].append(each)
    return [Aims(indicator, versions[indicator.pk]) for indicator in indicators]
