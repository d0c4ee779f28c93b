"""Who writes down permits, what fits, where one stands on a day, and why not."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.awards.codes import AUTHORITIES, PERMITS, labels
from saanjh.awards.models import Award, Permit, PermitFact
from saanjh.awards.rules.sides import works_for, writes_down
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.periods import add_months

What = PermitFact.What
SOON = datetime.timedelta(days=30)  # from so long before its last day on one is warned: offices take weeks
LONGEST = 60  # months; a last day further ahead is a slip of the pen


class Holds(models.TextChoices):
    """Where a permit stands on a day: it follows from its facts."""

    WAITS = "waits", pgettext_lazy("permit", "Waits for a decision")
    IN_FORCE = "in_force", pgettext_lazy("permit", "In force")
    RUNS_OUT = "runs_out", pgettext_lazy("permit", "In force, runs out soon")
    EXPIRED = "expired", pgettext_lazy("permit", "Run out")
    REFUSED = "refused", pgettext_lazy("permit", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("permit", "Withdrawn by the authority")
    MISTAKEN = "mistaken", pgettext_lazy("permit", "Written down by mistake")


IN_FORCE = {Holds.IN_FORCE, Holds.RUNS_OUT}


def standing_fact(facts: Iterable[PermitFact], on: datetime.date) -> PermitFact | None:
    """The fact that holds on a day: the latest day's, of one day the one written last; a mistake undoes the permit."""
    rows = list(facts)
    if mistaken := next((fact for fact in rows if fact.what == What.MISTAKEN), None):
        return mistaken
    return max((fact for fact in rows if fact.day <= on), key=lambda fact: (fact.day, fact.pk), default=None)


def holds(facts: Iterable[PermitFact], on: datetime.date) -> Holds:
    """Where the permit with these facts stands on a day."""
    fact = standing_fact(facts, on)
    if fact is None:
        return Holds.WAITS
    if fact.what != What.GRANTED:
        return Holds(fact.what)
    if fact.expires_on is None or fact.expires_on - on > SOON:
        return Holds.IN_FORCE
    return Holds.EXPIRED if fact.expires_on < on else Holds.RUNS_OUT


def may_write(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and the grant is active."""
    writes_down(award, by=by)


def permit_fits(kind: str, issuer: str, applied_on: datetime.date) -> None:
    """Refusal unless both are codes of the lists and the day is past."""
    if kind not in labels(PERMITS):
        raise Refusal(_("Choose what the permission is for."), field="kind")
    if issuer not in labels(AUTHORITIES):
        raise Refusal(_("Choose who issues it."), field="issuer")
    if applied_on > timezone.localdate():
        raise Refusal(_("This day is still ahead: write down what has happened."), field="applied_on")


def may_decide(permit: Permit, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation, and the permit was not written down by mistake.

    What an authority decided is written down whenever it is known, also when the grant is over.
    """
    if not works_for(permit.award, by):
        raise Refusal(_("Only the organisation itself writes this down."))
    if permit.facts.filter(what=What.MISTAKEN).exists():
        raise Refusal(_("This permit was written down by mistake: write it down anew."))


def fact_fits(permit: Permit, what: str, day: datetime.date, expires_on: datetime.date | None) -> None:
    """Refusal unless the day is past, not before it was asked for, and the rest belongs to what is said."""
    if day > timezone.localdate():
        raise Refusal(_("This day is still ahead: write down what has happened."), field="day")
    if day < permit.applied_on:
        raise Refusal(_("This is before the permission was asked for."), field="day")
    if what == What.WITHDRAWN and holds(permit.facts.all(), day) not in IN_FORCE:
        raise Refusal(_("Only what is in force on that day can be withdrawn."), field="what")
    if expires_on is None:
        return
    if what != What.GRANTED:
        raise Refusal(_("Only what is granted has a last day."), field="expires_on")
    if expires_on < day:
        raise Refusal(_("The last day comes before the permission was granted."), field="expires_on")
    if expires_on > add_months(day, LONGEST):
        raise Refusal(_("This last day is more than five years ahead. Check the year."), field="expires_on")
