"""When the sums of a test can be written down, and which of them can be true."""

import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from saanjh.events import queries
from saanjh.events.models import Change, Event
from saanjh.events.rules.events import may_plan
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal

FOLLOW_UP_FROM = datetime.timedelta(days=75)  # nearly three months: nobody waits for the last day


def may_record(event: Event, moment: str, *, by: Person, today: datetime.date) -> None:
    """Refusal unless `by` runs the programme, the course was held, and this moment has come."""
    may_plan(event.programme, by=by)
    if event.course_id is None or event.state != Event.State.HELD:
        raise Refusal(_("Results are written down when a course was held and it is recorded who came."))
    if moment == Change.Moment.FOLLOW_UP and today < event.ends_on + FOLLOW_UP_FROM:
        raise Refusal(_("Three months are not over: ask again later, so that it shows what lasts."), field="moment")


def sums_fit(
    event: Event, pairs: int, most_points: int, mean_before: Decimal, mean_then: Decimal, deviation: Decimal
) -> None:
    """Refusal where the sums cannot be those of people who came."""
    came = queries.attendances(event)[0].people
    if not 2 <= pairs <= came:
        raise Refusal(_("Between 2 and %(came)s people: no more than came.") % {"came": came}, field="pairs")
    for field, mean in (("mean_before", mean_before), ("mean_then", mean_then)):
        if not 0 <= mean <= most_points:
            raise Refusal(_("A mean lies between 0 and the most points that one can have."), field=field)
    if not 0 <= deviation <= 2 * most_points:
        raise Refusal(_("The changes cannot lie so far apart."), field="deviation")
