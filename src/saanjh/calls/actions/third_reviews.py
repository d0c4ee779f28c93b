"""Two reviews that differ ask for a third one; an officer may do without it, for a reason that is kept."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls import third_reviews as read
from saanjh.calls.models import Application, ThirdReview
from saanjh.calls.rules import third_reviews as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices, states
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

State = ThirdReview.State
MOVES = {
    (State.WANTED, "dismiss"): State.DISMISSED,
    (State.WANTED, "lapse"): State.LAPSED,
    (State.LAPSED, "want"): State.WANTED,
}


@action
def compare(application: Application, *, by: Person) -> ThirdReview | None:
    """Hold two reviews against each other, when one came in or the cut moved. What was done without stays so; what is
    named stays too.

    Returns what stands of a third review, wanted or not; None where none was ever wanted.
    """
    third = ThirdReview.objects.filter(application=afresh(application)).first()
    why = read.why(application)
    if third is None and why:
        third = ThirdReview.objects.create(application=application, why=why, wanted_at=timezone.now())
        _want(third, by)
    elif third is not None and third.state == State.LAPSED and why:
        states.move(third, "want", MOVES)
        third.why, third.wanted_at = why, timezone.now()
        third.save(update_fields=["state", "why", "wanted_at"])
        _want(third, by)
    elif third is not None and third.is_wanted and not why and not read.is_named(application):
        states.move(third, "lapse", MOVES)
        third.save(update_fields=["state"])
        history.record("third_review_lapsed", application, by=by)
    return third


def _want(third: ThirdReview, by: Person) -> None:
    application = third.application
    history.record("third_review_wanted", application, by=by, third=third.why)
    notices.tell(told.officers(application.call), told.THIRD_WANTED, application, number=application.number)


@action
def dismiss(
    application: Application,
    *,
    reason: str,
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> ThirdReview:
    """Do without a third review. The reason stays in the programme; the chair may decide from now on."""
    rules.may_dismiss(afresh(application), by=by)
    if not reason.strip():
        raise Refusal(_("Give the reason: it is kept with the application."), field="reason")
    if written_in not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")
    third = ThirdReview.objects.get(application=application)
    states.move(third, "dismiss", MOVES)
    third.reason, third.written_in = reason, written_in
    third.dismissed_by, third.dismissed_at = by, clock(now)
    try:
        third.save()
    except Refusal as refusal:
        raise Refusal(refusal.why, field="reason") from refusal
    history.record("third_review_dismissed", application, by=by)
    notices.tell(told.chairs(application.call), told.READY, application, number=application.number)
    return third
