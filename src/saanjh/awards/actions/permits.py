"""A permission is asked for, and what became of it is written down."""

import datetime

from django.utils import timezone

from saanjh.awards.models import Award, Permit, PermitFact
from saanjh.awards.rules import permits as rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.writing import action, afresh

What = PermitFact.What


@action
def ask(award: Award, *, kind: str, issuer: str, applied_on: datetime.date, by: Person) -> Permit:
    """Write down that a permission was asked for."""
    rules.may_write(afresh(award), by=by)
    rules.permit_fits(kind, issuer, applied_on)
    made = Permit.objects.create(award=award, kind=kind, issuer=issuer, applied_on=applied_on, recorded_by=by)
    history.record("permit_asked_for", award, by=by, permit=made.public_id, kind=kind, issuer=issuer)
    return made


@action
def decide(
    permit: Permit, *, what: str, day: datetime.date, expires_on: datetime.date | None = None, by: Person
) -> PermitFact:
    """Write down what the authority said on a day: granted, with its last day if it has one; refused; withdrawn."""
    Permit.objects.select_for_update().get(pk=permit.pk)
    rules.may_decide(permit, by=by)
    rules.fact_fits(permit, what, day, expires_on)
    return _keep(PermitFact(permit=permit, what=what, day=day, expires_on=expires_on, recorded_by=by))


@action
def was_mistaken(permit: Permit, *, by: Person) -> Permit:
    """Say that the permit was written down by mistake: it stays readable and counts no more."""
    Permit.objects.select_for_update().get(pk=permit.pk)
    rules.may_decide(permit, by=by)
    _keep(PermitFact(permit=permit, what=What.MISTAKEN, day=timezone.localdate(), recorded_by=by))
    return permit


def _keep(fact: PermitFact) -> PermitFact:
    fact.save()
    permit = fact.permit
    if fact.what == What.GRANTED:
        verb = "permit_granted"
    elif fact.what == What.REFUSED:
        verb = "permit_refused"
    elif fact.what == What.WITHDRAWN:
        verb = "permit_withdrawn"
    else:
        verb = "permit_mistaken"
    history.record(verb, permit.award, by=fact.recorded_by, permit=permit.public_id, kind=permit.kind)
    return fact
