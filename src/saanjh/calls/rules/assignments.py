"""Who changes and accepts a proposed assignment of reviewers, and when."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Reckoning
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.closeness import stands_behind
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


def may_use(call: Call, *, by: Person) -> None:
    """Refusal unless `by` runs the call, it has closed, and no other proposal is on its way."""
    may_run(call, by=by)
    if call.state != Call.State.CLOSED:
        raise Refusal(_("Reviewers are named once the call has closed, for all applications alike."))
    if call.reckonings.filter(kind=Reckoning.Kind.ASSIGNMENT, state=Reckoning.State.ASKED).exists():
        raise Refusal(_("A new proposal is being reckoned. Wait for it."))


def may_choose(application: Application, *, by: Person) -> None:
    """Refusal unless `by` may use the call's proposal and is not close to this applicant."""
    may_use(application.call, by=by)
    if stands_behind(by, application):
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))
