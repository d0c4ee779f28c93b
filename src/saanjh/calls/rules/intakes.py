"""Who enters what came on paper or by voice, until when it had to come, and what whoever entered it no longer does."""

import datetime
from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Intake
from saanjh.calls.models.calls import midnight
from saanjh.calls.rules import aims, deadlines
from saanjh.calls.rules.calls import may_run
from saanjh.ground import history
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import District, Organisation, Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.text import isolated

State = Application.State
ENTERED = _("You entered this application for its organisation: somebody else judges it.")
# What an organisation does to its own application; that it opened the page, or that a partner answered, is neither.
BY_ITSELF = {
    *("application_described", "application_track_chosen", "partner_named", "partner_taken_out"),
    *("application_submitted", "application_withdrawn", "application_reopened"),
}


def may_enter(call: Call, *, by: Person) -> None:
    """Refusal unless `by` runs the call, and it takes applications or has not been closed yet."""
    may_run(call, by=by)
    if call.state == Call.State.DRAFT:
        raise Refusal(_("This call is not published: nothing can have come in."))
    if call.state != Call.State.OPEN:
        raise Refusal(_("This call is closed: what came in had to be entered before that."))


def sound(
    call: Call,
    organisation: Organisation,
    *,
    received_on: datetime.date,
    districts: Collection[District],
    by: Person,
    now: datetime.datetime,
) -> None:
    """Refusal, on its field, for what came too late or for whom it cannot be entered."""
    if organisation.merged_into_id:
        raise Refusal(_("This organisation was joined into another: choose that one."), field="organisation")
    _must_not_belong(organisation, by, field="organisation")
    if why := aims.barrier(call, organisation):
        raise Refusal(why, field="organisation")
    if call.applications.filter(organisation=organisation).exists():
        words = _("This organisation applies to this call already, and goes on with that itself.")
        raise Refusal(words, field="organisation")
    if not districts:
        raise Refusal(_("Choose the districts of the work."), field="districts")
    if why := aims.outside(call, districts):
        raise Refusal(why, field="districts")
    if why := _came_when(call, organisation, received_on, now):
        raise Refusal(why, field="received_on")


def _must_not_belong(organisation: Organisation, by: Person, *, field: str = "") -> None:
    ids = [number for _kind, number in organisation.scopes()]
    if by.roles_held.filter(scope_kind=ScopeKind.ORGANISATION, scope_id__in=ids).exists():
        raise Refusal(
            _("You belong to this organisation, or did: another officer enters its application."), field=field
        )


def _came_when(call: Call, organisation: Organisation, received_on: datetime.date, now: datetime.datetime) -> Any:
    """Why it cannot have come on this day, or came too late; or nothing.

    Only the district of the office gives it longer: what is only now begun named no district before.
    """
    if received_on > timezone.localdate(now):
        return _("This day is still ahead.")
    if received_on < call.opens_on:
        return _("This call opened on %(day)s: nothing can have come before.") % {"day": date_format(call.opens_on)}
    extension = deadlines.extension_for(call, organisation)
    end = max(call.closes_at, extension.until) if extension else call.closes_at
    if midnight(received_on) >= end:
        words = _("It came too late: this organisation could hand in until %(moment)s. Tell them so.")
        return words % {"moment": deadlines.told(end)}
    return ""


def is_entering(application: Application, by: Person) -> bool:
    """Whether `by` entered this application for its organisation, still runs the call, and has it in hand."""
    intake = entered(application)
    if intake is None or intake.entered_by_id != by.pk or application.call.state != Call.State.OPEN:
        return False
    try:
        may_run(application.call, by=by)
    except Refusal:
        return False
    return _is_in_hand(application, intake)


def _is_in_hand(application: Application, intake: Intake) -> bool:
    """Whether it is still with whoever entered it: until it is handed in, and then to mend their own slips only.

    What its organisation itself changed and then was handed in, or signed, withdrew or opened again, is its own.
    """
    if application.state == State.DRAFT:
        if application.serial is None:
            return True
        opened = history.last(application, "application_reopened")
        return opened is not None and opened.person in {each.public_id for each in _hands(intake)}
    if application.state != State.SUBMITTED:
        return False
    hands = _hands(intake)
    theirs = history.by_others(application, than=hands) & BY_ITSELF
    return not theirs and not history.by_others(application.sheet, than=hands)


def _hands(intake: Intake) -> list[Person]:
    """Whoever has it in hand, and those from whom it was taken over. One query, or none where they came with it."""
    return [intake.entered_by, *intake.earlier.all()]


def entered(application: Application) -> Intake | None:
    """How it came, where it was entered by the programme."""
    found: Intake | None = getattr(application, "intake", None)
    return found


def must_not_have_entered(application: Application, *, by: Person) -> None:
    """Refusal for whoever entered it, to the end or in part: the same person does not also judge it."""
    if entered(application) is not None and Intake.objects.by([by]).filter(application=application).exists():
        raise Refusal(ENTERED)


def unfinished(call: Call) -> list[Intake]:
    """What came in time and is not entered to its end, or was opened again to be mended, the oldest first."""
    waiting = Intake.objects.filter(application__call=call, application__state=State.DRAFT)
    rows = waiting.select_related("application__organisation", "entered_by").prefetch_related("earlier")
    return [each for each in rows.order_by("pk") if _is_in_hand(each.application, each)]


def left_behind(call: Call, waiting: list[Intake]) -> list[Intake]:
    """Of these of the call, those whose officer no longer works for the programme: another takes them over."""
    here = {
        each.pk
        for each in Person.objects.holding(Role.PROGRAMME_OFFICER, over=(ScopeKind.PROGRAMME, call.programme_id))
    }
    return [each for each in waiting if each.entered_by_id not in here]


def may_close(call: Call) -> None:
    """Refusal while something that came in time is not entered to its end, or was opened again to be mended."""
    waiting = unfinished(call)
    if not waiting:
        return
    words = _("Some that came on paper or by voice are not handed in yet: %(number)s. Finish them, or drop them.")
    said = [words % {"number": len(waiting)}]
    if numbers := [each.application.number for each in waiting if each.application.number]:
        again = _("Opened again and not handed in anew: %(numbers)s.")
        said.append(again % {"numbers": ", ".join(isolated(number) for number in numbers)})
    if left := len(left_behind(call, waiting)):
        words = _("Whoever entered them no longer works for this programme: %(number)s. Take these over.")
        said.append(words % {"number": left})
    raise Refusal(" ".join(said))


def may_take_over(application: Application, *, by: Person) -> None:
    """Refusal unless `by` runs the call, and it waits to be finished by an officer who is no longer there."""
    call = application.call
    may_enter(call, by=by)
    intake = entered(application)
    if intake is None or application.state != State.DRAFT or not _is_in_hand(application, intake):
        raise Refusal(_("Nobody of the programme has this application in hand: its organisation goes on by itself."))
    if may(intake.entered_by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        words = _("%(name)s entered it, still works for this programme and finishes it.")
        raise Refusal(words % {"name": isolated(intake.entered_by.name)})
    _must_not_belong(application.organisation, by)


def may_drop(application: Application, *, by: Person) -> None:
    """Refusal unless `by` entered it and it was never handed in."""
    if application.state != State.DRAFT or application.serial is not None:
        raise Refusal(_("It was handed in: its organisation can withdraw it."))
    if not is_entering(application, by):
        raise Refusal(_("Only the officer who entered it drops it, before the call is closed."))
