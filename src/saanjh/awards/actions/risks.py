"""A risk is written down and looked at again; what was said of it before stays."""

from django.utils import timezone

from saanjh.awards.models import Award, Risk, RiskReview
from saanjh.awards.rules import risks as rules
from saanjh.awards.rules.risks import Look
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.writing import action, afresh


@action
def write_down(award: Award, *, kind: str, what: str, look: Look, by: Person) -> Risk:
    """Write down a risk, with how it looks today."""
    rules.may_write(afresh(award), by=by)
    rules.risk_fits(kind, what)
    rules.look_fits(look, is_first=True)
    made = Risk.objects.create(award=award, kind=kind, what=what, written_in=look.written_in, recorded_by=by)
    _keep(made, look, by)
    history.record("risk_written_down", award, by=by, risk=made.public_id, kind=kind)
    return made


@action
def review(risk: Risk, *, look: Look, by: Person) -> RiskReview:
    """Say how the risk looks today; without a next day it is over."""
    afresh(risk.award)
    rules.may_write(risk.award, by=by)
    rules.look_fits(look, is_first=False)
    made = _keep(risk, look, by)
    verb = "risk_reviewed" if look.next_on else "risk_is_over"
    history.record(verb, risk.award, by=by, risk=risk.public_id, likelihood=look.likelihood, harm=look.harm)
    return made


def _keep(risk: Risk, look: Look, by: Person) -> RiskReview:
    return RiskReview.objects.create(
        risk=risk,
        day=timezone.localdate(),
        likelihood=look.likelihood,
        harm=look.harm,
        doing=look.doing,
        written_in=look.written_in,
        owner=look.owner,
        next_on=look.next_on,
        reviewed_by=by,
    )
