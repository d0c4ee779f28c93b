"""Reviewers are reminded in time and once; a late review is taken back so that somebody else can be named."""

import datetime
from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import chasing as read
from saanjh.calls import notices as told
from saanjh.calls.actions import reviews
from saanjh.calls.models import Call, Reminder, Review
from saanjh.calls.rules import chasing as rules
from saanjh.ground import history, notices
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

Kind = Reminder.Kind
WORDS = {Kind.SOON: told.REVIEWS_SOON, Kind.TODAY: told.REVIEWS_TODAY}


@action
def chase(call: Call, kind: str, *, today: datetime.date, by: Person) -> list[Reminder]:
    """Say to the reviewers of a call what is due soon or today, or to its officers what is late: each once.

    One message a person, however many reviews. Refusal where another worker said it a moment ago.
    """
    if by.username != SYSTEM:
        raise Refusal(_("This is reckoned by the system itself."))
    due = list(read.due_for(kind, today).filter(application__call=afresh(call)).select_related("reviewer"))
    if not due:
        raise Refusal(_("All of this was said already."))
    made = Reminder.objects.bulk_create(Reminder(review=each, kind=kind, day=today, by=by) for each in due)
    history.record("reviews_chased", call, by=by, chased=str(kind), reviews=len(due))
    if kind == Kind.LATE:
        notices.tell(told.officers(call), told.REVIEWS_LATE, code=call.code, count=len(due))
        return made
    for person, count in Counter(each.reviewer for each in due).items():
        notices.tell([person], WORDS[Kind(kind)], code=call.code, count=count)
    return made


@action
def remind(review: Review, *, by: Person, today: datetime.date | None = None) -> Reminder:
    """Remind a reviewer by hand, once a day."""
    day = today or timezone.localdate()
    rules.may_remind(afresh(review), by=by, today=day)
    made = Reminder.objects.create(review=review, kind=Kind.BY_HAND, day=day, by=by)
    application = review.application
    history.record("reviewer_reminded", application, by=by, review=review.public_id)
    notices.tell([review.reviewer], told.REMINDED, review, number=application.number)
    return made


@action
def take_back(review: Review, *, by: Person) -> Review:
    """Take an unfinished review away from its reviewer: what was written of it goes, and another can be named.

    One that was handed in before and opened again counts again as it was: nobody throws out what is sealed.
    """
    afresh(review.application)
    rules.may_take_back(afresh(review), by=by)
    if review.replaces_id:
        return reviews.restore(review, by=by)
    application, reviewer = review.application, review.reviewer
    facts = {"review": review.public_id, "reviewer": reviewer.public_id}
    history.record("review_taken_back", application, by=by, **facts)
    review.delete()
    notices.tell([reviewer], told.TAKEN_BACK, number=application.number)
    return review
