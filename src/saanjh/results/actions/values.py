"""A value is written down, handed in, and verified or returned by somebody else; what came back is corrected anew."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.ground import batches, history, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.fields import reading_once
from saanjh.ground.models import Person
from saanjh.ground.notices import tell
from saanjh.ground.writing import action
from saanjh.programmes.models import Indicator
from saanjh.results import locks, notices, queries, rules
from saanjh.results.models import Return, Tally, Turn, Value
from saanjh.results.rules import Figures

Row = tuple[Award, Indicator, Figures]
FIGURES = tuple(field.name for field in fields(Figures))
DIGESTED = ("public_id", "award_id", "indicator_id", *FIGURES)


@action
def record(award: Award, indicator: Indicator, *, figures: Figures, by: Person) -> Value:
    """Write down a value as a draft that only the organisation sees. Raises Refusal for figures that do not add up."""
    rules.may_write(award, by=by)
    Award.objects.select_for_update().get(pk=award.pk)  # of two values for a period at once, the second sees the first
    rules.fits(award, indicator, figures, rules.known_of(award, indicator, figures), today=timezone.localdate())
    value = _drafted(award, indicator, figures)
    value.save()
    history.record("value_recorded", value, by=by, award=award.public_id, indicator=indicator.code)
    return value


@action
def record_many(rows: Sequence[Row], *, by: Person) -> list[Value]:
    """Write down many drafts at once, each by the rules of `record`; RowsRefused, and none of them, where one fails."""
    awards = {award.pk: award for award, _indicator, _figures in rows}
    list(Award.objects.select_for_update().filter(pk__in=awards).order_by("pk").values_list("pk"))
    known, today = rules.known_of_all(awards.values()), timezone.localdate()

    def check(row: Row) -> Value:
        award, indicator, figures = row
        rules.may_write(award, by=by)
        rules.fits(award, indicator, figures, known, today=today)
        value = _drafted(award, indicator, figures)
        batches.guard(value)
        known.taken.add((award.pk, indicator.pk, value.period_start, value.period_end))
        return value

    with reading_once():
        made = Value.objects.bulk_create(batches.each(rows, check))
    history.record_many("values_recorded", Value, by=by, **_batch(made))
    return made


@action
def change(value: Value, *, figures: Figures, by: Person) -> Value:
    """Change a draft."""
    rules.may_change(value, by=by)
    _fits_instead(value, figures)
    _take(value, figures)
    value.save()
    history.record("value_changed", value, by=by)
    return value


@action
def correct(value: Value, *, figures: Figures, by: Person) -> Value:
    """Begin a new version of a value that came back or turned out wrong; the earlier one stays as it is."""
    rules.may_correct(value, by=by)
    _fits_instead(value, figures)
    newer = Value(
        award=value.award, programme=value.programme, indicator=value.indicator, series=value.series, corrects=value
    )
    _take(newer, figures)
    newer.save()
    _turn([newer])
    history.record("value_corrected", newer, by=by, corrects=value.public_id, indicator=value.indicator.code)
    return newer


@action
def submit(value: Value, *, by: Person, now: datetime.datetime | None = None) -> Value:
    """Hand the value in: from now on (or `now`, where a past is told) its figures never change. Tells the verifiers."""
    rules.may_submit(value, by=by)
    states.move(value, "submit", rules.MOVES)
    value.refresh_from_db(fields=["value", "n"])  # locked by now: the line of history says what is handed in
    value.submitted_by, value.submitted_at = by, now or timezone.now()
    value.save(update_fields=["state", "submitted_by", "submitted_at"])
    _turn([value])
    history.record("value_submitted", value, by=by, indicator=value.indicator.code, value=str(value.value), n=value.n)
    tell(_verifiers(value.award.programme_id), notices.SUBMITTED, value, **_named(value))
    return value


@action
def submit_many(values: Sequence[Value], *, by: Person, now: datetime.datetime | None = None) -> list[Value]:
    """Hand in many at once, each by the rules of `submit`; a verifier gets one notice, with their number."""
    prefetch_related_objects(values, "award", "indicator")
    states_now, moment = states.of(values), now or timezone.now()
    known = locks.closed({value.programme_id for value in values})

    def check(value: Value) -> Value:
        rules.may_submit(value, by=by, known=known)
        states.step(value, states_now, "submit", rules.MOVES)
        value.submitted_by, value.submitted_at = by, moment
        return value

    done = batches.each(values, check)
    _rows(done).update(state=Value.State.SUBMITTED, submitted_by=by, submitted_at=moment)
    _turn(done)
    history.record_many("values_submitted", Value, by=by, **_batch(done))
    for programme, number in Counter(value.award.programme_id for value in done).items():
        tell(_verifiers(programme), notices.SUBMITTED_MANY, count=number)
    return done


@action
def verify(value: Value, *, by: Person, now: datetime.datetime | None = None) -> Value:
    """Find the value sound: it may now be published."""
    rules.may_check(value, by=by)
    _check(value, "verify", by, now)
    history.record("value_verified", value, by=by, indicator=value.indicator.code, value=str(value.value), n=value.n)
    tell(_submitter(value), notices.VERIFIED, value, **_named(value))
    _tally([value.award_id])
    return value


@action
def verify_many(values: Sequence[Value], *, by: Person, now: datetime.datetime | None = None) -> list[Value]:
    """Find many sound at once, each by the rules of `verify`; who handed some in gets one notice, with their number."""
    prefetch_related_objects(values, "award", "indicator", "submitted_by")
    states_now, moment = states.of(values), now or timezone.now()
    known = locks.closed({value.programme_id for value in values})

    def check(value: Value) -> Value:
        rules.may_check(value, by=by, known=known)
        states.step(value, states_now, "verify", rules.MOVES)
        value.checked_by, value.checked_at = by, moment
        return value

    done = batches.each(values, check)
    _rows(done).update(state=Value.State.VERIFIED, checked_by=by, checked_at=moment)
    _turn(done)
    history.record_many("values_verified", Value, by=by, **_batch(done))
    for person, number in Counter(person for value in done for person in _submitter(value)).items():
        tell([person], notices.VERIFIED_MANY, count=number)
    _tally({value.award_id for value in done})
    return done


@action
def return_with(
    value: Value, *, reason: str, written_in: str, by: Person, now: datetime.datetime | None = None
) -> Value:
    """Send the value back, saying what has to be mended."""
    rules.may_check(value, by=by)
    _check(value, "return", by, now)
    Return.objects.create(value=value, reason=reason, written_in=written_in, returned_by=by)
    history.record("value_returned", value, by=by, indicator=value.indicator.code)
    tell(_submitter(value), notices.RETURNED, value, **_named(value))
    return value


def _drafted(award: Award, indicator: Indicator, figures: Figures) -> Value:
    """The first version of a value, not yet saved."""
    value = Value(award=award, programme_id=award.programme_id, indicator=indicator)
    value.series = value.public_id
    _take(value, figures)
    return value


def _fits_instead(value: Value, figures: Figures) -> None:
    known = rules.known_of(value.award, value.indicator, figures, instead_of=value)
    rules.fits(value.award, value.indicator, figures, known, today=timezone.localdate())


def _take(value: Value, figures: Figures) -> None:
    """Take over the figures, made whole, with the indicator's definition as it reads now."""
    whole = rules.reckoned(value.indicator, figures)
    for name in FIGURES:
        setattr(value, name, getattr(whole, name))
    value.definition_en, value.definition_ur = value.indicator.definition_en, value.indicator.definition_ur


def _check(value: Value, verb: str, by: Person, now: datetime.datetime | None) -> None:
    states.move(value, verb, rules.MOVES)
    value.checked_by, value.checked_at = by, now or timezone.now()
    value.save(update_fields=["state", "checked_by", "checked_at"])
    _turn([value])


def _rows(values: Sequence[Value]) -> QuerySet[Value]:
    return Value.objects.filter(pk__in=[value.pk for value in values])


def _batch(values: Sequence[Value]) -> dict[str, Any]:
    """What a line of history says of many values at once."""
    return {"count": len(values), "digest": batches.digest_of(values, DIGESTED)}


def _tally(awards: Collection[int]) -> None:
    """Write down anew what is verified of these grants; of two verifiers at once, the second counts the first's too."""
    list(Award.objects.select_for_update().filter(pk__in=awards).order_by("pk").values_list("pk"))
    made = [Tally(**row) for row in queries.tallies(awards)]
    Tally.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["award"], update_fields=["verified", "best_evidence"]
    )


def _turn(values: Iterable[Value]) -> None:
    """Whoever has reckoned with the values of these indicators reckons anew."""
    moved = sorted({(value.programme_id, value.indicator_id) for value in values})
    Turn.objects.bulk_create(
        [Turn(programme_id=programme, indicator_id=indicator) for programme, indicator in moved],
        update_conflicts=True,
        unique_fields=["programme", "indicator"],
        update_fields=["mark"],
    )


def _verifiers(programme: int) -> Iterable[Person]:
    return Person.objects.holding(Role.VERIFIER, over=(ScopeKind.PROGRAMME, programme))


def _submitter(value: Value) -> list[Person]:
    return [value.submitted_by] if value.submitted_by else []


def _named(value: Value) -> dict[str, str]:
    return {"indicator": value.indicator.code, "number": value.award.application.number}
