"""An organisation ends its work here: its roles end, what was public stays; within thirty days it can return."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import duties, history, leaving_notices, states
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.models import Closure, Invitation, Organisation, Person, RoleHeld
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

BACK_WITHIN = datetime.timedelta(days=30)
State = Closure.State
MOVES = {(State.CLOSED, "reopen"): State.REOPENED}


@action
def close(organisation: Organisation, *, by: Person) -> Closure:
    """Close the organisation: all roles in it end, and invitations into it lead nowhere."""
    check_close(afresh(organisation), by=by)
    now = timezone.now()
    closure = Closure.objects.create(organisation=organisation, closed_by=by, closed_at=now)
    held = _held(organisation).filter(until=None)
    people = list(Person.objects.filter(roles_held__in=held).exclude(pk=by.pk).distinct())
    ended = held.update(until=now)
    Invitation.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=organisation.pk, used_at=None).filter(
        expires_at__gt=now
    ).update(expires_at=now)
    history.record("organisation_closed", organisation, by=by, number=ended)
    tell(people, leaving_notices.CLOSED, name_en=organisation.name_en, name_ur=organisation.name_ur)
    return closure


def check_close(organisation: Organisation, *, by: Person) -> None:
    """Refusal unless a signatory or a programme officer closes it, and nothing stands in the way."""
    if not _may(organisation, by=by):
        raise Refusal(_("Only a signatory of the organisation or a programme officer closes it."))
    if organisation.merged_into_id:
        raise Refusal(_("This organisation was joined into another: choose that one."))
    if standing(organisation) is not None:
        raise Refusal(_("This organisation is closed already."))
    if sentences := duties.standing_in_the_way(organisation):
        raise Refusal(" ".join(sentences))


@action
def reopen(closure: Closure, *, by: Person) -> Closure:
    """Open it again: the roles that ended with it are held again, by those whose accounts are in use."""
    check_reopen(afresh(closure), by=by)
    states.move(closure, "reopen", MOVES)
    closure.save(update_fields=["state"])
    back = _held(closure.organisation).filter(until=closure.closed_at, person__is_active=True).update(until=None)
    history.record("organisation_reopened", closure.organisation, by=by, number=back)
    return closure


def check_reopen(closure: Closure, *, by: Person) -> None:
    """Refusal unless a programme officer or an administrator does so within thirty days."""
    if not may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER):
        raise Refusal(_("Only a programme officer or an administrator opens it again."))
    states.check(closure, "reopen", MOVES)
    if closure.closed_at + BACK_WITHIN < timezone.now():
        raise Refusal(_("It was closed more than thirty days ago. Register it anew, or ask an administrator."))


def standing(organisation: Organisation) -> Closure | None:
    """The closure that is in force, or None."""
    return organisation.closures.standing().select_related("closed_by").first()


def _may(organisation: Organisation, *, by: Person) -> bool:
    return may(by, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER) or may(
        by, Role.SIGNATORY, over=[(ScopeKind.ORGANISATION, organisation.pk)]
    )


def _held(organisation: Organisation) -> QuerySet[RoleHeld]:
    return RoleHeld.objects.filter(scope_kind=ScopeKind.ORGANISATION, scope_id=organisation.pk)
