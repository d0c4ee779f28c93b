"""The values of a programme up to a day are closed, and opened again with a reason."""

import datetime

from django.utils import timezone

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import Programme
from saanjh.results import locks as rules
from saanjh.results.models import PeriodLock


@action
def close_period(programme: Programme, *, until: datetime.date, by: Person) -> PeriodLock:
    """From now on no value up to this day is written down, corrected, handed in or checked."""
    rules.may_close(programme, by=by)
    afresh(programme)  # locked: of two at once, the second sees what the first closed
    rules.may_close_until(programme, until, today=timezone.localdate())
    made = PeriodLock.objects.create(programme=programme, until=until, by=by)
    history.record("period_closed", programme, by=by, until=until.isoformat())
    return made


@action
def open_period(
    programme: Programme, *, until: datetime.date | None, reason: str, written_in: str, by: Person
) -> PeriodLock:
    """Leave only the values up to this earlier day closed, or none, and say why."""
    rules.may_close(programme, by=by)
    afresh(programme)
    rules.may_open_until(programme, until, reason)
    made = PeriodLock.objects.create(programme=programme, until=until, reason=reason, written_in=written_in, by=by)
    verb = "period_opened" if until else "all_periods_opened"
    history.record(verb, programme, by=by, until=until.isoformat() if until else "none")
    return made
