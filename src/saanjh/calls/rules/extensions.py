"""Who lets districts hand in later, until when, and that what was promised is never shortened."""

import datetime
from collections.abc import Collection, Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Call, Extension
from saanjh.calls.rules import deadlines
from saanjh.calls.rules.calls import may_run
from saanjh.ground.models import District, Person
from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal

FEW = 5  # districts that a refusal names


def may_extend(call: Call, *, by: Person) -> None:
    """Refusal unless `by` runs the call, and it is published and not closed yet."""
    may_run(call, by=by)
    if call.state == Call.State.DRAFT:
        raise Refusal(_("This call is a draft: change its closing day itself."))
    if call.state != Call.State.OPEN:
        raise Refusal(_("This call is closed, and its applications are being read: it is not extended any more."))


def broken(
    call: Call, districts: Collection[District], until: datetime.datetime, *, now: datetime.datetime
) -> Iterator[Refusal]:
    """What is wrong with a later closing for these districts, each on its field."""
    if not districts:
        yield Refusal(_("Choose districts, or whole provinces."), field="districts")
    if until <= now:
        yield Refusal(_("This moment is over already."), field="until_on")
    if last_day(until) >= call.answers_on:
        words = _("Decisions are promised by %(day)s: the extension must end before that day.")
        yield Refusal(words % {"day": date_format(call.answers_on)}, field="until_on")
    if until <= call.closes_at:
        words = _("The call itself closes later: at the end of %(day)s.")
        same = _("The call itself closes then: at the end of %(day)s. Choose a later day.")
        said = same if until == call.closes_at else words
        yield Refusal(said % {"day": date_format(call.closes_on)}, field="until_on")
    elif shortened := _shortened(call, districts, until):
        words = _("An extension is never shortened. These districts have as long or longer already: %(names)s.")
        names = ", ".join(named(each, "name") for each in shortened[:FEW])
        yield Refusal(words % {"names": names}, field="until_on")


def last_day(until: datetime.datetime) -> datetime.date:
    """The last local day on which one can hand in."""
    last = until - datetime.timedelta(microseconds=1)  # midnight is the end of the day before
    return timezone.localdate(last, timezone.get_default_timezone())


def beyond_screening(call: Call, until: datetime.datetime) -> str:
    """What to know of a later closing that leaves no time before the day by which screening is promised, or nothing."""
    if call.screened_by is None or last_day(until) < call.screened_by:
        return ""
    words = _("Screening is promised by %(promised)s, and now some hand in until %(last)s: it cannot end before.")
    return words % {"promised": date_format(call.screened_by), "last": date_format(last_day(until))}


def _shortened(call: Call, districts: Collection[District], until: datetime.datetime) -> list[District]:
    """Those of the districts for which this would be no later than the extension that holds there."""
    longer = Extension.objects.filter(call=call, until__gte=until, districts__in=districts)
    there = set(longer.order_by().values_list("districts", flat=True))
    return [each for each in districts if each.pk in there]


def may_close(call: Call, now: datetime.datetime) -> None:
    """Refusal while districts still have time."""
    if now < (end := deadlines.last(call)):
        words = _("Some districts can still hand in: until %(moment)s. Close the call after that.")
        raise Refusal(words % {"moment": deadlines.told(end)})
