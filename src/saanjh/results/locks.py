"""Which values of a programme are closed, and who closes and opens a period."""

import datetime
from collections.abc import Collection, Mapping

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Programme
from saanjh.results.models import PeriodLock, Value

Closed = Mapping[int, datetime.date]  # programme -> the last day that is closed


def closed(programmes: Collection[int]) -> Closed:
    """Up to which day each of these programmes is closed; absent where nothing is. One query."""
    latest = PeriodLock.objects.filter(programme=OuterRef("programme")).order_by("-pk").values("pk")[:1]
    rows = PeriodLock.objects.filter(programme__in=programmes, pk=Subquery(latest), until__isnull=False)
    return dict(rows.order_by("pk").values_list("programme", "until"))


def must_be_open(programme: int, last_day: datetime.date, known: Closed | None = None) -> None:
    """Refusal for a value whose last day is closed; `known` spares the query where many are asked."""
    until = (closed([programme]) if known is None else known).get(programme)
    if until is not None and last_day <= until:
        raise Refusal(
            _("The programme has closed all values up to %(day)s. Ask its officer to open that period.")
            % {"day": date_format(until)},
            field="period_end",
        )


def may_close(programme: Programme, *, by: Person) -> None:
    """Refusal unless `by` is an officer of the programme."""
    if not may(by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, programme.pk)]):
        raise Refusal(_("Only the programme officer closes and opens periods."))


def may_close_until(programme: Programme, until: datetime.date, *, today: datetime.date) -> None:
    """Refusal unless the day is past, and later than what is closed already."""
    before = closed([programme.pk]).get(programme.pk)
    if until >= today:
        raise Refusal(_("Only days that are past can be closed."), field="until")
    if before is not None and until <= before:
        raise Refusal(_("This is closed already: choose a later day."), field="until")


def may_open_until(programme: Programme, until: datetime.date | None, reason: str) -> None:
    """Refusal unless something is closed, fewer days stay closed than now, and it is said why."""
    before = closed([programme.pk]).get(programme.pk)
    if before is None:
        raise Refusal(_("No period is closed."))
    if until is not None and until >= before:
        raise Refusal(_("Choose an earlier day than the one up to which it is closed, or none."), field="until")
    if not reason.strip():
        raise Refusal(_("Say why it is opened."), field="reason")


def waiting_until(programme: Programme, until: datetime.date) -> int:
    """How many values up to this day still wait to be checked. One query."""
    rows = Value.objects.filter(programme=programme, state=Value.State.SUBMITTED, period_end__lte=until)
    return rows.count()
