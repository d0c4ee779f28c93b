"""Who assesses the capacity of an applicant, and when."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.reviews import belongs
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal

State = Application.State


def may_assess(application: Application, *, by: Person) -> None:
    """Refusal unless `by` runs the call, is not of the applicant, and the application is not out of the selection."""
    may_run(application.call, by=by)
    if belongs(by, application.organisation):
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))
    must_be_in_the_selection(application)


def must_be_in_the_selection(application: Application) -> None:
    """Refusal before the call has closed, and for what was withdrawn, declined or found not eligible."""
    if application.call.state not in {Call.State.CLOSED, Call.State.DECIDED}:
        raise Refusal(_("Wait until the call has closed."))
    if application.state not in {State.SUBMITTED, State.UNDER_REVIEW, State.RESERVE, State.SELECTED}:
        raise Refusal(_("This application is out of the selection: there is nothing to assess for."))
