"""Districts get longer to hand in, in bulk: logged, public, and told to whoever writes there."""

import datetime
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Q

from saanjh.calls import notices as told
from saanjh.calls.models import Application, Call, Extension
from saanjh.calls.rules import extensions as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh


@action
def extend(
    call: Call,
    *,
    districts: Collection[District],
    until: datetime.datetime,
    reason: str,
    note: str,
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Extension:
    """Let these districts hand in until a later moment. The reason and the note are public; drafts there are told."""
    rules.may_extend(afresh(call), by=by)
    for wrong in rules.broken(call, districts, until, now=clock(now)):
        raise wrong
    extension = Extension(call=call, until=until, reason=reason, note=note, written_in=written_in, granted_by=by)
    try:
        extension.clean_fields(exclude=["call", "granted_by"])
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field) from found
    extension.save()
    extension.districts.set(districts)
    extension.named_there.set(Application.objects.filter(call=call, districts__in=districts).order_by().distinct())
    moment = until.astimezone(datetime.UTC).isoformat(timespec="minutes")
    history.record("call_extended", call, by=by, districts=len(districts), until=moment, why=reason)
    notices.tell(told.writing_in(_drafts(extension)), told.EXTENDED, call, call=call.code)
    return extension


def _drafts(extension: Extension) -> list[int]:
    """The organisations whose drafts it holds for, by the keys of those that they are part of now."""
    places = extension.districts.order_by().values("pk")
    there = Q(districts__in=places) | Q(organisation__home__in=places) | Q(organisation__merged_into__home__in=places)
    rows = Application.objects.filter(there, call=extension.call, state=Application.State.DRAFT)
    found = rows.order_by().values_list("organisation", "organisation__merged_into").distinct()
    return [now or organisation for organisation, now in found]
