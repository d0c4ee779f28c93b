"""Who enters what came on paper or by voice, until when it had to come, and what whoever entered it no longer does."""

import datetime
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Call, Intake
from saanjh.calls.models.calls import midnight
from saanjh.calls.rules import aims, deadlines
from saanjh.calls.rules.calls import may_run
from saanjh.ground import history
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import District, Organisation, Person, RoleHeld
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
    if (there := call.applications.filter(organisation=organisation).first()) is not None:
        raise _there_already(there, by)
    if not districts:
        raise Refusal(_("Choose the districts of the work."), field="districts")
    if why := aims.outside(call, districts):
        raise Refusal(why, field="districts")
    if why := _came_when(call, organisation, received_on, now):
        raise Refusal(why, field="received_on")


class Begun(Refusal):
    """What is to be entered is in the hands of the office already: `application`, which `is_own` to go on with."""

    def __init__(self, why: Any, application: Application, *, is_own: bool) -> None:
        super().__init__(why, field="organisation")
        self.application = application
        self.is_own = is_own


def _there_already(application: Application, by: Person) -> Refusal:
    """Why it is not begun anew, and who of the office has it in hand, if anybody."""
    intake = entered(application)
    if intake is None or not _is_in_hand(application, intake):
        words = _("This organisation applies to this call already, and goes on with that itself.")
        return Refusal(words, field="organisation")
    name = {"name": isolated(intake.entered_by.name)}
    if intake.entered_by_id == by.pk:
        return Begun(_("You entered this one already: go on with that."), application, is_own=True)
    if application.state != State.DRAFT:
        return Begun(_("%(name)s entered this one already, and handed it in.") % name, application, is_own=False)
    if left_behind(application.call, [intake]):
        words = _("%(name)s began to enter this one, and no longer works for this programme: take it over.")
        return Begun(words % name, application, is_own=False)
    return Begun(_("%(name)s is entering this one already.") % name, application, is_own=False)


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
    rows = waiting.select_related("application__organisation__merged_into", "entered_by").prefetch_related("earlier")
    return [each for each in rows.order_by("pk") if _is_in_hand(each.application, each)]


def left_behind(call: Call, waiting: list[Intake]) -> list[Intake]:
    """Of these of the call, those whose officer no longer works for the programme: another takes them over."""
    here = {
        each.pk
        for each in Person.objects.holding(Role.PROGRAMME_OFFICER, over=(ScopeKind.PROGRAMME, call.programme_id))
    }
    return [each for each in waiting if each.entered_by_id not in here]


def without_officer(programmes: Collection[int]) -> Q:
    """Of applications: those that somebody began to enter who no longer works for the programme, one of these."""
    still = RoleHeld.objects.filter(role=Role.PROGRAMME_OFFICER, scope_kind=ScopeKind.PROGRAMME, until=None)
    here = still.filter(
        scope_id=OuterRef("call__programme"), person=OuterRef("intake__entered_by"), person__is_active=True
    )
    return Q(call__programme__in=programmes, intake__isnull=False) & ~Q(Exists(here))


def in_hand(application: Application) -> bool:
    """Whether it was entered, and is still with whoever entered it, wherever that person is now."""
    intake = entered(application)
    return intake is not None and _is_in_hand(application, intake)


def still_entering(person: Person, programmes: Collection[int]) -> list[tuple[Call, int]]:
    """The open calls of these programmes in which something waits for the person to be entered to its end."""
    rows = Intake.objects.filter(entered_by=person, application__call__programme__in=programmes)
    rows = rows.filter(application__state=State.DRAFT, application__call__state=Call.State.OPEN)
    found = rows.select_related("application__call", "entered_by").prefetch_related("earlier").order_by("pk")
    return list(Counter(each.application.call for each in found if _is_in_hand(each.application, each)).items())


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
        words = _("Of these, begun by officers who no longer work for this programme: %(number)s. Take those over.")
        said.append(words % {"number": left})
    raise Refusal(" ".join(said))


def may_take_over(application: Application, *, by: Person) -> None:
    """Refusal unless `by` runs the call, and it waits to be finished by an officer who is no longer there."""
    call = application.call
    may_enter(call, by=by)
    must_be_told(call, by=by)
    intake = entered(application)
    if intake is None or not _is_in_hand(application, intake):
        raise Refusal(_("Nobody of the programme has this application in hand: its organisation goes on by itself."))
    if application.state != State.DRAFT:
        raise Refusal(_("It was handed in meanwhile: nothing of it is left to be entered."))
    if intake.entered_by_id == by.pk:
        raise Refusal(_("You have it in hand already: go on with it."))
    if may(intake.entered_by, Role.PROGRAMME_OFFICER, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        words = _("%(name)s entered it, still works for this programme and finishes it.")
        if intake.earlier.exists():
            words = _("%(name)s took it over already, and finishes it.")
        raise Refusal(words % {"name": isolated(intake.entered_by.name)})
    _must_not_belong(application.organisation, by)


def must_be_told(call: Call, *, by: Person) -> None:
    """Refusal for an officer who was named to review in a blind call: who applies is not for these eyes."""
    if call.is_blind and may(by, Role.REVIEWER, over=[(ScopeKind.CALL, call.pk)]):
        raise Refusal(_("You are named to review in this call, which hides from reviewers who applies."))


def may_drop(application: Application, *, by: Person) -> None:
    """Refusal unless `by` entered it and it was never handed in."""
    if application.state != State.DRAFT or application.serial is not None:
        raise Refusal(_("It was handed in: its organisation can withdraw it."))
    if not is_entering(application, by):
        raise Refusal(_("Only the officer who entered it drops it, before the call is closed."))
