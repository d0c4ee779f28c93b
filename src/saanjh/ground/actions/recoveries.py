"""A new way into another's account takes two: one administrator asks, another confirms; the person can stop it."""

import datetime

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, states
from saanjh.ground import recovery_notices as told
from saanjh.ground.access import EVERYWHERE, Role, may
from saanjh.ground.actions import people
from saanjh.ground.models import Person, Recovery
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

OPEN = datetime.timedelta(days=7)
State, Way = Recovery.State, Recovery.Way
MOVES = {
    (State.ASKED, "confirm"): State.CONFIRMED,
    (State.ASKED, "withdraw"): State.WITHDRAWN,
    (State.ASKED, "object"): State.OBJECTED,
    (State.CONFIRMED, "object"): State.OBJECTED,
    (State.ASKED, "lapse"): State.LAPSED,
}


@action
def ask(person: Person, *, way: str, by: Person) -> Recovery:
    """Ask that somebody gets a new way in. The person is told, and so is everybody who may confirm it."""
    check_ask(person, way=way, by=by)
    for old in Recovery.objects.filter(person=person, way=way, state=State.ASKED):
        states.move(old, "lapse", MOVES)
        old.save(update_fields=["state"])
    recovery = Recovery.objects.create(person=person, way=way, asked_by=by, expires_at=timezone.now() + OPEN)
    history.record("recovery_asked", person, by=by, way=way, recovery=recovery.public_id)
    tell([person], told.ASKED[way], recovery)
    tell(_administrators().exclude(pk__in=[by.pk, person.pk]), told.TO_CONFIRM, recovery)
    return recovery


def may_ask(person: Person, *, by: Person) -> bool:
    """Whether `by` may ask for a new way in for this person."""
    return person.is_active and person.pk != by.pk and may(by, Role.ADMINISTRATOR)


def check_ask(person: Person, *, way: str, by: Person) -> None:
    """Refusal unless `by` may ask, somebody else is there to confirm, and there is something to ask for."""
    if not may_ask(person, by=by):
        raise Refusal(_("Only another administrator asks for a new way into somebody's account."))
    if Recovery.objects.filter(person=person, way=way).open().exists():
        raise Refusal(_("This was asked for already. It waits for another administrator."))
    if way == Way.FACTOR and not Authenticator.objects.filter(user=person).exists():
        raise Refusal(_("This person has no second factor."))
    if not _administrators().exclude(pk__in=[by.pk, person.pk]).exists():
        raise Refusal(
            _(
                "Nobody is there who could confirm it: that takes another administrator. Whoever looks after the "
                "server invites one with the command “saanjh administrator”."
            )
        )


@action
def confirm(recovery: Recovery, *, by: Person) -> str:
    """Open the new way in. Returns the one-time code for whoever confirms to pass on; empty where none is made."""
    check_confirm(afresh(recovery), by=by)
    states.move(recovery, "confirm", MOVES)
    code = ""
    if recovery.way == Way.CODE:
        recovery.code, code = people.way_back_for(recovery.person, by=by)
    else:
        Authenticator.objects.filter(user=recovery.person).delete()
    _decide(recovery, by)
    history.record("recovery_confirmed", recovery.person, by=by, way=recovery.way, recovery=recovery.public_id)
    tell([recovery.person], told.CONFIRMED[recovery.way], recovery)
    tell([recovery.asked_by], told.DECIDED, recovery)
    return code


def check_confirm(recovery: Recovery, *, by: Person) -> None:
    """Refusal unless `by` is an administrator other than the one who asked, and was one when it was asked."""
    states.check(recovery, "confirm", MOVES)
    if not recovery.is_open:
        raise Refusal(_("Nobody confirmed this within seven days. Ask for it anew."))
    if by.pk in {recovery.asked_by_id, recovery.person_id}:
        raise Refusal(_("Somebody else confirms this: neither whoever asked nor whoever gets it."))
    held = by.roles_held.filter(role=Role.ADMINISTRATOR, until=None)
    if not held.filter(since__lte=recovery.created_at).exists():
        raise Refusal(_("Only somebody who was an administrator already when it was asked for confirms this."))
    if not may(recovery.asked_by, Role.ADMINISTRATOR) or not recovery.person.is_active:
        raise Refusal(_("This can no longer be confirmed: somebody's account or role has ended. Withdraw it."))


@action
def withdraw(recovery: Recovery, *, by: Person) -> Recovery:
    """Let it be: whoever asked no longer wants it, or another administrator is not convinced."""
    check_withdraw(recovery, by=by)
    states.move(recovery, "withdraw", MOVES)
    _decide(recovery, by)
    history.record("recovery_withdrawn", recovery.person, by=by, recovery=recovery.public_id)
    tell([recovery.person], told.WITHDRAWN, recovery)
    return recovery


def check_withdraw(recovery: Recovery, *, by: Person) -> None:
    """Refusal unless `by` is an administrator and it still waits. Whoever gets it stops it instead."""
    if not may(by, Role.ADMINISTRATOR) or by.pk == recovery.person_id:
        raise Refusal(_("Only an administrator whose own account it is not withdraws this."))
    states.check(recovery, "withdraw", MOVES)


@action
def object_to(recovery: Recovery, *, by: Person) -> Recovery:
    """Stop it: the person did not ask for it. A code that was made for it opens nothing any more."""
    check_object(afresh(recovery), by=by)
    states.move(recovery, "object", MOVES)
    if recovery.code is not None:
        recovery.code.expires_at = timezone.now()
        recovery.code.save(update_fields=["expires_at"])
    _decide(recovery, by)
    history.record("recovery_objected", recovery.person, by=by, recovery=recovery.public_id)
    tell(_administrators().exclude(pk=by.pk), told.OBJECTED, recovery)
    return recovery


def check_object(recovery: Recovery, *, by: Person) -> None:
    """Refusal unless it is the person's own account, and it can still be stopped."""
    if by.pk != recovery.person_id:
        raise Refusal(_("Only the person whose account it is stops this."))
    states.check(recovery, "object", MOVES)
    confirmed = recovery.state == State.CONFIRMED
    if confirmed and (recovery.code is None or recovery.code.used_at is not None):
        raise Refusal(
            _(
                "It has been carried out already. Change your password, set up a new second factor, end all your "
                "sessions, and tell an administrator."
            )
        )


def _administrators() -> QuerySet[Person]:
    return Person.objects.holding(Role.ADMINISTRATOR, over=EVERYWHERE)


def _decide(recovery: Recovery, by: Person) -> None:
    recovery.decided_by, recovery.decided_at = by, timezone.now()
    recovery.save(update_fields=["state", "decided_by", "decided_at", "code"])
