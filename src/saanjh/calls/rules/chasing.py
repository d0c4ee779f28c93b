"""Who reminds a reviewer, takes a review back, or reopens one that was handed in."""

import datetime

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, ProposedDecision, Reminder, Review
from saanjh.calls.rules.calls import may_run
from saanjh.calls.rules.closeness import has_conflict, stands_behind
from saanjh.calls.rules.panels import reviews_for
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated


def may_lead(application: Application, *, by: Person) -> None:
    """Refusal unless `by` runs the call and is not of the applicant: who reads it is not for these eyes."""
    may_run(application.call, by=by)
    if stands_behind(by, application):
        raise Refusal(_("You belong to the applicant’s organisation: ask another officer."))


def may_take_back(review: Review, *, by: Person) -> None:
    """Refusal unless `by` leads the reviews of this application, and this one is still to be written."""
    may_lead(review.application, by=by)
    if review.state != Review.State.ASSIGNED:
        raise Refusal(_("This review is not under way any more."))


def may_remind(review: Review, *, by: Person, today: datetime.date) -> None:
    """Refusal where the review is not under way, or its reviewer was reminded today already."""
    may_take_back(review, by=by)
    if review.reminders.filter(day=today).exclude(kind=Reminder.Kind.LATE).exists():
        words = _("%(name)s was reminded today already. Once a day is enough.")
        raise Refusal(words % {"name": isolated(review.reviewer.name)})


def may_reopen(review: Review, *, by: Person) -> None:
    """Refusal unless it was handed in, nothing is decided, and the reviewer may still read the application."""
    application = review.application
    may_lead(application, by=by)
    if review.state != Review.State.SUBMITTED:
        raise Refusal(_("Only a review that was handed in is reopened."))
    if application.call.state != Call.State.CLOSED or application.state != Application.State.UNDER_REVIEW:
        raise Refusal(_("This application is decided, or not under review: its reviews stay as they are."))
    if ProposedDecision.objects.filter(application=application).waiting().exists():
        raise Refusal(_("A decision on it is proposed. Have that sent back first, then open the review again."))
    name = {"name": isolated(review.reviewer.name)}
    if not review.reviewer.is_active or not reviews_for(application.call, review.reviewer):
        raise Refusal(_("%(name)s is not a reviewer of this call.") % name)
    if has_conflict(review.reviewer, application):
        raise Refusal(_("%(name)s has a conflict of interest with this applicant.") % name)
