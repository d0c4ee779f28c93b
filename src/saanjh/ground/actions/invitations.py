"""Invitations that somebody took up who could not be given the role: whoever invited reads it, and why."""

from collections.abc import Collection
from typing import Any

from saanjh.ground import history
from saanjh.ground.access import Role
from saanjh.ground.actions import roles
from saanjh.ground.models import Invitation, Line, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action


@action
def note_not_given(invitation: Invitation, *, by: Person) -> None:
    """Keep that `by` took up the invitation and did not get its role. Not why: those words may name her."""
    history.record("invitation_not_given", invitation, by=by)


def not_given(invitations: Collection[Invitation]) -> dict[str, list[Person]]:
    """public id of an invitation that is still open -> who did not get its role, the last one first. Two queries."""
    ids = [each.public_id for each in invitations if each.used_at is None]
    noted = Line.objects.filter(kind="ground.invitation", object_id__in=ids, verb="invitation_not_given")
    lines = list(noted.order_by("-number")) if ids else []
    rows = Person.objects.filter(public_id__in={line.person for line in lines}) if lines else []
    people = {each.public_id: each for each in rows}
    found: dict[str, list[Person]] = {}
    for line in lines:
        if line.person in people and people[line.person] not in found.setdefault(line.object_id, []):
            found[line.object_id].append(people[line.person])
    return found


def why_not_given(invitation: Invitation, to: Person) -> Any:
    """Why the person does not get its role, as it stands now; nothing where nothing stands against it any more."""
    try:
        roles.may_give(Role(invitation.role), over=invitation.scope_id, to=to, by=invitation.invited_by)
    except Refusal as refusal:
        return refusal.why
    return ""
