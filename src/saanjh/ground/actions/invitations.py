"""Invitations that somebody took up who could not be given the role: whoever invited reads it."""

from saanjh.ground import history
from saanjh.ground.models import Invitation, Person
from saanjh.ground.writing import action


@action
def note_not_given(invitation: Invitation, *, by: Person) -> None:
    """Keep that `by` took up the invitation and did not get its role. Not why: those words may name her."""
    history.record("invitation_not_given", invitation, by=by)
