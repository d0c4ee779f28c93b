"""Until when an application is handed in: the one place that tells whether it still can be."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Extension
from saanjh.ground.models import District, Organisation
from saanjh.ground.refusals import Refusal


def last(call: Call) -> datetime.datetime:
    """The first moment at which nobody can hand in any more: the call's own closing, or its last extension's end."""
    ends = call.extensions.order_by().values_list("until", flat=True)
    return max([call.closes_at, *ends])


def extensions(applications: Iterable[Application]) -> dict[int, Extension]:
    """application -> the extension that holds for it, the latest of several, by primary keys. At most three queries.

    What an extension holds for is said in its model. Applications come with their calls and organisations.
    """
    rows = list(applications)
    known = {each.pk: each for each in Extension.objects.filter(call__in={each.call_id for each in rows})}
    if not known:
        return {}
    late = _late(known)
    found = {each.pk: _there(late, each.call_id, offices(each.organisation)) for each in rows}
    named = Extension.named_there.through.objects.filter(application__in=list(found))
    still = named.filter(extension__districts=F("application__districts"))
    for application, which in still.values_list("application", "extension").distinct():
        found[application].append(known[which])
    return {pk: extension for pk, held in found.items() if (extension := _latest(held))}


def extension_for(call: Call, organisation: Organisation) -> Extension | None:
    """That which holds for an organisation by its office, whatever it applies for."""
    late = _late({each.pk: each for each in Extension.objects.filter(call=call)})
    return _latest(_there(late, call.pk, offices(organisation)))


def offices(organisation: Organisation) -> set[int]:
    """The districts in which its office is recorded, or that of the organisation which it is part of now."""
    return {each.home_id for each in (organisation, organisation.now) if each.home_id}


Late = Mapping[tuple[int, int], Extension]  # (call, district) -> the latest extension there


def _late(known: Mapping[int, Extension]) -> Late:
    found: dict[tuple[int, int], Extension] = {}
    if not known:
        return found
    pairs = Extension.districts.through.objects.filter(extension__in=list(known))
    for pk, district in pairs.values_list("extension", "district"):
        extension = known[pk]
        there = found.get((extension.call_id, district))
        if there is None or there.until < extension.until:
            found[extension.call_id, district] = extension
    return found


def _there(late: Late, call: int, places: Iterable[int]) -> list[Extension]:
    return [late[call, district] for district in places if (call, district) in late]


def _latest(held: Iterable[Extension]) -> Extension | None:
    return max(held, key=lambda each: (each.until, each.pk), default=None)


def closing(application: Application) -> datetime.datetime:
    """The first moment at which this application can no longer be handed in."""
    return _closing(application.call, extensions([application]).get(application.pk))


def _closing(call: Call, extension: Extension | None) -> datetime.datetime:
    return max(call.closes_at, extension.until) if extension else call.closes_at


def longer(application: Application) -> Any:
    """Until when this application can be handed in where that is later than for others, in words; or nothing."""
    if application.call.state != Call.State.OPEN:
        return ""
    extension = extensions([application]).get(application.pk)
    return told(extension.until) if extension else ""


def is_open(application: Application, at: datetime.datetime | None = None) -> bool:
    """Whether it can be handed in at this moment (now, when none is named). No query while the call is open to all."""
    return bool(open_among([application], at))


def open_among(applications: Iterable[Application], at: datetime.datetime | None = None) -> set[int]:
    """Those of these applications that can be handed in at this moment, by primary keys."""
    moment, rows = at or timezone.now(), list(applications)
    now = {each.pk for each in rows if each.call.is_open(moment)}
    rest = [each for each in rows if each.pk not in now and each.call.state == Call.State.OPEN]
    late = extensions(rest) if rest else {}
    return now | {each.pk for each in rest if _is_between(each.call, moment, late.get(each.pk))}


def is_open_for(call: Call, organisation: Organisation, at: datetime.datetime | None = None) -> bool:
    """Whether the organisation can begin an application at this moment."""
    moment = at or timezone.now()
    if call.is_open(moment) or call.state != Call.State.OPEN:
        return call.is_open(moment)
    return _is_between(call, moment, extension_for(call, organisation))


def is_open_somewhere(call: Call, at: datetime.datetime | None = None) -> bool:
    """Whether anybody can hand in at this moment."""
    moment = at or timezone.now()
    if call.is_open(moment) or call.state != Call.State.OPEN:
        return call.is_open(moment)
    return call.opens_at <= moment < last(call)


def _is_between(call: Call, moment: datetime.datetime, extension: Extension | None) -> bool:
    return call.state == Call.State.OPEN and call.opens_at <= moment < _closing(call, extension)


def must_be_open(application: Application, now: datetime.datetime) -> None:
    """Refusal before the call opens, and after it closed for this application."""
    _must_have_begun(application.call, now)
    if not is_open(application, now):
        raise Refusal(_over(application.call, extensions([application]).get(application.pk)))


def must_be_open_for(call: Call, organisation: Organisation, now: datetime.datetime) -> None:
    """The same for an organisation that has not begun yet."""
    _must_have_begun(call, now)
    if not is_open_for(call, organisation, now):
        raise Refusal(_over(call, extension_for(call, organisation)))


def _must_have_begun(call: Call, now: datetime.datetime) -> None:
    if call.state == Call.State.OPEN and now < call.opens_at:
        raise Refusal(_("This call is not open yet. It opens on %(day)s.") % {"day": date_format(call.opens_on)})


def _over(call: Call, extension: Extension | None) -> Any:
    if extension is None or extension.until <= call.closes_at:
        words = _("This call closed at the end of %(day)s. What you wrote is kept, but can no longer be handed in.")
        return words % {"day": date_format(call.closes_on)}
    words = _("For your district this call closed: %(moment)s. What you wrote is kept, but can no longer be handed in.")
    return words % {"moment": told(extension.until)}


def told(moment: datetime.datetime) -> Any:
    """A closing as people read it, in the installation's own time: midnight is the end of the day before."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    if local.time() == datetime.time.min:
        return _("the end of %(day)s") % {"day": date_format(local.date() - datetime.timedelta(days=1))}
    return f"{date_format(local.date())}, {local:%H:%M}"


def must_keep_its_district(application: Application, districts: Iterable[District], now: datetime.datetime) -> None:
    """Refusal to take out the very district by which the application can still be handed in."""
    call = application.call
    if call.is_open(now):
        return
    kept = list(Extension.objects.filter(named_there=application, districts__in=districts).distinct())
    by_office = extension_for(call, application.organisation)
    if not _is_between(call, now, _latest([*kept, *([by_office] if by_office else [])])):
        raise Refusal(
            _("The call is open to you because of a district that you named. Keep it, or you cannot hand in any more."),
            field="districts",
        )
