"""A value is written down, handed in, and verified or returned by somebody else; what came back is corrected anew."""

import datetime
from dataclasses import asdict

from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.ground import history, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Person
from saanjh.ground.notices import tell
from saanjh.ground.writing import action
from saanjh.programmes.models import Indicator
from saanjh.results import notices, rules
from saanjh.results.models import Return, Value
from saanjh.results.rules import Figures


@action
def record(award: Award, indicator: Indicator, *, figures: Figures, by: Person) -> Value:
    """Write down a value as a draft that only the organisation sees. Raises Refusal for figures that do not add up."""
    rules.may_write(award, by=by)
    Award.objects.select_for_update().get(pk=award.pk)  # of two values for a period at once, the second sees the first
    rules.fits(award, indicator, figures, today=timezone.localdate())
    value = Value(award=award, indicator=indicator)
    value.series = value.public_id
    _keep(value, figures)
    history.record("value_recorded", value, by=by, award=award.public_id, indicator=indicator.code)
    return value


@action
def change(value: Value, *, figures: Figures, by: Person) -> Value:
    """Change a draft."""
    rules.may_change(value, by=by)
    rules.fits(value.award, value.indicator, figures, today=timezone.localdate(), instead_of=value)
    _keep(value, figures)
    history.record("value_changed", value, by=by)
    return value


@action
def correct(value: Value, *, figures: Figures, by: Person) -> Value:
    """Begin a new version of a value that came back or turned out wrong; the earlier one stays as it is."""
    rules.may_correct(value, by=by)
    rules.fits(value.award, value.indicator, figures, today=timezone.localdate(), instead_of=value)
    newer = Value(award=value.award, indicator=value.indicator, series=value.series, corrects=value)
    _keep(newer, figures)
    history.record("value_corrected", newer, by=by, corrects=value.public_id, indicator=value.indicator.code)
    return newer


@action
def submit(value: Value, *, by: Person, now: datetime.datetime | None = None) -> Value:
    """Hand the value in: from now on (or `now`, where a past is told) its figures never change. Tells the verifiers."""
    rules.may_submit(value, by=by)
    states.move(value, "submit", rules.MOVES)
    value.submitted_by, value.submitted_at = by, now or timezone.now()
    value.save(update_fields=["state", "submitted_by", "submitted_at"])
    history.record("value_submitted", value, by=by, indicator=value.indicator.code, value=str(value.value), n=value.n)
    verifiers = Person.objects.holding(Role.VERIFIER, over=(ScopeKind.PROGRAMME, value.award.programme_id))
    tell(verifiers, notices.SUBMITTED, value, **_named(value))
    return value


@action
def verify(value: Value, *, by: Person, now: datetime.datetime | None = None) -> Value:
    """Find the value sound: it may now be published."""
    rules.may_check(value, by=by)
    _check(value, "verify", by, now)
    history.record("value_verified", value, by=by, indicator=value.indicator.code, value=str(value.value), n=value.n)
    tell(_submitter(value), notices.VERIFIED, value, **_named(value))
    return value


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


def _keep(value: Value, figures: Figures) -> None:
    """Save the figures, made whole, with the indicator's definition as it reads now."""
    whole = rules.reckoned(value.indicator, figures)
    for name, content in asdict(whole).items():
        setattr(value, name, content)
    value.definition_en, value.definition_ur = value.indicator.definition_en, value.indicator.definition_ur
    value.save()


def _check(value: Value, verb: str, by: Person, now: datetime.datetime | None) -> None:
    states.move(value, verb, rules.MOVES)
    value.checked_by, value.checked_at = by, now or timezone.now()
    value.save(update_fields=["state", "checked_by", "checked_at"])


def _submitter(value: Value) -> list[Person]:
    return [value.submitted_by] if value.submitted_by else []


def _named(value: Value) -> dict[str, str]:
    return {"indicator": value.indicator.code, "number": value.award.application.number}
